"""A big encrypted database of an invented office district, made once per size and kept in benchmarks/.data/.

Everybody in it is invented: names are drawn from lists, ID numbers begin with 999 (an area code assigned to
nobody), telephone numbers with 10 (assigned to nobody). The same size and seed give the same rows.
"""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from quyuan_desktop.storage import engine

DATA = Path(__file__).parent / ".data"
KEY = bytes.fromhex("5c" * 32)
DAYS = 3650
"""Ten years of working; the newest row lies at the end."""
FIRST_DAY = date(2014, 1, 1)

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单解查仇区屈易翟"
)
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "尉迟")
GIVEN = (
    "明华国文英玉建军平志春秀丽红小德海云兰金生强伟芳永林新桂庆光福成清荣辉梅元东雪祥胜玲宏凤学贵龙安波江香义艳仁"
    "忠敏杰斌宇飞涛凯浩峰磊娟霞燕菊珍莲萍娜静洁婷慧莹琳佳晨阳子轩梓涵欣怡诗雨思语嘉豪俊熙博瀚泽楷睿哲昊然一诺"
    "长乐善良佑民喜旺财根水木火土山石田禾谷苗松柏杨柳枫桃杏荷菱蓉薇茜芸莉娇媚婉淑贤惠妙巧灵秋冬夏星辰月朝晖曦瑞"
)
RARE = "㛃䶮𬱖𫘧𰻞龘𬶏㙦𣲘犇垚"
MINORITY = ("阿依古丽·买买提", "扎西·多吉", "努尔·艾合买提")
OFFICES = ("屈营司", "屈河司", "屈天司", "屈凤司", "屈甲司", "屈乙司", "屈丙司", "屈丁司", "屈戊司", "屈己司")
VILLAGES = (
    "东干村 横港村 河泊潭村 荞麦湖村 凤凰村 青港村 磊石村 琴棋村 槐花村 虎形山村 推山咀社区 余家坪社区"
).split()
TOWNS = ("营田镇", "河市镇", "凤凰乡", "天问街道")
CHANNELS = (("visit", 70), ("phone", 22), ("online", 4), ("letter", 2), ("tour", 2))
SUBJECTS = (
    "拖欠工资 劳动合同 工伤赔偿 交通事故 离婚 抚养费 赡养老人 土地承包 宅基地纠纷 民间借贷 "
    "房屋租赁 邻里纠纷 相邻排水 遗产继承 医疗损害 社会保险 低保待遇 家庭暴力 农药种子 产品质量 "
    "彩礼返还 虚假宣传 征收补偿 鱼塘承包 高空坠物 物业费 合伙退伙 担保责任 名誉侵权 行政处罚 "
    "取保候审 强制执行 劳动仲裁 缓刑考验 户口登记 残疾人权益 未成年人保护 退役军人待遇"
).split()
CLAUSES = (
    (
        "来访人称{s}一事多次协商未果，|对方至今没有履行承诺，|询问应当向哪个部门反映，|双方曾于{y}年签订书面协议，|"
        "对方{n}避而不见，|要求支付{m}元，|村委会调解过{d}次，|手中有收条和转账记录，|担心超过诉讼时效，|"
        "家中经济困难无力聘请律师，|希望申请法律援助，|称当时没有签合同，|证人{n}愿意作证，|孩子尚未成年，|"
        "因{s}引起争执，|房屋位于{v}，|已向派出所报案，|想知道需要准备哪些材料，|"
    )
    .strip("|")
    .split("|")
)
REPLIES = (
    "已告知有权申请法律援助及所需材料。|建议先收集证据再向人民法院起诉。|引导到村人民调解委员会调解。|"
    "当场解答，告知诉讼时效为三年。|告知向劳动监察大队投诉。|代书起诉状一份。|约期三日后答复。|"
    "转交区法律援助中心审查。"
).split("|")


@dataclass(frozen=True, slots=True)
class Entry:
    """One consultation of the invented district; about 570 bytes as a row."""

    id: int
    uid: str
    number: str
    received_on: str
    office: str
    channel: str
    visitor: str
    id_number: str
    phone: str
    town: str
    village: str
    subject: str
    summary: str
    reply: str


LEDGER_DDL = (
    "CREATE TABLE ledger (id INTEGER PRIMARY KEY, uid TEXT NOT NULL, number TEXT NOT NULL, "
    "received_on TEXT NOT NULL, office TEXT NOT NULL, channel TEXT NOT NULL, visitor TEXT NOT NULL, "
    "id_number TEXT NOT NULL, phone TEXT NOT NULL, town TEXT NOT NULL, village TEXT NOT NULL, "
    "subject TEXT NOT NULL, summary TEXT NOT NULL, reply TEXT NOT NULL)"
)
LEDGER_INSERT = "INSERT INTO ledger VALUES (" + ",".join("?" * 14) + ")"


class Falling:
    """Draws from a list whose first members are common and whose last are rare, as words and names are."""

    def __init__(self, members: Sequence[str], steepness: float) -> None:
        self.members = members
        self.sums = list(accumulate(1 / (rank + 3) ** steepness for rank in range(len(members))))

    def draw(self, chance: random.Random) -> str:
        return self.members[bisect(self.sums, chance.random() * self.sums[-1])]


def common_words(seed: int) -> Falling:
    """Some 26,000 Chinese words of two and three characters, in an invented order of frequency."""
    from pypinyin.phrases_dict import phrases_dict

    words = sorted(word for word in phrases_dict if len(word) in (2, 3))
    random.Random(seed).shuffle(words)
    return Falling(["的", "了", "在", "是", "有", "和", "不", *words], 0.95)


def entries(rows: int, *, first: int = 1, of: int | None = None, seed: int = 1) -> Iterator[Entry]:
    """`rows` entries with ids from `first`, out of a district that has `of` in ten years (default: `rows`)."""
    chance = random.Random(f"{seed}/{first}")
    words, surnames, given = common_words(seed), Falling(SURNAMES, 0.85), Falling(GIVEN, 0.5)
    total = of or rows
    channels = [code for code, weight in CHANNELS for _ in range(weight)]
    for id_ in range(first, first + rows):
        day = FIRST_DAY + timedelta(days=min(DAYS - 1, id_ * DAYS // (total + 1)))
        office = OFFICES[chance.randrange(len(OFFICES))]
        serial = id_ % max(1, total // (10 * len(OFFICES))) + 1
        yield Entry(
            id=id_,
            uid=f"{chance.getrandbits(128):032x}",
            number=f"{office}咨字〔{day.year}〕{serial}号",
            received_on=day.isoformat(),
            office=office,
            channel=channels[chance.randrange(len(channels))],
            visitor=invented_name(chance, surnames, given),
            id_number=invented_id_number(chance),
            phone=f"10{chance.randrange(10**9):09d}",
            town=TOWNS[chance.randrange(len(TOWNS))],
            village=VILLAGES[chance.randrange(len(VILLAGES))],
            subject=(subject := SUBJECTS[int(len(SUBJECTS) * chance.random() ** 2)]),
            summary=_summary(chance, words, surnames, given, subject),
            reply=REPLIES[chance.randrange(len(REPLIES))],
        )


def _summary(chance: random.Random, words: Falling, surnames: Falling, given: Falling, subject: str) -> str:
    parts = []
    for _ in range(4):
        clause = CLAUSES[chance.randrange(len(CLAUSES))]
        if "{" in clause:
            clause = clause.format(
                s=subject,
                y=chance.randrange(2000, 2024),
                n=invented_name(chance, surnames, given),
                m=chance.randrange(1, 500) * 100,
                d=chance.randrange(1, 9),
                v=VILLAGES[chance.randrange(len(VILLAGES))],
            )
        parts.append(clause + "".join(words.draw(chance) for _ in range(chance.randrange(5, 13))) + "，")
    return "".join(parts)


def invented_name(chance: random.Random, surnames: Falling, given: Falling) -> str:
    """A name: mostly three characters, some two, now and then a rare character or a name of another people."""
    kind = chance.random()
    if kind < 0.002:
        return MINORITY[chance.randrange(len(MINORITY))]
    surname = DOUBLE_SURNAMES[chance.randrange(len(DOUBLE_SURNAMES))] if kind < 0.006 else surnames.draw(chance)
    if kind > 0.998:
        return surname + RARE[chance.randrange(len(RARE))]
    return surname + given.draw(chance) + (given.draw(chance) if kind < 0.85 else "")


def invented_id_number(chance: random.Random) -> str:
    """An 18-character number with a right check character (GB 11643-1999) and an area code of nobody."""
    born = date(1930, 1, 1) + timedelta(days=chance.randrange(29_000))
    body = f"9990{chance.randrange(1, 13):02d}{born:%Y%m%d}{chance.randrange(1000):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(n) * w for n, w in zip(body, weights, strict=True)) % 11]


def open_encrypted(path: Path, *, cache_kib: int | None = None) -> Engine:
    """One connection to an encrypted database as the program itself opens it; `cache_kib` to try another cache."""
    from sqlcipher3 import dbapi2

    raw = engine.connect(path, KEY)
    if cache_kib is not None:
        raw.execute(f"PRAGMA cache_size = -{cache_kib}")
    made = create_engine("sqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool)
    event.listen(made, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return made


def big_ledger(rows: int, seed: int = 1) -> Path:
    """The path of an encrypted database whose table `ledger` has `rows` invented entries; made when not there yet.

    Copy it before changing it: the next benchmark uses it, too.
    """
    path = DATA / f"ledger-{rows}-{seed}.db"
    if not path.exists():
        DATA.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        made = open_encrypted(part)
        with made.begin() as connection:
            fill_ledger(connection, rows, seed)
        made.dispose()
        part.rename(path)
    return path


def read_through(path: Path) -> None:
    """Reads the file once, so that what is measured is not the disk. (A cold disk is another measurement.)"""
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass


def fill_ledger(connection: Connection, rows: int, seed: int = 1) -> None:
    """Creates the table `ledger` and puts `rows` invented entries into it, oldest first."""
    connection.exec_driver_sql(LEDGER_DDL)
    batch: list[tuple[object, ...]] = []
    for entry in entries(rows, seed=seed):
        batch.append(astuple(entry))
        if len(batch) == 5_000:
            connection.exec_driver_sql(LEDGER_INSERT, batch)
            batch.clear()
    if batch:
        connection.exec_driver_sql(LEDGER_INSERT, batch)


def stored(connection: Connection) -> Iterator[Entry]:
    """The entries of the table, oldest first."""
    for row in connection.exec_driver_sql("SELECT * FROM ledger ORDER BY id").yield_per(2_000):
        yield Entry(*row)


def some_stored(connection: Connection, count: int, chance: random.Random) -> list[Entry]:
    """`count` entries drawn from the table."""
    last = connection.exec_driver_sql("SELECT max(id) FROM ledger").scalar_one()
    found = []
    for _ in range(count):
        chosen = (chance.randint(1, last),)
        found.append(Entry(*connection.exec_driver_sql("SELECT * FROM ledger WHERE id = ?", chosen).one()))
    return found
