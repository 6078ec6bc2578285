"""法律援助月报: the twenty-four columns of the monthly table (layout of a provincial system of 2018), over the figures of 申请."""

from quyuan_desktop.reports.forms.figure_forms import Head, by_columns
from quyuan_desktop.reports.forms.shape import WAN_YUAN, Form, Told

HEADS = (
    Head("解答咨询数", Told("consult.people"), share=1.2),
    Head("办理案件数", Told("aid.granted"), share=1.2),
    Head("申请", Told("aid.column.criminalasked"), "刑事案件"),
    Head("通知", Told("aid.column.criminaltold"), "刑事案件"),
    Head("商请", Told("aid.column.criminalinvited"), "刑事案件"),
    Head("强制医疗", Told("aid.column.criminalmedical"), "刑事案件"),
    Head("合计", Told("aid.criminal"), "刑事案件"),
    Head("民事诉讼", Told("aid.column.civil")),
    Head("行政诉讼", Told("aid.column.admin")),
    Head("申诉", Told("aid.column.appeal")),
    Head("公证援助", Told("aid.column.notary"), "非诉讼"),
    Head("司法鉴定援助", Told("aid.column.appraisal"), "非诉讼", 1.1),
    Head("其他非诉讼", Told("aid.column.other"), "非诉讼", 1.1),
    Head("挽回损失（万元）", Told("aid.recovered", scale=WAN_YUAN), share=1.5),
    Head("受援人数", Told("aid.persons"), share=1.1),
    Head("女性", Told("aid.group.woman"), "受援人类别"),
    Head("残疾人", Told("aid.group.disabled"), "受援人类别"),
    Head("农民", Told("aid.group.farmer"), "受援人类别"),
    Head("农民工", Told("aid.group.migrant"), "受援人类别"),
    Head("未成年人", Told("aid.group.minor"), "受援人类别"),
    Head("老年人", Told("aid.group.elderly"), "受援人类别"),
    Head("少数民族", Told("aid.group.ethnic"), "受援人类别"),
    Head("军人军属", Told("aid.group.military"), "受援人类别"),
    Head("外籍无国籍", Told("aid.group.foreigner"), "受援人类别"),
)
"""Columns 1 to 24."""

NOTES = (
    "2栏＝7栏＋8栏＋9栏＋10栏＋11栏＋12栏＋13栏，7栏＝3栏＋4栏＋5栏＋6栏",
    "2—13栏按中心决定给予援助的日期、14栏按结案日期归期",
    "16—24栏按第一申请人登记的类别统计，可以交叉，相加不等于15栏；女性指成年女性",
)

AID_REPORT = Form(
    code="aid_report",
    title="法律援助月报表",
    make=by_columns(HEADS, NOTES),
    register="application",
    unit="人次、件、万元、人",
    numbered=True,
)
