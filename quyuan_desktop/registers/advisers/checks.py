"""Cross-checks (勾稽) of the figures of village advisers: their kinds, services, coverage and duty done."""

from quyuan_desktop.registers.advisers.terms import AdviceKind, AdviserKind, Mode
from quyuan_desktop.registers.measures import Check, Relation

CHECKS = (
    Check(
        code="adviser.kinds",
        words="各类别法律顾问之和等于法律顾问",
        left=tuple(f"adviser.kind.{term.code}" for term in AdviserKind),
        right=("adviser.count",),
    ),
    Check(
        code="service.kinds",
        words="各服务类别之和等于服务次数",
        left=tuple(f"service.kind.{term.code}" for term in AdviceKind),
        right=("service.count",),
    ),
    Check(
        code="service.modes",
        words="各服务方式之和等于服务次数",
        left=tuple(f"service.mode.{term.code}" for term in Mode),
        right=("service.count",),
    ),
    Check(
        code="service.minutes",
        words="服务时长不少于其中现场服务",
        left=("service.minutes",),
        right=("service.minutes.onsite",),
        relation=Relation.AT_LEAST,
    ),
    Check(
        code="coverage.villages",
        words="有顾问的村与无顾问的村之和等于村（社区）",
        left=("coverage.covered", "coverage.uncovered"),
        right=("coverage.villages",),
    ),
    Check(
        code="coverage.months",
        words="在聘村月不少于履职村月",
        left=("coverage.months",),
        right=("coverage.fulfilled",),
        relation=Relation.AT_LEAST,
    ),
)
