"""成批录入: a sheet handed in on paper, entered line by line in a grid and saved together."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.services.entry_sheet import SheetRefused, keep_sheet, kept_sheet, save_lines
from quyuan_desktop.services.linking import linkable
from quyuan_desktop.services.phrases import suggestions
from quyuan_desktop.services.save_record import defaults
from quyuan_desktop.services.save_together import Together, undo_together
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.answering_keys import answer_keys
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.entry_grid import EntryGrid
from quyuan_desktop.ui.entry_model import EntryModel, sentence
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

KEEP_AFTER = 1500
"""Milliseconds after the last cell until what was typed is kept."""
MOST_TOLD = 15
"""Lines whose reminders are written out before they are confirmed."""
HINT = (
    "一行一条。回车到下一格，村名、类别可用拼音；Ctrl+D 同上一行；可以从 Excel 整块粘贴；"
    "Shift+Delete 删行；Ctrl+S 一起保存。"
)
YES = ("是", "有", "√", "✓", "1", "y", "yes")


class EntrySheet(QWidget):
    """The page. closed: the person goes back to the list."""

    closed = Signal()

    def __init__(self, sitting: Sitting, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting, self._register = sitting, register
        self._suggested = Latest(self, sitting.tasks)
        self._done: Together | None = None
        self._lines: list[dict[str, Any]] = []
        self._begin: Values = {}
        self.model = EntryModel(sitting.place, register, self)
        self.grid = EntryGrid(sitting, self.model, self._suggest)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(KEEP_AFTER)
        self._keeping.timeout.connect(self.keep)
        self._build()
        self._listen()

    def _build(self) -> None:
        self.title = label(f"成批录入{self._register.label}", "heading")
        self.count = label("", "hint")
        self.save = button("全部保存 Ctrl+S", "primary", self.save_all)
        self.back = button("返回列表", "", self.leave)
        self.undo = button("撤销刚才的保存", "quiet", self.take_back)
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(8))
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addStretch(1)
        for each in (self.undo, self.back, self.save):
            row.addWidget(each)
        self.hint = label(HINT, "hint", wrap=True)
        self.note = label("", "", wrap=True)
        foot = QFrame()
        foot.setProperty("role", "head")
        below = QVBoxLayout(foot)
        below.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        below.addWidget(self.note)
        below.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.grid, 1)
        column.addWidget(foot)
        self.setFocusProxy(self.grid)
        self.undo.hide()

    def _listen(self) -> None:
        self.model.typed.connect(self._note_typed)
        self.grid.stood.connect(lambda _: self._tell())
        self.grid.pasted.connect(self._paste)
        answer_keys(self, ("Ctrl+S", self.save_all), ("Escape", self.leave), ("Shift+Delete", self.remove_lines))

    # -- beginning and leaving

    def open(self) -> None:
        """Show the lines that were not saved the last time, or blank ones."""
        place, register = self._sitting.place, self._register

        def job() -> tuple[Values, list[dict[str, Any]]]:
            return defaults(place, register), kept_sheet(place, register)

        self._sitting.tasks.run(job, done=lambda found: self._start(*found))

    def _start(self, begin: Values, kept: list[dict[str, Any]]) -> None:
        self._begin = begin
        self.model.show(begin, kept)
        self.grid.stand(len(kept), 0)
        self._tell()
        if kept:
            self._say(f"上次没有保存的 {len(kept)} 行还在，接着填就行。", "")

    def leave(self) -> None:
        """Back to the list; what was typed is kept."""
        self.keep()
        self.closed.emit()

    def keep(self) -> None:
        """Keep what was typed so far."""
        self._keeping.stop()
        place, register, typed = self._sitting.place, self._register, self.model.all_typed()
        self._sitting.tasks.run(lambda: keep_sheet(place, register, typed))

    # -- typing

    def _suggest(self, field: Field, typed: str, tell: Callable[[list[str]], None]) -> None:
        place, register = self._sitting.place, self._register
        if field.suggest:
            self._suggested.ask(lambda: suggestions(place, register, field.name, typed), tell)

    def _note_typed(self) -> None:
        self._keeping.start()
        self._tell()

    def _tell(self) -> None:
        lines, slips = self.model.lines(), self.model.slips
        self.count.setText(f"{len(lines)} 行" + (f"，{len(slips)} 行要核对" if slips else "") if lines else "")
        self.save.setEnabled(bool(lines))
        row = self.grid.currentIndex().row()
        words = self.model.in_words(row)
        self._say(f"第{row + 1}行：{words}" if words else "", "red" if words else "")

    def _say(self, sentence: str, tone: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        theme.set_tone(self.note, tone)

    def remove_lines(self) -> None:
        """Take the selected lines out of the sheet."""
        self.model.remove([index.row() for index in self.grid.selectedIndexes()])
        self._tell()

    def _paste(self, row: int, column: int, block: list[list[str]]) -> None:
        """Put a block of texts in; what leads to other records is looked up on the worker first."""
        place, fields = self._sitting.place, self.model.fields
        links = {
            (fields[column + at].kind.register, text.strip())  # type: ignore[attr-defined]  # those of links only
            for line in block
            for at, text in enumerate(line)
            if column + at < len(fields) and isinstance(fields[column + at].kind, Link) and text.strip()
        }

        def job() -> dict[tuple[str, str], Any]:
            found = {}
            for code, text in links:
                hits = linkable(place, code, text, limit=2)
                same = [each for each in hits if each.text == text]
                found[code, text] = same[0] if same else hits[0] if len(hits) == 1 else None
            return found

        self._sitting.tasks.run(job, done=lambda found: self._put(row, column, block, found))

    def _put(self, row: int, column: int, block: list[list[str]], found: dict[tuple[str, str], Any]) -> None:
        for down, line in enumerate(block):
            for across, text in enumerate(line[: len(self.model.fields) - column]):
                field = self.model.fields[column + across]
                self.model.put(row + down, column + across, _typed(field, text.strip(), found))
        self._tell()

    # -- saving

    def save_all(self) -> None:
        """Save all lines, or say in which one something is wrong."""
        self.grid.setFocus()  # what is being typed is taken first
        values, unread = self.model.values()
        if not values:
            self._say("还没有填写内容。", "red")
            return
        if unread:
            self._show_slips(unread)
            return
        self._save(values, confirmed=False)

    def _save(self, values: list[Values], *, confirmed: bool) -> None:
        place, register = self._sitting.place, self._register
        self._keeping.stop()
        self._sitting.tasks.run(
            lambda: _kept_or_refused(lambda: save_lines(place, register, values, confirmed=confirmed)),
            done=lambda answer: self._after(values, answer),
        )

    def _after(self, values: list[Values], answer: Together | SheetRefused) -> None:
        if isinstance(answer, SheetRefused):
            self._refused(values, answer)
            return
        self._done, self._lines = answer, self.model.all_typed()
        self._sitting.changed.emit(answer.changed)
        self.model.show(self._begin, [])
        self.grid.stand(0, 0)
        self._tell()
        self._say(f"已保存 {len(answer.undos)} 条{self._register.label}。可以接着录下一张，或返回列表查看。", "")
        self.undo.show()

    def _refused(self, values: list[Values], refused: SheetRefused) -> None:
        wrong = {at: found for at, found in refused.slips.items() if any(not problem.warning for problem in found)}
        if wrong:
            self._show_slips(wrong)
            return
        told = "\n".join(
            f"第{at + 1}行：{problem.text}"
            for at, found in list(refused.slips.items())[:MOST_TOLD]
            for problem in found
        )
        more = f"\n……共 {len(refused.slips)} 行有提醒。" if len(refused.slips) > MOST_TOLD else ""
        if self._sitting.ask.confirm("有需要核对的地方", told + more, "仍要保存"):
            self._save(values, confirmed=True)
        else:
            self.model.tell(refused.slips)

    def _show_slips(self, slips: dict[int, Any]) -> None:
        self.model.tell(slips)
        at, found = next(iter(slips.items()))
        row = self.model.lines()[at]
        names = [field.name for field in self.model.fields]
        column = next((names.index(each.field) for each in found if each.field in names), 0)
        self.grid.stand(row, column)
        self._say(f"没有保存。第{row + 1}行：" + sentence(found), "red")

    def take_back(self) -> None:
        """Take the sheet that was saved back, all of it."""
        done, place = self._done, self._sitting.place
        if done is None:
            return

        def undone(changed: Any) -> None:
            self._done = None
            self.undo.hide()
            self._sitting.changed.emit(changed)
            if not self.model.lines():
                self.model.show(self._begin, self._lines)
            self._tell()
            self._say(f"已撤销刚才保存的 {len(done.undos)} 条，编号不再用；各行还在表里，改好可以再保存。", "")

        self._sitting.tasks.run(lambda: undo_together(place, done), done=undone)


def _kept_or_refused(save: Any) -> Together | SheetRefused:
    try:
        saved: Together = save()
    except SheetRefused as refused:
        return refused
    return saved


def _typed(field: Field, text: str, found: dict[tuple[str, str], Any]) -> Any:
    """What stands in a cell after `text` was pasted into it."""
    if isinstance(field.kind, Link):
        linked = found.get((field.kind.register, text))
        return field.kind.plain(linked) if linked is not None else text
    return text.casefold() in YES if isinstance(field.kind, kinds.Flag) else text
