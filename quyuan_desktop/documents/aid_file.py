"""The file of an application for legal aid: 卷内目录 and 档案封面."""

from quyuan_desktop.documents.layout import Cell, Column, Form, Table, box, row
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers.legal_aid import aid_terms as terms

Paper = dict[str, str]
"""A row of the contents: its paper, copies, pages and note."""

# Which part of the file a material belongs to, by words of its name; what has none of them is evidence.
_PARTS = (
    ("申请表",),
    ("身份", "户口", "居住证", "护照", "代理", "委托书", "监护"),
    ("经济困难", "低保", "特困", "残疾", "收入", "救助", "优抚", "承诺"),
)


def contents(sheet: Sheet) -> Form:
    """卷内目录, in the order of a file: application, identity, means, evidence, what was handed in and on, decision
    and appointment, service, closing, review."""
    return Form(
        "卷内目录",
        (
            row(Cell("applicant", "受援人"), "cause"),
            row("file_number", "archived_on"),
            Table(
                "contents",
                (
                    Column("paper", "文书名称", 7),
                    Column("copies", "份数", 1.2),
                    Column("pages", "页数", 1.2),
                    Column("note", "备注", 4.6),
                ),
                least=20,
            ),
            row(Cell(label="立卷人"), Cell(label="检查人")),
        ),
        rows={"contents": [paper for paper in _papers(sheet) if paper]},
    )


def _papers(sheet: Sheet) -> list[Paper]:
    application, identity, means, evidence = _materials(sheet)
    asked = [each["asked_on"].text for each in sheet.rows.get("supplements", ()) if "asked_on" in each]
    return [
        *(application or [_paper("法律援助申请表", sheet.text("applied_on"))]),
        *identity,
        *_unless_handed_in(means, "经济困难状况说明表", sheet.text("means")),
        *means,
        *evidence,
        _step(sheet, "法律援助申请材料接收凭证", "received_on"),
        *(_paper("补充材料/说明通知书", day) for day in asked),
        _step(sheet, "法律援助申请材料转交清单", "handed_over_on"),
        _step(sheet, f"{sheet.text('decision')}决定书", "decision_number", "decided_on", given="decision"),
        _step(sheet, "法律援助指派通知书", "appointment_number", "appointed_on"),
        _step(sheet, "委托协议、授权委托书", "agreement_on"),
        _step(sheet, "送达回证", "decision_served_on"),
        _step(sheet, "异议审查材料", "objection_decided_on", "objection_on"),
        _step(sheet, "撤回申请材料", "withdrawn_on"),
        _step(sheet, "终止法律援助决定书", "termination_number", "terminated_on"),
        _paper(sheet.text("closing_document")) if sheet.text("closing_document") else {},
        _step(sheet, "结案报告表", "closed_on"),
        _step(sheet, "办案补贴发放材料", "subsidy_on"),
    ]


def _materials(sheet: Sheet) -> list[list[Paper]]:
    """What the applicant handed in, by the parts of the file, evidence last."""
    found: list[list[Paper]] = [[] for _ in range(len(_PARTS) + 1)]
    for each in sheet.rows.get("materials", ()):
        texts = {name: each[name].text if name in each else "" for name in ("name", "copies", "pages", "original")}
        known = (n for n, words in enumerate(_PARTS) if any(word in texts["name"] for word in words))
        paper = {
            "paper": texts["name"],
            "copies": texts["copies"],
            "pages": texts["pages"],
            "note": texts["original"],
        }
        found[next(known, len(_PARTS))].append(paper)
    return found


def _unless_handed_in(papers: list[Paper], name: str, given: str) -> list[Paper]:
    handed_in = any(name[:6] in paper["paper"] for paper in papers)
    return [_paper(name)] if given and not handed_in else []


def _paper(name: str, note: str = "") -> Paper:
    return {"paper": name, "copies": "1", "note": note}


def _step(sheet: Sheet, name: str, *notes: str, given: str = "") -> Paper:
    """A paper that a step has left, with the first of the fields `notes` that is filled in; none without."""
    told = next((sheet.text(field) for field in notes if sheet.text(field)), "")
    return _paper(name, told) if told or (given and sheet.text(given)) else {}


def cover(sheet: Sheet) -> Form:
    """档案封面 of one case (一案一卷)."""
    return Form(
        "法律援助档案",
        (
            box(
                row(Cell(label="全宗号"), "file_number"),
                row(Cell("domain", "类别"), "retention"),
                row(Cell("cause")),
                row(Cell("applicant", "受援人")),
                row(Cell("firm"), Cell("undertaker")),
                row(Cell("received_on", "收案日期"), Cell("closed_on")),
                row(Cell(label="办理结果", text=_result(sheet))),
                row("archived_on", Cell(label="页数", text="{file_pages}")),
                row(Cell(label="立卷人"), Cell(label="检查人")),
                label=32,
                size=16,
                row=18,
            ),
        ),
        drop=14,
    )


def _result(sheet: Sheet) -> str:
    """How the case ended: the field that says so."""
    if sheet.text("withdrawn_on"):
        return "{withdrawal}"
    if sheet.text("terminated_on"):
        return "终止法律援助：{termination}"
    if sheet.text("decision") == terms.Decision.REFUSE.label:
        return "{decision}：{refusal}"
    return "{closing}"
