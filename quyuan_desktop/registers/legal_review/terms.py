"""Code tables of the desk 法制审核."""

from quyuan_desktop.domain.terms import Term


class ContractKind(Term):
    """类型 of what the government signs."""

    CONTRACT = "contract", "合同"
    AGREEMENT = "agreement", "协议"
    MEMORANDUM = "memorandum", "备忘录"


class Verdict(Term):
    """结论 of a review."""

    AGREED = "agreed", "同意"
    AMEND = "amend", "修改后同意"
    REJECTED = "rejected", "不同意"


class Adoption(Term):
    """What became of the opinions."""

    ALL = "all", "全部采纳"
    PARTLY = "partly", "部分采纳"
    NONE = "none", "未采纳"


class Issuer(Term):
    """制定机关; the last two may not issue normative documents."""

    GOVERNMENT = "government", "区管委会（政府）"
    OFFICE = "office", "区管委会（政府）办公室"
    DEPARTMENT = "department", "区直部门"
    TOWN = "town", "乡镇（街道）"
    COORDINATION = "coordination", "议事协调机构"
    INTERNAL = "internal", "部门派出或者内设机构"


class DocRank(Term):
    """Whose document it is."""

    DISTRICT = "district", "区本级"
    DEPARTMENT = "department", "区直部门"
    TOWN = "town", "乡镇（街道）"


class Outcome(Term):
    """结论 of a clean-up (清理)."""

    KEPT = "kept", "继续有效"
    AMENDED = "amended", "修改"
    ABOLISHED = "abolished", "废止"
    LAPSED = "lapsed", "宣布失效"


class CaseKind(Term):
    """行政复议 or 行政应诉."""

    REVIEW = "review", "行政复议"
    FIRST = "first", "行政诉讼一审"
    SECOND = "second", "行政诉讼二审"
    RETRIAL = "retrial", "行政诉讼再审"


class CaseResult(Term):
    """How a case ended."""

    UPHELD = "upheld", "维持、驳回请求"
    DISMISSED = "dismissed", "驳回申请（起诉）"
    WITHDRAWN = "withdrawn", "撤回、终止"
    SETTLED = "settled", "调解、和解"
    REVOKED = "revoked", "撤销"
    CHANGED = "changed", "变更"
    ILLEGAL = "illegal", "确认违法（无效）"
    ORDERED = "ordered", "责令履行"


class MeetingKind(Term):
    """Which meeting it was."""

    STUDY = "study", "党工委中心组学习"
    COMMITTEE = "committee", "依法治区委员会会议"
    DEPLOY = "deploy", "普法部署会"
    EXECUTIVE = "executive", "常务会议学法"
    OTHER = "other", "其他"
