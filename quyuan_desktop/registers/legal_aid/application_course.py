"""How far an application has come, and which time limits it has set running, by the days its steps have filled in."""

from collections.abc import Iterator

from quyuan_desktop.domain.deadlines import Pause, Running
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms


def stage_of(values: Values) -> terms.Stage:
    """How far the application has come, by the days its steps have filled in."""
    for field, stage in (
        ("archived_on", terms.Stage.ARCHIVED),
        ("terminated_on", terms.Stage.TERMINATED),
        ("closed_on", terms.Stage.CLOSED),
        ("withdrawn_on", terms.Stage.WITHDRAWN),
        ("appointed_on", terms.Stage.APPOINTED),
    ):
        if values[field]:
            return stage
    if values["decided_on"]:
        return terms.Stage.GRANTED if values["decision"] is terms.Decision.GRANT else terms.Stage.REFUSED
    if open_supplement(values) is not None:
        return terms.Stage.ASKED
    if values["handed_over_on"]:
        return terms.Stage.HANDED
    return terms.Stage.RECEIVED if values["received_on"] else terms.Stage.NOTED


def open_supplement(values: Values) -> Values | None:
    """The notice to supplement that is still out, if any."""
    rows: list[Values] = values["supplements"]
    return next((row for row in rows if row["asked_on"] and not row["returned_on"]), None)


def pauses(values: Values) -> tuple[Pause, ...]:
    """The days on which the clock of the decision stood (补正期间扣除)."""
    return tuple(Pause(row["asked_on"], row["returned_on"]) for row in values["supplements"] if row["asked_on"])


TIMED_BY = (
    "applied_on",
    "received_on",
    "way",
    "supplements",
    "handed_over_on",
    "withdrawn_on",
    "decided_on",
    "decision",
    "decision_served_on",
    "appointed_on",
    "agreement_on",
    "terminated_on",
    "termination_served_on",
    "objection_on",
    "objection_decided_on",
    "closed_on",
    "archived_on",
    "subsidy_on",
    "event_on",
    "limitation_on",
)
"""The fields that `limits` reckons from."""


def limits(values: Values) -> list[Running]:
    """The time limits that the application has set running, past ones too."""
    return [*_station(values), *_centre(values), *_afterwards(values), *_limitation(values)]


def _station(values: Values) -> Iterator[Running]:
    over = values["withdrawn_on"] or values["decided_on"]
    for row in values["supplements"]:
        if row["asked_on"] and row["due_on"]:
            done = row["returned_on"] or over
            yield Running(code="aid.supplement", start=row["asked_on"], done=done, due=row["due_on"])
    if values["received_on"]:
        if values["way"] is terms.Way.DETAINED:
            yield Running(code="aid.detained", start=values["received_on"], done=values["handed_over_on"] or over)
        else:
            yield Running(
                code="aid.handover",
                start=values["received_on"],
                done=values["handed_over_on"] or over,
                pauses=pauses(values),
            )


def _centre(values: Values) -> Iterator[Running]:
    if values["received_on"]:
        done = values["decided_on"] or values["withdrawn_on"]
        yield Running(
            code="aid.decide", start=values["received_on"], done=done, pauses=pauses(values), elsewhere=True
        )
    if values["decided_on"] and values["decision"] is terms.Decision.GRANT:
        done = values["appointed_on"] or values["terminated_on"]
        yield Running(code="aid.appoint", start=values["decided_on"], done=done, elsewhere=True)
    if values["appointed_on"]:
        done = values["agreement_on"] or values["closed_on"] or values["terminated_on"]
        yield Running(code="aid.agreement", start=values["appointed_on"], done=done)


def _afterwards(values: Values) -> Iterator[Running]:
    refused = values["decision"] is terms.Decision.REFUSE and values["decided_on"]
    ended = values["terminated_on"] or refused
    if ended:
        served = values["termination_served_on"] if values["terminated_on"] else values["decision_served_on"]
        if served and not values["objection_on"]:
            yield Running(code="aid.objection", start=served, asks=False)
    if values["objection_on"]:
        yield Running(
            code="aid.review", start=values["objection_on"], done=values["objection_decided_on"], elsewhere=True
        )
    if values["terminated_on"]:
        yield Running(
            code="aid.served", start=values["terminated_on"], done=values["termination_served_on"], elsewhere=True
        )
    if values["closed_on"]:
        yield Running(code="aid.archive", start=values["closed_on"], done=values["archived_on"])
    if values["archived_on"] and values["closed_on"]:
        yield Running(code="aid.subsidy", start=values["archived_on"], done=values["subsidy_on"], elsewhere=True)


def _limitation(values: Values) -> Iterator[Running]:
    if values["limitation_on"]:
        done = values["appointed_on"] or values["closed_on"] or values["withdrawn_on"] or values["terminated_on"]
        if values["decision"] is terms.Decision.REFUSE:
            done = done or values["decided_on"]
        start = values["event_on"] or values["applied_on"]
        handed = "已指派，由承办人跟进" if values["appointed_on"] else ""
        yield Running(code="aid.limitation", start=start, done=done, due=values["limitation_on"], handed=handed)
