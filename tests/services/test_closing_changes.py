"""What became of closed months: of records that counted in a re-opened one, and what asking for it costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from quyuan_desktop.domain.corrections import CorrectionKind
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.reporting import CUT_OFF
from quyuan_desktop.services.closing import reopen
from quyuan_desktop.services.corrections import corrections
from quyuan_desktop.services.house_rules import keep_setting
from quyuan_desktop.services.month import month_table, rows_behind
from quyuan_desktop.services.report_desk import Part, period_state, rows_of
from quyuan_desktop.services.workplace import Workplace
from tests.closings import OCTOBER, SEPTEMBER, close, keep, told, without_papers
from tests.offices import Clock, at_work, fresh

PEOPLE = "consult.people"


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


@pytest.mark.parametrize("part", list(Part))
def test_the_rows_of_a_closed_cell_are_of_its_own_days(bare: Workplace, part: Part) -> None:
    """The year to date and last year, too, when months are cut on another day since."""
    for day in (date(2022, 9, 4), date(2022, 9, 30), date(2023, 1, 2), date(2022, 12, 31)):
        keep(bare, day)
    close(bare, SEPTEMBER)
    (line,) = [each for each in month_table(bare, SEPTEMBER, [CONSULTATION]).lines if each.figure.code == PEOPLE]
    value = dict(zip(Part, (line.figure.value, line.year_to_date, line.last_year), strict=True))[part]
    assert value > 1
    later = keep_setting(bare, CUT_OFF.code, 20)
    assert sum(row.value for row in rows_of(later, PEOPLE, SEPTEMBER, part)) == value
    assert period_state(later, SEPTEMBER).period.last == date(2023, 9, 30)
