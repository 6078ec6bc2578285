"""Journeys share the window's fixtures: they are the same desk, worked on from beginning to end."""

from tests.ui.conftest import (
    answers,
    clock,
    filled_place,
    filled_sitting,
    layout,
    nothing_flashes_up,
    place,
    pytest_collection_modifyitems,
    settle,
    sitting,
    tasks,
    themed,
)

__all__ = [
    "answers",
    "clock",
    "filled_place",
    "filled_sitting",
    "layout",
    "nothing_flashes_up",
    "place",
    "pytest_collection_modifyitems",
    "settle",
    "sitting",
    "tasks",
    "themed",
]
