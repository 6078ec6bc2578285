"""The form in the register page: opening, drafts, what follows a saving."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.drafts import drafts, keep_draft
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import consultation, resident
from tests.pages import press, show, texts
from tests.register_pages import form_of, names, rows

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> RegisterPage:
    """The page over the office with records, shown."""
    made = RegisterPage(filled_sitting, CONSULTATION)
    show(qtbot, made, settle)
    return made


# -- form, drafts


def test_f2_opens_the_form_on_the_record(page: RegisterPage, settle: Settle) -> None:
    page.list.setFocus()
    name = names(page)[0]
    press(Qt.Key.Key_F2)
    settle()
    form = form_of(page)
    assert form.isVisible()
    assert form.values()["visitor"] == name
    assert form._uid == rows(page)[0].uid


def test_a_void_record_cannot_be_corrected_or_voided_again(page: RegisterPage, settle: Settle) -> None:
    page.filter.void.click()
    settle()
    uid = next(row.uid for row in rows(page) if row.state is State.VOID)
    page.open_record(uid)
    settle()
    assert not page.detail.correct.isEnabled()
    assert not page.detail.annul.isEnabled()
    assert not page.detail.print.isEnabled()
    assert "已作废：重复登记" in texts(page.detail)
    page.list.setFocus()
    press(Qt.Key.Key_F2)
    settle()
    assert page.findChild(RecordForm) is None


def test_escape_from_an_untouched_form_leaves_no_draft(page: RegisterPage, settle: Settle) -> None:
    page.new.click()
    settle()
    press(Qt.Key.Key_Escape)
    settle()
    assert page.list.isVisible()
    assert drafts(page._sitting.place) == []
    assert not page.drafts.isVisible()


def test_what_was_typed_is_offered_again_and_gone_on_with(
    qtbot: QtBot, page: RegisterPage, settle: Settle
) -> None:
    page.new.click()
    settle()
    form_of(page).body.editors["visitor"].show_value("赵未完")
    press(Qt.Key.Key_Escape)
    settle()
    assert page.drafts.isVisible()
    assert "1 份草稿" in page.drafts.text.text()
    assert "赵未完" in page.drafts.text.text()
    page.drafts.go_on.click()
    settle()
    assert form_of(page).isVisible()
    assert form_of(page).values()["visitor"] == "赵未完"


def test_a_draft_is_thrown_away_only_after_asking(page: RegisterPage, settle: Settle, answers: Any) -> None:
    place = page._sitting.place
    for at in range(3):
        keep_draft(place, f"{at:032x}", CONSULTATION.code, {}, title=f"某{at}")
    keep_draft(place, "f" * 32, "no_such_register", {}, title="别处的")
    page.reload()
    settle()
    assert "3 份草稿" in page.drafts.text.text()
    assert page.drafts.others.isVisible()
    answers.next = [False, True]
    page.drafts.throw.click()
    settle()
    assert len(drafts(place)) == 4
    page.drafts.throw.click()
    settle()
    assert len(drafts(place)) == 3
    assert "2 份草稿" in page.drafts.text.text()


def test_a_draft_that_is_gone_is_said_to_be(page: RegisterPage, settle: Settle) -> None:
    told: list[str] = []
    page._sitting.said.connect(told.append)
    page.resume("0" * 32)
    settle()
    assert "草稿" in told[-1]
    assert page.list.isVisible()


def fill_and_save(page: RegisterPage, settle: Settle, **changes: Any) -> None:
    page.new_record()
    settle()
    form = form_of(page)
    form.start(consultation(**changes))
    settle()
    form.save()
    settle()


def test_what_was_saved_is_stood_on_and_told(page: RegisterPage, settle: Settle) -> None:
    told: list[Any] = []
    page.saved.connect(told.append)
    fill_and_save(
        page,
        settle,
        visitor="新来的",
        id_number=resident(6),
        received_on=date(2023, 11, 2),
        replied_on=None,
        informed_on=None,
    )
    assert len(told) == 1
    assert page.list.isVisible()
    assert page.detail.name.text() == "新来的"
    assert names(page)[page.list.currentIndex().row()] == "新来的"
    assert page.list.currentIndex().row() == 3, "an earlier day of this month stands last"


def test_what_was_saved_outside_the_filter_is_shown_all_the_same(page: RegisterPage, settle: Settle) -> None:
    fill_and_save(
        page,
        settle,
        visitor="补登的",
        id_number=resident(6),
        received_on=date(2023, 5, 2),
        replied_on=None,
        informed_on=None,
    )
    assert page.detail.name.text() == "补登的"
    assert page.detail.outside.isVisible()
    assert "补登的" not in names(page)


def test_saving_with_the_paper_opens_the_paper(page: RegisterPage, settle: Settle) -> None:
    page.new_record()
    settle()
    form = form_of(page)
    form.start(consultation(visitor="要凭证的", id_number=resident(6)))
    settle()
    form.save_and_go_on()
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert view.isVisible()
    assert "回执" in view._source.title
    press(Qt.Key.Key_Escape)
    settle()
    assert page.detail.name.text() == "要凭证的"


def test_a_saving_taken_back_comes_into_the_form_again(page: RegisterPage, settle: Settle) -> None:
    page.start_with(consultation(visitor="又来的"))
    settle()
    assert form_of(page).isVisible()
    assert form_of(page).values()["visitor"] == "又来的"


def test_opening_a_record_over_the_form_keeps_what_was_typed(page: RegisterPage, settle: Settle) -> None:
    uid = rows(page)[1].uid
    page.new_record()
    settle()
    form_of(page).body.editors["visitor"].show_value("半途的")
    page.open_record(uid)
    settle()
    assert page.list.isVisible()
    assert page.detail.uid == uid
    assert [entry.title for entry in drafts(page._sitting.place)] == ["半途的"]
    assert page.drafts.isVisible()
