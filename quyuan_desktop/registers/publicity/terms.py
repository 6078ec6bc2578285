"""Code tables of the desk 普法宣传."""

from quyuan_desktop.domain.terms import Term


class PromoForm(Term):
    """形式 of an event."""

    LECTURE = "lecture", "讲座"
    FAIR = "fair", "集市宣传"
    SHOW = "show", "文艺演出"
    BROADCAST = "broadcast", "广播“村村响”"
    SPEAKER = "speaker", "小喇叭"
    CHAT = "chat", "微信推送"
    CASES = "cases", "以案说法"
    VISIT = "visit", "上门入户"
    OTHER = "other", "其他"


class Audience(Term):
    """法律八进: where the law is carried to; an event may be of several."""

    ORGANS = "organs", "进机关"
    VILLAGES = "villages", "进乡村"
    COMMUNITIES = "communities", "进社区"
    SCHOOLS = "schools", "进学校"
    COMPANIES = "companies", "进企业"
    UNITS = "units", "进单位"
    BARRACKS = "barracks", "进军营"
    NETWORK = "network", "进网络"


class Part(Term):
    """What an organisation has to do with an event."""

    HOST = "host", "主办"
    HELPER = "helper", "协办"
    JOINED = "joined", "参与"


class OrgKind(Term):
    """What kind of organisation takes part."""

    ENFORCEMENT = "enforcement", "执法单位"
    ORGAN = "organ", "其他机关"
    VILLAGE = "village", "村（社区）"
    SCHOOL = "school", "学校"
    COMPANY = "company", "企业"
    SOCIETY = "society", "社会组织"


class Calling(Term):
    """法律明白人 or 法治带头人."""

    VERSED = "versed", "法律明白人"
    LEADER = "leader", "法治带头人"


class Background(Term):
    """From among whom the 法律明白人 are chosen."""

    OFFICIAL = "official", "村干部"
    WOMEN = "women", "妇联执委"
    MEDIATOR = "mediator", "人民调解员"
    AUXILIARY = "auxiliary", "辅警"
    GRID = "grid", "网格员"
    GROUP = "group", "村民小组长"
    PARTY = "party", "党员"
    VETERAN = "veteran", "退役军人"
    ELDERS = "elders", "“五老”人员"
    OTHER = "other", "其他"


class Grade(Term):
    """考核 or 复核 result."""

    GOOD = "good", "优秀"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


class Rank(Term):
    """级别 at which something was named."""

    NATION = "nation", "国家级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    DISTRICT = "district", "区级"


class PlaceKind(Term):
    """类型 of a 法治文化阵地."""

    SQUARE = "square", "法治广场"
    PARK = "park", "法治公园"
    GALLERY = "gallery", "法治长廊"
    BOARD = "board", "法治宣传栏"
    WALL = "wall", "法治文化墙"
    LIBRARY = "library", "法治书屋"
    OTHER = "other", "其他"


class Population(Term):
    """Who has to learn: populations that overlap and are never added."""

    STATE = "state", "国家工作人员"
    PUBLIC = "public", "全区公职人员"
    LEADERS = "leaders", "领导干部"
    ENFORCERS = "enforcers", "行政执法人员"
    OTHER = "other", "其他"
