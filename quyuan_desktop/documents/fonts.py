"""The faces of the paper: which font draws which character, and a `Trouble` for a character that none can.

reportlab prints a missing glyph as nothing, silently. So every text goes through `runs`, which splits it by
what the fonts cover: the face's own font, then the whole Noto Sans SC, then the rest of the chain.
"""

import os
import re
import sys
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from quyuan_desktop.domain.problems import Trouble

if TYPE_CHECKING:
    from quyuan_desktop.documents.paper_font import PaperFont

RESOURCES = Path(__file__).resolve().parent.parent.parent / "resources" / "fonts"

_WHOLE = "NotoSansSC"  # by its size the slowest to load: only when something needs it
_BUNDLED = {
    _WHOLE: "NotoSansSC-Regular.ttf",
    "QuyuanSong": "QuyuanSong-Regular.ttf",
    "QuyuanTitle": "QuyuanTitle-Black.ttf",
    "QuyuanKai": "QuyuanKai-Regular.ttf",
}
# Fonts that may not be bundled but may be on the computer, by the names their files go by.
_COMPUTER = {
    "ComputerFangSong": ("simfang.ttf", "仿宋_GB2312.ttf", "FangSong_GB2312.ttf", "仿宋.ttf", "STFANGSO.TTF"),
    "ComputerTitle": (
        "FZXBSJW.TTF",
        "FZXBSJW--GB1-0.ttf",
        "方正小标宋简体.ttf",
        "方正小标宋_GBK.ttf",
        "FZXBSK.TTF",
    ),
    "ComputerExtB": ("simsunb.ttf", "HanaMinB.ttf", "TW-Sung-Ext-B-98_1.ttf"),
    "ComputerExtG": ("SimsunExtG.ttf",),
}
_FALLBACKS = (_WHOLE, "QuyuanKai", "ComputerExtB", "ComputerExtG")


class Face(Enum):
    """A face of the paper: the fonts to try first, in order."""

    TITLE = ("ComputerTitle", "QuyuanTitle")
    SONG = ("QuyuanSong",)
    HEI = (_WHOLE,)
    KAI = ("QuyuanKai",)
    FANGSONG = ("ComputerFangSong", "QuyuanKai")

    __hash__ = object.__hash__  # Enum's own is Python, and a face is looked up for every piece of text


def font_folders() -> list[Path]:
    """Where this computer keeps its fonts: Windows, Linux and macOS."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        windows = os.environ.get("WINDIR", r"C:\Windows")
        return [Path(windows) / "Fonts", Path(local) / "Microsoft" / "Windows" / "Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts"]


def find_computer_font(names: Iterable[str], folders: Sequence[Path]) -> Path | None:
    """The first font of `names` (file names, in order of preference) in or below `folders`, if any."""
    wanted = {name.lower(): rank for rank, name in enumerate(names)}
    best: tuple[int, Path] | None = None
    for folder in folders:
        for root, _, files in os.walk(folder):
            for file in files:
                rank = wanted.get(file.lower())
                if rank is not None and (best is None or rank < best[0]):
                    best = rank, Path(root, file)
    return best[1] if best else None


_REGISTERING = threading.Lock()


@cache
def _font(name: str) -> "PaperFont | None":
    """The font registered as `name`, loaded the first time it is asked for; None if it can't be had."""
    from reportlab.pdfbase import pdfmetrics  # loaded with the first text: the window opens before
    from reportlab.pdfbase.pdfdoc import PDFError
    from reportlab.pdfbase.ttfonts import TTFError

    from quyuan_desktop.documents.paper_font import PaperFont

    with _REGISTERING:
        if name in pdfmetrics.getRegisteredFontNames():
            known: PaperFont = pdfmetrics.getFont(name)
            return known
        path = RESOURCES / _BUNDLED[name] if name in _BUNDLED else None
        path = path or find_computer_font(_COMPUTER[name], font_folders())
        if path is None:
            return None
        try:
            font = PaperFont(name, str(path))
        except (OSError, TTFError, PDFError) as trouble:
            if name not in _BUNDLED:
                return None
            raise Trouble(f"字体文件 {path.name} 读不出来，印不了文书。请重新安装本程序后再试。") from trouble
        pdfmetrics.registerFont(font)
        return font


def registered(name: str) -> "PaperFont":
    """The font that `runs` calls `name`."""
    font = _font(name)
    assert font is not None, name
    return font


@cache
def coverage(name: str) -> frozenset[str]:
    """Characters the font called `name` draws; private use and control characters never count."""
    font = _font(name)
    if font is None:
        return frozenset()
    return frozenset(
        character
        for character, glyph in ((chr(code), glyph) for code, glyph in font.face.charToGlyph.items())
        if glyph and unicodedata.category(character) not in _NEVER
    )


_NEVER = {"Cc", "Cf", "Co", "Cs", "Cn"}


@cache
def _chain(face: Face) -> tuple[str, ...]:
    """Names of the fonts for `face`, best first; those the computer lacks are left out."""
    own = next(name for name in face.value if _font(name) is not None)
    return own, *(name for name in _FALLBACKS if name != own)


class _Owners(dict[str, str]):
    """Which font draws a character in one face; filled as characters come up."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, character: str) -> str:
        for name in _chain(self.face):
            if character in coverage(name):
                self[character] = name
                return name
        raise Trouble(_no_font([character]))


class _Advances(dict[str, float]):
    """How wide a character is in one face, in ems; filled as characters come up."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.owners = _owners(face)

    def __missing__(self, character: str) -> float:
        advance: float = registered(self.owners[character]).face.getCharWidth(ord(character)) / 1000
        self[character] = advance
        return advance


@cache
def _owners(face: Face) -> _Owners:
    return _Owners(face)


@cache
def advances(face: Face) -> dict[str, float]:
    """Width of each character in ems, to be read by `[]`; raises `Trouble` for one that no font has."""
    return _Advances(face)


@cache
def _own(face: Face) -> tuple[str, frozenset[str]]:
    name = _chain(face)[0]
    return name, coverage(name)


@cache
def _lines(face: Face) -> frozenset[str]:
    """What the face's own font covers, and the line end."""
    return _own(face)[1] | {"\n"}


def width(text: str, face: Face, size: float) -> float:
    """Width in points of a line of tidy `text`. Raises `Trouble` for a character that no font has."""
    return sum(map(advances(face).__getitem__, text)) * size


def runs(text: str, face: Face) -> list[tuple[str, str]]:
    """Splits a line of `text` into (reportlab font name, piece) so that each piece has all its glyphs.

    Marks without a picture of their own (controls, variation selectors, joiners) are left out.
    Raises `Trouble` naming each character that no font has.
    """
    name, covered = _own(face)
    if covered.issuperset(text):
        return [(name, text)] if text else []
    text = tidy(text).replace("\n", " ")
    owners = _owners(face)
    try:
        return [(owner, "".join(piece)) for owner, piece in groupby(text, owners.__getitem__)]
    except Trouble:
        raise Trouble(_no_font(missing(text, face))) from None


def require(text: str, face: Face = Face.SONG) -> None:
    """Raises one `Trouble` naming every character of `text` that no font has, before anything is drawn."""
    if not _lines(face).issuperset(text) and (unknown := missing(text, face)):
        raise Trouble(_no_font(unknown))


def missing(text: str, face: Face = Face.SONG) -> list[str]:
    """Characters of `text` that no font has, each once, in order."""
    unknown = set(tidy(text)) - {"\n"}
    for name in _chain(face):
        unknown = unknown - coverage(name)  # in this order it looks up the few, not the many
        if not unknown:
            break
    return sorted(unknown, key=text.index)


def _no_font(characters: Sequence[str]) -> str:
    named = "、".join(_named(character) for character in characters[:5])
    more = f"等 {len(characters)} 个字符" if len(characters) > 5 else ""
    return f"{named}{more}没有字体可以印出，已停止打印。请换一种写法，或者删去后打印、再手写补上。"


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    kind = unicodedata.category(character)
    if kind == "Cs":
        return f"残缺的字符（{code}）"
    if kind == "Co":
        return f"自造字（{code}）"
    return f"「{character}」（{code}）"


# Line ends of every sort, blanks of every sort, and marks that have no picture.
_ODD = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0300-\u036f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_ACCENTED = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")


def tidy(text: str) -> str:
    """`text` as it can be drawn: `\\n` for every line end, plain blanks, no marks without a picture.

    A letter with combining accents becomes the one composed character where there is one; nothing else is
    normalised, so that compatibility ideographs in names stay as they were entered.
    """
    if not _ODD.search(text):
        return text
    text = _LINE_END.sub("\n", text).replace("\t", "  ")
    text = _INVISIBLE.sub("", _BLANK.sub(" ", text))
    return _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
