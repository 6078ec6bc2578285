"""Cross-checks (勾稽) of the legal-aid figures: parts and wholes, and what cannot be more than what it is part of."""

from collections.abc import Iterable

from quyuan_desktop.domain.terms import Sex, Term, Town
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result, YearlyType
from quyuan_desktop.registers.measures import Check, Relation


def parts(code: str, all_terms: Iterable[Term], *, unfilled: bool = False) -> tuple[str, ...]:
    """The figures that divide `code` among the terms, and with `unfilled` what is left of it."""
    return (*(f"{code}.{term.code}" for term in all_terms), *((f"{code}.none",) if unfilled else ()))


CHECKS = (
    Check(
        code="consult.channels",
        words="各途径之和等于咨询人次",
        left=parts("consult.channel", Channel),
        right=("consult.people",),
    ),
    Check(
        code="consult.calls",
        words="来电不少于其中12348",
        left=("consult.channel.call",),
        right=("consult.channel.call.12348",),
        relation=Relation.AT_LEAST,
    ),
    Check(
        code="consult.results",
        words="各结果之和等于咨询人次",
        left=parts("consult.result", Result, unfilled=True),
        right=("consult.people",),
    ),
    Check(
        code="consult.sexes",
        words="各性别之和等于咨询人次",
        left=parts("consult.sex", Sex, unfilled=True),
        right=("consult.people",),
    ),
    Check(
        code="consult.towns",
        words="各乡镇之和等于咨询人次",
        left=parts("consult.town", Town, unfilled=True),
        right=("consult.people",),
    ),
    Check(
        code="consult.types",
        words="各年报类型之和等于各案由之和",
        left=parts("consult.type", YearlyType),
        right=parts("consult.matter", MatterKind),
    ),
    Check(
        code="consult.matters",
        words="各案由之和等于咨询件数",
        left=parts("consult.matter", MatterKind),
        right=("consult.matters",),
    ),
    Check(
        code="consult.persons",
        words="咨询人次不少于接待批次",
        left=("consult.people",),
        right=("consult.receptions",),
        relation=Relation.AT_LEAST,
    ),
    Check(
        code="aid.domains",
        words="各案件类别之和等于收到申请",
        left=parts("aid.received.domain", terms.Domain),
        right=("aid.received",),
        warning=True,
    ),
    Check(
        code="aid.towns",
        words="申请各乡镇之和等于收到申请",
        left=parts("aid.town", Town, unfilled=True),
        right=("aid.received",),
    ),
    Check(
        code="aid.columns",
        words="办理案件各报表列之和等于给予援助",
        left=parts("aid.column", terms.Column),
        right=("aid.granted",),
    ),
    Check(
        code="aid.grounds",
        words="办理案件各援助事项之和等于给予援助",
        left=parts("aid.ground", terms.Ground),
        right=("aid.granted",),
    ),
    Check(
        code="aid.refusals",
        words="不予援助各原因之和等于不予援助",
        left=parts("aid.refused", terms.Refusal),
        right=("aid.refused",),
    ),
    Check(
        code="aid.closings",
        words="各结案方式之和等于结案",
        left=parts("aid.closed", terms.Closing),
        right=("aid.closed",),
    ),
    Check(
        code="aid.withdrawals",
        words="各撤回方式之和等于撤回",
        left=parts("aid.withdrawn", terms.Withdrawal),
        right=("aid.withdrawn",),
    ),
    Check(
        code="aid.terminations",
        words="各终止事由之和等于终止",
        left=parts("aid.terminated", terms.Termination),
        right=("aid.terminated",),
    ),
    Check(
        code="aid.wages",
        words="挽回损失不少于其中为农民工讨薪",
        left=("aid.recovered",),
        right=("aid.wages",),
        relation=Relation.AT_LEAST,
    ),
)
