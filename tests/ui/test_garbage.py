"""The collector runs on the window's thread only, by its own thresholds."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.garbage import Clearing


@pytest.fixture
def clearing(qtbot: QtBot) -> Iterator[Clearing]:
    parent = QObject()
    yield Clearing(parent)
    parent.deleteLater()


def rubbish() -> None:
    """Widgets that hold one another, as pages do."""
    for _ in range(1500):
        one: list[object] = [QWidget()]
        one.append(one)


def test_the_collector_is_off_and_the_worker_never_collects(clearing: Clearing) -> None:
    where: list[str] = []

    def note(phase: str, info: dict[str, int]) -> None:
        where.append(threading.current_thread().name)

    gc.collect()
    gc.callbacks.append(note)
    try:
        rubbish()
        worker = threading.Thread(target=lambda: [[each] for each in range(200_000)], name="worker")
        worker.start()
        worker.join()
        assert not gc.isenabled()
        assert where == []
        clearing.look()
        assert set(where) == {threading.main_thread().name}
    finally:
        gc.callbacks.remove(note)
