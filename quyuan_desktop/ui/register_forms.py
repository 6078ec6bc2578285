"""The forms of one register, each made, and loaded, when first wanted: for a new record, a correction, each step."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from quyuan_desktop.domain.office import Role, for_head_alone
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import Guest, Register, Values, values_of
from quyuan_desktop.services import drafts, save_record
from quyuan_desktop.ui.form_task import correcting_task, new_task, step_task
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

if TYPE_CHECKING:
    from quyuan_desktop.ui.forms import RecordForm

NEW, CORRECT = "_new", "_correct"
"""The forms of a register beside those of its steps, which go by the step's code."""
SUPPLIED = "补充信息"
"""The reason of a correction that fills in what a step lacks."""


class RegisterForms(QObject):
    """made(RecordForm): a form was made, for the page to hold; filled(RecordForm): it is to be shown now; missed():
    a draft that was wanted is not there any more."""

    made = Signal(object)
    filled = Signal(object)
    missed = Signal()

    def __init__(self, sitting: Sitting, register: Register, guest: Guest | None, parent: QObject) -> None:
        super().__init__(parent)
        self._sitting, self._register, self._guest = sitting, register, guest
        self._begun = Latest(self, sitting.tasks)
        self._forms: dict[str, RecordForm] = {}

    def form(self, widget: QWidget | None) -> "RecordForm | None":
        """The form that `widget` is; None when it is none of these."""
        return next((form for form in self._forms.values() if form is widget), None)

    def begin_new(self) -> None:
        """An empty form."""
        place, register, guest = self._sitting.place, self._register, self._guest

        def begun() -> Values:
            if guest is None:
                return save_record.defaults(place, register)
            return save_record.defaults_as_guest(place, guest)

        self._begun.ask(begun, lambda values: self._fill(NEW, values))

    def start_with(self, values: Values) -> None:
        """The form of a new record with `values`."""
        self._fill(NEW, values)

    def correct(self, uid: str, field: str = "") -> None:
        """The form on the record `uid`; with `field` to fill in there what a step lacks."""
        place, register = self._sitting.place, self._register

        def fill(values: Values) -> None:
            form = self._fill(CORRECT, values, uid=uid)
            if field:
                form.point_to(field, SUPPLIED)

        self._begun.ask(lambda: values_of(save_record.open_record(place, register, uid)), fill)

    def take_step(self, uid: str, code: str) -> None:
        """The form of a step of the workflow; Trouble when it is the head's, Refused when it cannot be taken now."""
        place, register = self._sitting.place, self._register

        def job() -> Values:
            step = register.workflow.step(code) if register.workflow is not None else None
            if step is not None and step.head and place.staff.role is not Role.HEAD:
                raise Trouble(for_head_alone(f"“{step.label}”", place.office.level))
            values = values_of(save_record.open_record(place, register, uid))
            return save_record.step_begun(place, register, values, code)

        self._begun.ask(job, lambda values: self._fill(code, values, uid=uid))

    def resume(self, draft_key: str) -> None:
        """The form that a draft was typed into, as it was left."""
        place, register = self._sitting.place, self._register

        def job() -> tuple[Any, Values | None]:
            content = drafts.draft(place, draft_key)
            if content is None or not content.entry.uid:
                return content, None
            return content, values_of(save_record.open_record(place, register, content.entry.uid))

        self._begun.ask(job, lambda answer: self._resume(*answer))

    def _resume(self, content: Any, base: Values | None) -> None:
        if content is None:
            self._sitting.said.emit("这份草稿已经不在了，可能已保存或丢弃。")
            self.missed.emit()
            return
        from quyuan_desktop.ui.forms import STEP_KEY

        entry = content.entry
        mode, flow = content.typed.get(STEP_KEY), self._register.workflow
        if mode and mode not in {step.code for step in (flow.steps if flow is not None else ())}:
            self._sitting.said.emit("这份草稿的办理步骤已经改了，先按普通草稿打开。")
            mode = ""
        mode = mode or (CORRECT if entry.uid else NEW)
        self._fill(mode, content.typed, uid=entry.uid, draft_key=entry.key, base=base)

    def _fill(
        self, mode: str, values: Values, uid: str = "", draft_key: str = "", base: Values | None = None
    ) -> "RecordForm":
        form = self._forms.get(mode) or self._make(mode)
        form.start(values, uid=uid, draft_key=draft_key, base=base)
        self.filled.emit(form)
        return form

    def _make(self, mode: str) -> "RecordForm":
        from quyuan_desktop.ui.forms import RecordForm

        flow = self._register.workflow
        if mode == NEW or (mode == CORRECT and flow is None):
            task = new_task(self._register)
        elif mode == CORRECT or flow is None:
            task = correcting_task(self._register)
        else:
            task = step_task(self._register, flow.step(mode))
        form = RecordForm(self._sitting, self._register, task=task)
        self._forms[mode] = form
        self.made.emit(form)
        return form
