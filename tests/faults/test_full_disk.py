"""Full disks, sticks that are locked or pulled out: nothing half saved, and the way on when there is room."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.office import Role
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import own_forms
from quyuan_desktop.services.backups import backup_now, backups, restore
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.closing import close_month, closed_list
from quyuan_desktop.services.drafts import keep_draft
from quyuan_desktop.services.list_records import Choice, count_records, page_of_records
from quyuan_desktop.services.month_files import write_month
from quyuan_desktop.services.open_office import (
    add_login,
    change_office,
    change_password,
    close_office,
    found_office,
    recover,
    sign_in,
)
from quyuan_desktop.services.own_forms import MappedCell
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.settings import keep_setting
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import engine
from quyuan_desktop.storage.files import write_whole
from tests.hardships import can_mount, fill_up, locked, small_disk
from tests.offices import (
    HEAD,
    OFFICE,
    PASSWORD,
    START,
    Clock,
    at_work,
    contents,
    correct,
    dump,
    filled,
    fresh,
    matter,
    recovery_code,
    save,
)
from tests.own_form_files import monthly

NOVEMBER = periods.month("2023-11")
LONG = "工" * 5000


class Limit:
    """A database that may grow no further."""

    def __init__(self, place: Workplace) -> None:
        self.place = place

    def fill(self) -> None:
        """Leave no room but what lies free in the file, and use that up."""
        self._allow("page_count")
        for size in (3000, 300, 30):
            with contextlib.suppress(Trouble):
                for number in range(1000):
                    keep_setting(self.place, f"filler.{size}.{number}", "x" * size)

    def free(self) -> None:
        """Give room again."""
        self._allow("1000000")

    def _allow(self, pages: str) -> None:
        with self.place.ledger.engine.connect() as connection:
            most = connection.exec_driver_sql("PRAGMA page_count").scalar() if pages == "page_count" else pages
            connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")


class Disk:
    """A real disk of a few megabytes, on which the ledger lies."""

    def __init__(self, place: Workplace) -> None:
        self.place = place

    def fill(self) -> None:
        self.place.ledger.release_reserve()
        fill_up(self.place.folder)

    def free(self) -> None:
        (self.place.folder / "filler").unlink()


FULL = {"max_page_count": Limit, **({"disk": Disk} if can_mount() else {})}
each_sort = pytest.mark.parametrize("sort", FULL.values(), ids=FULL)


@pytest.fixture
def room(tmp_path: Path, sort: type[Limit | Disk]) -> Iterator[Limit | Disk]:
    """The office described at `filled`, where there is little room."""
    with contextlib.ExitStack() as stack:
        folder = tmp_path
        if sort is Disk:
            folder = stack.enter_context(small_disk(tmp_path, megabytes=8))
        place = stack.enter_context(at_work(filled(folder / "data")))
        yield sort(place)


WRITES: dict[str, Callable[[Workplace], object]] = {
    "save": lambda place: save(place, matters=[matter(summary=LONG), matter(summary=LONG)], reply=LONG),
    "correct": lambda place: correct(place, f"{1:032x}", reply=LONG, matters=[matter(summary=LONG)]),
    "void": lambda place: [void_record(place, CONSULTATION, f"{n:032x}", "重复登记，" * 30) for n in (1, 2, 4)],
    "draft": lambda place: keep_draft(place, "k", CONSULTATION.code, {"reply": LONG}, title="草稿"),
    "close": lambda place: close_month(place, NOVEMBER, confirmed=True),
    "office": lambda place: change_office(place, replace(OFFICE, address="址" * 4000)),
}


@each_sort
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_on_a_full_disk_nothing_is_half_saved(
    sort: type, room: Limit | Disk, write: Callable[[Workplace], object]
) -> None:
    """A sentence, the former content, and when there is room again the same saving works."""
    place = room.place
    room.fill()
    before = dump(place)
    with pytest.raises(Trouble, match="已满.*再保存"):
        write(place)
    assert dump(place) == before
    assert check(place) == []
    room.free()
    write(place)
    assert dump(place) != before
    assert check(place) == []
    place.ledger.close()
    with at_work(sign_in(place.folder, PASSWORD, now=Clock())) as again:
        assert check(again) == []


@each_sort
def test_numbers_are_consecutive_over_a_full_disk(sort: type, room: Limit | Disk) -> None:
    place = room.place
    room.fill()
    with pytest.raises(Trouble, match="已满"):
        WRITES["save"](place)
    room.free()
    assert save(place).record.number.endswith("〕5号")


if can_mount():

    def test_a_stick_with_its_lock_set_can_be_read_and_says_so(tmp_path: Path) -> None:
        with small_disk(tmp_path, megabytes=8):
            filled(tmp_path / "data").ledger.close()
            before = contents(tmp_path / "data")
            with locked(tmp_path):
                _only_read(tmp_path / "data")
            assert contents(tmp_path / "data") == before

    def _only_read(folder: Path) -> None:
        try:
            place = sign_in(folder, PASSWORD, now=Clock())
        except Trouble as trouble:
            assert "写入" in str(trouble)
            return
        with at_work(place):
            assert count_records(place, CONSULTATION, Choice(void=True)) == 4
            for write in WRITES.values():
                with pytest.raises(Trouble, match="写入"):
                    write(place)
            with pytest.raises(Trouble, match="写入"):
                backup_now(place, "手动")

    @pytest.fixture
    def disk(tmp_path: Path) -> Iterator[Path]:
        with small_disk(tmp_path, megabytes=8) as folder:
            yield folder

    def test_the_reserve_saves_what_was_typed(disk: Path) -> None:
        """What is set aside is released on the first refusal: the second try has room, without anyone's doing."""
        with at_work(filled(disk / "data")) as place:
            assert (place.folder / engine.RESERVE).stat().st_size == engine.RESERVE_BYTES
            fill_up(disk)
            with pytest.raises(Trouble, match="已满"):
                WRITES["save"](place)
            assert not (place.folder / engine.RESERVE).exists()
            WRITES["save"](place)
            assert check(place) == []

    def test_on_a_full_disk_one_may_sign_in_and_read(disk: Path) -> None:
        filled(disk / "data").ledger.close()
        fill_up(disk)
        with at_work(sign_in(disk / "data", PASSWORD, now=Clock())) as place:
            assert len(page_of_records(place, CONSULTATION, Choice(void=True), 0, 9)) == 4
            assert check(place) == []

    def test_files_are_written_wholly_or_not_on_a_full_disk(disk: Path) -> None:
        with at_work(filled(disk / "data")) as place:
            empty = monthly(disk / "空表.xlsx")
            form = own_forms.keep_form(place, empty)
            cell = MappedCell("月报", "C5", "consult.people", "now")
            form = own_forms.put(place, form, own_forms.book_of(place, form), cell)
            fill_up(disk)
            before = contents(place.folder)
            for attempt in (
                lambda: backup_now(place, "手动"),
                lambda: change_password(place, PASSWORD, "新的口令一二"),
                lambda: add_login(place, "万和平", Role.CLERK, "口令二二二二"),
                lambda: write_month(place, NOVEMBER, disk / "out"),
                lambda: write_whole(disk / "paper.pdf", bytes(100_000)),
                lambda: own_forms.write_form(place, form, NOVEMBER, disk / "月报.xlsx"),
            ):
                with pytest.raises(Trouble, match="已满"):
                    attempt()
            assert contents(place.folder) == before
            assert backups(place.folder) == []
            assert not [path for path in disk.rglob("*.part*") if path.stat().st_size]
            assert not list((disk / "out").glob("*"))
            (disk / "filler").unlink()
            assert backup_now(place, "手动").records == 4

    def test_a_closed_month_that_could_not_be_printed_is_printed_later(disk: Path) -> None:
        with at_work(filled(disk / "data")) as place:
            closed = close_month(place, NOVEMBER, confirmed=True)
            fill_up(disk)
            with pytest.raises(Trouble, match="已满"):
                write_month(place, NOVEMBER, disk / "out")
            assert not list((disk / "out").glob("*"))
            (disk / "filler").unlink()
            assert write_month(place, NOVEMBER, disk / "out")
            assert closed_list(place) == [closed]

    def test_a_full_disk_does_not_keep_the_office_open(disk: Path) -> None:
        """Closing for the day backs up; that this fails is said, and the ledger is let go of all the same."""
        place = filled(disk / "data")
        fill_up(disk)
        with pytest.raises(Trouble, match="已满"):
            close_office(place)
        (disk / "filler").unlink()
        with at_work(sign_in(disk / "data", PASSWORD, now=Clock())) as again:
            assert check(again) == []

    def test_restoring_on_a_full_disk_changes_nothing(disk: Path) -> None:
        with at_work(filled(disk / "data")) as place:
            entry = backup_now(place, "手动")
            save(place)
            fill_up(disk)
            with pytest.raises(Trouble, match="已满"):
                restore(replace(place, now=Clock(START.replace(hour=10))), entry)
        (disk / "filler").unlink()
        with at_work(sign_in(disk / "data", PASSWORD, now=Clock())) as again:
            assert count_records(again, CONSULTATION, Choice(void=True)) == 5
            assert check(again) == []

    def test_founding_on_a_full_disk_can_be_tried_again(disk: Path) -> None:
        filler = fill_up(disk)
        for room in (0, 4096, 40_960, 100_000):
            with filler.open("rb+") as file:
                file.truncate(filler.stat().st_size - room)
            with pytest.raises(Trouble, match="已满"):
                found_office(disk / "data", OFFICE, HEAD, PASSWORD, Clock(), quick=True)
            fill_up(disk)
        filler.unlink()
        with at_work(found_office(disk / "data", OFFICE, HEAD, PASSWORD, Clock(), quick=True).place) as place:
            assert check(place) == []

    def test_a_forgotten_password_on_a_full_disk_stays_what_it_was(disk: Path) -> None:
        place = fresh(disk / "data")
        place.ledger.close()
        fill_up(disk)
        with pytest.raises(Trouble, match="已满"):
            recover(disk / "data", recovery_code(), place.staff.uid, "新的口令一二")
        sign_in(disk / "data", PASSWORD, now=Clock()).ledger.close()

    def test_a_stick_pulled_out_is_a_trouble(tmp_path: Path) -> None:
        """The folder of the data is gone of a sudden: sentences, and no crash."""
        with small_disk(tmp_path, megabytes=8), at_work(filled(tmp_path / "data")) as place:
            pass
        with pytest.raises(Trouble):
            sign_in(tmp_path / "data", PASSWORD, now=Clock())
        assert backups(place.folder) == []
        with pytest.raises(Trouble):
            write_whole(place.folder / "x.pdf", b"x")
