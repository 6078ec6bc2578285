"""普法 in the invented year: events at fairs and schools, the people and places of the law, study and examination."""

from datetime import date
from functools import partial

from quyuan_desktop.domain.terms import Sex, Town
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.base import Values, blank
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.publicity import terms
from quyuan_desktop.registers.publicity.culture import CULTURE_PLACE
from quyuan_desktop.registers.publicity.event import PROMO_EVENT, PromoMaterial, PromoOrganisation
from quyuan_desktop.registers.publicity.exam import STUDY_EXAM
from quyuan_desktop.registers.publicity.models import MODEL_HOUSEHOLD, MODEL_VILLAGE
from quyuan_desktop.registers.publicity.people import LEGAL_PERSON
from quyuan_desktop.services.demo import consultations
from quyuan_desktop.services.demo.diary import Diary
from quyuan_desktop.services.demo.people import OFFICE, name
from quyuan_desktop.services.demo.places import LEAFLETS, USUAL, linked
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.save_record import Saved, defaults

TOPICS: tuple[tuple[str, terms.PromoForm, terms.Audience, str], ...] = (
    ("农资打假与消费维权", terms.PromoForm.FAIR, terms.Audience.VILLAGES, "消费者权益保护法、种子法"),
    ("民法典进乡村", terms.PromoForm.CASES, terms.Audience.VILLAGES, "民法典"),
    ("预防校园欺凌法治课", terms.PromoForm.LECTURE, terms.Audience.SCHOOLS, "未成年人保护法、预防未成年人犯罪法"),
    ("防范电信网络诈骗", terms.PromoForm.BROADCAST, terms.Audience.VILLAGES, "反电信网络诈骗法"),
    ("农民工工资权益保障", terms.PromoForm.FAIR, terms.Audience.COMPANIES, "保障农民工工资支付条例"),
    ("宪法宣传广场演出", terms.PromoForm.SHOW, terms.Audience.COMMUNITIES, "宪法"),
)
ENFORCERS = (
    "营田派出所",
    "营田市场监管所",
    "营田自然资源所",
    "营田交警中队",
    "营田农业执法中队",
    "营田应急管理站",
    "营田劳动保障站",
    "营田税务分局",
)
"""Those who come on 国家宪法日; at other events some of them."""
UNITS = ("营田镇机关", "营田派出所", "营田市场监管所", "营田中学", "营田卫生院")
CROWDED = 60
"""Lectures of advisers with so many hearers are entered as events too."""


def plan(diary: Diary, villages: list[Linked], about: int) -> None:
    """Enter people, villages and places, and put events and examinations into the diary."""
    share = about / USUAL
    for number, village in enumerate(villages[: max(1, round(len(villages) * min(1.0, share)))]):
        _people(diary, village, number)
    for number, village in enumerate(villages[:2]):
        _model_village(diary, village, (terms.Rank.CITY, terms.Rank.DISTRICT)[number])
    for kind, village in zip(
        (terms.PlaceKind.SQUARE, terms.PlaceKind.GALLERY, terms.PlaceKind.BOARD), villages, strict=False
    ):
        _culture(diary, kind, village)
    for number, day in enumerate(diary.days_of_work(max(2, round(30 * share)))):
        diary.on(day, partial(_event, diary, villages[number % len(villages)], number), hour=15)
    diary.on(date(diary.year, 12, 4), partial(_constitution_day, diary), hour=11)
    for month, title in ((5, "第一轮"), (10, "第二轮")):
        for unit in UNITS:
            diary.on(date(diary.year, month, 25), partial(_examine, diary, unit, title), hour=16)


def follow(diary: Diary, service: Saved) -> None:
    """A well attended lecture of an adviser is entered as an event, from the service, and counted once."""
    if (service.record.people or 0) < CROWDED:
        return
    values = led_values(diary.place, SERVICE_LOG, service.record.uid, "publicity").values
    values |= {
        "place": "村部会议室",
        "town": Town.YINGTIAN,
        "organisations": [_org(OFFICE.name, terms.Part.HOST, None)],
    }
    diary.save(PROMO_EVENT, values)


def _org(called_so: str, part: terms.Part, kind: terms.OrgKind | None) -> Values:
    return {**blank(PromoOrganisation), "name": called_so, "part": part, "kind": kind}


def _materials(diary: Diary, least: int, most: int) -> list[Values]:
    chosen = diary.chance.sample(LEAFLETS, 2)
    return [
        {**blank(PromoMaterial), "kind": each, "copies": diary.chance.randint(least, most) * 10} for each in chosen
    ]


def _event(diary: Diary, village: Linked, number: int) -> None:
    chance = diary.chance
    topic, form, audience, laws = TOPICS[number % len(TOPICS)]
    values = {**defaults(diary.place, PROMO_EVENT), "on": diary.today, "topic": topic, "form": form, "laws": laws}
    values |= {
        "audiences": (audience,),
        "town": Town.YINGTIAN,
        "village": village.text,
        "volunteers": chance.randint(0, 8),
    }
    values["place"] = "营田中学" if audience is terms.Audience.SCHOOLS else f"{village.text}村部"
    joined = chance.sample(ENFORCERS, chance.randint(0, 3))
    values["organisations"] = [_org(OFFICE.name, terms.Part.HOST, terms.OrgKind.ORGAN)]
    values["organisations"] += [_org(each, terms.Part.JOINED, terms.OrgKind.ENFORCEMENT) for each in joined]
    values["materials"] = _materials(diary, 8, 40)
    if form is terms.PromoForm.LECTURE:
        values["reach_counted"] = chance.randint(60, 200)
    else:
        values["reach_estimated"] = chance.randint(8, 40) * 10
    saved = diary.save(PROMO_EVENT, values)
    if form is terms.PromoForm.FAIR:
        consultations.take_in(diary, event=linked(saved))


def _constitution_day(diary: Diary) -> None:
    values = {**defaults(diary.place, PROMO_EVENT), "on": diary.today, "topic": "国家宪法日集中宣传"}
    values |= {"form": terms.PromoForm.FAIR, "laws": "宪法", "place": "营田镇文化广场", "town": Town.YINGTIAN}
    values |= {"audiences": (terms.Audience.COMMUNITIES,), "volunteers": 12, "other_consulted": 23}
    values["organisations"] = [_org(OFFICE.name, terms.Part.HOST, terms.OrgKind.ORGAN)]
    values["organisations"] += [_org(each, terms.Part.JOINED, terms.OrgKind.ENFORCEMENT) for each in ENFORCERS]
    values |= {"materials": _materials(diary, 60, 120), "reach_counted": 86, "reach_estimated": 900}
    values["account"] = "设咨询台、展板，群众问得最多的是土地流转、赡养和电信诈骗。"
    consultations.take_in(diary, event=linked(diary.save(PROMO_EVENT, values)))


def _people(diary: Diary, village: Linked, number: int) -> None:
    """Three who know the law in most villages, two in every seventh; a household; a leader in every fourth."""
    chance = diary.chance
    for each in range(2 if number % 7 == 6 else 3):
        _person(diary, village, terms.Calling.VERSED, f"{number + 1:02d}{each + 1}")
    if number % 4 == 0:
        _person(diary, village, terms.Calling.LEADER, f"{number + 1:02d}0")
    values = {**defaults(diary.place, MODEL_HOUSEHOLD), "village": village, "head": name(chance), "plaque": True}
    values |= {"members": chance.randint(2, 7), "batch": "第一批", "named_on": date(diary.year - 1, 11, 20)}
    diary.save(MODEL_HOUSEHOLD, values)


def _person(diary: Diary, village: Linked, kind: terms.Calling, number: str) -> None:
    chance = diary.chance
    values = {**defaults(diary.place, LEGAL_PERSON), "village": village, "name": name(chance), "kind": kind}
    values |= {
        "sex": chance.choice((Sex.MALE, Sex.FEMALE)),
        "background": chance.choice(list(terms.Background)[:8]),
    }
    values |= {"phone": f"190{chance.randint(0, 99999999):08d}", "since": date(diary.year - 1, 9, 1)}
    values |= {
        "certificate": f"YT{diary.year - 1}{number}",
        "certified_on": date(diary.year - 1, 9, 10),
        "badge": True,
    }
    values |= {
        "hours": chance.randint(2, 8) * 2,
        "grade": terms.Grade.PASSED,
        "graded_on": date(diary.year - 1, 12, 10),
    }
    diary.save(LEGAL_PERSON, values)


def _model_village(diary: Diary, village: Linked, rank: terms.Rank) -> None:
    values = {**defaults(diary.place, MODEL_VILLAGE), "village": village, "rank": rank}
    diary.save(MODEL_VILLAGE, {**values, "named_on": date(diary.year - 2, 12, 1), "batch": "第三批"})


def _culture(diary: Diary, kind: terms.PlaceKind, village: Linked) -> None:
    values = {**defaults(diary.place, CULTURE_PLACE), "name": f"{village.text}{kind.label}", "kind": kind}
    values |= {"town": Town.YINGTIAN, "village": village.text, "address": f"{village.text}村部旁"}
    values |= {"built_on": date(diary.year - 1, 6, 30), "keeper": f"{village.text}村民委员会", "area": 120}
    diary.save(CULTURE_PLACE, values)


def _examine(diary: Diary, unit: str, title: str) -> None:
    many = diary.chance.randint(8, 40)
    values = {
        **defaults(diary.place, STUDY_EXAM),
        "on": diary.today,
        "unit": unit,
        "title": title,
        "year": diary.year,
    }
    values |= {"should_study": many, "studied": many, "should_sit": many, "sat": many, "passed": many}
    diary.save(STUDY_EXAM, values)
