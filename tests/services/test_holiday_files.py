"""Notices on holidays as files: what WPS and Excel make of them, the sheet to fill in, days in a row."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from quyuan_desktop.domain.office import Role
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.domain.workdays import Holiday, Mark
from quyuan_desktop.services.holiday_files import (
    HEADING,
    LARGEST,
    read_notice,
    restore_year,
    sample_sheet,
    seeded_rows,
    spans,
    take_notice,
    tidy_notice,
    written,
)
from quyuan_desktop.services.house_rules import holidays_of, read_holidays
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, execute, fresh

TEXT = "日期,休或班,名称\r\n2027/10/1,休,国庆节\r\n2027/10/9,班,\r\n"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as made:
        yield made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_of_every_program_are_read(place: Workplace, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "放假.csv"
    path.write_bytes(TEXT.encode(encoding))
    taken = take_notice(place, read_notice(path))
    assert (taken.days, taken.years, taken.unknown) == (2, (2027,), ())
    assert holidays_of(place, 2027)[0] == Holiday(date(2027, 10, 1), Mark.REST, "国庆节")


@pytest.mark.parametrize(
    "line",
    [
        "2027-10-01,休,国庆节",
        "2027/10/1,休,国庆节",
        "2027.10.1;休;国庆节",
        "2027年10月1日，休，国庆节",
        '"2027-10-01","休","国庆节"',
        "\ufeff2027-10-01\t休\t国庆节",
        "2027-10-01 00:00:00,休,国庆节",
        " 2027-10-01 , 休 , 国庆节 ",
    ],
)
def test_what_spreadsheets_make_of_a_line(line: str) -> None:
    (found,) = read_holidays(tidy_notice(line).splitlines())
    assert found == Holiday(date(2027, 10, 1), Mark.REST, "国庆节")


def test_lines_keep_their_numbers(place: Workplace) -> None:
    with pytest.raises(Refused, match="第 4 行看不懂：“2027-10-0x,休”"):
        take_notice(place, "日期,休或班,名称\n\n2027/10/1,休,国庆节\n2027-10-0x,休\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04whatever", "另存为 CSV"),
        (b"\xd0\xcf\x11\xe0whatever", "另存为 CSV"),
        (b"\xff\xff\xff\x00", "不是文本文件"),
        (b"\xff\xfe\x00", "不是文本文件"),
        (b"2" * (LARGEST + 1), "太大"),
    ],
)
def test_files_that_are_none_are_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "放假.xlsx"
    path.write_bytes(content)
    with pytest.raises(Trouble, match=said):
        read_notice(path)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.csv", tmp_path):
        with pytest.raises(Trouble, match="打不开"):
            read_notice(path)


def test_a_notice_without_the_national_day_is_said_to_be_incomplete(place: Workplace) -> None:
    taken = take_notice(place, "2028-01-01,休,元旦\n2027-10-01,休,国庆节")
    assert (taken.days, taken.years, taken.unknown) == (2, (2027, 2028), (2028,))


def test_a_clerk_takes_nothing_in(place: Workplace) -> None:
    clerk = replace(place, staff=replace(place.staff, role=Role.CLERK))
    with pytest.raises(Trouble, match="只有所长"):
        take_notice(clerk, TEXT)


def test_a_year_is_put_back(place: Workplace) -> None:
    before = holidays_of(place, 2023)
    assert before == seeded_rows(2023)
    take_notice(place, "2023-10-01,休,国庆节")
    assert [each.day.month for each in holidays_of(place, 2023)] == [10, 12, 12], "2024's notice speaks of two"
    taken = restore_year(place, 2023)
    assert holidays_of(taken.place, 2023) == before
    with pytest.raises(Refused):
        restore_year(place, 1999)


def test_the_sheet_to_fill_in_is_last_year_and_can_be_taken_in_again(place: Workplace) -> None:
    year, content = sample_sheet(place)
    assert year == 2022
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    assert text.splitlines() == [HEADING, *written(holidays_of(place, 2022))]
    before = holidays_of(place, 2022)
    assert take_notice(place, text).days == len(before)
    assert holidays_of(place, 2022) == before


def test_the_sheet_of_an_office_without_last_year_is_an_older_one(place: Workplace) -> None:
    execute(place, "DELETE FROM holiday WHERE day LIKE '2022%'")
    taken = take_notice(place, "2021-10-01,休,国庆节")
    assert sample_sheet(taken.place)[0] == 2021


def test_days_in_a_row_with_one_name_are_one() -> None:
    found = spans(seeded_rows(2023), Mark.REST)
    told = [(f"{each.first:%m-%d}", f"{each.last:%m-%d}", each.name, each.days) for each in found]
    assert told[-4:] == [
        ("06-22", "06-24", "端午节", 3),
        ("09-29", "09-29", "中秋节", 1),
        ("09-30", "10-06", "国庆节", 7),
        ("12-30", "12-31", "元旦", 2),
    ]
    work = spans(seeded_rows(2023), Mark.WORK)
    assert [f"{each.first:%m-%d}" for each in work] == ["01-28", "04-23", "05-06", "06-25", "10-07"]
    assert spans([], Mark.REST) == []
