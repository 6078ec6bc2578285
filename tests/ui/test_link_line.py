"""The line of links under a record: however many lead to it, the pane stays as wide as the window lets it be."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.base import blank
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.mediation import DISPUTE, EXPERT
from quyuan_desktop.services.linking import Pointing
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.ui.link_line import MOST, LinkLine
from quyuan_desktop.ui.record_text import reception_line
from quyuan_desktop.ui.sitting import Sitting

LONG = "屈营司人调字〔2023〕第117号 欧阳𬱖等3人与湘汨建筑劳务队"


def pointing(many: int) -> list[Pointing]:
    return [
        Pointing("dispute", "纠纷", "expert", f"{each:032x}", LONG, date(2023, 11, 30), "排水沟归属、菜地损失")
        for each in range(many)
    ]


@pytest.mark.parametrize("many", [1, MOST, MOST + 12])
def test_it_is_never_wider_than_the_pane(qtbot: QtBot, many: int) -> None:
    line = LinkLine(DISPUTE)
    qtbot.addWidget(line)
    values = {**blank(DISPUTE.record), "lead": Linked("a" * 32, LONG), "expert": Linked("b" * 32, "钟望龙")}
    line.show_links(values, pointing(many))
    assert len(line.links) == 2 + min(many, MOST)
    assert line.sizeHint().width() <= 1190
    assert LONG in line.links[0].toolTip()
    line.hide()


def test_child_rows_do_not_stand_in_the_line_under_a_name(sitting: Sitting) -> None:
    record = save_record(sitting.place, EXPERT, _values(sitting), confirmed=True).record
    line = reception_line(EXPERT, record, _values(sitting))
    assert "聘书号 聘谭清泉" in line
    assert "续聘" not in line


def _values(sitting: Sitting) -> dict[str, object]:
    values = {**blank(EXPERT.record), "name": "谭清泉", "letter": "聘谭清泉", "start_on": date(2023, 1, 1)}
    return {**values, "end_on": date(2023, 12, 31), "kind": EXPERT.field("kind").kind.restore("elder")}
