"""What follows in an application from what was filled in: the person, income, column, limitation, stage, times."""

from datetime import date

from quyuan_desktop.domain.deadlines import merged
from quyuan_desktop.domain.terms import PersonGroup
from quyuan_desktop.registers.base import Occasion, Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application_course import pauses, stage_of
from quyuan_desktop.registers.legal_aid.report_columns import report_column
from quyuan_desktop.registers.persons import complete_person

LIMITATION_MONTHS = {
    terms.Limitation.CIVIL: 36,
    terms.Limitation.LABOUR: 12,
    terms.Limitation.INJURY: 12,
    terms.Limitation.ADMINISTRATIVE: 6,
}
"""Months of the limitation periods; 行政复议 has 60 days."""
RECONSIDERATION_DAYS = 60


def complete(values: Values, occasion: Occasion) -> Values:
    """Fill what follows: the person from the number, income, limitation, stage, and how long each step took."""
    filled = dict(values)
    day = filled["applied_on"]
    complete_person(filled, day)
    for field, default in (
        ("joint", terms.Joint.ALONE),
        ("way", terms.Way.IN_PERSON),
        ("source", terms.Source.PARTY),
    ):
        filled[field] = filled[field] or default
    for field, value in follow(filled).items():
        filled[field] = value if filled[field] is None else filled[field]
    _complete_means(filled)
    persons = 1 + (len(filled["joint_applicants"]) if filled["joint"] is not terms.Joint.ALONE else 0)
    filled["persons"] = persons
    filled["cases"] = persons if filled["joint"] is terms.Joint.DIVISIBLE else 1
    filled["supplements"] = [
        {**row, "outcome": row["outcome"] or (terms.Outcome.COMPLETE if row["returned_on"] else None)}
        for row in filled["supplements"]
    ]
    filled["stage"] = stage_of(filled)
    _complete_times(filled)
    return filled


def follow(values: Values) -> Values:
    """What follows from other values unless the clerk has chosen otherwise, by field; None where nothing follows."""
    ground, form = values["ground"], values["form"]
    column = report_column(ground, form, values["source"], values["domain"]) if ground and form else None
    end = limitation_end(values["event_on"], values["limitation"]) if values["event_on"] else None
    return {"report_column": column, "limitation_on": end, "green": _green(values)}


def _green(values: Values) -> terms.Green | None:
    groups = values["groups"]
    if values["ground"] is terms.Ground.G31_5 and PersonGroup.MIGRANT_WORKER in groups:
        return terms.Green.WAGES
    for group, green in (
        (PersonGroup.DISABLED, terms.Green.DISABLED),
        (PersonGroup.MINOR, terms.Green.MINOR),
        (PersonGroup.ELDERLY, terms.Green.ELDERLY),
        (PersonGroup.MILITARY, terms.Green.MILITARY),
        (PersonGroup.VETERAN, terms.Green.MILITARY),
    ):
        if group in groups:
            return green
    return None


def limitation_end(event: date, limitation: terms.Limitation | None) -> date | None:
    """The last day of a limitation period that `event` sets running; None where it has to be filled in.

    It ends on the same day of its last month, or on that month's last day (民法典第202条).
    """
    if limitation is terms.Limitation.RECONSIDERATION:
        return date.fromordinal(event.toordinal() + RECONSIDERATION_DAYS)
    if limitation is None or limitation not in LIMITATION_MONTHS:
        return None
    year, month = divmod(event.year * 12 + event.month - 1 + LIMITATION_MONTHS[limitation], 12)
    for last in (event.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return None


def _complete_means(filled: Values) -> None:
    members = filled["members"]
    if filled["family_size"] is None and members:
        filled["family_size"] = len(members)
    known = [row[name] for row in members for name in ("wage", "business", "other") if row[name] is not None]
    filled["yearly_income"] = sum(known) if known else None
    size = filled["family_size"]
    if known and size:
        filled["monthly_income"] = round(filled["yearly_income"] / 12 / size)
    else:
        filled["monthly_income"] = None
    if filled["means"] is None:
        if filled["ground"] in terms.WITHOUT_MEANS_TEST:
            filled["means"] = terms.MeansTest.NOT_NEEDED
        elif filled["exemption"]:
            filled["means"] = terms.MeansTest.EXEMPT
        elif filled["pledged"]:
            filled["means"] = terms.MeansTest.PLEDGE


def _complete_times(filled: Values) -> None:
    for field, start, end in (
        ("handover_days", "received_on", "handed_over_on"),
        ("decision_days", "received_on", "decided_on"),
        ("appointment_days", "decided_on", "appointed_on"),
        ("archive_days", "closed_on", "archived_on"),
    ):
        filled[field] = _days(filled, filled[start], filled[end], stopping=start == "received_on")


def _days(values: Values, start: date | None, end: date | None, *, stopping: bool) -> int | None:
    if start is None or end is None or end < start:
        return None
    stopped = 0
    if stopping:
        for pause in merged(pauses(values)):
            stopped += max(0, (min(pause.last or end, end) - max(pause.first, start)).days)
    return max(0, (end - start).days - stopped)
