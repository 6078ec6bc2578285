"""Cross-checks (勾稽) of disputes, leads, experts, screening, campaigns and rewards: sums and what is part of what."""

from quyuan_desktop.registers.measures import Check, at_least, divided
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.dispute_measures import MUST_EQUAL

_WORDS = {
    "dispute.check.committee": "各调委会类型之和等于受理",
    "dispute.check.source": "各案件来源之和等于受理",
    "dispute.check.type": "各纠纷类型之和等于受理",
    "dispute.check.status": "成功、不成、在调、撤回之和等于受理",
    "dispute.check.form": "口头、书面协议之和等于调解成功",
}

CHECKS = (
    *(Check(code=left, words=_WORDS[left], left=(left,), right=(right,)) for left, right in MUST_EQUAL),
    at_least("dispute.successes", "受理不少于调解成功", "dispute.accepted", "dispute.success"),
    at_least("dispute.hards", "受理不少于疑难复杂", "dispute.accepted", "dispute.hard"),
    at_least(
        "dispute.performances",
        "调解成功不少于各履行情况之和",
        "dispute.success",
        *(f"dispute.performance.{term.code}" for term in terms.Performance),
    ),
    at_least("dispute.judicial", "调解成功不少于其中司法确认", "dispute.success", "dispute.judicial"),
    at_least("dispute.closings", "结案不少于其中调解成功", "dispute.closed", "dispute.closed.success"),
    at_least("dispute.valids", "申请司法确认不少于其中确认有效", "dispute.confirmed", "dispute.confirmed.valid"),
    divided("lead.source", "各线索来源之和等于线索", terms.LeadSource, "lead.count"),
    divided("lead.outcome", "各现场情况与未到场之和等于线索", terms.Outcome, "lead.count", unfilled=True),
    at_least("lead.invalids", "线索不少于其中认定无效", "lead.count", "lead.invalid"),
    at_least("expert.new", "聘期内的群英不少于其中本期新聘", "expert.served", "expert.new"),
    *(
        divided(f"screening.{code}", f"各层级{words}之和等于{words}", terms.Tier, f"screening.{code}")
        for code, words in (
            ("rounds", "排查次数"),
            ("found", "排查纠纷"),
            ("settled", "化解纠纷"),
            ("reported", "上报纠纷"),
        )
    ),
    at_least("screening.settlings", "排查纠纷不少于化解纠纷", "screening.found", "screening.settled"),
    at_least("screening.reports", "排查纠纷不少于上报纠纷", "screening.found", "screening.reported"),
    at_least("campaign.settlings", "专项行动排查不少于化解", "campaign.found", "campaign.settled"),
    divided("claim.kind", "各补贴类别之和等于申报案件", terms.ClaimKind, "claim.count"),
)
