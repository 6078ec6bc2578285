"""An invented dispute and its reward to draw papers from: full, empty, long; nobody here exists."""

from collections.abc import Mapping

from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.claim import CLAIM
from quyuan_desktop.registers.mediation.dispute_register import DISPUTE
from tests.documents.record_specimens import Rows, empty_of, long_of, sheet_of
from tests.offices import resident

FILE = (
    terms.FilePaper.APPLICATION,
    terms.FilePaper.NOTICE,
    terms.FilePaper.IDENTITY,
    terms.FilePaper.INQUIRY,
    terms.FilePaper.RECORD,
    terms.FilePaper.AGREEMENT,
    terms.FilePaper.PERFORMANCE,
    terms.FilePaper.VISIT,
    terms.FilePaper.CONFIRMATION,
    terms.FilePaper.BACK,
)
FIELDS = {
    "accepted_on": "2023-11-06",
    "committee": "营田镇人民调解委员会",
    "committee_kind": "乡镇调委会",
    "source": "依申请调解",
    "acceptor": "张三",
    "stage": "已归档",
    "status": "调解成功",
    "sides": "王秀兰与李长庚",
    "kind": "邻里纠纷",
    "title": "排水沟归属",
    "town": "营田镇",
    "village": "荷花村",
    "arose_on": "2023-10-28",
    "persons": "5",
    "amount": "3,600",
    "hard": "否",
    "summary": "王秀兰家与李长庚家相邻，中间有一条老排水沟。今年10月李长庚翻修围墙时把沟填了一半，雨后水漫进王秀兰家菜地，"
    "白菜、萝卜被淹约三分地。双方多次争吵，10月28日推搡，经村干部劝开。",
    "request": "恢复排水沟，赔偿菜地损失3600元。",
    "dispatched_on": "2023-11-06",
    "dispatcher": "张三",
    "expert": "钟望龙",
    "taken_on": "2023-11-07",
    "taking": "联合调解",
    "joined": "荷花村调解主任易冬生",
    "mediators": "钟望龙、张三",
    "times": "2",
    "closed_on": "2023-11-10",
    "result": "调解成功",
    "form": "书面协议",
    "agreement_number": "营调协〔2023〕21号",
    "agreement": "一、李长庚于2023年11月20日前清除填土，恢复排水沟原宽原深，费用自理。\n"
    "二、李长庚一次性赔偿王秀兰菜地损失1800元，签订本协议时付清。\n"
    "三、排水沟由两家共同使用、共同维护，任何一方不得再填占。\n"
    "四、双方互相道歉，今后不再因此事争执。",
    "effective_on": "2023-11-10",
    "agreed_amount": "1,800",
    "perform_by": "2023-11-20",
    "performance": "已全部履行",
    "performed_on": "2023-11-21",
    "confirm_on": "2023-11-15",
    "court": "汨罗市人民法院屈原人民法庭",
    "confirmation": "确认有效",
    "confirm_number": "（2023）湘0681民特21号",
    "visited_on": "2023-11-24",
    "visitor": "张三",
    "visit_note": "现场查看，排水沟已经恢复，雨后没有积水；赔偿款已当面付清，收条附卷。两家已恢复来往，没有激化迹象。",
    "satisfaction": "很满意",
    "archived_on": "2023-11-28",
    "file_number": "2023-调-21",
    "file_pages": "26",
    "retention": "长期",
    "papers": "、".join(each.label for each in FILE),
}
ROWS: Rows = {
    "parties": (
        {
            "side": "申请人",
            "name": "王秀兰",
            "id_number": resident(),
            "sex": "女",
            "ethnic_group": "汉族",
            "age": "61",
            "occupation": "务农",
            "phone": "19055550123",
            "address": "营田镇荷花村5组",
        },
        {
            "side": "被申请人",
            "name": "李长庚",
            "id_number": "",
            "sex": "男",
            "ethnic_group": "汉族",
            "age": "55",
            "occupation": "泥工",
            "phone": "19055550124",
            "address": "营田镇荷花村5组",
        },
    ),
    "sessions": (
        {
            "on": "2023-11-08",
            "start": "09:00",
            "end": "11:20",
            "place": "荷花村村部",
            "present": "王秀兰、李长庚",
            "content": "双方各说各的理，约定去现场看沟。",
        },
        {
            "on": "2023-11-10",
            "start": "14:30",
            "end": "16:40",
            "place": "王秀兰家菜地边、荷花村村部",
            "present": "王秀兰、李长庚、易冬生",
            "content": "现场量得排水沟原宽0.8米，现存0.4米。调解员讲了民法典第二百九十条相邻排水的规定，又请老组长说明沟的来历。"
            "李长庚承认填沟欠妥，愿意恢复；王秀兰同意损失按一半计算。双方当场达成一致，签订书面协议。",
        },
    ),
}
CLAIM_FIELDS = {
    "claimed_on": "2023-12-05",
    "dispute": "屈营司人调字〔2023〕第21号 王秀兰与李长庚",
    "dispute_told": "王秀兰与李长庚 屈营司人调字〔2023〕第21号",
    "file_number": "2023-调-21",
    "mediator": "钟望龙",
    "kind": "书面协议",
    "amount": "100",
}
CODES = tuple(kind.code for register in (DISPUTE, CLAIM) for kind in register.papers)


def _of(code: str) -> tuple[Register, Mapping[str, str], Rows]:
    return (CLAIM, CLAIM_FIELDS, {}) if code == "claim_sheet" else (DISPUTE, FIELDS, ROWS)


def full(code: str) -> Sheet:
    return sheet_of(*_of(code))


def empty(code: str) -> Sheet:
    return empty_of(_of(code)[0])


def long(code: str) -> Sheet:
    register, fields, _ = _of(code)
    return long_of(register, fields)


def with_texts(code: str, **texts: str) -> Sheet:
    """The full sheet of a paper with some texts changed."""
    register, fields, rows = _of(code)
    return sheet_of(register, {**fields, **texts}, rows)
