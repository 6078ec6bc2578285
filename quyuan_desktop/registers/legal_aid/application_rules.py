"""Rules of an application: who asks, for what, in which situation; and what other records say against it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import IdKind, PersonGroup
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Occasion, State, Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application import Application
from quyuan_desktop.registers.legal_aid.application_order import check_days, check_steps
from quyuan_desktop.registers.linked import points_to
from quyuan_desktop.registers.persons import (
    check_birth,
    check_number,
    check_origin,
    check_other_number,
    check_phone,
)
from quyuan_desktop.registers.settings import DeskSetting

INCOME_LINE = DeskSetting(
    code="aid.income_line",
    label="经济困难认定线（人均月收入，元）",
    kind=kinds.Money(),
    default=None,
    help="湖南省按市州认定的低收入人口执行，岳阳市的数额请向区局确认后填写；填写后超过的只提醒，不拦截。",
    certain=False,
)
SETTINGS = (INCOME_LINE,)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of an application; each names its field and says what to do."""
    return [
        *check_number(values),
        *check_birth(values, values["applied_on"] or occasion.today, "申请日期"),
        *check_origin(values),
        *check_phone("phone", values["phone"]),
        *_numbers(values),
        *_agent(values),
        *_case(values),
        *_means(values, occasion),
        *_joint(values),
        *check_days(values),
        *check_steps(values),
    ]


def _numbers(values: Values) -> Iterator[Problem]:
    """The numbers of the applicant, the agent and the joint applicants: whose they are, and whether they can be."""
    own = values["id_number"]
    if values["id_kind"] is IdKind.RESIDENT and not own:
        text = "申请要有身份证明，请填证件号码；没有带证件的，证件类型选“无证件”。"
        yield Problem("id_number", text, warning=True)
    yield from check_other_number("agent_id_number", values["agent_id_number"])
    yield from check_phone("agent_phone", values["agent_phone"])
    if own and values["agent_id_number"] == own:
        yield Problem("agent_id_number", "代理人的证件号码与申请人相同，请核对。")
    seen = {own}
    for place, row in enumerate(values["joint_applicants"]):
        field = f"joint_applicants.{place}.id_number"
        yield from check_other_number(field, row["id_number"])
        yield from check_phone(f"joint_applicants.{place}.phone", row["phone"])
        if row["id_number"] and row["id_number"] in seen:
            yield Problem(field, "这个证件号码与申请人或前面的共同申请人相同，请核对。")
        seen.add(row["id_number"])


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
    if ground is not None and values["applied_on"] and not ground.offered_on(values["applied_on"]):
        yield Problem("ground", f"“{ground.label}”在申请日期还没有施行或已经停用，请改选援助事项。")
    elif ground is not None and domain is not None:
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
    if values["members"] and not any(_is_applicant(row, values) for row in values["members"]):
        yield Problem("members", "家庭成员里没有申请人本人，请核对（关系填“本人”）。", warning=True)
    if values["family_size"] is not None and values["members"] and values["family_size"] < len(values["members"]):
        yield Problem("family_size", f"家庭人数比列出的成员（{len(values['members'])} 人）少，请核对。")


def _is_applicant(member: Values, values: Values) -> bool:
    return member["relation"] in ("本人", "申请人") or (
        bool(member["name"]) and member["name"] == values["applicant"]
    )


def _joint(values: Values) -> Iterator[Problem]:
    if values["joint"] is not terms.Joint.ALONE and not values["joint_applicants"]:
        yield Problem("joint_applicants", "共同申请的，请列出其他申请人。")
    if values["joint"] is terms.Joint.ALONE and values["joint_applicants"]:
        yield Problem("joint", "列了其他申请人，请选择请求可分还是不可分。")


def against(session: Any, values: Values, uid: str) -> list[Problem]:
    """What other applications say: a pledge after a false one, a consultation that led to another application."""
    stored = session.execute(
        select(Application.means, Application.id_number, Application.consultation, Application.visit).where(
            Application.uid == uid
        )
    ).one_or_none()
    found: list[Problem] = []
    pledge = (values["means"], values["id_number"])
    if values["means"] is terms.MeansTest.PLEDGE and (
        stored is None or pledge != (stored.means, stored.id_number)
    ):
        found += _pledged_falsely(session, values, uid)
    for name in ("consultation", "visit"):
        if values[name] is not None and (stored is None or getattr(stored, name) != values[name]):
            found += _led_to_before(session, name, values, uid)
    return found


def _pledged_falsely(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    """Who once pledged falsely may not pledge again (湖南省规定第4条); what was pledged before that stands."""
    if not values["id_number"]:
        return
    wanted = select(Application.number).where(
        Application.id_number == values["id_number"],
        Application.false_pledge,
        Application.applied_on <= values["applied_on"],
        Application.state == State.LIVE,
        Application.uid != uid,
    )
    number = session.scalar(wanted.limit(1))
    if number is not None:
        yield Problem(
            "means",
            f"此人曾作虚假承诺（{number}），不适用个人诚信承诺，请改为信息共享查询或提供证明材料（湖南省规定第4条）。",
        )


def _led_to_before(session: Any, name: str, values: Values, uid: str) -> Iterator[Problem]:
    """One matter is one application: another one of this person that came of the same consultation or reception."""
    wanted = select(Application.number).where(
        points_to(getattr(Application, name), values[name].uid),
        Application.applicant == values["applicant"],
        Application.state == State.LIVE,
        Application.uid != uid,
    )
    number = session.scalar(wanted.limit(1))
    if number is not None:
        yield Problem(name, f"已经转过：{number}。请打开那一条继续办理，不用再建。")
