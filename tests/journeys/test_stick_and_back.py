"""Journey: a record goes from the office to the bureau on a stick, is merged, and the receipt comes back; by keys alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import drives, export_package
from quyuan_desktop.services.drives import Mounted
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.services.standings import standings_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.dialogs.export import SAFE
from quyuan_desktop.ui.dialogs.stick import StickDialog
from quyuan_desktop.ui.merge_view import MergeView
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from quyuan_desktop.ui.window import MainWindow
from tests.exchanging import at_district, at_office
from tests.offices import save
from tests.pages import CTRL, press
from tests.ui.at_the_desk import Answers

Key = Qt.Key
Settle = Callable[[], None]


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only stick of both computers. The month's figures are counted elsewhere; here they take time."""
    folder = tmp_path / "stick"
    folder.mkdir()
    plugged = Mounted("/dev/sdb1", str(folder), "exfat", read_only=False, removable=True, name="屈原U盘")
    monkeypatch.setattr(drives, "_listing", lambda: lambda: [plugged])
    monkeypatch.setattr(
        export_package, "month_snapshot", lambda place, period: {"period": period.code, "figures": []}
    )
    return folder


@pytest.fixture
def office(tmp_path: Path, settle: Settle) -> Iterator[Workplace]:
    with at_office(tmp_path / "office") as place:
        yield place
        settle()


@pytest.fixture
def district(tmp_path: Path, settle: Settle) -> Iterator[Workplace]:
    with at_district(tmp_path / "district") as place:
        yield place
        settle()


class Desk:
    """A window at one of the two ends, worked by keys."""

    def __init__(self, qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
        self.qtbot, self.settle = qtbot, settle
        self.window = MainWindow(sitting)
        qtbot.addWidget(self.window, before_close_func=lambda each: setattr(each, "_over", True))
        self.window.show()
        self.go()

    def go(self) -> None:
        """Sit down at this window."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()

    def turn_to_last(self) -> QWidget:
        """The last tab, by its number."""
        press(Key(Key.Key_0 + self.window.tabs.count()), CTRL)
        self.settle()
        self.settle()
        return self.window.stack.currentWidget()

    def stick_dialog(self) -> StickDialog:
        """The dialogue with the stick that has opened, when the only stick is chosen."""
        self.settle()
        (found,) = (each for each in self.window.findChildren(StickDialog) if each.isVisible())
        self.qtbot.waitUntil(found.isActiveWindow)
        self.qtbot.waitUntil(lambda: found.choice.folder() is not None)
        self.settle()
        return found

    def begin(self) -> StickDialog:
        """Enter on the stick that is chosen, up to the outcome."""
        found = self.stick_dialog()
        self.qtbot.waitUntil(found.go_button.isEnabled)
        assert found.choice.table.hasFocus()
        press(Key.Key_Return)
        self.settle()
        self.settle()
        return found


def test_from_the_office_to_the_bureau_and_back(
    qtbot: QtBot,
    office: Workplace,
    district: Workplace,
    stick: Path,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    settle: Settle,
) -> None:
    uid = save(office, visitor="欧阳𬱖").record.uid
    clerk = Desk(qtbot, Sitting(office, tasks, answers, layout), settle)
    clerk.turn_to_last()
    press(Key.Key_E, CTRL)
    assert clerk.begin().verdict.text() == SAFE
    (package,) = stick.iterdir()
    press(Key.Key_Escape)

    officer = Desk(qtbot, Sitting(district, tasks, answers, layout), settle)
    page = officer.turn_to_last()
    press(Key.Key_M, CTRL)
    settle()
    view = page.findChild(MergeView)
    assert view is not None
    for _ in range(2):  # looked at, then merged
        press(Key.Key_Return, CTRL)
        settle()
    assert "已合并 1 个包" in view.verdict.text()
    press(Key.Key_Escape)
    settle()
    press(Key.Key_R, CTRL)
    assert officer.begin().verdict.text() == SAFE
    press(Key.Key_Escape)
    package.unlink()

    clerk.go()
    assert standings_of(office, CONSULTATION, [uid]) == {uid: Standing.SENT}
    press(Key.Key_I, CTRL)
    assert clerk.begin().verdict.text() == "✓ 已导入回执"
    press(Key.Key_Escape)
    settle()
    assert standings_of(office, CONSULTATION, [uid]) == {uid: Standing.RECEIVED}
    assert open_record(office, CONSULTATION, uid).digest == open_record(district, CONSULTATION, uid).digest
    assert not [each for each in clerk.window.findChildren(QDialog) if each.isVisible()]
