"""Whatever happens to the packages on the way, the district's ledger comes out the same."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from quyuan_desktop.domain.lineage import digest
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.receipts import acknowledge, receive
from quyuan_desktop.services.save_record import open_record, save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import adopting, history
from quyuan_desktop.storage.adopting import Incoming, head_of
from tests.exchanging import at_district, at_office, both, canonical_dump, exported
from tests.offices import PASSWORD, START, Clock, at_work, contents, correct, put, save
from tests.strategies import ALONE, drawn

ACTS = ("new", "change", "void", "export", "copy")


def _do(place: Workplace, act: str, uids: list[str], number: int, stick: Path) -> None:
    """One thing that an office does; what is void cannot be changed any more."""
    try:
        match act:
            case "new":
                uids.append(save(place, note=f"第{number}次𬱖").record.uid)
            case "change" if uids:
                correct(place, uids[number % len(uids)], note=f"第{number}次改㛃")
            case "void" if uids:
                void_record(place, CONSULTATION, uids[number % len(uids)], "重复登记")
            case "export":
                exported(place, stick)
    except Refused:
        return


def _office_life(folder: Path, acts: Sequence[str], stick: Path) -> None:
    """What an office does; at "copy" its folder is copied, and a second computer goes on beside the first."""
    twins = [folder]
    uids: list[list[str]] = [[]]  # the records that each of the computers has
    with at_office(folder):
        pass
    for number, act in enumerate(acts):
        if act == "copy" and len(twins) == 1:
            twins.append(folder.with_name("copy"))
            uids.append([*uids[0]])
            put(twins[1], contents(folder))
            continue
        which = number % len(twins)
        out = stick / str(number)
        out.mkdir()
        with at_work(sign_in(twins[which], PASSWORD, now=Clock())) as place:
            _do(place, act, uids[which], number, out)
    for number, twin in enumerate(twins):
        last = stick / f"last{number}"
        last.mkdir()
        with at_work(sign_in(twin, PASSWORD, now=Clock())) as place:
            exported(place, last)


@settings(max_examples=6, phases=(Phase.explicit, Phase.generate))
@given(st.lists(st.sampled_from(ACTS), min_size=3, max_size=7), st.data())
def test_order_repetition_and_loss_do_not_matter(acts: list[str], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stick = folder / "stick"
        stick.mkdir()
        _office_life(folder / "office", ["new", *acts], stick)
        every = sorted(stick.rglob("*.qyb"))
        lost = data.draw(st.sets(st.sampled_from(every))) if len(every) > 1 else set()
        must = [path for path in every if path.parent.name.startswith("last")]
        kept = [path for path in every if path in must or path not in lost]
        orders = [every, data.draw(st.permutations(kept + kept[:2]))]
        dumps = []
        for number, order in enumerate(orders):
            with at_district(folder / f"district{number}") as district:
                for path in order:
                    merge(district, [path])
                # that two computers of one office gave out the same number is rightly told
                assert [fault for fault in check(district) if "编号" not in fault] == []
                dumps.append(canonical_dump(district))
        assert dumps[0] == dumps[1]


def _states(shape: Sequence[int]) -> list[dict[str, Any]]:
    """States of one record: the n-th came of the one that `shape` names, or of none."""
    made: list[dict[str, Any]] = []
    for number, parent in enumerate(shape):
        parents = [] if parent >= number else [*made[parent]["lineage"], made[parent]["digest"]]
        content = {"note": number}
        state = {"digest": digest(content, parents), "lineage": parents, "step": len(parents) + 1}
        made.append({**state, "content": content})
    return made


@given(st.lists(st.integers(0, 6), min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_the_state_in_force_follows_from_which_are_known(shape: list[int], random: Any) -> None:
    states = _states(shape)
    shuffled = random.sample(states, len(states))
    one, other = ({state["digest"]: state for state in each} for each in (states, shuffled))
    first, second = head_of(one), head_of(other)
    assert first is not None
    assert first == second
    assert all(first["digest"] not in state["lineage"] for state in states)
    assert len(first["lineage"]) == max(len(state["lineage"]) for state in states)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS.keys())
@settings(max_examples=2, phases=(Phase.explicit, Phase.generate))
@given(data=st.data())
def test_records_of_every_register_arrive_unchanged(register: Register, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name, both(Path(name)) as ends:
        values = drawn(ends.office, register, data) | ALONE.get(register.code, {})
        uid = save_record(ends.office, register, values, confirmed=True).record.uid
        exported(ends.office, ends.stick)
        merge(ends.district, [ends.stick])
        here, there = (open_record(place, register, uid) for place in (ends.office, ends.district))
        assert history.content_of(register, here) == history.content_of(register, there)
        assert check(ends.district) == []
        acknowledge(ends.district, ends.stick)
        assert receive(ends.office, ends.stick).batches == [1]


def test_of_two_ends_the_longer_line_holds(tmp_path: Path) -> None:
    """And what was kept beside becomes the history when it grows longer."""
    with both(tmp_path) as ends:
        uid = save(ends.office).record.uid
        with ends.office.ledger.reading() as session:
            (first,) = (adopting.columns_of(each) for each in history.revisions(session, CONSULTATION.code, uid))
    one = _after(first, "甲")
    two = _after(first, "乙")
    three = _after(two, "乙再改")
    with at_district(tmp_path / "again") as district:
        for states in ([first, one], [first, two, three]):
            known = {state["digest"]: state for state in states}
            with district.ledger.writing() as session:
                adopting.adopt(session, [Incoming(CONSULTATION.code, uid, known)])
        assert open_record(district, CONSULTATION, uid).note == "乙再改"
        with district.ledger.reading() as session:
            assert [each.digest for each in adopting.contested(session)] == [one["digest"]]
            kept = [each.digest for each in history.revisions(session, CONSULTATION.code, uid)]
        assert kept == [first["digest"], two["digest"], three["digest"]]


def _after(state: dict[str, Any], note: str) -> dict[str, Any]:
    content = {**state["content"], "fields": {**state["content"]["fields"], "note": note}}
    lineage = [*state["lineage"], state["digest"]]
    changed = {"content": content, "lineage": lineage, "digest": digest(content, lineage)}
    return {**state, **changed, "step": state["step"] + 1, "verb": "correct", "reason": "补正", "at": START}
