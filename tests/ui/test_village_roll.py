"""核对村名册 by keys: what differs is shown on 上报区局, ticked, taken over, and gone from the page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.places.village import Village
from quyuan_desktop.services.district_tables import take_tables
from quyuan_desktop.services.receipts import Taken
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.dialogs.receipt import sentences
from quyuan_desktop.ui.dialogs.village_roll import ALL_SAME, TICK, VillageRoll
from quyuan_desktop.ui.dispatch_page import DispatchPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.exchanging import at_office
from tests.pages import CTRL, press, show
from tests.ui.at_the_desk import Answers
from tests.villages import village

Settle = Callable[[], None]
Key = Qt.Key
NEW = "本所没有登记，采用后登记为新的一条"
ROW = {"town": Town.YINGTIAN.code, "kind": "village", "code": "", "since": "2000-01-01"}
ROWS = [
    {**ROW, "name": "荷花村", "until": "2023-10-31", "into": [Town.YINGTIAN.code, "三洲社区"]},
    {**ROW, "name": "三洲社区", "kind": "community"},
    {**ROW, "name": "青港村"},
]


@pytest.fixture
def office(tmp_path: Path, settle: Settle) -> Iterator[Workplace]:
    """An office with one village, to which the list of its bureau has come."""
    with at_office(tmp_path / "office") as place:
        village(place, "荷花村")
        with place.ledger.writing() as session:
            take_tables(place, session, {"number": 1, "villages": ROWS}, [])
        yield place
        settle()


@pytest.fixture
def page(
    qtbot: QtBot, office: Workplace, tasks: Tasks, answers: Answers, layout: QSettings, settle: Settle
) -> DispatchPage:
    made = DispatchPage(Sitting(office, tasks, answers, layout), finds=list)
    show(qtbot, made, settle)
    return made


def opened(page: DispatchPage, qtbot: QtBot, settle: Settle) -> VillageRoll:
    page.head.villages.setFocus()
    press(Key.Key_Space)
    (found,) = page.findChildren(VillageRoll)
    settle()
    qtbot.waitUntil(found.isActiveWindow)
    return found


def shown(roll: VillageRoll) -> list[tuple[str, ...]]:
    return [line.texts for line in roll.table.lines.lines]


def test_what_differs_is_ticked_taken_over_and_gone(page: DispatchPage, qtbot: QtBot, settle: Settle) -> None:
    assert page.head.villages.text() == "核对村名册（3）…"
    roll = opened(page, qtbot, settle)
    assert shown(roll) == [
        ("", "营田镇", "三洲社区", NEW),
        ("", "营田镇", "荷花村", "停用日期 空 → 2023-10-31；并入 空 → 三洲社区"),
        ("", "营田镇", "青港村", NEW),
    ]
    assert not roll.go_button.isEnabled()
    press(Key.Key_Down)
    press(Key.Key_Space)
    roll.go_button.setFocus()
    press(Key.Key_Return)
    settle()
    assert "请连同三洲社区一起选用" in roll.slip.text()
    settle()
    assert [line[0] for line in shown(roll)] == ["", TICK, ""]
    roll.table.setFocus()
    press(Key.Key_Up)
    press(Key.Key_Return)
    assert [line[0] for line in shown(roll)] == [TICK, TICK, ""]
    assert roll.go_button.text() == "采用打勾的 2 条"
    roll.go_button.setFocus()
    press(Key.Key_Return)
    settle()
    settle()
    assert [line[2] for line in shown(roll)] == ["青港村"]
    assert page.head.villages.text() == "核对村名册（1）…"


def test_all_are_ticked_at_once_and_the_page_speaks_of_it_no_more(
    page: DispatchPage, office: Workplace, qtbot: QtBot, settle: Settle
) -> None:
    roll = opened(page, qtbot, settle)
    press(Key.Key_A, CTRL)
    assert len(roll.ticked) == 3
    press(Key.Key_A, CTRL)
    assert roll.ticked == set()
    press(Key.Key_A, CTRL)
    roll.go_button.setFocus()
    press(Key.Key_Return)
    settle()
    settle()
    assert roll.told.text() == ALL_SAME
    assert not roll.go_button.isEnabled()
    assert page.head.villages.isHidden()
    with office.ledger.reading() as session:
        assert set(session.scalars(select(Village.name))) == {"荷花村", "三洲社区", "青港村"}


def test_a_receipt_says_that_nothing_was_changed() -> None:
    assert "没有改动" in "".join(sentences(Taken(villages=2)))
    assert "名册" not in "".join(sentences(Taken()))
