"""The mediation of the invented year: 群英 and cameras, leads, disputes to their files, screening, campaigns, rewards."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from quyuan_desktop.domain.terms import Sex, Town
from quyuan_desktop.registers.base import Values, blank, values_of
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.mediation import CAMPAIGN, CLAIM, DEVICE, DISPUTE, EXPERT, LEAD, SCREENING, terms
from quyuan_desktop.registers.mediation.dispute import MediationSession, Party, Prevented
from quyuan_desktop.registers.mediation.filing import wanted
from quyuan_desktop.registers.mediation.rounds import KeyMatter, Partner
from quyuan_desktop.services.demo.diary import Diary
from quyuan_desktop.services.demo.mediation_texts import CASES, FAILED, THEMES, Case
from quyuan_desktop.services.demo.people import CLERKS, OFFICE, id_number, name
from quyuan_desktop.services.demo.places import USUAL, linked
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.papers import issue_paper
from quyuan_desktop.services.save_record import Saved, defaults, open_record, step_begun
from quyuan_desktop.services.seeds import villages

DISPUTES = 66
"""Conflicts of a usual year, of which some end on the spot; as many campaigns and leads as belong to so many in the district's report."""
EXPERTS = (
    ("钟望龙", terms.ExpertKind.ELDER, "邻里、宅基地纠纷"),
    ("谭清泉", terms.ExpertKind.GENTRY, "山林土地纠纷"),
    ("蒋玉兰", terms.ExpertKind.CADRE, "婚姻家庭纠纷"),
    ("彭望洲", terms.ExpertKind.LAWYER, "合同、劳动争议"),
    ("龙建业", terms.ExpertKind.POLICE, "损害赔偿、交通事故"),
)
TOWN_COMMITTEE = "营田镇人民调解委员会"
FAILS, REFUSED, WITHDRAWN = 23, 31, 41
"""By the order in which they come in: the dispute that fails, the one that is refused, the one that is withdrawn."""
COURT = "汨罗市人民法院屈原人民法庭"


def plan(diary: Diary, about: int) -> None:
    """Enter the experts and the cameras, and put the rest into the diary, in proportion to a year of `about`."""
    share = about / USUAL
    experts = [_expert(diary, number, *each) for number, each in enumerate(EXPERTS, 1)]
    for village in ("荷花村", "三洲村"):
        values = {**defaults(diary.place, DEVICE), "town": Town.YINGTIAN, "village": village, "pieces": 6}
        values |= {"kind": terms.DeviceKind.CAMERA, "place": f"{village}主要路口", "keeper": "镇综治中心"}
        diary.save(DEVICE, {**values, "model": f"YT-{village}", "installed_on": date(diary.year, 1, 1)})
    for day in diary.days_of_work(max(2, round(DISPUTES * share))):
        diary.on(day, partial(_begin, diary, experts))
    for number, day in enumerate(diary.days_of_work(max(1, round(11 * share)))):
        diary.on(day, partial(_campaign, diary, number), hour=17)
    for month in range(1, 13):
        if month % max(1, round(1 / min(1.0, share))) == 0:
            diary.on(date(diary.year, month, 15), partial(_screen, diary, terms.Tier.VILLAGE, month), hour=16)
            diary.on(date(diary.year, month, 26), partial(_screen, diary, terms.Tier.TOWN, month), hour=16)


def _expert(diary: Diary, number: int, called: str, kind: terms.ExpertKind, speciality: str) -> Linked:
    values = {**defaults(diary.place, EXPERT), "name": called, "kind": kind, "speciality": speciality}
    values |= {"letter": f"营群英聘〔{diary.year}〕{number}号", "town": Town.YINGTIAN, "village": "荷花村"}
    values |= {"start_on": date(diary.year, 1, 1), "end_on": date(diary.year + 1, 12, 31)}
    return linked(diary.save(EXPERT, {**values, "phone": _phone(diary)}))


def _phone(diary: Diary) -> str:
    return f"190{diary.chance.randint(0, 99999999):08d}"


def _begin(diary: Diary, experts: list[Linked]) -> None:
    """Some disputes are noticed first: a lead, a 群英 on the spot, then a case."""
    case = diary.chance.choices(CASES, [each.weight for each in CASES])[0]
    expert = diary.chance.choice(experts)
    if diary.chance.random() < 0.45:
        _notice(diary, case, expert)
    else:
        _accept(diary, case, expert, defaults(diary.place, DISPUTE))


def _notice(diary: Diary, case: Case, expert: Linked) -> None:
    chance, at = diary.chance, diary.clock.at.time()
    village = chance.choice(villages(OFFICE.town))
    values = {**defaults(diary.place, LEAD), "found_on": diary.today, "found_at": at, "town": Town.YINGTIAN}
    values["source"] = chance.choices(list(terms.LeadSource), (14, 30, 10, 24, 6, 10, 4, 2))[0]
    values |= {"village": village, "place": f"{village}{chance.randint(1, 12)}组", "subject": case.title}
    values["description"] = case.told(village)
    uid = diary.save(LEAD, values).record.uid
    if chance.random() < 0.08:
        _step(diary, LEAD, uid, "dismiss", invalid_on=diary.today, invalid=terms.Invalid.FALSE)
        return
    _step(diary, LEAD, uid, "dispatch", dispatched_on=diary.today, dispatched_at=at, expert=expert)
    outcome = chance.choices((terms.Outcome.CASE, terms.Outcome.SETTLED), (86, 14))[0]
    changes: Values = {"arrived_on": diary.today, "outcome": outcome}
    changes["arrived_at"] = time(min(at.hour + 1, 20), at.minute)
    note = "劝开双方，约定到村部调解。" if outcome is terms.Outcome.CASE else "当场说和，双方表示不再争执。"
    _step(diary, LEAD, uid, "arrive", **changes, outcome_note=note)
    if outcome is terms.Outcome.CASE:
        _accept(diary, case, expert, led_values(diary.place, LEAD, uid, "mediate").values)


def _step(diary: Diary, register: Any, uid: str, code: str, **changes: Any) -> Saved:
    """Take a step as its form begins, with `changes`."""
    begun = step_begun(diary.place, register, values_of(open_record(diary.place, register, uid)), code)
    return diary.step(register, uid, code, {**begun, **changes})


def _accept(diary: Diary, case: Case, expert: Linked, begun: Values) -> None:
    chance, number = diary.chance, diary.made[DISPUTE.label] + 1
    village = begun["village"] or chance.choice(villages(OFFICE.town))
    in_village = chance.random() < 0.55
    values = {**begun, "accepted_on": diary.today, "acceptor": chance.choice(CLERKS), "kind": case.kind}
    values |= {"title": case.title, "town": Town.YINGTIAN, "village": village, "summary": case.told(village)}
    values["committee"] = f"{village}人民调解委员会" if in_village else TOWN_COMMITTEE
    values["committee_kind"] = terms.Committee.VILLAGE if in_village else terms.Committee.TOWN
    if begun["lead"] is None:
        values["source"] = chance.choices(list(terms.Source), (20, 58, 6, 1, 8, 4, 3))[0]
    values["parties"] = [
        _party(diary, terms.Side.APPLICANT, village),
        _party(diary, terms.Side.RESPONDENT, village),
    ]
    values |= {"persons": 2 + chance.randint(0, 4), "amount": case.amount(chance), "expert": None}
    values["hard"] = chance.random() < 0.07
    values["request"] = case.request
    uid = diary.save(DISPUTE, values).record.uid
    if number == REFUSED:
        _step(diary, DISPUTE, uid, "refuse", refused_on=diary.today, refusal=terms.Refusal.IN_COURT)
    elif chance.random() < 0.7:
        _step(diary, DISPUTE, uid, "dispatch", dispatched_on=diary.today, expert=expert)
        diary.on(diary.after(0, 1), partial(_take, diary, uid, number, case))
    else:
        diary.on(diary.after(0, 3), partial(_mediate, diary, uid, number, case))


def _party(diary: Diary, side: terms.Side, village: str) -> Values:
    chance = diary.chance
    sex = chance.choice((Sex.MALE, Sex.FEMALE))
    born = date(diary.year - 1 - chance.randint(28, 76), chance.randint(1, 12), chance.randint(1, 28))
    row = {**blank(Party), "side": side, "name": name(chance, sex), "ethnic_group": "汉族", "phone": _phone(diary)}
    row["id_number"] = id_number(born, sex, chance.randint(0, 499))
    row["occupation"] = chance.choice(("务农", "务工", "个体经营", "退休"))
    return {**row, "address": f"营田镇{village}{chance.randint(1, 12)}组"}


def _take(diary: Diary, uid: str, number: int, case: Case) -> None:
    joint = diary.chance.random() < 0.2
    how = {"taking": terms.Taking.JOINT, "joined": "村调解主任、辅警"} if joint else {"taking": terms.Taking.ALONE}
    _step(diary, DISPUTE, uid, "take", taken_on=diary.today, **how)
    diary.on(diary.after(0, 3), partial(_mediate, diary, uid, number, case))


def _mediate(diary: Diary, uid: str, number: int, case: Case) -> None:
    chance = diary.chance
    record = open_record(diary.place, DISPUTE, uid)
    before = [values_of(row) for row in record.sessions]
    start = chance.choice((time(9, 0), time(9, 30), time(14, 30), time(15, 0)))
    row = {**blank(MediationSession), "on": diary.today, "start": start, "end": time(start.hour + 2, 10)}
    row |= {"place": f"{record.village}村部", "present": record.sides.replace("与", "、")}
    last = number == FAILS or bool(before) or chance.random() < 0.75
    row["content"] = (case.settled if number != FAILS else FAILED) if last else "双方陈述经过，约定再次调解。"
    mediators = record.expert.text if record.expert is not None else chance.choice(CLERKS)
    _step(diary, DISPUTE, uid, "mediate", sessions=[*before, row], mediators=mediators)
    if number == WITHDRAWN:
        note = "双方自行和解，申请人撤回。"
        _step(diary, DISPUTE, uid, "withdraw", withdrawn_on=diary.today, withdrawal_note=note)
    elif last:
        _conclude(diary, uid, number, case)
    else:
        diary.on(diary.after(2, 6), partial(_mediate, diary, uid, number, case))


def _conclude(diary: Diary, uid: str, number: int, case: Case) -> None:
    chance, day = diary.chance, diary.today
    if number == FAILS:
        advice = "告知双方可以向人民法院起诉，符合条件的可以申请法律援助。"
        _step(diary, DISPUTE, uid, "conclude", closed_on=day, result=terms.Result.FAILED, advice=advice)
        diary.on(diary.after(3, 10), partial(_archive, diary, uid))
        return
    oral = chance.random() < 0.42
    record = open_record(diary.place, DISPUTE, uid)
    changes: Values = {"closed_on": day, "result": terms.Result.SUCCESS, "agreement": case.agreement}
    changes["form"] = terms.AgreementForm.ORAL if oral else terms.AgreementForm.WRITTEN
    changes["agreed_amount"] = None if record.amount is None else record.amount * 7 // 10 // 100_00 * 100_00
    changes["perform_by"] = day + timedelta(days=15)
    if not oral:
        serial = diary.made["协议"] = diary.made["协议"] + 1
        changes["agreement_number"] = f"营调协〔{diary.year}〕{serial}号"
    if record.hard and chance.random() < 0.6:
        kept = {"kind": terms.Escalation.CRIME, "cases": 1, "people": chance.randint(2, 5)}
        changes["prevented"] = [{**blank(Prevented), **kept}]
    _step(diary, DISPUTE, uid, "conclude", **changes)
    issue_paper(diary.place, DISPUTE, uid, "mediation_oral" if oral else "mediation_agreement")
    if not oral and chance.random() < 0.12:
        diary.on(diary.after(2, 12), partial(_confirm, diary, uid))
    diary.on(diary.after(1, 12), partial(_perform, diary, uid))


def _confirm(diary: Diary, uid: str) -> None:
    if open_record(diary.place, DISPUTE, uid).stage is terms.Stage.ARCHIVED:
        return
    serial = diary.made["确认"] = diary.made["确认"] + 1
    changes = {"court": COURT, "confirm_number": f"（{diary.year}）湘0681民特{serial}号（虚构）"}
    _step(diary, DISPUTE, uid, "confirm", confirm_on=diary.today, confirmation=terms.Confirmation.VALID, **changes)


def _perform(diary: Diary, uid: str) -> None:
    how = diary.chance.choices((terms.Performance.FULL, terms.Performance.AT_ONCE), (80, 20))[0]
    _step(diary, DISPUTE, uid, "perform", performed_on=diary.today, performance=how)
    diary.on(diary.after(12, 25), partial(_visit, diary, uid))


def _visit(diary: Diary, uid: str) -> None:
    note = "协议已经履行，双方表示满意，没有激化迹象。"
    content = diary.chance.choice((terms.Satisfaction.VERY, terms.Satisfaction.FAIR))
    _step(diary, DISPUTE, uid, "visit", visited_on=diary.today, visit_note=note, satisfaction=content)
    diary.on(diary.after(1, 10), partial(_archive, diary, uid))


def _archive(diary: Diary, uid: str) -> None:
    serial = diary.made["卷"] = diary.made["卷"] + 1
    papers = wanted(values_of(open_record(diary.place, DISPUTE, uid)))
    changes = {"file_number": f"{diary.year}-调-{serial}", "file_pages": 14 + serial % 9, "papers": papers}
    saved = _step(diary, DISPUTE, uid, "archive", archived_on=diary.today, **changes)
    if saved.record.result is terms.Result.SUCCESS and diary.chance.random() < 0.8:
        diary.on(diary.after(5, 20), partial(_claim, diary, uid))


def _claim(diary: Diary, uid: str) -> None:
    diary.save(CLAIM, led_values(diary.place, DISPUTE, uid, "claim").values)


def _campaign(diary: Diary, number: int) -> None:
    chance, (title, theme) = diary.chance, THEMES[number % len(THEMES)]
    found = chance.randint(1, 9)
    values = {**defaults(diary.place, CAMPAIGN), "start_on": diary.today, "town": Town.YINGTIAN}
    values |= {"title": f"{diary.today.month}月{title}", "theme": theme, "lead_unit": OFFICE.name}
    values["partners"] = [
        {**blank(Partner), "unit": each, "people": chance.randint(2, 5)} for each in ("镇综治中心", "派出所")
    ]
    values |= {"households": chance.randint(20, 120), "found": found, "settled": found - chance.randint(0, 1)}
    diary.save(CAMPAIGN, values)


def _screen(diary: Diary, tier: terms.Tier, month: int) -> None:
    chance, village = diary.chance, villages(OFFICE.town)[month % len(villages(OFFICE.town))]
    found = chance.randint(0, 6)
    half = "上半月" if tier is terms.Tier.VILLAGE else ""
    values = {
        **defaults(diary.place, SCREENING),
        "tier": tier,
        "period": f"{month}月{half}",
        "town": Town.YINGTIAN,
    }
    values |= {"start_on": diary.today - timedelta(days=4), "end_on": diary.today, "screener": name(chance)}
    values |= {"found": found, "settled": max(0, found - 1), "reported": min(1, found)}
    if tier is terms.Tier.VILLAGE:
        values["village"] = village
    elif found > 3:
        due = diary.today + timedelta(days=30)
        key = {
            "matter": f"{village}两户因宅基地多次争吵",
            "responsible": CLERKS[0],
            "leader": "副镇长",
            "due_on": due,
        }
        values["matters"] = [{**blank(KeyMatter), **key, "settled_on": diary.today if month < 12 else None}]
    diary.save(SCREENING, values)
