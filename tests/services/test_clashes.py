"""Records in dispute: shown side by side, decided at the district, taken over by the office, and over with that."""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from quyuan_desktop.domain.lineage import canonical
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.exchange.package import instant
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import export_package
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.clashes import Clash, clash, clashes, decide
from quyuan_desktop.services.history import history
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.receipts import Taken, acknowledge, receive
from quyuan_desktop.services.save_record import open_record, void_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import deciding, dispatches
from quyuan_desktop.storage import history as stored
from quyuan_desktop.storage.lines import JOINING, heads
from tests.exchanging import at_district, at_office, exported
from tests.offices import PASSWORD, Clock, at_work, contents, correct, dump, matter, put, save


@pytest.fixture(autouse=True)
def no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The month's figures are counted elsewhere; here they take time."""
    monkeypatch.setattr(
        export_package, "month_snapshot", lambda place, period: {"period": period.code, "figures": []}
    )


@dataclass(slots=True)
class Twins:
    """An office whose folder was copied to a second computer, and the district; one record both have."""

    district: Workplace
    folder: Path
    uid: str

    def work(self, twin: str) -> AbstractContextManager[Workplace]:
        return at_work(sign_in(self.folder / twin, PASSWORD, now=Clock()))

    def correct(self, twin: str, note: str) -> None:
        with self.work(twin) as place:
            correct(place, self.uid, note=note)

    def send(self, twin: str) -> None:
        """Export, merge, and throw the package away."""
        stick = self.stick()
        with self.work(twin) as place:
            exported(place, stick)
        merge(self.district, [stick])

    def answer(self, twin: str) -> Taken:
        stick = self.stick()
        acknowledge(self.district, stick)
        with self.work(twin) as place:
            return receive(place, stick)

    def stick(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder))

    def note(self, twin: str) -> str:
        with self.work(twin) as place:
            return str(open_record(place, CONSULTATION, self.uid).note)

    def decide(self, note: str) -> Clash:
        found = clash(self.district, CONSULTATION.code, self.uid)
        said = next(each for each in found.fields if each.label == CONSULTATION.field("note").label)
        decide(self.district, found, found.sides[said.values.index(note)].digest, "以来访人确认的为准")
        return found


def founded(folder: Path, district: Workplace) -> Twins:
    with at_office(folder / "甲") as office:
        uid = save(office).record.uid
    put(folder / "乙", contents(folder / "甲"))
    return Twins(district, folder, uid)


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Twins]:
    with at_district(tmp_path / "district") as district:
        made = founded(tmp_path, district)
        for twin in ("甲", "乙"):
            made.correct(twin, f"{twin}改")
            made.send(twin)
        yield made


def test_both_sides_are_shown_field_by_field(twins: Twins) -> None:
    (line,) = clashes(twins.district)
    assert (line.uid, line.sides) == (twins.uid, 2)
    found = clash(twins.district, line.register, line.uid)
    differing = [each for each in found.fields if each.differs]
    assert [sorted(each.values) for each in differing] == [["乙改", "甲改"]]
    assert [side.holds for side in found.sides] == [True, False]
    assert {side.verb for side in found.sides} == {"更正"}


def test_rows_that_one_side_lacks_are_shown_as_lacking(twins: Twins) -> None:
    with twins.work("甲") as place:
        correct(place, twins.uid, note="甲改", matters=[matter(), matter(summary="另一件")])
    twins.send("甲")
    found = clash(twins.district, CONSULTATION.code, twins.uid)
    more = [each for each in found.fields if "另一件" in each.values]
    assert [sorted(each.values) for each in more] == [sorted(("另一件", "（空）"))]


@pytest.mark.parametrize("chosen", ["甲改", "乙改"])
def test_a_decision_travels_back_and_both_agree(twins: Twins, chosen: str) -> None:
    twins.decide(chosen)
    assert clashes(twins.district) == []
    assert open_record(twins.district, CONSULTATION, twins.uid).note == chosen
    assert check(twins.district) == []
    assert history(twins.district, CONSULTATION, twins.uid)[0].verb_label == "区局裁定"
    for twin in ("甲", "乙"):
        taken = twins.answer(twin)
        assert [each.uids for each in taken.changed] == [(twins.uid,)]
        assert taken.overruled == []
        assert twins.note(twin) == chosen
        with twins.work(twin) as place:
            assert check(place) == []
            with place.ledger.reading() as session:
                stands = dispatches.standings(session, CONSULTATION.code, CONSULTATION.record, [twins.uid])
            assert stands == {twins.uid: Standing.RECEIVED}
            before = {name: rows for name, rows in dump(place).items() if name not in ("audit", "setting")}
        assert twins.answer(twin).changed == []
        with twins.work(twin) as place:
            assert {name: dump(place)[name] for name in before} == before
        twins.send(twin)
    assert clashes(twins.district) == []
    assert known_at(twins, "甲") == known_at(twins, "乙") == known(twins.district, twins.uid)


def known(place: Workplace, uid: str) -> bytes:
    """All states known of the record, and which of them are its history."""
    with place.ledger.reading() as session:
        states = deciding.states_of(session, CONSULTATION.code, uid)
        line = [each.digest for each in stored.revisions(session, CONSULTATION.code, uid)]
    told = [{**state, "at": instant(state["at"])} for _, state in sorted(states.items())]
    return canonical([told, line, open_record(place, CONSULTATION, uid).digest])


def ends_of(place: Workplace, uid: str) -> list[dict[str, Any]]:
    """The states of the record that no other came of."""
    with place.ledger.reading() as session:
        return heads(deciding.states_of(session, CONSULTATION.code, uid).values())


def known_at(twins: Twins, twin: str) -> bytes:
    with twins.work(twin) as place:
        return known(place, twins.uid)


@pytest.mark.parametrize(("chosen", "then"), [("甲改", "甲又改"), ("乙改", "乙改")])
def test_what_the_office_did_meanwhile_holds_only_on_the_line_that_holds(
    twins: Twins, chosen: str, then: str
) -> None:
    twins.decide(chosen)
    twins.correct("甲", "甲又改")
    taken = twins.answer("甲")
    assert twins.note("甲") == then
    assert bool(taken.overruled) == (then != "甲又改")
    with twins.work("甲") as place:
        assert check(place) == []
    twins.send("甲")
    assert clashes(twins.district) == []
    assert open_record(twins.district, CONSULTATION, twins.uid).note == then
    assert check(twins.district) == []
    assert known(twins.district, twins.uid) == known_at(twins, "甲")


def test_a_side_that_was_void_can_be_let_hold(twins: Twins) -> None:
    with twins.work("甲") as place:
        void_record(place, CONSULTATION, twins.uid, "重复登记")
    twins.send("甲")
    found = clash(twins.district, CONSULTATION.code, twins.uid)
    state = next(each for each in found.fields if each.label == "状态")
    assert sorted(state.values) == ["已作废（重复登记）", "有效"]
    decide(twins.district, found, found.sides[state.values.index("有效")].digest, "没有重复")
    twins.answer("甲")
    assert twins.note("甲") == "乙改"


def test_a_decision_wants_a_reason_and_a_record_that_is_as_it_was_seen(twins: Twins) -> None:
    found = clash(twins.district, CONSULTATION.code, twins.uid)
    with pytest.raises(Refused, match="理由"):
        decide(twins.district, found, found.sides[0].digest, " ")
    twins.correct("甲", "甲又改")
    twins.send("甲")
    with pytest.raises(Trouble, match="重新打开"):
        decide(twins.district, found, found.sides[0].digest, "理由")
    twins.decide("乙改")
    with pytest.raises(Trouble, match="没有冲突"):
        clash(twins.district, CONSULTATION.code, twins.uid)


def test_a_step_of_a_workflow_is_no_decision() -> None:
    """登记决定 of an application is a step called decide; the bureau's decision is another thing."""
    codes = {step.code for each in REGISTERS.values() if each.workflow for step in each.workflow.steps}
    assert "decide" in codes
    assert codes.isdisjoint(JOINING)
    assert all(len(verb) <= 16 for verb in JOINING)


ACTS = ("change 甲", "change 乙", "send 甲", "send 乙", "decide", "answer 甲", "answer 乙")


@settings(max_examples=3, phases=(Phase.explicit, Phase.generate))
@example(["decide", "answer 甲", "answer 乙", "change 甲"], True, ["甲", "乙"])
@given(st.lists(st.sampled_from(ACTS), min_size=2, max_size=6), st.booleans(), st.permutations(("甲", "乙")))
def test_after_decision_receipt_and_export_no_clash_remains(
    acts: list[str], first: bool, order: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as name, at_district(Path(name) / "district") as district:
        twins = founded(Path(name), district)
        for number, act in enumerate(["change 甲", "change 乙", "send 甲", "send 乙", *acts]):
            verb, _, twin = act.partition(" ")
            match verb:
                case "change":
                    twins.correct(twin, f"{twin}第{number}次")
                case "send":
                    twins.send(twin)
                case "decide":
                    _decide_all(twins, first)
                case _:
                    twins.answer(twin)
        # from here on nobody changes anything: one round brings all that was done together
        for _ in range(2):
            for twin in order:
                twins.send(twin)
                _decide_all(twins, first)
            for twin in order:
                twins.answer(twin)
                twins.send(twin)
                _decide_all(twins, first)
        for twin in order:
            twins.answer(twin)
        assert clashes(district) == []
        assert check(district) == []
        (here,) = ends_of(district, twins.uid)
        for twin in order:
            with twins.work(twin) as place:
                (there,) = ends_of(place, twins.uid)
            # what one computer did last is no decision, and the other is not told of it; but neither stands apart
            assert there["digest"] in (here["digest"], *here["lineage"])


def _decide_all(twins: Twins, first: bool) -> None:
    for line in clashes(twins.district):
        found = clash(twins.district, line.register, line.uid)
        decide(twins.district, found, found.sides[0 if first else -1].digest, "以登记簿为准")
