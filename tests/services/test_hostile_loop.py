"""The loop in the hands of fate: odd sticks, numbers given out twice, wrong clocks, and packages that say strange things."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.lineage import digest
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.bag import BagWriter
from quyuan_desktop.exchange.envelope import Head, Kind, SealingWriter
from quyuan_desktop.exchange.lines import Line
from quyuan_desktop.exchange.package import About, PaperLine, Part, write_package
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.merge_package import find_packages, merge, plan
from quyuan_desktop.services.pairing import own_keys, reporting_to
from quyuan_desktop.services.receipts import acknowledge, receive
from quyuan_desktop.services.save_record import open_record, void_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history
from quyuan_desktop.ui.merge_words import plan_line
from quyuan_desktop.ui.merge_words import sentences as said_of
from tests.exchanging import DISTRICT, Pair, at_office, both, exported
from tests.offices import OFFICE, contents, correct, dump, put, save


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Pair]:
    """A district, an office and a stick."""
    with both(tmp_path) as pair:
        yield pair


def crafted(ends: Pair, *parts: Part, batch: int = 7, **about: Any) -> Path:
    """A package that the office itself has signed, whatever is in it."""
    own, district = own_keys(ends.office), reporting_to(ends.office)
    head = Head(Kind.PACKAGE, OFFICE.code, OFFICE.name, DISTRICT.code, batch, own.public.sign)
    told = About(
        office=OFFICE.code,
        office_name=OFFICE.name,
        to=DISTRICT.code,
        batch=batch,
        made_at="2023-11-30T01:00:00Z",
        month="2023-11",
        **about,
    )
    path = ends.stick / f"{batch}.qyb"
    with path.open("wb") as file, SealingWriter(file, head, own, [district.keys]) as envelope:
        write_package(BagWriter(envelope.write, "quyuan-0007"), told, parts)
        envelope.close()
    return path


def state(ends: Pair, **fields: Any) -> Line:
    """The first state of a record of the office, with other fields than the program would write."""
    uid = save(ends.office).record.uid
    with ends.office.ledger.reading() as session:
        kept = history.newest(session, CONSULTATION.code, uid)
    assert kept is not None
    content = {**kept.content, "fields": {**kept.content["fields"], **fields}}
    told = {name: getattr(kept, name) for name in Line.__slots__}
    return Line(**{**told, "content": content, "digest": digest(content, [])})


def refused(district: Workplace, path: Path) -> str:
    """The sentence with which a package is refused; nothing is changed, and the plan says the same."""
    before = dump(district)
    with pytest.raises(Trouble) as found:
        merge(district, [path])
    (planned,) = plan(district, [path])
    assert str(found.value) == f"{path.name}：{planned.fault}"
    assert dump(district) == before
    return planned.fault


def test_what_other_systems_leave_on_a_stick_is_passed_over(ends: Pair) -> None:
    save(ends.office)
    package = exported(ends.office, ends.stick).path
    assert package is not None
    (ends.stick / f"._{package.name}").write_bytes(b"Mac OS X")
    (ends.stick / "照片.jpg").write_bytes(b"x")
    for name in ("旧文件夹", "旧文件夹.qyb", "旧文件夹.qyr"):
        (ends.stick / name).mkdir()
    renamed = package.rename(ends.stick / "改过名.QYB")
    assert find_packages([ends.stick]) == [renamed]
    (merged,) = merge(ends.district, [ends.stick])
    assert merged.counts["new"] == 1
    acknowledge(ends.district, ends.stick)
    (ends.stick / "._回执.qyr").write_bytes(b"Mac OS X")
    assert receive(ends.office, ends.stick).batches == [1]


def test_the_same_package_twice_in_two_folders_counts_once(ends: Pair, tmp_path: Path) -> None:
    save(ends.office)
    exported(ends.office, ends.stick)
    shutil.copytree(ends.stick, tmp_path / "copy")
    first, second = merge(ends.district, [ends.stick, tmp_path / "copy"])
    assert (first.counts["new"], first.known) == (1, False)
    assert (second.counts["same"], second.known, second.namesake) == (1, True, False)


def test_a_number_given_out_twice_is_pointed_out_and_nothing_is_lost(ends: Pair, tmp_path: Path) -> None:
    """An image of the whole computer was put back: the second package bears the number of the first."""
    image = contents(ends.office.folder)
    one = save(ends.office).record.uid
    exported(ends.office, ends.stick)
    put(tmp_path / "image", image)
    (tmp_path / "second").mkdir()
    with at_office_in(tmp_path / "image") as again:
        two = save(again).record.uid
        exported(again, tmp_path / "second")
    first, second = merge(ends.district, [ends.stick, tmp_path / "second"])
    assert (first.batch, second.batch, first.namesake, second.namesake) == (1, 1, False, True)
    assert any("另一个第 1 批" in each for each in said_of(second))
    assert "△ 已合并，批号重复" in plan_line(second, merged=True).texts
    for uid in (one, two):
        assert open_record(ends.district, CONSULTATION, uid).uid == uid
    assert any("重复" in each for each in check(ends.district)), "both bear the same document number"
    acknowledge(ends.district, ends.stick)
    assert receive(ends.office, ends.stick).strange == 1


@contextmanager
def at_office_in(folder: Path) -> Iterator[Workplace]:
    """Someone at work in a copy of the office's folder."""
    from quyuan_desktop.services.open_office import sign_in
    from tests.offices import PASSWORD, Clock

    place = sign_in(folder, PASSWORD, now=Clock())
    try:
        yield place
    finally:
        place.ledger.close()


@pytest.mark.parametrize("years", [-30, 40])
def test_clocks_that_are_wrong_by_years_change_nothing(ends: Pair, years: int) -> None:
    uid = save(ends.office).record.uid
    exported(ends.office, ends.stick)
    now = ends.office.now
    wrong = replace(ends.office, now=lambda: shifted(now(), years))
    correct(ends.office, uid, note="后来改的")
    exported(wrong, ends.stick)
    merged = merge(ends.district, [ends.stick])
    assert [(each.counts["new"], each.counts["newer"]) for each in merged] == [(1, 0), (0, 1)]
    assert open_record(ends.district, CONSULTATION, uid).note == "后来改的"
    assert check(ends.district) == []


def shifted(at: datetime, years: int) -> datetime:
    return at + timedelta(days=365 * years)


def test_void_here_and_corrected_there_is_a_clash_that_keeps_both(ends: Pair, tmp_path: Path) -> None:
    uid = save(ends.office).record.uid
    image = contents(ends.office.folder)
    void_record(ends.office, CONSULTATION, uid, "重复登记")
    exported(ends.office, ends.stick)
    put(tmp_path / "image", image)
    (tmp_path / "second").mkdir()
    with at_office_in(tmp_path / "image") as again:
        correct(again, uid, note="补充")
        exported(again, tmp_path / "second")
    dumps = []
    for order in ((ends.stick, tmp_path / "second"), (tmp_path / "second", ends.stick)):
        merged = plan(ends.district, list(order))
        dumps.append([each.counts for each in merged])
        assert sum(each.counts["clash"] for each in merged) == 1
    merge(ends.district, [ends.stick, tmp_path / "second"])
    assert check(ends.district) == []


@pytest.mark.parametrize("beside", [{}, {"part_of_a_newer_program": 7}], ids=["field", "beside the fields too"])
def test_unknown_fields_are_kept_and_carried(ends: Pair, beside: dict[str, Any]) -> None:
    line = state(ends, field_of_a_newer_program={"deep": [1, "二", None, True]})
    content = {**line.content, **beside}
    line = replace(line, content=content, digest=digest(content, []))
    merge(ends.district, [crafted(ends, line, serials=[[OFFICE.code, line.register, 2023, 1]])])
    with ends.district.ledger.reading() as session:
        kept = history.newest(session, line.register, line.uid)
    assert kept is not None
    assert kept.content == line.content
    assert kept.digest == line.digest
    assert check(ends.district) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"headcount": 10**30},
        {"headcount": -(2**63) - 1},
        {"headcount": True},
        {"headcount": "1"},
        {"visitor": 5},
        {"visitor": None},
        {"received_on": "2023-02-30"},
        {"received_on": ""},
        {"channel": "no such code"},
        {"groups": "elderly"},
        {"groups": [["elderly"]]},
        {"matters": {}},
        {"matters": "一"},
        {"matters": [[]]},
        {"matters": [{"kind": 1}]},
    ],
    ids=repr,
)
def test_values_that_no_program_writes_are_refused(ends: Pair, fields: dict[str, Any]) -> None:
    assert refused(ends.district, crafted(ends, state(ends, **fields))) == sentences.UNREADABLE


@pytest.mark.parametrize(
    "serials",
    [
        [[OFFICE.code, "consultation", 2023, 10**30]],
        [[OFFICE.code, "consultation", 10**30, 1]],
        [[OFFICE.code, "consultation", 2023, -1]],
    ],
    ids=repr,
)
def test_numbers_beyond_all_reason_are_refused(ends: Pair, serials: list[list[Any]]) -> None:
    assert refused(ends.district, crafted(ends, serials=serials))


@pytest.mark.parametrize("reprints", [10**30, -1])
def test_papers_printed_beyond_all_reason_are_refused(ends: Pair, reprints: int) -> None:
    line = state(ends)
    paper = PaperLine(
        uid="a" * 32,
        kind="receipt",
        label="回执",
        register=line.register,
        record=line.uid,
        digest=line.digest,
        sha256="0" * 64,
        reprints=reprints,
        issued_at=line.at,
        issued_by="袁知秋",
        number=None,
    )
    assert refused(ends.district, crafted(ends, line, paper))


def test_there_is_nothing_to_answer_before_anything_was_merged(ends: Pair) -> None:
    for place in (ends.district, ends.office):
        with pytest.raises(Trouble, match="没有回执可写"):
            acknowledge(place, ends.stick)
    assert list(ends.stick.iterdir()) == []


def test_a_receipt_at_the_wrong_office_is_refused(ends: Pair, tmp_path: Path) -> None:
    save(ends.office)
    exported(ends.office, ends.stick)
    merge(ends.district, [ends.stick])
    (receipt,) = acknowledge(ends.district, ends.stick).paths
    with at_office(tmp_path / "other", other=True) as other:
        before = dump(other)
        for path, said in ((receipt, sentences.FOR_ANOTHER), (ends.stick, sentences.NO_RECEIPT)):
            with pytest.raises(Trouble, match=said[:12]):
                receive(other, path)
        assert dump(other) == before
