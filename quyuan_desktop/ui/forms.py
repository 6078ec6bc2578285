"""The form of one record, made from its declaration: filled in by keys, examined as one types, saved."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.base import Register, Values, blank, called
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services.phrases import suggestions
from quyuan_desktop.services.save_record import Saved, open_record, save_record, take_step
from quyuan_desktop.ui.answering_keys import answer_keys
from quyuan_desktop.ui.draft_keeper import DraftKeeper, Typing
from quyuan_desktop.ui.form_aids import FormAids
from quyuan_desktop.ui.form_body import FormBody
from quyuan_desktop.ui.form_examination import Examination
from quyuan_desktop.ui.form_frame import MORE, REASON, FormBar, FormHead
from quyuan_desktop.ui.form_task import FormTask, Onward, new_task
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.people_panel import TAKE, PeoplePanel
from quyuan_desktop.ui.rows_editor import ADD, USUAL
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.timers import after

SETTLE = 60
"""Milliseconds after the last key before what was typed is examined."""
LOOK = 300
"""Milliseconds after the last key before the ledger is asked who the person is."""
_REASON_KEY, STEP_KEY = "_reason", "_step"
"""Keys of a draft beside the fields: the reason of a correction, the step that is being taken."""


class RecordForm(QWidget):
    """A new record, a correction, or a draft of either.

    saved(Saved): it lies in the ledger; goes_on(Saved, Onward) follows when a paper, the next step or another
    record is wanted; moved(values, lead): it is to be taken in elsewhere; closed(): the person left with the draft
    kept; led_elsewhere(uid, field): the record is to be corrected where this step's form has no field, its draft is
    kept.
    """

    saved = Signal(object)
    goes_on = Signal(object, object)
    moved = Signal(object, str)
    closed = Signal()
    led_elsewhere = Signal(str, str)

    def __init__(
        self, sitting: Sitting, register: Register, parent: QWidget | None = None, task: FormTask | None = None
    ) -> None:
        super().__init__(parent)
        self.sitting, self.register = sitting, register
        self.task = task or new_task(register)
        design = self.task.design
        self.people = PeoplePanel(sitting, register)
        self.head = FormHead(self._today)
        self.body = FormBody(register, design, self._today, self._suggest, self.people, sitting)
        self.bar = FormBar(self.task.verb, bool(design.folded))
        self.keeper = DraftKeeper(sitting, register.code, self._look, self)
        self.examination = Examination(sitting, self.task, self.body, self.head, self.bar, self)
        self.aids = FormAids(sitting, self.body, self.head, self.bar, self)
        self._suggested, self._numbered = Latest(self, sitting.tasks), Latest(self, sitting.tasks)
        self._settle = after(SETTLE, self._examine, self)
        self._look_up = after(LOOK, self._recognise, self)
        self._meets_people = bool(register.people) and any(card.people for card in design.cards)
        self._uid = ""
        self._saving, self._over = False, True
        self._started: dict[str, Any] = {}
        self._before: dict[str, Any] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, stretch in ((self.head, 0), (self.body, 1), (self.bar, 0)):
            column.addWidget(part, stretch)
        self._connect()
        self._make_keys()

    # -- built once

    def _connect(self) -> None:
        self.body.changed.connect(self._note_change)
        self.body.left.connect(self._note_left)
        self.body.going_on.connect(self._examine_now)
        self.body.ended.connect(lambda: self.bar.primary.setFocus(Qt.FocusReason.TabFocusReason))
        self.head.reason.changed.connect(lambda: self._note_change(REASON))
        self.head.reason.entered.connect(lambda: self.body.go_to(self.body.every_editor()[0]))
        self.bar.kept.connect(self.keep_and_close)
        self.bar.saved.connect(self.save)
        self.bar.went_on.connect(self.save_and_go_on)
        self.bar.unfolded.connect(self.aids.turn_fold)
        self.bar.led_elsewhere.connect(self._go_elsewhere)
        self.people.taken.connect(self.take_over)
        self.people.taken_back.connect(self.take_back)
        self.people.opened.connect(self.sitting.wanted)
        self.keeper.kept.connect(lambda: self.head.kept.setText(f"草稿已保存 {self.sitting.place.now():%H:%M}"))
        self.keeper.dropped.connect(self.head.kept.clear)
        self.keeper.failed.connect(lambda text: self.bar.say(f"草稿没有存上：{text}", "red"))

    def _make_keys(self) -> None:
        answer_keys(
            self,
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.save_and_go_on),
            ("Ctrl+Enter", self.save_and_go_on),
            ("Esc", self.keep_and_close),
            ("F1", self.aids.explain),
            ("Ctrl+J", self.aids.open_phrases),
            (MORE, self.aids.turn_fold),
            (ADD, self.aids.add_row),
            (USUAL, self.aids.add_usual_rows),
            (TAKE, lambda: self.people.take_number(1)),
            *((f"Alt+{place}", partial(self.people.take_number, place)) for place in range(1, 10)),
        )

    def _today(self) -> date:
        return self.sitting.place.today

    # -- beginning

    def start(
        self,
        values: Mapping[str, Any],
        uid: str = "",
        draft_key: str = "",
        base: Values | None = None,
    ) -> None:
        """Begin with the values of a new record, or of the one called `uid`, which is corrected or led a step on.

        With `draft_key` `values` is what `typed` gave when that draft was kept, and `base` are the record's values
        beneath it. What is being filled in now is kept as a draft first.
        """
        self.keep_draft()
        self._uid, self._over, self._saving, self._before = uid, False, False, None
        self.people.clear()
        correcting = bool(uid) and self.task.step is None
        self.examination.begin(correcting=correcting)
        self.head.open(self.task.title(uid), correcting)
        self.bar.show_state(saving=False, anyway=False)
        self.bar.say("")
        if draft_key:
            self.body.show_values(base or blank(self.register.record))
            self.body.retype(dict(values))
            self.head.reason.retype(values.get(_REASON_KEY))
            self.head.kept.setText("从草稿继续")
        else:
            self.body.show_values(dict(values))
        begun = self.values()
        if uid:
            self._show_number(uid)
        else:
            self.head.title.setText(self.task.title("", begun))
        self.keeper.begin(uid, draft_key)
        self._started = self.typed()
        self.examination.begin_with(begun, *([base] if base else []))
        self.examination.run()
        self.aids.fold_as_needed(begun, fresh=not uid and not draft_key)
        self._recognise()
        self.body.verticalScrollBar().setValue(0)
        self.setFocusProxy(self.head.reason if correcting else self.aids.first_blank())

    def point_to(self, field: str, reason: str) -> None:
        """Begin a correction at `field`, for a reason that is known already."""
        self.head.reason.retype(reason)
        self._started = self.typed()
        editor = self.body.editor_of(field)
        if editor is not None:
            self.body.go_to(editor)
            self.setFocusProxy(self.aids.within(editor))

    def _show_number(self, uid: str) -> None:
        place, register = self.sitting.place, self.register
        self._numbered.ask(
            lambda: called(register, open_record(place, register, uid)),
            lambda name: self.head.title.setText(f"{self.task.title(uid)}　{name}"),
        )

    # -- what stands there

    def typed(self) -> dict[str, Any]:
        """What stands in the form, exactly, in a form that JSON can hold."""
        typed = self.body.typed()
        if self.task.step is not None:
            typed[STEP_KEY] = self.task.step.code
        elif self._uid or self.head.reason.typed():
            typed[_REASON_KEY] = self.head.reason.typed()
        return typed

    def values(self) -> Values:
        """The values of what stands there; what can't be read is empty."""
        return self.body.collect()[0]

    def _look(self) -> Typing:
        values = self.values()
        who, what = str(values.get(self.register.who) or ""), str(values.get(self.register.what) or "")
        return Typing(self.typed(), " · ".join(part for part in (who, what) if part)[:120])

    def _suggest(self, field: Field, typed: str, tell: Callable[[list[str]], None]) -> None:
        place, register = self.sitting.place, self.register
        if field.suggest:
            values = self.values()
            self._suggested.ask(lambda: suggestions(place, register, field.name, typed, values=values), tell)

    # -- as one types

    def _note_change(self, name: str) -> None:
        if self._over or self._saving:
            return
        self.keeper.touch()
        self._settle.start()
        if any(name in role.telling for role in self.register.people):
            self._look_up.start()

    def _note_left(self, editor: object) -> None:
        if not self._over and not self._saving:
            self.examination.note_left(editor)
            self._settle.start()

    def _examine(self) -> None:
        if not self._over and not self._saving:
            self.examination.run()

    def _examine_now(self) -> None:
        """Let the fields follow at once what a card reader or a quick hand has typed."""
        if self._settle.isActive():
            self._settle.stop()
            self._examine()

    def _recognise(self) -> None:
        if self._meets_people and not self._over:
            self.people.look_for(self.examination.completed, self._uid)

    def take_over(self, offer: Values) -> None:
        """Take over offered values into the fields that are blank or untouched, and go on to what is missing."""
        now = self.typed()
        if self._before is None:
            self._before = now
        for name, value in offer.items():
            editor = self.body.editors.get(name)
            if editor is not None and (editor.is_blank() or now[name] == self._started.get(name)):
                editor.show_value(value)
        self._after_taking()
        self.aids.go_to_first_blank()

    def take_back(self) -> None:
        """Put back what stood there before values were taken over."""
        before, self._before = self._before or {}, None
        carried = {name for role in self.register.people for name in role.carried}
        self.body.retype({name: typed for name, typed in before.items() if name in carried})
        self.people.back.hide()
        self._after_taking()

    def _after_taking(self) -> None:
        self.keeper.touch()
        self.examination.run()
        self._look_up.start()

    # -- saving

    def save(self) -> None:
        """Save, or show what is to be put right."""
        self._save(going_on=False)

    def save_and_go_on(self) -> None:
        """Save, and ask for what usually follows; or let it be taken in elsewhere instead."""
        self._finish_focused()
        self._examine_now()
        onward = self.examination.onward
        if onward is not None and onward.moves and not self._saving and not self._over:
            self._move(onward)
        else:
            self._save(going_on=True)

    def _move(self, onward: Onward) -> None:
        """What was typed goes on as a record of another register; nothing of it stays here."""
        values = self.examination.completed
        self._over = True
        self._settle.stop()
        self.keeper.drop()
        self.moved.emit(values, onward.lead)

    def _save(self, *, going_on: bool) -> None:
        if self._saving or self._over:
            return
        self._finish_focused()
        self._settle.stop()
        first = self.examination.try_saving()
        if first is None:
            self._run(self.examination.onward if going_on else None)
        else:
            self._go_to(first)

    def _finish_focused(self) -> None:
        focused = self.body.focused()
        if focused is not None:
            focused.finish()

    def _go_to(self, problem: Problem) -> None:
        if self.examination.wants_folded():
            self.aids.fold(opened=True)
        if problem.field == REASON:
            self.head.reason.setFocus(Qt.FocusReason.TabFocusReason)
            return
        editor = self.body.editor_of(problem.field)
        if editor is not None:
            self.body.go_to(editor)
        elif self.bar.way.isVisible():
            self.bar.way.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_elsewhere(self, field: str) -> None:
        uid = self._uid
        self.keeper.keep(lambda: self._leave_for(uid, field))

    def _leave_for(self, uid: str, field: str) -> None:
        if isValid(self):
            self._leave()
            self.led_elsewhere.emit(uid, field)

    def _run(self, onward: Onward | None) -> None:
        self._saving = True
        self.keeper.rest()
        self._look_up.stop()
        place, register, values = self.sitting.place, self.register, self.values()
        uid, reason, key = self._uid, self.head.reason.typed(), self.keeper.key
        focus = QApplication.focusWidget()
        self.bar.show_state(saving=True, anyway=False)
        self.body.setEnabled(False)
        step, seen = self.task.step, self.examination.confirmed

        def job() -> Saved:
            if step is not None:
                told = {"reason": reason, "draft": key}
                return take_step(place, register, uid, step.code, values, confirmed=True, seen=seen, **told)
            return save_record(
                place, register, values, uid=uid, reason=reason, draft=key, confirmed=True, seen=seen
            )

        self.sitting.tasks.run(
            job,
            done=lambda saved: self._done(saved, onward),
            trouble=lambda error: self._not_done(error, focus),
        )

    def _done(self, saved: Saved, onward: Onward | None) -> None:
        if isValid(self):
            self._over = True
            self._settle_down()
            self.keeper.forget()
        self.sitting.changed.emit(saved.changed)
        if isValid(self):
            self.saved.emit(saved)
        if onward is not None and isValid(self):
            self.goes_on.emit(saved, onward)

    def _not_done(self, error: Exception, focus: QWidget | None) -> None:
        if not isValid(self):
            return
        self._settle_down()
        self.keeper.touch()
        if focus is not None and isValid(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(error, Refused):
            self._go_to(self.examination.refuse(error.problems))
        else:
            self.bar.say(f"没有保存：{error}", "red")

    def _settle_down(self) -> None:
        self._saving = False
        self._settle.stop()
        self.body.setEnabled(True)
        self.bar.show_state(saving=False, anyway=False)

    # -- leaving

    def keep_draft(self) -> None:
        """Keep what is typed now, without waiting; nothing for an untouched or saved form."""
        if not self._over and not self._saving:
            self._finish_focused()
            self._look_up.stop()
            self.keeper.keep()

    def keep_and_close(self) -> None:
        """Keep the draft and close once it is safe."""
        if self._over:
            self.closed.emit()
        elif not self._saving:
            self.keeper.keep(self._leave)

    def _leave(self) -> None:
        if isValid(self):
            self._over = True
            self.keeper.rest()
            self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keep_draft()
