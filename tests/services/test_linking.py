"""What a link may lead to: found by name, pinyin, number or words; never to nothing; and what leads back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.base import called, values_of
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Result
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.history import history
from quyuan_desktop.services.linking import SHOWN, link_to, linkable, pointing_at
from quyuan_desktop.services.save_record import open_record, save_record, undo_save, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.applications import application, note, present
from tests.offices import TODAY, Clock, at_work, fresh, matter, resident, save

NOWHERE = Linked("f" * 32, "屈营司咨字〔2023〕99号 某人")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", clock)) as place:
        yield place
        assert check(place) == []


def consulted(place: Workplace, visitor: str, order: int, back: int = 0, **changes: Any) -> str:
    """Take a visitor in, `back` days ago; the uid."""
    day = TODAY - timedelta(days=back)
    days = {"received_on": day, "informed_on": day, "replied_on": day}
    saved = save(place, visitor=visitor, id_number=resident(order), **days, **changes)
    return str(saved.record.uid)


@pytest.fixture
def visitors(place: Workplace) -> dict[str, str]:
    """Four visitors, the last one's record void."""
    found = {
        "欧阳𬱖": consulted(place, "欧阳𬱖", 2, back=3),
        "王小明": consulted(place, "王小明", 4, back=1, matters=[matter(summary="工地上摔伤，老板不认账。")]),
        "刘满姑": consulted(place, "刘满姑", 6, back=2),
        "王建国": consulted(place, "王建国", 8),
    }
    void_record(place, CONSULTATION, found["王建国"], "重复登记")
    return found


def offered(place: Workplace, typed: str, **more: Any) -> list[str]:
    return [each.uid for each in linkable(place, "consultation", typed, **more)]


# -- what may be linked to


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("王小明", ["王小明"]),
        ("王", ["王小明"]),
        ("小明", ["王小明"]),
        ("wxm", ["王小明"]),
        ("wangxiaoming", ["王小明"]),
        ("liu man", ["刘满姑"]),
        ("屈营司咨字〔2023〕3号", ["刘满姑"]),
        ("〔2023〕1", ["欧阳𬱖"]),
        ("摔伤", ["王小明"]),
        ("19055550123", ["王小明", "刘满姑", "欧阳𬱖"]),
        (resident(6)[-4:], ["刘满姑"]),
        ("", ["王小明", "刘满姑", "欧阳𬱖"]),
        ("  ", ["王小明", "刘满姑", "欧阳𬱖"]),
        ("王建国", []),
        ("没有这个人", []),
        ("' OR 1=1--", []),
    ],
)
def test_a_record_is_found_as_one_types_the_newest_first(
    place: Workplace, visitors: dict[str, str], typed: str, names: list[str]
) -> None:
    assert offered(place, typed) == [visitors[name] for name in names]


def test_a_link_says_number_and_name(place: Workplace, visitors: dict[str, str]) -> None:
    (found,) = linkable(place, "consultation", "刘满姑")
    assert found == Linked(visitors["刘满姑"], "屈营司咨字〔2023〕3号 刘满姑")
    record = open_record(place, CONSULTATION, visitors["刘满姑"])
    assert link_to(CONSULTATION, record) == found
    assert called(CONSULTATION, record) == found.text


def test_only_records_of_that_register_are_offered(place: Workplace, visitors: dict[str, str]) -> None:
    applied = note(place, applicant="王小明", id_number=resident(4))
    assert offered(place, "王小明") == [visitors["王小明"]]
    assert [each.uid for each in linkable(place, "application", "王小明")] == [applied]


def test_no_more_are_offered_than_one_can_look_over(place: Workplace) -> None:
    made = [consulted(place, f"来访人{number}", number % 5 * 2) for number in range(SHOWN + 3)]
    assert offered(place, "") == made[::-1][:SHOWN]
    assert offered(place, "来访人") == made[::-1][:SHOWN]
    assert offered(place, "来访人", limit=2) == made[::-1][:2]


# -- what is linked is there


@pytest.mark.parametrize("step", ["new", "correct"])
def test_a_link_to_nothing_is_refused(place: Workplace, visitors: dict[str, str], step: str) -> None:
    uid = note(place) if step == "correct" else ""
    before = len(history(place, APPLICATION, uid)) if uid else 0
    with pytest.raises(Refused) as refused:
        save_record(
            place, APPLICATION, application(consultation=NOWHERE), uid=uid, reason="补充信息", confirmed=True
        )
    text = "找不到所关联的“屈营司咨字〔2023〕99号 某人”，请重新选择。"
    assert refused.value.problems == [Problem("consultation", text)]
    assert not uid or len(history(place, APPLICATION, uid)) == before


def test_a_uid_of_another_register_leads_nowhere(place: Workplace) -> None:
    applied = note(place)
    with pytest.raises(Refused, match="找不到所关联的"):
        note(place, consultation=Linked(applied, "不是咨询"))


def test_what_was_voided_since_may_stay_linked(place: Workplace, visitors: dict[str, str]) -> None:
    uid = visitors["王建国"]
    link = link_to(CONSULTATION, open_record(place, CONSULTATION, uid))
    applied = note(place, consultation=link)
    assert present(place, applied)["consultation"] == link


def test_a_link_is_kept_changed_and_taken_away_with_its_history(
    place: Workplace, visitors: dict[str, str]
) -> None:
    (one,), (other,) = linkable(place, "consultation", "王小明"), linkable(place, "consultation", "刘满姑")
    uid = note(place, consultation=one)
    assert values_of(open_record(place, APPLICATION, uid))["consultation"] == one
    for link in (other, None):
        values = {**present(place, uid), "consultation": link}
        saved = save_record(place, APPLICATION, values, uid=uid, reason="关联错了", confirmed=True)
    told = [change.differences for change in history(place, APPLICATION, uid)[:2]]
    assert [(each.label, each.before, each.after) for (each,) in told] == [
        ("来自咨询", other.text, ""),
        ("来自咨询", one.text, other.text),
    ]
    undo_save(place, saved.undo)
    assert present(place, uid)["consultation"] == other


# -- what leads back


def test_what_points_at_a_record_is_listed_oldest_first(place: Workplace, visitors: dict[str, str]) -> None:
    (link,) = linkable(place, "consultation", "王小明")
    late = note(place, consultation=link, applicant="王小明", cause="工伤")
    early = note(place, consultation=link, applicant="王小妹", applied_on=TODAY - timedelta(days=5))
    gone = note(place, consultation=link)
    void_record(place, APPLICATION, gone, "重复登记")
    note(place)
    found = pointing_at(place, "consultation", visitors["王小明"])
    assert [(each.uid, each.number, each.title) for each in found] == [
        (early, "屈营司援收字〔2023〕第2号", "王小妹 · 追索劳动报酬"),
        (late, "屈营司援收字〔2023〕第1号", "王小明 · 工伤"),
    ]
    assert {(each.register, each.label, each.field) for each in found} == {("application", "申请", "来自咨询")}
    assert pointing_at(place, "consultation", visitors["刘满姑"]) == []
    assert pointing_at(place, "consultation", "0" * 32) == []


def test_a_consultation_that_leads_on_is_pointed_at_at_once(place: Workplace, clock: Clock) -> None:
    uid = consulted(place, "王小明", 4, result=Result.APPLICATION)
    assert pointing_at(place, "consultation", uid) == []
    (link,) = linkable(place, "consultation", "王小明")
    clock.forward(hours=1)
    applied = note(place, consultation=link)
    assert [each.uid for each in pointing_at(place, "consultation", uid)] == [applied]
