"""Scrolling a list of a million records, against the same list with one constant row, never fetched."""

import os
import random
import tempfile
import time
from pathlib import Path

from benchmarks._office import Office
from benchmarks.pairs import Pair, from_times
from quyuan_desktop.services.workplace import Workplace

STEPS = 60


def measure(office: Office, place: Workplace, rounds: int) -> list[Pair]:
    """From the turn of a page to its rows painted: page down from the top, and to anywhere by the bar."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from quyuan_desktop.registers import REGISTERS
    from quyuan_desktop.ui import theme
    from quyuan_desktop.ui.ask import DialogAsk
    from quyuan_desktop.ui.list_view import RecordList
    from quyuan_desktop.ui.sitting import Sitting
    from quyuan_desktop.ui.table_model import Line, RegisterModel
    from quyuan_desktop.ui.tasks import Tasks

    class Constant(RegisterModel):
        """The control: one row for all, and no page is ever asked for."""

        one: Line | None = None

        def line(self, at: int) -> Line | None:
            return self.one

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    tasks = Tasks()
    with tempfile.TemporaryDirectory() as folder:
        layout = QSettings(str(Path(folder) / "layout.ini"), QSettings.Format.IniFormat)
        sitting = Sitting(place, tasks, DialogAsk(), layout)
        views = []
        for kind in (RegisterModel, Constant):
            model = kind(sitting, REGISTERS["consultation"])
            view = RecordList(sitting, model)
            view.resize(1220, 560)
            view.show()
            model.reload()
            while not (tasks.idle and model.rowCount()):
                app.processEvents()
            if isinstance(model, Constant):
                model.one = RegisterModel.line(model, 0)
            views.append((view, model))

        def turn(which: int, to: int) -> float:
            view, model = views[which]
            started = time.perf_counter()
            view.verticalScrollBar().setValue(to)
            view.viewport().repaint()
            last = min(to + 18, model.rowCount() - 1)
            if model.line(to) is None or model.line(last) is None:
                while model.line(to) is None or model.line(last) is None:
                    app.processEvents()
                view.viewport().repaint()
            return (time.perf_counter() - started) * 1000

        down = [step * 17 for step in range(1, STEPS * rounds + 1)]
        chance = random.Random(7)
        anywhere = [chance.randrange(views[0][1].rowCount() - 200) for _ in range(STEPS)]  # without what is void
        found = []
        for what, places, goal in (
            ("a page further down a list of a million, painted", down, 1.25),
            ("a jump anywhere in it by the bar, painted", anywhere, 10.0),
        ):
            times: tuple[list[float], list[float]] = ([], [])
            for to in places:
                for which in (0, 1):
                    times[which].append(turn(which, to))
            found.append(from_times(what, "the same list with one constant row", *times, goal))
        tasks.close()
    return found
