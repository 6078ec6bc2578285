"""Code tables of the desk 一村一法律顾问."""

from quyuan_desktop.domain.terms import Term


class AdviserKind(Term):
    """Who may be an adviser of a village."""

    LAWYER = "lawyer", "律师"
    GRASSROOTS = "grassroots", "基层法律服务工作者"
    MEDIATOR = "mediator", "专职人民调解员"
    OFFICE = "office", "司法所工作人员"
    TRAINEE = "trainee", "申请律师执业人员"


class Practice(Term):
    """执业状态."""

    ACTIVE = "active", "执业"
    SUSPENDED = "suspended", "停止执业"
    LEFT = "left", "注销或离开"


class Dismissal(Term):
    """解聘原因."""

    EXPIRED = "expired", "聘期届满"
    ASKED = "asked", "本人提出"
    ABSENT = "absent", "多次不到岗"
    MOVED = "moved", "工作变动"
    VILLAGE = "village", "村（社区）提出"
    OTHER = "other", "其他"


class Mode(Term):
    """服务方式."""

    ON_SITE = "onsite", "实地"
    REMOTE = "remote", "远程"
    BY_APPOINTMENT = "appointment", "预约"


class AdviceKind(Term):
    """服务类别."""

    CONSULTATION = "consultation", "法律咨询"
    LECTURE = "lecture", "法治讲座"
    CONTRACT = "contract", "审查合同"
    RULES = "rules", "修订村规民约"
    MEDIATION = "mediation", "参与调解"
    AID = "aid", "协助法律援助"
    OPINION = "opinion", "出具法律意见"
    OTHER = "other", "其他"
