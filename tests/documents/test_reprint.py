"""重印: the original untouched as a prefix, the mark on every page, again and again."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.documents.consultation import receipt, registration_form
from quyuan_desktop.documents.preview import extract_text, page_size
from quyuan_desktop.documents.reprint import mark_reprint
from quyuan_desktop.documents.summary import summary_pdf
from quyuan_desktop.documents.tables import Column, table_pdf
from quyuan_desktop.domain.figures import FigureTable
from quyuan_desktop.domain.problems import Trouble
from tests.documents import paper_specimens as specimens
from tests.documents.paper_geometry import collisions, fonts_not_embedded, shown_codes
from tests.documents.paper_specimens import MADE

PAPERS = {
    "receipt": lambda: receipt(specimens.full()),
    "long receipt": lambda: receipt(specimens.long()),
    "registration": lambda: registration_form(specimens.long()),
    "blank": lambda: registration_form(specimens.blank()),
    "summary": lambda: summary_pdf(FigureTable("所", "表", date(2023, 11, 1), date(2023, 11, 30), ()), MADE),
    "table": lambda: table_pdf("表", "所", [Column("栏")], [["一"]] * 60, MADE),
}
every_paper = pytest.mark.parametrize("paper", PAPERS)


@every_paper
def test_the_original_is_a_prefix_and_the_mark_is_on_every_page(paper: str) -> None:
    original = PAPERS[paper]()
    assert "重印" not in "".join(extract_text(original))
    marked = mark_reprint(original, 2)
    assert marked.startswith(original)
    assert len(marked) - len(original) < 8_000
    before, after = extract_text(original), extract_text(marked)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert "重印（第2次）" in new
        assert new.replace("重印（第2次）", "").split() == old.split()
    assert page_size(marked, 0) == page_size(original, 0)


@every_paper
def test_the_mark_brings_its_font_and_covers_nothing(paper: str) -> None:
    marked = mark_reprint(PAPERS[paper](), 10)
    assert fonts_not_embedded(marked) == set()
    assert not any(0 in codes for codes in shown_codes(marked))
    assert collisions(marked) == []


def test_every_reprint_starts_from_the_original_or_from_a_reprint() -> None:
    original = receipt(specimens.full())
    first, third = mark_reprint(original, 1), mark_reprint(original, 3)
    assert "第1次" in extract_text(first)[0]
    assert "第3次" in extract_text(third)[0]
    again = mark_reprint(first, 12)
    assert again.startswith(first)
    assert "第12次" in extract_text(again)[0]
    assert "第1次" not in extract_text(again)[0]


def test_the_same_reprint_is_the_same_bytes() -> None:
    original = receipt(specimens.full())
    assert mark_reprint(original, 4) == mark_reprint(original, 4)
    assert mark_reprint(original, 4) != mark_reprint(original, 5)


def test_title_and_time_stay() -> None:
    original = receipt(specimens.full())
    marked = mark_reprint(original, 1)
    about = [pypdfium2.PdfDocument(pdf).get_metadata_dict() for pdf in (original, marked)]
    assert about[0] == about[1]
    identifiers = [
        pypdfium2.PdfDocument(pdf).get_identifier(kind) for pdf in (original, marked) for kind in (0, 1)
    ]
    assert identifiers[0] == identifiers[1] == identifiers[2] != identifiers[3]


def test_a_record_that_mentions_the_form_by_name_misleads_nobody() -> None:
    sheet = specimens.with_texts(reply="/FormXob.Reprint 999 0 R startxref 5 trailer << /Size 1 >>")
    assert "第1次" in extract_text(mark_reprint(receipt(sheet), 1))[0]


@pytest.mark.parametrize("times", [0, -1])
def test_a_reprint_is_the_first_at_least(times: int) -> None:
    with pytest.raises(ValueError, match="first"):
        mark_reprint(receipt(specimens.full()), times)


@pytest.mark.parametrize("pdf", [b"", b"not a pdf", b"%PDF-1.4\nstartxref\n99999\n%%EOF\n"])
def test_what_is_no_paper_of_ours_is_refused(pdf: bytes) -> None:
    with pytest.raises(Trouble, match="备份"):
        mark_reprint(pdf, 1)


@given(st.integers(1, 3000))
def test_a_paper_cut_short_is_refused(missing: int) -> None:
    original = receipt(specimens.empty())
    with pytest.raises(Trouble):
        mark_reprint(original[: len(original) - 10 - missing], 1)


def test_other_readers_see_the_mark_too(tmp_path: Path) -> None:
    """poppler, where it is installed, is stricter than PDFium about cross-references."""
    program = shutil.which("pdftotext")
    path = tmp_path / "paper.pdf"
    path.write_bytes(mark_reprint(receipt(specimens.long()), 2))
    if program is None:
        assert pypdfium2.PdfDocument(str(path)).get_version() == 13
        return
    done = subprocess.run([program, str(path), "-"], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    assert done.stdout.count("重印（第2次）") == len(extract_text(path.read_bytes()))
