"""Receipts by the hundred, and a table of a hundred pages, against what reportlab offers for them."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, SimpleDocTemplate

from benchmarks.pairs import Pair, interleaved
from quyuan_desktop.documents import consultation, fonts
from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.domain.office import Office

RECEIPTS = 200
OFFICE = Office(code="x", name="营田司法所", short="屈营司", town="营田镇", phone="0730-5550000")
VALUES = {
    "visitor": ("姓名", "欧阳𬱖"),
    "received_on": ("日期", "2023-11-30"),
    "receptionist": ("接待人", "袁知秋"),
    "result": ("结果", "引导申请法律援助"),
    "reply": (
        "答复意见",
        "属追索劳动报酬，可向劳动监察投诉或申请劳动仲裁；农民工讨薪申请法律援助免予核查经济困难状况。",
    ),
    "informed_right": ("已告知申请权", "是"),
}
MATTER = {
    "category": Entry("案由", "劳动报酬"),
    "summary": Entry("内容", "在工地做工5个月，包工头拖欠工资12000元，只写了欠条，咨询如何追讨。"),
}


def sheets() -> list[Sheet]:
    """Invented receipts, each with a rare character."""
    return [
        Sheet(
            office=OFFICE,
            title="",
            number=f"屈营司咨字〔2023〕{serial}号",
            date=date(2023, 11, 30),
            fields={name: Entry(*value) for name, value in VALUES.items()},
            rows={"matters": [MATTER]},
            digest=f"{serial:064x}",
            issued_at=datetime(2023, 11, 30, 6, tzinfo=UTC),
            issued_by="袁知秋",
        )
        for serial in range(RECEIPTS)
    ]


def template_canvas() -> bytes:
    """The baseline: a form XObject drawn once, and the values of each receipt with plain drawString calls."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A5, pageCompression=1)
    song, hei = _baseline_font(), _baseline_font()
    canvas.beginForm("receipt")
    canvas.setFont(hei, 18)
    canvas.drawCentredString(74 * mm, 190 * mm, "法律援助咨询回执")
    for row in range(8):
        canvas.rect(12 * mm, (40 + row * 16) * mm, 124 * mm, 16 * mm)
    canvas.endForm()
    for serial in range(RECEIPTS):
        canvas.doForm("receipt")
        canvas.setFont(song, 10.5)
        lines = [
            f"屈营司咨字〔2023〕{serial}号",
            *(text for _, text in VALUES.values()),
            *(each.text for each in MATTER.values()),
        ]
        for row, text in enumerate(lines):
            for part in range(0, len(text), 28):
                canvas.drawString(20 * mm, (160 - row * 14 - part / 7) * mm, text[part : part + 28])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _baseline_font() -> str:
    return fonts.runs("一", fonts.Face.SONG)[0][0]


def measure_receipts(rounds: int) -> Pair:
    """Receipts with QR, rare characters and wrapped text; the goal is 0.7 of the baseline's pages a second."""
    made = sheets()
    return interleaved(
        f"{RECEIPTS} receipts",
        "template canvas",
        lambda: consultation.receipts(made),
        template_canvas,
        rounds,
        1 / 0.7,
    )


def long_table(rows: list[list[str]]) -> bytes:
    """The baseline: platypus LongTable."""
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4)
    table: Any = LongTable(rows, repeatRows=1)
    table.setStyle([("FONT", (0, 0), (-1, -1), _baseline_font(), 9), ("GRID", (0, 0), (-1, -1), 0.25, "black")])
    document.build([table])
    return out.getvalue()


def measure_table(rounds: int, ours: Callable[[list[str], list[list[str]]], bytes]) -> Pair:
    """A list of a hundred pages by `ours(headers, rows)`."""
    headers = ["编号", "日期", "姓名", "事由", "结果"]
    rows = [[f"〔2023〕{each}号", "2023-11-30", "欧阳𬱖", "劳动报酬", "引导申请法律援助"] for each in range(3300)]
    return interleaved(
        "a table of 100 pages",
        "platypus LongTable",
        lambda: ours(headers, rows),
        lambda: long_table([headers, *rows]),
        rounds,
        158 / 200,
    )
