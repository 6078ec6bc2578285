"""Notices on holidays (放假安排) as files and lists: reading what office programs write, a sheet to fill in, spans."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.workdays import Holiday, Mark
from quyuan_desktop.services.house_rules import holidays_of, import_holidays, read_holidays, seeded_holidays
from quyuan_desktop.services.workplace import Workplace

LARGEST = 1_000_000
"""Bytes of the largest file that may be a notice."""
HEADING = "日期,休或班,名称"
_WORDS = {Mark.REST: "休", Mark.WORK: "班"}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(\s+0?0:00(:00)?)?")
_SEPARATORS = re.compile(r"[,，;；\t]")


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice that was taken in: how many `days`, of which `years`, and those of them still without a notice."""

    place: Workplace
    days: int
    years: tuple[int, ...]
    unknown: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row with one name."""

    first: date
    last: date
    name: str

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def read_notice(path: Path) -> str:
    """The text of a file from WPS, Excel or an editor: UTF-8, UTF-16 or GB 18030. Raises Trouble."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise Trouble(f"“{path.name}”打不开。请核对文件是否还在、U盘是否插好。") from None
    if content.startswith(_WORKBOOKS):
        raise Trouble(f"“{path.name}”是 Excel 工作簿。请先在 WPS 或 Excel 里另存为 CSV，再导入。")
    if len(content) > LARGEST:
        raise Trouble(f"“{path.name}”太大，不像放假安排。请核对选的文件。")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Trouble(f"“{path.name}”不是文本文件。请另存为 CSV 或文本文件，再导入。")


def tidy_notice(text: str) -> str:
    """The same lines with commas between the cells and dates as 2027-10-01, whatever a spreadsheet made of them."""
    return "\n".join(_tidy_line(line) for line in text.splitlines())


def _tidy_line(line: str) -> str:
    cells = [cell.strip().strip("\"'\ufeff").strip() for cell in _SEPARATORS.split(line)]
    found = _DAY.fullmatch(cells[0])
    if found:
        cells[0] = f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    return ",".join(cells)


def take_notice(place: Workplace, text: str) -> Taken:
    """Take a notice in, from a file or the clipboard. Only the head may. Raises Refused with the line, Trouble."""
    tidied = tidy_notice(text)
    after, days = import_holidays(place, tidied)
    years = tuple(sorted({each.day.year for each in read_holidays(tidied.splitlines())}))
    known = after.house.holidays.known_years
    return Taken(after, days, years, tuple(year for year in years if year not in known))


def seeded_rows(year: int) -> list[Holiday]:
    """What the program knows of that year."""
    return [each for each in seeded_holidays() if each.day.year == year]


def restore_year(place: Workplace, year: int) -> Taken:
    """Put back what the program knows of `year`. Only the head may. Raises Refused when it knows nothing, Trouble."""
    return take_notice(place, "\n".join(written(seeded_rows(year))))


def written(rows: Iterable[Holiday]) -> list[str]:
    """Rows as the lines of a file."""
    return [f"{each.day:%Y-%m-%d},{_WORDS[each.mark]},{each.name}" for each in rows]


def sample_sheet(place: Workplace) -> tuple[int, bytes]:
    """A file to fill in, with last year's days as the example (or those of the newest year before): year, bytes.

    It begins with a byte order mark, by which Excel and WPS know that it is UTF-8. Raises Trouble.
    """
    last = place.today.year - 1
    year = max((each for each in place.house.holidays.known_years if each <= last), default=last)
    lines = [HEADING, *written(holidays_of(place, year))]
    return year, ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def spans(rows: Iterable[Holiday], mark: Mark) -> list[Span]:
    """The rows of `mark` in their order, days in a row with one name as one."""
    wanted = [each for each in rows if each.mark is mark]
    found: list[Span] = []
    for before, each in pairwise([None, *wanted]):
        assert each is not None
        follows = before is not None and (each.day - before.day).days == 1 and each.name == before.name
        if follows:
            found[-1] = Span(found[-1].first, each.day, each.name)
        else:
            found.append(Span(each.day, each.day, each.name))
    return found
