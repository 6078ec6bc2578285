"""The time limits in the dialogue of rules: by keys, kept at once, taken back, with an example that counts."""

from datetime import datetime
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.deadlines import Certainty
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.workdays import DayKind
from quyuan_desktop.services import house_rules
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs import rules_deadlines
from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.dialogs.rules_deadlines import DeadlinesPage
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import ZONE, Clock
from tests.ui.at_the_desk import focus
from tests.ui.rules_dialog.hand import Key, Open, Settle, deadlines, enter, press, retype


def row(page: DeadlinesPage, code: str) -> list[str]:
    """What the table shows of a time limit."""
    items = [page.table.item(page.table.row_of(code), column) for column in range(page.table.columnCount())]
    return [item.text() for item in items if item is not None]


def kept(sitting: Sitting, code: str = "aid.decide") -> Any:
    """The time limit as the ledger has it."""
    return house_rules.load(sitting.place.ledger).deadline(code)


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
