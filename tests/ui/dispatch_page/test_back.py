"""上报区局: the sheet of what was handed over, and the receipt that comes back."""

import os
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.handover import handover_pdf
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.receipts import acknowledge, receive, return_record
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.dialogs.receipt import TakeReceipt
from quyuan_desktop.ui.dispatch_page import STATE, DispatchPage
from tests.exchanging import DISTRICT, at_district, exported
from tests.offices import save
from tests.pages import CTRL, dialog, press
from tests.ui.dispatch_page.hand import Key, Settle, Sticks


def test_the_sheet_says_what_was_handed_over(office: Workplace, tmp_path: Path) -> None:
    save(office)
    stick = tmp_path / "stick"
    stick.mkdir()
    done = exported(office, stick)
    text = "".join(extract_text(handover_pdf(office, 1)))
    for words in (
        "营田司法所",
        DISTRICT.name,
        done.digest[:4].upper(),
        "第0001批.qyb",
        "咨询",
        "未结账",
        "交件人签名",
    ):
        assert words in text, words


def merged(tmp_path: Path, stick: Path, act: Callable[[Workplace], object] = lambda district: None) -> None:
    """The district merges what lies on the stick, does `act`, and answers on the stick."""
    with at_district(tmp_path / "district") as district:
        merge(district, [stick])
        act(district)
        assert acknowledge(district, stick).outcome is Outcome.DONE


def test_a_receipt_by_keys_tells_what_came_back_and_leads_there(
    page: DispatchPage, office: Workplace, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    exported(office, stick)
    uid = save(office, visitor="王某某").record.uid
    exported(office, stick)
    merged(tmp_path, stick, lambda district: return_record(district, CONSULTATION, uid, "缺少联系电话"))
    press(Key.Key_I, CTRL)
    made: TakeReceipt = dialog(page, TakeReceipt, qtbot, settle)
    made.choice.setFocus()
    press(Key.Key_Return)
    settle()
    assert made.verdict.text() == "△ 已导入：退回 1 条，等你处理"
    assert "区局已收到第 1、2 批。" in made.outcome.text()
    (line,) = made.returned.lines()
    assert (line.title.split(" ")[0], line.detail) == ("退回", "缺少联系电话")
    qtbot.waitUntil(made.returned.hasFocus)
    with qtbot.waitSignal(page._sitting.wanted) as opened_:
        press(Key.Key_Return)
    assert opened_.args == [CONSULTATION.code, uid]
    settle()
    assert page.returned_card.isVisible()
    assert [each.texts[STATE] for each in page.batches.lines.lines] == ["✓ 区局已收"] * 2


def test_the_same_receipt_twice_says_so(
    page: DispatchPage, office: Workplace, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    exported(office, stick)
    merged(tmp_path, stick)
    for words in ("区局已收到第 1 批。", "以前已经导入过"):
        page.do("receive")
        made: TakeReceipt = dialog(page, TakeReceipt, qtbot, settle)
        made.go()
        settle()
        assert made.verdict.text() == "✓ 已导入回执"
        assert words in made.outcome.text()
        made.close()
        settle()


def test_a_batch_that_never_came_is_shown_as_such(
    page: DispatchPage, office: Workplace, tmp_path: Path, settle: Settle
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    lost = exported(office, stick)
    assert lost.path is not None
    lost.path.unlink()
    exported(office, stick)
    merged(tmp_path, stick)
    receive(office, stick)
    page.reload()
    settle()
    assert [each.texts[STATE][0] for each in page.batches.lines.lines] == ["✓", "△"]


def test_what_is_no_receipt_is_refused_in_the_dialogue(
    page: DispatchPage, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    page.do("receive")
    made: TakeReceipt = dialog(page, TakeReceipt, qtbot, settle)
    made.go()
    settle()
    assert "没有给本所的回执" in made.slip.text()
    (stick / "屈原_营田司法所_回执_第0001批.qyr").write_bytes(os.urandom(300))
    made.go()
    settle()
    assert "不是工作台的上报包或回执" in made.slip.text()
    assert made.go_button.isVisible()
