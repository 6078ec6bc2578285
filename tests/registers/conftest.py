"""A ledger for the tests of a file, or for one test alone, and an application at each stage."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.workplace import Workplace
from tests.applications import brought_to
from tests.offices import at_work, fresh


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """One ledger for all tests of a file; whole at the end."""
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        yield place
        assert check(place) == []


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Workplace]:
    """A ledger of the test's own; whole at the end."""
    with at_work(fresh(tmp_path / "data")) as place:
        yield place
        assert check(place) == []


@pytest.fixture(scope="module")
def stages(place: Workplace) -> dict[Stage, str]:
    """One application at each stage; nobody leads them on."""
    return {stage: brought_to(place, stage) for stage in Stage}
