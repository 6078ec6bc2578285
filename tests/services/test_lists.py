"""Lists, counts, the page 今日, and the rules of saving that a clerk meets."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex, Town
from quyuan_desktop.registers import DESKS, REGISTERS
from quyuan_desktop.registers.base import Register, State, blank
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.services import today
from quyuan_desktop.services.backups import backup_now
from quyuan_desktop.services.drafts import keep_draft
from quyuan_desktop.services.find import find
from quyuan_desktop.services.history import history
from quyuan_desktop.services.list_records import Choice, count_records, counts, page_of_records
from quyuan_desktop.services.save_record import examine, save_record, undo_save, void_record
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from tests.offices import START, TODAY, Clock, at_work, consultation, correct, fresh, matter, resident, save

DAY = timedelta(days=1)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path, Clock())) as place:
        yield place


def on(day: date, **changes: Any) -> dict[str, Any]:
    return {"received_on": day, "replied_on": None, "informed_on": None, **changes}


def uids(place: Workplace, choice: Choice, offset: int = 0, limit: int = 50, **order: bool) -> list[str]:
    return [row.uid for row in page_of_records(place, CONSULTATION, choice, offset, limit, **order)]


# -- lists


def test_a_list_runs_by_day_and_then_by_entry(place: Workplace) -> None:
    made = [save(place, **on(TODAY - back * DAY)).record.uid for back in (3, 0, 3, 1)]
    newest = [made[1], made[3], made[2], made[0]]
    assert uids(place, Choice()) == newest
    assert uids(place, Choice(), newest_first=False) == newest[::-1]
    assert [uids(place, Choice(), at, 1) for at in range(5)] == [[uid] for uid in newest] + [[]]
    assert uids(place, Choice(), 1, 2) == newest[1:3]


def test_a_list_is_narrowed(place: Workplace) -> None:
    one = save(place, **on(TODAY - 40 * DAY)).record.uid
    call = save(place, channel=Channel.CALL, town=Town.HESHI).record.uid
    void = save(place, visitor="张㛃", id_number=resident(4)).record.uid
    void_record(place, CONSULTATION, void, "重复登记")
    cases: list[tuple[Choice, set[str]]] = [
        (Choice(), {one, call}),
        (Choice(void=True), {one, call, void}),
        (Choice(first=TODAY), {call}),
        (Choice(last=TODAY - DAY), {one}),
        (Choice(first=TODAY - 40 * DAY, last=TODAY - 40 * DAY), {one}),
        (Choice(first=TODAY, last=TODAY - DAY), set()),
        (Choice(terms=(("channel", Channel.CALL),)), {call}),
        (Choice(terms=(("channel", Channel.CALL), ("town", Town.YINGTIAN))), set()),
        (Choice(terms=(("groups", PersonGroup.WOMAN),)), {one, call}),
        (Choice(terms=(("groups", PersonGroup.MINOR),)), set()),
        (Choice(words="欧阳"), {one, call}),
        (Choice(words="张㛃"), set()),
        (Choice(words="张㛃", void=True), {void}),
        (Choice(words="  "), {one, call}),
        (Choice(words="' OR 1=1--"), set()),
        (Choice(words="欧阳", first=TODAY), {call}),
    ]
    for choice, wanted in cases:
        assert set(uids(place, choice)) == wanted, choice
        assert count_records(place, CONSULTATION, choice) == len(wanted), choice


def test_groups_that_begin_alike_are_told_apart(place: Workplace) -> None:
    """农民 and 农民工 in one column: asking for one does not find the other."""
    save(place, groups=(PersonGroup.MIGRANT_WORKER,))
    assert count_records(place, CONSULTATION, Choice(terms=(("groups", PersonGroup.FARMER),))) == 0
    assert count_records(place, CONSULTATION, Choice(terms=(("groups", PersonGroup.MIGRANT_WORKER),))) == 1


def test_counts_are_of_this_month_and_live(place: Workplace) -> None:
    (desk,) = [desk for desk in DESKS if CONSULTATION in desk.registers]
    save(place)
    save(place, **on(TODAY.replace(day=1)))
    save(place, **on(TODAY.replace(day=1) - DAY))
    void_record(place, CONSULTATION, save(place).record.uid, "重复登记")
    keep_draft(place, "a", CONSULTATION.code, {})
    keep_draft(place, "b", "another", {})
    assert counts(place, desk)[CONSULTATION.code] == 2
    assert counts(place, desk)["drafts"] == 1


@pytest.mark.parametrize("register", REGISTERS.values(), ids=str)
def test_the_list_of_one_office_among_many_comes_from_an_index_alone(place: Workplace, register: Register) -> None:
    """At the bureau ten offices lie in one ledger; nothing is read of nine, and nothing sorted."""
    record: Any = register.record
    day = getattr(record, register.day)
    asked = select(record.id).where(record.office == "x", record.state == State.LIVE)
    with place.ledger.reading() as session:
        asked = asked.order_by(day.desc(), record.id.desc()).limit(50)
        words = str(asked.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all()
    table = record.__tablename__
    assert [each[-1] for each in plan] == [
        f"SEARCH {table} USING COVERING INDEX ix_{table}_office (office=? AND state=?)"
    ]


# -- today


def items(place: Workplace, code: str) -> list[tuple[str, str]]:
    (block,) = [block for block in day_view(place).blocks if block.code == code]
    return [(item.tone, item.uid or item.draft) for item in block.items]


def test_appointments_are_shown_when_they_are_near(place: Workplace) -> None:
    promised = {"result": Result.APPOINTMENT, "reply": "", "replied_on": None}
    made = {
        left: save(place, **on(TODAY - 30 * DAY, **promised, appointment_on=TODAY + left * DAY)).record.uid
        for left in (-20, -1, 0, 2, 3, 7, 8)
    }
    assert items(place, "due") == [("red", made[-20]), ("red", made[-1]), ("amber", made[0]), ("amber", made[2])]
    assert items(place, "todo") == [("", made[3]), ("", made[7])]
    answered = {**promised, "reply": "已答复。", "replied_on": TODAY}
    correct(place, made[-20], **on(TODAY - 30 * DAY) | answered | {"appointment_on": TODAY - 20 * DAY})
    void_record(place, CONSULTATION, made[-1], "重复登记")
    assert [uid for _, uid in items(place, "due")] == [made[0], made[2]]


def test_of_more_than_anybody_reads_the_newest_are_told_and_how_many_others_there_are(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised = {"result": Result.APPOINTMENT, "reply": "", "replied_on": None}
    made = [
        save(place, **on(TODAY - 30 * DAY, **promised, appointment_on=TODAY - left * DAY)).record.uid
        for left in (9, 8, 7)
    ]
    assert [uid for _, uid in items(place, "due")] == made
    monkeypatch.setattr(today, "MOST_LIMITS", 2)
    assert [uid for _, uid in items(place, "due")] == [*made[1:], ""]
    (block,) = [block for block in day_view(place).blocks if block.code == "due"]
    assert (block.items[-1].what, block.items[-1].register) == ("另有 1 条更早的咨询没有办结", CONSULTATION.code)


def test_drafts_are_shown(place: Workplace) -> None:
    keep_draft(place, "a", CONSULTATION.code, {}, title="欧阳")
    keep_draft(place, "b", "a register of a newer program", {})
    assert {draft for _, draft in items(place, "drafts")} == {"a", "b"}


def test_a_backup_is_asked_for_when_it_is_long_ago(place: Workplace) -> None:
    assert len(items(place, "reminders")) == 1
    backup_now(place, "手动")
    assert items(place, "reminders") == []
    assert isinstance(place.now, Clock)
    place.now.forward(days=4)
    assert len(items(place, "reminders")) == 1


def test_the_trend_is_of_thirteen_months(place: Workplace) -> None:
    save(place, headcount=3, matters=[matter(), matter(MatterKind.LAND, "承包地界。")])
    save(place, **on(date(2022, 11, 1), headcount=2))
    save(place, **on(date(2022, 10, 31), headcount=50))
    view = day_view(place)
    assert (view.month_people, view.month_matters) == (3, 2)
    assert [month for month, _ in view.trend] == ["2022-11", "2022-12", *(f"2023-{n:02d}" for n in range(1, 12))]
    assert [people for _, people in view.trend] == [2, *[0] * 11, 3]


# -- rules that a clerk meets


def slips(place: Workplace, **changes: Any) -> set[tuple[str, bool]]:
    _, problems = examine(place, CONSULTATION, consultation(**changes))
    return {(problem.field, problem.warning) for problem in problems}


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, set()),
        ({"visitor": ""}, {("visitor", False)}),
        ({"visitor": " \u200b"}, {("visitor", False)}),
        ({"visitor": "名" * 61}, {("visitor", False)}),
        ({"matters": []}, {("matters", False)}),
        ({"matters": [matter(summary="")]}, {("matters.0.summary", False)}),
        ({"matters": [matter(), {**matter(), "category": None}]}, {("matters.1.category", False)}),
        ({"matters": [matter()] * 201}, {("matters", False)}),
        ({"received_on": None}, {("received_on", False)}),
        ({"received_on": TODAY + DAY, "replied_on": None, "informed_on": None}, {("received_on", False)}),
        (
            {
                "received_on": date(1900, 1, 1),
                "birth_date": None,
                "id_kind": IdKind.NONE,
                "replied_on": None,
                "informed_on": None,
            },
            {("received_on", False)},
        ),
        ({"headcount": 0}, {("headcount", False)}),
        ({"headcount": 1000}, {("headcount", False)}),
        ({"id_number": resident()[:-1] + ("1" if resident()[-1] != "1" else "2")}, {("id_number", False)}),
        ({"id_number": resident()[:-1] + ("1" if resident()[-1] != "1" else "2"), "id_reason": "老证如此"}, set()),
        ({"id_number": ""}, {("id_number", True)}),
        ({"id_number": "", "channel": Channel.CALL}, set()),
        ({"id_kind": IdKind.NONE, "id_number": ""}, set()),
        ({"id_kind": IdKind.REFUSED, "id_number": resident()}, set()),
        ({"sex": Sex.MALE}, {("sex", True)}),
        ({"birth_date": date(1962, 3, 5)}, {("birth_date", True)}),
        ({"birth_date": TODAY + DAY}, {("birth_date", False)}),
        ({"replied_on": TODAY - DAY}, {("replied_on", False)}),
        ({"result": Result.ANSWERED, "reply": ""}, {("reply", False)}),
        ({"result": Result.APPOINTMENT}, {("appointment_on", False)}),
        ({"result": Result.APPOINTMENT, "appointment_on": TODAY - DAY}, {("appointment_on", False)}),
        ({"result": Result.REFERRED}, {("referred_to", False)}),
        ({"result": None}, {("result", True)}),
        ({"opposing_party": "欧阳𬱖"}, {("opposing_party", True)}),
        ({"informed_right": False}, {("informed_right", True)}),
        ({"phone": "1905555012"}, {("phone", True)}),
    ],
)
def test_slips_stand_beside_their_field(
    place: Workplace, changes: dict[str, Any], wanted: set[tuple[str, bool]]
) -> None:
    assert slips(place, **changes) == wanted


def test_what_follows_from_the_number_is_filled_in(place: Workplace) -> None:
    """GB 11643-1999: sex and birth date; 老年人 from 60 on, counted on the day of the visit."""
    entered = consultation(sex=None, birth_date=None, id_number=f" {resident().lower()[:6]} {resident()[6:]}　")
    completed, problems = examine(place, CONSULTATION, entered)
    assert problems == []
    assert completed["id_number"] == resident()
    assert (completed["sex"], completed["birth_date"]) == (Sex.FEMALE, date(1962, 3, 4))
    assert completed["groups"] == (PersonGroup.WOMAN, PersonGroup.ELDERLY)
    early = {**entered, "received_on": date(2022, 3, 3), "replied_on": None, "informed_on": None}
    assert examine(place, CONSULTATION, early)[0]["groups"] == (PersonGroup.WOMAN,)
    later = {**early, "received_on": date(2022, 3, 4)}
    assert PersonGroup.ELDERLY in examine(place, CONSULTATION, later)[0]["groups"]


def test_who_refuses_a_document_leaves_no_number(place: Workplace) -> None:
    record = save(place, id_kind=IdKind.REFUSED, id_number=resident(), id_reason="x").record
    assert (record.id_kind, record.id_number, record.id_reason) == (IdKind.REFUSED, "", "")


def test_full_width_and_pasted_text_is_read(place: Workplace) -> None:
    wide = resident().translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    record = save(place, id_number=wide, phone="１９０　５５５５　０１２３\r\n", visitor="欧阳𬱖\u202e\t\n").record
    assert (record.id_number, record.phone) == (resident(), "19055550123")
    assert record.visitor == "欧阳𬱖"
    assert {each.uid for each in find(place, "欧阳𬱖")} == {record.uid}


def test_ten_million_characters_are_refused_and_nothing_is_lost(place: Workplace) -> None:
    sizes = {"visitor": 10_000_000, "reply": 10_000_000, "id_number": 100_000, "phone": 100_000}
    for name, size in sizes.items():
        with pytest.raises(Refused) as refused:
            save(place, **{name: "长" * size})
        assert [problem.field for problem in refused.value.problems] == [name]
    assert count_records(place, CONSULTATION, Choice(void=True)) == 0


def test_a_correction_needs_a_reason_and_a_change(place: Workplace) -> None:
    made = save(place)
    for reason in ("", " \u3000", "\x00", "理" * 201):
        with pytest.raises(Refused) as refused:
            save_record(
                place, CONSULTATION, consultation(note="新"), uid=made.record.uid, reason=reason, confirmed=True
            )
        assert [problem.field for problem in refused.value.problems] == ["reason"]
        with pytest.raises(Refused):
            void_record(place, CONSULTATION, made.record.uid, reason)
    with pytest.raises(Refused, match="没有变化"):
        correct(place, made.record.uid)
    assert len(history(place, CONSULTATION, made.record.uid)) == 1
    with pytest.raises(Trouble, match="没有找到这条记录"):
        correct(place, "f" * 32, note="新")


def test_an_older_undo_is_refused(place: Workplace) -> None:
    made = save(place)
    second = correct(place, made.record.uid, note="一")
    third = correct(place, made.record.uid, note="二")
    for undo in (made.undo, second.undo):
        with pytest.raises(Refused, match="之后又改过"):
            undo_save(place, undo)
    undo_save(place, third.undo)
    assert [change.verb_label for change in history(place, CONSULTATION, made.record.uid)][:2] == [
        "撤销更正",
        "更正",
    ]


def test_child_rows_are_changed_taken_out_and_put_in(place: Workplace) -> None:
    made = save(place, matters=[matter(), matter(MatterKind.LAND, "承包地界。")])
    changed = correct(place, made.record.uid, matters=[matter(MatterKind.LAND, "承包地界。"), matter(), matter()])
    assert [each.category for each in changed.record.matters] == [
        MatterKind.LAND,
        MatterKind.WAGES,
        MatterKind.WAGES,
    ]
    assert [each.position for each in changed.record.matters] == [1, 2, 3]
    correct(place, made.record.uid, matters=[matter(MatterKind.LAND, "承包地界。")])
    differences = history(place, CONSULTATION, made.record.uid)[0].differences
    assert [(each.label, each.after) for each in differences] == [
        ("事项2 案由", ""),
        ("事项2 内容", ""),
        ("事项3 案由", ""),
        ("事项3 内容", ""),
    ]
    with place.ledger.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM consultation_matter").scalar() == 1


def test_a_record_is_what_it_was_when_another_program_reads_it(place: Workplace) -> None:
    """Instants carry their zone; states and codes are terms; nothing of the session is left."""
    record = save(place).record
    assert record.created_at == START
    assert record.created_at.tzinfo is not None
    assert record.state is State.LIVE
    assert record.matters[0].category is MatterKind.WAGES
    assert set(blank(CONSULTATION.record)) <= set(dir(record))
