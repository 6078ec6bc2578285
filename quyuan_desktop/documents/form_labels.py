"""What is written beside and above the cells of a form, by which they are told, and found again when the form changes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quyuan_desktop.documents.form_workbook import FormCell, FormSheet, Place

_UNTOLD = re.compile(r"\d{4}年度?|[^\w%]|_")
_SPEAKING = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words in a cell, those at its left and those above it, the nearest first."""

    own: str = ""
    left: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    def told(self) -> str:
        """By which words one knows the cell: 咨询人次 · 本月."""
        if self.own:
            return self.own
        words = [*self.left[-1:], *self.left[:1], *self.above[:1]]
        return " · ".join(dict.fromkeys(words))


def speaks(cell: FormCell) -> bool:
    """Whether the cell says something, rather than holding a number, a dash or nothing."""
    return not cell.formula and bool(_SPEAKING.search(cell.text))


def labels_of(sheet: FormSheet, further: Iterable[Place] = ()) -> dict[Place, Labels]:
    """The labels of all cells, of merged ones the first, and of those in `further` beyond what the sheet holds."""
    wanted = list(further)
    rows = max([sheet.rows, *(row + 1 for row, _ in wanted)])
    columns = max([sheet.columns, *(column + 1 for _, column in wanted)])
    above: list[list[str]] = [[] for _ in range(columns)]
    found: dict[Place, Labels] = {}
    for row in range(rows):
        left: list[str] = []
        for column in range(columns):
            place = row, column
            first, cell = sheet.first_of(place), sheet.cell(place)
            words = " ".join(cell.text.split()) if speaks(cell) else ""
            if first == place:
                found[place] = Labels(words, tuple(reversed(left)), tuple(reversed(above[column])))
            if words:
                if left[-1:] != [words]:
                    left.append(words)
                if first[0] == row or not above[column] or above[column][-1] != words:
                    above[column].append(words)
    return found


def found_again(old: FormSheet, new: FormSheet, places: Iterable[Place]) -> dict[Place, Place | None]:
    """Where the cells `places` of `old` are in `new`: told by the same words; None for one that is told no more.

    A cell's own words must be there again, or else of the words around it the rarest of its row and the rarest of its
    column; among several such cells the one with the most words in common is taken. Cells that were alike before stay
    in their order.
    """
    places = list(places)
    before, after = labels_of(old, places), labels_of(new, places)
    plain_before = {place: _plain(labels) for place, labels in before.items()}
    plain_after = {place: _plain(labels) for place, labels in after.items() if not new.cell(place).formula}
    rows = Counter(word for _, word in {(at[0], word) for at, each in plain_before.items() for word in each.left})
    columns = Counter(
        word for _, word in {(at[1], word) for at, each in plain_before.items() for word in each.above}
    )
    return {place: _again(place, plain_before, plain_after, rows, columns) for place in places}


def _again(
    place: Place,
    before: Mapping[Place, Labels],
    after: Mapping[Place, Labels],
    rows: Counter[str],
    columns: Counter[str],
) -> Place | None:
    sought = before[place]
    if not (sought.own or sought.left or sought.above):
        return place if place in after and not after[place].own else None
    left, above = ((), ()) if sought.own else (sought.left, sought.above)
    row_word = min(left, key=lambda word: rows[word], default=None)
    column_word = min(above, key=lambda word: columns[word], default=None)
    scores = {
        at: _overlap(sought.left, labels.left) + _overlap(sought.above, labels.above)
        for at, labels in after.items()
        if labels.own == sought.own
        and (row_word is None or row_word in labels.left)
        and (column_word is None or column_word in labels.above)
    }
    if not scores:
        return None
    best = max(scores.values())
    ties = sorted(at for at, score in scores.items() if score == best)
    twins = sorted(at for at, labels in before.items() if labels == sought)
    return ties[twins.index(place)] if len(ties) == len(twins) else None


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    both, either = set(one) & set(other), set(one) | set(other)
    return len(both) / len(either) if either else 1.0


def _plain(labels: Labels) -> Labels:
    """Labels to compare: without years, blanks, marks and numbers of lines."""
    return Labels("".join(_plain_words((labels.own,))), _plain_words(labels.left), _plain_words(labels.above))


def _plain_words(words: tuple[str, ...]) -> tuple[str, ...]:
    plain = (_UNTOLD.sub("", unicodedata.normalize("NFKC", each)).casefold() for each in words)
    return tuple(each for each in plain if each)
