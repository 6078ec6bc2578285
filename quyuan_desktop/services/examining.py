"""Examining values before they are saved: each held against its kind, completed by what follows, then the rules."""

from typing import Any

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import (
    Base,
    Register,
    Values,
    blank,
    fields_by_name,
    fields_of,
    row_class,
)
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services.workplace import Workplace


def examine(
    place: Workplace, register: Register, values: Values, before: Values | None = None
) -> tuple[Values, list[Problem]]:
    """The values completed by what follows from them, and their slips. Quick; touches no database.

    `before` are those of the record that is being corrected: what followed from them follows anew.
    """
    occasion = place.occasion()
    read, problems = _read_again(register.record, values, occasion.today)
    if before is not None:
        read = _loosened(register, before, read)
    completed = register.complete(read, occasion)
    follows = register.follow(completed).keys()
    problems += [each for each in _missing(register.record, completed) if each.field not in follows]
    faulty = {problem.field for problem in problems}
    problems += [each for each in register.check(completed, occasion) if each.field not in faulty]
    order = {field.name: place_ for place_, field in enumerate(register.fields)}
    problems.sort(key=lambda problem: order.get(problem.field.split(".")[0], -1))
    return completed, problems


def _loosened(register: Register, before: Values, values: Values) -> Values:
    """The values without those that only followed from others: a changed source leads to a new one."""
    followed = {name for name, value in register.follow(before).items() if before[name] == value}
    kept = {name for name in followed if values[name] != before[name]}
    return {**values, **{name: register.field(name).kind.empty for name in followed - kept}}


def _read_again(
    declared: type[Base], values: Values, today: Any, prefix: str = ""
) -> tuple[Values, list[Problem]]:
    """Hold every value against its kind, whoever handed it in."""
    read, problems = blank(declared), []
    known = fields_by_name(declared)
    for name, value in values.items():
        field = known[name]
        if isinstance(field.kind, kinds.Rows):
            row = row_class(declared, name)
            read[name] = []
            for position, each in enumerate(value):
                inner, more = _read_again(row, each, today, f"{prefix}{name}.{position}.")
                read[name].append(inner)
                problems += more
            continue
        by_hand = field.kind.typed_as_text and not field.derived
        found = field.kind.read(field.kind.show(value), today) if by_hand else value
        if isinstance(found, Problem):
            problems.append(Problem(prefix + name, found.text))
            found = value
        read[name] = found
    return read, problems


def _missing(declared: type[Base], values: Values, prefix: str = "") -> list[Problem]:
    problems = []
    for field in fields_of(declared):
        value = values[field.name]
        if isinstance(field.kind, kinds.Rows):
            if len(value) < field.kind.at_least:
                problems.append(Problem(prefix + field.name, f"请至少填写一项{field.label}。"))
            if len(value) > field.kind.at_most:
                problems.append(
                    Problem(prefix + field.name, f"{field.label}最多 {field.kind.at_most} 项，请分次登记。")
                )
            row = row_class(declared, field.name)
            for position, each in enumerate(value):
                problems += _missing(row, each, f"{prefix}{field.name}.{position}.")
        elif field.required and not field.derived and (value is None or value == ""):
            problems.append(Problem(prefix + field.name, please(field)))
    return problems


def please(field: Field) -> str:
    """What is said of a field that is empty and must not be."""
    return f"请{'选择' if isinstance(field.kind, kinds.Choice) else '填写'}{field.label}。"
