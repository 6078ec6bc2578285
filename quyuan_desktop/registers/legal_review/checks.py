"""Cross-checks (勾稽) of legal review: kinds and verdicts sum to what was issued, filing to what was due, cases to what came."""

from quyuan_desktop.registers.legal_review.terms import CaseKind, ContractKind, MeetingKind, Verdict
from quyuan_desktop.registers.measures import Check, at_least, divided

CHECKS = (
    divided("contract.kind", "各合同类型之和等于审查政府合同", ContractKind, "contract.issued"),
    divided("contract.verdict", "各审查结论之和等于审查政府合同", Verdict, "contract.issued"),
    Check(
        code="norm.filings",
        words="按期报备、迟报、漏报之和等于应报备",
        left=("norm.ontime", "norm.late", "norm.missing"),
        right=("norm.due",),
    ),
    at_least("cleanup.districts", "清理文件不少于其中区本级", "cleanup.docs", "cleanup.docs.district"),
    at_least("decision.rejections", "完成审查不少于其中不同意", "decision.reviewed", "decision.rejected"),
    divided("case.kind", "各案件类别之和等于收案", CaseKind, "case.received"),
    at_least("case.corrections", "结案不少于其中纠错", "case.closed", "case.corrected"),
    at_least("case.appearances", "应诉开庭不少于负责人出庭", "case.heard", "case.appeared"),
    divided("meeting.kind", "各类会议之和等于会议", MeetingKind, "meeting.count"),
    at_least("meeting.enlarging", "专题学习不少于其中扩大学习", "meeting.study.thought", "meeting.study.enlarged"),
)
