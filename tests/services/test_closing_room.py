"""How little room a closing takes: records that count the same share it, and what is written is let go before the papers."""

import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.reports.behind import Behind, Entry, records_behind
from quyuan_desktop.services import closing_forms, closing_keep
from quyuan_desktop.services.closing_draft import Draft
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from tests.closings import OCTOBER, SEPTEMBER, close, keep, without_papers
from tests.offices import at_work, fresh
from tests.strategies import raw_text

MANY, MOST_BYTES = 2_000, 300
"""Records, and the most that one of them may take; it was a thousand."""
names = raw_text().filter(lambda text: "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as place:
        yield place


@given(uid=names, digest=names, number=st.one_of(names, names.map(lambda text: f"{text}\0{text}")))
def test_a_record_is_called_what_it_was_called(uid: str, digest: str, number: str) -> None:
    made = Behind("consultation", uid, number, digest, ())
    assert (made.uid, made.digest, made.number) == (uid, digest, number)


def test_a_record_takes_little_room() -> None:
    entries = (Entry(date(2023, 10, 9), "", {"consult.people": 1}),)
    tracemalloc.start()
    made = [
        Behind("consultation", f"{at:032x}", f"屈营司咨〔2023〕{at}号", f"{at:064x}", entries)
        for at in range(MANY)
    ]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / len(made) < MOST_BYTES


def test_records_that_count_the_same_on_a_day_share_what_they_count_as(place: Workplace) -> None:
    same = [keep(place, date(2023, 10, 9)) for _ in range(3)]
    other = keep(place, date(2023, 10, 10))
    with place.ledger.reading() as session:
        rows = records_behind(session, CONSULTATION.measures, OCTOBER.first, OCTOBER.last, place.house)
    found = {row.uid: row.entries for row in rows}
    assert len({id(found[uid]) for uid in same}) == 1
    assert found[other] is not found[same[0]]
    assert found[other][0].values is found[same[0]][0].values


def test_what_is_written_is_let_go_before_the_papers(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The month's records, and those of the month left open before it."""
    keep(place, SEPTEMBER.first)
    keep(place, OCTOBER.first)
    held: list[tuple[int, int]] = []
    draw = closing_forms.keep_forms

    def watched(*given: object) -> object:
        draft = given[-1]
        assert isinstance(draft, Draft)
        held.append(
            (sum(len(each.rows) for each in draft.tables), sum(len(each.earlier) for each in draft.tables))
        )
        return draw(*given)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(closing_keep, "keep_forms", watched)
    with without_papers():
        closed = close(place, OCTOBER)
    assert held == [(0, 0)]
    with place.ledger.reading() as session:
        kept = closings.standing(session, place.office.code)
        table = closings.table_of(session, kept[0].id, CONSULTATION.code)
        assert table is not None
        assert {row.span for row in closings.rows_of(session, table.id)} == {0, 1}
    assert closed.digest
