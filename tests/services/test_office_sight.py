"""The merged ledger seen office by office, its months counted again, and what stands out between offices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.domain.terms import IdKind
from quyuan_desktop.registers.advisers.assignment import MOST_VILLAGES
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import MatterKind
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.mediation import CLAIM, terms
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services import closing, house_rules
from quyuan_desktop.services.cross_office import CrossFinding, clear, cross_check
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.merge_package import merge, plan
from quyuan_desktop.services.month import month_table, rows_behind
from quyuan_desktop.services.office_sight import offices_in, seen_as
from quyuan_desktop.services.recount import recount
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.one_office import only
from tests.adviser_records import adviser, saved, term, village
from tests.disputes import archived, party
from tests.exchanging import DISTRICT, MONTH, OTHER, at_district, at_office, exported
from tests.offices import OFFICE, START, TODAY, Clock, matter, resident, save


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[tuple[Workplace, Workplace, Workplace, Path]]:
    """The district, two offices, and a stick."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with (
        at_district(tmp_path / "district") as district,
        at_office(tmp_path / "one") as one,
        at_office(tmp_path / "two", other=True) as two,
    ):
        yield district, one, two, stick


Ends = tuple[Workplace, Workplace, Workplace, Path]


def send(ends: Ends) -> None:
    for office in ends[1:3]:
        exported(office, ends[3])
    merge(ends[0], [ends[3]])


def visits(place: Workplace) -> int:
    table = month_table(place, MONTH, [CONSULTATION])
    return next(line.figure.value for line in table.lines if line.figure.code == "consult.receptions")


def test_the_figures_of_the_offices_sum_to_those_of_the_district(ends: Ends) -> None:
    for _ in range(3):
        save(ends[1])
    save(ends[2], id_number=resident(4))
    send(ends)
    codes = [each.code for each in offices_in(ends[0])]
    assert codes == [ends[0].office.code, OFFICE.code, OTHER.code]
    seen = [seen_as(ends[0], code) for code in codes]
    assert [visits(each) for each in seen] == [0, 3, 1]
    assert visits(seen_as(ends[0], "")) == 4
    assert [count_records(each, CONSULTATION, Choice()) for each in seen] == [0, 3, 1]
    assert len(rows_behind(seen[1], "consult.receptions", MONTH)) == 3
    assert month_table(seen[2], MONTH, [CONSULTATION]).office == OTHER.name
    with pytest.raises(Trouble, match="没有编码"):
        seen_as(ends[0], "999")
    with pytest.raises(Trouble, match="全区"):
        save(seen[1])


def test_one_office_alone_is_not_closed_at_the_bureau(ends: Ends) -> None:
    save(ends[1])
    send(ends)
    later = replace(ends[0], now=Clock(START + timedelta(days=40)))
    assert closing.preview(later, MONTH).blocked is False
    found = closing.preview(seen_as(later, OFFICE.code), MONTH)
    assert found.blocked
    assert [each.sentence for each in found.findings] == [closing.ONE_ALONE]


def test_a_month_is_counted_again_and_what_differs_is_named(ends: Ends) -> None:
    save(ends[1])
    exported(ends[1], ends[3])
    (planned,) = plan(ends[0], [ends[3]])
    (found,) = planned.recounts
    assert (found.month, found.differences) == ("2023-11", ())
    assert found.figures > 100
    (merged,) = merge(ends[0], [ends[3]])
    said = merged.figures["2023-11"]
    for each in said["figures"]:
        if each["code"] == "consult.receptions":
            each["value"] += 1
    with ends[0].ledger.reading() as session:
        again = recount(session, ends[0], OFFICE.code, "2023-11", said)
        assert recount(session, ends[0], OFFICE.code, "2023-11", {"figures": 7}) is None
    assert again is not None
    assert [(each.code, each.said, each.counted) for each in again.differences] == [("consult.receptions", 2, 1)]


def test_only_the_newest_word_of_a_month_is_held_against_the_records(ends: Ends) -> None:
    save(ends[1])
    exported(ends[1], ends[3])
    save(ends[1])
    exported(ends[1], ends[3])
    first, second = plan(ends[0], [ends[3]])
    assert (len(first.recounts), len(second.recounts)) == (0, 1)
    assert second.recounts[0].differences == ()


def test_the_filter_is_gone_with_the_block(ends: Ends) -> None:
    save(ends[1])
    send(ends)
    with ends[0].ledger.reading() as session:
        with only(session, OTHER.code):
            assert session.query(CONSULTATION.record).count() == 0
        assert session.query(CONSULTATION.record).count() == 1


# -- between offices


def found(place: Workplace) -> list[tuple[str, bool, int]]:
    return [(each.rule, each.grave, len(each.rows)) for each in cross_check(place)]


def test_the_same_person_with_the_same_matter_in_two_offices(ends: Ends) -> None:
    save(ends[1], received_on=TODAY - timedelta(days=20), replied_on=None, informed_on=None)
    save(ends[1], id_number=resident(4))
    save(ends[2])
    save(ends[2], id_number=resident(4), matters=[matter(MatterKind.LAND, "承包地界。")])
    send(ends)
    assert found(ends[0]) == [("同一人同一事项·咨询", False, 2)]
    near = house_rules.keep_setting(ends[0], "reporting.cross_days", 10)
    assert found(near) == []


def test_the_old_number_of_15_digits_and_the_new_one_are_one_person(ends: Ends) -> None:
    new = resident()
    assert new[6:8] == "19"
    save(ends[1])
    save(ends[2], id_number=new[:6] + new[8:17], id_kind=IdKind.RESIDENT_15)
    _claim(ends[1], "2023-1", new)
    _claim(ends[2], "2023-9", new[:6] + new[8:17])
    send(ends)
    assert {each.rule for each in cross_check(ends[0])} == {"同一人同一事项·咨询", "以案定补重复申报"}


def test_a_finding_that_was_cleared_is_not_shown_again(ends: Ends) -> None:
    save(ends[1])
    save(ends[2])
    send(ends)
    (one,) = cross_check(ends[0])
    with pytest.raises(Refused):
        clear(ends[0], one, "")
    clear(ends[0], one, "两次来访，事由不同")
    assert cross_check(ends[0]) == []
    save(ends[2], received_on=TODAY - timedelta(days=1))
    send(ends)
    assert len(cross_check(ends[0])) == 1


def _claim(place: Workplace, file_number: str, number: str) -> None:
    parties = [party(terms.Side.APPLICANT, "王芳", id_number=number), party(terms.Side.RESPONDENT, "李长庚")]
    uid = archived(place, file_number, parties=parties)
    saved(
        place,
        CLAIM,
        claimed_on=TODAY,
        dispute=Linked(uid, "王芳、李长庚"),
        file_number=file_number,
        mediator="张三",
        kind=terms.ClaimKind.WRITTEN,
    )


def test_a_case_that_two_offices_claim_is_grave(ends: Ends) -> None:
    _claim(ends[1], "2023-1", resident())
    _claim(ends[2], "2023-9", resident())
    send(ends)
    findings: list[CrossFinding] = cross_check(ends[0])
    assert [(each.rule, each.grave) for each in findings] == [("以案定补重复申报", True)]
    assert [row.register for row in findings[0].rows] == ["claim", "claim", "dispute", "dispute"]


def test_an_adviser_whom_the_offices_together_have_assigned_too_often(ends: Ends) -> None:
    for office, names in ((ends[1], ("荷花村", "三洲村")), (ends[2], ("天问村",))):
        who = adviser(office, "许敬之")
        for name in names:
            term(office, village(office, name), who, date(2023, 1, 1), date(2023, 12, 31))
    send(ends)
    assert found(ends[0]) == []
    strict = house_rules.keep_setting(ends[0], MOST_VILLAGES.code, 2)
    assert found(strict) == [("法律顾问超载", True, 3)]
    assert found(replace(strict, house=ends[0].house)) == []


def test_a_village_that_two_have_entered_would_count_twice(ends: Ends) -> None:
    mine = village(ends[0], "荷花村")
    village(ends[1], "荷花村")
    village(ends[1], "三洲村")
    village(ends[2], "三洲村", valid_to=date(2023, 6, 30))
    send(ends)
    (finding,) = cross_check(ends[0])
    assert (finding.rule, {row.office for row in finding.rows}) == (
        "同一个村两处登记",
        {OFFICE.code, DISTRICT.code},
    )
    assert "把区局自己的那条作废" in finding.words
    void_record(ends[0], VILLAGE, mine.uid, "所里已登记")
    assert found(ends[0]) == []
    village(ends[2], "荷花村")
    send(ends)
    assert found(ends[0]) == [("同一个村两处登记", False, 2)]


def test_today_tells_the_bureau_what_waits_of_its_offices(ends: Ends) -> None:
    save(ends[1])
    lost = exported(ends[1], ends[3])
    assert lost.path is not None
    lost.path.unlink()
    exported(ends[1], ends[3])
    merge(ends[0], [ends[3]])
    later = replace(ends[0], now=Clock(START + timedelta(days=31)))
    (block,) = (each for each in day_view(later).blocks if each.code == "dispatch")
    assert [(each.what, each.who, each.opens) for each in block.items] == [
        ("缺上报包", OFFICE.name, "district"),
        ("2023年11月还没有报来", OTHER.name, "district"),
    ]
