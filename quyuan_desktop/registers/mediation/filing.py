"""What a mediation file must hold before it is archived: six of the thirteen papers always, the rest as the case has it."""

from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.mediation.terms import FilePaper, Performance, Result

ALWAYS = (FilePaper.APPLICATION, FilePaper.NOTICE, FilePaper.IDENTITY, FilePaper.BACK)


def wanted(values: Values) -> tuple[FilePaper, ...]:
    """The papers that the file of this dispute must hold, in their order.

    An agreement where one was reached, otherwise a statement of why there is none; what steps have left behind. Who
    withdrew before anybody sat together leaves no record of a sitting.
    """
    found = set(ALWAYS)
    if values["sessions"] or not values["withdrawn_on"]:
        found.add(FilePaper.RECORD)
    found.add(FilePaper.AGREEMENT if values["result"] is Result.SUCCESS else FilePaper.STATEMENT)
    if values["performance"] in (Performance.AT_ONCE, Performance.FULL, Performance.PART):
        found.add(FilePaper.PERFORMANCE)
    if values["visited_on"]:
        found.add(FilePaper.VISIT)
    if values["confirm_on"]:
        found.add(FilePaper.CONFIRMATION)
    return tuple(each for each in FilePaper if each in found)


def lacking(values: Values) -> tuple[FilePaper, ...]:
    """Those of `wanted` that have not been found in the file."""
    return tuple(each for each in wanted(values) if each not in values["papers"])
