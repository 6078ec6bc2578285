"""What the month counts at the desk 普法宣传: events, organisations, copies, reach; people and places; examinations."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select

from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.linked import uid_of
from quyuan_desktop.registers.measures import ONE, Computed, Counted, Counting, Mean, Measure, Rows, Total, by_term
from quyuan_desktop.registers.publicity.terms import (
    Audience,
    Calling,
    OrgKind,
    PlaceKind,
    Population,
    PromoForm,
    Rank,
)
from quyuan_desktop.registers.settings import DeskSetting

VERSED_PER_VILLAGE = DeskSetting(
    code="publicity.versed_per_village",
    label="每个行政村法律明白人不少于几名",
    kind=kinds.Number(least=1, most=50, unit="名"),
    default=3,
    help="全国“八五”普法规划期内的要求：到2025年每个行政村至少培养3名。",
)


def event_measures(event: Any, organisation: Any) -> tuple[Counting, ...]:
    """Events, who took part, copies, reach counted and estimated apart, consultations counted once."""
    base = Counted(record=event, day=event.on)

    def one(code: str, label: str, unit: str, words: str, value: Any, when: Any = None) -> Measure:
        return Measure(
            code=f"promo.{code}",
            label=label,
            unit=unit,
            group="普法活动",
            words=words,
            base=base,
            value=value,
            when=when,
        )

    return (
        one("count", "活动场次", "场", "日期在本期的普法活动数", ONE),
        one("copies", "发放资料", "册", "日期在本期的普法活动发放资料册数之和", event.copies),
        one("reach", "受众", "人次", "日期在本期的普法活动受众人次之和（点数的加估计的）", event.reach),
        one(
            "reach.counted",
            "其中点数的",
            "人次",
            "点人数、签到得来的受众人次之和",
            func.coalesce(event.reach_counted, 0),
        ),
        one(
            "reach.estimated", "其中估计的", "人次", "估计的受众人次之和", func.coalesce(event.reach_estimated, 0)
        ),
        one(
            "volunteers",
            "志愿者",
            "人次",
            "日期在本期的普法活动志愿者人数之和",
            func.coalesce(event.volunteers, 0),
        ),
        one(
            "other",
            "未逐一登记的咨询",
            "人次",
            "现场没有逐一登记成咨询的人次",
            func.coalesce(event.other_consulted, 0),
        ),
        Total(
            code="promo.consulted",
            label="现场咨询",
            unit="人次",
            group="普法活动",
            words="在普法活动现场逐一登记的咨询人次加未逐一登记的咨询人次；一次只计一次",
            parts=("consult.at.events", "promo.other"),
        ),
        one("proved", "有照片的活动", "场", "日期在本期、附有照片的普法活动数", ONE, event.proved.is_(True)),
        *_organisations(event, organisation),
        Computed(
            code="promo.lectures",
            label="法治讲座合计",
            unit="场",
            group="普法活动",
            words="形式为讲座的普法活动，加上没有转登记为普法活动的村法律顾问讲座；一场只计一次",
            rows=_lectures(event),
        ),
        *by_term(
            "promo.form", "普法活动（形式）", "场", PromoForm, event.form, base, ONE, "形式为“{}”的普法活动数"
        ),
        *by_term(
            "promo.into",
            "普法活动（法律八进）",
            "场",
            Audience,
            event.audiences,
            base,
            ONE,
            "法律八进含“{}”的普法活动数；可多选，相加不等于总数",
        ),
    )


def _organisations(event: Any, organisation: Any) -> Iterator[Counting]:
    every = organisations_by_day(event, organisation, None)
    enforcing = organisations_by_day(event, organisation, OrgKind.ENFORCEMENT)
    for code, label, words, rows in (
        ("orgs", "参与单位", "日期在本期的普法活动的参与单位数；同一天同一家单位只计一次", every),
        ("orgs.enforcing", "其中执法单位", "参与单位中类别为执法单位的；同一天同一家单位只计一次", enforcing),
        (
            "orgs.constitution",
            "国家宪法日参与单位",
            "12月4日的普法活动的参与单位数；同一家单位只计一次",
            _on_constitution_day(every),
        ),
    ):
        yield Computed(code=f"promo.{code}", label=label, unit="家", group="普法活动", words=words, rows=rows)


def organisations_by_day(event: Any, organisation: Any, kind: OrgKind | None) -> Rows:
    """The organisations that took part, each once a day: they stand behind the first event of the day naming them."""

    def rows(session: Any, first: date, last: date, house: HouseRules) -> Iterator[FigureRow]:
        wanted = (
            select(event.uid, event.number, event.on, event.topic, organisation.name, organisation.kind)
            .join(organisation, organisation.parent_id == event.id)
            .where(event.on.between(first, last), event.state == State.LIVE)
            .order_by(event.on, event.id, organisation.position)
        )
        seen: set[tuple[date, str]] = set()
        found: dict[str, tuple[str, date, str, int]] = {}
        for uid, number, on, topic, called_so, of_kind in session.execute(wanted):
            if (kind is None or of_kind is kind) and (on, called_so) not in seen:
                seen.add((on, called_so))
                found[uid] = (number, on, topic, found[uid][3] + 1 if uid in found else 1)
        for uid, (number, on, topic, many) in found.items():
            yield FigureRow(uid, number, on, many, topic, "promo_event")

    return rows


def _on_constitution_day(every: Rows) -> Rows:
    """Of `every` those on 4 December (全国人大常委会2014年11月1日决定)."""

    def rows(session: Any, first: date, last: date, house: HouseRules) -> Iterator[FigureRow]:
        return (row for row in every(session, first, last, house) if (row.date.month, row.date.day) == (12, 4))

    return rows


def _lectures(event: Any) -> Rows:
    """Lectures among the events, and those of village advisers that are no event."""

    def rows(session: Any, first: date, last: date, house: HouseRules) -> Iterator[FigureRow]:
        from quyuan_desktop.registers.advisers.service_log import ServiceLog  # it leads here
        from quyuan_desktop.registers.advisers.terms import AdviceKind

        held = select(event.uid, event.number, event.on, event.topic).where(
            event.on.between(first, last), event.state == State.LIVE, event.form == PromoForm.LECTURE
        )
        for uid, number, on, topic in session.execute(held):
            yield FigureRow(uid, number, on, 1, topic, "promo_event")
        known = select(uid_of(event.service)).where(event.state == State.LIVE)
        alone = select(ServiceLog.uid, ServiceLog.number, ServiceLog.on, ServiceLog.village_and_adviser).where(
            ServiceLog.on.between(first, last),
            ServiceLog.state == State.LIVE,
            ServiceLog.kind == AdviceKind.LECTURE,
            ServiceLog.uid.not_in(known),
        )
        for uid, number, on, who in session.execute(alone):
            yield FigureRow(uid, number, on, 1, who, "service_log")

    return rows


def person_measures(person: Any) -> tuple[Counting, ...]:
    """法律明白人 and 法治带头人 at the end of the period, who came and left, and the villages that lack some."""
    stock = Counted(record=person, day=person.since, until=person.until)

    def one(code: str, label: str, words: str, base: Counted) -> Measure:
        group = "法律明白人（期末）"
        return Measure(code=code, label=label, unit="名", group=group, words=words, base=base, value=ONE)

    return (
        *by_term(
            "lawperson.kind", "法律明白人（期末）", "名", Calling, person.kind, stock, ONE, "期末在册的{}人数"
        ),
        one("lawperson.begun", "本期新增", "登记日期在本期的人数", Counted(record=person, day=person.since)),
        one("lawperson.left", "本期退出", "退出日期在本期的人数", Counted(record=person, day=person.until)),
        Computed(
            code="lawperson.short",
            label="法律明白人不足的村",
            unit="个",
            group="法律明白人（期末）",
            words="期末启用的行政村中，在册法律明白人少于规定人数的村数",
            rows=_villages_short(person),
        ),
    )


def _villages_short(person: Any) -> Rows:
    """Villages (行政村) in use at the end that have too few 法律明白人."""

    def rows(session: Any, first: date, last: date, house: HouseRules) -> Iterator[FigureRow]:
        from quyuan_desktop.registers.places.village import Village, VillageKind

        village = uid_of(person.village)
        versed = select(village, func.count()).where(
            person.state == State.LIVE,
            person.kind == Calling.VERSED,
            person.since <= last,
            person.until.is_(None) | (person.until >= last),
        )
        many: dict[str, int] = dict(session.execute(versed.group_by(village)).all())
        wanted = select(Village.uid, Village.number, Village.valid_from, Village.name).where(
            Village.state == State.LIVE,
            Village.kind == VillageKind.VILLAGE,
            Village.valid_from <= last,
            Village.valid_to.is_(None) | (Village.valid_to >= last),
        )
        for uid, number, since, called_so in session.execute(wanted):
            if many.get(uid, 0) < VERSED_PER_VILLAGE.of(house):
                yield FigureRow(uid, number, since, 1, called_so, "village")

    return rows


def household_measures(household: Any) -> tuple[Counting, ...]:
    """学法用法示范户 at the end of the period, and those named in it."""
    return _stock(household, household.named_on, household.until, "household", "示范户", "户")


def village_measures(village: Any) -> tuple[Counting, ...]:
    """民主法治示范村 at the end of the period by rank, and those named in it."""
    stock = Counted(record=village, day=village.named_on, until=village.until)
    return (
        *_stock(village, village.named_on, village.until, "modelvillage", "示范村", "个"),
        *by_term(
            "modelvillage.rank", "示范村（期末）", "个", Rank, village.rank, stock, ONE, "期末保留称号的{}示范村数"
        ),
    )


def place_measures(place: Any) -> tuple[Counting, ...]:
    """法治文化阵地 at the end of the period by kind, and those built in it."""
    stock = Counted(record=place, day=place.built_on, until=place.until)
    return (
        *_stock(place, place.built_on, place.until, "culture", "法治文化阵地", "处"),
        *by_term(
            "culture.kind",
            "法治文化阵地（期末）",
            "处",
            PlaceKind,
            place.kind,
            stock,
            ONE,
            "期末在用的{}（阵地）数",
        ),
    )


def _stock(record: Any, begun: Any, until: Any, code: str, label: str, unit: str) -> tuple[Measure, ...]:
    """How many there are at the end, and how many are new."""
    group = f"{label}（期末）"
    return (
        Measure(
            code=f"{code}.count",
            label=label,
            unit=unit,
            group=group,
            words=f"期末在册、未撤销的{label}数",
            base=Counted(record=record, day=begun, until=until),
            value=ONE,
        ),
        Measure(
            code=f"{code}.begun",
            label="本期新增",
            unit=unit,
            group=group,
            words=f"本期命名或者建成的{label}数",
            base=Counted(record=record, day=begun),
            value=ONE,
        ),
    )


_PEOPLE = (
    ("due", "应学", "should_study"),
    ("studied", "已学", "studied"),
    ("called", "应考", "should_sit"),
    ("sat", "实考", "sat"),
    ("passed", "合格", "passed"),
)


def exam_measures(exam: Any) -> tuple[Counting, ...]:
    """Who had to learn and did, who had to sit and did, who passed: sums over all units and rounds."""
    base = Counted(record=exam, day=exam.on)
    sums = [
        Measure(
            code=f"exam.{code}",
            label=f"{label}人次",
            unit="人次",
            group="学法考法",
            words=f"日期在本期的各单位各轮次{label}人数之和；一人考两轮计两人次",
            base=base,
            value=func.coalesce(getattr(exam, column), 0),
        )
        for code, label, column in _PEOPLE
    ]
    return (
        Measure(
            code="exam.rounds",
            label="登记的轮次",
            unit="次",
            group="学法考法",
            words="日期在本期的学法考法记录数，一个单位一个轮次为一次",
            base=base,
            value=ONE,
        ),
        *sums,
        *by_term(
            "exam.population",
            "学法考法（对象）",
            "人次",
            Population,
            exam.population,
            base,
            func.coalesce(exam.sat, 0),
            "对象为“{}”的实考人次",
        ),
    )


def exam_means() -> tuple[Mean, ...]:
    """参学率, 参考率 and 合格率, each of totals."""
    return tuple(
        Mean(
            code=f"exam.{code}.rate",
            label=label,
            unit="%",
            group="学法考法",
            words=f"{words}；按合计数算，不是各单位比率的平均",
            top=f"exam.{top}",
            bottom=f"exam.{bottom}",
            scale=100,
        )
        for code, label, words, top, bottom in (
            ("study", "参学率", "已学 ÷ 应学", "studied", "due"),
            ("sitting", "参考率", "实考 ÷ 应考", "sat", "called"),
            ("pass", "合格率", "合格 ÷ 实考", "passed", "sat"),
        )
    )
