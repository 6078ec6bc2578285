"""The office's desk for reporting: how records stand, batches, months, the month as it was closed, what 今日 says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import export_package, pairing
from quyuan_desktop.services.day import Item
from quyuan_desktop.services.dispatch_desk import dispatch_day, dispatch_view, months_to_report
from quyuan_desktop.services.handover import handover_pdf
from quyuan_desktop.services.list_records import Choice, count_records, page_of_records
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.month_snapshot import month_snapshot
from quyuan_desktop.services.pairing_files import save_answer, take_enrolment, write_file
from quyuan_desktop.services.receipts import acknowledge, receive, return_record
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.standings import answer_of, standings_of
from quyuan_desktop.services.today import _dispatch
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from tests.closings import SEPTEMBER, close, keep, without_papers
from tests.exchanging import DISTRICT, OTHER, Pair, both, exported
from tests.offices import OFFICE, correct, save


@pytest.fixture
def ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """A district, an office and a stick. The month's figures are counted where a test asks for them."""
    monkeypatch.setattr(
        export_package, "month_snapshot", lambda place, period: {"period": period.code, "figures": []}
    )
    with both(tmp_path) as pair:
        yield pair


def answered(ends: Pair, reason: str = "", uid: str = "") -> None:
    """Stick to the district and back; with a `reason` the record `uid` is sent back."""
    exported(ends.office, ends.stick)
    merge(ends.district, [ends.stick])
    if reason:
        return_record(ends.district, CONSULTATION, uid, reason)
    acknowledge(ends.district, ends.stick)
    receive(ends.office, ends.stick)


def told(place: Workplace) -> list[tuple[str, str, str]]:
    items: list[Item] = list(_dispatch(place))
    return [(item.what, item.when, item.tone) for item in items]


def test_every_way_to_stand_is_counted_shown_and_found(ends: Pair) -> None:
    returned, received, sent, unsent = (save(ends.office, note=str(at)).record.uid for at in range(4))
    correct(ends.office, returned, note="甲")
    answered(ends, "缺少联系电话", returned)
    correct(ends.office, sent, note="丙")
    exported(ends.office, ends.stick)
    void_record(ends.office, CONSULTATION, unsent, "重复登记")
    wanted = {
        returned: Standing.RETURNED,
        received: Standing.RECEIVED,
        sent: Standing.SENT,
        unsent: Standing.UNSENT,
    }
    assert standings_of(ends.office, CONSULTATION, list(wanted)) == wanted
    rows = page_of_records(ends.office, CONSULTATION, Choice(void=True), 0, 10)
    assert {row.uid: row.standing for row in rows} == wanted
    for uid, standing in wanted.items():
        choice = Choice(void=True, standing=standing)
        assert count_records(ends.office, CONSULTATION, choice) == 1
        assert [row.uid for row in page_of_records(ends.office, CONSULTATION, choice, 0, 10)] == [uid]
    view = dispatch_view(ends.office)
    (waiting,) = view.waiting
    assert waiting.counts == dict.fromkeys(wanted.values(), 1)
    assert view.unsent == dispatch_day(ends.office).unsent == 1


def test_why_a_record_came_back_is_known_until_it_is_corrected(ends: Pair) -> None:
    uid = save(ends.office).record.uid
    answered(ends, "缺少联系电话", uid)
    (back,) = dispatch_view(ends.office).returned
    assert (back.uid, back.answer.standing, back.answer.reason, back.answer.batch) == (
        uid,
        Standing.RETURNED,
        "缺少联系电话",
        1,
    )
    digest = correct(ends.office, uid, note="补").record.digest
    assert answer_of(ends.office, CONSULTATION, uid, digest).standing is Standing.UNSENT
    assert dispatch_view(ends.office).returned == ()


def test_what_waits_is_the_same_however_it_is_counted(ends: Pair) -> None:
    """The quick count of 今日 goes by the last package; the page looks at every record."""
    uids = [save(ends.office).record.uid for _ in range(3)]
    for act in (
        lambda: None,
        lambda: exported(ends.office, ends.stick),
        lambda: correct(ends.office, uids[0], note="改"),
        lambda: correct(ends.office, uids[0], note="再改"),
        lambda: save(ends.office),
        lambda: answered(ends),
        lambda: void_record(ends.office, CONSULTATION, uids[1], "重复登记"),
        lambda: exported(ends.office, ends.stick, everything=True),
    ):
        act()
        assert dispatch_day(ends.office).unsent == dispatch_view(ends.office).unsent
    assert dispatch_day(ends.office).unsent == 0


def test_today_tells_what_came_back_and_what_is_to_go(ends: Pair) -> None:
    assert told(ends.office) == []
    uid = save(ends.office).record.uid
    late = "2023年10月还没有上报"
    assert told(ends.office) == [("1 条记录还没有上报", late, "amber")]
    answered(ends, "缺少联系电话", uid)
    assert told(ends.office) == [("区局退回 · 咨询", "缺少联系电话", "red")]
    assert [(item.register, item.uid) for item in _dispatch(ends.office)] == [(CONSULTATION.code, uid)]
    correct(ends.office, uid, note="补")
    assert told(ends.office) == [("1 条记录还没有上报", "", "")]
    pairing.part(ends.office, DISTRICT.code)
    assert told(ends.office) == [("1 条记录还没有上报", "还没有与区局结对", "")]
    bureau = replace(ends.office, office=replace(OFFICE, level=Level.DISTRICT))
    assert told(bureau) == []


def test_the_closed_month_that_has_not_gone_is_due(ends: Pair) -> None:
    found, due = months_to_report(ends.office)
    assert (found[due].label, len(found)) == ("2023年11月（未结账）", 13)
    keep(ends.office, date(2023, 9, 4))
    with without_papers():
        close(ends.office, SEPTEMBER)
    found, due = months_to_report(ends.office)
    assert found[due].label == "2023年9月（已结账）"
    export_package.export_package(ends.office, ends.stick, SEPTEMBER)
    found, due = months_to_report(ends.office)
    assert due == 0


def test_a_closed_month_goes_as_it_was_closed(ends: Pair) -> None:
    keep(ends.office, date(2023, 9, 4))
    with without_papers():
        close(ends.office, SEPTEMBER)
    keep(ends.office, date(2023, 9, 5), reason="补录")
    told_ = month_snapshot(ends.office, SEPTEMBER)
    with ends.office.ledger.reading() as session:
        (closing,) = closings.standing(session, OFFICE.code)
    assert (told_["closed"], told_["closing"]["digest"]) == (closing.number, closing.digest)
    assert _value(told_, "consult.people") == 1, "not today's two"
    assert told_["spans"][CONSULTATION.code] == ["2023-09-01", "2023-09-30"]


def test_an_open_month_says_that_it_is_open(ends: Pair) -> None:
    save(ends.office)
    told_ = month_snapshot(ends.office, periods.month("2023-11"))
    assert (told_["closed"], "closing" in told_) == ("", False)
    assert _value(told_, "consult.people") == 1
    assert told_["spans"][CONSULTATION.code] == ["2023-11-01", "2023-11-30"]


def _value(told_: dict[str, Any], code: str) -> int:
    return next(int(each["value"]) for each in told_["figures"] if each["code"] == code)


def test_there_is_no_sheet_of_what_was_not_finished(ends: Pair) -> None:
    with pytest.raises(Trouble, match="没有这一批"):
        handover_pdf(ends.office, 1)


def test_the_file_for_this_office_is_found_among_others(ends: Pair) -> None:
    pairing.part(ends.office, DISTRICT.code)
    pairing.part(ends.district, OFFICE.code)
    write_file(ends.stick / "b.qyj", pairing.enrol(ends.district, "430671199", "河市司法所"))
    with pytest.raises(Trouble, match="没有给本所的结对文件"):
        take_enrolment(ends.office, ends.stick)
    with pytest.raises(Trouble, match="不是给本所的"):
        take_enrolment(ends.office, ends.stick / "b.qyj")
    write_file(ends.stick / "a.qyj", pairing.enrol(ends.district, OFFICE.code, OFFICE.name))
    assert not take_enrolment(ends.office, ends.stick).confirmed
    answer = save_answer(ends.office, ends.stick)
    assert answer.name == "屈原_营田司法所_结对回复.qyj"
    assert pairing.take_answer(ends.district, answer.read_bytes()).code == OFFICE.code
    take_enrolment(ends.office, ends.stick)  # with its own answer beside the file
    with pytest.raises(Trouble, match="读不出来"):
        take_enrolment(ends.office, ends.stick / "gone.qyj")


def test_an_office_without_a_district_has_nothing_to_answer(ends: Pair) -> None:
    pairing.part(ends.office, DISTRICT.code)
    with pytest.raises(Trouble, match="还没有与区局结对"):
        save_answer(ends.office, ends.stick)
    assert OTHER.code != OFFICE.code
