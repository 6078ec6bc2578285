"""The dialogs of the window's menu: each is loaded when it is first wanted, so that the window is there sooner."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from quyuan_desktop.ui.sitting import Sitting

if TYPE_CHECKING:
    from quyuan_desktop.ui.dialogs.backups import Backups
    from quyuan_desktop.ui.dialogs.office import OfficeSettings
    from quyuan_desktop.ui.dialogs.rules import Rules


def backups(sitting: Sitting, window: QWidget) -> "Backups":
    """备份与还原, not open yet."""
    from quyuan_desktop.ui.dialogs.backups import Backups

    return Backups(sitting, window)


def office(sitting: Sitting, window: QWidget) -> "OfficeSettings":
    """单位信息与编号, not open yet."""
    from quyuan_desktop.ui.dialogs.office import OfficeSettings

    return OfficeSettings(sitting, window)


def rules(sitting: Sitting, window: QWidget) -> "Rules":
    """规则设置, not open yet."""
    from quyuan_desktop.ui.dialogs.rules import Rules

    return Rules(sitting, window)


def show_people(sitting: Sitting, window: QWidget) -> None:
    """Open 人员与密码."""
    from quyuan_desktop.ui.dialogs.people import People

    People(sitting, window).open()


def show_check(sitting: Sitting, window: QWidget) -> None:
    """Open 核对数据."""
    from quyuan_desktop.ui.dialogs.check import Check

    Check(sitting, window).open()


def show_help(window: QWidget) -> None:
    """Open 帮助."""
    from quyuan_desktop.ui.dialogs.about import Help

    Help(window).open()
