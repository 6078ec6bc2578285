"""以案定补: the reward claimed for one archived file; no file is claimed twice (调委会 are unpaid, 人民调解法第16条)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Index, literal, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.figures import YUAN
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Occasion, PaperKind, Record, Register, Section, State, Values
from quyuan_desktop.registers.fields import choice, day, link, money, name, words
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.measures import Counted, Counting, Measure
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.dispute import Dispute
from quyuan_desktop.registers.settings import DeskSetting
from quyuan_desktop.registers.twice import number_of, same


def _rate(kind: terms.ClaimKind, fen: int) -> DeskSetting:
    return DeskSetting(
        code=f"mediation.rate.{kind.code}",
        label=f"以案定补：{kind.label}每件（元）",
        kind=kinds.Money(),
        default=fen,
        help="没有查到本区的标准，请按区局、财政的文件改；改后只影响新申报的。",
        certain=False,
    )


RATES = {
    terms.ClaimKind.ORAL: _rate(terms.ClaimKind.ORAL, 50_00),
    terms.ClaimKind.WRITTEN: _rate(terms.ClaimKind.WRITTEN, 100_00),
    terms.ClaimKind.HARD: _rate(terms.ClaimKind.HARD, 300_00),
}
SETTINGS = tuple(RATES.values())


class Claim(Record, kw_only=True):
    """One claim for one file."""

    __tablename__ = "mediation_claim"
    __table_args__ = (Index("ix_mediation_claim_listed", "state", "claimed_on"),)

    claimed_on: Mapped[date] = day(
        "申报日期", section="claim", past=True, required=True, column=True, default="today"
    )
    dispute: Mapped[Linked] = link("纠纷", "dispute", required=True)
    dispute_told: Mapped[str] = words("案件", limit=200, derived=True, column=True, width=28)
    file_number: Mapped[str] = words("卷号", limit=60, column=True, searched="content", width=20)
    mediator: Mapped[str] = name("调解员", required=True, column=True, searched="name", suggest="mediator")
    kind: Mapped[terms.ClaimKind] = choice(
        "补贴类别", terms.ClaimKind, required=True, column=True, counted=True, default="written", width=10
    )
    amount: Mapped[int | None] = money(
        "补贴金额（元）", column=True, counted=True, help="空着的按本所设置的标准填。"
    )
    approved_on: Mapped[date | None] = day("审核日期", past=True)
    paid_on: Mapped[date | None] = day("发放日期", past=True, column=True)
    note: Mapped[str] = words("备注", limit=200, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """What the file is called, and the amount that the house has set for its kind."""
    filled = dict(values)
    filled["dispute_told"] = _told(filled["dispute"])
    if filled["amount"] is None and filled["kind"] is not None:
        filled["amount"] = RATES[filled["kind"]].of(occasion.house)
    return filled


def _told(dispute: Linked | None) -> str:
    """Who quarrelled, and then under which number: 王芳与李长庚 屈营司人调字〔2023〕第21号."""
    if dispute is None:
        return ""
    number, _, sides = dispute.text.partition(" ")
    return f"{sides} {number}".strip()


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a claim."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    if not values["file_number"]:
        yield Problem("file_number", "没有填卷号，审核时要对卷，请核对。", warning=True)
    before = ("claimed_on", "申报")
    for field, label in (("approved_on", "审核"), ("paid_on", "发放")):
        if values[field] and values[before[0]] and values[field] < values[before[0]]:
            yield Problem(field, f"{label}日期早于{before[1]}日期，请核对。")
        before = (field, label) if values[field] else before


def against(session: Any, values: Values, uid: str) -> list[Problem]:
    """No dispute and no file is claimed for twice, and none that is void."""
    return list(_in_the_way(session, values, uid))


def _in_the_way(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    if values["dispute"] is None:
        return
    wanted = select(Dispute.state).where(Dispute.uid == values["dispute"].uid)
    if session.scalar(wanted) is State.VOID:
        yield Problem("dispute", "这件纠纷已作废，不能申报；请选择有效的纠纷。")
    for field, told in (
        ("dispute", "这件纠纷已经申报过（{}），一案只能申报一次。"),
        ("file_number", "这个卷号已经申报过（{}），一卷只能申报一次。"),
    ):
        same_one = same(Claim, values, (field,))
        number = number_of(session, Claim, uid, same_one) if same_one else None
        if number is not None:
            yield Problem(field, told.format(number))
            return


def doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """A claim is made for a file that is whole and archived, under its own number."""
    if values["dispute"] is None:
        return []
    wanted = select(Dispute.archived_on, Dispute.file_number).where(Dispute.uid == values["dispute"].uid)
    found = session.execute(wanted).first()
    if found is None:
        return []
    if found.archived_on is None:
        return [Problem("dispute", "这件纠纷还没有归档，一般归档后才申报，请核对。", warning=True)]
    if values["file_number"] and found.file_number != values["file_number"]:
        return [Problem("file_number", f"卷号与归档时的“{found.file_number}”不一致，请核对。", warning=True)]
    return []


def from_dispute(values: Values) -> Values:
    """What a claim begins with when an archived dispute leads to it."""
    kind = terms.ClaimKind.ORAL if values["form"] is terms.AgreementForm.ORAL else terms.ClaimKind.WRITTEN
    return {
        "file_number": values["file_number"],
        "mediator": values["mediators"][:60],
        "kind": terms.ClaimKind.HARD if values["hard"] else kind,
    }


def _figures() -> Iterator[Counting]:
    base = Counted(record=Claim, day=Claim.claimed_on)
    paid = Counted(record=Claim, day=Claim.paid_on)
    one: Any = literal(1)

    def figure(code: str, label: str, unit: str, words_: str, over: Counted, value: Any, **which: Any) -> Measure:
        group = "以案定补（按类别）" if which else "以案定补"
        return Measure(
            code=f"claim.{code}",
            label=label,
            unit=unit,
            group=group,
            words=words_,
            base=over,
            value=value,
            **which,
        )

    yield figure("count", "申报案件", "件", "申报日期在本期的案件数，一案一次", base, one)
    yield figure("amount", "申报金额", YUAN, "申报日期在本期的补贴金额之和", base, Claim.amount)
    yield figure("paid", "发放金额", YUAN, "发放日期在本期的补贴金额之和", paid, Claim.amount)
    for kind in terms.ClaimKind:
        words_ = f"申报日期在本期、类别为“{kind.label}”的案件数"
        yield figure(f"kind.{kind.code}", kind.label, "件", words_, base, one, by=Claim.kind, of=(kind,))


CLAIM = Register(
    code="claim",
    label="以案定补",
    record=Claim,
    number="{short}补〔{year}〕{serial}号",
    day="claimed_on",
    who="mediator",
    what="dispute_told",
    sections=(Section(code="claim", label="以案定补"),),
    filters=("kind",),
    printed=("claimed_on", "dispute_told", "file_number", "mediator", "kind", "amount", "paid_on"),
    measures=tuple(_figures()),
    report="以案定补月报表",
    papers=(PaperKind(code="claim_sheet", label="以案定补申报表"),),
    complete=complete,
    check=check,
    against=against,
    doubted=doubted,
)
