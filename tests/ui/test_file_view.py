"""The viewer of attached files and the line of links that opens it: keys, zoom, what cannot be shown, saving."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import blank
from quyuan_desktop.registers.legal_aid.application import Application, Material
from quyuan_desktop.services import attachments
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.file_strip import MOST, FileGroup, FileStrip, groups_of
from quyuan_desktop.ui.file_view import FileView
from quyuan_desktop.ui.sitting import Sitting
from tests import attached_files as made
from tests.offices import execute
from tests.pages import CTRL, SHIFT, focused, press
from tests.ui.at_the_desk import Answers

Settle = Callable[[], None]
KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def files(sitting: Sitting) -> list[Attached]:
    """A large photograph, a PDF of three pages, a text, a small picture."""
    contents = {
        "现场.jpg": made.jpeg(1800, 1200),
        "合同.pdf": made.pdf((595, 842), (842, 595), (595, 842)),
        "证明.docx": made.docx(),
        "签名.png": made.encoded(made.line_scan(300, 200), "PNG"),
    }
    return [attachments.attach_bytes(sitting.place, content, name) for name, content in contents.items()]


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    """The window over which the viewer opens."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 740)
    window.show()
    return window


@pytest.fixture
def look(
    files: list[Attached], ground: QWidget, sitting: Sitting, settle: Settle, qtbot: QtBot
) -> Iterator[Callable[[int], FileView]]:
    """Opens the viewer on one of the files and waits until it is shown."""

    def at(place: int) -> FileView:
        view = FileView(sitting, files, place, ground)
        view.open()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        settle()
        return view

    yield at
    settle()


def shown(view: FileView) -> QWidget | None:
    """What stands in the middle of the viewer."""
    return view._stack.currentWidget()


def test_a_picture_is_shown_whole_and_with_the_focus(look: Callable[[int], FileView]) -> None:
    view = look(0)
    assert shown(view) is view.picture
    assert focused() is view.picture
    assert (view.name.text(), view.windowTitle()) == ("现场.jpg", "现场.jpg")
    assert view.place.text().startswith("1 / 4　")
    room, canvas = view.picture.viewport().size(), view.picture.canvas.size()
    assert canvas.width() <= room.width() and canvas.height() <= room.height()
    assert min(room.width() - canvas.width(), room.height() - canvas.height()) < theme.px(30)
    assert view.percent.text() == f"{view.picture.percent()}%"
    pixel = view.picture.canvas.grab().toImage().pixelColor(10, 10)
    assert (pixel.red() > 150, pixel.green() < 90) == (True, True)


def test_a_picture_smaller_than_the_window_is_not_blown_up(look: Callable[[int], FileView]) -> None:
    view = look(3)
    assert view.picture.percent() == 100
    assert view.picture.canvas.size().toTuple() == (300, 200)


def test_arrow_keys_go_through_the_files_and_stop_at_the_ends(
    look: Callable[[int], FileView], settle: Settle
) -> None:
    view = look(0)
    seen: list[tuple[str, QWidget | None]] = []
    assert not view.back.isEnabled()
    for _ in range(4):
        press(KEY.Key_Right)
        settle()
        seen.append((view.file.name, shown(view)))
    assert seen == [
        ("合同.pdf", view.pages),
        ("证明.docx", view.message),
        ("签名.png", view.picture),
        ("签名.png", view.picture),
    ]
    assert not view.on.isEnabled()
    press(KEY.Key_Left)
    settle()
    assert view.file.name == "证明.docx"
    view.back.click()
    settle()
    assert view.file.name == "合同.pdf"


def test_one_file_alone_has_nothing_to_turn(
    files: list[Attached], ground: QWidget, sitting: Sitting, settle: Settle
) -> None:
    view = FileView(sitting, files[:1], 0, ground)
    view.open()
    settle()
    assert view.back.isHidden() and view.on.isHidden()
    assert view.place.text() == attachments.size_in_words(files[0].size)
    view.turn_by(1)
    assert view.file == files[0]


def test_a_pdf_is_shown_page_by_page_each_as_large_as_it_is(
    look: Callable[[int], FileView], settle: Settle
) -> None:
    view = look(1)
    assert shown(view) is view.pages
    sizes = [sheet.size() for sheet in view.pages._sheets]
    assert len(sizes) == 3
    assert sizes[0].width() < sizes[0].height() and sizes[1].width() > sizes[1].height()
    assert max(size.width() for size in sizes) <= view.pages.viewport().width()
    assert view.pages.horizontalScrollBar().maximum() == 0
    assert "第 1 / 3 页" in view.place.text()
    press(KEY.Key_PageDown)
    settle()
    assert "第 2 / 3 页" in view.place.text()
    assert all(view.pages._sheets[at].image is not None for at in (0, 1, 2))
    assert view.percent.text() == f"{view.pages.percent()}%"


@pytest.mark.parametrize("at", [0, 1], ids=["picture", "pdf"])
def test_it_can_be_made_larger_and_smaller(look: Callable[[int], FileView], settle: Settle, at: int) -> None:
    view = look(at)
    area: Any = shown(view)
    fitted = area.percent()
    for key, grows in ((KEY.Key_Plus, True), (KEY.Key_Equal, True), (KEY.Key_Minus, False)):
        before = area.percent()
        press(key, CTRL)
        settle()
        assert (area.percent() > before) is grows
        assert view.percent.text() == f"{area.percent()}%"
    view.larger.click()
    view.smaller.click()
    press(KEY.Key_0, CTRL)
    settle()
    assert area.percent() == fitted
    assert view.file.name == ("现场.jpg", "合同.pdf")[at]


def test_zoom_has_ends(look: Callable[[int], FileView]) -> None:
    view = look(3)
    for direction, end in ((1, 800), (-1, 25)):
        for _ in range(40):
            view.zoom(direction)
        assert view.picture.percent() == end
    look_at_text = look(2)
    look_at_text.zoom(1)


def test_the_wheel_with_ctrl_and_a_double_click_zoom(look: Callable[[int], FileView]) -> None:
    view = look(0)
    fitted = view.picture.percent()
    _wheel(view.picture, 120)
    assert view.picture.percent() > fitted
    _wheel(view.picture, -120)
    QTest.mouseDClick(view.picture.viewport(), LEFT)
    assert view.picture.percent() == fitted
    QTest.mouseDClick(view.picture.viewport(), LEFT)
    assert view.picture.percent() == 100
    QTest.mouseDClick(view.picture.viewport(), LEFT)
    assert view.picture.percent() == fitted


def _wheel(area: QScrollArea, by: int) -> None:
    middle = QPointF(area.viewport().rect().center())
    event = QWheelEvent(
        middle,
        area.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        CTRL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area.viewport(), event)


def test_the_middle_stays_and_the_mouse_moves_what_is_too_large(look: Callable[[int], FileView]) -> None:
    view = look(0)
    area = view.picture
    for _ in range(6):
        view.zoom(1)
    across, down = area.horizontalScrollBar(), area.verticalScrollBar()
    assert across.maximum() > 0
    assert abs(across.value() - across.maximum() / 2) <= 20
    before = (across.value(), down.value())
    port = area.viewport()
    QTest.mousePress(port, LEFT, pos=QPoint(300, 300))
    QTest.mouseMove(port, QPoint(250, 280))
    QTest.mouseRelease(port, LEFT, pos=QPoint(250, 280))
    assert (across.value(), down.value()) == (before[0] + 50, before[1] + 20)
    QTest.mouseMove(port, QPoint(10, 10))
    assert across.value() == before[0] + 50, "let go"


def test_what_cannot_be_shown_can_be_saved(look: Callable[[int], FileView]) -> None:
    view = look(2)
    assert shown(view) is view.message
    assert "DOCX 文件不能在这里预览" in view.message.text()
    assert view.save.property("role") == "primary"
    assert all(part.isHidden() for part in (view.smaller, view.percent, view.larger, view.whole))


def test_saving_says_where_and_that_it_is_not_encrypted(
    look: Callable[[int], FileView], answers: Answers, tmp_path: Path, settle: Settle, sitting: Sitting
) -> None:
    view = look(1)
    answers.next = [tmp_path / "合同", tmp_path / "没有" / "合同.PDF", None]
    press(KEY.Key_S, CTRL)
    settle()
    assert (tmp_path / "合同.pdf").read_bytes() == attachments.content(sitting.place, view.file)
    assert answers.asked == [("另存为", "合同.pdf")]
    assert view.told.text() == "已存为 合同.pdf。存出的文件没有加密，用完请删除。"
    assert view.banner.isVisible()
    view.save.click()
    settle()
    assert "没有存出：找不到文件夹" in view.told.text()
    assert view.banner.property("tone") == "red"
    view.save.click()
    press(KEY.Key_Right)
    settle()
    assert view.banner.isHidden(), "another file"


def test_a_file_that_is_gone_is_told_and_the_others_are_shown(
    look: Callable[[int], FileView], settle: Settle, sitting: Sitting, files: list[Attached]
) -> None:
    execute(sitting.place, "DELETE FROM blob WHERE sha256 = ?", files[0].sha256)
    view = look(0)
    assert shown(view) is view.message
    assert "已损坏或丢失" in view.message.text()
    assert view.message.property("tone") == "red"
    press(KEY.Key_Right)
    press(KEY.Key_Right)
    settle()
    assert view.message.property("tone") == ""


@pytest.mark.parametrize(("media", "said"), [("image/jpeg", "打不开"), ("application/pdf", "打不开")])
def test_what_is_not_what_it_says_is_told(
    ground: QWidget, sitting: Sitting, settle: Settle, files: list[Attached], media: str, said: str
) -> None:
    posing = Attached("a", files[2].sha256, files[2].size, media)
    view = FileView(sitting, [posing], 0, ground)
    view.open()
    settle()
    assert said in view.message.text()
    assert view.message.property("tone") == "red"


def test_esc_closes_also_while_it_loads(
    files: list[Attached], ground: QWidget, sitting: Sitting, settle: Settle, qtbot: QtBot
) -> None:
    view = FileView(sitting, files, 1, ground)
    view.open()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    QTest.keyClick(view, KEY.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(view))
    settle()


def test_every_button_has_a_word_and_tells_its_key(look: Callable[[int], FileView]) -> None:
    view = look(0)
    for each in (view.back, view.on, view.smaller, view.larger, view.whole, view.save, view.close_button):
        assert "（" in each.toolTip()
        assert each.accessibleName() or len(each.text()) > 1
    walked = set()
    for _ in range(9):
        walked.add(focused())
        press(KEY.Key_Tab)
    assert {view.on, view.smaller, view.larger, view.whole, view.save, view.close_button} <= walked
    press(KEY.Key_Tab, SHIFT)


# -- the line of links


@pytest.fixture
def strip(ground: QWidget, sitting: Sitting) -> FileStrip:
    """The line of links in a window."""
    column = QVBoxLayout(ground)
    made_strip = FileStrip(sitting)
    column.addWidget(made_strip)
    column.addStretch(1)
    return made_strip


def test_files_are_found_wherever_they_stand_in_a_record(files: list[Attached]) -> None:
    values = blank(Application)
    values["materials"] = [
        {**blank(Material), "name": "身份证", "scans": (files[0], files[3])},
        {**blank(Material), "name": "户口本"},
        {**blank(Material), "scans": (files[1],)},
    ]
    assert groups_of(Application, values) == [
        FileGroup("身份证", (files[0], files[3])),
        FileGroup("材料 3", (files[1],)),
    ]


def test_links_open_the_viewer_on_their_file(
    strip: FileStrip, files: list[Attached], ground: QWidget, settle: Settle
) -> None:
    assert strip.isHidden()
    strip.show_groups([FileGroup("身份证", (files[0], files[3])), FileGroup("合同", (files[1],))])
    assert strip.isVisible()
    assert [link.text() for link in strip.links] == ["现场.jpg", "签名.png", "合同.pdf"]
    assert [head.text() for head in strip.findChildren(QLabel)] == ["身份证", "合同"]
    strip.links[2].click()
    (view,) = ground.findChildren(FileView)
    settle()
    assert view.file == files[1]
    assert view.files == (files[0], files[3], files[1])
    view.close()
    strip.show_groups([])
    assert strip.isHidden()
    assert strip.links == []


def test_links_are_one_stop_for_tab(
    strip: FileStrip, files: list[Attached], ground: QWidget, qtbot: QtBot
) -> None:
    strip.show_groups([FileGroup("扫描件", tuple(files))])
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    assert focused() is strip.links[0]
    press(KEY.Key_Right)
    press(KEY.Key_End)
    assert focused() is strip.links[3]
    policies = [link.focusPolicy() for link in strip.links]
    assert policies == [Qt.FocusPolicy.ClickFocus] * 3 + [Qt.FocusPolicy.StrongFocus]
    strip.show_groups([FileGroup("扫描件", tuple(files[:2]))])
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    assert focused() is strip.links[0]
    press(KEY.Key_Return)
    (view,) = ground.findChildren(FileView)
    view.close()


def test_of_many_files_the_first_are_links_and_the_viewer_shows_the_rest(
    strip: FileStrip, files: list[Attached], ground: QWidget, settle: Settle
) -> None:
    many = tuple(Attached(f"第{n}页 & 附件.docx", f"{n:064x}", 9, "application/docx") for n in range(20))
    strip.show_groups([FileGroup("扫描件", many)])
    assert len(strip.links) == MOST + 1
    assert strip.links[-1].text() == "共 20 个…"
    assert "&&" in strip.links[0].text()
    strip.links[-1].click()
    (view,) = ground.findChildren(FileView)
    assert view.file == many[MOST]
    view.close()
    settle()


@pytest.mark.parametrize("width", [1100, 420])
def test_the_line_breaks_where_the_window_ends(
    strip: FileStrip, ground: QWidget, qtbot: QtBot, width: int
) -> None:
    long = tuple(Attached("长" * 100 + f"{n}.docx", f"{n:064x}", 9, "application/docx") for n in range(6))
    strip.show_groups([FileGroup("很长很长的材料名称" * 5, long)])
    ground.resize(width, 400)
    qtbot.waitUntil(lambda: ground.width() == width and strip.height() == strip.heightForWidth(strip.width()))
    assert all(strip.rect().contains(link.geometry()) for link in strip.links)
