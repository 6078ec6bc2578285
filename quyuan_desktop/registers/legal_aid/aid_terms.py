"""Code tables of an application for legal aid; the note of a term is the article that it comes from.

法 is the 法律援助法 (2022-01-01); 湘 the additions of Hunan's regulation of 2024, whose article numbers are to be
confirmed; 程序规定 is 司法部令第148号 (2023-09-01).
"""

from datetime import date

from quyuan_desktop.domain.terms import Term

HUNAN = date(2024, 9, 1)
"""⚠ Day from which Hunan's additions are offered: the regulation's own date is to be confirmed."""


class Stage(Term):
    """How far an application has come."""

    NOTED = "noted", "已登记"
    RECEIVED = "received", "已收件"
    ASKED = "asked", "待补正"
    HANDED = "handed", "已转交"
    GRANTED = "granted", "给予援助"
    REFUSED = "refused", "不予援助"
    APPOINTED = "appointed", "办理中"
    CLOSED = "closed", "已结案"
    ARCHIVED = "archived", "已归档"
    WITHDRAWN = "withdrawn", "已撤回"
    TERMINATED = "terminated", "已终止"


class Way(Term):
    """How the application came in."""

    IN_PERSON = "person", "本人到所"
    BY_AGENT = "agent", "代为申请", None, None, "法第40条"
    AT_HOME = "home", "上门受理", None, None, "法第45条"
    POST = "post", "邮寄"
    ONLINE = "online", "网络"
    DETAINED = "detained", "羁押等人员经监管场所或值班律师转交", None, None, "法第39条"


class Source(Term):
    """案源, as the centre's 审查表 has it."""

    PARTY = "party", "当事人申请"
    COURT = "court", "法院通知"
    POLICE = "police", "公安通知"
    PROCURATORATE = "procuratorate", "检察院通知"
    SOCIETY = "society", "社会组织转交"
    FIRM = "firm", "律所转交"
    OTHER = "other", "其他"


class Joint(Term):
    """共同申请: how several applicants count (季报表注)."""

    ALONE = "alone", "单独申请"
    INDIVISIBLE = "indivisible", "共同申请，请求不可分（计1件）"
    DIVISIBLE = "divisible", "共同申请，请求可分且同类（按人数计件）"


class Domain(Term):
    """案件类别."""

    CRIMINAL = "criminal", "刑事"
    CIVIL = "civil", "民事"
    ADMINISTRATIVE = "admin", "行政"
    COMPENSATION = "compensation", "国家赔偿"


class Form(Term):
    """法律援助服务形式, 法第22条."""

    DRAFTING = "drafting", "代拟法律文书", None, None, "法第22条第2项"
    DEFENCE = "defence", "刑事辩护与代理", None, None, "法第22条第3项"
    LITIGATION = "litigation", "诉讼代理", None, None, "法第22条第4项"
    NON_LITIGATION = "nonlitigation", "非诉讼代理", None, None, "法第22条第4项"
    DUTY_LAWYER = "duty", "值班律师法律帮助", None, None, "法第22条第5项"
    ARBITRATION = "arbitration", "劳动争议调解与仲裁代理", None, None, "法第22条第6项"
    NOTARY = "notary", "公证援助"
    APPRAISAL = "appraisal", "司法鉴定援助"
    OTHER = "other", "其他", None, None, "法第22条第7项"


class Ground(Term):
    """援助事项: the ground on which legal aid is asked for."""

    G31_1 = "a31n1", "依法请求国家赔偿", None, None, "法第31条第1项"
    G31_2 = "a31n2", "请求社会保险待遇或社会救助", None, None, "法第31条第2项"
    G31_3 = "a31n3", "请求发给抚恤金", None, None, "法第31条第3项"
    G31_4 = "a31n4", "请求给付赡养费、抚养费、扶养费", None, None, "法第31条第4项"
    G31_5 = "a31n5", "请求确认劳动关系或支付劳动报酬", None, None, "法第31条第5项"
    G31_6 = "a31n6", "请求认定公民无民事行为能力或限制民事行为能力", None, None, "法第31条第6项"
    G31_7 = "a31n7", "工伤、交通、食药安全、医疗事故人身损害赔偿", None, None, "法第31条第7项"
    G31_8 = "a31n8", "环境污染、生态破坏损害赔偿", None, None, "法第31条第8项"
    G31_9 = "a31n9", "法律法规规章规定的其他情形", None, None, "法第31条第9项"
    G32_1 = "a32n1", "英烈近亲属维护英烈人格权益", None, None, "法第32条第1项"
    G32_2 = "a32n2", "因见义勇为行为主张相关民事权益", None, None, "法第32条第2项"
    G32_3 = "a32n3", "再审改判无罪请求国家赔偿", None, None, "法第32条第3项"
    G32_4 = "a32n4", "遭受虐待、遗弃或家庭暴力主张相关权益", None, None, "法第32条第4项"
    G32_5 = "a32n5", "不受经济条件限制的其他情形", None, None, "法第32条第5项"
    HUNAN_1 = "hn1", "伪劣化肥、农药、种子、农机具等产品损害", HUNAN, None, "湘第2条"
    HUNAN_2 = "hn2", "突发公共卫生事件、安全生产事故损害", HUNAN, None, "湘第2条"
    G33 = "a33", "申诉、再审（已裁定再审或抗诉）", None, None, "法第33条"
    G24 = "a24", "犯罪嫌疑人、被告人未委托辩护人", None, None, "法第24条"
    G25_1 = "a25n1", "未成年人（应当通知辩护）", None, None, "法第25条第1项"
    G25_2 = "a25n2", "视力、听力、言语残疾人（应当通知辩护）", None, None, "法第25条第2项"
    G25_3 = "a25n3", "不能完全辨认自己行为的成年人（应当通知辩护）", None, None, "法第25条第3项"
    G25_4 = "a25n4", "可能被判处无期徒刑、死刑的人（应当通知辩护）", None, None, "法第25条第4项"
    G25_5 = "a25n5", "申请法律援助的死刑复核案件被告人", None, None, "法第25条第5项"
    G25_6 = "a25n6", "缺席审判案件的被告人", None, None, "法第25条第6项"
    G25_7 = "a25n7", "应当通知辩护的其他人员", None, None, "法第25条第7项"
    G28 = "a28", "强制医疗案件的被申请人或被告人", None, None, "法第28条"
    G29 = "a29", "被害人、自诉人、附带民事诉讼原告人", None, None, "法第29条"


CRIMINAL = tuple(ground for ground in Ground if ground.code.startswith(("a24", "a25", "a28", "a29")))
"""Grounds of criminal cases (法第24、25、28、29条)."""

WITHOUT_MEANS_TEST = tuple(ground for ground in Ground if ground.code.startswith(("a25", "a28", "a32")))
"""Grounds on which the economic situation does not matter (法第25、28、32条)."""


class Column(Term):
    """报表列 of the older monthly table, columns 3 to 13; the mapping from grounds can be changed."""

    CRIMINAL_ASKED = "criminalasked", "刑事（申请）"
    CRIMINAL_TOLD = "criminaltold", "刑事（通知）"
    CRIMINAL_INVITED = "criminalinvited", "刑事（商请）"
    CRIMINAL_MEDICAL = "criminalmedical", "刑事（强制医疗）"
    CIVIL = "civil", "民事诉讼"
    ADMINISTRATIVE = "admin", "行政诉讼"
    APPEAL = "appeal", "申诉"
    NOTARY = "notary", "公证援助"
    APPRAISAL = "appraisal", "司法鉴定援助"
    OTHER = "other", "其他非诉讼"


class Status(Term):
    """法律地位."""

    PLAINTIFF = "plaintiff", "原告（申请人）"
    DEFENDANT = "defendant", "被告（被申请人）"
    THIRD = "third", "第三人"
    APPELLANT = "appellant", "上诉人"
    APPELLEE = "appellee", "被上诉人"
    EXECUTION = "execution", "申请执行人"
    SUSPECT = "suspect", "犯罪嫌疑人"
    ACCUSED = "accused", "被告人"
    VICTIM = "victim", "被害人（自诉人、附带民事原告人）"
    OTHER = "other", "其他"


class CaseStage(Term):
    """所处阶段."""

    NONE = "none", "尚未起诉或立案"
    ARBITRATION = "arbitration", "仲裁"
    FIRST = "first", "一审"
    SECOND = "second", "二审"
    RETRIAL = "retrial", "再审"
    EXECUTION = "execution", "执行"
    INVESTIGATION = "investigation", "侦查"
    PROSECUTION = "prosecution", "审查起诉"
    DEATH = "death", "死刑复核"
    RECONSIDERATION = "reconsideration", "行政复议"


class AgentKind(Term):
    """代理人: 法定 or 委托."""

    STATUTORY = "statutory", "法定代理人"
    ENTRUSTED = "entrusted", "委托代理人"
    RELATIVE = "relative", "近亲属", None, None, "法第40条"


class Exemption(Term):
    """免予核查经济困难状况, 法第42条."""

    E1 = "a42n1", "无固定生活来源的未成年人、老年人、残疾人等特定群体", None, None, "法第42条第1项"
    E2 = "a42n2", "社会救助、司法救助或者优抚对象", None, None, "法第42条第2项"
    E3 = "a42n3", "申请支付劳动报酬或者请求工伤赔偿的进城务工人员", None, None, "法第42条第3项"
    E4 = "a42n4", "法律法规规章规定的其他人员", None, None, "法第42条第4项"


class MeansTest(Term):
    """How the economic situation is shown, 法第41、42条."""

    SHARED = "shared", "信息共享查询", None, None, "法第41条"
    PLEDGE = "pledge", "个人诚信承诺", None, None, "法第41条"
    EXEMPT = "exempt", "免予核查", None, None, "法第42条"
    NOT_NEEDED = "notneeded", "不受经济困难条件限制", None, None, "法第32条"
    PAPERS = "papers", "提供证明材料"


class Urgency(Term):
    """先行提供法律援助, 法第44条."""

    LIMITATION = "a44n1", "距法定时效或者期限届满不足七日", None, None, "法第44条第1项"
    PRESERVATION = "a44n2", "需要立即申请财产保全、证据保全或者先予执行", None, None, "法第44条第2项"
    OTHER = "a44n3", "法律法规规章规定的其他情形", None, None, "法第44条第3项"


class Green(Term):
    """绿色通道: whom the office serves first."""

    WAGES = "wages", "农民工讨薪"
    ELDERLY = "elderly", "老年人"
    DISABLED = "disabled", "残疾人"
    MINOR = "minor", "未成年人"
    WOMAN = "woman", "妇女权益"
    MILITARY = "military", "军人军属、退役军人"
    OTHER = "other", "其他"


class Limitation(Term):
    """时效与期限; the note is the rule, the days are in LIMITATION_MONTHS."""

    CIVIL = "civil", "民事诉讼时效3年", None, None, "民法典第188条"
    LABOUR = "labour", "劳动仲裁时效1年", None, None, "劳动争议调解仲裁法第27条"
    INJURY = "injury", "工伤认定申请1年（职工方）", None, None, "工伤保险条例第17条"
    RECONSIDERATION = "reconsideration", "行政复议60日", None, None, "行政复议法第20条"
    ADMINISTRATIVE = "admin", "行政诉讼6个月", None, None, "行政诉讼法第46条"
    OTHER = "other", "其他期限（自填届满日）"


class Original(Term):
    """Whether a material is the original."""

    ORIGINAL = "original", "原件"
    COPY = "copy", "复印件"


class Outcome(Term):
    """What came back of a supplement that was asked for."""

    COMPLETE = "complete", "已补齐"
    PARTIAL = "partial", "补充不全"
    NONE = "none", "逾期未补"


class Decision(Term):
    """The centre's decision."""

    GRANT = "grant", "给予法律援助"
    REFUSE = "refuse", "不予法律援助"


class Refusal(Term):
    """未批准原因 of the tables."""

    SCOPE = "scope", "不属于法律援助事项范围"
    MEANS = "means", "不符合经济困难标准"
    OTHER = "other", "其他"


class Undertaker(Term):
    """承办人员类别 of the yearly tables."""

    INSTITUTION = "institution", "法律援助机构人员"
    LAWYER = "lawyer", "社会律师"
    GRASSROOTS = "grassroots", "基层法律服务工作者"
    SOCIETY = "society", "社会组织人员"
    VOLUNTEER = "volunteer", "志愿者"


class Withdrawal(Term):
    """撤回."""

    ASKED = "asked", "申请人撤回"
    DEEMED = "deemed", "逾期未补充，视为撤回", None, None, "法第43条"


class Termination(Term):
    """终止法律援助的情形, 法第48条."""

    T1 = "a48n1", "以欺骗或者其他不正当手段获得法律援助", None, None, "法第48条第1项"
    T2 = "a48n2", "故意隐瞒与案件有关的重要事实或者提供虚假证据", None, None, "法第48条第2项"
    T3 = "a48n3", "利用法律援助从事违法活动", None, None, "法第48条第3项"
    T4 = "a48n4", "经济状况发生变化，不再符合条件", None, None, "法第48条第4项"
    T5 = "a48n5", "案件终止审理或者已经被撤销", None, None, "法第48条第5项"
    T6 = "a48n6", "自行委托律师或者其他代理人", None, None, "法第48条第6项"
    T7 = "a48n7", "有正当理由要求终止法律援助", None, None, "法第48条第7项"
    T8 = "a48n8", "法律法规规定的其他情形", None, None, "法第48条第8项"


class Closing(Term):
    """结案方式, as the yearly tables have them."""

    WON = "won", "诉讼：胜诉"
    LOST = "lost", "诉讼：败诉"
    COURT_MEDIATED = "courtmediated", "诉讼：调解"
    WITHDRAWN = "suitwithdrawn", "诉讼：撤诉"
    MEDIATED = "mediated", "非诉：调解"
    SETTLED = "settled", "非诉：和解"
    ARBITRATED = "arbitrated", "非诉：劳动仲裁"
    OTHER = "other", "其他"


class ObjectionResult(Term):
    """What the justice bureau decides of an objection, 法第49条."""

    UPHELD = "upheld", "维持"
    CORRECTED = "corrected", "责令改正"


class Delivery(Term):
    """文书送达方式."""

    DIRECT = "direct", "直接送达"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达"
    LEFT = "left", "留置送达"
    BY_OTHER = "byother", "代收转交"
