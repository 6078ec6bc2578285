"""Rules of an application: what follows from what, how far it has come, which time limits run, what must go together."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from quyuan_desktop.domain.deadlines import Pause, Running
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import PersonGroup
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Occasion, State, Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application import Application
from quyuan_desktop.registers.legal_aid.report_columns import report_column
from quyuan_desktop.registers.persons import check_birth, check_number, check_phone, complete_person
from quyuan_desktop.registers.settings import DeskSetting

LIMITATION_MONTHS = {
    terms.Limitation.CIVIL: 36,
    terms.Limitation.LABOUR: 12,
    terms.Limitation.INJURY: 12,
    terms.Limitation.ADMINISTRATIVE: 6,
}
"""Months of the limitation periods; 行政复议 has 60 days."""
RECONSIDERATION_DAYS = 60

INCOME_LINE = DeskSetting(
    code="aid.income_line",
    label="经济困难认定线（人均月收入，元）",
    kind=kinds.Money(),
    default=None,
    help="湖南省按市州认定的低收入人口执行，岳阳市的数额请向区局确认后填写；填写后超过的只提醒，不拦截。",
    certain=False,
)
SETTINGS = (INCOME_LINE,)


def stage_of(values: Values) -> terms.Stage:
    """How far the application has come, by the days its steps have filled in."""
    for field, stage in (
        ("archived_on", terms.Stage.ARCHIVED),
        ("terminated_on", terms.Stage.TERMINATED),
        ("closed_on", terms.Stage.CLOSED),
        ("withdrawn_on", terms.Stage.WITHDRAWN),
        ("appointed_on", terms.Stage.APPOINTED),
    ):
        if values[field]:
            return stage
    if values["decided_on"]:
        return terms.Stage.GRANTED if values["decision"] is terms.Decision.GRANT else terms.Stage.REFUSED
    if open_supplement(values) is not None:
        return terms.Stage.ASKED
    if values["handed_over_on"]:
        return terms.Stage.HANDED
    return terms.Stage.RECEIVED if values["received_on"] else terms.Stage.NOTED


def open_supplement(values: Values) -> Values | None:
    """The notice to supplement that is still out, if any."""
    rows: list[Values] = values["supplements"]
    return next((row for row in rows if row["asked_on"] and not row["returned_on"]), None)


def pauses(values: Values) -> tuple[Pause, ...]:
    """The days on which the clock of the decision stood (补正期间扣除)."""
    return tuple(Pause(row["asked_on"], row["returned_on"]) for row in values["supplements"] if row["asked_on"])


def limits(values: Values) -> list[Running]:
    """The time limits that the application has set running, past ones too."""
    return [*_station(values), *_centre(values), *_afterwards(values), *_limitation(values)]


def _station(values: Values) -> Iterator[Running]:
    over = values["withdrawn_on"] or values["decided_on"]
    for row in values["supplements"]:
        if row["asked_on"] and row["due_on"]:
            done = row["returned_on"] or over
            yield Running(code="aid.supplement", start=row["asked_on"], done=done, due=row["due_on"])
    if values["received_on"]:
        if values["way"] is terms.Way.DETAINED:
            yield Running(code="aid.detained", start=values["received_on"], done=values["handed_over_on"] or over)
        else:
            yield Running(
                code="aid.handover",
                start=values["received_on"],
                done=values["handed_over_on"] or over,
                pauses=pauses(values),
            )


def _centre(values: Values) -> Iterator[Running]:
    if values["received_on"]:
        done = values["decided_on"] or values["withdrawn_on"]
        yield Running(code="aid.decide", start=values["received_on"], done=done, pauses=pauses(values))
    if values["decided_on"] and values["decision"] is terms.Decision.GRANT:
        done = values["appointed_on"] or values["terminated_on"]
        yield Running(code="aid.appoint", start=values["decided_on"], done=done)
    if values["appointed_on"]:
        done = values["agreement_on"] or values["closed_on"] or values["terminated_on"]
        yield Running(code="aid.agreement", start=values["appointed_on"], done=done)


def _afterwards(values: Values) -> Iterator[Running]:
    refused = values["decision"] is terms.Decision.REFUSE and values["decided_on"]
    ended = values["terminated_on"] or refused
    if ended:
        served = values["termination_served_on"] if values["terminated_on"] else values["decision_served_on"]
        if served and not values["objection_on"]:
            yield Running(code="aid.objection", start=served, asks=False)
    if values["objection_on"]:
        yield Running(code="aid.review", start=values["objection_on"], done=values["objection_decided_on"])
    if values["terminated_on"]:
        yield Running(code="aid.served", start=values["terminated_on"], done=values["termination_served_on"])
    if values["closed_on"]:
        yield Running(code="aid.archive", start=values["closed_on"], done=values["archived_on"])
    if values["archived_on"] and values["closed_on"]:
        yield Running(code="aid.subsidy", start=values["archived_on"], done=values["subsidy_on"])


def _limitation(values: Values) -> Iterator[Running]:
    if values["limitation_on"]:
        done = values["appointed_on"] or values["closed_on"] or values["withdrawn_on"] or values["terminated_on"]
        if values["decision"] is terms.Decision.REFUSE:
            done = done or values["decided_on"]
        start = values["event_on"] or values["applied_on"]
        handed = "已指派，由承办人跟进" if values["appointed_on"] else ""
        yield Running(code="aid.limitation", start=start, done=done, due=values["limitation_on"], handed=handed)


def complete(values: Values, occasion: Occasion) -> Values:
    """Fill what follows: the person from the number, income, limitation, stage, and how long each step took."""
    filled = dict(values)
    day = filled["applied_on"]
    complete_person(filled, day)
    for field, default in (
        ("joint", terms.Joint.ALONE),
        ("way", terms.Way.IN_PERSON),
        ("source", terms.Source.PARTY),
    ):
        filled[field] = filled[field] or default
    _complete_case(filled)
    _complete_means(filled)
    persons = 1 + (len(filled["joint_applicants"]) if filled["joint"] is not terms.Joint.ALONE else 0)
    filled["persons"] = persons
    filled["cases"] = persons if filled["joint"] is terms.Joint.DIVISIBLE else 1
    filled["supplements"] = [
        {**row, "outcome": row["outcome"] or (terms.Outcome.COMPLETE if row["returned_on"] else None)}
        for row in filled["supplements"]
    ]
    filled["stage"] = stage_of(filled)
    _complete_times(filled, occasion)
    return filled


def _complete_case(filled: Values) -> None:
    if filled["report_column"] is None and filled["ground"] and filled["form"]:
        filled["report_column"] = report_column(
            filled["ground"], filled["form"], filled["source"], filled["domain"]
        )
    if filled["limitation_on"] is None and filled["event_on"] and filled["limitation"]:
        filled["limitation_on"] = limitation_end(filled["event_on"], filled["limitation"])
    if filled["green"] is None:
        filled["green"] = _green(filled)


def _green(values: Values) -> terms.Green | None:
    groups = values["groups"]
    if values["ground"] is terms.Ground.G31_5 and PersonGroup.MIGRANT_WORKER in groups:
        return terms.Green.WAGES
    for group, green in (
        (PersonGroup.DISABLED, terms.Green.DISABLED),
        (PersonGroup.MINOR, terms.Green.MINOR),
        (PersonGroup.ELDERLY, terms.Green.ELDERLY),
        (PersonGroup.MILITARY, terms.Green.MILITARY),
        (PersonGroup.VETERAN, terms.Green.MILITARY),
    ):
        if group in groups:
            return green
    return None


def limitation_end(event: date, limitation: terms.Limitation) -> date | None:
    """The last day of a limitation period that `event` sets running; None where it has to be filled in.

    It ends on the same day of its last month, or on that month's last day (民法典第202条).
    """
    if limitation is terms.Limitation.RECONSIDERATION:
        return date.fromordinal(event.toordinal() + RECONSIDERATION_DAYS)
    if limitation not in LIMITATION_MONTHS:
        return None
    year, month = divmod(event.year * 12 + event.month - 1 + LIMITATION_MONTHS[limitation], 12)
    for last in (event.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return None


def _complete_means(filled: Values) -> None:
    members = filled["members"]
    if filled["family_size"] is None and members:
        filled["family_size"] = len(members)
    known = [row[name] for row in members for name in ("wage", "business", "other") if row[name] is not None]
    filled["yearly_income"] = sum(known) if known else None
    size = filled["family_size"]
    if known and size:
        filled["monthly_income"] = round(filled["yearly_income"] / 12 / size)
    else:
        filled["monthly_income"] = None
    if filled["means"] is None:
        if filled["ground"] in terms.WITHOUT_MEANS_TEST:
            filled["means"] = terms.MeansTest.NOT_NEEDED
        elif filled["exemption"]:
            filled["means"] = terms.MeansTest.EXEMPT
        elif filled["pledged"]:
            filled["means"] = terms.MeansTest.PLEDGE


def _complete_times(filled: Values, occasion: Occasion) -> None:
    for field, start, end in (
        ("handover_days", "received_on", "handed_over_on"),
        ("decision_days", "received_on", "decided_on"),
        ("appointment_days", "decided_on", "appointed_on"),
        ("archive_days", "closed_on", "archived_on"),
    ):
        filled[field] = _days(filled, filled[start], filled[end], stopping=start == "received_on")


def _days(values: Values, start: date | None, end: date | None, *, stopping: bool) -> int | None:
    if start is None or end is None or end < start:
        return None
    stopped = 0
    if stopping:
        for pause in pauses(values):
            stopped += max(0, (min(pause.last or end, end) - max(pause.first, start)).days)
    return max(0, (end - start).days - stopped)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of an application; each names its field and says what to do."""
    return [
        *check_number(values),
        *check_birth(values, values["applied_on"] or occasion.today, "申请日期"),
        *check_phone("phone", values["phone"]),
        *_agent(values),
        *_case(values),
        *_means(values, occasion),
        *_joint(values),
        *_order(values),
        *_steps(values),
    ]


def _agent(values: Values) -> Iterator[Problem]:
    if values["agent_kind"] and not values["agent"]:
        yield Problem("agent", "选了代理人类别，请填代理人姓名。")
    if values["agent"] and not values["agent_kind"]:
        yield Problem("agent_kind", "请选择代理人是法定还是委托（法律援助法第40条）。")
    if values["way"] is terms.Way.BY_AGENT and not values["agent"]:
        yield Problem("agent", "代为申请的，请填代理人姓名、证件号码（法律援助法第40条）。")
    minor = PersonGroup.MINOR in (values["groups"] or ())
    if minor and not values["agent"]:
        yield Problem("agent", "申请人未成年，一般由法定代理人代为申请，请核对。", warning=True)
    if values["detained"] and not values["detained_at"]:
        yield Problem("detained_at", "申请人被羁押，请填羁押地点。")


def _case(values: Values) -> Iterator[Problem]:
    ground, domain = values["ground"], values["domain"]
    if ground is not None and domain is not None:
        criminal = domain is terms.Domain.CRIMINAL
        if criminal and ground not in terms.CRIMINAL:
            yield Problem("ground", "案件类别是刑事，援助事项请选第24、25、28、29条所列。")
        if not criminal and ground in terms.CRIMINAL:
            yield Problem("ground", "这一事项属于刑事案件，请核对案件类别。")
    if values["opposing_party"] and values["opposing_party"] == values["applicant"]:
        yield Problem("opposing_party", "对方当事人与申请人同名，请核对。", warning=True)
    event, end = values["event_on"], values["limitation_on"]
    if event and end and end < event:
        yield Problem("limitation_on", "时效届满日早于权利受损之日，请核对。")
    if values["limitation"] is terms.Limitation.OTHER and not end:
        yield Problem("limitation_on", "选了“其他期限”，请填届满日。")
    if end and values["applied_on"] and not values["urgency"] and not values["appointed_on"]:
        left = (end - values["applied_on"]).days
        if left < 0:
            yield Problem("limitation_on", f"时效已于 {end:%Y-%m-%d} 届满，请核对。", warning=True)
        elif left < 7:
            text = f"距时效届满只有 {left} 日，可以先行提供法律援助（法律援助法第44条），请选“先行提供”。"
            yield Problem("urgency", text, warning=True)


def _means(values: Values, occasion: Occasion) -> Iterator[Problem]:
    needed = values["ground"] is not None and values["ground"] not in terms.WITHOUT_MEANS_TEST
    means = values["means"]
    if means is terms.MeansTest.NOT_NEEDED and needed:
        yield Problem("means", "这一事项须审查经济困难状况，不能选“不受经济困难条件限制”（法律援助法第31条）。")
    if means is terms.MeansTest.EXEMPT and not values["exemption"]:
        yield Problem("exemption", "选了免予核查，请选择属于第42条哪一种情形。")
    if values["exemption"] and not values["exemption_evidence"]:
        yield Problem("exemption_evidence", "免予核查要有凭证，请填写凭证名称（法律援助法第42条）。")
    if means is terms.MeansTest.PLEDGE and not values["pledged"]:
        yield Problem("pledged", "选了个人诚信承诺，请让申请人签承诺后勾选“已签诚信承诺”。")
    line, income = INCOME_LINE.of(occasion.house), values["monthly_income"]
    if needed and line is not None and income is not None and income > line and not values["exemption"]:
        text = f"人均月收入 {kinds.yuan(income)} 元，高于本地认定线 {kinds.yuan(line)} 元，请核对是否符合经济困难标准。"
        yield Problem("members", text, warning=True)
    if values["family_size"] is not None and values["members"] and values["family_size"] < len(values["members"]):
        yield Problem("family_size", f"家庭人数比列出的成员（{len(values['members'])} 人）少，请核对。")


def _joint(values: Values) -> Iterator[Problem]:
    if values["joint"] is not terms.Joint.ALONE and not values["joint_applicants"]:
        yield Problem("joint_applicants", "共同申请的，请列出其他申请人。")
    if values["joint"] is terms.Joint.ALONE and values["joint_applicants"]:
        yield Problem("joint", "列了其他申请人，请选择请求可分还是不可分。")


_IN_ORDER = (
    ("applied_on", "申请"),
    ("received_on", "收件"),
    ("handed_over_on", "转交"),
    ("decided_on", "决定"),
    ("appointed_on", "指派"),
    ("closed_on", "结案"),
    ("archived_on", "归档"),
)
"""The days of the usual way, in their order."""


def _order(values: Values) -> Iterator[Problem]:
    before: tuple[date, str] | None = None
    for field, label in _IN_ORDER:
        day = values[field]
        if day is None:
            continue
        if before is not None and day < before[0]:
            yield Problem(field, f"{label}日期 {day:%Y-%m-%d} 早于{before[1]}日期 {before[0]:%Y-%m-%d}，请核对。")
        before = (day, label)
    for field, after, label in (
        ("decision_served_on", "decided_on", "决定送达"),
        ("agreement_on", "appointed_on", "签订协议"),
        ("terminated_on", "decided_on", "终止"),
        ("termination_served_on", "terminated_on", "终止送达"),
        ("withdrawn_on", "applied_on", "撤回"),
        ("objection_decided_on", "objection_on", "异议审查"),
        ("subsidy_on", "archived_on", "补贴发放"),
    ):
        if values[field] and values[after] and values[field] < values[after]:
            yield Problem(field, f"{label}日期 {values[field]:%Y-%m-%d} 早于前一步的日期，请核对。")
    yield from _supplements(values)


def _supplements(values: Values) -> Iterator[Problem]:
    for place, row in enumerate(values["supplements"]):
        asked, due, returned = row["asked_on"], row["due_on"], row["returned_on"]
        if asked and due and due < asked:
            yield Problem(f"supplements.{place}.due_on", "补正期限早于通知日期，请核对。")
        if asked and returned and returned < asked:
            yield Problem(f"supplements.{place}.returned_on", "收到日期早于通知日期，请核对。")
        if not row["items"] and not row["matters"]:
            yield Problem(
                f"supplements.{place}.items", "请一次写明要补充的全部材料或要说明的事项（法律援助法第43条）。"
            )
    waiting = [row for row in values["supplements"] if row["asked_on"] and not row["returned_on"]]
    if len(waiting) > 1:
        yield Problem("supplements", "上一份补正通知还没有收到回复，请先登记收到再发新的。")


_TOGETHER = (
    ("decided_on", "decision", "决定日期", "决定"),
    ("closed_on", "closing", "结案日期", "结案方式"),
    ("terminated_on", "termination", "终止日期", "终止事由"),
    ("withdrawn_on", "withdrawal", "撤回日期", "撤回方式"),
    ("objection_decided_on", "objection_result", "异议审查日期", "异议审查结果"),
)
"""Fields that say something only together."""


def _steps(values: Values) -> Iterator[Problem]:
    for one, other, label, other_label in _TOGETHER:
        if values[one] and not values[other]:
            yield Problem(other, f"填了{label}，请填{other_label}。")
        if values[other] and not values[one]:
            yield Problem(one, f"填了{other_label}，请填{label}。")
    if values["decision"] is terms.Decision.REFUSE and not values["refusal"]:
        yield Problem("refusal", "不予援助的，请选择原因（法律援助法第43条：书面说明理由）。")
    for field, before, label, needed in (
        ("handed_over_on", "received_on", "转交", "收件"),
        ("decided_on", "received_on", "决定", "收件"),
        ("appointed_on", "decided_on", "指派", "决定"),
        ("closed_on", "appointed_on", "结案", "指派"),
        ("objection_decided_on", "objection_on", "异议审查", "提出异议"),
    ):
        if values[field] and not values[before]:
            yield Problem(before, f"有{label}日期而没有{needed}日期，请先填{needed}日期。")
    if values["appointed_on"] and values["decision"] is terms.Decision.REFUSE:
        yield Problem("appointed_on", "决定是不予法律援助，不能有指派日期。")
    if values["wages"] and values["recovered"] is not None and values["wages"] > values["recovered"]:
        yield Problem("wages", "讨薪金额不能多于挽回损失总额，请核对。")
    if values["withdrawal"] is terms.Withdrawal.DEEMED and not values["supplements"]:
        yield Problem("withdrawal", "没有发过补正通知，不能按视为撤回处理（法律援助法第43条）。")


def against(session: Any, values: Values, uid: str) -> list[Problem]:
    """Who once pledged falsely may not pledge again (湖南省规定第4条)."""
    if values["means"] is not terms.MeansTest.PLEDGE or not values["id_number"]:
        return []
    wanted = select(Application.number).where(
        Application.id_number == values["id_number"],
        Application.false_pledge,
        Application.state == State.LIVE,
        Application.uid != uid,
    )
    number = session.scalar(wanted.limit(1))
    if number is None:
        return []
    text = (
        f"此人曾作虚假承诺（{number}），不适用个人诚信承诺，请改为信息共享查询或提供证明材料（湖南省规定第4条）。"
    )
    return [Problem("means", text)]
