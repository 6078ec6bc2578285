"""A newer program that counts more or otherwise, and periods cut otherwise: the next month can be closed all the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel
from quyuan_desktop.registers.reporting import CUT_OFF, FIRST_MONTH
from quyuan_desktop.services import closing_draft
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.closing import close_month, preview
from quyuan_desktop.services.house_rules import keep_setting
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from quyuan_desktop.storage.tables import ClosedFigure
from tests.closings import OCTOBER, SEPTEMBER, close, figures, keep, told, without_papers
from tests.offices import Clock, at_work, fresh

NOVEMBER = periods.month("2023-11")
NEW = "consult.channel.visit"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", clock)) as place, without_papers():
        yield place


def close_without(monkeypatch: pytest.MonkeyPatch, place: Workplace, period: Period) -> None:
    """Close the month with a program that has not got the figure yet."""
    measures = tuple(each for each in CONSULTATION.measures if each.code != NEW)
    with monkeypatch.context() as patch:
        older = (replace(CONSULTATION, measures=measures),)
        patch.setattr(closing_draft, "printed", lambda level: older)
        close(place, period)


def restarted(place: Workplace, period: Period) -> list[str]:
    found = preview(place, period)
    assert not found.blocked, [each.sentence for each in found.findings]
    return [each.sentence for each in found.findings if "上期累计按现在的重新计算" in each.sentence]


def test_a_figure_that_a_newer_program_adds_blocks_no_closing(
    monkeypatch: pytest.MonkeyPatch, place: Workplace, clock: Clock
) -> None:
    first = keep(place, date(2023, 9, 4))
    keep(place, date(2023, 10, 9))
    keep(place, date(2023, 11, 9))
    close_without(monkeypatch, place, SEPTEMBER)
    (sentence,) = restarted(place, OCTOBER)
    assert sentence.startswith("“来访”")
    close(place, OCTOBER)
    assert figures(place, OCTOBER)[NEW] == (1, 2)
    assert told(place, OCTOBER) == [], "no record was changed"
    keep(place, date(2023, 9, 5), uid=first, reason="记错", headcount=3)
    clock.forward(days=1)
    assert restarted(place, NOVEMBER), "of September it was never told"
    close(place, NOVEMBER)
    assert figures(place, NOVEMBER)[NEW] == (1, 5)
    (correction,) = told(place, NOVEMBER)
    assert (correction.before["consult.people"], correction.after["consult.people"]) == (1, 3)
    assert NEW not in {*correction.before, *correction.after}
    assert check(place) == []


def test_a_figure_that_has_other_words_begins_anew(place: Workplace) -> None:
    keep(place, date(2023, 9, 4))
    keep(place, date(2023, 10, 9))
    closed = close(place, SEPTEMBER)
    with place.ledger.writing() as session:
        closing = closings.closing_of(session, place.office.code, closed.code)
        assert closing is not None
        table = closings.table_of(session, closing.id, CONSULTATION.code)
        assert table is not None
        for each in session.query(ClosedFigure).filter_by(table_id=table.id, code=NEW):
            each.words, each.so_far = "从前的口径", 9
    assert len(restarted(place, OCTOBER)) == 1


def test_a_year_to_date_that_nothing_explains_still_blocks(place: Workplace) -> None:
    keep(place, date(2023, 9, 4))
    keep(place, date(2023, 10, 9))
    close(place, SEPTEMBER)
    with place.ledger.writing() as session:
        for each in session.query(ClosedFigure).filter_by(code="consult.people"):
            each.so_far = 9
    with pytest.raises(Refused, match="不等于本年累计"):
        close_month(place, OCTOBER, confirmed=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({CUT_OFF.code: 20}, {CUT_OFF.code: 0}),
        ({}, {FIRST_MONTH.code: 12}),
        ({FIRST_MONTH.code: 12}, {FIRST_MONTH.code: 1}),
    ],
    ids=["the 20th gives way to the month's end", "a year from December", "a year from January again"],
)
def test_periods_that_are_cut_otherwise_block_no_closing(
    place: Workplace, before: dict[str, int], after: dict[str, int]
) -> None:
    for code, value in before.items():
        place = keep_setting(place, code, value)
    december = keep(place, date(2022, 12, 25))
    for number in (1, 2, 3):
        keep(place, date(2023, number, 9))
    january, february, march = (periods.month(f"2023-{number:02d}") for number in (1, 2, 3))
    close(place, january)
    for code, value in after.items():
        place = keep_setting(place, code, value)
    assert restarted(place, february)
    close(place, february)
    keep(place, date(2022, 12, 25), uid=december, reason="记错", headcount=2, channel=Channel.LETTER)
    assert not preview(place, march).blocked
    close(place, march)
    whole = figures(place, periods.read("2023"))["consult.people"]
    assert figures(place, march)["consult.people"] == (1, whole[0])
    assert place.office.level is Level.OFFICE
