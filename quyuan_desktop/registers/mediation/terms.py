"""Code tables of the desk 矛盾调解. 法 is the 人民调解法 (2011-01-01)."""

from datetime import date

from quyuan_desktop.domain.terms import Term

OLD_FORMS = date(2020, 12, 31)
"""⚠ Last day on which the two older types of dispute are offered: the day of the change is to be confirmed."""


class LeadSource(Term):
    """How a conflict came to be known."""

    CAMERA = "camera", "高清摄像头"
    SNAPSHOT = "snapshot", "随手拍"
    MESSAGE = "message", "消息互动"
    GRID = "grid", "网格员"
    VISIT = "visit", "来访"
    SCREENING = "screening", "排查"
    HOTLINE = "hotline", "12345热线"
    REFERRED = "referred", "移送"


class LeadStage(Term):
    """How far a lead has come."""

    FOUND = "found", "待派单"
    SENT = "sent", "已派单"
    ARRIVED = "arrived", "已到场"
    INVALID = "invalid", "无效"


class Outcome(Term):
    """What was found on the spot."""

    CASE = "case", "需立案调解"
    SETTLED = "settled", "当场化解"
    ADVICE = "advice", "引导咨询"
    REFERRED = "referred", "移送有关部门"


class Invalid(Term):
    """无效原因."""

    FALSE = "false", "情况不实"
    DOUBLE = "double", "重复线索"
    OUTSIDE = "outside", "不属于调解范围"
    OTHER = "other", "其他"


class ExpertKind(Term):
    """Whom a 群英 comes from."""

    ELDER = "elder", "五老人员"
    GENTRY = "gentry", "乡贤"
    LAWYER = "lawyer", "律师"
    JUDGE = "judge", "法官"
    POLICE = "police", "民警、辅警"
    CADRE = "cadre", "村（社区）干部"
    MEDIATOR = "mediator", "人民调解员"
    OTHER = "other", "其他"


class Committee(Term):
    """调委会类型 (法第8、34条)."""

    VILLAGE = "village", "村调委会"
    COMMUNITY = "community", "居（社区）调委会"
    TOWN = "town", "乡镇调委会"
    STREET = "street", "街道调委会"
    COMPANY = "company", "企事业单位调委会"
    SOCIETY = "society", "社会团体和其他组织调委会"


class Source(Term):
    """案件来源: 法第17条, and what other bodies hand over (法第18条)."""

    ACTIVE = "active", "主动调解"
    APPLIED = "applied", "依申请调解"
    COURT = "court", "法院委托移送"
    PROCURATORATE = "procuratorate", "检察院委托移送"
    POLICE = "police", "公安机关委托移送"
    PETITION = "petition", "信访部门委托移送"
    OTHER = "other", "其他部门委托移送"


class Kind(Term):
    """纠纷类型: eighteen of the table in use, and two of an older one that stay readable."""

    MARRIAGE = "marriage", "婚姻家庭纠纷"
    NEIGHBOUR = "neighbour", "邻里纠纷"
    HOUSE = "house", "房屋宅基地纠纷"
    CONTRACT = "contract", "合同纠纷"
    BUSINESS = "business", "生产经营纠纷"
    DAMAGE = "damage", "损害赔偿纠纷"
    LAND = "land", "山林土地纠纷"
    DEMOLITION = "demolition", "征地拆迁纠纷"
    ENVIRONMENT = "environment", "环境污染纠纷"
    WAGES = "wages", "拖欠农民工工资纠纷"
    LABOUR = "labour", "其他劳动争议纠纷"
    TOURISM = "tourism", "旅游纠纷"
    ECOMMERCE = "ecommerce", "电子商务纠纷"
    CONSUMER = "consumer", "其他消费纠纷"
    MEDICAL = "medical", "医疗纠纷"
    TRAFFIC = "traffic", "道路交通事故纠纷"
    PROPERTY = "property", "物业纠纷"
    OTHER = "other", "其他纠纷"
    VILLAGE_AFFAIRS = "villageaffairs", "村务管理纠纷", None, OLD_FORMS, "旧表"
    FAMILY_PLANNING = "familyplanning", "计划生育纠纷", None, OLD_FORMS, "旧表"


class Side(Term):
    """On which side a party stands."""

    APPLICANT = "applicant", "申请人"
    RESPONDENT = "respondent", "被申请人"
    THIRD = "third", "其他当事人"


class Stage(Term):
    """How far a dispute has come."""

    ACCEPTED = "accepted", "已受理"
    SENT = "sent", "已派单"
    TAKEN = "taken", "已承接"
    MEDIATING = "mediating", "调解中"
    AGREED = "agreed", "已达成协议"
    FAILED = "failed", "调解不成"
    PERFORMED = "performed", "已登记履行"
    VISITED = "visited", "已回访"
    ARCHIVED = "archived", "已归档"
    REFUSED = "refused", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"


class Taking(Term):
    """How a 群英 takes over what was sent to them."""

    ALONE = "alone", "承接"
    JOINT = "joint", "联合调解"


class Result(Term):
    """调解结果."""

    SUCCESS = "success", "调解成功"
    FAILED = "failed", "调解不成"


class Status(Term):
    """What has become of what was accepted; the four together are all that was accepted."""

    SUCCESS = "success", "调解成功"
    FAILED = "failed", "调解不成"
    OPEN = "open", "正在调解"
    WITHDRAWN = "withdrawn", "撤回"


class AgreementForm(Term):
    """协议形式 (法第28条)."""

    ORAL = "oral", "口头协议"
    WRITTEN = "written", "书面协议"


class Performance(Term):
    """履行情况 (法第31条)."""

    AT_ONCE = "atonce", "当即履行"
    FULL = "full", "已全部履行"
    PART = "part", "部分履行"
    NONE = "none", "未履行"


class Confirmation(Term):
    """司法确认 (法第33条)."""

    APPLIED = "applied", "已申请"
    VALID = "valid", "确认有效"
    REFUSED = "refused", "不予确认"
    DROPPED = "dropped", "撤回申请"


class Escalation(Term):
    """防激化类型."""

    CRIME = "crime", "防止民转刑"
    SUICIDE = "suicide", "防止自杀"
    PETITION = "petition", "防止群体性上访"
    FIGHT = "fight", "防止群体性械斗"


class Refusal(Term):
    """Why a dispute is not taken in: 法第3条 and what no committee may mediate."""

    OTHER_BODY = "otherbody", "法律规定由专门机关管辖处理"
    FORBIDDEN = "forbidden", "法律禁止采用民间调解方式解决"
    IN_COURT = "incourt", "法院、仲裁机构已经受理或者解决"
    UNWILLING = "unwilling", "一方当事人明确拒绝调解"
    OTHER = "other", "其他"


class FilePaper(Term):
    """The thirteen papers of a file (卷宗), in their order."""

    APPLICATION = "application", "调解申请书或受理登记表"
    NOTICE = "notice", "权利义务告知书"
    IDENTITY = "identity", "当事人身份证明"
    PROXY = "proxy", "授权委托书"
    INQUIRY = "inquiry", "调查记录"
    EVIDENCE = "evidence", "证据材料"
    RECORD = "record", "调解记录"
    AGREEMENT = "agreement", "调解协议书或口头协议登记表"
    PERFORMANCE = "performance", "履行凭证"
    VISIT = "visit", "回访记录"
    CONFIRMATION = "confirmation", "司法确认材料"
    STATEMENT = "statement", "卷宗情况说明"
    BACK = "back", "封底"


class Satisfaction(Term):
    """满意度 of a party, asked at the follow-up visit."""

    VERY = "very", "很满意"
    FAIR = "fair", "满意"
    POOR = "poor", "不满意"


class Tier(Term):
    """The three levels of screening (三级排查)."""

    VILLAGE = "village", "组、村级"
    TOWN = "town", "乡镇（街道）级"
    DISTRICT = "district", "区级"


class DeviceKind(Term):
    """What helps to see conflicts early."""

    CAMERA = "camera", "高清摄像头"
    SPEAKER = "speaker", "小喇叭"
    SCREEN = "screen", "智慧社区终端"
    OTHER = "other", "其他"


class ClaimKind(Term):
    """By what the reward of a file is reckoned (以案定补)."""

    ORAL = "oral", "口头协议"
    WRITTEN = "written", "书面协议"
    HARD = "hard", "疑难复杂"
