"""The villages, points, duty, visits, pop-up desks and inspections of the invented year."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import Values, blank, called, values_of
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.registers.service_points import terms
from quyuan_desktop.registers.service_points.duty import DUTY, DUTY_LOG
from quyuan_desktop.registers.service_points.inspection import INSPECTION, InspectionItem
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.registers.service_points.popup import POPUP, Handout, PopupHelper
from quyuan_desktop.registers.service_points.visit import CARRIED, VISIT
from quyuan_desktop.services.demo import consultations
from quyuan_desktop.services.demo.diary import Diary
from quyuan_desktop.services.demo.people import CLERKS, OFFICE, name, person
from quyuan_desktop.services.save_record import Saved, defaults
from quyuan_desktop.services.seeds import villages

USUAL = 145
"""Receptions of a usual year, against which the size of everything else is reckoned."""
OFFICIALS = (*CLERKS, "彭望洲", "易清和")
VILLAGE_POINTS = ("荷花村", "三洲村", "义南村")
ITEMS = ("公示牌", "值班在岗", "登记台账", "资料架", "服务态度", "档案整理")
LEAFLETS = ("宪法宣传册", "民法典读本", "法律援助指南", "农资消费维权问答", "反诈宣传单")
QUESTIONS = "土地流转合同怎么签；农资质量不好找谁；老人赡养有争议怎么办。"
VISITS: dict[terms.Service, tuple[int, str, str, terms.VisitResult]] = {
    terms.Service.PUBLICITY: (30, "领取法治宣传资料", "发给资料并作说明。", terms.VisitResult.ANSWERED),
    terms.Service.MEDIATION: (
        22,
        "邻里为排水沟相争，请求调解",
        "引导到村调委会，约定上门调解。",
        terms.VisitResult.MEDIATION,
    ),
    terms.Service.AID_GUIDANCE: (
        18,
        "询问怎样申请法律援助",
        "告知条件、材料和办理地点。",
        terms.VisitResult.ANSWERED,
    ),
    terms.Service.DRAFTING: (8, "请求代拟起诉状", "代拟后交来访人核对。", terms.VisitResult.ANSWERED),
    terms.Service.NOTARY: (6, "询问遗嘱公证", "告知公证处地址和需要的材料。", terms.VisitResult.REFERRED),
    terms.Service.REVIEW: (
        4,
        "对行政处罚不服，询问复议",
        "告知复议机关和期限。",
        terms.VisitResult.REFERRED,
    ),
    terms.Service.RESETTLEMENT: (4, "询问安置帮教政策", "说明政策和帮扶办法。", terms.VisitResult.ANSWERED),
}


def plan(diary: Diary, about: int) -> list[Linked]:
    """Enter the places and put what happens at them into the diary; gives the villages for the advisers."""
    places = [_village(diary, each) for each in villages(OFFICE.town)]
    station, *_ = points = _points(diary)
    share = about / USUAL
    _plan_duty(diary, station, share)
    for day in diary.days_of_work(max(3, round(70 * share))):
        diary.on(day, partial(_visit, diary, points))
    for number, day in enumerate(diary.days_of_work(max(1, round(12 * share)))):
        diary.on(day, partial(_popup, diary, station, VILLAGE_POINTS[number % len(VILLAGE_POINTS)]), hour=17)
    for number, day in enumerate(diary.days_of_work(max(1, round(4 * share)))):
        diary.on(day, partial(_inspect, diary, points[number % len(points)], number), hour=15)
    return places


def linked(saved: Saved) -> Linked:
    """What leads to a record that was just saved."""
    from quyuan_desktop.registers import REGISTERS

    return Linked(saved.record.uid, called(REGISTERS[saved.changed.register], saved.record))


def _village(diary: Diary, called_so: str) -> Linked:
    chance = diary.chance
    values = {**blank(VILLAGE.record), "name": called_so, "town": Town.YINGTIAN, "valid_from": date(2000, 1, 1)}
    values |= {"kind": VILLAGE.field("kind").kind.restore("village"), "contact": name(chance)}
    values |= {"households": chance.randint(300, 900), "population": chance.randint(1200, 3600)}
    values["contact_phone"] = f"190{chance.randint(0, 99999999):08d}"
    return linked(diary.save(VILLAGE, values))


def _points(diary: Diary) -> list[Linked]:
    station = _point(diary, "营田司法所公共法律服务点", terms.Tier.STATION, "", OFFICE.address)
    return [station, *(_village_point(diary, each) for each in VILLAGE_POINTS)]


def _village_point(diary: Diary, village: str) -> Linked:
    called_so = f"{village}公共法律服务工作点"
    return _point(diary, called_so, terms.Tier.POINT, village, f"{village}村部（虚构）")


def _point(diary: Diary, called_so: str, tier: terms.Tier, village: str, address: str) -> Linked:
    chance, station = diary.chance, tier is terms.Tier.STATION
    values = {**defaults(diary.place, POINT), "name": called_so, "tier": tier, "town": Town.YINGTIAN}
    values |= {"village": village, "address": address, "opened_on": date(diary.year - 1, 3, 15)}
    values |= {
        "host": OFFICE.name if station else f"{village}村民委员会",
        "head": CLERKS[0] if station else name(chance),
    }
    values |= {"staff": "、".join(CLERKS) if station else "", "phone": OFFICE.phone, "hours": OFFICE.hours}
    values |= {"service_days": "周一至周五" if station else "每周三", "area": 60 if station else 25}
    values["services"] = tuple(terms.Service)[: 8 if station else 4]
    values["plates"] = (terms.Plate.DOOR, terms.Plate.BOARD, terms.Plate.RULES, terms.Plate.HOTLINE)
    values["equipment"] = (terms.Equipment.DESK, terms.Equipment.SHELF, terms.Equipment.PRINTER)
    return linked(diary.save(POINT, values))


def _plan_duty(diary: Diary, station: Linked, share: float) -> None:
    """The roster began in October: two halves a working day, and a log in the evening."""
    first = date(diary.year, 10, 9)
    for each in range(round((date(diary.year, 12, 31) - first).days * min(1.0, share)) + 1):
        day = first + timedelta(days=each)
        if day.weekday() < 5:
            diary.on(day, partial(_duty, diary, station), hour=8)
            diary.on(day, partial(_log, diary, station), hour=17)


def _duty(diary: Diary, station: Linked) -> None:
    chance, day = diary.chance, diary.today
    for half, role in ((terms.Half.MORNING, terms.DutyRole.OFFICE), (terms.Half.AFTERNOON, terms.DutyRole.OFFICE)):
        if chance.random() < 0.03:
            continue
        values = {**defaults(diary.place, DUTY), "on": day, "half": half, "point": station, "role": role}
        values["person"] = OFFICIALS[(day.toordinal() + (half is terms.Half.AFTERNOON)) % len(OFFICIALS)]
        values["leader"] = CLERKS[0]
        if values["person"] not in CLERKS:
            values["role"] = terms.DutyRole.LAWYER
        if chance.random() < 0.06:
            values["substitute"] = next(each for each in OFFICIALS if each != values["person"])
            values["substitute_reason"] = chance.choice(("外出开会", "下村", "请假"))
        begins = time(8, 25) if half is terms.Half.MORNING else time(14, 28)
        values["signed_in"] = begins
        values["signed_out"] = time(12, 2) if half is terms.Half.MORNING else time(17, 31)
        diary.save(DUTY, values)


def _log(diary: Diary, station: Linked) -> None:
    chance = diary.chance
    batches = chance.randint(0, 3)
    values = {**defaults(diary.place, DUTY_LOG), "on": diary.today, "point": station}
    values |= {"person": chance.choice(CLERKS), "batches": batches, "people": batches + chance.randint(0, 2)}
    values |= {"calls": chance.randint(0, 4), "done": batches, "transferred": 0, "pending": 0}
    values["topic"] = chance.choice(("接待咨询", "资料整理、接听电话", "接待来访、引导法律援助", "下村送达材料"))
    diary.save(DUTY_LOG, values)


def _visit(diary: Diary, points: list[Linked]) -> None:
    chance = diary.chance
    service = chance.choices(list(VISITS), [each[0] for each in VISITS.values()])[0]
    _, title, reply, result = VISITS[service]
    visitor = person(chance, diary.today)
    values = {**defaults(diary.place, VISIT), **{each: visitor.get(each, "") for each in ("visitor", *CARRIED)}}
    values |= {"on": diary.today, "at": diary.clock.at.time(), "point": chance.choices(points, (6, 1, 1, 1))[0]}
    values |= {"service": service, "title": title, "content": title + "。", "reply": reply, "result": result}
    values |= {"id_reason": "", "receptionist": chance.choice(CLERKS)}
    values["manner"] = chance.choices(list(terms.Manner), (70, 15, 5, 10))[0]
    values["satisfaction"] = chance.choices(list(terms.Satisfaction), (50, 35, 1, 14))[0]
    if result is terms.VisitResult.REFERRED:
        values["referred_to"] = "区公证处" if service is terms.Service.NOTARY else "区司法局复议股"
    diary.save(VISIT, values)


def _popup(diary: Diary, station: Linked, village: str) -> None:
    chance = diary.chance
    leaflets = chance.sample(LEAFLETS, 3)
    values = {**defaults(diary.place, POPUP), "on": diary.today, "title": f"{village}集市法律咨询站点"}
    values |= {"place": f"{village}集市", "town": Town.YINGTIAN, "village": village, "fair": "逢五、十赶集"}
    values |= {"unit": OFFICE.name, "point": station, "questions": QUESTIONS, "reach": chance.randint(60, 400)}
    values |= {"reach_estimated": True, "other_consulted": chance.randint(2, 8)}
    values["helpers"] = [_helper(CLERKS[0], terms.Helper.OFFICE), _helper("彭望洲", terms.Helper.LAWYER)]
    values["handouts"] = [
        {**blank(Handout), "kind": leaflet, "copies": chance.randint(4, 30) * 10} for leaflet in leaflets
    ]
    event = linked(diary.save(POPUP, values))
    consultations.take_in(diary, point=station, popup=event)


def _helper(called_so: str, kind: terms.Helper) -> Values:
    return {**blank(PopupHelper), "name": called_so, "kind": kind, "unit": OFFICE.name}


def _inspect(diary: Diary, point: Linked, number: int) -> None:
    chance = diary.chance
    rows: list[Any] = [{**blank(InspectionItem), "item": item, "full": 10, "off": 0} for item in ITEMS]
    values = {**defaults(diary.place, INSPECTION), "on": diary.today, "point": point, "team": "区司法局检查组"}
    faulty = number % 2 == 1
    if faulty:
        chance.choice(rows).update(off=3, problem="更新不及时。")
        values |= {"problems": "请在期限内更新并回报。", "due_on": diary.today + timedelta(days=15)}
    saved = diary.save(INSPECTION, {**values, "items": rows})
    if faulty and number == 1:
        diary.on(diary.after(5, 20), partial(_put_right, diary, saved))


def _put_right(diary: Diary, saved: Saved) -> None:
    values = {**values_of(saved.record), "rectified_on": diary.today, "result": "已更新，经复查符合要求。"}
    diary.correct(INSPECTION, saved.record.uid, values, "整改完成")
