"""Cleaning of typed and pasted text: what cannot be seen goes, what was meant stays.

All functions take any str, lone surrogates and ten million characters included, never raise and run in time
linear in the text's length.
"""

import re
import unicodedata

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""Chinese characters, extensions and 〇 々 included, for use inside the brackets of a regular expression."""
VARIATION = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Variation selectors, which tell the shapes of one Chinese character apart, likewise."""
MARKS_KEPT = 30
"""Combining marks kept on one character, as in the Stream-Safe Text Format of UAX #15."""

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BREAKS_AND_TABS = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
# C0 and C1 controls, Unicode's Default_Ignorable_Code_Point (zero width, bidi, BOM, fillers, tags; not the
# variation selectors), surrogates, interlinear annotation and noncharacters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]+"
)
_LOOSE_VARIATION = re.compile(f"(?<![{HAN}])[{VARIATION}]+")
# Blocks without combining marks: everything outside them may be one.
_LONG_RUN = re.compile(
    "[^\x00-\u02ff\u2000-\u20cf\u2100-\u2cee\u2e00-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ud7ff\uf900-\ufaff"
    f"\uff00-\uffff\U0001f000-\U0001ffff\U00020000-\U0003fffd]{{{MARKS_KEPT + 1},}}"
)
_HALF = {**{full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}
_DOT = "[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65]"
_DOTS = re.compile(f" ?{_DOT}(?: ?{_DOT})* ?")
_SPREAD = re.compile(f"[{HAN}][{VARIATION}]?(?: [{HAN}][{VARIATION}]?)+")
_SPACES = re.compile(r"\s+")


def clean(text: str, *, multiline: bool) -> str:
    """`text` in Unicode NFC without what cannot be seen, its ends trimmed.

    Removed: NUL and the other controls, lone surrogates, bidirectional marks, zero-width characters, BOM,
    and combining marks beyond `MARKS_KEPT` on one character (normalising those takes quadratic time).
    Variation selectors stay behind a Chinese character and go elsewhere. A tab becomes a space; a line break
    a space when not `multiline` (several in a row: one), else LF. Width and case are left alone. Cleaning
    twice changes nothing.
    """
    if _PAIR.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    if multiline:
        text = _BREAK.sub("\n", text).replace("\t", " ")
    else:
        text = _BREAKS_AND_TABS.sub(" ", text)
    text = _LOOSE_VARIATION.sub("", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_fewer_marks, text)).strip()


def _fewer_marks(run: re.Match[str]) -> str:
    kept = []
    marks = 0
    for character in run[0]:
        parts = unicodedata.normalize("NFD", character)
        new = sum(1 for part in parts if unicodedata.combining(part))
        if new == len(parts):
            if marks + new > MARKS_KEPT:
                continue
            marks += new
        else:
            marks = new
        kept.append(character)
    return "".join(kept)


def half_width(text: str) -> str:
    """`text` with full-width ASCII (１ Ａ ＠ －) and the ideographic space in half width.

    For numbers, dates, ID and telephone numbers only; in words full-width punctuation is meant. As long as
    `text`, character for character.
    """
    return text.translate(_HALF)


def clean_name(text: str) -> str:
    """`text` cleaned as a name of one line.

    Every sort of middle dot (• ・ ‧ ∙ ⋅ ･) becomes U+00B7 without spaces around it; a name spread over its
    line (王　芳) is pulled together; other runs of spaces become one.
    """
    name = _DOTS.sub("\u00b7", _SPACES.sub(" ", clean(text, multiline=False)))
    return name.replace(" ", "") if _SPREAD.fullmatch(name) else name
