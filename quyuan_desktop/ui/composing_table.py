"""A table whose cells can be typed into by an input method without being opened first."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QTableView


class ComposingTable(QTableView):
    """Base of the tables that are typed into."""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # WORKAROUND(Qt opens the editor for a text that comes without a composition, and loses the text.)
        whole = bool(event.commitString()) and not event.preeditString()
        opens = whole and self.indexWidget(self.currentIndex()) is None
        super().inputMethodEvent(event)
        editor = self.indexWidget(self.currentIndex())
        if opens and editor is not None:
            QApplication.sendEvent(editor.focusProxy() or editor, event)
