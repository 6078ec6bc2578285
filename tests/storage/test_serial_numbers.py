"""Document numbers never repeat: not after voiding, a refusal, an old backup, a lost or garbled memory."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import backup_now, restore
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.open_office import change_office, sign_in
from quyuan_desktop.services.save_record import save_record, undo_save, void_record
from quyuan_desktop.services.settings import keep_setting
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import numbering
from tests.offices import OFFICE, PASSWORD, START, Clock, at_work, consultation, correct, execute, fresh, save

OTHER = replace(OFFICE, code="430671102", short="屈河司")
LAST_YEAR = date(2022, 12, 31)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as place:
        yield place


def number(serial: int, year: int = 2023) -> str:
    return f"屈营司咨字〔{year}〕{serial}号"


def saved_number(place: Workplace) -> str:
    return str(save(place).record.number)


def on(day: date) -> dict[str, date]:
    return {"received_on": day, "replied_on": day, "informed_on": day}


def again(place: Workplace) -> Workplace:
    """Signed out and in again."""
    place.ledger.close()
    return sign_in(place.folder, PASSWORD, now=place.now)


def test_numbers_are_consecutive_whatever_becomes_of_the_records(place: Workplace) -> None:
    first = save(place)
    void_record(place, CONSULTATION, first.record.uid, "重复登记")
    second = save(place)
    undo_save(place, second.undo)
    third = correct(place, save(place).record.uid, note="补充")
    assert [each.record.number for each in (first, second, third)] == [number(1), number(2), number(3)]
    assert saved_number(place) == number(4)


def test_what_was_refused_takes_no_number(place: Workplace) -> None:
    assert saved_number(place) == number(1)
    with pytest.raises(Refused):
        save(place, visitor="")
    assert saved_number(place) == number(2)


def test_a_saving_that_fails_late_takes_no_number(place: Workplace) -> None:
    """The number is taken in the transaction of the saving: with it or not at all."""
    assert saved_number(place) == number(1)
    uid = "a" * 32
    one = replace(place, name_record=lambda: uid)
    assert saved_number(one) == number(2)
    with pytest.raises(Exception, match="UNIQUE"):
        save(one)
    assert saved_number(place) == number(3)


def test_each_year_counts_for_itself(place: Workplace) -> None:
    old = {"received_on": LAST_YEAR, "replied_on": LAST_YEAR, "informed_on": LAST_YEAR}
    assert saved_number(place) == number(1)
    assert save(place, **old).record.number == number(1, 2022)
    assert saved_number(place) == number(2)
    assert save(place, **old).record.number == number(2, 2022)
    assert check(place) == []


def test_a_day_corrected_into_another_year_keeps_its_number(place: Workplace) -> None:
    """A number that was given out stays; that the year then holds more records than numbers is no fault."""
    made = save(place, **on(LAST_YEAR))
    save(place)
    corrected = correct(place, made.record.uid, **on(START.date()))
    assert corrected.record.number == number(1, 2022)
    assert saved_number(place) == number(2)
    assert check(place) == []


def test_offices_kinds_and_years_count_for_themselves(place: Workplace) -> None:
    def take(office: object, kind: str, year: int) -> int:
        with place.ledger.writing() as session:
            taken = numbering.take(session, place.folder, office, kind, year)  # type: ignore[arg-type]  # an Office
        numbering.remember_after(place.ledger, place.folder)
        return taken

    keys = [
        (office, kind, year) for office in (OFFICE, OTHER) for kind in ("a", "b", "a/b") for year in (2023, 2024)
    ]
    assert [take(*key) for key in keys] == [1] * len(keys)
    assert [take(*key) for key in reversed(keys)] == [2] * len(keys)
    (place.folder / numbering.FILE).unlink()
    assert [take(*key) for key in keys] == [3] * len(keys)


def test_numbers_outlast_signing_in_again(place: Workplace) -> None:
    assert saved_number(place) == number(1)
    with at_work(again(place)) as place:
        assert saved_number(place) == number(2)


def test_an_old_backup_does_not_give_a_number_out_again(place: Workplace) -> None:
    save(place)
    kept = backup_now(place, "手动")
    assert [saved_number(place) for _ in range(3)] == [number(2), number(3), number(4)]
    restore(place, kept)
    with at_work(sign_in(place.folder, PASSWORD, now=place.now)) as place:
        assert saved_number(place) == number(5)
        assert check(place) == []


def test_an_old_file_copied_back_by_hand_does_not_either(place: Workplace) -> None:
    save(place)
    place.ledger.close()
    old = (place.folder / "office.db").read_bytes()
    with at_work(again(place)) as place:
        assert saved_number(place) == number(2)
    (place.folder / "office.db").write_bytes(old)
    with at_work(again(place)) as place:
        assert saved_number(place) == number(3)


GARBLED: dict[str, bytes] = {
    "empty": b"",
    "text": b"garbled",
    "cut": b'{"430671101/consultation/2023": ',
    "binary": bytes(range(256)),
    "zeros": b"\0" * 40,
    "null": b"null",
    "list": b"[1, 2]",
    "number": b"7",
    "null in it": b'{"430671101/consultation/2023": null}',
    "words in it": b'{"430671101/consultation/2023": "two"}',
    "list in it": b'{"430671101/consultation/2023": [2]}',
    "infinite": b'{"430671101/consultation/2023": Infinity}',
    "no number": b'{"430671101/consultation/2023": NaN}',
    "endless": b'{"430671101/consultation/2023": 99999999999999999999999999}',
    "negative": b'{"430671101/consultation/2023": -7}',
    "deep": b"[" * 100_000,
    "UTF-16": '{"430671101/consultation/2023": "x"}'.encode("utf-16"),
}


@pytest.mark.parametrize("content", GARBLED.values(), ids=GARBLED)
def test_a_garbled_memory_is_made_anew(place: Workplace, content: bytes) -> None:
    save(place)
    path = place.folder / numbering.FILE
    path.write_bytes(content)
    assert saved_number(place) == number(2)
    assert json.loads(path.read_bytes())["430671101/consultation/2023"] == 2
    path.write_bytes(content)
    with at_work(again(place)) as place:
        assert json.loads(path.read_bytes())["430671101/consultation/2023"] == 2
        assert saved_number(place) == number(3)


def _folder_in_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _broken_link_in_place(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere") / "x")


HINDERED: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "a folder": _folder_in_place,
    "a broken link": _broken_link_in_place,
}


@pytest.mark.parametrize("hinder", HINDERED.values(), ids=HINDERED)
def test_what_was_saved_is_saved_even_when_the_memory_cannot_be_written(
    place: Workplace, hinder: Callable[[Path], object]
) -> None:
    save(place)
    hinder(place.folder / numbering.FILE)
    assert saved_number(place) == number(2)
    assert saved_number(place) == number(3)
    assert check(place) == []


def test_the_memory_keeps_what_the_ledger_lost(place: Workplace) -> None:
    """It remembers the highest number ever, also of kinds that the present ledger does not know."""
    save(place)
    path = place.folder / numbering.FILE
    path.write_text('{"430671101/consultation/2023": 41, "430671101/advice/2020": 7}', encoding="utf-8")
    assert saved_number(place) == number(42)
    kept = json.loads(path.read_bytes())
    assert kept == {"430671101/consultation/2023": 42, "430671101/advice/2020": 7}


def test_a_serial_set_back_is_reported_and_not_reused(place: Workplace) -> None:
    save(place)
    save(place)
    execute(place, "UPDATE serial SET last = 0")
    assert any("编号计数偏小" in fault for fault in check(place))
    assert saved_number(place) == number(3)


def test_a_number_given_twice_is_reported(place: Workplace) -> None:
    save(place)
    second = save(place)
    execute(place, "UPDATE consultation SET number = ? WHERE uid = ?", number(1), second.record.uid)
    assert any(f"编号 {number(1)} 重复" in fault for fault in check(place))


def test_the_head_of_numbers_may_change(place: Workplace) -> None:
    save(place)
    place = change_office(place, replace(OFFICE, short="营司"))
    assert saved_number(place) == "营司咨字〔2023〕2号"
    keep_setting(place, f"number.{CONSULTATION.code}", "{short}法咨〔{year}〕第{serial}号")
    assert saved_number(place) == "营司法咨〔2023〕第3号"
    assert check(place) == []


def test_the_clock_set_back_gives_no_number_out_again(place: Workplace) -> None:
    """The year is the event's, not the clock's."""
    save(place)
    early = replace(place, now=Clock(START - timedelta(days=400)))
    values = consultation(**on(LAST_YEAR - timedelta(days=90)))
    assert save_record(early, CONSULTATION, values, confirmed=True).record.number == number(1, 2022)
    assert saved_number(place) == number(2)
