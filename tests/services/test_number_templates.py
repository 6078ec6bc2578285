"""The shapes of numbers: which count, which would not, and what is kept of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.office import Role
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.number_templates import (
    WORDS,
    clash,
    in_words,
    keep_template,
    number_templates,
    read_template,
    sample,
    slips_of,
)
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import settings
from quyuan_desktop.storage.tables import AuditLine
from tests.offices import OFFICE, at_work, fresh, save


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as made:
        yield made


def slip(template: str) -> str:
    """The sentence, without mere warnings."""
    return "".join(each.text for each in slips_of(template, OFFICE) if not each.warning)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("", "要有一处{序号}（现在有 0 处）"),
        ("咨字", "{序号}"),
        ("{year}", "要有一处{序号}（现在有 0 处）"),
        ("{serial}", "要有一处{年份}（现在有 0 处）"),
        ("{serial}{serial}{year}", "要有一处{序号}（现在有 2 处）"),
        ("{short}{year}{serial}{0}", "不认识{0}"),
        ("{short}{year}{serial:04d}", "不认识{serial:04d}"),
        ("{short}{year}{serial}{}", "不认识{}"),
        ("{short}{year!r}{serial}", "不认识{year!r}"),
        ("{short}{year.real}{serial}", "不认识{year.real}"),
        ("{short}{year}{serial}}", "花括号没有成对"),
        ("{{year}}{serial}", "花括号没有成对"),
        ("{short}〔{year〕{serial}", "花括号没有成对"),
        ("长" * 60 + "{year}{serial}", "最多 60 字"),
    ],
)
def test_shapes_that_would_not_count(template: str, said: str) -> None:
    assert said in slip(template)


@pytest.mark.parametrize(
    ("template", "number"),
    [
        ("{short}援收字〔{year}〕第{serial}号", "屈营司援收字〔2023〕第3号"),
        ("{year}-{serial}", "2023-3"),
        ("{serial}/{year}/{short}", "3/2023/屈营司"),
    ],
)
def test_shapes_that_count(template: str, number: str) -> None:
    assert slip(template) == ""
    assert sample(template, OFFICE, 2023) == number


def test_without_the_head_of_the_office_it_is_only_unwise() -> None:
    (problem,) = slips_of("{year}-{serial}", OFFICE)
    assert problem.warning
    assert "别的司法所" in problem.text
    assert slips_of("{short}{year}-{serial}", OFFICE) == []


@given(st.text(alphabet="字〔〕{}yearsilhot 09:!.", max_size=40))
def test_what_has_no_slip_can_be_written(template: str) -> None:
    if not slip(template):
        assert "7" in sample(template, OFFICE, 2023, 7)


def test_people_write_the_parts_in_their_own_words() -> None:
    kept = "{short}援补字〔{year}〕第{serial}号"
    assert in_words(kept) == "{字头}援补字〔{年份}〕第{序号}号"
    for typed in (kept, in_words(kept), "  ｛ 字头 ｝援补字〔{ year }〕第{序号}号\n"):
        assert read_template(typed) == kept


@given(st.permutations([*WORDS, "字", "〔", "〕"]))
def test_words_and_back(parts: list[str]) -> None:
    template = "".join(parts)
    assert read_template(in_words(template)) == template


def test_every_register_and_every_paper_with_a_number_has_its_shape(place: Workplace) -> None:
    found = {each.code: each for each in number_templates(place)}
    papers = {paper.code for each in REGISTERS.values() for paper in each.papers if paper.number}
    assert found.keys() == REGISTERS.keys() | papers
    assert papers
    assert all(each.template == each.default and each.label for each in found.values())
    assert [slip(each.template) for each in found.values()] == [""] * len(found)
    assert all(clash(each.template, each.code, found.values()) == [] for each in found.values())


def test_a_shape_is_kept_and_used(place: Workplace) -> None:
    keep_template(place, "consultation", "{字头}询字〔{年份}〕第{序号}号")
    found = {each.code: each for each in number_templates(place)}["consultation"]
    assert found.template == "{short}询字〔{year}〕第{serial}号"
    assert found.template != found.default
    assert save(place).record.number == "屈营司询字〔2023〕第1号"


def test_numbers_given_out_stay(place: Workplace) -> None:
    first = save(place)
    keep_template(place, "consultation", "{short}询〔{year}〕{serial}")
    second = save(place, visitor="李某", id_number="")
    assert first.record.number == "屈营司咨字〔2023〕1号"
    assert second.record.number == "屈营司询〔2023〕2"


def test_it_is_in_the_audit(place: Workplace) -> None:
    keep_template(place, "aid_handover", "{short}转〔{year}〕{serial}")
    with place.ledger.reading() as session:
        last = session.query(AuditLine).order_by(AuditLine.id.desc()).first()
    assert last is not None
    assert (last.verb, last.detail) == ("rules", "number aid_handover {short}转〔{year}〕{serial}")


@pytest.mark.parametrize("typed", ["", "{year}{serial}{x}", "{short}{year}"])
def test_a_shape_with_a_slip_is_not_kept(place: Workplace, typed: str) -> None:
    with pytest.raises(Refused) as told:
        keep_template(place, "consultation", typed)
    assert told.value.problems[0].field == "consultation"
    with place.ledger.reading() as session:
        assert settings.read(session, "number.consultation") is None


def test_two_kinds_never_share_a_shape(place: Workplace) -> None:
    other = REGISTERS["application"].number
    with pytest.raises(Refused, match="与“申请登记”的编号样子相同"):
        keep_template(place, "consultation", other)
    keep_template(place, "application", other)


def test_somebody_else_than_the_head_changes_nothing(place: Workplace) -> None:
    clerk = replace(place, staff=replace(place.staff, role=Role.CLERK))
    with pytest.raises(Trouble, match="只有所长"):
        keep_template(clerk, "consultation", "{short}{year}{serial}")
    with pytest.raises(KeyError):
        keep_template(place, "no such kind", "{short}{year}{serial}")
