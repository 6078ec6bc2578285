"""咨询分类统计表: consultations by channel, group, type and result, each with its share of the whole."""

from quyuan_desktop.registers import MEASURES
from quyuan_desktop.reports.forms.figure_forms import Part, by_rows
from quyuan_desktop.reports.forms.shape import Form, Lines, Told

DIVISIONS = (
    ("途径", "consult.channel", "consult.people"),
    ("咨询人类别", "consult.group", "consult.people"),
    ("咨询类型", "consult.type", "consult.matters"),
    ("处理结果", "consult.result", "consult.people"),
    ("乡镇", "consult.town", "consult.people"),
)
"""Part, beginning of the codes, code of the whole."""


def parts(lines: Lines) -> tuple[Part, ...]:
    """The total, then every division with all its figures but those not filled in where there are none."""
    found = [Part("总计", (Told("consult.people"), Told("consult.receptions"), Told("consult.matters")))]
    for label, code, whole in DIVISIONS:
        own = sorted(
            (each for each in MEASURES if each.startswith(f"{code}.") and _printed(each, lines)), key=_order
        )
        found.append(Part(label, tuple(map(_told, own)), whole))
    return tuple(found)


def _order(code: str) -> tuple[int, str]:
    """As the figures are declared, but what a part is made of right behind it."""
    parent = code.rpartition(".")[0]
    known = list(MEASURES)
    return (known.index(parent), code) if parent in MEASURES else (known.index(code), "")


def _told(code: str) -> Told:
    return Told(code, "其中：12348热线" if code == "consult.channel.call.12348" else "")


def _printed(code: str, lines: Lines) -> bool:
    line = lines(code)
    empty = line is None or not (line.figure.value or line.year_to_date or line.last_year)
    return not (empty and code.endswith(".none"))


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
