"""An office's mediation in the invented district: 群英, leads, disputes, screening, campaigns."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from quyuan_desktop.domain.terms import Sex
from quyuan_desktop.registers.base import Values, blank, values_of
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.mediation import CAMPAIGN, DISPUTE, EXPERT, LEAD, SCREENING, terms
from quyuan_desktop.registers.mediation.dispute import MediationSession, Party
from quyuan_desktop.registers.mediation.filing import wanted
from quyuan_desktop.registers.mediation.rounds import Partner
from quyuan_desktop.services.demo.diary import Diary
from quyuan_desktop.services.demo.district.entering import end_of_fortnight, enter, fortnights, workdays
from quyuan_desktop.services.demo.district.plan import Share
from quyuan_desktop.services.demo.mediation_texts import CASES, FAILED, THEMES, Case
from quyuan_desktop.services.demo.people import id_number, name
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.save_record import defaults, open_record, step_begun

BY_STEPS = 4
"""So many disputes of an office go step by step, from a lead on."""
SOURCES = (22, 30, 16, 18, 6, 8)
"""How leads come in: 摄像头, 随手拍, 消息, 网格员, 来访, 排查."""


def plan(diary: Diary, share: Share) -> None:
    """Enter the experts, and put the rest of an office's mediation into the diary."""
    year = diary.year
    experts = _experts(diary, share)
    whole = share.disputes - BY_STEPS + share.refused
    days = workdays(diary, whole, date(year, 1, 4), date(year, 12, 12))
    fates: dict[int, str] = dict.fromkeys(range(share.refused), "refused")
    fates |= dict.fromkeys(range(whole // 2, whole // 2 + share.failed), "failed")
    _plan_disputes(diary, share, experts, days, fates)
    for day in workdays(diary, BY_STEPS, date(year, 9, 1), date(year, 12, 1)):
        diary.on(day, partial(_notice, diary, share, diary.chance.choice(experts)), hour=9)
    found = workdays(diary, share.leads - BY_STEPS, date(year, 1, 4), date(year, 12, 26))
    fortnights(diary, found, LEAD, lambda day: _lead(diary, share, day, diary.chance.choice(experts)))
    held = workdays(diary, share.campaigns, date(year, 1, 5), date(year, 12, 28))
    number = iter(range(share.campaigns))
    fortnights(diary, held, CAMPAIGN, lambda day: _campaign(diary, share, day, next(number)))
    screened = [date(year, month, 26) for month in range(1, 13)]
    fortnights(diary, screened, SCREENING, lambda day: _screening(diary, share, day))


def _experts(diary: Diary, share: Share) -> list[Linked]:
    """Engaged for two years, most of them from this year on, some from the year before."""
    kinds = list(terms.ExpertKind)
    many = []
    for number, called_so in enumerate(share.experts, 1):
        before = number % 4 == 0
        start = date(diary.year - 1, 7, 1) if before else date(diary.year, 1, 1)
        values = {**defaults(diary.place, EXPERT), "name": called_so, "kind": kinds[number % 5]}
        values |= {"speciality": CASES[number % len(CASES)].kind.label, "town": share.town}
        values |= {"letter": f"{share.office.short}群英聘〔{start.year}〕{number}号", "phone": _phone(diary)}
        values |= {"village": diary.chance.choice(share.villages), "start_on": start}
        many.append({**values, "end_on": date(start.year + 2, start.month, 1) - timedelta(days=1)})
    uids = enter(diary, EXPERT, many)
    return [Linked(uid, called_so) for uid, called_so in zip(uids, share.experts, strict=True)]


def _phone(diary: Diary) -> str:
    return f"190{diary.chance.randint(0, 99999999):08d}"


# -- disputes


def _plan_disputes(
    diary: Diary, share: Share, experts: list[Linked], days: list[date], fates: dict[int, str]
) -> None:
    """Each is entered at the end of the fortnight in which it was visited last, with all that happened."""
    batches: dict[date, list[tuple[date, str]]] = {}
    for number, day in enumerate(days):
        ready = end_of_fortnight(day + timedelta(days=16))
        batches.setdefault(min(ready, date(diary.year, 12, 30)), []).append((day, fates.get(number, "")))
    for ready, chosen in batches.items():

        def act(chosen: list[tuple[date, str]] = chosen) -> None:
            enter(diary, DISPUTE, [_dispute(diary, share, experts, day, fate) for day, fate in chosen])

        diary.on(ready, act, hour=16)


def _accepted(diary: Diary, share: Share, day: date, case: Case) -> Values:
    chance = diary.chance
    village = chance.choice(share.villages)
    in_village = chance.random() < 0.55
    values = {**defaults(diary.place, DISPUTE), "accepted_on": day, "acceptor": share.clerk, "kind": case.kind}
    values |= {"title": case.title, "town": share.town, "village": village, "summary": case.told(village)}
    town = f"{share.town.label}人民调解委员会"
    street = terms.Committee.STREET if share.town.label.endswith("街道") else terms.Committee.TOWN
    local = terms.Committee.COMMUNITY if "社区" in village else terms.Committee.VILLAGE
    values["committee"] = f"{village}人民调解委员会" if in_village else town
    values["committee_kind"] = local if in_village else street
    values["source"] = chance.choices(list(terms.Source)[:5], (24, 60, 6, 1, 9))[0]
    sides = (terms.Side.APPLICANT, terms.Side.RESPONDENT)
    values["parties"] = [_party(diary, share, side, village) for side in sides]
    values |= {"persons": 2 + chance.randint(0, 4), "amount": case.amount(chance), "request": case.request}
    return {**values, "hard": chance.random() < 0.07}


def _party(diary: Diary, share: Share, side: terms.Side, village: str) -> Values:
    chance = diary.chance
    sex = chance.choice((Sex.MALE, Sex.FEMALE))
    born = date(diary.year - 1 - chance.randint(28, 76), chance.randint(1, 12), chance.randint(1, 28))
    row = {**blank(Party), "side": side, "name": name(chance, sex), "ethnic_group": "汉族", "phone": _phone(diary)}
    row |= {"id_number": id_number(born, sex, chance.randint(0, 499)), "sex": sex}
    return {**row, "occupation": "务农", "address": f"{share.town.label}{village}{chance.randint(1, 12)}组"}


def _dispute(diary: Diary, share: Share, experts: list[Linked], day: date, fate: str) -> Values:
    chance = diary.chance
    case = chance.choices(CASES, [each.weight for each in CASES])[0]
    values = _accepted(diary, share, day, case)
    if fate == "refused":
        return {**values, "refused_on": day, "refusal": terms.Refusal.IN_COURT}
    expert = chance.choice(experts) if chance.random() < 0.7 else None
    if expert is not None:
        values |= {"dispatched_on": day, "dispatcher": share.clerk, "expert": expert, "taken_on": day}
        values["taking"] = terms.Taking.ALONE
    closed = day + timedelta(days=chance.randint(1, 6))
    values |= _sat(values, closed, expert.text if expert else share.clerk, case, failed=fate == "failed")
    if fate == "failed":
        advice = "告知双方可以向人民法院起诉，符合条件的可以申请法律援助。"
        return {**values, "closed_on": closed, "result": terms.Result.FAILED, "advice": advice}
    values |= _agreed(diary, share, values, closed, case)
    if day < date(diary.year, 12, 5) or chance.random() < 0.5:  # of the last ones some are still to be performed
        values |= {"performed_on": closed + timedelta(days=2), "performance": terms.Performance.FULL}
        values |= _ended(diary, share, values, closed + timedelta(days=chance.randint(5, 9)))
    return values


def _sat(values: Values, day: date, mediators: str, case: Case, *, failed: bool) -> Values:
    present = "、".join(row["name"] for row in values["parties"])
    row = {**blank(MediationSession), "on": day, "start": time(9, 0), "end": time(11, 10), "present": present}
    row |= {"place": f"{values['village']}村部", "content": FAILED if failed else case.settled}
    return {"sessions": [row], "mediators": mediators}


def _agreed(diary: Diary, share: Share, values: Values, day: date, case: Case) -> Values:
    oral = diary.chance.random() < 0.42
    changes: Values = {"closed_on": day, "result": terms.Result.SUCCESS, "agreement": case.agreement}
    changes["form"] = terms.AgreementForm.ORAL if oral else terms.AgreementForm.WRITTEN
    amount = values["amount"]
    changes["agreed_amount"] = None if amount is None else amount * 7 // 10 // 100_00 * 100_00
    changes["perform_by"] = day + timedelta(days=15)
    if not oral:
        serial = diary.made["协议"] = diary.made["协议"] + 1
        changes["agreement_number"] = f"{share.office.short}调协〔{diary.year}〕{serial}号"
    return changes


def _ended(diary: Diary, share: Share, values: Values, day: date) -> Values:
    """Visited, and the file closed."""
    serial = diary.made["卷"] = diary.made["卷"] + 1
    visited = {"visited_on": day, "visitor": share.clerk, "satisfaction": terms.Satisfaction.VERY}
    visited["visit_note"] = "协议已经履行，双方表示满意，没有激化迹象。"
    file_number = f"{diary.year}-{share.office.short}-{serial}"
    archived = {"archived_on": day, "file_number": file_number, "file_pages": 14 + serial % 9, "retention": "长期"}
    return {**visited, **archived, "papers": wanted({**values, **visited})}


# -- from a lead to an agreement, step by step


def _step(diary: Diary, register: Any, uid: str, code: str, **changes: Any) -> None:
    begun = step_begun(diary.place, register, values_of(open_record(diary.place, register, uid)), code)
    diary.step(register, uid, code, {**begun, **changes})


def _notice(diary: Diary, share: Share, expert: Linked) -> None:
    case = diary.chance.choices(CASES, [each.weight for each in CASES])[0]
    at = diary.clock.at.time()
    uid = diary.save(LEAD, {**_found(diary, share, diary.today, case), "found_at": at}).record.uid
    _step(diary, LEAD, uid, "dispatch", dispatched_on=diary.today, dispatched_at=at, expert=expert)
    note = "劝开双方，约定到村部调解。"
    arrived = {"arrived_on": diary.today, "arrived_at": time(at.hour + 1, at.minute)}
    _step(diary, LEAD, uid, "arrive", **arrived, outcome=terms.Outcome.CASE, outcome_note=note)
    values = {**_accepted(diary, share, diary.today, case), **led_values(diary.place, LEAD, uid, "mediate").values}
    own = _accepted(diary, share, diary.today, case)
    kept = ("parties", "committee", "committee_kind", "acceptor", "kind", "persons", "amount", "request")
    values |= {each: own[each] for each in kept} | {"accepted_on": diary.today, "expert": None}
    dispute = diary.save(DISPUTE, values).record.uid
    _step(diary, DISPUTE, dispute, "dispatch", dispatched_on=diary.today, expert=expert)
    _step(diary, DISPUTE, dispute, "take", taken_on=diary.today, taking=terms.Taking.ALONE)
    diary.on(diary.after(1, 4), partial(_mediate, diary, share, dispute, case, expert.text), hour=15)


def _mediate(diary: Diary, share: Share, uid: str, case: Case, mediators: str) -> None:
    values = values_of(open_record(diary.place, DISPUTE, uid))
    _step(diary, DISPUTE, uid, "mediate", **_sat(values, diary.today, mediators, case, failed=False))
    _step(diary, DISPUTE, uid, "conclude", **_agreed(diary, share, values, diary.today, case))
    diary.on(diary.after(1, 10), partial(_perform, diary, uid), hour=10)


def _perform(diary: Diary, uid: str) -> None:
    _step(diary, DISPUTE, uid, "perform", performed_on=diary.today, performance=terms.Performance.FULL)


# -- leads, campaigns, screening


def _found(diary: Diary, share: Share, day: date, case: Case) -> Values:
    chance = diary.chance
    village = chance.choice(share.villages)
    values = {**defaults(diary.place, LEAD), "found_on": day, "found_at": time(chance.randint(7, 15), 20)}
    values["source"] = chance.choices(list(terms.LeadSource)[:6], SOURCES)[0]
    values |= {"town": share.town, "village": village, "place": f"{village}{chance.randint(1, 12)}组"}
    return {**values, "subject": case.title, "description": case.told(village)}


def _lead(diary: Diary, share: Share, day: date, expert: Linked) -> Values:
    """A lead that was settled on the spot, or was none."""
    chance = diary.chance
    values = _found(diary, share, day, chance.choice(CASES))
    if chance.random() < 0.12:
        return {**values, "invalid_on": day, "invalid": terms.Invalid.FALSE}
    at = values["found_at"]
    values |= {"dispatched_on": day, "dispatched_at": at, "dispatcher": share.clerk, "expert": expert}
    values |= {"arrived_on": day, "arrived_at": time(at.hour + 1, 0), "outcome": terms.Outcome.SETTLED}
    return {**values, "outcome_note": "当场说和，双方表示不再争执。"}


def _campaign(diary: Diary, share: Share, day: date, number: int) -> Values:
    chance, (title, theme) = diary.chance, THEMES[number % len(THEMES)]
    found = chance.randint(1, 9)
    values = {**defaults(diary.place, CAMPAIGN), "start_on": day, "end_on": day, "town": share.town}
    values |= {"title": f"{day.month}月{title}", "theme": theme, "lead_unit": share.office.name}
    values["partners"] = [{**blank(Partner), "unit": each, "people": 3} for each in ("综治中心", "派出所")]
    return {**values, "households": chance.randint(20, 120), "found": found, "settled": found - found % 2}


def _screening(diary: Diary, share: Share, day: date) -> Values:
    found = diary.chance.randint(1, 6)
    values = {**defaults(diary.place, SCREENING), "tier": terms.Tier.TOWN, "period": f"{day.month}月"}
    values |= {"town": share.town, "start_on": day - timedelta(days=4), "end_on": day, "screener": share.clerk}
    return {**values, "village": "", "found": found, "settled": found - 1, "reported": 1}
