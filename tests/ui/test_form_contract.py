"""What holds for the form of every register: it builds, names every field, and gives back the values it shows."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.bundle import RESOURCES
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Register, blank, fields_of, row_class
from quyuan_desktop.registers.form_design import FormDesign, Line, form_fields, plain_design
from quyuan_desktop.services.save_record import defaults
from quyuan_desktop.ui.drop_line import DropLine
from quyuan_desktop.ui.editor import Editor
from quyuan_desktop.ui.editors import make_editor
from quyuan_desktop.ui.field_help import help_text
from quyuan_desktop.ui.form_body import FormBody
from quyuan_desktop.ui.form_designs import design_of
from quyuan_desktop.ui.form_frame import MORE
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.people_panel import TAKE, PeoplePanel
from quyuan_desktop.ui.row_view import REMOVE
from quyuan_desktop.ui.rows_editor import ADD, RowsEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.filling import show_form
from tests.offices import TODAY
from tests.strategies import any_values, raw_for

pytestmark = pytest.mark.qt_log_ignore("OpenType support missing", extend=True)  # of a script nobody here reads
every_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
often = settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def body(register: Register, sitting: Sitting, qtbot: QtBot) -> FormBody:
    """The fields of the register's form."""
    made = FormBody(register, design_of(register), lambda: TODAY, None, PeoplePanel(sitting, register))
    qtbot.addWidget(made)
    return made


@every_register
def test_every_field_stands_in_the_design_once(register: Register) -> None:
    declared = sorted(field.name for field in form_fields(register))
    assert sorted(design_of(register).fields) == declared
    assert sorted(plain_design(register).fields) == declared


def test_a_design_that_forgets_a_field_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    from quyuan_desktop.registers.legal_aid import form

    whole = form.FORMS["consultation"]
    monkeypatch.setitem(form.FORMS, "consultation", FormDesign(cards=whole.cards[1:]))
    with pytest.raises(ValueError, match="every field once"):
        design_of(REGISTERS["consultation"])


@every_register
def test_every_field_has_a_label_to_be_seen_and_a_name_to_be_heard(
    register: Register, sitting: Sitting, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    form = RecordForm(sitting, register)
    form.start(blank(register.record))
    show_form(form, qtbot, settle)
    form.aids.fold(opened=True)
    form.body.arrange(frozenset(), {})
    words = _words(form)
    for name, editor in form.body.editors.items():
        assert editor.isVisibleTo(form), name
        assert any(editor.field.label in word for word in words), name
        if isinstance(editor, RowsEditor):
            editor.add()
            for row in editor.rows:
                _names_are_heard(list(row.editors.values()))
        else:
            _names_are_heard([editor])
    form.hide()
    settle()


def _words(form: QWidget) -> set[str]:
    """All that can be read on the form: labels, check boxes, and what empty lines say."""
    labels = {label.text() for label in form.findChildren(QLabel) if label.isVisibleTo(form)}
    buttons = {button.text() for button in form.findChildren(QAbstractButton) if button.isVisibleTo(form)}
    return labels | buttons | {line.placeholderText() for line in form.findChildren(DropLine)}


def _names_are_heard(editors: list[Editor]) -> None:
    for editor in editors:
        assert editor.field.label in editor.control.accessibleName()
        assert editor.field.help == editor.control.accessibleDescription()


@every_register
def test_help_says_what_the_declaration_says(register: Register) -> None:
    rows = [field for field in register.fields if isinstance(field.kind, kinds.Rows)]
    inner = [each for field in rows for each in fields_of(row_class(register.record, field.name))]
    for field in (*register.fields, *inner):
        assert field.help in help_text(field)
        assert len(help_text(field)) > len(field.help)


@every_register
@often
@given(data=st.data())
def test_values_come_back_as_they_were_shown(register: Register, body: FormBody, data: st.DataObject) -> None:
    values = data.draw(any_values(register.record))
    body.show_values(values)
    found, slips = body.collect()
    assert slips == []
    assert found == values


@every_register
@often
@given(data=st.data())
def test_what_is_typed_comes_back_exactly_however_wrong(
    register: Register, body: FormBody, data: st.DataObject
) -> None:
    for editor in body.every_editor():
        if editor.field.kind.typed_as_text or isinstance(editor.typed(), str):
            editor.retype(data.draw(raw_for(editor.field.kind))[:900])
    typed = json.loads(json.dumps(body.typed()))
    body.show_values(blank(register.record))
    assert body.typed() != typed or not any(editor.typed() for editor in body.every_editor())
    body.retype(typed)
    assert body.typed() == typed


@every_register
@often
@given(data=st.data())
def test_going_on_from_any_typing_never_breaks(register: Register, data: st.DataObject, qtbot: QtBot) -> None:
    field = data.draw(st.sampled_from([each for each in register.fields if not isinstance(each.kind, kinds.Rows)]))
    editor = make_editor(field, lambda: TODAY)
    qtbot.addWidget(editor)
    if not isinstance(editor.typed(), str):
        return
    editor.retype(data.draw(raw_for(field.kind))[:900])
    value = editor.value()
    editor.finish()
    assert editor.value() == value or editor.typed() == field.kind.show(editor.value())


def test_a_register_without_a_design_gets_two_narrow_fields_to_a_line() -> None:
    lines = [line for card in plain_design(REGISTERS["consultation"]).cards for line in card.lines]
    assert Line(lines[1].slots).fields == ("via_12348", "received_on")
    assert all(len(line.slots) <= 2 for line in lines)


def test_the_plain_design_builds_too(sitting: Sitting, qtbot: QtBot) -> None:
    register = REGISTERS["consultation"]
    panel = PeoplePanel(sitting, register)
    body = FormBody(register, plain_design(register), lambda: TODAY, None, panel)
    qtbot.addWidget(body)
    body.show_values(blank(register.record))
    assert set(body.typed()) == {field.name for field in register.fields if not field.derived}


def test_nothing_of_the_form_is_cut_off_when_it_is_narrow(
    sitting: Sitting, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    register = REGISTERS["consultation"]
    form = RecordForm(sitting, register)
    form.start(defaults(sitting.place, register))
    show_form(form, qtbot, settle)
    for width in (1234, 1050, 760, 620):
        form.resize(width, 480)
        qtbot.waitUntil(lambda width=width: form.width() == width)  # type: ignore[misc]  # bound early
        qtbot.waitUntil(lambda: form.body.inner.width() == form.body.viewport().width())
        for editor in form.body.every_editor():
            if editor.isVisible():
                right = editor.mapTo(form.body.inner, editor.rect().topRight()).x()
                assert right <= form.body.inner.width(), (width, editor.field.name)
    form.hide()
    settle()


def test_the_help_page_names_every_key_of_the_form() -> None:
    page = (RESOURCES / "help" / "10-form.md").read_text(encoding="utf-8")
    for key in (
        TAKE,
        MORE,
        ADD,
        REMOVE,
        "Ctrl+S",
        "Ctrl+Enter",
        "Ctrl+J",
        "Esc",
        "F1",
        "Alt+1",
        "F4",
        "Ctrl+Shift+↑",
    ):
        assert key in page, key
