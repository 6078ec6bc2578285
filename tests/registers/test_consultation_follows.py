"""What follows in a consultation: groups from 民族 and 国籍, title and dates anew after a correction; odd entries."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.terms import IdKind, PersonGroup, Town
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import MatterKind, Result
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.examining import examine
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace
from tests.duty_points import add_point
from tests.offices import TODAY, at_work, consultation, correct, fresh, matter, nowhere, save
from tests.villages import put

YESTERDAY = TODAY - timedelta(days=1)
NOBODY: dict[str, Any] = {"id_kind": IdKind.NONE, "id_number": "", "sex": None, "birth_date": None}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as made:
        yield made


def groups(**changes: Any) -> set[PersonGroup]:
    return set(examine(nowhere(), CONSULTATION, consultation(**changes))[0]["groups"])


def slips(**changes: Any) -> list[tuple[str, bool]]:
    return [(each.field, each.warning) for each in examine(nowhere(), CONSULTATION, consultation(**changes))[1]]


@pytest.mark.parametrize("nationality", ["越南", "无国籍"])
def test_a_foreigner_is_counted_as_one(nationality: str) -> None:
    found = groups(nationality=nationality, ethnic_group="京族")
    assert PersonGroup.FOREIGNER in found
    assert PersonGroup.ETHNIC_MINORITY not in found


def test_a_people_of_china_counts_however_the_country_is_written() -> None:
    assert PersonGroup.ETHNIC_MINORITY in groups(nationality="中华人民共和国", ethnic_group="苗")


def test_a_word_that_is_no_people_is_pointed_out_and_not_counted() -> None:
    assert PersonGroup.ETHNIC_MINORITY not in groups(ethnic_group="湖南")
    assert slips(ethnic_group="湖南") == [("ethnic_group", True)]
    assert slips(ethnic_group="土家族") == []
    assert slips(ethnic_group="湖南", nationality="越南") == []


def test_groups_that_speak_against_each_other_are_pointed_out() -> None:
    assert slips(groups=(PersonGroup.FOREIGNER,)) == [("nationality", True)]
    assert slips(**NOBODY, groups=(PersonGroup.ELDERLY, PersonGroup.MINOR)) == [("groups", True)]
    assert slips(**NOBODY, groups=(PersonGroup.ELDERLY,)) == []


def test_more_are_not_counted_than_came() -> None:
    assert slips(headcount=3, companions=1) == [("headcount", True)]
    assert slips(headcount=3, companions=2) == []


def test_an_answer_of_tomorrow_is_none() -> None:
    assert slips(replied_on=TODAY + timedelta(days=1)) == [("replied_on", False)]


def test_what_followed_follows_anew_when_its_source_is_corrected(place: Workplace) -> None:
    made = save(place, title="", replied_on=None, informed_on=None).record
    assert (made.title, made.replied_on, made.informed_on) == ("劳动报酬", TODAY, TODAY)
    same = {"title": made.title, "replied_on": made.replied_on, "informed_on": made.informed_on}
    traffic = [matter(MatterKind.TRAFFIC)]
    again = correct(place, made.uid, **same, received_on=YESTERDAY, matters=traffic).record
    assert (again.title, again.replied_on, again.informed_on) == ("交通事故", YESTERDAY, YESTERDAY)


def test_what_the_clerk_wrote_stays(place: Workplace) -> None:
    made = save(place, title="讨薪", replied_on=TODAY).record
    again = correct(place, made.uid, title="讨薪", matters=[matter(MatterKind.TRAFFIC)]).record
    assert (again.title, again.replied_on) == ("讨薪", TODAY)


def test_an_answer_that_is_put_off_is_given_no_more(place: Workplace) -> None:
    made = save(place, replied_on=None).record
    later: dict[str, Any] = {"result": Result.APPOINTMENT, "appointment_on": TODAY + timedelta(days=5)}
    assert correct(place, made.uid, **later, replied_on=made.replied_on).record.replied_on is None


def doubts(place: Workplace, **changes: Any) -> list[Problem]:
    try:
        save_record(place, CONSULTATION, consultation(**changes), seen=frozenset())
    except Refused as refused:
        return refused.problems
    return []


def test_a_desk_of_another_day_and_a_point_that_was_closed_are_doubtful(place: Workplace) -> None:
    popup = put(place, "popup", on=YESTERDAY, title="荷花集市", place="荷花村", town=Town.YINGTIAN, unit="司法所")
    (doubt,) = doubts(place, popup=popup)
    assert (doubt.field, doubt.warning) == ("popup", True)
    assert f"{YESTERDAY} 办的" in doubt.text
    closed = Linked(add_point(place, closed_on=date(2023, 6, 30)), "旧点")
    (doubt,) = doubts(place, point=closed)
    assert doubt.text == "营田司法所公共法律服务点 2023-06-30 已停用，请核对日期和服务点。"
    past: dict[str, Any] = {"received_on": YESTERDAY, "replied_on": None, "informed_on": None}
    assert doubts(place, **past, popup=popup) == []
