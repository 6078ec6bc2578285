"""Closing a month: once, in order, checked; it prints the same for ever; re-opening is the head's."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.office import Level, Role, Staff
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.reporting import CUT_OFF, FIRST_MONTH, own_cut_off, own_periods, printed
from quyuan_desktop.reports.forms.aid_report import AID_REPORT
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.closing import STEPS, close_month, closed_list, preview, reopen
from quyuan_desktop.services.corrections import corrections
from quyuan_desktop.services.house_rules import keep_setting
from quyuan_desktop.services.month import (
    corrections_pdf,
    figures_json,
    month_pdf,
    month_summary,
    month_table,
    month_workbook,
    rows_behind,
)
from quyuan_desktop.services.month_files import whole_workbook, write_month
from quyuan_desktop.services.report_desk import period_state, period_words, whole_set_pdf
from quyuan_desktop.services.report_forms import FORMS, form_pdf, form_xlsx, forms_of
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.workplace import Workplace
from tests.closings import OCTOBER, SEPTEMBER, close, figures, keep, told, without_papers
from tests.offices import Clock, at_work, execute, fresh

NOVEMBER = periods.month("2023-11")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    """Three consultations in September, two in October, one in November."""
    with at_work(fresh(tmp_path / "data", clock)) as place:
        for day in (date(2023, 9, 4), date(2023, 9, 30), date(2023, 9, 30), date(2023, 10, 1), date(2023, 10, 31)):
            keep(place, day)
        keep(place, date(2023, 11, 7))
        yield place


@pytest.fixture
def bare(place: Workplace) -> Iterator[Workplace]:
    """The same, where no papers are drawn."""
    with without_papers():
        yield place


def papers(place: Workplace, period: periods.Period) -> list[bytes]:
    """All that is printed of a month."""
    found = [month_pdf(place, period, register) for register in printed(Level.OFFICE)]
    found += [form_pdf(place, form, period) for form in FORMS]
    books = [whole_workbook(place, period), month_workbook(place, period, [CONSULTATION])]
    books.append(form_xlsx(place, FORMS, period))
    sets = [whole_set_pdf(place, period), whole_set_pdf(place, period, [CONSULTATION])]
    return [*found, *books, *sets, month_summary(place, period), corrections_pdf(place, period) or b""]


def told_of(place: Workplace, period: periods.Period) -> tuple[object, ...]:
    """What is said of a month beside its papers: which forms, its words, all figures, its days."""
    forms = [form.code for form in forms_of(place, period)]
    return forms, period_words(place, period), month_table(place, period), period_state(place, period).period


def test_a_closed_month_prints_the_same_for_ever(place: Workplace, clock: Clock) -> None:
    """Printed again in another year, by somebody else, at an office with another name, after its records changed and the
    rules by which periods are cut and forms are handed in."""
    close(place, SEPTEMBER)
    uid = keep(place, date(2023, 9, 12), reason="漏登记")
    close(place, OCTOBER)
    printed = [papers(place, SEPTEMBER), papers(place, OCTOBER)]
    said = [told_of(place, SEPTEMBER), told_of(place, OCTOBER)]
    assert all(printed[1])
    clock.forward(days=400)
    keep(place, date(2023, 9, 12), uid=uid, reason="记错人数", headcount=3)
    for code, value in (
        (CUT_OFF.code, 20),
        (FIRST_MONTH.code, 12),
        (own_periods(AID_REPORT.code, AID_REPORT.title).code, ()),
    ):
        place = keep_setting(place, code, value)
    later = replace(
        place, staff=Staff("1" * 32, "万和平", Role.CLERK), office=replace(place.office, name="更名后的司法所")
    )
    assert [papers(later, SEPTEMBER), papers(later, OCTOBER)] == printed
    assert [told_of(later, SEPTEMBER), told_of(later, OCTOBER)] == said
    assert figures(later, SEPTEMBER)["consult.people"] == (3, 3)


def test_a_closed_month_prints_the_same_in_another_time_zone(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not kept but made again too: the sheets of single tables and forms."""
    close(place, SEPTEMBER)
    written = []
    for zone in ("Asia/Shanghai", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        files = write_month(place, SEPTEMBER, tmp_path / zone)
        book = month_workbook(place, SEPTEMBER, [CONSULTATION])
        written.append([book, *(path.read_bytes() for path in files)])
    monkeypatch.undo()
    time.tzset()
    assert written[0] == written[1]


@pytest.mark.parametrize("step", range(STEPS))
def test_a_closing_stopped_at_any_step_leaves_nothing(bare: Workplace, step: int) -> None:
    class Stopped(Exception):
        pass

    def tell(text: str, done: int, total: int) -> None:
        if done == step:
            raise Stopped(text)

    with pytest.raises(Stopped):
        close_month(bare, SEPTEMBER, confirmed=True, tell=tell)
    assert closed_list(bare) == []
    assert check(bare) == []
    assert close(bare, SEPTEMBER).number.endswith("1号")


def test_the_rows_of_a_closed_figure_sum_to_it_after_changes(bare: Workplace) -> None:
    close(bare, SEPTEMBER)
    before = {code: rows_behind(bare, code, SEPTEMBER) for code in figures(bare, SEPTEMBER)}
    void_record(bare, CONSULTATION, before["consult.people"][0].uid, "重复登记")
    for code, (value, _) in figures(bare, SEPTEMBER).items():
        rows = rows_behind(bare, code, SEPTEMBER)
        assert sum(row.value for row in rows) == value, code
        assert rows == before[code]
        assert all(row.label for row in rows)


def test_a_closing_is_numbered_listed_and_whole(bare: Workplace) -> None:
    first, second = close(bare, SEPTEMBER), close(bare, OCTOBER)
    assert [each.number for each in (first, second)] == ["屈营司结字〔2023〕1号", "屈营司结字〔2023〕2号"]
    assert closed_list(bare) == [first, second]
    assert first.digest != second.digest
    assert figures_json(bare, SEPTEMBER)["closed"] == first.number
    assert check(bare) == []


REFUSED = {
    "a future month": ("2023-12", "还没有过完"),
    "this month, before its end": ("2023-11", "还没有过完"),
    "before the first record": ("2023-08", "没有可以结账的内容：最早的记录是2023年9月4日的"),
    "a quarter": ("2023Q3", "只有月份可以结账"),
    "a year": ("2023", "只有月份可以结账"),
    "chosen days": ("2023-09-01..2023-09-30", "只有月份可以结账"),
}


@pytest.mark.parametrize(("typed", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_closed_is_refused_with_a_sentence(
    bare: Workplace, clock: Clock, typed: str, words: str
) -> None:
    clock.forward(days=-1)
    with pytest.raises(Refused, match=words) as refused:
        close_month(bare, periods.read(typed), confirmed=True)
    assert str(refused.value).endswith("。")
    assert preview(bare, periods.read(typed)).blocked
    assert closed_list(bare) == []


def test_an_empty_ledger_has_nothing_to_close(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path / "data")) as place, pytest.raises(Refused, match="还没有任何记录"):
        close_month(place, OCTOBER, confirmed=True)


def test_a_month_is_closed_once(bare: Workplace) -> None:
    close(bare, SEPTEMBER)
    with pytest.raises(Refused, match="已经结账（屈营司结字〔2023〕1号），不能再结一次"):
        close_month(bare, SEPTEMBER, confirmed=True)


def test_the_last_day_and_an_open_month_are_reminded_of(bare: Workplace) -> None:
    with pytest.raises(Refused) as refused:
        close_month(bare, NOVEMBER)
    assert [problem.warning for problem in refused.value.problems] == [True, True]
    assert "今天是2023年11月统计的最后一天" in str(refused.value)
    assert "2023年9月至2023年10月有记录还没有结账" in str(refused.value)
    assert not preview(bare, NOVEMBER).blocked
    close_month(bare, NOVEMBER, confirmed=True)
    with pytest.raises(Refused, match="2023年11月已经结账.*不能再结它前面的2023年10月"):
        close_month(bare, OCTOBER, confirmed=True)


def test_looking_at_it_changes_nothing(bare: Workplace) -> None:
    seen = preview(bare, SEPTEMBER)
    assert (seen.findings, seen.corrections) == ((), ())
    assert closed_list(bare) == []
    assert "未结账" in month_table(bare, SEPTEMBER, [CONSULTATION]).notes[-1]


def test_a_failed_check_keeps_the_month_open_and_names_the_records(bare: Workplace) -> None:
    uid = rows_behind(bare, "consult.people", SEPTEMBER)[1].uid
    execute(bare, "UPDATE consultation SET headcount = 0 WHERE uid = ?", uid)
    with pytest.raises(
        Refused, match="咨询人次不少于接待批次，现在不符：咨询人次为2，接待批次为3。请核对"
    ) as refused:
        close_month(bare, SEPTEMBER, confirmed=True)
    found = [each for each in preview(bare, SEPTEMBER).findings if each.rows]
    assert [[row.uid for row in each.rows] for each in found] == [[uid]]
    assert found[0].codes == ("consult.people", "consult.receptions")
    assert found[0].rows[0].number in str(refused.value)
    assert closed_list(bare) == []


# -- what becomes of its records


def test_a_record_of_a_closed_month_asks_for_a_reason(bare: Workplace) -> None:
    close(bare, SEPTEMBER)
    with pytest.raises(
        Refused, match=r"2023年9月已结账（屈营司结字〔2023〕1号），补录或更正要写明理由"
    ) as refused:
        keep(bare, date(2023, 9, 30))
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    keep(bare, date(2023, 9, 30), reason="漏登记")
    keep(bare, date(2023, 10, 1))
    assert check(bare) == []


def test_corrections_tell_what_was_and_what_is(bare: Workplace) -> None:
    uids = [row.uid for row in rows_behind(bare, "consult.people", SEPTEMBER)]
    other = rows_behind(bare, "consult.people", OCTOBER)[0].uid
    close(bare, SEPTEMBER)
    keep(bare, date(2023, 9, 30), uid=uids[1], reason="记错人数", headcount=4)
    void_record(bare, CONSULTATION, uids[2], "重复登记")
    keep(bare, date(2023, 10, 2), uid=uids[0], reason="日期写错")
    added = keep(bare, date(2023, 9, 15), reason="漏登记")
    keep(bare, date(2023, 9, 16), uid=other, reason="应是九月")
    found = corrections(bare, SEPTEMBER)
    people = {
        (each.uid, each.kind.label): (each.before.get("consult.people", 0), each.after.get("consult.people", 0))
        for each in found.corrections
    }
    assert people == {
        (uids[0], "移出"): (1, 0),
        (uids[1], "更正"): (1, 4),
        (uids[2], "作废"): (1, 0),
        (added, "补录"): (0, 1),
        (other, "补录"): (0, 1),
    }
    assert {each.reason for each in found.corrections} == {
        "记错人数",
        "重复登记",
        "日期写错",
        "漏登记",
        "应是九月",
    }
    assert found.figures["consult.people"] == (3, 6)
    assert found.untouched == 0


def test_a_change_that_touches_no_figure_is_counted_and_not_listed(bare: Workplace) -> None:
    uid = rows_behind(bare, "consult.people", SEPTEMBER)[0].uid
    close(bare, SEPTEMBER)
    keep(bare, date(2023, 9, 4), uid=uid, reason="补充", note="来电补充。")
    found = corrections(bare, SEPTEMBER)
    assert (found.corrections, dict(found.figures), found.untouched) == ((), {}, 1)
    close(bare, OCTOBER)
    assert told(bare, OCTOBER) == []


def test_a_correction_is_reported_once(bare: Workplace, clock: Clock) -> None:
    close(bare, SEPTEMBER)
    keep(bare, date(2023, 9, 15), reason="漏登记", headcount=2)
    close(bare, OCTOBER)
    assert [each.kind for each in told(bare, OCTOBER)] == ["added"]
    assert figures(bare, OCTOBER)["consult.people"] == (2, 3 + 2 + 2)
    clock.forward(days=1)
    close(bare, NOVEMBER)
    assert told(bare, NOVEMBER) == []
    assert figures(bare, NOVEMBER)["consult.people"] == (1, 8)


def test_corrections_of_an_open_month_are_refused(bare: Workplace) -> None:
    with pytest.raises(Trouble, match="没有结账"):
        corrections(bare, SEPTEMBER)


# -- re-opening


def test_the_head_re_opens_with_a_reason_and_closes_anew(bare: Workplace) -> None:
    first = close(bare, SEPTEMBER)
    with pytest.raises(Trouble, match="只有所长"):
        reopen(replace(bare, staff=replace(bare.staff, role=Role.CLERK)), SEPTEMBER, "漏了一件")
    for reason in ("", "  ", "长" * 201):
        with pytest.raises(Refused, match="理由"):
            reopen(bare, SEPTEMBER, reason)
    opened = reopen(bare, SEPTEMBER, "漏了一件")
    assert (opened.number, opened.reopen_reason, opened.reopened_by) == (first.number, "漏了一件", bare.staff.name)
    keep(bare, date(2023, 9, 15))
    second = close(bare, SEPTEMBER)
    assert second.number.endswith("〕2号")
    assert figures(bare, SEPTEMBER)["consult.people"] == (4, 4)
    assert [each.reopened_at is None for each in closed_list(bare)] == [False, True]
    assert check(bare) == []
    with pytest.raises(Refused, match="没有结账，不用撤销"):
        reopen(bare, OCTOBER, "漏了一件")


def test_only_the_last_closing_is_re_opened(bare: Workplace) -> None:
    close(bare, SEPTEMBER)
    close(bare, OCTOBER)
    with pytest.raises(Refused, match="2023年10月已经结账，要先撤销2023年10月"):
        reopen(bare, SEPTEMBER, "漏了一件")


# -- windows


def test_a_month_is_cut_where_the_office_says(bare: Workplace) -> None:
    cut = keep_setting(bare, CUT_OFF.code, 20)
    table = month_table(cut, OCTOBER, [CONSULTATION])
    assert (table.first, table.last) == (date(2023, 9, 21), date(2023, 10, 20))
    assert figures(cut, OCTOBER)["consult.people"] == (3, 4)
    assert "每月统计到20日" in table.notes[-1]
    quarter = month_table(cut, periods.read("2023Q3"), [CONSULTATION])
    assert (quarter.first, quarter.last) == (date(2023, 6, 21), date(2023, 9, 20))
    assert quarter.title.startswith("法律援助咨询季报表（2023年第三季度")
    assert len(rows_behind(cut, "consult.receptions", OCTOBER)) == 3
    closed = close(cut, OCTOBER)
    assert (closed.first, closed.last) == (table.first, table.last)


def test_a_table_may_have_a_window_of_its_own(bare: Workplace) -> None:
    cut = keep_setting(bare, own_cut_off(CONSULTATION).code, 20)
    close(cut, OCTOBER)
    assert month_table(cut, OCTOBER, [CONSULTATION]).first == date(2023, 9, 21)
    assert month_table(cut, OCTOBER, [APPLICATION]).first == date(2023, 10, 1)
    with pytest.raises(Refused, match="2023年10月已结账"):
        keep(cut, date(2023, 9, 21))
    keep(cut, date(2023, 9, 20))


def test_another_cut_off_day_between_two_closings_is_reminded_of(bare: Workplace, clock: Clock) -> None:
    close(bare, OCTOBER)
    clock.forward(days=1)
    found = preview(keep_setting(bare, CUT_OFF.code, 20), NOVEMBER).findings
    assert [(each.warning, "统计截止日改过" in each.sentence) for each in found] == [(True, True)]


# -- longer periods


@pytest.mark.parametrize("typed", ["2023Q4", "2023H2", "2023", "2023-09-21..2023-10-20"])
def test_every_sort_of_period_has_its_tables(place: Workplace, tmp_path: Path, typed: str) -> None:
    period = periods.read(typed)
    table = month_table(place, period, [CONSULTATION])
    whole = {"2023Q4": 3, "2023H2": 6, "2023": 6}.get(typed, 3)
    assert {line.figure.code: line.figure.value for line in table.lines}["consult.people"] == whole
    written = write_month(place, period, tmp_path / "out")
    assert len(written) == len(printed(Level.OFFICE)) + 2 * len(FORMS) + 3
    assert all(path.stat().st_size for path in written)


def test_a_year_is_the_sum_of_its_closed_months_and_their_corrections(bare: Workplace) -> None:
    close(bare, SEPTEMBER)
    keep(bare, date(2023, 9, 15), reason="漏登记", headcount=2)
    close(bare, OCTOBER)
    year = figures(bare, periods.read("2023"))["consult.people"][0]
    months = [figures(bare, month)["consult.people"][0] for month in (SEPTEMBER, OCTOBER, NOVEMBER)]
    corrected = sum(
        each.after.get("consult.people", 0) - each.before.get("consult.people", 0) for each in told(bare, OCTOBER)
    )
    assert (year, months, corrected) == (8, [3, 2, 1], 2)
    assert date(2023, 9, 15) + timedelta(days=1) not in OCTOBER
