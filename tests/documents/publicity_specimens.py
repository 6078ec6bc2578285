"""Invented events, contract reviews and normative documents to draw papers from: full, empty, long."""

from collections.abc import Mapping

from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.legal_review.contract import CONTRACT_REVIEW
from quyuan_desktop.registers.legal_review.norm_doc import NORM_DOC
from quyuan_desktop.registers.publicity.event import PROMO_EVENT
from tests.documents.record_specimens import Rows, empty_of, long_of, sheet_of

EVENT_FIELDS = {
    "on": "2023-12-04",
    "topic": "国家宪法日集中宣传",
    "form": "集市宣传",
    "audiences": "进乡村、进社区",
    "place": "营田镇文化广场",
    "town": "营田镇",
    "village": "荷花村",
    "laws": "宪法、民法典、农村土地承包法",
    "hosts": "营田司法所",
    "volunteers": "12",
    "copies": "2600",
    "reach_counted": "86",
    "reach_estimated": "900",
    "reach": "986",
    "other_consulted": "23",
    "account": "设咨询台6处，展板14块；群众问得最多的是土地流转、赡养和电信诈骗。",
    "note": "与镇综治中心合办。",
}
EVENT_ROWS: Rows = {
    "organisations": (
        {"name": "营田司法所", "part": "主办", "kind": "其他机关"},
        {"name": "营田派出所", "part": "协办", "kind": "执法单位"},
        {"name": "营田市场监管所", "part": "参与", "kind": "执法单位"},
    ),
    "materials": (
        {"kind": "宪法宣传册", "copies": "1800"},
        {"kind": "民法典读本", "copies": "800"},
    ),
}
REVIEW_FIELDS = {
    "received_on": "2023-11-20",
    "sender": "区住房和城乡建设局",
    "kind": "协议",
    "title": "荷花路雨污分流工程代建协议",
    "counterparty": "汨水建设有限公司（虚构）",
    "amount": "1,280,000",
    "materials": "送审函、协议文本、会议纪要",
    "in_scope": "是",
    "handler": "张三",
    "counsel": "周律师",
    "opinions": "1．第五条只写“及时付款”，应当写明付款节点、比例和期限；\n"
    "2．违约责任只约束一方，应当对等；\n"
    "3．第十二条约定的仲裁机构名称不准确，应当写全称。",
    "opinion_count": "3",
    "verdict": "修改后同意",
    "issued_on": "2023-11-24",
}
NORM_FIELDS = {
    "received_on": "2023-09-05",
    "title": "屈原管理区农村集体资产出租管理办法",
    "issuer": "屈原管理区管理委员会",
    "issuer_kind": "区管委会（政府）",
    "drafter": "区农业农村局",
    "doc_number": "屈管发〔2023〕9号",
    "unified_number": "QYDR-2023-00002",
    "consulted_from": "2023-09-10",
    "consulted_to": "2023-10-10",
    "opinion_number": "屈法审〔2023〕21号",
    "reviewed_on": "2023-10-18",
    "passed_on": "2023-10-26",
    "published_on": "2023-11-01",
    "effective_on": "2023-12-01",
    "expires_on": "2028-11-30",
    "filed_with": "市司法局",
    "due_on": "2023-11-16",
    "filed_on": "2023-11-10",
    "filing_number": "备〔2023〕66号",
}
FILLED: Mapping[str, tuple[Register, Mapping[str, str], Rows]] = {
    "event_sheet": (PROMO_EVENT, EVENT_FIELDS, EVENT_ROWS),
    "review_opinion": (CONTRACT_REVIEW, REVIEW_FIELDS, {}),
    "filing_sheet": (NORM_DOC, NORM_FIELDS, {}),
}


def full(code: str) -> Sheet:
    return sheet_of(*FILLED[code])


def empty(code: str) -> Sheet:
    return empty_of(FILLED[code][0])


def long(code: str) -> Sheet:
    register, fields, _ = FILLED[code]
    return long_of(register, fields)
