"""What the pages of the rules are made of: a field that is kept as soon as one leaves it, and the page itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from quyuan_desktop.domain.office import Role, for_head_alone
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.choice_editors import ChoiceEditor
from quyuan_desktop.ui.dialogs.parts import Slip, column, label
from quyuan_desktop.ui.editor import Editor, Today
from quyuan_desktop.ui.editors import ParagraphEditor, make_editor
from quyuan_desktop.ui.line_editors import LineEditor
from quyuan_desktop.ui.sitting import Sitting

TO_CONFIRM = "⚠ 待区局确认"
SAVED_AT_ONCE = "改动离开这一格就保存，不用点保存；Esc 取回没有保存的输入，“恢复默认”取回程序原来的值。"

Check = Callable[[Any], list[Problem]]


class Keep(Protocol):
    """Does `job` with the place of work on the worker, which returns the place as it now is.

    `what` was kept is said to the person; `refused` hears why not, `kept` that it was.
    """

    def __call__(
        self,
        job: Callable[[Workplace], Workplace],
        what: str,
        refused: Callable[[Exception], None],
        kept: Callable[[], None] | None = None,
    ) -> None: ...


def may_change(place: Workplace) -> bool:
    """Whether the person at work may change the rules."""
    return place.staff.role is Role.HEAD


def sentence_of(error: Exception) -> str:
    """What a person reads of a service's refusal."""
    return "".join(each.text for each in error.problems) if isinstance(error, Refused) else str(error)


def mark_to_confirm() -> QWidget:
    """The sign and words for what the district has to confirm."""
    return label(TO_CONFIRM, "", "amber")


class KeptField(QWidget):
    """A field with its label above and its slip below, kept as soon as one leaves it.

    wanted(value): a sound value other than the one that is kept; typed(): something was typed or chosen.
    `check` tells further slips of a value, and warnings, which do not stop it from being kept.
    """

    wanted = Signal(object)
    typed = Signal()

    def __init__(self, field: Field, today: Today, *, editable: bool, check: Check | None = None) -> None:
        super().__init__()
        self.field = field
        self.editor: Editor = make_editor(field, today) if editable else _reader(field, today)
        self.slip = Slip()
        self._check = check or _nothing_wrong
        self._editable = editable
        self._kept: Any = field.kind.empty
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(3))
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.px(8))
        says_it_itself = editable and isinstance(field.kind, kinds.Flag)
        name = label("" if says_it_itself else field.label, "label")
        name.setMinimumHeight(name.fontMetrics().lineSpacing())
        name.setBuddy(self.editor)
        self.head.addWidget(name)
        self.head.addStretch(1)
        inner.addLayout(self.head)
        self.line = QHBoxLayout()
        self.line.setSpacing(theme.px(12))
        self.line.addWidget(self.editor)
        if not self.editor.stretches:
            self.line.addStretch(1)
        inner.addLayout(self.line)
        inner.addWidget(self.slip)
        self.editor.changed.connect(self._on_changed)
        self.editor.left.connect(self._on_left)
        self.editor.entered.connect(self._on_entered)
        self.editor.refused.connect(self.refuse)

    @property
    def pending(self) -> bool:
        """Whether something else stands there than what is kept."""
        if not self._editable:
            return False
        found = self.editor.value()
        return isinstance(found, Problem) or found != self._kept

    def show_value(self, value: Any) -> None:
        """Show what is kept; what is being typed stays."""
        stays = self.pending
        self._kept = value
        if not stays:
            self._show()

    def _show(self) -> None:
        self.editor.show_value(self._kept if self._editable else _in_words(self.field.kind, self._kept))
        self._say(self._check(self._kept))

    def revert(self) -> bool:
        """Let stand again what is kept; whether there was anything else."""
        pending = self.pending
        self._show()
        if pending:
            self.typed.emit()
        return pending

    def sound_value(self) -> Any:
        """The value as it stands; None where there is a slip."""
        if not self._editable:
            return self._kept
        found = self.editor.value()
        return None if self._slips(found) else found

    def finish(self) -> bool:
        """Keep what stands there; False when it is not sound."""
        if not self._editable:
            return True
        found = self.editor.value()
        problems = self._slips(found)
        self._say(problems or self._check(found))
        if problems:
            return False
        if found != self._kept:
            self._kept = found
            self.wanted.emit(found)
        return True

    def refuse(self, sentence: str) -> None:
        """Say what is wrong ('' for nothing)."""
        self._say([Problem("", sentence)] if sentence else [])

    def _slips(self, found: Any) -> list[Problem]:
        if isinstance(found, Problem):
            return [found]
        if self.field.required and found in (None, "", ()):
            return [Problem("", f"请填写{self.field.label}。")]
        return [each for each in self._check(found) if not each.warning]

    def _say(self, problems: list[Problem]) -> None:
        tone = "" if not problems else "amber" if problems[0].warning else "red"
        theme.set_tone(self.slip, tone or "red")
        self.slip.say("".join(each.text for each in problems))
        self.editor.set_tone(tone)

    def _on_changed(self) -> None:
        self.typed.emit()
        if not self.field.kind.typed_as_text and not isinstance(self.editor, ChoiceEditor):
            self.finish()
        elif self.slip.isVisible():
            found = self.editor.value()
            self._say(self._slips(found) or self._check(found))

    def _on_left(self) -> None:
        self.finish()
        if isinstance(self.editor, LineEditor):
            self.editor.line.setCursorPosition(0)  # a long text is read from its beginning

    def _on_entered(self) -> None:
        if self.finish():
            self.focusNextChild()


def _nothing_wrong(value: Any) -> list[Problem]:
    return []


def _reader(field: Field, today: Today) -> Editor:
    """What shows the field's value in words to somebody who may not change it."""
    several = isinstance(field.kind, kinds.Text) and field.kind.multiline
    made = make_editor(replace(field, kind=kinds.Text(limit=10_000, multiline=several)), today)
    if isinstance(made, LineEditor):
        made.line.setReadOnly(True)
    elif isinstance(made, ParagraphEditor):
        made.paragraph.setReadOnly(True)
    return made


def _in_words(kind: kinds.Kind, value: Any) -> str:
    shown, unit = kind.show(value), getattr(kind, "unit", "")
    return f"{shown} {unit}" if shown and unit else shown


class RulesPage(QScrollArea):
    """A page of the rules: what it is about, and its fields; it scrolls where the window is too low."""

    def __init__(self, sitting: Sitting, keep: Keep, title: str, about: str) -> None:
        super().__init__()
        self.sitting = sitting
        self.keep = keep
        self.title = title
        self.place = sitting.place
        self.editable = may_change(sitting.place)
        self.fields: list[KeptField] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        ground = QWidget()
        ground.setProperty("role", "page")
        self.setWidget(ground)
        self.rows = column(ground, margin=20, spacing=8)
        self.rows.addWidget(label(title, "heading"))
        self.rows.addWidget(label(about, "hint", wrap=True))
        if not self.editable:
            self.rows.addWidget(
                label(f"这里可以查看；{for_head_alone('修改', self.place.office.level)}", "", "amber", wrap=True)
            )

    def today(self) -> date:
        """The day by which typed days are read."""
        return self.place.today

    def take(self, place: Workplace) -> None:
        """The rules as they now stand."""
        self.place = place

    def finish(self) -> bool:
        """Keep what is being typed; False, and the focus there, when it is not sound."""
        for field in self.fields:
            if field.isVisible() and not field.finish():
                field.editor.setFocus()
                return False
        return True

    def revert(self) -> bool:
        """Let what is kept stand again; whether anything else was being typed."""
        reverted = [field.revert() for field in self.fields]
        return any(reverted)
