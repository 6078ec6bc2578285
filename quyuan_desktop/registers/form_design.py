"""How a register's form is laid out, in plain data: cards of lines of slots, what is folded, what is hidden when.

A desk's `form.py` holds ``FORMS: dict[str, FormDesign]`` by register code; a register without one gets a plain
arrangement made from its sections. Nothing here knows Qt: the window draws it.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.registers.fields import Field

NARROW = 24
"""Fields up to this width (in characters) stand two to a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One label with the editors that stand behind it.

    label: empty for that of the first field; labelled: fields whose own label stands before their editor;
    told: which of the design's derived texts stands behind the editors.
    """

    fields: tuple[str, ...]
    label: str = ""
    labelled: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: one slot over the whole width, or two; None leaves the first place free."""

    slots: tuple[Slot | None, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields in the line, from left to right."""
        return tuple(name for slot in self.slots if slot is not None for name in slot.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A part of the form. `framed` ones are drawn as a quiet card; `people` has 曾来访 at its side.

    flows: the narrow slots close up where others are hidden, as nothing fixes their place.
    """

    heading: str
    lines: tuple[Line, ...]
    framed: bool = True
    people: bool = False
    flows: bool = False


def _all_shown(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    return frozenset()


def _nothing_told(values: Values) -> Mapping[str, str]:
    return {}


def _nothing_narrowed(values: Values) -> Mapping[str, tuple[Term, ...]]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDesign:
    """The whole form of one register.

    folded: lines that open with one key, and by themselves when they hold something; hidden: from the completed
    values and the names of faulty fields, the fields that are not to be seen now; told: derived texts by key,
    from the completed values; narrowed: the values that a choice offers, where they depend on the completed values;
    asked: fields that must be filled in here though the declaration leaves them open; columns: by the name of child
    rows the columns that are asked, others show only what stands in them (none named: all are asked).
    """

    cards: tuple[Card, ...]
    folded: tuple[Line, ...] = ()
    hidden: Callable[[Values, frozenset[str]], frozenset[str]] = _all_shown
    told: Callable[[Values], Mapping[str, str]] = _nothing_told
    narrowed: Callable[[Values], Mapping[str, tuple[Term, ...]]] = _nothing_narrowed
    asked: frozenset[str] = frozenset()
    columns: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields in the order in which they are filled in."""
        lines = [line for card in self.cards for line in card.lines] + list(self.folded)
        return tuple(name for line in lines for name in line.fields)

    @property
    def folded_fields(self) -> frozenset[str]:
        """The fields of the folded lines."""
        return frozenset(name for line in self.folded for name in line.fields)


def line(*slots: Slot | str | None) -> Line:
    """A line; a plain field name is a slot of its own."""
    return Line(tuple(Slot(fields=(slot,)) if isinstance(slot, str) else slot for slot in slots))


def plain_design(register: Register) -> FormDesign:
    """The arrangement of a register that has none of its own: its sections, two fields to a line at most."""
    cards = []
    for section in register.sections:
        fields = [field for field in form_fields(register) if field.section == section.code]
        people = bool(register.people) and register.people[0].name in {field.name for field in fields}
        if fields:
            cards.append(Card(heading=section.label, lines=tuple(plain_lines(fields)), people=people))
    known = {section.code for section in register.sections}
    rest = [field for field in form_fields(register) if field.section not in known]
    if rest:
        cards.append(Card(heading="其他", lines=tuple(plain_lines(rest))))
    return FormDesign(cards=tuple(cards))


def form_fields(register: Register) -> list[Field]:
    """The fields that a form of a new record holds: not those the rules derive, nor those that steps fill in."""
    return [field for field in register.fields if not field.derived and not field.step]


def plain_lines(fields: list[Field]) -> list[Line]:
    """`fields` in their order, the narrow ones two to a line."""
    lines: list[Line] = []
    waiting: str | None = None
    for field in fields:
        if not is_narrow(field):
            lines += [line(waiting)] if waiting else []
            lines.append(line(field.name))
            waiting = None
        elif waiting:
            lines.append(line(waiting, field.name))
            waiting = None
        else:
            waiting = field.name
    return lines + ([line(waiting)] if waiting else [])


def is_narrow(field: Field) -> bool:
    """Whether the field takes half a line."""
    wide = isinstance(field.kind, kinds.Rows | kinds.Choices) or getattr(field.kind, "multiline", False)
    return not wide and not getattr(field.kind, "radio", False) and field.width <= NARROW
