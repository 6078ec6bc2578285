"""Records that may be found, and who finds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from quyuan_desktop.storage import search
from quyuan_desktop.storage.search import SearchText, Way

WANG = [
    SearchText(Way.NUMBER, "编号", "屈营司咨字〔2023〕118号"),
    SearchText(Way.NAME, "姓名", "王小明"),
    SearchText(Way.TAIL, "证件号码", "99900119850312123X"),
    SearchText(Way.PHONE, "电话", "13800005678、0730-5720001"),
    SearchText(Way.NAME, "对方当事人", "屈原某某农业发展有限公司"),
    SearchText(Way.CONTENT, "标题", "劳动报酬"),
    SearchText(Way.CONTENT, "内容", "来访人称2022年在鱼塘\n务工，老板拖欠工资12000元（有 A4 纸欠条），利息10%。"),
]


OTHERS = {
    "shan": [SearchText(Way.NAME, "姓名", "单解"), SearchText(Way.CONTENT, "内容", "相邻排水")],
    "rare": [SearchText(Way.NAME, "姓名", "𰻞㛃"), SearchText(Way.CONTENT, "内容", "名为𬱖𫘧𬶏，见😀与\ue000字")],
    "dotted": [SearchText(Way.NAME, "姓名", "阿依古丽·买买提"), SearchText(Way.PHONE, "电话", "10900001180")],
    "passport": [SearchText(Way.NAME, "姓名", "John Smith"), SearchText(Way.TAIL, "证件号码", "E1234 5678")],
    "old": [SearchText(Way.NAME, "姓名", "欧阳娜"), SearchText(Way.TAIL, "证件号码", "999001500312123")],
    "number": [SearchText(Way.NUMBER, "编号", "屈河司咨字〔2022〕1180号"), SearchText(Way.NAME, "姓名", "吕绿")],
}


@contextmanager
def opened() -> Iterator[Connection]:
    """An empty index in memory."""
    raw = dbapi2.connect(":memory:", isolation_level=None)
    made = create_engine("sqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool)
    with made.connect() as conn:
        for statement in search.SCHEMA:
            conn.exec_driver_sql(statement)
        yield conn
    made.dispose()


def uids(conn: Connection, query: str, **more: Any) -> list[str]:
    return [hit.uid for hit in search.find(conn, query, **more)]


def content(text: str) -> list[SearchText]:
    return [SearchText(Way.CONTENT, "内容", text)]


def name(text: str) -> list[SearchText]:
    return [SearchText(Way.NAME, "姓名", text)]
