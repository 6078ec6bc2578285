"""交接单: what goes to the bureau with the stick: which package, how much is in it, by what it is known, two signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from quyuan_desktop.documents.layout import DAY, Cell, Column, Form, Prose, Sign, Style, Table, box, row
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.domain.office import Office

TITLE = "上报数据交接单"
SHORT = 16
"""So many hexadecimal digits of a SHA-256 are compared by eye."""
CHECKS = ("文件名相符", "指纹相符", "条数相符", "已合并，回执另给")
ABREAST = 3
"""So many registers stand side by side, that all of them have room on one page."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One package as it is handed over. `month` in words, with whether it is closed; `counts`: how many records of each
    register, by its name; `district` is empty for a package sealed by words alone."""

    district: str
    batch: int
    month: str
    name: str
    digest: str
    records: int
    revisions: int
    papers: int
    counts: Sequence[tuple[str, int]]
    at: datetime
    by: str


def short_digest(digest: str) -> str:
    """The beginning of a SHA-256 in fours, as it is read aloud: 1a2b 3c4d 5e6f 7081."""
    return " ".join(digest[place : place + 4] for place in range(0, SHORT, 4)).upper()


def handover_form(told: Handover) -> Form:
    """How the paper is laid out."""
    fields = {
        "district": told.district or "（口令封包，未结对）",
        "batch": f"第{told.batch}批",
        "month": told.month,
        "name": told.name,
        "digest": short_digest(told.digest),
        "at": f"{told.at:%Y-%m-%d %H:%M}",
        "by": told.by,
        "how_much": f"{told.records} 条记录、{told.revisions} 次修改、{told.papers} 份文书",
    }
    return Form(
        TITLE,
        (
            box(
                row(Cell(label="报送单位", text="{office.name}"), Cell("district", "接收单位")),
                row(Cell("batch", "批次"), Cell("month", "月份")),
                row(Cell("name", "文件名")),
                row(Cell("digest", "文件指纹")),
                row(Cell("how_much", "内容")),
                row(Cell("at", "导出时间"), Cell("by", "导出人")),
                row(Cell(label="介质", text="U盘　　　个，编号：")),
            ),
            Prose("各登记簿条数（含更正、作废的）", Style.TEXT),
            Table("counts", tuple(_columns()), least=1, numbered=False),
            box(
                row(Cell(label="接收核对", ticks=CHECKS)),
                Sign(("交件人签名：", DAY, "接收人签名：", DAY)),
            ),
            Prose("本单一式两份，交件、接收各执一份；U盘上的文件已加密，只有接收单位能打开。", Style.NOTE),
        ),
        head="{batch}",
        fields=fields,
        rows={"counts": _side_by_side(told.counts)},
    )


def _columns() -> Iterator[Column]:
    for at in range(ABREAST):
        yield Column(f"name{at}", "登记簿", 2.4)
        yield Column(f"many{at}", "条数", 1, "right")


def _side_by_side(counts: Sequence[tuple[str, int]]) -> list[dict[str, str]]:
    """The registers in so many columns, down each before the next."""
    deep = -(-len(counts) // ABREAST)
    found: list[dict[str, str]] = [{} for _ in range(deep)]
    for at, (name, many) in enumerate(counts):
        across, down = divmod(at, deep)
        found[down] |= {f"name{across}": name, f"many{across}": str(many)}
    return found


def handover_pdf(office: Office, told: Handover, issued_by: str, made: datetime) -> bytes:
    """The paper as PDF, A4. `made` has its zone. Raises `Trouble` naming characters that no font has."""
    sheet = Sheet(
        office=office,
        title="",
        number="",
        date=made.date(),
        fields={},
        rows={},
        digest=told.digest,
        issued_at=made,
        issued_by=issued_by,
    )
    return form_pdf(handover_form(told), sheet)
