"""What became of closed months: of records that counted in a re-opened one, and what asking for it costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from quyuan_desktop.domain.corrections import CorrectionKind
from quyuan_desktop.services.closing import reopen
from quyuan_desktop.services.corrections import corrections
from quyuan_desktop.services.month import rows_behind
from quyuan_desktop.services.workplace import Workplace
from tests.closings import OCTOBER, SEPTEMBER, close, keep, told, without_papers
from tests.offices import Clock, at_work, fresh


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Workplace]:
    """Three consultations in September, one in October."""
    with at_work(fresh(tmp_path / "data", Clock())) as place, without_papers():
        for day in (date(2023, 9, 4), date(2023, 9, 30), date(2023, 9, 30), date(2023, 10, 9)):
            keep(place, day)
        yield place


@contextmanager
def watched(place: Workplace, hear: Any) -> Iterator[None]:
    """Where `hear` is told every statement that the ledger is asked."""
    event.listen(place.ledger.engine, "before_cursor_execute", hear)
    yield
    event.remove(place.ledger.engine, "before_cursor_execute", hear)


def test_what_was_closed_in_a_re_opened_month_alone_is_added_not_moved(bare: Workplace) -> None:
    uid = rows_behind(bare, "consult.people", OCTOBER)[0].uid
    close(bare, SEPTEMBER)
    close(bare, OCTOBER)
    reopen(bare, OCTOBER, "漏了一件")
    keep(bare, date(2023, 9, 16), uid=uid, reason="应是九月")
    close(bare, OCTOBER)
    assert [each.kind for each in told(bare, OCTOBER)] == [CorrectionKind.ADDED.code]


def test_asking_what_became_of_a_month_takes_no_query_for_each_record(bare: Workplace) -> None:
    asked: list[str] = []

    def hear(conn: Any, cursor: Any, statement: str, *given: Any) -> None:
        asked.append(statement)

    close(bare, SEPTEMBER)
    with watched(bare, hear):
        corrections(bare, SEPTEMBER)
    about_digests = [each for each in asked if "consultation.digest" in each and "uid" in each]
    assert len(about_digests) == 1
