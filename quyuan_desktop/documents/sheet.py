"""What a paper is drawn from: plain texts with their labels, taken by a service from a record's declaration."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from quyuan_desktop.domain.office import Office


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a record as a person reads it; an empty text prints as room to write on."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One record on its way to paper.

    `title` is the heading, empty for the paper's own. `fields` and `rows` hold entries by declared name; a
    name may be missing. `digest` is the hexadecimal digest of the record. `issued_at` (with its zone) and
    `issued_by` say when and by whom the paper is issued. `copy_mark` (第一联, 副本) prints beside the number,
    `hours` are the office's opening hours, `pictures` photographs (JPEG, PNG) by name.
    """

    office: Office
    title: str
    number: str
    date: date
    fields: Mapping[str, Entry]
    rows: Mapping[str, Sequence[Mapping[str, Entry]]]
    digest: str
    issued_at: datetime
    issued_by: str
    copy_mark: str = ""
    hours: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Text of the field `name`, empty when there is none; a day as official papers write it."""
        entry = self.fields.get(name)
        return paper_day(entry.text) if entry else ""

    def label(self, name: str, otherwise: str) -> str:
        """The declared label of `name`, or the paper's own word for it."""
        entry = self.fields.get(name)
        return entry.label if entry and entry.label else otherwise

    def everything(self) -> str:
        """All texts at once, to be checked against the fonts before anything is drawn."""
        office = self.office
        texts = [self.title, self.number, self.issued_by, self.copy_mark, self.hours]
        texts += [office.name, office.town, office.phone, office.address]
        for entry in self.fields.values():
            texts += (entry.label, entry.text)
        for rows in self.rows.values():
            for row in rows:
                texts += [entry.text for entry in row.values()]
        return "\n".join(texts)


_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


def paper_day(text: str) -> str:
    """A text that is nothing but 2023-11-30 as 2023年11月30日, any other as it is."""
    found = _ISO_DAY.fullmatch(text)
    return f"{found[1]}年{int(found[2])}月{int(found[3])}日" if found else text


def long_date(day: date) -> str:
    """A day as official papers write it: 2023年11月30日, no leading zeros (GB/T 9704-2012 §7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
