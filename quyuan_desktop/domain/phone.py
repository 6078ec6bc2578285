"""Telephone numbers as people give them: several, with notes, odd ones kept with a warning."""

import re
from collections.abc import Iterator

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.text import clean, half_width

LONGEST = 200
"""Characters; anything longer is no telephone number and is not looked into."""

_SEPARATORS = "/、,;，；|"
_DASH = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63~]")
_NOTE = re.compile(r"\([^()]*[^()0-9+ .转-][^()]*\)")
_RUN = re.compile(r"(?:(?<![0-9+])\(\+?[0-9]{2,4}\) *)?\+?[0-9](?:[0-9 .+-]*[0-9])?(?: *转 *[0-9]{1,6}(?![0-9]))?")
_BETWEEN = re.compile(r"[ .()-]")
_EXTENSION = re.compile("(.*[0-9])[-转]([0-9]{1,6})")
_MOBILE = re.compile(r"(?:\+?0{0,2}86|0)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(?:\+?0{0,2}860?|0)(10|2[0-9]|[3-9][0-9]{2})([2-9][0-9]{6,7})")
_LOCAL = re.compile("[2-9][0-9]{6}|[48]00[0-9]{7}")
_SHORT = re.compile("[1-9][0-9]{2,5}")
_FULL_BRACKETS = str.maketrans("()", "（）")


def read_phone(typed: str) -> tuple[str, list[Problem]]:
    """The telephone numbers in `typed`, tidied and joined by 、, with warnings (field name empty) for odd ones.

    Known are mobile numbers, landlines with area code (written 0730-5722222), the 7-digit numbers of the place,
    extensions (written 转801), short numbers, 400 and 800. Numbers may be separated by / 、 ， ； or spaces; notes
    such as （代转） stay with their number. Nothing typed is lost, and text that would read otherwise once
    tidied stays as typed: reading the result again gives the same result and warnings.
    """
    text = clean(typed, multiline=False)
    if not text:
        return "", []
    if len(text) > LONGEST:
        return text, [_warning(f"电话一栏有{len(text)}个字，太长了，请只留号码和简短的说明。")]
    tidy, problems = _read(text)
    steady = len(tidy) <= LONGEST and _read(tidy) == (tidy, problems)
    return (tidy if steady else text), problems


def _read(text: str) -> tuple[str, list[Problem]]:
    pieces: list[str] = []
    odd: list[str] = []
    found = 0
    for piece in _pieces(text):
        tidy, known, unknown = _piece(piece)
        pieces.append(tidy)
        found += known
        odd += unknown
    if not found and not odd:
        return text, [_warning("没有看到电话号码，请补填；没有电话的请清空此栏。")]
    return "、".join(pieces), [_warning(_why_odd(run)) for run in odd]


def number_runs(text: str) -> list[str]:
    """The runs of digits in `text` that make its telephone numbers, in half width, notes in brackets left out."""
    halved = _halved(text[:LONGEST])
    return [halved[start:end] for start, end in _runs(halved)]


def _warning(text: str) -> Problem:
    return Problem("", text, warning=True)


def _why_odd(run: str) -> str:
    digits = _BETWEEN.sub("", run)
    if re.match("1[3-9]", digits) and len(digits) > 6:
        return f"手机号应为11位，“{run}”是{len(digits)}位，请核对；确认无误可照此保存。"
    return f"“{run}”不像电话号码，请核对，座机请写上区号；确认无误可照此保存。"


def _halved(text: str) -> str:
    """In half width with plain hyphens, as long as `text`."""
    return _DASH.sub("-", half_width(text))


def _pieces(text: str) -> Iterator[str]:
    """The parts between separators that stand outside brackets."""
    depth = start = 0
    for at, character in enumerate(text):
        if character in "(（":
            depth += 1
        elif character in ")）":
            depth = max(0, depth - 1)
        elif character in _SEPARATORS and not depth:
            if piece := text[start:at].strip():
                yield piece
            start = at + 1
    if piece := text[start:].strip():
        yield piece


def _runs(halved: str) -> Iterator[tuple[int, int]]:
    """Where the numbers of a piece stand, notes in brackets left out."""
    seen = _NOTE.sub(lambda note: "#" * len(note[0]), halved)
    for run in _RUN.finditer(seen):
        yield run.start(), run.end()


def _piece(piece: str) -> tuple[str, int, list[str]]:
    """A piece made tidy, how many numbers are known in it, and the runs of digits that are none."""
    halved = _halved(piece)
    tidy = ""
    known = last = whole = 0
    unknown = []
    for start, end in _runs(halved):
        numbers = _numbers(halved[start:end])
        if numbers:
            known += len(numbers)
            whole += len(numbers[0]) > 6
        else:
            unknown.append(halved[start:end])
        tidy += piece[last:start].translate(_FULL_BRACKETS) + ("、".join(numbers) or halved[start:end])
        last = end
    tidy += piece[last:].translate(_FULL_BRACKETS)
    tidy = re.sub(" +（", "（", tidy).strip()
    if whole:
        unknown = [run for run in unknown if sum(map(str.isdigit, run)) > 6]
    return tidy, known, unknown


def _numbers(run: str) -> list[str]:
    """The numbers that a run of digits, spaces and hyphens stands for; none when it makes no sense."""
    if number := _number(run):
        return [number]
    if _SHORT.fullmatch(run):
        return [run]
    return _several(run.split()) or []


def _several(groups: list[str]) -> list[str] | None:
    """`groups`, taken one to four at a time, as numbers; None when some are left over."""
    if not groups:
        return []
    for end in range(min(len(groups), 4), 0, -1):
        number = _number("".join(groups[:end]))
        if number and (rest := _several(groups[end:])) is not None:
            return [number, *rest]
    return None


def _number(run: str) -> str:
    """The one number of at least seven digits that `run` stands for, with its extension; else nothing."""
    run = run.replace(" ", "")
    extended = _EXTENSION.fullmatch(run)
    if extended and (number := _whole(extended[1])):
        return f"{number}转{extended[2]}"
    return _whole(run)


def _whole(run: str) -> str:
    digits = _BETWEEN.sub("", run)
    if mobile := _MOBILE.fullmatch(digits):
        return mobile[1]
    if landline := _LANDLINE.fullmatch(digits):
        return f"0{landline[1]}-{landline[2]}"
    return digits if _LOCAL.fullmatch(digits) else ""
