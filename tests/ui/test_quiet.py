"""The memory of the ledger is given back when nothing was asked for a while, once, and what is read after is the same."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from quyuan_desktop.storage.engine import Ledger
from quyuan_desktop.ui.quiet import QUIET_MS, Quiet
from quyuan_desktop.ui.tasks import Tasks
from tests.offices import at_work, dump, filled


def test_at_rest_the_ledger_rests_once(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rested: list[Ledger] = []
    rest = Ledger.rest

    def seen(ledger: Ledger) -> None:
        rested.append(ledger)
        rest(ledger)

    monkeypatch.setattr(Ledger, "rest", seen)
    tasks, window = Tasks(), QObject()
    with at_work(filled(tmp_path)) as place:
        quiet = Quiet(place, tasks, window)
        assert quiet.timer.interval() == QUIET_MS
        quiet.timer.setInterval(0)
        said: list[object] = []
        tasks.run(lambda: dump(place), done=said.append)
        qtbot.waitUntil(lambda: bool(rested) and tasks.idle)
        qtbot.waitUntil(lambda: not quiet.timer.isActive())
        assert rested == [place.ledger]
        assert dump(place) == said[0]
        tasks.close()


def test_a_ledger_that_was_closed_meanwhile_rests_in_peace(tmp_path: Path) -> None:
    place = filled(tmp_path)
    place.ledger.close()
    place.ledger.rest()
