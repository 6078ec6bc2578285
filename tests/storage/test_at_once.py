"""What is written for many records at once is what would have been written for one after the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.registers.base import State, Values, values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import numbering, phrases, records, search
from quyuan_desktop.storage.search import SearchText, Way
from quyuan_desktop.storage.tables import Phrase
from tests.offices import START, at_work, consultation, correct, filled, matter, save

STORE = "heard"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(filled(tmp_path)) as opened:
        yield opened


def texts(name: str) -> list[SearchText]:
    return [SearchText(Way.NAME, "姓名", name)]


def test_many_are_found_as_one_is(place: Workplace) -> None:
    with place.ledger.writing() as session:
        conn = session.connection()
        search.index(conn, "c", "first", texts("王甲"))
        search.index_all(conn, "c", {"first": texts("李乙"), "second": texts("王丙"), "third": texts("王丁")})
        search.index_all(conn, "c", {"second": texts("王丙"), "fourth": texts("王戊")})
        found = [hit.uid for hit in search.find(conn, "王", registers=["c"])]
        assert found == ["fourth", "third", "second"]
        assert [hit.uid for hit in search.find(conn, "李乙", registers=["c"])] == ["first"]
        assert search.check(conn) == []


def test_records_that_are_entered_together_are_read_as_they_were(place: Workplace) -> None:
    entered = [consultation(note="甲", matters=[matter(), matter()]), consultation(note="乙", matters=[matter()])]
    beside: Values = {
        "office": "x",
        "created_at": START,
        "created_by": "袁",
        "changed_at": START,
        "changed_by": "袁",
    }
    named = [
        {**beside, "uid": f"entered{at:025x}", "number": f"〔2023〕{at}号", "state": State.LIVE} for at in (1, 2)
    ]
    told = [{**each, "void_reason": "", "digest": "", "revisions": 0} for each in named]
    with place.ledger.writing() as session:
        records.enter_all(session, CONSULTATION, list(zip(entered, told, strict=True)))
    for values, each in zip(entered, told, strict=True):
        record = open_record(place, CONSULTATION, str(each["uid"]))
        assert values_of(record) == values
        assert (record.number, record.created_at) == (each["number"], START)


def test_child_rows_that_say_the_same_stay(place: Workplace) -> None:
    asked = [matter(), matter(summary="另一件")]
    uid = save(place, matters=asked).record.uid
    before = [row.id for row in open_record(place, CONSULTATION, uid).matters]
    correct(place, uid, matters=asked, note="只改备注")
    assert [row.id for row in open_record(place, CONSULTATION, uid).matters] == before
    correct(place, uid, matters=[matter(summary="另一件")])
    assert [row.summary for row in open_record(place, CONSULTATION, uid).matters] == ["另一件"]


def test_what_is_entered_twice_counts_twice(place: Workplace) -> None:
    long = "长" * (phrases.LONGEST_USED + 1)
    with place.ledger.writing() as session:
        phrases.note_used(session, [(STORE, "甲"), (STORE, "甲"), (STORE, "乙"), (STORE, long)], START)
        phrases.note_used(session, [(STORE, "乙"), ("another", "甲")], START)
        phrases.note_used(session, [], START)
    with place.ledger.reading() as session:
        found = session.execute(select(Phrase.text, Phrase.used).where(Phrase.store == STORE)).all()
    assert sorted(found) == [("乙", 2), ("甲", 2)]


def synchronous(place: Workplace) -> int:
    with place.ledger.engine.connect() as connection:
        found: int = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        return found


def test_the_disk_is_waited_for_again_whatever_happened(place: Workplace) -> None:
    full = 2
    assert (synchronous(place), place.ledger.synced) == (full, True)
    with pytest.raises(Refused), place.ledger.unsynced():
        assert (synchronous(place), place.ledger.synced) == (0, False)
        save(place)
        raise Refused([])
    assert (synchronous(place), place.ledger.synced) == (full, True)
    assert numbering.floor(place.folder)


def test_a_number_is_remembered_whole_without_waiting(place: Workplace) -> None:
    before = numbering.floor(place.folder)
    with place.ledger.unsynced():
        save(place)
    after = numbering.floor(place.folder)
    assert {key: after[key] - before[key] for key in after if after[key] != before.get(key)} == {
        f"{place.office.code}/consultation/2023": 1
    }
    assert not list(place.folder.glob("*.part"))
