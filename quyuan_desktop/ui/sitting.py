"""What every widget is given: the place of work, the worker, questions, and the signals all listen to."""

from PySide6.QtCore import QObject, QSettings, Signal

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.ask import Ask
from quyuan_desktop.ui.tasks import Tasks


class Sitting(QObject):
    """One person's sitting at the window, from signing in to closing.

    changed(Changed): records were saved; views decide whether to refresh. said(str): for the status bar.
    wanted(register, uid): a record is to be opened. led(register, values): a new record is to be begun with
    values that another one carries. listed(register, Standing or None): the list of a register is to be shown, those
    alone that stand so towards the district, of whatever day. layout keeps widths and sizes (no personal data).
    """

    changed = Signal(object)
    said = Signal(str)
    wanted = Signal(str, str)
    led = Signal(str, object)
    listed = Signal(str, object)

    def __init__(
        self, place: Workplace, tasks: Tasks, ask: Ask, layout: QSettings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.place = place
        self.tasks = tasks
        self.ask = ask
        self.layout = layout
