"""The bureau's own records in the invented district: legal review, meetings, examinations, devices, 国家宪法日."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.registers.legal_review.cleanup import NORM_CLEANUP
from quyuan_desktop.registers.legal_review.contract import CONTRACT_REVIEW
from quyuan_desktop.registers.legal_review.decision import DECISION_REVIEW
from quyuan_desktop.registers.legal_review.litigation import LITIGATION
from quyuan_desktop.registers.legal_review.meeting import MEETING
from quyuan_desktop.registers.legal_review.norm_doc import NORM_DOC
from quyuan_desktop.registers.legal_review.terms import (
    CaseKind,
    CaseResult,
    ContractKind,
    DocRank,
    Issuer,
    MeetingKind,
    Outcome,
    Verdict,
)
from quyuan_desktop.registers.mediation import DEVICE
from quyuan_desktop.registers.mediation.terms import DeviceKind
from quyuan_desktop.registers.publicity import terms as promo
from quyuan_desktop.registers.publicity.event import PROMO_EVENT
from quyuan_desktop.registers.publicity.exam import STUDY_EXAM
from quyuan_desktop.services.demo.diary import Diary
from quyuan_desktop.services.demo.district.entering import enter, fortnights, workdays
from quyuan_desktop.services.demo.district.plan import INVENTED_VILLAGES
from quyuan_desktop.services.demo.district.villages import reached
from quyuan_desktop.services.demo.people import name
from quyuan_desktop.services.save_record import defaults

CAMERAS, POLE = 100, 4
"""Cameras in use in 天问街道, and so many at one place."""
CONTRACTS, OUTSIDE = 95, 6
"""Contracts of the government reviewed in the year, and others."""
CLEANED, DEPARTMENTS, SINCE = 434, 9, 2018
"""Documents of the district cleaned up, those of departments, and from which year on."""
FIRST_ROUND, SECOND_ROUND = (52, 47, 44, 41, 39, 38, 35, 31, 28, 25), (47, 42, 39, 41, 40, 38, 35, 35, 32, 26)
"""How many of each unit sat the two examinations of the year: 755 together."""
UNITS = (
    "区委办",
    "区管委办",
    "区纪委监委",
    "区政法委",
    "区司法局",
    "区公安分局",
    "区财政局",
    "区农业农村局",
    "区市场监管局",
    "区自然资源局",
)
ON_CONSTITUTION_DAY = (
    "区司法局",
    "区农业农村局",
    "区公安分局",
    "区市场监管局",
    "区自然资源局",
    "区应急管理局",
    "区税务局",
)
"""With 区政法委, who holds it, eight."""
HANDLER = "姚自清"
SENDERS = ("区财政局", "区农业农村局", "区住建局", "区招商中心", "区水利局", "天问街道办事处", "营田镇人民政府")
SUBJECTS = (
    "高标准农田建设施工",
    "招商引资项目投资",
    "污水处理厂委托运营",
    "农村道路养护",
    "政务系统运维",
    "产业园土地出让",
)
MATTERS = ("管网改造", "学校布局调整", "水价调整", "公交线路开通", "产业园规划", "集镇停车收费")


def plan(diary: Diary) -> None:
    """Enter the devices and put the bureau's year into the diary."""
    _devices(diary)
    _contracts(diary)
    _documents(diary)
    _meetings(diary)
    for month, title, sizes in ((5, "第一轮", FIRST_ROUND), (10, "第二轮", SECOND_ROUND)):
        _examine(diary, date(diary.year, month, 25), title, sizes)
    day = date(diary.year, 12, 4)
    _enter_on(diary, day, PROMO_EVENT, lambda: [_constitution_day(diary, day)])
    _decisions(diary)
    _litigation(diary)


def _devices(diary: Diary) -> None:
    villages = INVENTED_VILLAGES[Town.TIANWEN]
    many = []
    for number in range(CAMERAS // POLE + 1):
        village = villages[number % len(villages)]
        values = {**defaults(diary.place, DEVICE), "kind": DeviceKind.CAMERA, "pieces": POLE}
        values |= {"town": Town.TIANWEN, "village": village, "place": f"{village}{number + 1}号杆"}
        values |= {"keeper": "天问街道综治中心", "model": f"TW-{number + 1:03d}"}
        many.append({**values, "installed_on": date(diary.year - 1, 6, 1)})
    enter(diary, DEVICE, many[:-1])
    # one pole was taken out of use in the year before, and is not counted any more
    enter(diary, DEVICE, [{**many[-1], "retired_on": date(diary.year - 1, 12, 1)}])


def _contracts(diary: Diary) -> None:
    year = diary.year
    days = workdays(diary, CONTRACTS + OUTSIDE, date(year, 1, 9), date(year, 12, 20))
    number = iter(range(len(days)))
    fortnights(
        diary,
        [day + timedelta(days=6) for day in days],
        CONTRACT_REVIEW,
        lambda day: _contract(diary, day, next(number)),
    )
    last = date(year, 12, 29)
    _enter_on(diary, last, CONTRACT_REVIEW, lambda: [_received(diary, last, 0)])


def _received(diary: Diary, day: date, number: int) -> Values:
    chance = diary.chance
    subject = SUBJECTS[number % len(SUBJECTS)]
    kind = chance.choices(list(ContractKind), (70, 24, 6))[0]
    values = {**defaults(diary.place, CONTRACT_REVIEW), "received_on": day, "sender": chance.choice(SENDERS)}
    values |= {"kind": kind, "title": f"{subject}{kind.label}", "counterparty": "湘汨建设公司（虚构）"}
    values |= {"amount": chance.randint(8, 900) * 10_000_00, "in_scope": True, "handler": HANDLER}
    return {**values, "materials": "送审函、文本、会议纪要"}


def _contract(diary: Diary, day: date, number: int) -> Values:
    chance, came = diary.chance, day - timedelta(days=6)
    values = _received(diary, came, number)
    verdict = chance.choices(list(Verdict), (60, 36, 4))[0]
    values |= {"verdict": verdict, "issued_on": came + timedelta(days=chance.randint(1, 5))}
    values["in_scope"] = number % ((CONTRACTS + OUTSIDE) // OUTSIDE) != 0 or number // 16 >= OUTSIDE
    if verdict is not Verdict.AGREED:
        values |= {"opinion_count": chance.randint(1, 6), "opinions": "违约责任、付款条件约定不明，建议补充。"}
    return values


def _documents(diary: Diary) -> None:
    year = diary.year
    for month, title, issuer in (
        (3, "屈原管理区农村集体资产管理办法", Issuer.GOVERNMENT),
        (8, "屈原管理区城区停车管理办法", Issuer.OFFICE),
        (12, "屈原管理区文明养犬管理办法", Issuer.GOVERNMENT),
    ):
        made = partial(_document, diary, month, title, issuer)
        _enter_on(diary, date(year, month, 28), NORM_DOC, made)
    cleaned = date(year, 6, 30)
    _enter_on(diary, cleaned, NORM_CLEANUP, lambda: _cleaned(diary, cleaned))


def _document(diary: Diary, month: int, title: str, issuer: Issuer) -> list[Values]:
    year = diary.year
    values = {**defaults(diary.place, NORM_DOC), "received_on": date(year, month, 2), "title": title}
    values |= {"issuer": "屈原管理区管理委员会", "issuer_kind": issuer, "drafter": "区司法局"}
    values |= {"reviewed_on": date(year, month, 9), "opinion_number": f"屈司审〔{year}〕{month}号"}
    if month < 12:  # the third one was reviewed, and not yet passed
        values |= {"passed_on": date(year, month, 14), "published_on": date(year, month, 16)}
        values |= {"effective_on": date(year, month + 1, 1), "expires_on": date(year + 5, month, 28)}
        values |= {"doc_number": f"屈管发〔{year}〕{month}号", "filed_with": "岳阳市司法局"}
        values["filed_on"] = date(year, month, 24)
    return [values]


def _cleaned(diary: Diary, day: date) -> list[Values]:
    chance = diary.chance
    many = []
    begun = defaults(diary.place, NORM_CLEANUP)
    for number in range(CLEANED + DEPARTMENTS):
        year = SINCE + number % (day.year - SINCE)
        rank = DocRank.DISTRICT if number < CLEANED else DocRank.DEPARTMENT
        values = {**begun, "on": day, "batch": f"{day.year}年全面清理", "scope_from": SINCE, "doc_year": year}
        values |= {"title": f"关于{chance.choice(SUBJECTS)}的通知", "rank": rank}
        values["doc_number"] = f"屈{'管' if number < CLEANED else '农'}发〔{year}〕{number + 1}号"
        values["outcome"] = chance.choices(list(Outcome), (70, 8, 14, 8))[0]
        many.append(values)
    # one was looked at twice, and is one document
    return [*many, {**many[0], "batch": f"{day.year}年复核", "outcome": Outcome.KEPT}]


def _meetings(diary: Diary) -> None:
    year = diary.year
    study = "区党委理论学习中心组学习"
    held: list[tuple[date, MeetingKind, str, Values]] = [
        (date(year, 2, 17), MeetingKind.STUDY, study, {"ordinal": 2, "topic": "党的二十大精神"}),
        (
            date(year, 3, 10),
            MeetingKind.COMMITTEE,
            "全面依法治区委员会第一次会议",
            {"ordinal": 1, "reporting": True, "topic": "年度工作要点、现场述法"},
        ),
        (
            date(year, 10, 20),
            MeetingKind.STUDY,
            study,
            {"ordinal": 10, "enlarged": True, "thought": True, "topic": "习近平法治思想"},
        ),
        (date(year, 11, 30), MeetingKind.DEPLOY, "组织相关单位部署“宪法宣传周”活动", {"attendance": 42}),
    ]
    for month, topic in ((4, "行政复议法"), (7, "乡村振兴促进法"), (9, "行政处罚法"), (12, "宪法")):
        title = f"区管委第{month}次常务会议会前学法"
        held.append((date(year, month, 12), MeetingKind.EXECUTIVE, title, {"topic": topic}))
    for day, kind, title, more in held:
        values = {"on": day, "kind": kind, "title": title, "place": "区机关会议室", **more}
        _later(diary, day, MEETING, {"host": "中共屈原管理区委员会", **values})


def _examine(diary: Diary, day: date, title: str, sizes: tuple[int, ...]) -> None:
    parts = ("should_study", "studied", "should_sit", "sat", "passed")

    def make() -> list[Values]:
        begun = {**defaults(diary.place, STUDY_EXAM), "on": day, "year": day.year, "title": title}
        begun["population"] = promo.Population.STATE
        return [
            {**begun, "unit": unit, **dict.fromkeys(parts, size)} for unit, size in zip(UNITS, sizes, strict=True)
        ]

    _enter_on(diary, day, STUDY_EXAM, make)


def _constitution_day(diary: Diary, day: date) -> Values:
    values = {**defaults(diary.place, PROMO_EVENT), "on": day, "topic": "国家宪法日集中宣传", "laws": "宪法"}
    values |= {"form": promo.PromoForm.FAIR, "place": "屈原文化广场", "town": Town.TIANWEN, "volunteers": 24}
    values["account"] = "设咨询台、展板，群众问得最多的是土地流转、赡养和电信诈骗。"
    return {**values, **reached(diary, "区政法委", ON_CONSTITUTION_DAY)}


def _decisions(diary: Diary) -> None:
    for number, matter in enumerate(MATTERS):
        day = date(diary.year, 2 + number, 21)
        values = {"received_on": day - timedelta(days=40), "catalogue": diary.year, "title": f"{matter}方案"}
        values |= {"organ": "区管委", "heard_on": day - timedelta(days=30), "experts_on": day - timedelta(days=25)}
        values |= {"risk_on": day - timedelta(days=20), "reviewed_on": day - timedelta(days=12)}
        values |= {"verdict": Verdict.AGREED, "discussed_on": day - timedelta(days=6), "published_on": day}
        _later(diary, day, DECISION_REVIEW, values)


def _litigation(diary: Diary) -> None:
    for number in range(5):
        day = date(diary.year, 3 + 2 * number, 17)
        court = number % 2 == 1
        kind = CaseKind.FIRST if court else CaseKind.REVIEW
        values = {"received_on": day - timedelta(days=50), "kind": kind, "party": name(diary.chance)}
        values |= {"agency": "区自然资源局", "act": "不予补办登记决定", "answered_on": day - timedelta(days=42)}
        values |= {"case_number": f"屈{'诉' if court else '复'}〔{diary.year}〕{number + 1}号（虚构）"}
        if court:
            values |= {"heard_on": day - timedelta(days=9), "appeared": True, "head_name": "晏守一"}
            values["head_post"] = "局长"
        values |= {"result": CaseResult.ORDERED if number == 4 else CaseResult.UPHELD, "closed_on": day}
        _later(diary, day, LITIGATION, values)


def _later(diary: Diary, day: date, register: Register, values: Values) -> None:
    _enter_on(diary, day, register, lambda: [{**defaults(diary.place, register), **values}])


def _enter_on(diary: Diary, day: date, register: Register, make: Callable[[], list[Values]]) -> None:
    """Let what `make` makes be entered on a day."""

    def act() -> None:
        enter(diary, register, make())

    diary.on(day, act, hour=16)
