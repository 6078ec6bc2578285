"""The advisers of the invented year, their terms in the villages, what they did there, and the group chats."""

from datetime import date, time, timedelta
from functools import partial

from quyuan_desktop.registers.advisers import terms
from quyuan_desktop.registers.advisers.adviser import ADVISER, WECHAT_GROUP
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.demo.consultations import Follow
from quyuan_desktop.services.demo.diary import Diary
from quyuan_desktop.services.demo.people import name
from quyuan_desktop.services.demo.places import USUAL, linked
from quyuan_desktop.services.save_record import defaults

FIRM = "汨水律师事务所（虚构）"
OTHER_FIRM = "罗城法律服务所（虚构）"
ADVISERS = (
    ("彭望洲", terms.AdviserKind.LAWYER, FIRM, "14306209910000001", "合同、劳动争议"),
    ("易清和", terms.AdviserKind.LAWYER, FIRM, "14306209911000002", "婚姻家庭、土地承包"),
    ("熊立本", terms.AdviserKind.GRASSROOTS, OTHER_FIRM, "3430999001", "人身损害、邻里纠纷"),
    ("查秋水", terms.AdviserKind.MEDIATOR, "营田镇人民调解委员会（虚构）", "", "矛盾纠纷调解"),
)
WORK = {
    terms.AdviceKind.CONSULTATION: (40, "解答村民咨询", "逐一解答，留下联系电话。"),
    terms.AdviceKind.CONTRACT: (14, "审查土地流转合同", "提出修改意见，村委会采纳。"),
    terms.AdviceKind.RULES: (6, "修订村规民约", "对不合法的条款提出修改建议。"),
    terms.AdviceKind.MEDIATION: (16, "参与调解宅基地纠纷", "双方达成一致。"),
    terms.AdviceKind.AID: (6, "协助村民申请法律援助", "指导准备材料。"),
    terms.AdviceKind.OPINION: (4, "就集体资产出租出具法律意见", "书面意见交村委会。"),
}
ENDING = {2: date(2000, 1, 31), 6: date(2000, 9, 30)}
RUN_OUT = (6,)
"""By their number: terms that end soon after the year, or within it and are not renewed."""
DILIGENCE = {4: 0.45, 9: 0.0}
"""Advisers who come seldom, or never, by the number of their term."""
LECTURES = ("民法典与农村生活", "农民工维权", "防范电信网络诈骗", "未成年人保护", "土地承包法律知识")


def plan(diary: Diary, villages: list[Linked], about: int, follow: Follow) -> None:
    """Enter the advisers and their terms and put their services into the diary; one village stays without.

    `follow` is told of each lecture.
    """
    advisers = [_adviser(diary, *each) for each in ADVISERS]
    many = max(2, round(len(villages) * min(1.0, about / USUAL)))
    for number, village in enumerate(villages[:many][:-1] if many > 2 else villages[:many]):
        _assign(diary, village, advisers[number % len(advisers)], number, follow)


def _adviser(
    diary: Diary, called_so: str, kind: terms.AdviserKind, firm: str, licence: str, specialities: str
) -> Linked:
    values = {**defaults(diary.place, ADVISER), "name": called_so, "kind": kind, "firm": firm}
    values |= {"licence": licence, "specialities": specialities, "since": date(diary.year - 1, 12, 20)}
    values["phone"] = f"190{diary.chance.randint(0, 99999999):08d}"
    return linked(diary.save(ADVISER, values))


def _assign(diary: Diary, village: Linked, adviser: Linked, number: int, follow: Follow) -> None:
    year, chance = diary.year, diary.chance
    last = ENDING.get(number, date(2000, 12, 31)).replace(year=year + (number not in RUN_OUT))
    values = {
        **defaults(diary.place, ASSIGNMENT),
        "village": village,
        "adviser": adviser,
        "start_on": date(year, 1, 1),
    }
    values |= {"end_on": last, "firm": FIRM, "agreement": f"营村顾〔{year}〕{number + 1}号", "mutual": True}
    values |= {"subsidy": 3600_00, "signed_on": date(year - 1, 12, 28)}
    term = linked(diary.save(ASSIGNMENT, values))
    group = {**defaults(diary.place, WECHAT_GROUP), "village": village, "name": f"{village.text}法律服务群"}
    group |= {"members": chance.randint(60, 320), "founded_on": date(year, 1, 10), "owner": adviser.text}
    diary.save(WECHAT_GROUP, {**group, "real_names": True, "pushes": chance.randint(10, 36)})
    for month in range(1, last.month + 1 if last.year == year else 13):
        if chance.random() < DILIGENCE.get(number, 0.9):
            _plan_month(diary, term, month, follow)


def _plan_month(diary: Diary, term: Linked, month: int, follow: Follow) -> None:
    chance = diary.chance
    day = _workday(date(diary.year, month, chance.randint(3, 20)))
    lecture = month % 3 == 2 and chance.random() < 0.92
    served = partial(_serve, diary, term, day, follow if lecture else None)
    diary.on(day + timedelta(days=chance.choices((0, 1, 2, 20), (70, 15, 10, 5))[0]), served, hour=16)
    if chance.random() < 0.35:
        later = _workday(day + timedelta(days=5))
        diary.on(later, partial(_serve, diary, term, later, None), hour=16)


def _workday(day: date) -> date:
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def _serve(diary: Diary, term: Linked, day: date, lecture: Follow | None) -> None:
    chance = diary.chance
    kind = chance.choices(list(WORK), [each[0] for each in WORK.values()])[0]
    _, topic, result = WORK[kind]
    hours = 4 if chance.random() < 0.85 else 2
    values = {**defaults(diary.place, SERVICE_LOG), "on": day, "assignment": term, "kind": kind}
    values |= {"start": time(8, 30), "end": time(8 + hours, 30), "topic": topic, "result": result}
    values |= {"people": chance.randint(2, 9), "content": f"{topic}，{result}", "mode": terms.Mode.ON_SITE}
    if lecture is not None:
        kind, topic = terms.AdviceKind.LECTURE, chance.choice(LECTURES)
        values |= {"kind": kind, "topic": topic, "people": chance.randint(25, 80), "content": f"讲座：{topic}。"}
    if chance.random() < 0.95:
        values |= {"signed": True, "signer": name(chance)}
    saved = diary.save(SERVICE_LOG, values)
    if lecture is not None:
        lecture(diary, saved)
