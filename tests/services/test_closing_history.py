"""累计(m) = 累计(m-1) + 本月(m) + 未结账 ± 更正, whatever is done to the records between the closings."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel
from quyuan_desktop.services import closing_draft
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.closing import close_month, closed_list, reopen
from quyuan_desktop.services.month import month_table, rows_behind
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from tests.closings import close, figures, keep, told, without_papers
from tests.offices import ZONE, Clock, at_work, fresh

MONTHS = [periods.month(f"2022-{number:02d}") for number in (11, 12)] + [
    periods.month(f"2023-{number:02d}") for number in (1, 2, 3, 4)
]
CODES = [measure.code for measure in CONSULTATION.measures]
few = settings(max_examples=max(3, settings().max_examples // 5))
Act = tuple[str, int, int, int]

acts = st.tuples(
    st.sampled_from(["add", "add", "correct", "move", "void"]),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(1, 5),
)
turns = st.lists(
    st.tuples(st.lists(acts, max_size=4), st.sampled_from(["close", "close", "close", "leave", "again"])),
    min_size=len(MONTHS),
    max_size=len(MONTHS),
)


@pytest.fixture(autouse=True)
def one_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is closed here is the table of consultations, and no paper is drawn: so that there can be many closings."""
    monkeypatch.setattr(closing_draft, "printed", lambda level: (CONSULTATION,))
    with without_papers():
        yield


def day_of(month: int, number: int) -> date:
    """Some day of one of the months."""
    period = MONTHS[month]
    return period.first + timedelta(days=number % period.days)


def do(place: Workplace, act: Act, month: int, known: list[str]) -> None:
    """One act of somebody at the desk in that month, on a record of any month so far."""
    what, which, number, people = act
    day = day_of(number % (month + 1), which)
    if what == "add" or not known:
        known.append(keep(place, day, reason="补录", headcount=people))
        return
    uid = known[which % len(known)]
    if what == "void":
        known.remove(uid)
        void_record(place, CONSULTATION, uid, "重复登记")
    elif what == "move":
        keep(place, day, uid=uid, reason=f"改日期{number}", headcount=people, note=f"{day}{people}{which}")
    else:
        keep(place, day_of(0, which), uid=uid, reason="改", headcount=people, channel=Channel.CALL, note=f"{act}")


@few
@given(turns=turns)
def test_the_year_to_date_is_what_was_told(
    tmp_path_factory: pytest.TempPathFactory, turns: list[tuple[list[Act], str]]
) -> None:
    clock = Clock(datetime(2022, 11, 1, 9, tzinfo=ZONE))
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data", clock)) as place:
        keep(place, day_of(0, 0))  # stays, so that there is something to close in every month
        known: list[str] = []
        last: Period | None = None
        kept: dict[str, dict[str, tuple[int, int]]] = {}
        for month, (done, then) in enumerate(turns):
            clock.at = datetime.combine(MONTHS[month].last + timedelta(days=1), clock.at.time(), ZONE)
            for act in done:
                do(place, act, month, known)
            if then == "leave":
                continue
            close(place, MONTHS[month])
            if then == "again":
                reopen(place, MONTHS[month], "重结")
                keep(place, day_of(month, 3))
                close(place, MONTHS[month])
            assert_adds_up(place, last, MONTHS[month])
            last = MONTHS[month]
            kept[last.code] = figures(place, last)
        for code, values in kept.items():
            assert figures(place, periods.month(code)) == values, "a closed month never changes"
        assert check(place) == []
        assert sum(each.reopened_at is None for each in closed_list(place)) == len(kept)


def assert_adds_up(place: Workplace, last: Period | None, month: Period) -> None:
    """By what is printed and kept of the two closings, and by counting anew."""
    now = figures(place, month)
    before = figures(place, last) if last is not None and last.last.year == month.last.year else {}
    changes = [
        each for each in told(place, month) if each_year(place, each.table_id, each.span) == month.last.year
    ]
    open_ = opened(place, month)
    for code in CODES:
        corrected = sum(each.after.get(code, 0) - each.before.get(code, 0) for each in changes)
        parts = before.get(code, (0, 0))[1] + now[code][0] + open_.get(code, 0) + corrected
        assert now[code][1] == parts, code
    whole = Period(date(month.last.year, 1, 1), month.last, "")
    assert {line.figure.code: line.figure.value for line in month_table(place, whole, [CONSULTATION]).lines} == {
        code: now[code][1] for code in CODES
    }
    assert sum(row.value for row in rows_behind(place, "consult.people", month)) == now["consult.people"][0]


def each_year(place: Workplace, table_id: int, span: int) -> int:
    """The year in which the stretch lies that a correction is of."""
    with place.ledger.reading() as session:
        for closing in closings.all_closings(session, place.office.code):
            for table in closings.tables_of(session, closing.id):
                if table.id == table_id:
                    return table.last.year if span == closings.MONTH or table.begins is None else table.begins.year
    raise AssertionError("a correction of nothing")


def opened(place: Workplace, month: Period) -> dict[str, int]:
    """What the months counted that were left open before it."""
    with place.ledger.reading() as session:
        closing = closings.closing_of(session, place.office.code, month.code)
        assert closing is not None
        table = closings.table_of(session, closing.id, CONSULTATION.code)
        assert table is not None
        found: dict[str, int] = {}
        for row in closings.rows_of(session, table.id, closings.BEFORE):
            for _, _, values in row.entries:
                for code, value in values.items():
                    found[code] = found.get(code, 0) + value
        return found


def test_a_correction_of_last_year_is_told_and_not_added(tmp_path_factory: pytest.TempPathFactory) -> None:
    clock = Clock(datetime(2023, 2, 1, 9, tzinfo=ZONE))
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data", clock)) as place:
        keep(place, day_of(1, 4))
        close_month(place, MONTHS[1], confirmed=True)
        keep(place, day_of(1, 5), reason="漏登记", headcount=7)
        keep(place, day_of(2, 5), headcount=2)
        close_month(place, MONTHS[2], confirmed=True)
        assert [each.after["consult.people"] for each in told(place, MONTHS[2])] == [7]
        assert figures(place, MONTHS[2])["consult.people"] == (2, 2)


def test_a_voiding_taken_back_is_no_correction(tmp_path_factory: pytest.TempPathFactory) -> None:
    clock = Clock(datetime(2023, 3, 1, 9, tzinfo=ZONE))
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data", clock)) as place:
        uid = keep(place, day_of(2, 4))
        close_month(place, MONTHS[2], confirmed=True)
        keep(place, day_of(2, 4), uid=uid, reason="记错", headcount=3)
        keep(place, day_of(2, 4), uid=uid, reason="原来是对的", headcount=1)
        close_month(place, MONTHS[3], confirmed=True)
        assert told(place, MONTHS[3]) == []
