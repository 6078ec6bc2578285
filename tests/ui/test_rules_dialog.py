"""The rules of the house in their dialog: every page by keys, kept at once, taken back, and read-only for a clerk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.deadlines import Certainty
from quyuan_desktop.domain.office import Level, Role
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.workdays import DayKind
from quyuan_desktop.registers import DESKS, REGISTERS, desks_for, kinds
from quyuan_desktop.registers.reporting import CUT_OFF, own_periods, window
from quyuan_desktop.registers.settings import DeskSetting
from quyuan_desktop.services import house_rules
from quyuan_desktop.services.number_templates import number_templates
from quyuan_desktop.services.report_forms import FORMS, handed_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs import rules_deadlines
from quyuan_desktop.ui.dialogs.rule_parts import ONLY_HEAD, KeptField, RulesPage
from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.dialogs.rules_deadlines import DeadlinesPage
from quyuan_desktop.ui.dialogs.rules_holidays import HolidaysPage
from quyuan_desktop.ui.dialogs.rules_settings import DeskPage, NumbersPage, ReportingPage
from quyuan_desktop.ui.line_editors import LineEditor
from quyuan_desktop.ui.short_list import LINE
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.offices import ZONE, Clock, save
from tests.ui.at_the_desk import Answers, focus

Page = TypeVar("Page", bound=RulesPage)
Key = Qt.Key
Settle = Callable[[], None]
Open = Callable[..., Rules]
NOTICE = "日期,休或班,名称\n2024/10/1,休,国庆节\n2024/10/12,班,\n"


@pytest.fixture
def open_rules(qtbot: QtBot, settle: Settle) -> Open:
    """Shows the dialog and waits for what it loads."""

    def opener(sitting: Sitting, **options: Any) -> Rules:
        dialog = Rules(sitting, **options)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.changed.connect(lambda place: setattr(sitting, "place", place))
        dialog.show()
        qtbot.waitUntil(dialog.isActiveWindow)
        settle()
        return dialog

    return opener


@pytest.fixture
def dialog(open_rules: Open, sitting: Sitting) -> Rules:
    """The dialog as the head sees it on 2023-11-30."""
    return open_rules(sitting)


@pytest.fixture
def clerk_sitting(place: Workplace, tasks: Tasks, answers: Answers, layout: QSettings) -> Sitting:
    """Somebody at work who is not the head."""
    return Sitting(replace(place, staff=replace(place.staff, role=Role.CLERK)), tasks, answers, layout)


def page_of(dialog: Rules, kind: type[Page]) -> Page:
    """Turn to the first page of that kind."""
    found = next(page for page in dialog.pages if isinstance(page, kind))
    dialog.show_page(found)
    return found


def deadlines(dialog: Rules, code: str = "aid.decide") -> DeadlinesPage:
    """The page of time limits, on the row of that code."""
    page = page_of(dialog, DeadlinesPage)
    page.table.setCurrentCell(page.table.row_of(code), 0)
    return page


def row(page: DeadlinesPage, code: str) -> list[str]:
    """What the table shows of a time limit."""
    items = [page.table.item(page.table.row_of(code), column) for column in range(page.table.columnCount())]
    return [item.text() for item in items if item is not None]


def press(*keys: Key) -> None:
    """Press keys where the focus is."""
    for key in keys:
        QTest.keyClick(focus(), key)


def retype(text: str) -> None:
    """Type over what stands where the focus is."""
    QTest.keyClick(focus(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus(), text)


def enter(field: KeptField, text: str) -> None:
    """Write what has no key on a Latin keyboard, as an input method does."""
    field.editor.setFocus()
    editor = field.editor
    assert isinstance(editor, LineEditor)
    editor.line.replace_with(text)


def kept(sitting: Sitting, code: str = "aid.decide") -> Any:
    """The time limit as the ledger has it."""
    return house_rules.load(sitting.place.ledger).deadline(code)


# -- time limits


def test_the_table_shows_every_column(dialog: Rules) -> None:
    page = deadlines(dialog)
    assert row(page, "aid.decide") == [
        "作出是否给予法律援助的决定",
        "收到申请（补正期间停钟）",
        "7 日 顺延",
        "区法律援助中心",
        "法律援助法第43条",
        "法律援助法全文",
        "法律原文",
        "提前 2 日",
        "",
    ]
    assert row(page, "aid.objection")[6] == "⚠ 待区局确认"
    assert row(page, "aid.detained")[2] == "1 日 不顺延"
    assert row(page, "consult.letter")[2] == "7 工作日"
    assert row(page, "aid.limitation")[2] == "写明的日期"
    assert page.table.rowCount() == len(dialog.place.house.deadlines)


def test_what_is_to_be_confirmed_is_amber(dialog: Rules) -> None:
    table = deadlines(dialog).table
    item = table.item(table.row_of("aid.objection"), 6)
    assert item is not None
    assert item.foreground().color() == theme.colour("amber")


def test_days_are_changed_by_keys_alone(qtbot: QtBot, dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    said: list[str] = []
    sitting.said.connect(said.append)
    page = deadlines(dialog)
    page.table.setFocus()
    press(Key.Key_Return)
    assert page.by_name["days"].isAncestorOf(focus())
    retype("5")
    assert "2023-12-05 到期" in page.example.text()
    with qtbot.waitSignal(dialog.changed) as changed:
        press(Key.Key_Return)
    settle()
    assert changed.args is not None
    assert changed.args[0].house.deadline("aid.decide").days == 5
    assert kept(sitting).days == 5
    assert row(page, "aid.decide")[2] == "5 日 顺延"
    assert row(page, "aid.decide")[8] == "已改"
    assert said == ["已保存：作出是否给予法律援助的决定"]
    assert dialog.told.text() == "✓ 已保存 09:00：作出是否给予法律援助的决定"
    assert page.by_name["kind"].isAncestorOf(focus())


def test_every_column_can_be_changed(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = deadlines(dialog)
    for name, text in (
        ("event", "审查"),
        ("trigger", "收件"),
        ("days", "10"),
        ("ahead", "4"),
        ("party", "中心"),
        ("article", "某条"),
        ("source", "某处"),
    ):
        enter(page.by_name[name], text)
        press(Key.Key_Tab)
    for name, key in (("kind", Key.Key_Right), ("certainty", Key.Key_Right)):
        page.by_name[name].editor.setFocus()
        press(key)
    for name in ("roll_over", "on"):
        page.by_name[name].editor.setFocus()
        press(Key.Key_Space)
    settle()
    rule = kept(sitting)
    assert (rule.event, rule.trigger, rule.days, rule.ahead) == ("审查", "收件", 10, 4)
    assert (rule.party, rule.article, rule.source) == ("中心", "某条", "某处")
    assert (rule.kind, rule.certainty) == (DayKind.WORKING, Certainty.CONFIRMED)
    assert (rule.roll_over, rule.on) == (False, False)
    assert row(page, "aid.decide")[7] == "不提醒"


def test_default_is_told_and_brought_back(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = deadlines(dialog)
    assert not page.restore.isEnabled()
    page.by_name["article"].editor.setFocus()
    retype("x")
    press(Key.Key_Return)
    settle()
    assert page.default_hint.text() == "程序原来的值：依据 法律援助法第43条。"
    page.restore.setFocus()
    press(Key.Key_Space)
    settle()
    assert kept(sitting).article == "法律援助法第43条"
    assert page.by_name["article"].editor.typed() == "法律援助法第43条"
    assert row(page, "aid.decide")[8] == ""
    assert not page.restore.isEnabled()


def test_the_example_counts_for_real(dialog: Rules) -> None:
    page = deadlines(dialog)
    assert page.example.text() == (
        "例：2023-11-30 收到申请（补正期间停钟），2023-12-07 到期。为什么：依据法律援助法第43条。"
        "自2023-11-30起7日，当日不计，从2023-12-01数到2023-12-07。"
    )
    page.by_name["days"].editor.setFocus()
    retype("9")
    assert "末日逢休息日（12-09周六、12-10周日），顺延到2023-12-11。" in page.example.text()
    page.by_name["roll_over"].editor.setFocus()
    press(Key.Key_Space)
    assert "2023-12-09 到期" in page.example.text()


def test_a_day_that_is_written_down_is_no_count(dialog: Rules) -> None:
    page = deadlines(dialog, "consult.appointment")
    assert page.example.text() == (
        "例：写明的日期是 2023-11-30，当日到期。为什么：依据本所约定。期限写明到2023-11-30。"
        if page.rule.article
        else "例：写明的日期是 2023-11-30，当日到期。为什么：期限写明到2023-11-30。"
    )


def test_the_example_of_an_unknown_year_is_amber(
    open_rules: Open, sitting: Sitting, clock: Clock, settle: Settle
) -> None:
    clock.at = datetime(2031, 3, 3, 9, 0, tzinfo=ZONE)
    page = deadlines(open_rules(sitting))
    assert "2031年的放假安排还没有导入" in page.example.text()
    assert page.example.property("tone") == "amber"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("days", "七天", "不是整数"),
        ("days", "", "请填写期限"),
        ("days", "3661", "应在 0 到 3660 之间"),
        ("ahead", "400", "应在 0 到 365 之间"),
        ("event", "  ", "请填写事项"),
        ("trigger", "", "请填写从哪天算起"),
    ],
)
def test_a_slip_stands_beside_its_field_and_nothing_is_kept(
    dialog: Rules, sitting: Sitting, settle: Settle, name: str, typed: str, sentence: str
) -> None:
    before = kept(sitting)
    page = deadlines(dialog)
    field = page.by_name[name]
    enter(field, typed)
    press(Key.Key_Return)
    settle()
    assert sentence in field.slip.text()
    assert field.slip.isVisible()
    assert field.isAncestorOf(focus())
    assert kept(sitting) == before


def test_escape_takes_back_what_is_typed_and_then_closes(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = deadlines(dialog)
    page.by_name["days"].editor.setFocus()
    retype("99")
    press(Key.Key_Escape)
    assert dialog.isVisible()
    assert page.by_name["days"].editor.typed() == "7"
    assert "2023-12-07 到期" in page.example.text()
    press(Key.Key_Escape)
    settle()
    assert not dialog.isVisible()
    assert kept(sitting).days == 7


def test_closing_keeps_what_is_typed(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = deadlines(dialog)
    page.by_name["days"].editor.setFocus()
    retype("5")
    dialog.close()
    settle()
    assert not dialog.isVisible()
    assert kept(sitting).days == 5
    assert sitting.place.house.deadline("aid.decide").days == 5


def test_closing_over_a_slip_stays(dialog: Rules, settle: Settle) -> None:
    page = deadlines(dialog)
    page.by_name["days"].editor.setFocus()
    retype("x")
    assert not dialog.close()
    assert page.by_name["days"].isAncestorOf(focus())
    press(Key.Key_Escape)
    assert dialog.close()


def test_another_row_drops_a_slip(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = deadlines(dialog)
    page.by_name["days"].editor.setFocus()
    retype("x")
    page.table.setFocus()
    assert page.by_name["days"].slip.isVisible()
    press(Key.Key_Down)
    assert not page.by_name["days"].slip.isVisible()
    assert page.by_name["days"].editor.typed() == str(page.rule.days)
    settle()
    assert kept(sitting).days == 7


def test_changes_one_after_the_other_are_all_kept(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = deadlines(dialog)
    for days in ("4", "5", "6"):
        page.by_name["days"].editor.setFocus()
        retype(days)
        press(Key.Key_Tab)
    page.by_name["ahead"].editor.setFocus()
    retype("1")
    press(Key.Key_Tab)
    settle()
    assert (kept(sitting).days, kept(sitting).ahead) == (6, 1)
    assert page.rule == kept(sitting)


def test_a_full_disk_is_told_beside_the_field(
    dialog: Rules, sitting: Sitting, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> Any:
        raise Trouble("磁盘空间已满。请腾出空间再改。")

    monkeypatch.setattr(rules_deadlines, "change_deadline", full)
    page = deadlines(dialog)
    page.by_name["days"].editor.setFocus()
    retype("5")
    press(Key.Key_Return)
    settle()
    assert page.by_name["days"].slip.text() == "磁盘空间已满。请腾出空间再改。"
    assert dialog.told.property("tone") == "red"
    assert page.rule.days == 7
    assert row(page, "aid.decide")[2] == "7 日 顺延"


# -- holidays


def lines(dialog: Rules, what: str) -> list[str]:
    """The lines of a list of the page."""
    page = page_of(dialog, HolidaysPage)
    return [f"{line.title} {line.detail}".strip() for line in getattr(page, what).lines()]


def test_the_present_year_is_shown_first(dialog: Rules) -> None:
    page = page_of(dialog, HolidaysPage)
    assert page.year == 2023
    assert "09-30 周六 至 10-06 周五 国庆节　7 天" in lines(dialog, "rests")
    assert lines(dialog, "works")[-2:] == ["10-07 周六", "10-08 周日"]
    assert page.rests_head.text() == "2023 年放假　共 28 天"
    assert not page.unknown.isVisible()
    assert not page.restore.isEnabled()


def test_the_years_are_gone_through_by_keys(dialog: Rules, settle: Settle) -> None:
    page = page_of(dialog, HolidaysPage)
    page.years.setFocus()
    press(Key.Key_Down)
    settle()
    assert page.year == 2022
    assert page.rests_head.text().startswith("2022 年放假")


def test_a_year_without_a_notice_says_how_it_is_counted(
    open_rules: Open, sitting: Sitting, clock: Clock, settle: Settle
) -> None:
    clock.at = datetime(2031, 3, 3, 9, 0, tzinfo=ZONE)
    dialog = open_rules(sitting)
    page = page_of(dialog, HolidaysPage)
    settle()
    assert page.year == 2031
    assert page.unknown.isVisible()
    assert page.unknown.text().startswith("2031 年还没有放假安排，暂按周六、周日休息推算")
    assert page.unknown.property("tone") == "amber"
    assert lines(dialog, "years")[:2] == ["2032 年 没有安排", "2031 年 没有安排"]
    tones = [page.years.model().index(place, 0).data(LINE).tone for place in range(3)]
    assert tones == ["amber", "amber", ""]


def test_a_notice_from_a_file(
    qtbot: QtBot, dialog: Rules, answers: Answers, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "2024.csv"
    path.write_bytes(NOTICE.encode("gb18030"))
    answers.next = [path]
    page = page_of(dialog, HolidaysPage)
    page.file.setFocus()
    with qtbot.waitSignal(dialog.changed) as changed:
        press(Key.Key_Space)
    settle()
    assert changed.args is not None
    assert not changed.args[0].house.holidays.is_rest_day(date(2024, 10, 12))
    assert page.year == 2024
    assert lines(dialog, "rests") == ["10-01 周二 国庆节　1 天"]
    assert page.slip.text() == "✓ 已收进 2024 年的放假安排，共 2 天。"
    assert "*.csv" in answers.asked[0][1]


def test_a_notice_changes_the_example_at_once(dialog: Rules, settle: Settle) -> None:
    QGuiApplication.clipboard().setText("2023-10-01,休,国庆节\n2023-12-07,休,校庆\n")
    page_of(dialog, HolidaysPage).paste.click()
    settle()
    assert "2023-12-08 到期" in deadlines(dialog).example.text()


def test_a_notice_pasted_by_its_key_and_the_year_put_back(dialog: Rules, settle: Settle) -> None:
    QGuiApplication.clipboard().setText("2023-10-01\t休\t国庆节")
    page = page_of(dialog, HolidaysPage)
    page.years.setFocus()
    QTest.keyClick(focus(), Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert lines(dialog, "rests")[0] == "10-01 周日 国庆节　1 天"
    assert page.restore.isEnabled()
    page.restore.setFocus()
    press(Key.Key_Space)
    settle()
    assert page.rests_head.text() == "2023 年放假　共 28 天"
    assert not page.restore.isEnabled()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "剪贴板里没有文字"),
        ("2024-10-01,休,国庆节\n十月二日,休,国庆节", "第 2 行看不懂：“十月二日,休,国庆节”"),
        ("日期,休或班,名称", "没有放假安排"),
    ],
)
def test_lines_that_cannot_be_read_are_told_beside(
    dialog: Rules, sitting: Sitting, settle: Settle, text: str, sentence: str
) -> None:
    QGuiApplication.clipboard().setText(text)
    page = page_of(dialog, HolidaysPage)
    page.paste.click()
    settle()
    assert sentence in page.slip.text()
    assert page.slip.property("tone") == "red"
    assert page.rests_head.text() == "2023 年放假　共 28 天"


def test_a_notice_without_its_national_day_is_told(dialog: Rules, settle: Settle) -> None:
    QGuiApplication.clipboard().setText("2031-01-01,休,元旦")
    page = page_of(dialog, HolidaysPage)
    page.paste.click()
    settle()
    assert "没有 2031 年国庆节" in page.slip.text()
    assert page.slip.property("tone") == "amber"
    assert page.year == 2031
    assert page.unknown.isVisible()
    assert lines(dialog, "rests") == ["01-01 周三 元旦　1 天"]


def test_a_workbook_is_told_what_to_do_with(
    dialog: Rules, answers: Answers, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "2024.xlsx"
    path.write_bytes(b"PK\x03\x04")
    answers.next = [path]
    page = page_of(dialog, HolidaysPage)
    page.file.click()
    settle()
    assert "另存为 CSV" in page.slip.text()


def test_nothing_chosen_is_nothing_done(dialog: Rules, answers: Answers, settle: Settle) -> None:
    answers.next = [None, None]
    page = page_of(dialog, HolidaysPage)
    page.file.click()
    page.sample.click()
    settle()
    assert not page.slip.isVisible()


def test_the_sheet_to_fill_in_is_written(dialog: Rules, answers: Answers, tmp_path: Path, settle: Settle) -> None:
    answers.next = [tmp_path / "样表"]
    page = page_of(dialog, HolidaysPage)
    page.sample.click()
    settle()
    text = (tmp_path / "样表.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[:2] == ["日期,休或班,名称", "2022-01-01,休,元旦"]
    assert "样表.csv" in page.slip.text()
    answers.next = [tmp_path / "没有" / "样表.csv"]
    page.sample.click()
    settle()
    assert "写不进去" in page.slip.text()


# -- numbers


def test_a_number_has_a_live_sample_and_is_kept(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = page_of(dialog, NumbersPage)
    settle()
    card = page.cards["application"]
    assert card.hint.text() == "样子：屈营司援收字〔2023〕第3号"
    card.field.editor.setFocus()
    QTest.keyClick(focus(), Key.Key_Home)
    QTest.keyClicks(focus(), "A")
    assert card.hint.text() == "样子：A屈营司援收字〔2023〕第3号"
    press(Key.Key_Return)
    settle()
    settle()
    found = {each.code: each.template for each in number_templates(sitting.place)}
    assert found["application"] == "A{short}援收字〔{year}〕第{serial}号"
    assert card.back.isVisible()
    card.back.setFocus()
    press(Key.Key_Space)
    settle()
    settle()
    found = {each.code: each.template for each in number_templates(sitting.place)}
    assert found["application"] == REGISTERS["application"].number
    assert not card.back.isVisible()
    assert card.field.isAncestorOf(focus())


def test_the_changed_number_is_given_out(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    card = page_of(dialog, NumbersPage).cards["consultation"]
    enter(card.field, "{字头}询〔{年份}〕{序号}")
    press(Key.Key_Tab)
    settle()
    made: list[Any] = []
    sitting.tasks.run(lambda: save(sitting.place), done=made.append)
    settle()
    assert made[0].record.number == "屈营司询〔2023〕1"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "要有一处{序号}"),
        ("{字头}{年份}{序列}", "不认识{序列}"),
        ("{字头}{年份}", "要有一处{序号}"),
        ("{字头}{年份}{序号", "花括号没有成对"),
        ("{字头}援收字〔{年份}〕第{序号}号", "与“申请登记”的编号样子相同"),
    ],
)
def test_slips_of_a_number(dialog: Rules, sitting: Sitting, settle: Settle, typed: str, sentence: str) -> None:
    card = page_of(dialog, NumbersPage).cards["consultation"]
    enter(card.field, typed)
    press(Key.Key_Return)
    settle()
    assert sentence in card.field.slip.text()
    assert card.field.slip.property("tone") == "red"
    found = {each.code: each for each in number_templates(sitting.place)}["consultation"]
    assert found.template == found.default


def test_a_slip_of_a_number_goes_as_it_is_mended(dialog: Rules) -> None:
    card = page_of(dialog, NumbersPage).cards["consultation"]
    enter(card.field, "{字头}{年份}{序号")
    press(Key.Key_Return)
    assert card.field.slip.isVisible()
    assert card.hint.text() == "样子：—"
    QTest.keyClick(focus(), Key.Key_End)
    QTest.keyClicks(focus(), "}")
    assert not card.field.slip.isVisible()
    assert card.hint.text() == "样子：屈营司20233"


def test_an_unwise_number_is_kept_with_a_word(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    card = page_of(dialog, NumbersPage).cards["consultation"]
    enter(card.field, "询〔{年份}〕{序号}")
    press(Key.Key_Tab)
    settle()
    settle()
    assert "别的司法所" in card.field.slip.text()
    assert card.field.slip.property("tone") == "amber"
    found = {each.code: each for each in number_templates(sitting.place)}["consultation"]
    assert found.template == "询〔{year}〕{serial}"


# -- what the desks let their office decide


SETTINGS = (
    DeskSetting(
        code="x.money", label="认定线（元）", kind=kinds.Money(), default=None, help="问区局。", certain=False
    ),
    DeskSetting(code="x.days", label="提前几日提醒", kind=kinds.Number(most=30, unit="日"), default=3),
    DeskSetting(code="x.flag", label="打印二维码", kind=kinds.Flag(), default=True),
    DeskSetting(code="x.words", label="落款", kind=kinds.Text(limit=20), default="营田司法所"),
)


@pytest.fixture
def desk_dialog(open_rules: Open, sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> Rules:
    """The dialog with a desk that declares a setting of every kind."""
    monkeypatch.setattr(house_rules, "desk_settings", lambda: {each.code: each for each in SETTINGS})
    return open_rules(sitting, desks=(replace(DESKS[0], label="试验台", settings=SETTINGS),))


def test_a_page_for_every_desk_that_declares_settings(dialog: Rules) -> None:
    titles = [page.title for page in dialog.pages if isinstance(page, DeskPage)]
    assert titles == [desk.label for desk in desks_for(Level.OFFICE) if desk.settings]
    assert [page.title for page in dialog.pages][:3] == ["时限", "节假日", "编号"]


def test_settings_are_shown_with_help_and_mark(desk_dialog: Rules) -> None:
    page = page_of(desk_dialog, DeskPage)
    words = {code: [each.text() for each in card.findChildren(QLabel)] for code, card in page.cards.items()}
    assert "⚠ 待区局确认" in words["x.money"]
    assert "问区局。" in words["x.money"]
    assert "⚠ 待区局确认" not in words["x.days"]
    assert [card.field.editor.typed() for card in page.cards.values()] == ["", "3", True, "营田司法所"]


def test_settings_are_kept_as_one_leaves_them(desk_dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = page_of(desk_dialog, DeskPage)
    page.cards["x.money"].field.editor.setFocus()
    QTest.keyClicks(focus(), "1234.5")
    press(Key.Key_Return)
    retype("5")
    press(Key.Key_Tab)
    page.cards["x.flag"].field.editor.setFocus()
    press(Key.Key_Space)
    settle()
    assert dict(sitting.place.house.settings) == {"x.money": 123_450, "x.days": 5, "x.flag": False}
    assert page.cards["x.money"].field.editor.typed() == "1,234.50"
    assert [code for code, card in page.cards.items() if card.back.isVisible()] == ["x.money", "x.days", "x.flag"]
    for card in list(page.cards.values())[:3]:
        card.back.click()
        settle()
    assert dict(sitting.place.house.settings) == {}, "what the program says anyway is not kept"
    assert not any(card.back.isVisible() for card in page.cards.values())


def test_a_slip_in_a_setting(desk_dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = page_of(desk_dialog, DeskPage)
    page.cards["x.days"].field.editor.setFocus()
    retype("31")
    press(Key.Key_Return)
    settle()
    assert "应在 0 到 30 之间" in page.cards["x.days"].field.slip.text()
    assert dict(sitting.place.house.settings) == {}


# -- how the office reports


def test_the_cut_off_day_and_the_periods_of_a_form_are_kept(
    dialog: Rules, sitting: Sitting, settle: Settle
) -> None:
    page = page_of(dialog, ReportingPage)
    dialog.show_page(page)
    page.cards[CUT_OFF.code].field.editor.setFocus()
    retype("20")
    press(Key.Key_Return)
    settle()
    assert window(sitting.place.house).month(2023, 11).first == date(2023, 10, 21)
    form = FORMS[0]
    card = page.cards[own_periods(form.code, form.title).code]
    card.field.editor.findChildren(QCheckBox)[1].click()
    settle()
    assert form not in handed_in(sitting.place, periods.quarter(2023, 4))
    assert form in handed_in(sitting.place, periods.month("2023-11"))


def test_a_cut_off_day_that_no_month_has_is_refused(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = page_of(dialog, ReportingPage)
    dialog.show_page(page)
    page.cards[CUT_OFF.code].field.editor.setFocus()
    retype("31")
    press(Key.Key_Return)
    settle()
    assert "应在 0 到 27 之间" in page.cards[CUT_OFF.code].field.slip.text()
    assert window(sitting.place.house).start_day == 1


# -- a clerk, keys, size


def test_a_clerk_looks_and_changes_nothing(open_rules: Open, clerk_sitting: Sitting, settle: Settle) -> None:
    dialog = open_rules(clerk_sitting)
    heard: list[object] = []
    dialog.changed.connect(heard.append)
    for page in dialog.pages:
        dialog.show_page(page)
        settle()
        told = [each.text() for each in page.findChildren(QLabel) if each.isVisible()]
        assert ONLY_HEAD in told
        for field in page.fields:
            before = field.editor.typed()
            field.editor.setFocus()
            for key in (Key.Key_5, Key.Key_Up, Key.Key_Right, Key.Key_Space, Key.Key_Tab):
                QTest.keyClick(field.editor.control, key)
            assert field.editor.typed() == before
    holidays = page_of(dialog, HolidaysPage)
    QGuiApplication.clipboard().setText(NOTICE)
    holidays.years.setFocus()
    QTest.keyClick(focus(), Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert not holidays.file.isEnabled()
    assert holidays.sample.isEnabled()
    assert not deadlines(dialog).restore.isEnabled()
    settle()
    assert heard == []
    assert dialog.close()


def test_the_pages_are_gone_through_by_keys(dialog: Rules) -> None:
    assert dialog.list.hasFocus()
    seen = [dialog.page.title]
    for _ in dialog.pages[1:]:
        press(Key.Key_Down)
        seen.append(dialog.page.title)
    assert seen == [page.title for page in dialog.pages]
    QTest.keyClick(focus(), Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert dialog.page is dialog.pages[0]
    QTest.keyClick(focus(), Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert dialog.page is dialog.pages[-1]


def test_tab_comes_to_everything_on_a_page(dialog: Rules) -> None:
    page = deadlines(dialog)
    page.table.setFocus()
    seen = set()
    for _ in range(20):
        press(Key.Key_Tab)
        seen |= {name for name, field in page.by_name.items() if field.isAncestorOf(focus())}
    assert seen == page.by_name.keys()


def test_size_and_page_are_remembered(open_rules: Open, sitting: Sitting, settle: Settle) -> None:
    dialog = open_rules(sitting)
    dialog.resize(700, 500)
    page_of(dialog, NumbersPage)
    dialog.close()
    again = open_rules(sitting)
    assert (again.width(), again.height()) == (700, 500)
    assert again.page.title == "编号"


@pytest.mark.parametrize("percent", [100, 150])
def test_it_fits_the_small_screen(
    qapp: QApplication, open_rules: Open, sitting: Sitting, settle: Settle, percent: int
) -> None:
    theme.scale(qapp, percent)
    dialog = open_rules(sitting)
    dialog.resize(min(1366, theme.px(1240)), min(728, theme.px(680)))
    settle()
    for page in dialog.pages:
        dialog.show_page(page)
        settle()
        ground = page.widget()
        assert page.horizontalScrollBar().maximum() == 0, page.title
        assert ground.width() <= dialog.width()
    assert dialog.width() <= 1366
