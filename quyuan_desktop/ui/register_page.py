"""One register at work: the filter, the list, the record below it; form, paper and history open in its place.

What opens there, and what the list gives away, is loaded when it is first wanted, so that the list is there sooner.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers.base import Guest, Register, Values
from quyuan_desktop.services import leading, save_record
from quyuan_desktop.services.list_records import Choice, ListRow
from quyuan_desktop.services.save_record import Saved
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.detail import Sight
from quyuan_desktop.ui.form_task import Onward
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.register_browse import RegisterBrowse
from quyuan_desktop.ui.register_forms import RegisterForms
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.table_model import Question, RegisterModel

if TYPE_CHECKING:
    from quyuan_desktop.ui.entry_sheet import EntrySheet
    from quyuan_desktop.ui.forms import RecordForm
    from quyuan_desktop.ui.history_view import HistoryView
    from quyuan_desktop.ui.list_files import ListFiles
    from quyuan_desktop.ui.paper_view import PaperView
    from quyuan_desktop.ui.printing import Printers

VOID_REASONS = ("重复登记", "登记错人", "来访人要求撤回", "不属登记范围")


class RegisterPage(QWidget):
    """List and record of `register`. saved(Saved): the form saved one; summed(str): what is selected, in words."""

    saved = Signal(object)
    summed = Signal(str)

    def __init__(
        self,
        sitting: Sitting,
        register: Register,
        parent: QWidget | None = None,
        printers: "Printers | None" = None,
        guest: Guest | None = None,
    ) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._register = register
        self._printers = printers
        self._led = Latest(self, sitting.tasks)
        self._forms = RegisterForms(sitting, register, guest, self)
        self._visiting = ""
        self._stale = True
        self.model = RegisterModel(sitting, register, self)
        self._stack = QStackedLayout(self)
        self._browse = parts = RegisterBrowse(sitting, register, self.model)
        self.head, self.filter, self.new = parts.head, parts.filter, parts.head.new
        self.drafts, self.list, self.empty = parts.drafts, parts.list, parts.empty
        self.splitter, self.detail = parts.splitter, parts.detail
        self._stack.addWidget(self._browse)
        self._listen()
        self._add_keys()
        self.setFocusProxy(self.list)
        self.model.question = Question(self.filter.choice())

    @cached_property
    def files(self) -> "ListFiles":
        """What the list gives away and takes in."""
        from quyuan_desktop.ui.list_files import ListFiles

        made = ListFiles(self._sitting, self._register, self, self._printers)
        made.opened.connect(self._put_up)
        return made

    # -- built once

    def _listen(self) -> None:
        self.head.begun.connect(self.new_record)
        self.head.sheet_wanted.connect(self.enter_sheet)
        self.head.columns_wanted.connect(self._choose_columns)
        self.head.tables_wanted.connect(lambda: self.files.open_menu())
        self.filter.changed.connect(self._show_choice)
        self.filter.slipped.connect(self._sitting.said)
        self.drafts.resumed.connect(self.resume)
        self._forms.made.connect(self._adopt)
        self._forms.filled.connect(self._show)
        self._forms.missed.connect(self.drafts.reload)
        self.model.counted.connect(self._show_count)
        self.list.chosen.connect(self._show_row)
        self.list.opened.connect(self._enter_detail)
        self.list.summed.connect(self.summed)
        self.list.lacking.connect(self._tell_outside)
        self.empty.begun.connect(self.new_record)
        self.empty.widened.connect(self._widen)
        self.detail.shown.connect(self._note_shown)
        self.detail.opened.connect(self._open_moment)
        self.detail.correction_wanted.connect(self.correct)
        self.detail.voiding_wanted.connect(self.void)
        self.detail.return_wanted.connect(self._send_back)
        self.detail.history_wanted.connect(self.show_history)
        self.detail.paper_wanted.connect(self.show_paper)
        self.detail.place_wanted.connect(self._show_in_list)
        self.detail.step_wanted.connect(self.take_step)
        self.detail.lead_wanted.connect(self.lead_on)
        self._sitting.changed.connect(self._note_change)

    def _add_keys(self) -> None:
        for keys, slot in (
            ("F2", self.detail.correct.click),
            ("Ctrl+B", self.detail.send_back.click),
            ("Ctrl+P", self.detail.open_papers),
            ("Ctrl+Return", self.detail.go_on),
            ("Ctrl+E", self.detail.open_steps),
            ("Ctrl+D", self.detail.progress.explain_all),
            ("Ctrl+Shift+H", self.detail.history.click),
            ("Ctrl+L", self._choose_columns),
            ("Ctrl+Shift+N", self.enter_sheet),
            ("Ctrl+T", lambda: self.files.open_menu()),
            ("Ctrl+Shift+E", lambda: self.files.export()),
            ("Ctrl+Shift+P", lambda: self.files.print_list()),
            ("Ctrl+Shift+I", lambda: self.files.import_file()),
            ("Ctrl+Shift+F", self.filter.words.setFocus),
        ):
            QShortcut(QKeySequence(keys), self._browse).activated.connect(slot)

    # -- the list

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def reload(self) -> None:
        """Read list, record and drafts again."""
        self._stale = False
        self.model.reload()
        self.detail.reload()
        self.drafts.reload()

    def _note_change(self, changed: Changed) -> None:
        if changed.register not in ("", self._register.code):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def _show_choice(self, choice: Choice) -> None:
        self._visiting = ""
        self.list.relent()
        self.model.show(Question(choice, self.model.question.newest_first))

    def _show_count(self, total: int) -> None:
        self._browse.show_count(total, keeps=bool(self._visiting))

    def _widen(self) -> None:
        if self.filter.narrowed:
            self.filter.clear()
        else:
            self.filter.choose_all_days()

    def _choose_columns(self) -> None:
        menu = self.list.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        under = self.head.columns
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    # -- the record

    def _show_row(self, row: ListRow | None) -> None:
        if row is not None:
            self._visiting = ""
            if row.uid == self.detail.uid:
                self.detail.tell_outside(False)
            else:
                self.detail.show_record(row.uid)

    def _enter_detail(self, uid: str) -> None:
        if uid == self.detail.uid:
            self.detail.focus()
        else:
            self.open_record(uid)

    def open_record(self, uid: str) -> None:
        """Show the record `uid` and stand on it in the list, or say that the filter leaves it out."""
        self._leave()
        self._visiting = uid
        self.list.expect(uid)
        self.detail.show_record(uid)

    def show_standing(self, standing: Standing | None) -> None:
        """Show the records that stand so towards the district, of whatever day."""
        self._leave()
        self.filter.show_standing(standing)

    def _note_shown(self, sight: Sight | None) -> None:
        if sight is None:
            return
        self.detail.show()
        if sight.record.uid == self._visiting:
            self.list.stand_on(self._visiting, getattr(sight.record, self._register.day))

    def _tell_outside(self, uid: str) -> None:
        if uid == self.detail.uid:
            self.detail.tell_outside(True)

    def _show_in_list(self) -> None:
        sight = self.detail.sight
        if sight is not None:
            day = getattr(sight.record, self._register.day)
            self.list.expect(sight.record.uid, day)
            self.filter.show_day(day, void=sight.void)

    def _open_moment(self, register: str, uid: str) -> None:
        if register == self._register.code:
            self.open_record(uid)
        else:
            self._sitting.wanted.emit(register, uid)

    def void(self, uid: str) -> None:
        """Make the record void, for a reason the person gives."""
        sight = self.detail.sight
        if sight is None or sight.record.uid != uid:
            return
        text = f"{sight.record.number} 作废后编号保留、内容可查，不再计入统计，也不能恢复。\n请写明作废的理由："
        reason = self._sitting.ask.reason(f"作废{self._register.label}", text, VOID_REASONS)
        if reason is None:
            return
        place, register = self._sitting.place, self._register

        def done(changed: Changed) -> None:
            self._sitting.said.emit(f"{sight.record.number} 已作废，编号保留。")
            self._sitting.changed.emit(changed)

        self._sitting.tasks.run(lambda: save_record.void_record(place, register, uid, reason), done=done)

    def _send_back(self, uid: str) -> None:
        sight = self.detail.sight
        if sight is not None and sight.record.uid == uid:
            from quyuan_desktop.ui.sending_back import send_back

            send_back(self._sitting, self._register, sight.record)

    # -- the form

    def new_record(self) -> None:
        """Open an empty form."""
        self._forms.begin_new()

    def correct(self, uid: str, field: str = "") -> None:
        """Open the form on the record `uid`; with `field` to fill in there what a step lacks."""
        self._forms.correct(uid, field)

    def take_step(self, uid: str, code: str) -> None:
        """Open the form of a step of the workflow; said when the record is not where it begins."""
        self._forms.take_step(uid, code)

    def resume(self, draft_key: str) -> None:
        """Go on with a draft."""
        self._forms.resume(draft_key)

    def start_with(self, values: Values) -> None:
        """Open the form of a new record with `values`: those of a saving that was taken back, or led here."""
        self._forms.start_with(values)

    def _adopt(self, form: "RecordForm") -> None:
        form.saved.connect(self._take_saved)
        form.goes_on.connect(self._go_on)
        form.moved.connect(self._move)
        form.closed.connect(self._to_list)
        form.led_elsewhere.connect(self.correct)
        self._stack.addWidget(form)

    def lead_on(self, uid: str, code: str) -> None:
        """Begin the record of another register that the record `uid` leads to, with all it carries."""
        place, register = self._sitting.place, self._register
        self._led.ask(
            lambda: leading.led_values(place, register, uid, code),
            lambda led: self._sitting.led.emit(led.register, led.values),
        )

    def _take_saved(self, saved: Saved) -> None:
        self._to_list()
        uid = saved.record.uid
        self._visiting = uid
        self.list.expect(uid, getattr(saved.record, self._register.day))
        self.detail.show_record(uid)
        self.model.reload()
        self.saved.emit(saved)

    def _move(self, values: Values, code: str) -> None:
        """What was typed here turned out to be of another register: take it in there."""
        self._to_list()
        place, register = self._sitting.place, self._register
        self._led.ask(
            lambda: leading.moved_values(place, register, values, code),
            lambda led: self._sitting.led.emit(led.register, led.values),
        )

    def _go_on(self, saved: Saved, onward: Onward) -> None:
        """What usually follows a saving, when the person asked for it."""
        uid = saved.record.uid
        if onward.paper:
            self._open_paper(uid, saved.record.number, onward.paper)
        elif onward.step:
            self.take_step(uid, onward.step)
        elif onward.lead:
            self.lead_on(uid, onward.lead)

    # -- what opens in the list's place

    def show_paper(self, uid: str, kind_code: str) -> None:
        """Look at a paper of the record that is shown."""
        if self.detail.sight is not None and uid == self.detail.uid:
            self._open_paper(uid, self.detail.sight.record.number, kind_code)

    def _open_paper(self, uid: str, number: str, kind_code: str) -> None:
        from quyuan_desktop.ui.paper_source import RecordPaper
        from quyuan_desktop.ui.paper_view import PaperView

        kind = next(each for each in self._register.papers if each.code == kind_code)
        source = RecordPaper(self._sitting.place, self._register, uid, number, kind)
        view = PaperView(self._sitting, source, self._printers)
        self._put_up(view)

    def show_history(self, uid: str) -> None:
        """Show what became of the record."""
        if self.detail.sight is not None and uid == self.detail.uid:
            from quyuan_desktop.ui.history_view import HistoryView

            title = f"修改历史　{self.detail.sight.record.number}"
            self._put_up(HistoryView(self._sitting, self._register, uid, title))

    def enter_sheet(self) -> None:
        """Open the sheet on which many are entered line by line; for registers that have one."""
        if self._register.sheet:
            from quyuan_desktop.ui.entry_sheet import EntrySheet

            sheet = EntrySheet(self._sitting, self._register)
            self._put_up(sheet)
            sheet.open()

    def _put_up(self, view: "PaperView | HistoryView | EntrySheet") -> None:
        self._leave()
        view.closed.connect(self._to_list)
        self._stack.addWidget(view)
        self._show(view)

    def _show(self, widget: QWidget) -> None:
        """Show what is in the stack, with the keyboard in it."""
        self._stack.setCurrentWidget(widget)
        inner = self.list if widget is self._browse else widget
        self.setFocusProxy(inner)
        if self.isVisible():
            inner.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        """Back to the list from whatever is open; a form keeps its draft."""
        form = self._forms.form(self._stack.currentWidget())
        if form is not None:
            form.keep_and_close()
        self._to_list()

    def _to_list(self) -> None:
        shown = self._stack.currentWidget()
        self.drafts.reload()
        if shown is self._browse:
            return
        self._show(self._browse)
        if self._forms.form(shown) is None:
            self._stack.removeWidget(shown)
            shown.deleteLater()
        self.detail.reload()
