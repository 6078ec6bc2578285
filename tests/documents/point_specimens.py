"""Invented points, visits, desks at fairs and inspections to draw papers from: full, empty, long."""

from collections.abc import Mapping
from dataclasses import replace

from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.service_points.duty import DUTY_LOG
from quyuan_desktop.registers.service_points.inspection import INSPECTION
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.registers.service_points.popup import POPUP
from quyuan_desktop.registers.service_points.visit import VISIT
from tests.documents.record_specimens import Rows, empty_of, long_of, sheet_of
from tests.offices import resident

POINT_FIELDS = {
    "name": "营田司法所公共法律服务点",
    "tier": "公共法律服务工作站",
    "town": "营田镇",
    "village": "荷花村",
    "address": "营田镇文化路18号（镇政府一楼）",
    "host": "营田司法所",
    "head": "袁知秋",
    "staff": "张三、李雨禾、易冬生（村调解主任）",
    "phone": "0730-0000000",
    "hours": "工作日8:30—12:00，14:30—17:30",
    "service_days": "每周一、三、五",
    "area": "45",
    "opened_on": "2021-05-18",
    "point_state": "启用",
    "services": "法律咨询、法治宣传、矛盾纠纷调解、法律援助指引",
    "plates": "门牌、公示牌、制度上墙",
    "equipment": "桌椅、资料架、打印复印、电脑、电话",
    "photos": "门牌.jpg、大厅.jpg",
    "note": "与镇综治中心合署。",
}
DUTY_LOG_FIELDS = {
    "on": "2023-11-30",
    "point": "营田司法所公共法律服务点",
    "person": "张三",
    "batches": "6",
    "people": "9",
    "calls": "3",
    "topic": "欠薪、宅基地边界、赡养",
    "summary": "上午接待湘汨劳务队务工人员4人，讲解《保障农民工工资支付条例》，转法律援助1件。\n"
    "下午调解荷花村两户宅基地边界纠纷，双方约定12月2日到现场再量。来电3个，均当场答复。",
    "done": "7",
    "transferred": "1",
    "pending": "1",
    "handed_to": "李雨禾",
}
VISIT_FIELDS = {
    "on": "2023-11-30",
    "at": "14:20",
    "point": "营田司法所公共法律服务点",
    "manner": "来访",
    "receptionist": "张三",
    "visitor": "王秀兰",
    "id_kind": "居民身份证",
    "id_number": resident()[:6] + "********" + resident()[-4:],
    "sex": "女",
    "birth_date": "1962-03-04",
    "phone": "190****0123",
    "town": "营田镇",
    "village": "荷花村",
    "address": "***",
    "groups": "妇女、农民、老年人",
    "headcount": "2",
    "service": "矛盾纠纷调解",
    "title": "宅基地边界纠纷",
    "content": "与邻居因宅基地边界争执多年，今年翻修围墙时对方阻工，要求司法所出面调解。",
    "reply": "已联系村调解主任，约定双方于12月2日上午到现场勘界；在此之前请双方都不要动工，保留好原来的界桩和照片。",
    "result": "转人民调解",
    "satisfaction": "满意",
    "follow_up_due": "2023-12-10",
    "point_address": "营田镇文化路18号（镇政府一楼）",
    "point_hours": "工作日8:30—12:00，14:30—17:30",
    "point_phone": "0730-0000000",
}
POPUP_FIELDS = {
    "on": "2023-11-25",
    "title": "荷花村集市法律咨询站点",
    "place": "荷花村农贸集市东口",
    "town": "营田镇",
    "village": "荷花村",
    "fair": "逢五、十赶集",
    "unit": "营田司法所",
    "reach": "300",
    "reach_estimated": "是",
    "other_consulted": "10",
    "questions": "一、外出务工被拖欠工资找谁；\n二、土地流转合同到期后能不能收回；\n三、老人去世后宅基地怎么办。",
    "note": "与镇妇联、派出所联合开展。",
}
POPUP_ROWS: Rows = {
    "helpers": (
        {"name": "周律师", "kind": "律师", "unit": "湖南某某律师事务所"},
        {"name": "张三", "kind": "司法所人员", "unit": "营田司法所"},
        {"name": "吴小满", "kind": "志愿者", "unit": "荷花村"},
    ),
    "handouts": (
        {"kind": "民法典宣传册", "copies": "120"},
        {"kind": "法律援助明白卡", "copies": "80"},
    ),
}
INSPECTION_FIELDS = {
    "on": "2023-11-22",
    "point": "营田司法所公共法律服务点",
    "point_name": "营田司法所公共法律服务点",
    "team": "区司法局公共法律服务检查组",
    "score": "83",
    "full": "100",
    "problems": "1．公示牌上的值班电话已经停用，一周内更换；\n2．值班日志11月6日、13日两天缺签字，补签并说明原因。",
    "due_on": "2023-12-06",
}
INSPECTION_ROWS: Rows = {
    "items": (
        {"item": "标牌、制度上墙", "full": "30", "off": "10", "problem": "公示牌电话已停用"},
        {"item": "值班和日志", "full": "40", "off": "7", "problem": "两天日志没有签字"},
        {"item": "接待登记", "full": "30", "off": "", "problem": ""},
    )
}
FILLED: Mapping[str, tuple[Register, Mapping[str, str], Rows]] = {
    "point_sheet": (POINT, POINT_FIELDS, {}),
    "duty_log_sheet": (DUTY_LOG, DUTY_LOG_FIELDS, {}),
    "visit_form": (VISIT, VISIT_FIELDS, {}),
    "visit_receipt": (VISIT, VISIT_FIELDS, {}),
    "popup_sheet": (POPUP, POPUP_FIELDS, POPUP_ROWS),
    "inspection_notice": (INSPECTION, INSPECTION_FIELDS, INSPECTION_ROWS),
}


def full(code: str) -> Sheet:
    return sheet_of(*FILLED[code])


def empty(code: str) -> Sheet:
    return empty_of(FILLED[code][0])


def long(code: str) -> Sheet:
    register, fields, _ = FILLED[code]
    return long_of(register, fields)


def with_texts(code: str, **texts: str) -> Sheet:
    """The full sheet of a paper with some texts changed."""
    sheet = full(code)
    changed = {name: Entry(sheet.label(name, ""), text) for name, text in texts.items()}
    return replace(sheet, fields={**sheet.fields, **changed})
