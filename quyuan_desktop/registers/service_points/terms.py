"""Code tables of the desk 公共法律服务."""

from quyuan_desktop.domain.terms import Term


class Tier(Term):
    """级别 of a point; it is not what the point is called (“公共法律服务点” may be a 工作站)."""

    CENTRE = "centre", "公共法律服务中心"
    STATION = "station", "公共法律服务工作站"
    POINT = "point", "公共法律服务工作点"
    POPUP = "popup", "临时站点"


class Plate(Term):
    """标牌."""

    DOOR = "door", "门牌"
    BOARD = "board", "公示牌"
    RULES = "rules", "制度上墙"
    FLOW = "flow", "流程图"
    HOTLINE = "hotline", "12348标识"


class Equipment(Term):
    """设备."""

    DESK = "desk", "桌椅"
    SHELF = "shelf", "资料架"
    PRINTER = "printer", "打印复印"
    READER = "reader", "身份证读卡器"
    COMPUTER = "computer", "电脑"
    CAMERA = "camera", "摄像头"
    PHONE = "phone", "电话"
    ROOM = "room", "调解室"


class Service(Term):
    """服务事项; the first four are those of the district's report."""

    CONSULTATION = "consultation", "法律咨询"
    PUBLICITY = "publicity", "法治宣传"
    MEDIATION = "mediation", "矛盾纠纷调解"
    AID_GUIDANCE = "aid", "法律援助指引"
    DRAFTING = "drafting", "代拟法律文书"
    AID_TRANSFER = "transfer", "转交法律援助申请"
    NOTARY = "notary", "公证鉴定指引"
    REVIEW = "review", "复议仲裁指引"
    RESETTLEMENT = "resettlement", "安置帮教政策告知"
    OTHER = "other", "其他"


class PointState(Term):
    """状态."""

    OPEN = "open", "启用"
    CLOSED = "closed", "停用"


class Half(Term):
    """上午 or 下午."""

    MORNING = "am", "上午"
    AFTERNOON = "pm", "下午"


class DutyRole(Term):
    """身份 of who is on duty."""

    OFFICE = "office", "司法所人员"
    LAWYER = "lawyer", "律师"
    GRASSROOTS = "grassroots", "基层法律服务工作者"
    MEDIATOR = "mediator", "人民调解员"
    VOLUNTEER = "volunteer", "志愿者"


class Manner(Term):
    """方式 of a visit."""

    VISIT = "visit", "来访"
    CALL = "call", "来电"
    WECHAT = "wechat", "微信"
    ON_SITE = "onsite", "现场"


class VisitResult(Term):
    """处理结果 of a visit."""

    ANSWERED = "answered", "当场解答"
    MEDIATION = "mediation", "转人民调解"
    AID = "aid", "转法律援助"
    REFERRED = "referred", "转其他部门"
    PENDING = "pending", "待办"


class Satisfaction(Term):
    """满意度."""

    VERY = "very", "很满意"
    FAIR = "fair", "满意"
    POOR = "poor", "不满意"
    UNASKED = "unasked", "未评价"


class Helper(Term):
    """Who works at a pop-up desk."""

    LAWYER = "lawyer", "律师"
    GRASSROOTS = "grassroots", "基层法律服务工作者"
    OFFICE = "office", "司法所人员"
    MEDIATOR = "mediator", "人民调解员"
    VOLUNTEER = "volunteer", "志愿者"
