"""Invented disputes of the demo year: what it was about, what was asked, how it was settled; nobody in them exists."""

import random
from dataclasses import dataclass

from quyuan_desktop.registers.mediation.terms import Kind


@dataclass(frozen=True, slots=True)
class Case:
    """One sort of dispute. `told_as` has {village}; least and most are thousands of yuan at stake, 0 for none."""

    weight: int
    kind: Kind
    title: str
    told_as: str
    request: str
    settled: str
    agreement: str
    least: int = 0
    most: int = 0

    def told(self, village: str) -> str:
        """What happened, in that village."""
        return self.told_as.format(village=village)

    def amount(self, chance: random.Random) -> int | None:
        """Fen at stake, if any money is."""
        return chance.randint(self.least, self.most) * 1000_00 if self.most else None


CASES = (
    Case(
        26,
        Kind.NEIGHBOUR,
        "排水沟归属",
        "{village}两户相邻，中间的老排水沟被一方填了一半，雨后积水漫进另一户菜地，双方多次争吵。",
        "恢复排水沟，赔偿菜地损失。",
        "现场量沟，讲明相邻关系的规定，填沟一方愿意恢复，双方就损失各让一步。",
        "一、十五日内恢复排水沟原状，费用由填沟一方承担。\n二、一次性赔偿菜地损失，签字时付清。\n三、排水沟两家共用共管。",
        1,
        5,
    ),
    Case(
        14,
        Kind.MARRIAGE,
        "赡养老人",
        "{village}老人的三个子女为赡养费和轮流照料争执，老人一度无人做饭。",
        "子女按月给付赡养费，轮流照料。",
        "把三个子女请到一起，讲赡养义务，算清开支，三人同意分担。",
        "一、三个子女每人每月给付赡养费三百元，每月五日前付清。\n二、按季度轮流照料，生病时费用均摊。",
    ),
    Case(
        12,
        Kind.HOUSE,
        "宅基地边界",
        "{village}一户翻修围墙，邻居称占了自家宅基地，到场阻工。",
        "查清边界，恢复施工。",
        "查看宅基地使用证，请老组长指界，双方认可以老墙脚为界。",
        "一、双方以老墙脚为界，围墙退回三十厘米。\n二、今后任何一方不得再以此阻工。",
    ),
    Case(
        11,
        Kind.WAGES,
        "工程队拖欠工资",
        "{village}几名村民在工地做工，工程队以没有结算为由拖欠工资。",
        "付清工资。",
        "核对记工本，工程队认可数额，同意分两次付清。",
        "一、工程队于约定日前分两次付清全部工资。\n二、逾期未付的，可以向法院申请司法确认后强制执行。",
        6,
        60,
    ),
    Case(
        9,
        Kind.LAND,
        "水田流转到期",
        "{village}水田流转到期后承租人继续耕种，双方对租金和退田时间各执一词。",
        "付清租金，收割后退田。",
        "对照流转合同和村里的台账，双方同意收割后退田，租金按旧价计。",
        "一、承租人收割后十日内退还水田。\n二、逾期期间的租金按原合同计算，当场付清。",
        2,
        12,
    ),
    Case(
        9,
        Kind.DAMAGE,
        "打架受伤赔偿",
        "{village}两人在牌桌上争执推搡，一人摔倒骨裂，医药费没有谈拢。",
        "赔偿医药费、误工费。",
        "核对医药费单据，讲清过错责任，双方按七三承担。",
        "一、一次性赔偿医药费、误工费，签字时付清。\n二、双方互不再追究。",
        3,
        18,
    ),
    Case(
        7,
        Kind.TRAFFIC,
        "电动车相撞",
        "{village}路口两辆电动车相撞，车辆受损、一人轻伤，双方都称对方全责。",
        "赔偿修车费和医药费。",
        "查看路口视频，双方认可责任比例。",
        "一、按责任比例承担修车费和医药费，当场付清。\n二、双方今后不再为此事争执。",
        1,
        9,
    ),
    Case(
        5,
        Kind.CONTRACT,
        "鱼塘承包款",
        "{village}鱼塘承包人以水质不好为由拒付当年承包款，与村组相持不下。",
        "付清承包款。",
        "请农技人员看水，承包人认可，村组同意减免一成。",
        "一、承包人在约定日前付清承包款的九成。\n二、村组负责清理进水渠。",
        5,
        40,
    ),
    Case(
        4,
        Kind.CONSUMER,
        "种子质量争议",
        "{village}几户村民称买的稻种出芽率低，与农资店各执一词。",
        "退还种子款，补偿损失。",
        "抽样发芽试验，农资店同意退款并补一季种子。",
        "一、农资店退还种子款并补给同等数量的种子。\n二、村民不再主张其他损失。",
        1,
        6,
    ),
    Case(
        3,
        Kind.OTHER,
        "广场舞噪声",
        "{village}文化广场晚上音响声音大，旁边住户多次要求降低，双方争吵。",
        "降低音量，缩短时间。",
        "双方约定时间和音量，村里装了分贝表。",
        "一、每晚八点半前结束。\n二、音量以不影响住户休息为限，由村干部监督。",
    ),
)
FAILED = "双方对数额相差太大，经多次劝说仍不能达成一致，调解终止。"
THEMES = (
    ("矛盾纠纷大排查", "春节前后化解"),
    ("农民工工资专项化解", "根治欠薪"),
    ("婚姻家庭纠纷专项行动", "防止民转刑"),
    ("土地纠纷专项化解", "春耕"),
    ("防溺水和邻里纠纷走访", "平安暑期"),
    ("“半月谈”集中调解", "府院联动"),
)
