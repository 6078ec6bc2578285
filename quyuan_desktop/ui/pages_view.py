"""Pages of a PDF as pictures in the window, at the screen's own sharpness, with zoom and page keys."""

from PySide6.QtCore import QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from quyuan_desktop.services import attachments, papers
from quyuan_desktop.services.papers import PageImage
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

POINTS_PER_INCH = 72
SCREEN_DPI = 96
ZOOMS = (25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300)
FIT = 0
MARGIN = 16
WIDEST_FIT = 150
NEAR = 2


def as_image(page: PageImage) -> QImage:
    """The picture as Qt holds it; its own copy of the bytes."""
    made = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
    return made.copy()


class PageSheet(QWidget):
    """One page with its edge; white until its picture is here."""

    def __init__(self, size: QSize, number: int, of: int) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setFixedSize(size)
        self.setAccessibleName(f"第 {number} 页，共 {of} 页")

    def put(self, image: QImage | None) -> None:
        """Show `image`, or nothing."""
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self.image is not None:
            painter.drawImage(self.rect(), self.image)
        painter.setPen(QColor(theme.colours().hairline))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PagesView(QScrollArea):
    """Shows the pages of a PDF. zoomed(int): percent shown now; turned(page, pages), counted from 1.

    Pages near the one looked at are kept as pictures, the others are drawn again when they come near.
    Page Up and Page Down turn, Home and End go to the ends. Each page has its own size.
    """

    zoomed = Signal(int)
    turned = Signal(int, int)

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measured = Latest(self, sitting.tasks)
        self._drawn = Latest(self, sitting.tasks)
        self._pdf = b""
        self._shown = b""
        self._points: list[QSizeF] = []
        self._zoom = FIT
        self._sheets: list[PageSheet] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("文书预览")
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # -- what is shown

    def show_pdf(self, pdf: bytes) -> None:
        """Show `pdf` from its first page."""
        self._measured.ask(lambda: attachments.page_sizes(pdf), lambda sizes: self.show_sized(pdf, sizes))

    def show_sized(self, pdf: bytes, sizes: list[tuple[float, float]]) -> None:
        """Show `pdf`, the sizes of whose pages are `sizes`, in points."""
        self._measured.drop()
        self._pdf = pdf
        self._points = [QSizeF(*size) for size in sizes]
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def percent(self) -> int:
        """How large pages are shown, 100 being their size on paper at 96 dpi."""
        broadest = max((size.width() for size in self._points), default=0)
        if self._zoom != FIT or broadest <= 0:
            return self._zoom or 100
        # Not the viewport's width: that follows a scroll bar which comes and goes with the size chosen here.
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.contentsRect().width() - bar - 2 * theme.px(MARGIN)
        widest = int(room * POINTS_PER_INCH / SCREEN_DPI / broadest * 100)
        return max(ZOOMS[0], min(WIDEST_FIT, widest))

    def _lay_out(self) -> None:
        percent = self.percent()
        scale = percent / 100 * SCREEN_DPI / POINTS_PER_INCH
        sizes = [(points * scale).toSize().expandedTo(QSize(1, 1)) for points in self._points]
        if not sizes or (self._shown is self._pdf and [sheet.size() for sheet in self._sheets] == sizes):
            return
        bar = self.verticalScrollBar()
        kept = bar.value() / max(1, bar.maximum())
        self._drawn.drop()
        self._shown = self._pdf
        body = QWidget()
        column = QVBoxLayout(body)
        margin = theme.px(MARGIN)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(margin)
        self._sheets = [PageSheet(size, at, len(sizes)) for at, size in enumerate(sizes, 1)]
        for sheet in self._sheets:
            column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setWidget(body)
        bar.setValue(round(kept * bar.maximum()))
        self.zoomed.emit(percent)
        self._scrolled()

    def _scrolled(self) -> None:
        page = self.page()
        self.turned.emit(page, len(self._sheets))
        near = range(max(0, page - 1 - NEAR), min(len(self._sheets), page + NEAR))
        for at, sheet in enumerate(self._sheets):
            if at not in near and sheet.image is not None:
                sheet.put(None)
        lacking = [at for at in near if self._sheets[at].image is None]
        if not lacking:
            return
        pdf, sheets = self._pdf, self._sheets
        dpi = max(1, round(SCREEN_DPI * self.percent() / 100 * self.devicePixelRatioF()))

        def put(images: dict[int, QImage]) -> None:
            for at, image in images.items():
                sheets[at].put(image)

        self._drawn.ask(lambda: {at: as_image(papers.page_image(pdf, at, dpi)) for at in lacking}, put)

    # -- zoom and pages

    def zoom_by(self, direction: int) -> None:
        """One step larger (1) or smaller (-1)."""
        now = self.percent()
        larger = [zoom for zoom in ZOOMS if zoom > now]
        smaller = [zoom for zoom in ZOOMS if zoom < now]
        if direction > 0 and larger:
            self._zoom = larger[0]
        elif direction < 0 and smaller:
            self._zoom = smaller[-1]
        self._lay_out()

    def fit_width(self) -> None:
        """As wide as there is room, at most half as large again as on paper."""
        self._zoom = FIT
        self._lay_out()

    def page(self) -> int:
        """The page one sees most of, counted from 1; 0 when there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        seen = [at for at, sheet in enumerate(self._sheets, 1) if sheet.y() <= middle]
        return seen[-1] if seen else min(1, len(self._sheets))

    def turn_to(self, page: int) -> None:
        """Go to a page."""
        if self._sheets:
            sheet = self._sheets[min(max(page, 1), len(self._sheets)) - 1]
            self.verticalScrollBar().setValue(sheet.y() - theme.px(MARGIN))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom == FIT and event.oldSize().width() != event.size().width():
            self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {
            Qt.Key.Key_PageDown: self.page() + 1,
            Qt.Key.Key_PageUp: self.page() - 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: len(self._sheets),
        }
        if len(self._sheets) > 1 and Qt.Key(event.key()) in turns:
            self.turn_to(turns[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
