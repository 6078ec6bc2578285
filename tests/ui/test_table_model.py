"""The list's model: pages as they are seen, nothing asked on the window's thread, newest answers only."""

import random
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.numbers import short_number
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.terms import Sex
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import list_records
from quyuan_desktop.services.list_records import Choice, ListRow
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.ui.clipboard_table import as_html, as_text, safe_cell
from quyuan_desktop.ui.columns import Column, columns_of
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.table_model import (
    KEPT_PAGES,
    LOADING,
    PAGE,
    ROW_ROLE,
    Question,
    RegisterModel,
    position_of,
)
from tests.offices import resident, save
from tests.pages import check_model

Settle = Callable[[], None]
DAY = date(2023, 11, 30)


class Shelf:
    """Stands in for the ledger's list: as many rows as one likes, and a note of everything asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, days: list[date] | range) -> None:
        self.days = days
        self.asked: list[tuple[int, int]] = []
        self.threads: set[str] = set()
        monkeypatch.setattr(list_records, "count_records", self.count)
        monkeypatch.setattr(list_records, "page_of_records", self.page)

    def count(self, place: Any, register: Any, choice: Choice) -> int:
        self.threads.add(threading.current_thread().name)
        return len(self.days)

    def page(
        self, place: Any, register: Any, choice: Choice, offset: int, limit: int, *, newest_first: bool = True
    ) -> list[ListRow]:
        self.threads.add(threading.current_thread().name)
        self.asked.append((offset, limit))
        return [self.row(at) for at in range(offset, min(offset + limit, len(self.days)))]

    def row(self, at: int) -> ListRow:
        day = DAY if isinstance(self.days, range) else self.days[at]
        return ListRow(f"{at:032x}", f"屈营司咨字〔2023〕{at}号", day, State.LIVE, {"visitor": f"某{at}"})


@pytest.fixture
def model(filled_sitting: Sitting, settle: Settle) -> RegisterModel:
    """A model over the office with records, void ones among them."""
    made = RegisterModel(filled_sitting, CONSULTATION)
    made.show(Question(Choice(void=True)))
    settle()
    return made


def cell(model: RegisterModel, row: int, key: str, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
    column = next(at for at, each in enumerate(model.columns) if each.key == key)
    return model.data(model.index(row, column), role)


def test_it_is_a_sound_model(model: RegisterModel, qtmodeltester: ModelTester) -> None:
    assert model.rowCount() == 4
    check_model(qtmodeltester, model)


def test_an_empty_model_is_sound_too(sitting: Sitting, settle: Settle, qtmodeltester: ModelTester) -> None:
    model = RegisterModel(sitting, CONSULTATION)
    model.reload()
    settle()
    assert model.rowCount() == 0
    check_model(qtmodeltester, model)


def test_columns_begin_with_number_day_who_and_what() -> None:
    labels = [column.label for column in columns_of(CONSULTATION)]
    assert labels[:5] == ["编号", "日期", "姓名", "事项", "期限"]
    assert len(labels) == len(set(labels))


def test_rows_are_newest_first_until_turned(filled_sitting: Sitting, model: RegisterModel, settle: Settle) -> None:
    save(filled_sitting.place, visitor="最新的人", id_number=resident(6))
    model.reload()
    settle()
    assert cell(model, 0, "visitor") == "最新的人"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "日期 ↓"
    model.show(Question(Choice(void=True), newest_first=False))
    settle()
    assert cell(model, model.rowCount() - 1, "visitor") == "最新的人"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "日期 ↑"


def test_a_void_record_is_struck_through_and_says_so(model: RegisterModel) -> None:
    rows = [cell(model, at, "visitor", ROW_ROLE) for at in range(model.rowCount())]
    (at,) = [place for place, row in enumerate(rows) if row.state is State.VOID]
    live = next(place for place in range(4) if place != at)
    assert cell(model, at, "visitor", Qt.ItemDataRole.FontRole).strikeOut()
    assert cell(model, live, "visitor", Qt.ItemDataRole.FontRole) is None
    assert "作废" in cell(model, at, "number", Qt.ItemDataRole.AccessibleTextRole)
    assert "作废" in cell(model, at, "number", Qt.ItemDataRole.ToolTipRole)
    assert "作废" not in cell(model, live, "number", Qt.ItemDataRole.AccessibleTextRole)


def test_masked_fields_are_masked_in_lists() -> None:
    field = CONSULTATION.field("id_number")
    row = ListRow("1", "号", DAY, State.LIVE, {"id_number": resident()})
    shown = Column("id_number", "证件号码", 20, field).text(row)
    assert shown != resident()
    assert shown.startswith("999001")
    assert "****" in shown


@pytest.mark.parametrize(
    ("number", "short"), [("屈营司咨字〔2023〕118号", "〔2023〕118"), ("旧账第3号", "旧账第3号"), ("", "")]
)
def test_the_list_shows_the_part_of_a_number_that_differs(number: str, short: str) -> None:
    assert short_number(number) == short


def test_a_million_rows_are_fetched_as_they_are_seen(
    monkeypatch: pytest.MonkeyPatch, sitting: Sitting, settle: Settle
) -> None:
    shelf = Shelf(monkeypatch, range(1_000_000))
    model = RegisterModel(sitting, CONSULTATION)
    model.reload()
    settle()
    assert model.rowCount() == 1_000_000
    assert cell(model, 999_999, "number") == LOADING
    settle()
    assert cell(model, 999_999, "visitor") == "某999999"
    chance = random.Random(7)
    for _ in range(60):
        first = chance.randrange(1_000_000 - 30)
        for at in range(first, first + 30):
            cell(model, at, "visitor")
        settle()
        assert cell(model, first, "visitor") == f"某{first}"
    assert len(model._pages) <= KEPT_PAGES
    assert {limit for _, limit in shelf.asked} == {PAGE}
    assert all(name.startswith("ledger") for name in shelf.threads)


def test_a_fling_over_the_list_asks_for_few_pages(
    monkeypatch: pytest.MonkeyPatch, sitting: Sitting, settle: Settle
) -> None:
    """While the worker is busy, pages that were only passed by are forgotten again."""
    shelf = Shelf(monkeypatch, range(1_000_000))
    model = RegisterModel(sitting, CONSULTATION)
    model.reload()
    settle()
    shelf.asked.clear()
    for at in range(0, 1_000_000, 500):
        cell(model, at, "visitor")
    cell(model, 777_777, "visitor")
    settle()
    assert len(shelf.asked) < 8
    assert cell(model, 777_777, "visitor") == "某777777"


def test_a_seen_page_is_announced_when_it_comes(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, sitting: Sitting, settle: Settle
) -> None:
    Shelf(monkeypatch, range(1_050))
    model = RegisterModel(sitting, CONSULTATION)
    model.reload()
    settle()
    with qtbot.waitSignal(model.dataChanged) as changed:
        cell(model, 1_049, "visitor")
    first, last = changed.args[0], changed.args[1]
    assert (first.row(), last.row()) == (1_000, 1_049)


def test_a_newer_question_makes_the_older_answer_moot(
    monkeypatch: pytest.MonkeyPatch, sitting: Sitting, settle: Settle
) -> None:
    shelf = Shelf(monkeypatch, range(5))
    gate = threading.Event()
    counted = shelf.count

    def slow(place: Any, register: Any, choice: Choice) -> int:
        if choice.words == "旧":
            assert gate.wait(20)
            return 3
        return counted(place, register, choice)

    monkeypatch.setattr(list_records, "count_records", slow)
    model = RegisterModel(sitting, CONSULTATION)
    totals: list[int] = []
    model.counted.connect(totals.append)
    model.show(Question(Choice(words="旧")))
    model.show(Question(Choice(words="新")))
    gate.set()
    settle()
    assert totals == [5]


def test_a_page_that_cannot_be_read_is_told_once_and_not_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, sitting: Sitting, settle: Settle
) -> None:
    shelf = Shelf(monkeypatch, range(1_000))
    model = RegisterModel(sitting, CONSULTATION)
    model.reload()
    settle()
    told: list[Exception] = []
    sitting.tasks.troubled.connect(told.append)

    def broken(*given: Any, **named: Any) -> list[ListRow]:
        raise Trouble("读写磁盘出错。")

    with monkeypatch.context() as patch:
        patch.setattr(list_records, "page_of_records", broken)
        for _ in range(5):
            cell(model, 500, "number")
            settle()
    assert [str(error) for error in told] == ["读写磁盘出错。"]
    assert cell(model, 500, "number") not in (LOADING, "")
    model.reload()
    settle()
    cell(model, 500, "number")
    settle()
    assert cell(model, 500, "visitor") == "某500"
    assert shelf.asked


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_a_record_is_found_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch, sitting: Sitting, newest_first: bool, seed: int
) -> None:
    chance = random.Random(seed)
    some = [DAY - timedelta(days=chance.randrange(40)) for _ in range(chance.choice([1, 2, 99, 350]))]
    shelf = Shelf(monkeypatch, sorted(some, reverse=newest_first))
    question = Question(Choice(), newest_first)
    for at in {0, len(some) - 1, chance.randrange(len(some))}:
        row = shelf.row(at)
        assert position_of(sitting.place, CONSULTATION, question, row.uid, row.day) == at
    for day in (DAY - timedelta(days=90), DAY + timedelta(days=1), some[0]):
        assert position_of(sitting.place, CONSULTATION, question, "f" * 32, day) is None


def test_a_day_with_more_records_than_a_page_is_searched_through(
    monkeypatch: pytest.MonkeyPatch, sitting: Sitting
) -> None:
    shelf = Shelf(monkeypatch, [DAY] * (3 * PAGE))
    last = shelf.row(3 * PAGE - 1)
    assert position_of(sitting.place, CONSULTATION, Question(), last.uid, DAY) == 3 * PAGE - 1


def test_position_agrees_with_the_real_list(filled_sitting: Sitting, model: RegisterModel) -> None:
    place = filled_sitting.place
    for at in range(model.rowCount()):
        row = model.row(at)
        assert row is not None
        assert position_of(place, CONSULTATION, model.question, row.uid, row.day) == at


def test_voiding_takes_a_record_from_the_list_but_not_from_the_ledger(
    filled_sitting: Sitting, settle: Settle
) -> None:
    model = RegisterModel(filled_sitting, CONSULTATION)
    model.show(Question(Choice()))
    settle()
    before = model.rowCount()
    saved = save(filled_sitting.place, visitor="某甲", id_number=resident(8), sex=Sex.FEMALE)
    void_record(filled_sitting.place, CONSULTATION, saved.record.uid, "重复登记")
    model.reload()
    settle()
    assert model.rowCount() == before
    model.show(Question(Choice(void=True)))
    settle()
    assert model.position(saved.record.uid) is not None


def test_child_indexes_have_no_rows(model: RegisterModel) -> None:
    inner = model.index(0, 0)
    assert model.rowCount(inner) == 0
    assert model.columnCount(inner) == 0
    assert model.data(QModelIndex()) is None


@pytest.mark.parametrize(
    ("text", "cell_text"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-劳动报酬", "'-劳动报酬"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1+1", "'=1+1"),
        ("\r\n=cmd|'/c calc'!A0", "'=cmd|'/c calc'!A0"),
        ("一行\n两行\t三格", "一行 两行 三格"),
        ("43068119620304123X", "43068119620304123X"),
        ("999001196203041225", "'999001196203041225"),
        ("0730123", "'0730123"),
        ("0", "0"),
        ("-3", "-3"),
        ("12", "12"),
        ("2023-11-30", "2023-11-30"),
        ("", ""),
        ("\x00\x1b\u2028", ""),
    ],
)
def test_what_is_copied_stays_text(text: str, cell_text: str) -> None:
    assert safe_cell(text) == cell_text


def test_a_copied_table_has_as_many_cells_as_columns() -> None:
    lines = [["甲", "乙"], ["一\t二", "三\r\n四"], ["<b>粗</b>", "a & b"]]
    told = as_text(lines)
    assert [line.count("\t") for line in told.splitlines()] == [1, 1, 1]
    html = as_html(lines)
    assert html.count("<tr>") == 3
    assert html.count("<td") + html.count("<th") == 6
    assert "<b>" not in html
    assert "a &amp; b" in html
