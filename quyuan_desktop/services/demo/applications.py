"""The applications of the invented year: led from consultations or by themselves, some late, some in 补正, one objection."""

from datetime import date, timedelta
from typing import Any

from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex
from quyuan_desktop.registers.base import Values, blank, values_of
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application import HouseholdMember, JointApplicant, Material, Supplement
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION, CARRIED
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Result
from quyuan_desktop.services.demo.diary import Diary
from quyuan_desktop.services.demo.people import CLERKS, id_number, name, person
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.papers import issue_paper
from quyuan_desktop.services.save_record import Saved, defaults, open_record, step_begun

FIRMS = ("汨水律师事务所（虚构）", "罗城法律服务所（虚构）")
LAWYERS = ("彭望洲", "易清和", "熊立本")
CAUSES = (
    ("追索劳动报酬", terms.Ground.G31_5, terms.Form.ARBITRATION, 36),
    ("提供劳务者受害责任纠纷", terms.Ground.G31_7, terms.Form.LITIGATION, 18),
    ("机动车交通事故责任纠纷", terms.Ground.G31_7, terms.Form.LITIGATION, 16),
    ("赡养费纠纷", terms.Ground.G31_4, terms.Form.LITIGATION, 12),
    ("抚养费纠纷", terms.Ground.G31_4, terms.Form.LITIGATION, 8),
    ("离婚纠纷（家庭暴力）", terms.Ground.G32_4, terms.Form.LITIGATION, 6),
    ("工伤保险待遇纠纷", terms.Ground.G31_7, terms.Form.ARBITRATION, 8),
)
SPECIAL = {
    3: "supplement",
    7: "refuse",
    9: "supplement",
    11: "joint",
    14: "withdraw",
    17: "deemed",
    20: "terminate",
}
SPECIAL |= {22: "late", 24: "object", 26: "supplement", 29: "late", 31: "refuse"}
"""What befalls some of the applications, by the order in which they come in."""


def plan(diary: Diary, about: int) -> None:
    """Put applications that no consultation led to into the diary: about one to seven receptions."""
    for day in diary.days_of_work(max(1, about // 7)):
        diary.on(day, lambda: _apply_directly(diary))


def follow(diary: Diary, saved: Saved) -> None:
    """Most consultations whose result is that legal aid is applied for lead to an application."""
    if saved.record.result is not Result.APPLICATION or not saved.record.id_number or diary.chance.random() < 0.12:
        return
    uid = saved.record.uid
    diary.on(diary.after(0, 6), lambda: _apply(diary, led_values(diary.place, CONSULTATION, uid, "apply").values))


def _apply_directly(diary: Diary) -> None:
    chance = diary.chance
    applicant = person(chance, diary.today)
    if applicant["id_kind"] is not IdKind.RESIDENT:
        return
    cause, ground, form, _ = chance.choices(CAUSES, [each[3] for each in CAUSES])[0]
    values = {**defaults(diary.place, APPLICATION), **{each: applicant.get(each, "") for each in CARRIED}}
    values |= {"id_reason": "", "household": "", "workplace": ""}
    values |= {"applicant": applicant["visitor"], "cause": cause, "ground": ground, "form": form}
    values["summary"] = f"申请人因{cause}请求法律援助，材料齐备，经济困难。"
    _apply(diary, values)


def _apply(diary: Diary, values: Values) -> None:
    chance, number = diary.chance, diary.made[APPLICATION.label] + 1
    fate = SPECIAL.get(number, "")
    values = {**values, "applied_on": diary.today, "acceptor": chance.choice(CLERKS)}
    values["phone"] = values["phone"] or f"190{chance.randint(0, 99999999):08d}"
    if values["domain"] is terms.Domain.CRIMINAL:
        values["ground"] = terms.Ground.G24
    elif values["ground"] is None:
        values["ground"], values["form"] = terms.Ground.G31_9, terms.Form.LITIGATION
    if values["domain"] is None:
        values["domain"] = terms.Domain.CIVIL
    values |= means(diary, values) | case_values(diary, values)
    if fate == "joint":
        values |= {"joint": terms.Joint.DIVISIBLE, "joint_applicants": [_fellow(diary) for _ in range(3)]}
    saved = diary.save(APPLICATION, values)
    diary.on(diary.after(0, 1), lambda: _receive(diary, saved.record.uid, fate))


def means(diary: Diary, values: Values) -> Values:
    """How the economic situation is shown: exempt, pledged with the household's income, or not asked."""
    chance, groups = diary.chance, values["groups"]
    if values["ground"] in terms.WITHOUT_MEANS_TEST:
        return {"means": terms.MeansTest.NOT_NEEDED}
    if values["ground"] is terms.Ground.G31_5 and PersonGroup.MIGRANT_WORKER in groups:
        exempt, evidence = terms.Exemption.E3, "务工证明"
    elif PersonGroup.LOW_INCOME in groups:
        exempt, evidence = terms.Exemption.E2, "低保证"
    elif PersonGroup.DISABLED in groups:
        exempt, evidence = terms.Exemption.E1, "残疾人证"
    else:
        members = [
            _member(
                values["applicant"], "本人", 45, chance.randint(4, 18) * 1000_00, chance.randint(0, 8) * 1000_00
            ),
            _member(name(chance, Sex.FEMALE), "配偶", 43, chance.randint(0, 9) * 1000_00, 0),
            _member(name(chance), "子女", 17, 0, 0),
        ]
        return {"means": terms.MeansTest.PLEDGE, "pledged": True, "members": members, "monthly_spending": 900_00}
    return {"means": terms.MeansTest.EXEMPT, "exemption": exempt, "exemption_evidence": evidence}


def _member(who: str, relation: str, age: int, wage: int, business: int) -> Values:
    return {
        **blank(HouseholdMember),
        "name": who,
        "relation": relation,
        "age": age,
        "wage": wage,
        "business": business,
    }


def case_values(diary: Diary, values: Values) -> Values:
    """What the case is about, and its limitation."""
    chance = diary.chance
    event = diary.today - timedelta(days=chance.randint(40, 320))
    labour = values["form"] is terms.Form.ARBITRATION
    return {
        "status": terms.Status.PLAINTIFF,
        "case_stage": terms.CaseStage.NONE,
        "claim": chance.randint(4, 120) * 1000_00,
        "event_on": event,
        "limitation": terms.Limitation.LABOUR if labour else terms.Limitation.CIVIL,
        "opposing_party": values["opposing_party"] or "罗城砖厂",
    }


def _fellow(diary: Diary) -> Values:
    chance = diary.chance
    number = id_number(
        date(1975, 5, 1) + timedelta(days=chance.randint(0, 9000)), Sex.MALE, chance.randint(0, 400)
    )
    row = blank(JointApplicant)
    return {**row, "name": name(chance), "id_number": number, "phone": f"190{chance.randint(0, 99999999):08d}"}


def _now(diary: Diary, uid: str) -> Any:
    return open_record(diary.place, APPLICATION, uid)


def _take(diary: Diary, uid: str, code: str, **changes: Any) -> Saved:
    begun = step_begun(diary.place, APPLICATION, values_of(_now(diary, uid)), code)
    return diary.step(APPLICATION, uid, code, {**begun, **changes})


def _receive(diary: Diary, uid: str, fate: str) -> None:
    record = _now(diary, uid)
    names = ["法律援助申请表", "身份证"]
    names.append(record.exemption_evidence if record.exemption else "经济困难状况说明表")
    names += ["欠条" if record.form is terms.Form.ARBITRATION else "证据材料", "起诉状"]
    materials = [
        {**blank(Material), "name": each, "copies": 1, "pages": 1 + place % 3, "original": terms.Original.COPY}
        for place, each in enumerate(names[: 4 if fate == "supplement" else 5])
    ]
    _take(diary, uid, "receive", received_on=diary.today, receipt_by=record.acceptor, materials=materials)
    issue_paper(diary.place, APPLICATION, uid, "aid_receipt")
    if fate in ("supplement", "deemed"):
        diary.on(diary.after(0, 1), lambda: _ask(diary, uid, fate))
    elif fate == "withdraw":
        diary.on(diary.after(1, 3), lambda: _withdraw(diary, uid, terms.Withdrawal.ASKED, "双方已自行和解。"))
    else:
        wait = (5, 6) if fate == "late" else (0, 2)
        diary.on(diary.after(*wait), lambda: _hand_over(diary, uid, fate))


def _ask(diary: Diary, uid: str, fate: str) -> None:
    until = diary.today + timedelta(days=15)
    row = {**blank(Supplement), "asked_on": diary.today, "due_on": until, "items": "被申请人的身份信息、证据原件"}
    _take(diary, uid, "ask", supplements=[row])
    issue_paper(diary.place, APPLICATION, uid, "aid_supplement")
    if fate == "deemed":
        note = "逾期未补充材料，电话催告两次。"
        diary.on(until + timedelta(days=2), lambda: _withdraw(diary, uid, terms.Withdrawal.DEEMED, note))
    else:
        diary.on(diary.after(4, 11), lambda: _supplemented(diary, uid))


def _supplemented(diary: Diary, uid: str) -> None:
    record = _now(diary, uid)
    values = values_of(record)
    rows = [
        {**row, "returned_on": diary.today, "outcome": terms.Outcome.COMPLETE} for row in values["supplements"]
    ]
    more = {**blank(Material), "name": "补充证据", "copies": 1, "pages": 2, "original": terms.Original.COPY}
    _take(diary, uid, "supplemented", supplements=rows, materials=[*values["materials"], more])
    diary.on(diary.after(0, 1), lambda: _hand_over(diary, uid, ""))


def _withdraw(diary: Diary, uid: str, how: terms.Withdrawal, note: str) -> None:
    _take(diary, uid, "withdraw", withdrawn_on=diary.today, withdrawal=how, withdrawal_note=note)


def _hand_over(diary: Diary, uid: str, fate: str) -> None:
    record = _now(diary, uid)
    _take(diary, uid, "hand_over", handed_over_on=diary.today, handed_over_by=record.acceptor)
    issue_paper(diary.place, APPLICATION, uid, "aid_handover")
    wait = (8, 11) if fate == "late" else (1, 4)
    diary.on(diary.after(*wait), lambda: _decide(diary, uid, fate))


def _decide(diary: Diary, uid: str, fate: str) -> None:
    refused = fate in ("refuse", "object")
    serial = diary.made["决定"] = diary.made["决定"] + 1
    letter = "不援决" if refused else "援决"
    _take(
        diary,
        uid,
        "decide",
        decided_on=diary.today,
        decision=terms.Decision.REFUSE if refused else terms.Decision.GRANT,
        decision_number=f"屈{letter}字〔{diary.year}〕第{serial}号",
        refusal=(terms.Refusal.MEANS if fate == "refuse" else terms.Refusal.SCOPE) if refused else None,
        decision_note="家庭人均收入高于认定标准" if fate == "refuse" else "",
        decision_served_on=diary.today if refused else None,
    )
    if fate == "object":
        diary.on(diary.after(3, 6), lambda: _object(diary, uid))
    elif not refused:
        diary.on(diary.after(0, 2), lambda: _appoint(diary, uid, fate))


def _object(diary: Diary, uid: str) -> None:
    _take(diary, uid, "object", objection_on=diary.today, objection_note="申请事项属于工伤赔偿，认为应当援助。")
    diary.on(diary.after(3, 4), lambda: _review(diary, uid))


def _review(diary: Diary, uid: str) -> None:
    corrected = terms.ObjectionResult.CORRECTED
    _take(diary, uid, "review", objection_decided_on=diary.today, objection_result=corrected)


def _appoint(diary: Diary, uid: str, fate: str) -> None:
    chance = diary.chance
    _take(
        diary,
        uid,
        "appoint",
        appointed_on=diary.today,
        appointment_number=f"屈援指字〔{diary.year}〕第{diary.made['决定']}号",
        firm=FIRMS[0] if chance.random() < 0.7 else FIRMS[1],
        undertaker=chance.choice(LAWYERS),
        undertaker_kind=terms.Undertaker.LAWYER,
        undertaker_phone="0730-5550011",
    )
    if fate == "terminate":
        diary.on(diary.after(10, 20), lambda: _terminate(diary, uid))
        return
    diary.on(diary.after(1, 4), lambda: _agree(diary, uid))
    diary.on(diary.after(30, 110), lambda: _close(diary, uid))


def _agree(diary: Diary, uid: str) -> None:
    _take(diary, uid, "agree", agreement_on=diary.today)


def _terminate(diary: Diary, uid: str) -> None:
    ground = terms.Termination.T6
    _take(
        diary, uid, "terminate", terminated_on=diary.today, termination=ground, termination_served_on=diary.today
    )


def _close(diary: Diary, uid: str) -> None:
    chance, record = diary.chance, _now(diary, uid)
    labour = record.form is terms.Form.ARBITRATION
    ways = (
        (terms.Closing.MEDIATED, terms.Closing.ARBITRATED)
        if labour
        else (terms.Closing.WON, terms.Closing.COURT_MEDIATED)
    )
    recovered = (record.claim or 0) * chance.randint(5, 10) // 10 // 100_00 * 100_00
    wages = recovered if record.green is terms.Green.WAGES else None
    _take(
        diary,
        uid,
        "close",
        closed_on=diary.today,
        closing=chance.choice(ways),
        closing_document="仲裁调解书" if labour else "民事调解书",
        recovered=recovered,
        wages=wages,
    )
    diary.on(diary.after(5, 28), lambda: _archive(diary, uid))


def _archive(diary: Diary, uid: str) -> None:
    serial = diary.made["归档"] = diary.made["归档"] + 1
    number = f"{diary.year}-援-{serial}"
    _take(diary, uid, "archive", archived_on=diary.today, file_number=number, file_pages=38, retention="10年")
    if serial % 6:
        diary.on(diary.after(8, 24), lambda: _pay(diary, uid))


def _pay(diary: Diary, uid: str) -> None:
    _take(diary, uid, "pay", subsidy_on=diary.today)
