"""What a record says stays within the pane in every width: facts beside the passages, or below them, and no end cut off."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.record_body import FACTS_WIDTH, READ_WIDTH, RecordBody
from quyuan_desktop.ui.record_text import Line, Passage

HEAD = "调解　调解日期 2023-12-10　09:00　11:10　玉湖村村部　白友谊、金满秀"
PASSAGES = [Passage(HEAD, "经核对记工本，工程队认可欠款，双方同意分两次付清。" * 4)]
FACTS = [Line(f"第{place}项事实", "按当事人达成的协议分两次付清") for place in range(7)]


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (READ_WIDTH + FACTS_WIDTH * 2 + 40, 2),
        (READ_WIDTH + FACTS_WIDTH + 40, 1),
        (READ_WIDTH + 40, 0),
    ],
)
def test_what_is_said_keeps_within_the_width(
    qtbot: QtBot, qapp: QApplication, percent: int, width: int, columns: int
) -> None:
    theme.scale(qapp, percent)
    try:
        body = RecordBody([QLabel("屈营司人调字〔2023〕第150号")])
        qtbot.addWidget(body)
        body.say(PASSAGES, FACTS)
        body.resize(theme.px(READ_WIDTH + FACTS_WIDTH * 3), theme.px(200))
        body.show()
        body.resize(theme.px(width), theme.px(200))
        qtbot.waitUntil(lambda: places(body) == columns)
        inside = body.widget()
        assert inside.width() <= body.viewport().width()
        for each in inside.findChildren(QLabel):
            right = each.mapTo(inside, each.rect().topRight()).x()
            assert not each.isVisible() or right < inside.width(), each.text()
    finally:
        theme.scale(qapp, 100)


def places(body: RecordBody) -> int:
    """Columns of facts beside the passages; 0 where they stand below, -1 before they stand."""
    shown = {each.text(): each for each in body.widget().findChildren(QLabel) if each.isVisible()}
    if HEAD not in shown:
        return -1
    facts = [shown[line.label] for line in FACTS]
    lefts = {each.mapTo(body.widget(), each.rect().bottomRight()).x() for each in facts}
    read = shown[HEAD]
    below = all(each.mapTo(body.widget(), each.rect().topLeft()).y() > read.geometry().bottom() for each in facts)
    return 0 if below else len(lefts)
