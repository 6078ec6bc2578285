"""The register 纠纷: the declaration of `dispute.py` with its rules, workflow, papers and figures."""

from quyuan_desktop.registers.base import Lead, PaperKind, Register, Section, Todo
from quyuan_desktop.registers.mediation import dispute_rules as rules
from quyuan_desktop.registers.mediation.claim import from_dispute
from quyuan_desktop.registers.mediation.dispute import Dispute
from quyuan_desktop.registers.mediation.dispute_measures import dispute_means, dispute_measures
from quyuan_desktop.registers.mediation.dispute_workflow import WORKFLOW
from quyuan_desktop.registers.mediation.leading import to_service
from quyuan_desktop.registers.mediation.terms import Stage

ENDED = (Stage.ARCHIVED, Stage.REFUSED, Stage.WITHDRAWN)
AGREED = (Stage.AGREED, Stage.PERFORMED, Stage.VISITED, Stage.ARCHIVED)

DISPUTE = Register(
    code="dispute",
    label="纠纷",
    record=Dispute,
    number="{short}人调字〔{year}〕第{serial}号",
    day="accepted_on",
    who="sides",
    what="title",
    report="人民调解案件统计表",
    sections=(
        Section(code="acceptance", label="受理"),
        Section(code="parties", label="当事人"),
        Section(code="matter", label="纠纷"),
        Section(code="steps", label="办理经过"),
    ),
    filters=("stage", "kind", "source"),
    printed=(
        "accepted_on",
        "sides",
        "kind",
        "title",
        "committee",
        "source",
        "mediators",
        "closed_on",
        "result",
        "form",
        "file_number",
    ),
    papers=(
        PaperKind(code="mediation_register", label="受理登记表"),
        PaperKind(code="mediation_notice", label="权利义务告知书", away=True),
        PaperKind(code="mediation_inquiry", label="调查记录"),
        PaperKind(code="mediation_record", label="调解笔录"),
        PaperKind(code="mediation_agreement", label="人民调解协议书", stages=AGREED),
        PaperKind(code="mediation_oral", label="口头协议登记表", stages=AGREED),
        PaperKind(code="mediation_confirm", label="司法确认申请书", stages=AGREED),
        PaperKind(code="mediation_visit", label="回访记录"),
        PaperKind(code="mediation_contents", label="卷内目录"),
        PaperKind(code="mediation_cover", label="卷宗封面"),
    ),
    measures=dispute_measures(),
    means=dispute_means(),
    leads=(
        Lead(
            code="claim",
            label="申报以案定补",
            to="claim",
            link="dispute",
            carry=from_dispute,
            when=lambda values: values["stage"] is Stage.ARCHIVED,
        ),
        Lead(
            code="advise",
            label="登记顾问参与",
            to="service_log",
            link="dispute",
            carry=to_service,
            when=lambda values: False,
        ),
    ),
    todos=(
        Todo(code="mediate", label="待调解", since=Dispute.accepted_on, open_=Dispute.stage == Stage.ACCEPTED),
        Todo(
            code="perform",
            label="待登记履行",
            since=Dispute.closed_on,
            open_=Dispute.stage == Stage.AGREED,
            limits=("mediation.perform",),
        ),
        Todo(code="visit", label="待回访", since=Dispute.performed_on, open_=Dispute.stage == Stage.PERFORMED),
        Todo(
            code="archive",
            label="待归档",
            since=Dispute.closed_on,
            open_=Dispute.stage.in_((Stage.VISITED, Stage.FAILED)),
        ),
        Todo(
            code="archive_withdrawn",
            label="待归档",
            since=Dispute.withdrawn_on,
            open_=Dispute.stage == Stage.WITHDRAWN,
        ),
    ),
    workflow=WORKFLOW,
    complete=rules.complete,
    check=rules.check,
    against=rules.against,
    doubted=rules.doubted,
    limits=rules.limits,
    timed_by=rules.TIMED_BY,
    unsettled=Dispute.stage.in_([each for each in Stage if each not in ENDED]),
)
