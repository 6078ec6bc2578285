"""What a dispute begins with when a lead, a consultation, a visit or an adviser's service leads to it: nothing typed twice."""

from quyuan_desktop.registers.base import Values, blank
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.dispute import Party

SOURCE_OF = {
    terms.LeadSource.VISIT: terms.Source.APPLIED,
    terms.LeadSource.HOTLINE: terms.Source.OTHER,
    terms.LeadSource.REFERRED: terms.Source.OTHER,
}
"""By how a lead came in, where it is not the committee that acts by itself (人民调解法第17条)."""

USUAL_GROUP = "汉族"


def from_lead(values: Values) -> Values:
    """From a lead: where, what, by which 群英, the pictures. Who came in person is a party, who merely told of it is none."""
    carried: Values = {
        "town": values["town"],
        "village": values["village"],
        "summary": values["description"],
        "arose_on": values["found_on"],
        "source": SOURCE_OF.get(values["source"], terms.Source.ACTIVE),
        "title": values["subject"],
        "expert": values["expert"],
        "joined": values["joined"],
        "evidence": values["photos"],
    }
    if values["source"] is terms.LeadSource.VISIT and values["reporter"]:
        party = {**blank(Party), "side": terms.Side.APPLICANT, "name": values["reporter"]}
        carried["parties"] = [{**party, "phone": values["reporter_phone"], "ethnic_group": USUAL_GROUP}]
    return carried


def party_of(values: Values, name: str) -> Values:
    """The person that a visitor's record holds, as a party."""
    row = {**blank(Party), "side": terms.Side.APPLICANT, "name": values[name]}
    for field in ("id_number", "sex", "phone"):
        row[field] = values[field]
    row["ethnic_group"] = values.get("ethnic_group", "")
    town = values["town"].label if values["town"] is not None else ""
    row["address"] = (town + values["village"] + values["address"])[:120]
    return row


def _opposing(name: str) -> list[Values]:
    return [{**blank(Party), "side": terms.Side.RESPONDENT, "name": name}] if name else []


def from_consultation(values: Values) -> Values:
    """From a consultation: both parties, what was asked."""
    matters = [each["summary"] for each in values["matters"] if each["summary"]]
    return {
        "parties": [party_of(values, "visitor"), *_opposing(values["opposing_party"])],
        "town": values["town"],
        "village": values["village"],
        "title": values["title"],
        "summary": "\n".join(matters),
        "source": terms.Source.APPLIED,
    }


def from_visit(values: Values) -> Values:
    """From a visit to a point."""
    return {
        "parties": [party_of(values, "visitor")],
        "town": values["town"],
        "village": values["village"],
        "title": values["title"],
        "summary": values["content"],
        "source": terms.Source.APPLIED,
    }


def from_service(values: Values) -> Values:
    """From a service in which a village's adviser mediated: when, in which village, what; the adviser mediates it."""
    village, _, adviser = (
        values["assignment"].text.partition(" ") if values["assignment"] is not None else ("", "", "")
    )
    return {
        "accepted_on": values["on"],
        "village": village[:60],
        "title": values["topic"],
        "summary": values["content"],
        "source": terms.Source.ACTIVE,
        "mediators": adviser,
    }


def to_service(values: Values) -> Values:
    """What a service begins with when a village's adviser took part in a mediation: the newest sitting."""
    from quyuan_desktop.registers.advisers.terms import AdviceKind  # whose services lead here

    carried: Values = {"kind": AdviceKind.MEDIATION, "topic": values["title"], "served": values["sides"][:100]}
    carried["people"] = len(values["parties"])
    if values["result"] is not None:
        carried["result"] = values["result"].label
    if values["sessions"]:
        newest = values["sessions"][-1]
        carried |= {
            "on": newest["on"],
            "start": newest["start"],
            "end": newest["end"],
            "content": newest["content"],
        }
    return carried
