"""What every reader of XLSX needs: names of cells, parts within the package, texts, formats, what marks a file as unfit."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Numbers of Excel's own formats that show a day or a time."""
PERCENT_FORMATS = {9, 10}
REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    expat.ExpatError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    StopIteration,
    EOFError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
"""What the library raises of a file that is not what it says."""
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
LOCKED_IN_OLE = "EncryptedPackage".encode("utf-16-le")
"""What an OLE file holds when it is a workbook under a password, and not one of the old format."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def entries_of(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What is in a package. Raises BadZipFile where it is packed in a way that no workbook is (ECMA-376 part 2, annex B)."""
    infos = package.infolist()
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise zipfile.BadZipFile
    return infos


def tag_of(element: ElementTree.Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def words_within(element: ElementTree.Element) -> str:
    """The text of a cell, without the readings that stand above it (rPh)."""
    return unescaped("".join(_pieces(element)))


def _pieces(element: ElementTree.Element) -> Iterator[str]:
    for part in element:
        if tag_of(part) == "t":
            yield part.text or ""
        elif tag_of(part) in ("r", "is"):
            yield from _pieces(part)


def unescaped(words: str) -> str:
    """`words` with characters written as _x000D_ as they were."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)


def part_within(folder: PurePosixPath, target: str) -> str:
    """The part of the package that `target` names, as seen from `folder`."""
    path = target.lstrip("/") if target.startswith("/") else str(folder / target)
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def column_number(letters: str) -> int:
    """The column from its letters, A being 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """The letters of a column, 0 being A."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_dated(code: str) -> bool:
    """Whether a format shows numbers as days or times."""
    plain = _QUOTED.sub("", code.split(";")[0]).lower()
    return bool(re.search("[ymdhs年月日]", plain)) and "general" not in plain
