"""A TrueType font of reportlab whose characters beyond U+FFFF can be copied out of the paper."""

import re
from weakref import WeakKeyDictionary

from reportlab.pdfbase.ttfonts import TTFont


class PaperFont(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A TrueType font whose text can be copied and searched beyond U+FFFF too."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename)
        self._first: WeakKeyDictionary[object, tuple[str, dict[int, str]]] = WeakKeyDictionary()

    def operators(self, text: str, doc: object) -> list[tuple[str, str]]:
        """`text` as (name of the font in the file, hexadecimal string for Tj); all of it must be covered."""
        known = self._first.get(doc)
        if known is not None:
            codes = text.translate(known[1])
            if len(codes) == 2 * len(text):  # else this document shows one of the characters for the first time
                return [(known[0], codes)]
        pieces = self.splitString(text, doc)
        self._learn(text, doc)
        return [(self.getSubsetInternalName(subset, doc), piece.hex()) for subset, piece in pieces]

    def _learn(self, text: str, doc: object) -> None:
        """Remember the codes of `text` that lie in the first subset, so that they are looked up at once."""
        _, written = self._first.setdefault(doc, (self.getSubsetInternalName(0, doc), {}))
        assigned = self.state[doc].assignments
        written.update((code, f"{assigned[code]:02x}") for code in map(ord, text) if assigned.get(code, 256) < 256)

    def addObjects(self, doc: object) -> None:
        """Adds the font to `doc` and mends what reportlab wrote of its characters.

        WORKAROUND(reportlab 5.1): a ToUnicode map must give characters above U+FFFF in UTF-16BE;
        `makeToUnicodeCMap` writes five hexadecimal digits. `test_reportlab_still_needs_the_mending`
        fails once that is no longer so.
        """
        subsets = len(self.state[doc].subsets)
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict  # type: ignore[attr-defined]  # reportlab has no types
        for number in range(subsets):
            font = fonts[f"{doc.fontMapping[self.fontName][1:]}+{number}"]  # type: ignore[attr-defined]  # as above
            stream = doc.idToObject["toUnicodeCMap:" + font.BaseFont]  # type: ignore[attr-defined]  # as above
            stream.content = _BEYOND_FFFF.sub(_utf16, stream.content)


_BEYOND_FFFF = re.compile(r"(?<=> <)[0-9A-F]{5,6}(?=>)")


def _utf16(found: re.Match[str]) -> str:
    return chr(int(found[0], 16)).encode("utf-16-be").hex().upper()
