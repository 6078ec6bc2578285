"""The papers of the forms over figures, word for word; the lists are held against the ledger in tests/services."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

import pytest

from quyuan_desktop.documents.grid import grid_pdf
from quyuan_desktop.documents.preview import page_count
from quyuan_desktop.documents.summary import Signatures
from quyuan_desktop.domain.figures import Figure, FigureLine
from quyuan_desktop.domain.grids import Grid
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers import MEASURES, REGISTERS
from quyuan_desktop.reports.forms.aid_report import AID_REPORT
from quyuan_desktop.reports.forms.consultation_kinds import CONSULTATION_KINDS
from quyuan_desktop.reports.forms.office_report import OFFICE_REPORT
from quyuan_desktop.reports.forms.shape import Asked, Form
from tests.documents.paper_geometry import collisions, fonts_not_embedded
from tests.documents.paper_specimens import MADE

MEANS = {each.code: each for register in REGISTERS.values() for each in register.means}


def line(code: str) -> FigureLine | None:
    """A figure whose numbers tell it from the others; the eighth of every ten had nothing the year before."""
    if code in MEANS:
        mean = MEANS[code]
        return FigureLine(
            Figure(code, mean.label, mean.unit, 0), mean.group, mean.words, 0, 0, (99.816, 96.4, None)
        )
    counting = MEASURES[code]
    at = list(MEASURES).index(code) + 1
    scale = 100 if counting.unit == "元" else 1
    figure = Figure(code, counting.label, counting.unit, at * 7 * scale)
    return FigureLine(
        figure, counting.group, counting.words, at * 70 * scale, 0 if at % 10 == 8 else at * 6 * scale
    )


def paper(form: Form, word: str = "本月") -> bytes:
    first, last = date(2023, 11, 1), date(2023, 11, 30)
    body = form.make(Asked(cast(Any, None), HouseRules(), first, last, word, line))
    grid = Grid(
        code=form.code,
        title=f"{form.title}（2023年11月）",
        office="营田司法所",
        first=first,
        last=last,
        unit=form.unit,
        columns=body.columns,
        rows=body.rows,
        notes=(*body.notes, "每月统计到月末；数据截至2023年12月1日，本月未结账"),
        numbered=form.numbered,
    )
    return grid_pdf(grid, MADE, Signatures(maker="张三", phone="0730-5550000"))


@pytest.mark.parametrize("form", [OFFICE_REPORT, AID_REPORT, CONSULTATION_KINDS], ids=lambda form: str(form.code))
def test_text(golden: Callable[[str, bytes], None], form: Form) -> None:
    pdf = paper(form)
    golden(f"form_{form.code}", pdf)
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()


def test_the_office_report_is_one_sheet_in_every_period() -> None:
    assert [page_count(paper(OFFICE_REPORT, word)) for word in ("本月", "本季", "半年", "本年", "本期")] == [1] * 5
