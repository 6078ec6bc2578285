"""Pairing and the files on a stick in the hands of fate: strange names, keys nobody read aloud, two offices of one name."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.envelope import Password
from quyuan_desktop.services import pairing
from quyuan_desktop.services.district_desk import district_view, save_enrolment, take_answers
from quyuan_desktop.services.merge_package import merge, plan
from quyuan_desktop.services.pairing_files import save_answer, take_enrolment
from quyuan_desktop.services.receipts import acknowledge, receive
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import settings
from tests.exchanging import DISTRICT, OTHER, Pair, at_office, both, exported, pair, renamed
from tests.offices import OFFICE, dump, fresh, save

WORDS = Password("临时口令二〇二三")


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Pair]:
    """A district, an office and a stick."""
    with both(tmp_path) as made:
        yield made


def refused(place: Workplace, act: Callable[[], object]) -> str:
    """The sentence with which it is refused; nothing is changed."""
    before = dump(place)
    with pytest.raises((Trouble, Refused)) as found:
        act()
    assert dump(place) == before
    error = found.value
    return "".join(each.text for each in error.problems) if isinstance(error, Refused) else str(error)


# -- whom one speaks to


def test_no_receipt_goes_to_keys_that_nobody_has_read_aloud(ends: Pair) -> None:
    """Somebody else may have answered: what the bureau has to say is not for them."""
    save(ends.office)
    exported(ends.office, ends.stick)
    merge(ends.district, [ends.stick])
    pairing.part(ends.district, OFFICE.code)
    enrolment = pairing.enrol(ends.district, OFFICE.code, OFFICE.name)
    pairing.take_answer(ends.district, pairing.answer_enrolment(ends.office, enrolment))
    done = acknowledge(ends.district, ends.stick)
    assert (done.paths, done.unpaired) == ([], [OFFICE.code])
    pairing.confirm(ends.district, OFFICE.code)
    assert len(acknowledge(ends.district, ends.stick).paths) == 1


def test_an_office_that_lost_its_computer_is_paired_anew(ends: Pair, tmp_path: Path) -> None:
    save(ends.office)
    old = exported(ends.office, ends.stick)
    assert old.path is not None
    merge(ends.district, [ends.stick])
    (tmp_path / "late").mkdir()
    save(ends.office)
    late = exported(ends.office, tmp_path / "late").path
    assert late is not None
    pairing.part(ends.district, OFFICE.code)
    new = renamed(fresh(tmp_path / "new"), OFFICE)
    pair(ends.district, new)
    assert refused(ends.district, lambda: merge(ends.district, [late])).endswith(sentences.WRONG_SIGNER)
    old.path.unlink()
    save(new)
    exported(new, ends.stick)
    (merged,) = merge(ends.district, [ends.stick])
    assert (merged.counts["new"], merged.namesake) == (1, True)
    acknowledge(ends.district, ends.stick)
    assert refused(ends.office, lambda: receive(ends.office, ends.stick))
    taken = receive(new, ends.stick)
    assert (taken.batches, taken.strange) == ([1], 1)
    new.ledger.close()


def test_a_package_by_words_does_not_speak_for_the_bureau(ends: Pair) -> None:
    """Whoever knows the words could else bring records in the bureau's own name."""
    posing = renamed(ends.office, replace(OFFICE, code=DISTRICT.code))
    save(posing)
    path = exported(posing, ends.stick, password=WORDS).path
    assert path is not None
    said = refused(ends.district, lambda: merge(ends.district, [path], password=WORDS))
    assert said == f"{path.name}：{sentences.OURSELVES}"
    assert plan(ends.district, [path], password=WORDS)[0].fault == sentences.OURSELVES


def test_packages_are_merged_at_the_bureau_alone(ends: Pair, tmp_path: Path) -> None:
    save(ends.office)
    exported(ends.office, ends.stick, password=WORDS)
    with at_office(tmp_path / "other", other=True) as other:
        for act in (merge, plan):
            assert "区局" in refused(other, lambda act=act: act(other, [ends.stick], password=WORDS))  # type: ignore[misc]
        assert "区局" in refused(other, lambda: pairing.enrol(other, OFFICE.code, OFFICE.name))


def test_the_bureau_is_no_office(ends: Pair, tmp_path: Path) -> None:
    another = renamed(fresh(tmp_path / "another"), replace(DISTRICT, code="430672", name="另一个区司法局"))
    content = pairing.enrol(another, DISTRICT.code, DISTRICT.name)
    assert "司法所" in refused(ends.district, lambda: pairing.answer_enrolment(ends.district, content))
    assert "司法所" in refused(ends.district, lambda: exported(ends.district, ends.stick))
    assert "司法所" in refused(ends.district, lambda: receive(ends.district, ends.stick))
    another.ledger.close()


# -- what is typed


@pytest.mark.parametrize(
    ("code", "name", "villages"),
    [
        ("", "凤凰司法所", ()),
        ("430671003", " ", ()),
        ("43 0671", "凤凰司法所", ()),
        ("编码", "凤凰司法所", ()),
        ("4" * 25, "凤凰司法所", ()),
        (DISTRICT.code, "凤凰司法所", ()),
        ("430671003", "凤" * 41, ()),
        ("430671003", "凤凰\ud800司法所", ()),
        ("430671003", "凤凰司法所", ("",)),
        ("430671003", "凤凰司法所", ("村" * 201,)),
        ("430671003", "凤凰司法所", ("村\ud800",)),
        ("430671003", OFFICE.name, ()),
    ],
)
def test_what_no_office_could_read_is_not_written(
    ends: Pair, code: str, name: str, villages: tuple[str, ...]
) -> None:
    assert refused(ends.district, lambda: pairing.enrol(ends.district, code, name, villages)).endswith("。")
    assert list(ends.stick.iterdir()) == []


def test_an_answer_under_the_name_of_another_office_is_told_apart(ends: Pair, tmp_path: Path) -> None:
    """Its own ledger names it; what it is called there may be what another is called already."""
    same = renamed(fresh(tmp_path / "same"), replace(OTHER, code="430671103", name=OFFICE.name))
    save_enrolment(ends.district, ends.stick, same.office.code, "凤凰司法所", None)
    take_enrolment(same, ends.stick)
    save_answer(same, ends.stick)
    take_answers(ends.district, ends.stick)
    pairing.confirm(ends.district, same.office.code)
    pairing.confirm(same, DISTRICT.code)
    names = {each.code: each.name for each in district_view(ends.district).offices}
    assert len(set(names.values())) == len(names)
    for place in (ends.office, same):
        save(place)
        exported(place, ends.stick)
    assert len(list(ends.stick.glob("*.qyb"))) == 2, "one took the place of the other on the stick"
    merged = merge(ends.district, [ends.stick])
    assert sorted(each.office for each in merged) == sorted([OFFICE.code, same.office.code])
    assert len(acknowledge(ends.district, ends.stick).paths) == 2
    assert len(list(ends.stick.glob("*.qyr"))) == 2, "one took the place of the other on the stick"
    for place in (ends.office, same):
        assert receive(place, ends.stick).batches == [1]
    same.ledger.close()


def test_a_name_of_many_lines_comes_on_one(ends: Pair, tmp_path: Path) -> None:
    odd = renamed(fresh(tmp_path / "odd"), replace(OTHER, code="430671103", name="凤凰\n\t司法所"))
    content = pairing.enrol(ends.district, odd.office.code, "凤凰司法所")
    taken = pairing.take_answer(ends.district, pairing.answer_enrolment(odd, content))
    assert taken.name == "凤凰 司法所"
    odd.ledger.close()


def test_files_of_pairing_taken_twice_and_in_any_order_change_nothing_more(ends: Pair, tmp_path: Path) -> None:
    new = renamed(fresh(tmp_path / "new"), replace(OTHER, code="430671103", name="凤凰司法所"))
    first = pairing.enrol(ends.district, new.office.code, "凤凰司法所")
    again = pairing.enrol(ends.district, new.office.code, "凤凰司法所")
    assert first == again
    answers = [pairing.answer_enrolment(new, content) for content in (first, again, first)]
    assert len(set(answers)) == 1
    told = [pairing.take_answer(ends.district, content) for content in answers]
    pairing.confirm(ends.district, new.office.code)
    assert pairing.take_answer(ends.district, answers[0]) == replace(told[0], confirmed=True)
    with ends.district.ledger.reading() as session:
        assert len(settings.read(session, pairing.OFFICES)) == 3
    new.ledger.close()
