"""An office that tables are handed in at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, fresh


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The head at work in an office without records."""
    with at_work(fresh(tmp_path / "data")) as made:
        yield made
