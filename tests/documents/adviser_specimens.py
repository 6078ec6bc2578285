"""Invented terms and services of village advisers to draw papers from: full, empty, long."""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import replace

from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.base import Register
from tests.documents.record_specimens import LONG, empty_of, long_of, sheet_of

WHO = {
    "adviser_told": "周明远",
    "village_told": "营田镇荷花村",
    "committee": "营田镇荷花村村民委员会",
    "adviser_kind": "律师",
    "licence": "14306202310000001",
    "adviser_firm": "湖南某某律师事务所",
    "adviser_phone": "19055550188",
    "specialities": "婚姻家庭、土地承包、劳动争议",
}
TERM_FIELDS = {
    **WHO,
    "village": "荷花村",
    "adviser": "周明远",
    "village_name": "荷花村",
    "adviser_name": "周明远",
    "firm": "湖南某某律师事务所",
    "agreement": "屈营顾协〔2023〕6号",
    "signed_on": "2022-12-28",
    "start_on": "2023-01-01",
    "end_on": "2023-12-31",
    "subsidy": "3,600",
    "subsidy_capital": "叁仟陆佰元整",
    "mutual": "是",
    "last_on": "2023-12-31",
    "note": "交通费在补贴内。",
    "group": "荷花村法律服务群",
    "invitation": "https://work.example.org/g/hehua-2023",
    "hours": "4",
    "lectures": "1",
}
SERVICE_FIELDS = {
    **WHO,
    "on": "2023-11-16",
    "start": "09:00",
    "end": "11:30",
    "assignment": "荷花村 周明远",
    "village_and_adviser": "荷花村 周明远",
    "mode": "实地",
    "kind": "审查合同",
    "minutes": "150",
    "people": "12",
    "served": "村委会、承包户",
    "topic": "审查鱼塘承包合同",
    "content": "审查村集体鱼塘承包合同，指出租金支付时间和违约责任约定不清，提出修改意见三条。",
    "result": "村委会按意见修改后签订。",
    "signed": "是",
    "signer": "易冬生",
    "entered_on": "2023-11-17",
    "late": "否",
    "proved": "是",
}
FILLED: Mapping[str, tuple[Register, Mapping[str, str]]] = {
    "service_log_sheet": (SERVICE_LOG, SERVICE_FIELDS),
    "service_slip": (SERVICE_LOG, SERVICE_FIELDS),
    "assignment_sheet": (ASSIGNMENT, TERM_FIELDS),
    "assignment_agreement": (ASSIGNMENT, TERM_FIELDS),
    "assignment_letter": (ASSIGNMENT, TERM_FIELDS),
    "adviser_board": (ASSIGNMENT, TERM_FIELDS),
    "adviser_board_a4": (ASSIGNMENT, TERM_FIELDS),
}
LONG_FACTS = ("committee", "adviser_told", "village_told", "adviser_firm", "specialities", "group")


def photograph(wide: int = 90, high: int = 120) -> bytes:
    """A grey PNG with a lighter middle, in place of a face."""
    rows = (
        b"\0" + bytes(210 if abs(x - wide / 2) < 25 and abs(y - 50) < 32 else 120 for x in range(wide))
        for y in range(high)
    )
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def full(code: str) -> Sheet:
    register, fields = FILLED[code]
    return sheet_of(register, fields, pictures={"photo": photograph()})


def empty(code: str) -> Sheet:
    """A blank sheet: the service still tells the rules of the house."""
    register, fields = FILLED[code]
    facts = {name: "" for name in fields if name not in {field.name for field in register.fields}}
    if register is ASSIGNMENT:
        facts |= {"hours": "4", "lectures": "1"}
    sheet = empty_of(register)
    return replace(sheet, fields={**sheet.fields, **{name: Entry("", text) for name, text in facts.items()}})


def long(code: str) -> Sheet:
    register, fields = FILLED[code]
    facts = dict.fromkeys(LONG_FACTS, (LONG * 5)[:60])
    return long_of(register, {**fields, **facts})


def with_texts(code: str, **texts: str) -> Sheet:
    """The full sheet of a paper with some texts changed."""
    sheet = full(code)
    changed = {name: Entry(sheet.label(name, ""), text) for name, text in texts.items()}
    return replace(sheet, fields={**sheet.fields, **changed})
