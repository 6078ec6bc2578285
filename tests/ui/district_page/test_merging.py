"""汇总: packages are looked at and merged."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.exchange import sentences
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.receipts import acknowledge
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import merge_view
from quyuan_desktop.ui.district_page import DistrictPage
from quyuan_desktop.ui.merge_view import CHOOSING, MergeView
from tests.exchanging import OTHER
from tests.offices import OFFICE, dump
from tests.pages import CTRL, SHIFT, press
from tests.ui.at_the_desk import Answers
from tests.ui.district_page.hand import Key, Settle, sent


def opened(page: DistrictPage, answers: Answers, folder: Path, settle: Settle) -> MergeView:
    """The packages in `folder` chosen by keys."""
    press(Key.Key_M, CTRL)
    view = page.findChild(MergeView)
    assert view is not None
    settle()
    answers.next = [folder]
    press(Key.Key_O, CTRL | SHIFT)
    settle()
    return view


def lines(view: MergeView) -> list[tuple[str, ...]]:
    return [line.texts for line in view.plans.lines.lines]


def test_packages_of_two_offices_are_looked_at_and_merged(
    page: DistrictPage, district: Workplace, answers: Answers, tmp_path: Path, stick: Path, settle: Settle
) -> None:
    sent(tmp_path, stick, many=2)
    sent(tmp_path, stick, other=True)
    view = opened(page, answers, stick, settle)
    assert view.card.count.text() == "共 2 个包"
    before = dump(district)
    press(Key.Key_Return, CTRL)
    settle()
    assert dump(district) == before
    assert sorted(line[:3] for line in lines(view)) == [(OTHER.name, "第1批", "1"), (OFFICE.name, "第1批", "2")]
    assert {line[-1] for line in lines(view)} == {"✓ 可以合并"}
    press(Key.Key_Return, CTRL)
    settle()
    assert "已合并 2 个包" in view.verdict.text()
    assert count_records(district, CONSULTATION, Choice()) == 3
    assert count_records(district, CONSULTATION, Choice(office=OTHER.code)) == 1
    press(Key.Key_Escape)
    settle()
    assert [line.texts[2] for line in page.offices.lines.lines] == ["第1批", "第1批"]


def test_a_fault_in_one_package_leaves_the_others(
    page: DistrictPage, district: Workplace, answers: Answers, tmp_path: Path, stick: Path, settle: Settle
) -> None:
    sent(tmp_path, stick)
    bad = sent(tmp_path, stick, other=True)
    bad.write_bytes(bad.read_bytes()[:-20])
    view = opened(page, answers, stick, settle)
    press(Key.Key_Return, CTRL)
    settle()
    assert lines(view)[0][-1] == "× 不能合并"
    assert view.told.text() == f"{bad.name}：{sentences.CUT_SHORT}"
    assert "只合并其余 1 个" in view.merge_button.text()
    press(Key.Key_Return, CTRL)
    settle()
    assert count_records(district, CONSULTATION, Choice()) == 1
    assert "1 个没有合并" in view.verdict.text()


def test_each_bad_file_has_its_own_sentence_and_nothing_changes(
    page: DistrictPage,
    district: Workplace,
    answers: Answers,
    tmp_path: Path,
    stick: Path,
    settle: Settle,
) -> None:
    good = sent(tmp_path, tmp_path)
    whole = good.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    merge(district, [good])
    (receipt,) = acknowledge(district, tmp_path).paths
    wanted = {
        "1 text.qyb": (b"hello", sentences.NOT_OURS),
        "2 flipped.qyb": (bytes(flipped), sentences.DAMAGED),
        "3 short.qyb": (whole[: len(whole) // 2], sentences.CUT_SHORT),
        "4 more.qyb": (whole + b"x", sentences.TRAILING),
        "5 newer.qyb": (whole[:8] + b"\x00\x09" + whole[10:], sentences.NEWER),
        "6 receipt.qyb": (receipt.read_bytes(), sentences.NOT_A_PACKAGE),
        "7 empty.qyb": (b"", sentences.NOT_OURS),
    }
    for name, (content, _) in wanted.items():
        (stick / name).write_bytes(content)
    before = dump(district)
    view = opened(page, answers, stick, settle)
    press(Key.Key_Return, CTRL)
    settle()
    told = {each.path.name: each.fault for each in view.planned}
    assert told == {name: sentence for name, (_, sentence) in wanted.items()}
    assert not view.merge_button.isEnabled()
    press(Key.Key_Return, CTRL)
    settle()
    assert dump(district) == before


def test_a_folder_without_packages_is_said_so(
    page: DistrictPage, answers: Answers, stick: Path, settle: Settle
) -> None:
    view = opened(page, answers, stick, settle)
    assert view.slip.text() == sentences.NO_PACKAGE
    assert not view.plan_button.isEnabled()
    press(Key.Key_Escape)
    assert not view.isVisible()


def test_work_is_given_up_without_a_trace(
    page: DistrictPage,
    district: Workplace,
    answers: Answers,
    tmp_path: Path,
    stick: Path,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def endless(place: Workplace, paths: list[Path], *, password: object, progress: Any) -> None:
        while True:
            progress("核对上报包", 1, 3)

    monkeypatch.setattr(merge_view, "plan", endless)
    sent(tmp_path, stick)
    before = dump(district)
    view = opened(page, answers, stick, settle)
    press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "33%" in view.working.doing.text())
    press(Key.Key_Escape)
    settle()
    assert view._stack.currentIndex() == CHOOSING
    assert "已取消" in view.slip.text()
    assert dump(district) == before
