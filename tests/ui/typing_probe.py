"""Run by test_input_method in a process of its own: a form on a real screen that says what reaches its field.

    python typing_probe.py FOLDER PASSWORD TITLE

Prints ``ready``, then ``preedit …`` and ``text …`` lines as ASCII literals; ends when it reads a line.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, QSocketNotifier
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from quyuan_desktop.app import now
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.save_record import defaults
from quyuan_desktop.ui import input_method, theme
from quyuan_desktop.ui.ask import DialogAsk
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks


def say(*words: str) -> None:
    """Print at once."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


class Listener(QObject):
    """Tells what the input method composes."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent) and event.preeditString():
            say("preedit", ascii(event.preeditString()))
        return super().eventFilter(watched, event)


def main(folder: str, password: str, title: str) -> int:
    """Show the form with the cursor in 姓名 until a line is read."""
    input_method.prepare()
    app = QApplication([])
    theme.apply(app, dark=False)
    listener = Listener()
    app.installEventFilter(listener)
    app.focusChanged.connect(lambda _, now: say("ready") if isinstance(now, QLineEdit) else None)
    place = sign_in(Path(folder), password, now=now)
    tasks = Tasks()
    layout = QSettings(str(Path(folder) / "layout.ini"), QSettings.Format.IniFormat)
    form: QWidget = RecordForm(Sitting(place, tasks, DialogAsk(), layout), CONSULTATION)
    form.setWindowTitle(title)
    form.start(defaults(place, CONSULTATION))  # type: ignore[attr-defined]  # a RecordForm
    form.resize(1200, 700)
    for line in form.findChildren(QLineEdit):
        line.textChanged.connect(lambda text: say("text", ascii(text)))
    form.show()
    next(line for line in form.findChildren(QLineEdit) if line.accessibleName().startswith("姓名")).setFocus()
    end = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    end.activated.connect(app.quit)
    app.exec()
    tasks.close()
    place.ledger.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
