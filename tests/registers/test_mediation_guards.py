"""What other records say against a dispute, a lead, a claim: two places at once, the same matter twice, a claim made again."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.advisers.terms import AdviceKind
from quyuan_desktop.registers.base import Register, Values, values_of
from quyuan_desktop.registers.mediation import CLAIM, DISPUTE, EXPERT, LEAD, terms
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.save_record import defaults, open_record, save_record, undo_save, void_record
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from tests.adviser_records import adviser, service, term, village
from tests.disputes import accepted, archived, dispute, expert, party, session, settled, step
from tests.offices import TODAY, at_work, fresh

OTHERS = [party(terms.Side.APPLICANT, "周正"), party(terms.Side.RESPONDENT, "吴起")]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as place:
        yield place


def doubts(place: Workplace, register: Register, values: Values, uid: str = "") -> list[Problem]:
    """What other records make doubtful about these values."""
    try:
        save_record(
            place, register, values, uid=uid, reason="核对" if uid else "", confirmed=True, seen=frozenset()
        )
    except Refused as refused:
        return [problem for problem in refused.problems if problem.warning]
    return []


def refusal(place: Workplace, register: Register, values: Values, **more: Any) -> str:
    """Why these values are not saved."""
    with pytest.raises(Refused) as raised:
        save_record(place, register, values, confirmed=True, **more)
    return "".join(problem.text for problem in raised.value.problems)


def lead(place: Workplace, **changes: Any) -> str:
    """A lead, saved; its uid."""
    begun = {**defaults(place, LEAD), "place": "荷花村5组", "subject": "排水沟", "found_at": time(8, 0)}
    return str(save_record(place, LEAD, {**begun, **changes}).record.uid)


@pytest.mark.parametrize(
    ("start", "end", "where", "warned"),
    [
        (time(9, 30), time(11, 0), "三洲村", True),
        (time(8, 0), time(12, 0), "", True),
        (time(9, 30), None, "三洲村", True),
        (time(9, 30), time(11, 0), "荷花村村部", False),  # heard together
        (time(10, 0), time(11, 0), "三洲村", False),  # one after the other
        (time(8, 0), time(9, 0), "三洲村", False),
    ],
)
def test_nobody_is_in_two_places_at_once(
    place: Workplace, start: time, end: time | None, where: str, warned: bool
) -> None:
    """The other sitting was in 荷花村 from 9 to 10."""
    who = expert(place)
    accepted(place, expert=who, sessions=[{**session(), "place": "荷花村村部"}], mediators="钟望龙")
    here = {**session(start=start, end=end), "place": where}
    values = dispute(expert=who, parties=OTHERS, sessions=[here])
    assert doubts(place, DISPUTE, {**values, "kind": terms.Kind.LAND, "expert": expert(place, "谭清泉")}) == []
    said = doubts(place, DISPUTE, values)
    assert ([each.field for each in said] == ["sessions.0.start"]) is warned


def test_nobody_arrives_where_they_cannot_be(place: Workplace) -> None:
    who = expert(place)
    accepted(place, expert=who, sessions=[{**session(), "place": "荷花村村部"}], mediators="钟望龙")
    there = {**values_of(open_record(place, LEAD, lead(place))), "expert": who}
    there |= {"place": "三洲村2组", "dispatched_on": TODAY, "arrived_on": TODAY, "outcome": terms.Outcome.SETTLED}
    assert [each.field for each in doubts(place, LEAD, {**there, "arrived_at": time(9, 20)})] == ["arrived_at"]
    assert doubts(place, LEAD, {**there, "arrived_at": time(10, 20)}) == []
    past = expert(place, "谭清泉", end_on=date(2023, 6, 30))
    assert [each.field for each in doubts(place, LEAD, {**there, "expert": past})] == ["expert"]


def test_a_lead_is_passed_on_and_gone_to_jointly(place: Workplace) -> None:
    uid = lead(place)
    one, other = expert(place), expert(place, "谭清泉")
    step(place, uid, "dispatch", register=LEAD, expert=one)
    with pytest.raises(Refused, match="转派原因"):
        step(place, uid, "pass_on", register=LEAD, expert=other)
    step(place, uid, "pass_on", register=LEAD, expert=other, pass_reason="与一方是亲戚，回避")
    step(place, uid, "arrive", register=LEAD, outcome=terms.Outcome.CASE, joined="网格员易冬生")
    record = open_record(place, LEAD, uid)
    assert (record.expert, record.joined, record.stage) == (other, "网格员易冬生", terms.LeadStage.ARRIVED)
    values = led_values(place, LEAD, uid, "mediate").values
    assert (values["expert"], values["joined"]) == (other, "网格员易冬生")


def test_who_came_in_person_is_a_party(place: Workplace) -> None:
    came = lead(place, source=terms.LeadSource.VISIT, reporter="王芳", reporter_phone="19055550123")
    told = lead(place, source=terms.LeadSource.GRID, reporter="易冬生")
    (one,) = led_values(place, LEAD, came, "mediate").values["parties"]
    assert (one["name"], one["phone"], one["side"]) == ("王芳", "19055550123", terms.Side.APPLICANT)
    values = led_values(place, LEAD, told, "mediate").values
    assert (values["parties"], values["source"]) == ([], terms.Source.ACTIVE)


def test_a_lead_waits_on_the_day_page_until_it_is_a_dispute(place: Workplace) -> None:
    uid = lead(place)
    step(place, uid, "dispatch", register=LEAD, expert=expert(place))
    step(place, uid, "arrive", register=LEAD, outcome=terms.Outcome.CASE)

    def waiting() -> list[str]:
        return [item.uid for block in day_view(place).blocks for item in block.items if item.what == "待转调解"]

    assert waiting() == [uid]
    values = led_values(place, LEAD, uid, "mediate").values
    made = accepted(place, lead=values["lead"])
    assert waiting() == []
    void_record(place, DISPUTE, made, "登记错了")
    assert waiting() == [uid]


def test_the_days_to_ask_the_court_stand_on_the_day_page_with_their_article(place: Workplace) -> None:
    """Agreed on 11-02: the last day is 12-02, seven days before which it is told (2023-11-30 is today)."""
    before = date(2023, 11, 2)
    uid = settled(place, accepted_on=before)
    due = [item for block in day_view(place).blocks for item in block.items if item.what == "共同申请司法确认"]
    assert due == []
    record = values_of(open_record(place, DISPUTE, uid))
    save_record(place, DISPUTE, {**record, "effective_on": before}, uid=uid, reason="记错", confirmed=True)
    (item,) = (each for block in day_view(place).blocks for each in block.items if each.what == "共同申请司法确认")
    assert (item.article, item.when, item.tone) == ("人民调解法第33条", "12-02 剩 2 日", "amber")


def test_one_lead_becomes_one_dispute_however_it_is_linked(place: Workplace) -> None:
    uid = lead(place)
    link = led_values(place, LEAD, uid, "mediate").values["lead"]
    accepted(place, lead=link)
    assert "一件事只登记一件纠纷" in refusal(place, DISPUTE, dispute(parties=OTHERS, lead=link))


def test_the_same_dispute_entered_again_is_pointed_out(place: Workplace) -> None:
    accepted(place)
    assert [each.field for each in doubts(place, DISPUTE, dispute())] == ["parties"]
    assert doubts(place, DISPUTE, dispute(kind=terms.Kind.LAND)) == []
    assert doubts(place, DISPUTE, dispute(accepted_on=date(2023, 8, 1))) == []


def test_the_same_person_engaged_twice_is_pointed_out(place: Workplace) -> None:
    one = expert(place, village="荷花村")
    values = {**values_of(open_record(place, EXPERT, one.uid)), "letter": "聘2"}
    assert [each.field for each in doubts(place, EXPERT, values)] == ["name"]
    assert doubts(place, EXPERT, {**values, "village": "三洲村"}) == []


# -- the reward for a file


def test_a_file_is_claimed_once_after_voiding_undoing_and_correcting(place: Workplace) -> None:
    one, other = archived(place, "2023-1"), archived(place, "2023-2", parties=OTHERS)
    first = led_values(place, DISPUTE, one, "claim").values
    second = led_values(place, DISPUTE, other, "claim").values
    made = save_record(place, CLAIM, first, confirmed=True)
    undo_save(place, made.undo)
    again = save_record(place, CLAIM, first, confirmed=True)  # what was taken back is free
    kept = save_record(place, CLAIM, second, confirmed=True).record
    moved = {**values_of(kept), "dispute": first["dispute"]}
    assert "一案只能申报一次" in refusal(place, CLAIM, moved, uid=kept.uid, reason="改案件")
    moved = {**values_of(kept), "file_number": "2023-1"}
    assert "一卷只能申报一次" in refusal(place, CLAIM, moved, uid=kept.uid, reason="改卷号")
    corrected = {**values_of(again.record), "file_number": "2023-9"}
    changed = save_record(place, CLAIM, corrected, uid=again.record.uid, reason="改卷号", confirmed=True)
    third = archived(
        place, "2023-3", parties=[party(terms.Side.APPLICANT, "甲"), party(terms.Side.RESPONDENT, "乙")]
    )
    values = {**led_values(place, DISPUTE, third, "claim").values, "file_number": "2023-1"}
    save_record(place, CLAIM, values, confirmed=True)
    with pytest.raises(Refused, match="一卷只能申报一次"):
        undo_save(place, changed.undo)


def test_no_reward_for_what_was_not_settled(place: Workplace) -> None:
    uid = accepted(place)
    values = {**led_values(place, DISPUTE, uid, "claim").values, "mediator": "张三", "file_number": "2023-1"}
    assert [each.text[:10] for each in doubts(place, CLAIM, values)] == ["这件纠纷还没有归档，"]
    void_record(place, DISPUTE, uid, "重复")
    assert "已作废" in refusal(place, CLAIM, values)


# -- an adviser who takes part


def test_an_adviser_takes_part_in_a_dispute_that_is_there(place: Workplace) -> None:
    uid = settled(place)
    where = village(place, "荷花村")
    of = term(place, where, adviser(place, "彭望洲"), date(2023, 1, 1), date(2023, 12, 31))
    values = led_values(place, DISPUTE, uid, "advise").values
    assert (values["kind"], values["on"], values["start"], values["topic"]) == (
        AdviceKind.MEDIATION,
        TODAY,
        time(9, 0),
        "邻里纠纷",
    )
    assert (values["dispute"].uid, values["content"]) == (uid, "双方各让一步。")
    made = service(place, of, TODAY, 60, kind=AdviceKind.MEDIATION, topic="邻里纠纷", dispute=values["dispute"])
    with pytest.raises(Refused, match="已经关联参与的纠纷"):
        led_values(place, SERVICE_LOG, made.uid, "mediate")


def test_an_adviser_who_settles_something_opens_a_dispute(place: Workplace) -> None:
    where = village(place, "荷花村")
    of = term(place, where, adviser(place, "彭望洲"), date(2023, 1, 1), date(2023, 12, 31))
    on = date(2023, 11, 20)
    made = service(place, of, on, 60, kind=AdviceKind.MEDIATION, topic="排水沟", content="两家为排水沟争吵。")
    values = led_values(place, SERVICE_LOG, made.uid, "mediate").values
    assert (values["accepted_on"], values["village"], values["mediators"]) == (on, "荷花村", "彭望洲")
    assert (values["title"], values["summary"]) == ("排水沟", "两家为排水沟争吵。")
    full = {**dispute(), **values, "parties": OTHERS, "kind": terms.Kind.NEIGHBOUR, "committee": "荷花村调委会"}
    save_record(place, DISPUTE, full, confirmed=True)
    assert "一件事只登记一件纠纷" in refusal(place, DISPUTE, {**full, "title": "又一件"})
