"""Rules of a dispute: what follows from what, how far it has come, which time limits run, what must go together."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from quyuan_desktop.domain import identity
from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import IdKind
from quyuan_desktop.registers.base import Occasion, Values
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.dispute import Dispute
from quyuan_desktop.registers.mediation.filing import lacking
from quyuan_desktop.registers.mediation.whereabouts import Stay, elsewhere, out_of_term
from quyuan_desktop.registers.persons import check_phone
from quyuan_desktop.registers.twice import number_of, same

CONFIRM_DAYS = 30
"""人民调解法第33条."""
AGAIN_DAYS = 90
"""How far apart two entries of the same parties and type are taken for the same dispute."""
PERFORMED = (terms.Performance.AT_ONCE, terms.Performance.FULL)


def stage_of(values: Values) -> terms.Stage:
    """How far the dispute has come, by the days its steps have filled in."""
    for field, stage in (
        ("archived_on", terms.Stage.ARCHIVED),
        ("refused_on", terms.Stage.REFUSED),
        ("withdrawn_on", terms.Stage.WITHDRAWN),
        ("visited_on", terms.Stage.VISITED),
        ("performed_on", terms.Stage.PERFORMED),
    ):
        if values[field]:
            return stage
    if values["closed_on"]:
        return terms.Stage.AGREED if values["result"] is terms.Result.SUCCESS else terms.Stage.FAILED
    if values["sessions"]:
        return terms.Stage.MEDIATING
    if values["taken_on"]:
        return terms.Stage.TAKEN
    return terms.Stage.SENT if values["dispatched_on"] else terms.Stage.ACCEPTED


def status_of(values: Values) -> terms.Status | None:
    """Under which of the four the dispute falls in the table; None for one that was not accepted."""
    if values["refused_on"]:
        return None
    if values["withdrawn_on"]:
        return terms.Status.WITHDRAWN
    if values["closed_on"]:
        return terms.Status.SUCCESS if values["result"] is terms.Result.SUCCESS else terms.Status.FAILED
    return terms.Status.OPEN


def complete(values: Values, occasion: Occasion) -> Values:
    """Fill what follows: who the parties are, in short, how many, the stage, and how the table counts it."""
    filled = dict(values)
    filled["parties"] = [_party(each, filled["accepted_on"] or occasion.today) for each in filled["parties"]]
    filled["sides"] = _sides(filled["parties"])
    if not filled["title"] and filled["kind"]:
        filled["title"] = filled["kind"].label
    if filled["parties"]:
        filled["persons"] = max(filled["persons"] or 0, len(filled["parties"]))
    if filled["result"] is terms.Result.SUCCESS and filled["effective_on"] is None:
        filled["effective_on"] = filled["closed_on"]
    filled["expert_took_part"] = filled["expert"] is not None
    filled["times"] = len(filled["sessions"])
    filled["stage"] = stage_of(filled)
    filled["status"] = status_of(filled)
    return filled


def _party(row: Values, day: date) -> Values:
    """A party with sex and age as the ID number tells them."""
    if not _is_resident(row["id_number"]):
        return row
    found = identity.read_identity(IdKind.RESIDENT, row["id_number"])
    born = found.birth_date
    age = identity.age_on(born, day) if born and born <= day else None
    return {**row, "sex": row["sex"] or found.sex, "age": row["age"] if row["age"] is not None else age}


def _is_resident(number: str) -> bool:
    """Whether it is a number of a person; companies have eighteen characters too, letters among them."""
    return len(number) == 18 and number[:17].isdigit()


def _sides(parties: list[Values]) -> str:
    """王芳与李强, 王芳等3人与李强."""
    told = []
    for side in (terms.Side.APPLICANT, terms.Side.RESPONDENT):
        names = [each["name"] for each in parties if each["side"] is side and each["name"]]
        if names:
            told.append(names[0] + (f"等{len(names)}人" if len(names) > 1 else ""))
    if not told:
        told = [each["name"] for each in parties[:1]]
    return "与".join(told)[:200]


TIMED_BY = (
    "accepted_on",
    "refused_on",
    "withdrawn_on",
    "archived_on",
    "closed_on",
    "dispatched_on",
    "taken_on",
    "sessions",
    "result",
    "effective_on",
    "perform_by",
    "performance",
    "performed_on",
    "confirm_on",
)
"""The fields that `limits` reckons from."""


def limits(values: Values) -> list[Running]:
    """The time limits that the dispute has set running, past ones too."""
    if values["refused_on"] or values["accepted_on"] is None:
        return []
    over = values["withdrawn_on"] or values["archived_on"]
    ended = values["closed_on"] or over
    found = [Running(code="mediation.month", start=values["accepted_on"], done=ended)]
    if values["dispatched_on"]:
        begun = min((row["on"] for row in values["sessions"] if row["on"]), default=None)
        taken = values["taken_on"] or begun or ended
        found.append(Running(code="mediation.take", start=values["dispatched_on"], done=taken))
    if values["result"] is terms.Result.SUCCESS and values["effective_on"]:
        found.append(_confirming(values, over))
        if values["perform_by"]:
            done = values["performed_on"] or over
            start = values["effective_on"]
            found.append(Running(code="mediation.perform", start=start, done=done, due=values["perform_by"]))
    return found


def _confirming(values: Values, over: date | None) -> Running:
    """The days in which both may ask the court (人民调解法第33条); nobody asks for what was performed."""
    done, handed = values["confirm_on"], ""
    if done is None and values["performance"] in PERFORMED:
        done, handed = values["performed_on"], "已经履行，不必再申请"
    if done is None and over is not None:
        done, handed = over, "归档，没有申请"
    return Running(code="mediation.confirm", start=values["effective_on"], done=done, handed=handed, lapses=True)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a dispute; each names its field and says what to do."""
    return [
        *_parties(values),
        *_matter(values),
        *_order(values),
        *_result(values),
        *_confirmation(values),
        *_together(values),
    ]


def _parties(values: Values) -> Iterator[Problem]:
    for place, row in enumerate(values["parties"]):
        if _is_resident(row["id_number"]):
            for problem in identity.read_identity(IdKind.RESIDENT, row["id_number"]).problems:
                yield Problem(f"parties.{place}.id_number", problem.text, warning=True)
        yield from check_phone(f"parties.{place}.phone", row["phone"])
    names = [(row["name"], row["id_number"]) for row in values["parties"] if row["name"]]
    if len(set(names)) < len(names):
        yield Problem("parties", "同一个当事人列了两次，请核对。", warning=True)
    if {row["side"] for row in values["parties"]} <= {terms.Side.APPLICANT, terms.Side.THIRD}:
        yield Problem("parties", "还没有填被申请人（对方当事人）。", warning=True)


def _matter(values: Values) -> Iterator[Problem]:
    kind, day = values["kind"], values["accepted_on"]
    if kind is not None and day is not None and not kind.offered_on(day):
        yield Problem("kind", f"“{kind.label}”是旧表的类型，{kind.until:%Y-%m-%d}以后受理的请选现行类型。")
    if values["arose_on"] and day and values["arose_on"] > day:
        yield Problem("arose_on", "纠纷发生日期晚于受理日期，请核对。")


_AFTER = (
    ("dispatched_on", "accepted_on", "派单", "受理"),
    ("taken_on", "dispatched_on", "承接", "派单"),
    ("closed_on", "accepted_on", "结案", "受理"),
    ("effective_on", "accepted_on", "协议生效", "受理"),
    ("perform_by", "effective_on", "履行期限", "协议生效"),
    ("performed_on", "closed_on", "履行登记", "结案"),
    ("confirm_on", "effective_on", "司法确认申请", "协议生效"),
    ("visited_on", "closed_on", "回访", "结案"),
    ("refused_on", "accepted_on", "不予受理", "登记"),
    ("withdrawn_on", "accepted_on", "撤回", "受理"),
    ("archived_on", "closed_on", "归档", "结案"),
    ("archived_on", "performed_on", "归档", "履行登记"),
    ("archived_on", "visited_on", "归档", "回访"),
    ("archived_on", "withdrawn_on", "归档", "撤回"),
)
"""Days that cannot lie before others."""


def _order(values: Values) -> Iterator[Problem]:
    said: set[str] = set()
    for field, after, label, other in _AFTER:
        if values[field] and values[after] and values[field] < values[after] and field not in said:
            said.add(field)
            label, other = (each if each.endswith("期限") else f"{each}日期" for each in (label, other))
            text = f"{label} {values[field]:%Y-%m-%d} 早于{other} {values[after]:%Y-%m-%d}，请核对。"
            yield Problem(field, text)
    yield from _sittings(values)


def _sittings(values: Values) -> Iterator[Problem]:
    """A sitting lies between acceptance and end, and begins when the one before it is over."""
    before: list[Stay] = []
    for place, row in enumerate(values["sessions"]):
        field = f"sessions.{place}"
        if row["on"] and values["accepted_on"] and row["on"] < values["accepted_on"]:
            yield Problem(f"{field}.on", f"调解日期 {row['on']:%Y-%m-%d} 早于受理日期，请核对。")
        for end, label in (("closed_on", "结案"), ("withdrawn_on", "撤回")):
            if row["on"] and values[end] and row["on"] > values[end]:
                yield Problem(f"{field}.on", f"调解日期 {row['on']:%Y-%m-%d} 晚于{label}日期，请核对。")
        if not row["content"]:
            text = "还没有写这次调解的情况，笔录上是空白的；当场手写的，归档前请补上。"
            yield Problem(f"{field}.content", text, warning=True)
        if row["start"] and row["end"] and row["end"] <= row["start"]:
            yield Problem(f"{field}.end", "结束时间不晚于开始时间，请核对。")
        elif row["on"] and row["start"]:
            stay = Stay(row["on"], row["start"], row["end"] or row["start"], "")
            if any(stay.clashes(each) for each in before):
                yield Problem(
                    f"{field}.start", "这次调解与前面登记的一次时间重叠，请核对时间，或者删去重复的一次。"
                )
            before.append(stay)


def _result(values: Values) -> Iterator[Problem]:
    if values["result"] is terms.Result.SUCCESS:
        sides = {row["side"] for row in values["parties"]}
        if not {terms.Side.APPLICANT, terms.Side.RESPONDENT} <= sides:
            text = "达成协议要有双方当事人：请在“更正”里把申请人和被申请人都填上（人民调解法第29条）。"
            yield Problem("parties", text)
        if values["form"] is None:
            yield Problem("form", "调解成功的，请选择协议形式：口头或者书面（人民调解法第28条）。")
        if not values["agreement"]:
            yield Problem("agreement", "请写明协议内容、履行方式和期限（人民调解法第28、29条）。")
    elif values["form"] is not None:
        yield Problem("form", "没有调解成功，不能有协议形式，请核对调解结果。")
    if values["result"] is terms.Result.FAILED and not values["advice"]:
        text = "调解不成的，请写明怎样告知当事人通过仲裁、行政、司法途径维权（人民调解法第26条）。"
        yield Problem("advice", text)
    if values["result"] is not terms.Result.SUCCESS and values["performance"] is not None:
        yield Problem("performance", "没有达成协议，不能有履行情况，请核对。")
    if values["refused_on"] and values["closed_on"]:
        yield Problem("refused_on", "不予受理的不能有结案日期，请核对。")
    if values["withdrawn_on"] and values["closed_on"]:
        yield Problem("withdrawn_on", "已经结案的不能再撤回，请核对。")


def _confirmation(values: Values) -> Iterator[Problem]:
    if not values["confirm_on"]:
        return
    if values["result"] is not terms.Result.SUCCESS:
        yield Problem("confirm_on", "没有达成协议，不能申请司法确认（人民调解法第33条）。")
    elif values["effective_on"] and (values["confirm_on"] - values["effective_on"]).days > CONFIRM_DAYS:
        text = f"申请日距协议生效（{values['effective_on']:%Y-%m-%d}）已超过30日，法院可能不予受理（第33条）。"
        yield Problem("confirm_on", text, warning=True)


_TOGETHER = (
    ("closed_on", "result", "结案日期", "调解结果"),
    ("performed_on", "performance", "履行登记日期", "履行情况"),
    ("refused_on", "refusal", "不予受理日期", "不予受理原因"),
)


def _together(values: Values) -> Iterator[Problem]:
    for one, other, label, other_label in _TOGETHER:
        if values[one] and not values[other]:
            yield Problem(other, f"填了{label}，请填{other_label}。")
        if values[other] and not values[one]:
            yield Problem(one, f"填了{other_label}，请填{label}。")
    if values["confirmation"] and not values["confirm_on"]:
        yield Problem("confirm_on", "填了确认结果，请填司法确认申请日。")
    if values["archived_on"] and not values["closed_on"] and not values["withdrawn_on"]:
        yield Problem("closed_on", "有归档日期而没有结案日期，请先登记调解结果。")
    if values["taking"] is terms.Taking.JOINT and not values["joined"]:
        yield Problem("joined", "联合调解的，请填一起调解的人员。")
    missing = lacking(values) if values["archived_on"] else ()
    if missing:
        yield Problem("papers", "卷内还缺：" + "、".join(each.label for each in missing) + "。核对实物后再归档。")


def against(session: Any, values: Values, uid: str) -> list[Problem]:
    """One file number names one file, one lead becomes one dispute, one service opens one."""
    return [*_file_number(session, values, uid), *_led_before(session, values, uid)]


def _file_number(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    wanted = same(Dispute, values, ("file_number",))
    number = number_of(session, Dispute, uid, wanted) if wanted else None
    if number is not None:
        yield Problem("file_number", f"这个卷号已经用在 {number} 上，请核对。")


def _led_before(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    for field, label in (("lead", "线索"), ("service", "顾问服务")):
        wanted = same(Dispute, values, (field,))
        number = number_of(session, Dispute, uid, wanted) if wanted else None
        if number is not None:
            yield Problem(field, f"这条{label}已经转成纠纷 {number}，一件事只登记一件纠纷，请打开那一件办理。")


def doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """The same dispute entered again; a 群英 who is out of term, or who would sit in two places at once."""
    found = list(_entered_again(session, values, uid))
    if values["expert"] is None or values["refused_on"]:
        return found
    found += out_of_term(session, values["expert"], values["dispatched_on"] or values["accepted_on"])
    for place, row in enumerate(values["sessions"]):
        if row["on"] and row["start"]:
            stay = Stay(row["on"], row["start"], row["end"] or row["start"], row["place"])
            found += elsewhere(session, values["expert"], stay, uid, f"sessions.{place}.start")
    return found


def _entered_again(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    """The same parties with the same type of dispute within a few weeks."""
    wanted, day = same(Dispute, values, ("sides", "kind")), values["accepted_on"]
    if wanted is None or day is None or "与" not in values["sides"] or values["refused_on"]:
        return
    near = timedelta(days=AGAIN_DAYS)
    wanted += [Dispute.accepted_on.between(day - near, day + near), Dispute.status.is_not(None)]
    number = number_of(session, Dispute, uid, wanted)
    if number is not None:
        text = f"同样的当事人、同样的纠纷类型已登记为 {number}。是同一件事的，请在那一件里继续办理，不要重复计数。"
        yield Problem("parties", text, warning=True)
