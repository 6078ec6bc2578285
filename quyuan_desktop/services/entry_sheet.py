"""A sheet of new records entered line by line and saved together: checked by line, kept while it is unfinished."""

from collections.abc import Sequence
from typing import Any

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.services.save_record import examine, keep_within
from quyuan_desktop.services.save_together import Together
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import numbering, settings

Slips = dict[int, list[Problem]]
"""The problems of each line that has some, by its place."""


class SheetRefused(Exception):
    """The sheet was not saved, because of the slips in its lines."""

    def __init__(self, slips: Slips) -> None:
        super().__init__("；".join(f"第{line + 1}行：{found[0].text}" for line, found in slips.items()))
        self.slips = slips


def examine_lines(place: Workplace, register: Register, lines: Sequence[Values]) -> tuple[list[Values], Slips]:
    """The lines completed, and what is wrong with them; a line that repeats an earlier one is pointed out."""
    completed: list[Values] = []
    slips: Slips = {}
    for at, values in enumerate(lines):
        whole, found = examine(place, register, values)
        if whole in completed:
            found.append(
                Problem("", f"与第{completed.index(whole) + 1}行完全相同，请核对是不是重复。", warning=True)
            )
        completed.append(whole)
        if found:
            slips[at] = found
    return completed, slips


def save_lines(
    place: Workplace, register: Register, lines: Sequence[Values], *, confirmed: bool = False
) -> Together:
    """Save all lines as new records, in their order, or none.

    Raises SheetRefused with the slips of all lines; warnings alone, those that the ledger gives rise to among them,
    refuse too unless they were `confirmed`. Raises Trouble.
    """
    completed, slips = examine_lines(place, register, lines)
    if any(not problem.warning for found in slips.values() for problem in found):
        raise SheetRefused(slips)
    if confirmed:
        slips = {}
    undos = []
    with place.ledger.writing() as session:
        for at, values in enumerate(completed):
            doubts = [] if confirmed else register.doubted(session, values, "", place.house)
            try:
                undo, _ = keep_within(session, place, register, values, uid="", verb="create", reason="")
                undos.append(undo)
            except Refused as refused:
                doubts = refused.problems
            if doubts:
                slips[at] = [*slips.get(at, []), *doubts]
        if slips:
            raise SheetRefused(dict(sorted(slips.items())))  # what was kept so far goes with the transaction
        settings.keep(session, _key(register), [])
    numbering.remember_after(place.ledger, place.folder)
    return Together(Changed(register.code, tuple(undo.uid for undo in undos)), tuple(undos))


def keep_sheet(place: Workplace, register: Register, typed: list[dict[str, Any]]) -> None:
    """Keep what was typed into the lines so far, so that a power cut takes nothing. Raises Trouble."""
    with place.ledger.writing() as session:
        settings.keep(session, _key(register), typed)


def kept_sheet(place: Workplace, register: Register) -> list[dict[str, Any]]:
    """What was typed and not saved, by line; empty when there is nothing."""
    with place.ledger.reading() as session:
        found = settings.read(session, _key(register), [])
    return [line for line in found if isinstance(line, dict)] if isinstance(found, list) else []


def _key(register: Register) -> str:
    return f"sheet.{register.code}"
