"""From the office to the district and back: what is reported, merged, answered, and how each record stands."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.office import Level, Role
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.envelope import Password
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import merge_package, pairing
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.export_package import last_dispatch, name_of, unreported
from quyuan_desktop.services.merge_package import merge, plan
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.receipts import acknowledge, receive, return_record
from quyuan_desktop.services.save_record import open_record, void_record
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import dispatches, history, papers, records
from tests.exchanging import OTHER, Pair, at_office, both, canonical_dump, exported
from tests.offices import HEAD, OFFICE, PAPER, PASSWORD, Clock, at_work, contents, correct, dump, fresh, put, save

NEW = replace(OTHER, code="430671103", name="河市司法所")
WORDS = Password("临时口令 7", quick=True)


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Pair]:
    """A district, an office and a stick."""
    with both(tmp_path) as pair:
        yield pair


def standing(place: Workplace, uid: str) -> Standing:
    with place.ledger.reading() as session:
        return dispatches.standings(session, CONSULTATION.code, CONSULTATION.record, [uid])[uid]


def counts(planned: Any) -> tuple[int, ...]:
    """new, newer, same, older, clash."""
    return tuple(planned.counts.values())


def refused(act: Callable[[], object]) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(Trouble) as found:
        act()
    return str(found.value)


def issue_paper(place: Workplace, uid: str) -> str:
    with place.ledger.writing() as session:
        record = records.load(session, CONSULTATION, uid)
        paper = papers.keep(session, CONSULTATION, record, CONSULTATION.papers[0], PAPER, place.now(), HEAD)
        told = {"register": CONSULTATION.code, "uid": uid, "detail": f"{paper.kind} {paper.sha256}"}
        history.audit(session, "issue", place.now(), HEAD, **told)
        return paper.uid


def test_a_record_goes_to_the_district_whole(ends: Pair) -> None:
    uid = save(ends.office, visitor="欧阳𬱖", note="𰻞𰻞").record.uid
    correct(ends.office, uid, note="补")
    paper = issue_paper(ends.office, uid)
    assert standing(ends.office, uid) is Standing.UNSENT
    done = exported(ends.office, ends.stick)
    assert (done.outcome, done.batch) == (Outcome.DONE, 1)
    assert done.path == ends.stick / "屈原_营田司法所_2023-11_第0001批.qyb"
    assert [path.name for path in ends.stick.iterdir()] == [done.path.name]
    assert standing(ends.office, uid) is Standing.SENT
    (merged,) = merge(ends.district, [ends.stick])
    assert counts(merged) == (1, 0, 0, 0, 0)
    here, there = (open_record(place, CONSULTATION, uid) for place in (ends.office, ends.district))
    assert history.content_of(CONSULTATION, here) == history.content_of(CONSULTATION, there)
    assert there.digest == here.digest
    with ends.district.ledger.reading() as session:
        assert papers.blob(session, papers.load(session, paper).sha256) == PAPER
        assert [each.verb for each in history.revisions(session, CONSULTATION.code, uid)] == ["create", "correct"]
    assert check(ends.district) == check(ends.office) == []
    assert merged.figures["2023-11"]["office"] == OFFICE.name


def test_received_only_when_the_receipt_is_back(ends: Pair) -> None:
    uid = save(ends.office).record.uid
    exported(ends.office, ends.stick)
    merge(ends.district, [ends.stick])
    assert standing(ends.office, uid) is Standing.SENT
    done = acknowledge(ends.district, ends.stick)
    assert [path.name for path in done.paths] == ["屈原_营田司法所_回执_第0001批.qyr"]
    assert receive(ends.office, ends.stick).batches == [1]
    assert standing(ends.office, uid) is Standing.RECEIVED
    before = dump(ends.office)["dispatched"]
    assert receive(ends.office, done.paths[0]).batches == []
    assert dump(ends.office)["dispatched"] == before
    correct(ends.office, uid, note="又改")
    assert standing(ends.office, uid) is Standing.UNSENT
    assert check(ends.office) == []


def test_only_what_is_not_answered_goes_again(ends: Pair) -> None:
    first, second = (save(ends.office).record.uid for _ in range(2))
    assert unreported(ends.office) == 2
    exported(ends.office, ends.stick)
    assert unreported(ends.office) == 2
    merge(ends.district, [ends.stick])
    acknowledge(ends.district, ends.stick)
    receive(ends.office, ends.stick)
    assert unreported(ends.office) == 0
    void_record(ends.office, CONSULTATION, first, "重复登记")
    done = exported(ends.office, ends.stick)
    assert done.counts is not None
    assert (done.counts.records, done.counts.revisions) == (1, 1)
    assert counts(merge(ends.district, [done.path or ends.stick])[0]) == (0, 1, 0, 0, 0)
    assert open_record(ends.district, CONSULTATION, first).void_reason == "重复登记"
    assert standing(ends.office, second) is Standing.RECEIVED
    assert check(ends.district) == []
    done = exported(ends.office, ends.stick, everything=True)
    assert done.counts is not None
    assert done.counts.revisions == 3


def test_more_records_than_are_read_at_once(ends: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatches, "BATCH", 2)
    monkeypatch.setattr(merge_package, "BATCH", 2)
    uids = [save(ends.office, note=str(number)).record.uid for number in range(7)]
    issue_paper(ends.office, uids[0])
    exported(ends.office, ends.stick)
    assert counts(merge(ends.district, [ends.stick])[0]) == (7, 0, 0, 0, 0)
    assert check(ends.district) == []


def test_a_paper_goes_once(ends: Pair) -> None:
    uid = save(ends.office).record.uid
    issue_paper(ends.office, uid)
    for expected in (1, 0):
        done = exported(ends.office, ends.stick)
        assert done.counts is not None
        assert done.counts.papers == done.counts.blobs == expected
        merge(ends.district, [ends.stick])
        acknowledge(ends.district, ends.stick)
        receive(ends.office, ends.stick)


def test_a_plan_says_it_and_changes_nothing(ends: Pair) -> None:
    save(ends.office)
    exported(ends.office, ends.stick)
    correct(ends.office, save(ends.office).record.uid, note="改")
    exported(ends.office, ends.stick)
    before = dump(ends.district)
    found = plan(ends.district, [ends.stick])
    assert dump(ends.district) == before
    assert [(each.batch, counts(each)) for each in found] == [(1, (1, 0, 0, 0, 0)), (2, (1, 0, 1, 0, 0))]
    assert [counts(each) for each in merge(ends.district, [ends.stick])] == [counts(each) for each in found]


def test_merging_again_changes_nothing(ends: Pair) -> None:
    save(ends.office)
    exported(ends.office, ends.stick)
    merge(ends.district, [ends.stick])
    before = {name: rows for name, rows in dump(ends.district).items() if name != "audit"}
    (again,) = merge(ends.district, [ends.stick])
    assert again.known
    assert counts(again) == (0, 0, 1, 0, 0)
    assert {name: rows for name, rows in dump(ends.district).items() if name != "audit"} == before


def test_a_returned_record_comes_back_with_its_reason(ends: Pair) -> None:
    uid = save(ends.office).record.uid
    exported(ends.office, ends.stick)
    merge(ends.district, [ends.stick])
    with pytest.raises(Refused, match="理由"):
        return_record(ends.district, CONSULTATION, uid, " ")
    return_record(ends.district, CONSULTATION, uid, "缺少联系电话")
    acknowledge(ends.district, ends.stick)
    assert receive(ends.office, ends.stick).returned == 1
    assert standing(ends.office, uid) is Standing.RETURNED
    with ends.office.ledger.reading() as session:
        digest = open_digest(ends.office, uid)
        assert dispatches.answer_of(session, CONSULTATION.code, uid, digest).reason == "缺少联系电话"
    receive(ends.office, ends.stick)
    assert standing(ends.office, uid) is Standing.RETURNED
    correct(ends.office, uid, note="补电话")
    assert standing(ends.office, uid) is Standing.UNSENT


def open_digest(place: Workplace, uid: str) -> str:
    return str(open_record(place, CONSULTATION, uid).digest)


def test_both_sides_of_a_clash_are_kept(ends: Pair, tmp_path: Path) -> None:
    """The office's folder was copied to a second computer, and both went on working."""
    uid = save(ends.office).record.uid
    ends.office.ledger.close()
    put(tmp_path / "copy", contents(tmp_path / "office"))
    sticks = [tmp_path / "one", tmp_path / "two"]
    for stick, note, folder in zip(sticks, ("甲改", "乙改"), ("office", "copy"), strict=True):
        stick.mkdir()
        with at_work(sign_in(tmp_path / folder, PASSWORD, now=Clock())) as place:
            correct(place, uid, note=note)
            exported(place, stick)
    (first,) = merge(ends.district, [sticks[0]])
    (second,) = merge(ends.district, [sticks[1]])
    assert (counts(first), counts(second)) == ((1, 0, 0, 0, 0), (0, 0, 0, 0, 1))
    rows = dump(ends.district)
    assert len(rows["contested"]) == 1
    assert len(rows["revision"]) == 2
    kept = [json.loads(row[6]) for name in ("contested", "revision") for row in rows[name]]
    assert {"甲改", "乙改"} <= {each["fields"]["note"] for each in kept}
    assert check(ends.district) == []
    acknowledge(ends.district, ends.stick)
    with at_work(sign_in(tmp_path / "copy", PASSWORD, now=Clock())) as place:
        assert receive(place, ends.stick).clashes == 1
        assert standing(place, uid) is Standing.CLASH


def test_a_lost_package_is_named_and_nothing_is_lost(ends: Pair) -> None:
    uid = save(ends.office).record.uid
    lost = exported(ends.office, ends.stick)
    assert lost.path is not None
    lost.path.unlink()
    correct(ends.office, uid, note="改")
    exported(ends.office, ends.stick)
    (merged,) = merge(ends.district, [ends.stick])
    assert merged.missing == [1]
    assert open_digest(ends.district, uid) == open_digest(ends.office, uid)
    acknowledge(ends.district, ends.stick)
    assert receive(ends.office, ends.stick).missing == [1]
    assert standing(ends.office, uid) is Standing.RECEIVED
    assert check(ends.district) == []


def test_a_number_that_was_used_up_in_vain_is_no_gap(ends: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception):
        pass

    def stop(text: str, done: int, total: int) -> None:
        if text == "清点本月数字":
            raise Stopped

    save(ends.office)
    with pytest.raises(Stopped):
        exported(ends.office, ends.stick, progress=stop)
    assert list(ends.stick.iterdir()) == []
    done = exported(ends.office, ends.stick)
    assert done.batch == 2
    (merged,) = merge(ends.district, [ends.stick])
    assert (merged.unsent, merged.missing) == ([1], [])


def test_a_package_that_lies_on_the_stick_is_never_written_over(ends: Pair, tmp_path: Path) -> None:
    """A copy of the office that was taken elsewhere gives the same numbers out: both packages stay, both are merged."""
    save(ends.office)
    ends.office.ledger.close()
    before = contents(tmp_path / "office")
    put(tmp_path / "copy", before)
    said = []
    for folder in ("office", "copy"):
        with at_work(sign_in(tmp_path / folder, PASSWORD, now=Clock())) as place:
            save(place, note=folder)
            said.append(exported(place, ends.stick))
    first, second = (each.path for each in said)
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == (
        "屈原_营田司法所_2023-11_第0001批.qyb",
        "屈原_营田司法所_2023-11_第0001批_2.qyb",
    )
    assert sorted(ends.stick.iterdir()) == sorted((first, second))
    assert [counts(each)[:3] for each in merge(ends.district, [ends.stick])] != []
    assert len(dump(ends.district)["consultation"]) == 3


def test_what_could_not_be_noted_does_not_stay_on_the_stick(ends: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk of the office is full, the stick is not: the package goes out again under the next number."""
    save(ends.office)

    def full(*_: object, **__: object) -> None:
        raise Trouble("磁盘空间已满")

    with monkeypatch.context() as patch:
        patch.setattr(dispatches, "note_dispatched", full)
        with pytest.raises(Trouble, match="磁盘空间已满"):
            exported(ends.office, ends.stick)
    assert list(ends.stick.iterdir()) == []
    assert exported(ends.office, ends.stick).batch == 2
    (merged,) = merge(ends.district, [ends.stick])
    assert (merged.unsent, merged.missing) == ([1], [])


def test_an_old_backup_does_not_give_a_number_out_again(ends: Pair, tmp_path: Path) -> None:
    save(ends.office)
    ends.office.ledger.close()
    before = contents(tmp_path / "office")
    with at_work(sign_in(tmp_path / "office", PASSWORD, now=Clock())) as place:
        exported(place, ends.stick)
    put(tmp_path / "office", tuple(each for each in before if each[0] != "serials.json"))
    with at_work(sign_in(tmp_path / "office", PASSWORD, now=Clock())) as place:
        assert exported(place, ends.stick).batch == 2
        merge(ends.district, [ends.stick])
        acknowledge(ends.district, ends.stick)
        assert receive(place, ends.stick).strange == 1


def test_a_district_that_lost_states_says_so_and_can_have_all_again(ends: Pair, tmp_path: Path) -> None:
    ends.district.ledger.close()
    before = contents(tmp_path / "district")
    uid = save(ends.office).record.uid
    with at_work(sign_in(tmp_path / "district", PASSWORD, now=Clock())) as place:
        exported(ends.office, ends.stick)
        merge(place, [ends.stick])
        acknowledge(place, ends.stick)
        receive(ends.office, ends.stick)
    put(tmp_path / "district", before)
    correct(ends.office, uid, note="改")
    later = exported(ends.office, ends.stick)
    assert later.path is not None
    with at_work(sign_in(tmp_path / "district", PASSWORD, now=Clock())) as place:
        (merged,) = merge(place, [later.path])
        assert (merged.gaps, merged.missing) == (1, [1])
        whole = exported(ends.office, ends.stick, everything=True)
        assert whole.path is not None
        (merged,) = merge(place, [whole.path])
        assert merged.gaps == 0
        assert check(place) == []


def test_a_password_serves_an_office_that_is_not_paired(ends: Pair, tmp_path: Path) -> None:
    with at_work(fresh(tmp_path / "new")) as place:
        place = replace(place, office=NEW)
        uid = save(place).record.uid
        assert "结对" in refused(lambda: exported(place, ends.stick))
        exported(place, ends.stick, password=WORDS)
    assert refused(lambda: merge(ends.district, [ends.stick])).endswith(sentences.BY_PASSWORD)
    wrong = replace(WORDS, text="临时口令 8")
    assert refused(lambda: merge(ends.district, [ends.stick], password=wrong)).endswith(sentences.WRONG_PASSWORD)
    (merged,) = merge(ends.district, [ends.stick], password=WORDS)
    assert counts(merged) == (1, 0, 0, 0, 0)
    assert open_record(ends.district, CONSULTATION, uid).office == NEW.code


def test_packages_of_two_offices_are_taken_together(ends: Pair, tmp_path: Path) -> None:
    save(ends.office)
    exported(ends.office, ends.stick)
    with at_office(tmp_path / "other", other=True) as other:
        save(other)
        exported(other, ends.stick)
        assert {each.office for each in merge(ends.district, [ends.stick])} == {OFFICE.code, OTHER.code}
        done = acknowledge(ends.district, ends.stick)
        assert len(done.paths) == 2
        assert receive(other, ends.stick).batches == [1]
        mine = next(path for path in done.paths if "营田" in path.name)
        assert refused(lambda: receive(other, mine)) == sentences.FOR_ANOTHER
    assert check(ends.district) == []


def test_one_bad_package_keeps_all_out(ends: Pair) -> None:
    save(ends.office)
    good = exported(ends.office, ends.stick)
    bad = exported(ends.office, ends.stick)
    assert bad.path is not None
    whole = bad.path.read_bytes()
    bad.path.write_bytes(whole[:-20])
    before = dump(ends.district)
    assert refused(lambda: merge(ends.district, [ends.stick])).endswith(sentences.CUT_SHORT)
    assert dump(ends.district) == before
    faults = {each.path: each.fault for each in plan(ends.district, [ends.stick])}
    assert faults == {good.path: "", bad.path: sentences.CUT_SHORT}


def test_what_is_not_ours_is_refused_with_a_sentence(ends: Pair, tmp_path: Path) -> None:
    save(ends.office)
    done = exported(ends.office, ends.stick)
    assert done.path is not None
    assert refused(lambda: merge(ends.district, [tmp_path / "office"])) == sentences.NO_PACKAGE
    assert "找不到" in refused(lambda: merge(ends.district, [tmp_path / "gone.qyb"]))
    elsewhere = replace(ends.district, office=replace(OTHER, level=Level.DISTRICT))
    assert refused(lambda: merge(elsewhere, [done.path or tmp_path])).endswith(sentences.FOR_ANOTHER)
    assert refused(lambda: receive(ends.office, ends.stick)) == sentences.NO_RECEIPT
    assert refused(lambda: receive(ends.office, done.path or tmp_path)) == sentences.NOT_A_RECEIPT


def test_only_a_paired_and_confirmed_office_is_heard(ends: Pair) -> None:
    save(ends.office)
    exported(ends.office, ends.stick)
    pairing.part(ends.district, OFFICE.code)
    assert refused(lambda: merge(ends.district, [ends.stick])).endswith(sentences.STRANGER)
    enrolment = pairing.enrol(ends.district, OFFICE.code, OFFICE.name)
    pairing.take_answer(ends.district, pairing.answer_enrolment(ends.office, enrolment))
    assert refused(lambda: merge(ends.district, [ends.stick])).endswith(sentences.UNCONFIRMED)
    pairing.confirm(ends.district, OFFICE.code)
    assert len(merge(ends.district, [ends.stick])) == 1


def test_an_office_under_the_name_of_another_is_refused(ends: Pair, tmp_path: Path) -> None:
    with at_office(tmp_path / "other", other=True) as other:
        save(other)
        exported(replace(other, office=OFFICE), ends.stick)
    assert refused(lambda: merge(ends.district, [ends.stick])).endswith(sentences.WRONG_SIGNER)


def test_an_office_cannot_bring_records_of_another(ends: Pair, tmp_path: Path) -> None:
    with at_office(tmp_path / "other", other=True) as other:
        save(replace(other, office=OFFICE))
        exported(other, ends.stick)
    before = dump(ends.district)
    assert refused(lambda: merge(ends.district, [ends.stick])).endswith(sentences.ANOTHERS)
    assert dump(ends.district) == before


def test_both_ends_read_the_same_digits(ends: Pair) -> None:
    district, known = pairing.district(ends.office), pairing.offices(ends.district)
    assert district is not None
    assert district.digits == known[OFFICE.code].digits != known[OTHER.code].digits


def test_pairing_says_what_is_wrong(ends: Pair, tmp_path: Path) -> None:
    enrolment = pairing.enrol(ends.district, "430671199", "河市司法所")
    assert "不是给本所的" in refused(lambda: pairing.answer_enrolment(ends.office, enrolment))
    assert "已经结对" in refused(lambda: pairing.enrol(ends.district, OFFICE.code, OFFICE.name))
    assert "没有与" in refused(lambda: pairing.part(ends.office, "1"))
    assert "不能确认" in refused(lambda: pairing.confirm(ends.district, "430671199"))
    clerk = replace(ends.office, staff=replace(ends.office.staff, role=Role.CLERK))
    assert "所长" in refused(lambda: pairing.confirm(clerk, "430671"))
    pairing.part(ends.office, "430671")
    assert refused(lambda: exported(ends.office, ends.stick)) == pairing.UNPAIRED


def test_a_name_that_no_disk_takes_is_made_fit() -> None:
    assert name_of('营/田:"司法所"', "2023-11", 12) == "屈原_营田司法所_2023-11_第0012批.qyb"
    assert name_of("..", "2023-11", 1) == "屈原_司法所_2023-11_第0001批.qyb"


def test_the_last_package_is_remembered(ends: Pair) -> None:
    assert last_dispatch(ends.office) is None
    save(ends.office)
    done = exported(ends.office, ends.stick)
    last = last_dispatch(ends.office)
    assert last is not None
    assert (last.batch, last.digest, last.state) == (1, done.digest, "done")


def test_the_dump_leaves_out_what_depends_on_the_order(ends: Pair) -> None:
    empty = canonical_dump(ends.district)
    save(ends.office)
    exported(ends.office, ends.stick)
    merge(ends.district, [ends.stick])
    assert canonical_dump(ends.district) != empty
    shutil.rmtree(ends.stick)
