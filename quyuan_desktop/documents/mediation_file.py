"""The file of a dispute: 卷宗封面 and 卷内目录, thirteen papers in their order."""

from quyuan_desktop.documents.layout import Cell, Column, Form, Table, box, row
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers.mediation.terms import FilePaper, Result

Paper = dict[str, str]
"""A row of the contents: its paper, number and note."""

_DATED = {
    FilePaper.APPLICATION: "accepted_on",
    FilePaper.NOTICE: "accepted_on",
    FilePaper.AGREEMENT: "effective_on",
    FilePaper.PERFORMANCE: "performed_on",
    FilePaper.VISIT: "visited_on",
    FilePaper.CONFIRMATION: "confirm_on",
}
"""The day of a paper, where the record knows it."""
_NUMBERED = {FilePaper.AGREEMENT: "agreement_number", FilePaper.CONFIRMATION: "confirm_number"}


def contents(sheet: Sheet) -> Form:
    """卷内目录: what was ticked as being in the file; pages are written in by hand when it is bound."""
    return Form(
        "人民调解卷宗卷内目录",
        (
            row(Cell("sides", "当事人"), Cell("title", "案由")),
            row("file_number", "archived_on"),
            Table(
                "contents",
                (
                    Column("paper", "材料名称", 4.6),
                    Column("day", "日期", 3.4, "center"),
                    Column("number", "文号", 4.2),
                    Column("pages", "页次", 1.3),
                    Column("note", "备注", 1.3),
                ),
                least=18,
            ),
            row(Cell(label="立卷人"), Cell(label="检查人")),
        ),
        issuer="{committee:________________人民调解委员会}",
        rows={"contents": _papers(sheet)},
    )


def _papers(sheet: Sheet) -> list[Paper]:
    found = []
    ticked = sheet.text("papers").split("、")
    oral = sheet.text("form") == "口头协议"
    for paper in FilePaper:
        if paper.label not in ticked:
            continue
        called = paper.label
        if paper is FilePaper.AGREEMENT:
            called = "口头协议登记表" if oral else "人民调解协议书"
        day = sheet.text(_DATED[paper]) if paper in _DATED else ""
        if paper is FilePaper.RECORD:
            day = _sessions(sheet)
        number = sheet.text(_NUMBERED[paper]) if paper in _NUMBERED else ""
        found.append({"paper": called, "day": day, "number": number})
    return found


def _sessions(sheet: Sheet) -> str:
    many = len(sheet.rows.get("sessions", ()))
    return f"共{many}次" if many else ""


def cover(sheet: Sheet) -> Form:
    """卷宗封面 of one dispute (一案一卷)."""
    return Form(
        "人民调解卷宗",
        (
            box(
                row(Cell(label="全宗号"), "file_number"),
                row(Cell(label="案号", text="{sheet.number}")),
                row(Cell("kind", "纠纷类别"), "title"),
                row(Cell("sides", "当事人")),
                row(Cell("committee", "调委会")),
                row(Cell("mediators", "调解员"), Cell("expert", "群英")),
                row(Cell("accepted_on", "受理日期"), "closed_on"),
                row(Cell(label="调解结果", text=_result(sheet))),
                row("agreement_number"),
                row("confirm_number"),
                row("archived_on", "retention"),
                row(Cell(label="卷内页数", text="{file_pages}"), Cell(label="立卷人")),
                label=32,
                size=15,
                row=15,
            ),
        ),
        drop=12,
        issuer="{committee:________________人民调解委员会}",
    )


def _result(sheet: Sheet) -> str:
    """How the dispute ended."""
    if sheet.text("withdrawn_on"):
        return "申请人撤回"
    if sheet.text("result") == Result.SUCCESS.label:
        return "{result}（{form}）" + ("，{performance}" if sheet.text("performance") else "")
    return "{result}"
