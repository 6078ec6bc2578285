"""An office's villages in the invented district: points, visits, advisers and what they did, 普法 and the people of the law."""

from datetime import date, time, timedelta

from quyuan_desktop.domain.terms import Sex
from quyuan_desktop.registers.advisers import terms as adviser_terms
from quyuan_desktop.registers.advisers.adviser import ADVISER
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.base import Values, blank
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.registers.places.village import VillageKind
from quyuan_desktop.registers.publicity import terms as promo
from quyuan_desktop.registers.publicity.culture import CULTURE_PLACE
from quyuan_desktop.registers.publicity.event import PROMO_EVENT, PromoMaterial, PromoOrganisation
from quyuan_desktop.registers.publicity.models import MODEL_HOUSEHOLD, MODEL_VILLAGE
from quyuan_desktop.registers.publicity.people import LEGAL_PERSON
from quyuan_desktop.registers.service_points import terms as point_terms
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.registers.service_points.visit import CARRIED, VISIT
from quyuan_desktop.services.demo.advisers import ADVISERS, FIRM, LECTURES, WORK
from quyuan_desktop.services.demo.diary import Diary
from quyuan_desktop.services.demo.district.entering import enter, fortnights, workdays
from quyuan_desktop.services.demo.district.legal_aid import visitor
from quyuan_desktop.services.demo.district.plan import Share
from quyuan_desktop.services.demo.people import name
from quyuan_desktop.services.demo.places import LEAFLETS, VISITS, linked
from quyuan_desktop.services.demo.publicity import TOPICS
from quyuan_desktop.services.save_record import defaults

WITHOUT = 1
"""So many villages of an office have no adviser at the end of the year."""
DILIGENCE = 0.84
"""The share of months in which an adviser comes to a village."""
COPIES, REACH = (430, 560), (640, 800)
"""Of one event, from to: over all events of the district two to three times ten thousand copies, three to four of people."""


def plan(diary: Diary, share: Share) -> None:
    """Enter an office's villages, points and advisers, and put visits, services and events into the diary."""
    year = diary.year
    villages = _villages(diary, share)
    points = _points(diary, share)
    visits = workdays(diary, share.visits, date(year, 1, 5), date(year, 12, 28))
    fortnights(diary, visits, VISIT, lambda day: _visit(diary, share, day, points))
    terms = _advisers(diary, share, villages)
    served = sorted((day, at) for at in range(len(terms)) for day in _days_served(diary))
    order = iter([terms[at] for _, at in served])
    fortnights(diary, [day for day, _ in served], SERVICE_LOG, lambda day: _service(diary, day, next(order)))
    _people(diary, share, villages)
    held = workdays(diary, share.events, date(year, 1, 8), date(year, 12, 28))
    number = iter(range(share.events))
    fortnights(diary, map(_plain, held), PROMO_EVENT, lambda day: _event(diary, share, day, next(number)))


def _plain(day: date) -> date:
    """Not 国家宪法日, on which the bureau holds the one event of the district."""
    return day + timedelta(days=1) if (day.month, day.day) == (12, 4) else day


def _villages(diary: Diary, share: Share) -> list[Linked]:
    chance = diary.chance
    many = []
    for called_so in share.villages:
        kind = VillageKind.COMMUNITY if "社区" in called_so else VillageKind.VILLAGE
        values = {**blank(VILLAGE.record), "name": called_so, "town": share.town, "valid_from": date(2000, 1, 1)}
        values |= {"kind": kind, "contact": name(chance), "contact_phone": _phone(diary)}
        many.append({**values, "households": chance.randint(300, 900), "population": chance.randint(1200, 3600)})
    uids = enter(diary, VILLAGE, many)
    return [Linked(uid, called_so) for uid, called_so in zip(uids, share.villages, strict=True)]


def _phone(diary: Diary) -> str:
    return f"190{diary.chance.randint(0, 99999999):08d}"


def _points(diary: Diary, share: Share) -> list[Linked]:
    office = share.office
    found = []
    for village in ("", *share.villages[:2]):
        values = {**defaults(diary.place, POINT), "town": share.town, "village": village}
        values |= {"name": f"{village or office.name}公共法律服务点", "address": f"{village or office.address}"}
        values["tier"] = point_terms.Tier.POINT if village else point_terms.Tier.STATION
        values |= {"opened_on": date(diary.year - 1, 3, 15), "host": village or office.name, "head": share.clerk}
        values |= {"phone": office.phone, "hours": office.hours, "service_days": "周一至周五", "area": 40}
        values["services"] = tuple(point_terms.Service)[:5]
        found.append(linked(diary.save(POINT, values)))
    return found


def _visit(diary: Diary, share: Share, day: date, points: list[Linked]) -> Values:
    chance = diary.chance
    service = chance.choices(list(VISITS), [each[0] for each in VISITS.values()])[0]
    _, title, reply, result = VISITS[service]
    who = visitor(diary, share, day)
    values = {**defaults(diary.place, VISIT), **{each: who.get(each, "") for each in ("visitor", *CARRIED)}}
    values |= {"on": day, "at": time(chance.randint(9, 15), 30), "point": chance.choice(points)}
    values |= {"service": service, "title": title, "content": title + "。", "reply": reply, "result": result}
    values |= {"id_reason": "", "receptionist": share.clerk, "manner": point_terms.Manner.VISIT}
    values["satisfaction"] = point_terms.Satisfaction.VERY
    if result is point_terms.VisitResult.REFERRED:
        values["referred_to"] = "区公证处"
    return values


# -- advisers


def _advisers(diary: Diary, share: Share, villages: list[Linked]) -> list[Linked]:
    """The advisers and their terms, one for each village but the last."""
    found = []
    for called_so, kind, firm, licence, specialities in ADVISERS[:3]:
        values = {**defaults(diary.place, ADVISER), "name": called_so, "kind": kind, "firm": firm}
        values |= {"licence": licence, "specialities": specialities, "since": date(diary.year - 1, 12, 20)}
        found.append(linked(diary.save(ADVISER, {**values, "phone": _phone(diary)})))
    terms = []
    for number, village in enumerate(villages[: len(villages) - WITHOUT]):
        values = {**defaults(diary.place, ASSIGNMENT), "village": village, "adviser": found[number % len(found)]}
        values |= {"start_on": date(diary.year, 1, 1), "end_on": date(diary.year + 1, 12, 31), "firm": FIRM}
        values |= {"agreement": f"{share.office.short}村顾〔{diary.year}〕{number + 1}号", "mutual": True}
        values |= {"subsidy": 3600_00, "signed_on": date(diary.year - 1, 12, 28)}
        terms.append(linked(diary.save(ASSIGNMENT, values)))
    return terms


def _days_served(diary: Diary) -> list[date]:
    """The days on which an adviser is in a village: once in most months, on a working day."""
    found = []
    for month in range(1, 13):
        if diary.chance.random() < DILIGENCE:
            found += workdays(diary, 1, date(diary.year, month, 3), date(diary.year, month, 24))
    return found


def _service(diary: Diary, day: date, term: Linked) -> Values:
    chance = diary.chance
    kind = chance.choices(list(WORK), [each[0] for each in WORK.values()])[0]
    _, topic, result = WORK[kind]
    values = {**defaults(diary.place, SERVICE_LOG), "on": day, "assignment": term, "kind": kind}
    values |= {"start": time(8, 30), "end": time(12, 30), "topic": topic, "result": result}
    values |= {"people": chance.randint(2, 9), "content": f"{topic}，{result}"}
    if chance.random() < 0.2:
        topic = chance.choice(LECTURES)
        values |= {"kind": adviser_terms.AdviceKind.LECTURE, "topic": topic, "content": f"讲座：{topic}。"}
        values["people"] = chance.randint(25, 50)
    return {**values, "mode": adviser_terms.Mode.ON_SITE, "signed": True, "signer": name(chance)}


# -- 普法


def _people(diary: Diary, share: Share, villages: list[Linked]) -> None:
    """Three who know the law in every village and a household; what the town has of leaders, named villages, places."""
    chance, year = diary.chance, diary.year
    versed, households = [], []
    for number, village in enumerate(villages, 1):
        for each in range(3):
            values = {**defaults(diary.place, LEGAL_PERSON), "village": village, "name": name(chance)}
            values |= {"kind": promo.Calling.VERSED, "sex": chance.choice((Sex.MALE, Sex.FEMALE))}
            values |= {"background": chance.choice(list(promo.Background)[:8]), "phone": _phone(diary)}
            values |= {"since": date(year - 1, 9, 1), "certified_on": date(year - 1, 9, 10), "badge": True}
            short = diary.place.office.short
            versed.append({**values, "certificate": f"{short}{year - 1}{number:02d}{each + 1}"})
        values = {**defaults(diary.place, MODEL_HOUSEHOLD), "village": village, "head": name(chance)}
        values |= {"plaque": True, "members": chance.randint(2, 7), "batch": "第一批"}
        households.append({**values, "named_on": date(year - 1, 11, 20)})
    leader = {**versed[0], "name": name(chance), "kind": promo.Calling.LEADER}
    enter(diary, LEGAL_PERSON, [*versed, {**leader, "certificate": f"{diary.place.office.short}{year - 1}带头人"}])
    enter(diary, MODEL_HOUSEHOLD, households)
    values = {**defaults(diary.place, MODEL_VILLAGE), "village": villages[0], "rank": promo.Rank.CITY}
    enter(diary, MODEL_VILLAGE, [{**values, "named_on": date(year - 2, 12, 1), "batch": "第三批"}])
    values = {**defaults(diary.place, CULTURE_PLACE), "kind": promo.PlaceKind.GALLERY, "town": share.town}
    values |= {"name": f"{share.town.label}法治长廊", "village": villages[0].text, "address": villages[0].text}
    enter(diary, CULTURE_PLACE, [{**values, "built_on": date(year - 1, 6, 30), "keeper": share.office.name}])


def _event(diary: Diary, share: Share, day: date, number: int) -> Values:
    chance = diary.chance
    topic, form, audience, laws = TOPICS[number % len(TOPICS)]
    village = chance.choice(share.villages)
    values = {**defaults(diary.place, PROMO_EVENT), "on": day, "topic": topic, "form": form, "laws": laws}
    values |= {"audiences": (audience,), "town": share.town, "village": village, "place": f"{village}村部"}
    values["volunteers"] = chance.randint(0, 8)
    return {**values, **reached(diary, share.office.name)}


def reached(diary: Diary, host: str, joined: tuple[str, ...] = ()) -> Values:
    """Who held an event and who joined it, what was handed out, whom it reached."""
    chance = diary.chance
    copies = chance.randint(*COPIES)
    counted = chance.randint(20, 120)
    parts = [(host, promo.Part.HOST), *((each, promo.Part.JOINED) for each in joined)]
    kind = promo.OrgKind.ENFORCEMENT if joined else promo.OrgKind.ORGAN
    halves = zip(chance.sample(LEAFLETS, 2), (copies // 2, copies - copies // 2), strict=True)
    return {
        "organisations": [
            {**blank(PromoOrganisation), "name": each, "part": p, "kind": kind} for each, p in parts
        ],
        "materials": [{**blank(PromoMaterial), "kind": each, "copies": many} for each, many in halves],
        "reach_counted": counted,
        "reach_estimated": chance.randint(*REACH) - counted,
    }
