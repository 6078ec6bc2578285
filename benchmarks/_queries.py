"""What an office types into the search box: the load of the search benchmark, about invented people."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from benchmarks._ledger import GIVEN, RARE, Entry, some_stored
from quyuan_desktop.domain import names

HOSTILE = ("' OR 1=1--", "%", "_", '"', "*", "NEAR(", "AND", "^", "-", "a\0b", "😀", "\ud800", "的" * 190)

Typing = Callable[[Entry, random.Random], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of query: how often it is made (weight), what is typed, and whether plain grams can answer it."""

    label: str
    weight: int
    typed: Typing
    plain: bool = True


def _part(text: str, length: int, chance: random.Random) -> str:
    """Some `length` characters of the text without punctuation among them."""
    places = [at for at in range(len(text) - length + 1) if text[at : at + length].isalnum()]
    return text[(at := chance.choice(places)) : at + length]


def _initials(entry: Entry) -> str:
    return names.keys(entry.visitor).initials[0]


def _spelt(entry: Entry) -> str:
    return names.keys(entry.visitor).full[0]


def _serial(entry: Entry) -> str:
    return entry.number.split("〕")[1].rstrip("号")


KINDS = (
    Kind("姓（1字）", 8, lambda e, c: e.visitor[0]),
    Kind("内容1字", 6, lambda e, c: _part(e.summary, 1, c)),
    Kind("生僻字", 2, lambda e, c: c.choice(RARE), plain=False),
    Kind("姓名前2字", 8, lambda e, c: e.visitor[:2]),
    Kind("名", 4, lambda e, c: e.visitor[1:]),
    Kind("姓名", 12, lambda e, c: e.visitor),
    Kind("内容2字", 12, lambda e, c: _part(e.summary, 2, c)),
    Kind("内容4字", 5, lambda e, c: _part(e.summary, 4, c)),
    Kind("案由", 4, lambda e, c: e.subject),
    Kind("首字母", 8, lambda e, c: _initials(e), plain=False),
    Kind("拼音前几位", 8, lambda e, c: _spelt(e)[: c.randint(1, 8)], plain=False),
    Kind("拼音", 3, lambda e, c: _spelt(e), plain=False),
    Kind("汉字加首字母", 3, lambda e, c: e.visitor[0] + _initials(e)[1:], plain=False),
    Kind("证件尾号4位", 7, lambda e, c: e.id_number[-4:]),
    Kind("证件号", 2, lambda e, c: e.id_number),
    Kind("出生日期8位", 1, lambda e, c: e.id_number[6:14]),
    Kind("电话3位", 3, lambda e, c: _part(e.phone, 3, c)),
    Kind("电话4位", 4, lambda e, c: _part(e.phone, 4, c)),
    Kind("电话", 2, lambda e, c: e.phone),
    Kind("顺序号", 4, lambda e, c: _serial(e)),
    Kind("年份 顺序号", 2, lambda e, c: f"{e.received_on[:4]} {_serial(e)}"),
    Kind("文号", 1, lambda e, c: e.number, plain=False),
    Kind("内容两词", 4, lambda e, c: f"{_part(e.summary, 2, c)} {_part(e.summary, 2, c)}"),
    Kind("姓 案由", 3, lambda e, c: f"{e.visitor[0]} {e.subject}"),
    Kind("首字母 案由词", 2, lambda e, c: f"{_initials(e)} {e.subject[:2]}", plain=False),
    Kind("姓名 尾号", 2, lambda e, c: f"{e.visitor} {e.id_number[-4:]}"),
    Kind("姓 案由词 尾号", 1, lambda e, c: f"{e.visitor[0]} {e.subject[:2]} {e.id_number[-4:]}"),
    Kind("没有的三字", 2, lambda e, c: "".join(c.choice(GIVEN) for _ in range(3))),
    Kind("没有的7位数", 1, lambda e, c: str(c.randrange(10**6, 10**7))),
    Kind("怪输入", 1, lambda e, c: c.choice(HOSTILE), plain=False),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of the load and the sort it is of."""

    kind: Kind
    query: str


def load(conn: Connection, count: int, seed: str) -> list[Asked]:
    """`count` queries as an office makes them, about entries drawn from the ledger; the same for the same seed."""
    chance = random.Random(seed)
    kinds = chance.choices(KINDS, [kind.weight for kind in KINDS], k=count)
    about = some_stored(conn, count, chance)
    return [Asked(kind, kind.typed(entry, chance)) for kind, entry in zip(kinds, about, strict=True)]
