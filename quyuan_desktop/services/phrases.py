"""常用语, and completing what is typed from earlier entries."""

from dataclasses import dataclass

from quyuan_desktop.domain import names, text
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.services import places
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import phrases as stored

LONGEST = 10_000
"""Characters of a phrase."""


@dataclass(frozen=True, slots=True)
class PhraseEntry:
    """One phrase on offer."""

    id: int
    text: str


def phrases(place: Workplace, store: str) -> list[PhraseEntry]:
    """What `store` offers, last used first."""
    with place.ledger.reading() as session:
        return [PhraseEntry(row.id, row.text) for row in stored.listed(session, store)]


def add_phrase(place: Workplace, store: str, phrase: str) -> None:
    """Offer `phrase` from now on."""
    with place.ledger.writing() as session:
        stored.add(session, store, [text.clean(phrase[:LONGEST], multiline=True)])


def remove_phrase(place: Workplace, id_: int) -> None:
    """Offer a phrase no more."""
    with place.ledger.writing() as session:
        stored.remove(session, id_)


def suggestions(
    place: Workplace,
    register: Register,
    field_name: str,
    typed: str,
    limit: int = 8,
    values: Values | None = None,
) -> list[str]:
    """Earlier entries that `typed` begins, is part of, or abbreviates in pinyin; best first.

    Villages come from the register of places: those of the town and the day in `values`, the record so far.
    """
    wanted = text.clean(typed[:LONGEST], multiline=False).casefold()
    ranked = []
    for order, phrase in enumerate(_offered(place, register, field_name, values)):
        offered = phrase.casefold()
        if offered.startswith(wanted):
            rank = 0
        elif wanted in offered:
            rank = 1
        elif wanted.isascii() and _spelt(phrase, wanted):
            rank = 2
        else:
            continue
        ranked.append((rank, order, phrase))
    return [offered for _, _, offered in sorted(ranked)[:limit]]


def _offered(place: Workplace, register: Register, field_name: str, values: Values | None) -> list[str]:
    store = register.field(field_name).suggest
    if store == places.STORE:
        villages = places.villages_for(place, register, field_name, values or {})
        if villages is not None:
            return villages
    return [phrase.text for phrase in phrases(place, store)]


def _spelt(offered: str, wanted: str) -> bool:
    keys = names.keys(offered[:20])
    return any(key.startswith(wanted) for key in (*keys.full, *keys.initials))
