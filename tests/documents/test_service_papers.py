"""Every paper of all desks but legal aid: its words, nothing covered or lost, rare names, long texts, Word."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import fields as parts_of
from dataclasses import is_dataclass, replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from quyuan_desktop.documents import adviser_papers, point_papers, publicity_papers
from quyuan_desktop.documents.adviser_board import board_a3, board_a4
from quyuan_desktop.documents.adviser_letter import certificate
from quyuan_desktop.documents.layout import Cell, Form, Table, told
from quyuan_desktop.documents.layout_docx import form_docx
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.page import SEAL
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.documents.sheet import Entry, Sheet, paper_day
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import DESKS
from quyuan_desktop.services.drawings import DRAWINGS, EDITABLE
from tests.documents import adviser_specimens, point_specimens, publicity_specimens
from tests.documents.paper_geometry import Box, collisions, fonts_not_embedded, pages_of, shown_codes
from tests.documents.paper_specimens import RARE

FORMS = {**point_papers.FORMS, **adviser_papers.FORMS, **publicity_papers.FORMS}
BY_HAND = {"assignment_letter": certificate, "adviser_board": board_a3, "adviser_board_a4": board_a4}
NAMED = {
    "point_sheet": "head",
    "duty_log_sheet": "person",
    "visit_form": "visitor",
    "visit_receipt": "visitor",
    "popup_sheet": "title",
    "inspection_notice": "team",
    "service_slip": "adviser_told",
    "service_log_sheet": "topic",
    "assignment_letter": "adviser_told",
    "assignment_agreement": "adviser_told",
    "assignment_sheet": "agreement",
    "adviser_board": "adviser_told",
    "adviser_board_a4": "adviser_told",
    "event_sheet": "topic",
    "review_opinion": "sender",
    "filing_sheet": "issuer",
}
WRITTEN = 70  # millimetres: no longer line is one for the name of an office that is not known, under its seal
papers = pytest.mark.parametrize("code", NAMED)
fillings = pytest.mark.parametrize("specimen", ["full", "empty", "long"])


def specimens(code: str) -> Any:
    made = (point_specimens, publicity_specimens)
    return next((each for each in made if code in each.FILLED), adviser_specimens)


def sheet_of(code: str, specimen: str) -> Sheet:
    made: Sheet = getattr(specimens(code), specimen)(code)
    return made


def drawn(code: str, sheet: Sheet) -> bytes:
    return BY_HAND[code](sheet) if code in BY_HAND else form_pdf(FORMS[code](sheet), sheet)


def tight(text: str) -> str:
    return re.sub(r"\s", "", text)


def said(code: str, sheet: Sheet) -> str:
    return tight("".join(extract_text(drawn(code, sheet))))


def test_every_paper_of_these_registers_is_here() -> None:
    desks = ("service_points", "advisers", "publicity", "legal_review")
    registers = [register for desk in DESKS if desk.code in desks for register in desk.registers]
    codes = [kind.code for register in registers for kind in register.papers]
    assert sorted(codes) == sorted(NAMED)
    assert set(NAMED) <= set(DRAWINGS)
    assert set(FORMS) <= set(EDITABLE)


@fillings
@papers
def test_text(code: str, specimen: str, golden: Callable[[str, bytes], None]) -> None:
    golden(f"{code}_{specimen}", drawn(code, sheet_of(code, specimen)))


@fillings
@papers
def test_nothing_covers_anything_and_every_glyph_is_in_the_file(code: str, specimen: str) -> None:
    pdf = drawn(code, sheet_of(code, specimen))
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()
    assert not any(0 in codes for codes in shown_codes(pdf))


@papers
def test_the_same_sheet_gives_the_same_bytes(code: str) -> None:
    sheet = sheet_of(code, "full")
    assert drawn(code, sheet) == drawn(code, sheet_of(code, "full"))
    if code in FORMS:
        assert form_docx(FORMS[code](sheet), sheet) == form_docx(FORMS[code](sheet), sheet)


@papers
def test_a_filled_and_a_blank_paper_are_of_one_page(code: str) -> None:
    pages = 2 if code == "assignment_agreement" else 1
    assert page_count(drawn(code, sheet_of(code, "full"))) == pages
    assert page_count(drawn(code, sheet_of(code, "empty"))) == pages


@fillings
@pytest.mark.parametrize("code", FORMS)
def test_every_name_in_a_description_is_known(code: str, specimen: str) -> None:
    """A name misspelt would be an empty cell for ever."""
    sheet = sheet_of(code, specimen)
    form = FORMS[code](sheet)
    known = told(form, sheet).fields
    for part in _parts(form):
        if isinstance(part, Cell) and part.name:
            assert part.name in known
        if isinstance(part, str):
            for name in re.findall(r"\{([\w.]+)", part):
                fact = name in adviser_specimens.TERM_FIELDS or name in point_specimens.VISIT_FIELDS
                assert name in known or fact or name.startswith(("office.", "sheet.")), name


def _parts(part: Any) -> Iterator[Any]:
    yield part
    if is_dataclass(part):
        for each in parts_of(part):
            yield from _parts(getattr(part, each.name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _parts(each)


def with_name(code: str, text: str) -> Sheet:
    sheet = sheet_of(code, "full")
    name = NAMED[code]
    return replace(sheet, fields={**sheet.fields, name: Entry(sheet.label(name, ""), text)})


@papers
def test_rare_names_and_typed_markup_print_as_they_are(code: str) -> None:
    typed = "㛃<b>&=1+1{on}"
    assert typed in said(code, with_name(code, typed))
    found = said(code, with_name(code, RARE))
    assert [character for character in RARE if character not in found] == []


@papers
def test_a_character_no_font_has_stops_the_paper(code: str) -> None:
    with pytest.raises(Trouble, match=r"U\+1F600"):
        drawn(code, with_name(code, "王😀"))


@papers
def test_the_specimen_mark_is_on_the_paper(code: str) -> None:
    pdf = drawn(code, replace(sheet_of(code, "full"), copy_mark="样张"))
    assert "样张" in "".join(extract_text(pdf))
    assert collisions(pdf) == []


@fillings
@papers
def test_there_is_room_for_every_seal(code: str, specimen: str) -> None:
    for page in pages_of(drawn(code, sheet_of(code, specimen))):
        for text in page.texts:
            if "盖章" in text.text:
                x, y, r = (text.left + text.right) / 2, (text.top + text.bottom) / 2, SEAL / 2
                shifts = (step / 2 for step in range(-12, 13))
                seals = [Box(x - r, y - r + shift, x + r, y + r + shift) for shift in shifts]
                rules = [line for line in page.lines if not WRITTEN - 25 < line.right - line.left < WRITTEN]
                assert any(not any(seal.meets(rule) for rule in rules) for seal in seals), (text, page.width)


SEALED = ["point_sheet", "visit_receipt", "inspection_notice", "assignment_letter", "assignment_agreement"]
SEALED += ["review_opinion", "filing_sheet"]


@pytest.mark.parametrize("code", SEALED)
def test_what_goes_out_in_the_offices_name_has_its_seal(code: str) -> None:
    assert "（盖章）" in said(code, sheet_of(code, "full"))


@fillings
@pytest.mark.parametrize("code", FORMS)
def test_word_has_the_words_and_repeats_the_heads(code: str, specimen: str) -> None:
    sheet = sheet_of(code, specimen)
    form: Form = FORMS[code](sheet)
    document = docx.Document(io.BytesIO(form_docx(form, sheet)))
    found = tight("".join(node.text or "" for node in document.element.body.iter(qn("w:t"))))
    assert tight(form.title) in found
    assert tight(sheet.text(NAMED[code])) in found
    tables = 0
    for part in _parts(form):
        if isinstance(part, Table):
            tables += 1
            for each in told(form, sheet).rows.get(part.rows, ()):
                assert all(tight(paper_day(each[c.name].text)) in found for c in part.columns if c.name in each)
    assert len(document.element.body.findall(f".//{qn('w:tblHeader')}")) == tables
