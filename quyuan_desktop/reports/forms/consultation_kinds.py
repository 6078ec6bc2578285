"""咨询分类统计表: consultations by channel, group, type and result, each with its share of the whole."""

from collections.abc import Mapping

from quyuan_desktop.domain.figures import FigureLine
from quyuan_desktop.reports.forms.figure_forms import Part, by_rows
from quyuan_desktop.reports.forms.shape import Form, Told

DIVISIONS = (
    ("途径", "consult.channel", "consult.people"),
    ("咨询人类别", "consult.group", "consult.people"),
    ("咨询类型", "consult.type", "consult.matters"),
    ("处理结果", "consult.result", "consult.people"),
    ("乡镇", "consult.town", "consult.people"),
)
"""Part, beginning of the codes, code of the whole."""


def parts(lines: Mapping[str, FigureLine]) -> tuple[Part, ...]:
    """The total, then every division with all its figures but those not filled in where there are none."""
    found = [Part("总计", (Told("consult.people"), Told("consult.receptions"), Told("consult.matters")))]
    for label, code, whole in DIVISIONS:
        own = [each for each in lines if each.startswith(f"{code}.") and _printed(lines[each])]
        found.append(Part(label, tuple(Told(each) for each in own), whole))
    return tuple(found)


def _printed(line: FigureLine) -> bool:
    empty = not (line.figure.value or line.year_to_date or line.last_year)
    return not (empty and line.figure.code.endswith(".none"))


NOTES = (
    "途径、处理结果、乡镇各类之和等于咨询人次，咨询类型各类之和等于咨询件数",
    "咨询人类别可以交叉，占比相加不等于 100%",
    "占比按本期合计数计算，保留两位小数",
)

CONSULTATION_KINDS = Form(
    code="consultation_kinds",
    title="法律咨询分类统计表",
    make=by_rows(parts, NOTES, shares=True),
    register="consultation",
    unit="人次、批、件",
)
