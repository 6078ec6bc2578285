"""Drafts, settings and completions: what is kept beside the records, whatever was typed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.drafts import draft, drafts, drop_draft, keep_draft
from quyuan_desktop.services.open_office import found_office, sign_in
from quyuan_desktop.services.phrases import add_phrase, phrases, remove_phrase, suggestions
from quyuan_desktop.services.save_record import defaults, save_record, undo_save, void_record
from quyuan_desktop.services.settings import keep_setting, setting
from quyuan_desktop.services.workplace import Workplace
from tests.offices import HEAD, OFFICE, PASSWORD, START, Clock, at_work, consultation, fresh, save
from tests.strategies import raw_text

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), raw_text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(raw_text(), inner, max_size=3)),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """One ledger for all of them; whole at the end."""
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        yield place
        assert check(place) == []


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path, Clock())) as place:
        yield place


def clock(place: Workplace) -> Clock:
    assert isinstance(place.now, Clock)
    return place.now


# -- drafts


@given(typed=st.dictionaries(st.text(max_size=20), JSON, max_size=5), title=raw_text())
@example(typed={"visitor": "\ud800\0", "matters": [{"summary": "\r\n"}]}, title="\ud800\0王")
def test_a_draft_keeps_what_was_typed_as_it_was(place: Workplace, typed: dict[str, Any], title: str) -> None:
    keep_draft(place, "key", CONSULTATION.code, typed, uid="u" * 32, title=title)
    kept = draft(place, "key")
    assert kept is not None
    assert kept.typed == json.loads(json.dumps(typed)), "the same, but for two halves of a character joined"
    assert (kept.entry.register_code, kept.entry.uid, kept.entry.by) == (CONSULTATION.code, "u" * 32, HEAD)
    assert len(kept.entry.title) <= 120
    kept.entry.title.encode()
    assert [each.key for each in drafts(place)] == ["key"]
    drop_draft(place, "key")
    assert draft(place, "key") is None
    assert drafts(place) == []


def test_a_draft_is_kept_in_place_of_its_former_self(office: Workplace) -> None:
    keep_draft(office, "a", CONSULTATION.code, {"visitor": "欧"}, title="欧")
    clock(office).forward(seconds=5)
    keep_draft(office, "b", CONSULTATION.code, {"visitor": "张"})
    clock(office).forward(seconds=5)
    keep_draft(office, "a", CONSULTATION.code, {"visitor": "欧阳"}, title="欧阳")
    assert [(each.key, each.title) for each in drafts(office)] == [("a", "欧阳"), ("b", "")]
    assert drafts(office)[0].at == START + timedelta(seconds=10)
    found = draft(office, "a")
    assert found is not None
    assert found.typed == {"visitor": "欧阳"}


def test_a_draft_outlasts_signing_in_again(office: Workplace) -> None:
    keep_draft(office, "a", CONSULTATION.code, {"reply": "长" * 100_000})
    office.ledger.close()
    with at_work(sign_in(office.folder, PASSWORD, now=Clock())) as again:
        found = draft(again, "a")
        assert found is not None
        assert found.typed == {"reply": "长" * 100_000}


def test_a_draft_goes_with_the_saving_of_its_record(office: Workplace) -> None:
    keep_draft(office, "a", CONSULTATION.code, {})
    keep_draft(office, "b", CONSULTATION.code, {})
    with pytest.raises(Refused):
        save_record(office, CONSULTATION, consultation(visitor=""), draft="a", confirmed=True)
    assert len(drafts(office)) == 2
    save_record(office, CONSULTATION, consultation(), draft="a", confirmed=True)
    assert [each.key for each in drafts(office)] == ["b"]
    drop_draft(office, "unknown")
    save_record(office, CONSULTATION, consultation(), draft="unknown", confirmed=True)


# -- settings


@given(key=st.sampled_from(["a", "number.consultation.x", "设置"]), value=JSON)
def test_a_setting_is_what_was_kept(place: Workplace, key: str, value: Any) -> None:
    keep_setting(place, key, value)
    assert setting(place, key, "default") == json.loads(json.dumps(value))


def test_an_unknown_setting_is_its_default(place: Workplace) -> None:
    assert setting(place, "never kept") is None
    assert setting(place, "never kept", 7) == 7


# -- completions


def test_what_was_used_last_is_offered_first(office: Workplace) -> None:
    save(office, village="夏家村")
    clock(office).forward(minutes=1)
    save(office, village="冬家村")
    clock(office).forward(minutes=1)
    save(office, village="夏家村")
    assert suggestions(office, CONSULTATION, "village", "")[:2] == ["夏家村", "冬家村"]
    assert len([each for each in phrases(office, "village") if each.text == "夏家村"]) == 1


@pytest.mark.parametrize("typed", ["推山", "推", "山咀", "tsz", "tuishanzui", "tuis", "TSZ", " tsz "])
def test_a_completion_is_found_by_parts_and_pinyin(office: Workplace, typed: str) -> None:
    add_phrase(office, "village", "推山咀社区")
    assert "推山咀社区" in suggestions(office, CONSULTATION, "village", typed)


def test_beginnings_come_before_parts_and_parts_before_pinyin(office: Workplace) -> None:
    for text in ("南za村", "za村", "张岸村"):
        add_phrase(office, "household", text)
    assert suggestions(office, CONSULTATION, "household", "za") == ["za村", "南za村", "张岸村"]


def test_a_phrase_removed_is_offered_no_more(office: Workplace) -> None:
    add_phrase(office, "reply", "请带身份证。")
    add_phrase(office, "reply", " 请带身份证。 ")
    (entry,) = [each for each in phrases(office, "reply") if each.text == "请带身份证。"]
    remove_phrase(office, entry.id)
    remove_phrase(office, entry.id)
    assert "请带身份证。" not in {each.text for each in phrases(office, "reply")}


@given(text=raw_text(), typed=raw_text())
@example(text="\ud800", typed="\ud800\0")
def test_any_phrase_and_anything_typed(place: Workplace, text: str, typed: str) -> None:
    """Pasted from anywhere: kept or dropped, offered or not, and never a crash."""
    add_phrase(place, "reply", text)
    assert all(each.text.strip() for each in phrases(place, "reply"))
    assert len(suggestions(place, CONSULTATION, "reply", typed, limit=3)) <= 3


def test_long_texts_are_no_completions(office: Workplace) -> None:
    save(office, household="址" * 100)
    assert "址" * 100 not in suggestions(office, CONSULTATION, "household", "址")


# -- what is typed into the first page and into reasons


@given(name=raw_text(), short=raw_text(), staff=raw_text())
@example(name="\ud800所", short="\ud800", staff="\udfff王\0")
def test_an_office_of_any_name_is_founded_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, short: str, staff: str
) -> None:
    folder = tmp_path_factory.mktemp("founded") / "data"
    office = replace(OFFICE, name=name, short=short)
    try:
        made = found_office(folder, office, staff, PASSWORD, Clock(), quick=True)
    except Refused as refused:
        assert all(problem.field and problem.text.endswith("。") for problem in refused.problems)
        assert not folder.exists() or not list(folder.iterdir())
        return
    with at_work(made.place) as place:
        save(place, receptionist="袁知秋")
        assert check(place) == []


@given(reason=raw_text())
@example(reason="\ud800\0")
@example(reason="\u200b")
def test_a_reason_of_any_sort_is_kept_or_refused(place: Workplace, reason: str) -> None:
    made = save(place)
    try:
        void_record(place, CONSULTATION, made.record.uid, reason)
    except Refused as refused:
        assert all(problem.text.endswith("。") for problem in refused.problems)
        assert undo_save(place, made.undo).values


def test_defaults_are_of_the_moment_and_of_whoever_works(office: Workplace) -> None:
    found = defaults(office, CONSULTATION)
    assert (found["received_on"], found["receptionist"]) == (START.date(), HEAD)
    assert (found["received_time"].hour, found["received_time"].minute, found["received_time"].second) == (9, 0, 0)
    assert found["town"] is None
    save(office)
    assert defaults(office, CONSULTATION)["town"] is consultation()["town"]
