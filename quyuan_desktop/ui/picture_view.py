"""A picture in the window: fitted to it, larger and smaller, moved about with the mouse."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.pages_view import FIT, MARGIN, ZOOMS

LARGER = (400, 600, 800)
"""Further percents, for what is small on a photograph."""


def read_image(content: bytes) -> QImage:
    """The picture as Qt paints it quickest; a null one when it is none. For the worker."""
    image = QImage.fromData(content)
    if image.isNull():
        return image
    grey = image.isGrayscale()
    return image.convertToFormat(QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32)


class _Canvas(QWidget):
    """The picture at its size; made small once for each size, so that fine lines stay readable."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self._small = QImage()

    def put(self, image: QImage) -> None:
        """Show `image`."""
        self.image, self._small = image, QImage()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        wanted = (self.size().toSizeF() * self.devicePixelRatioF()).toSize()
        shown = self.image
        if wanted.width() < self.image.width():
            if self._small.size() != wanted:
                smooth = Qt.TransformationMode.SmoothTransformation
                self._small = self.image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            shown = self._small
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), shown)
        painter.end()


class PictureView(QScrollArea):
    """Shows one picture. zoomed(int): percent shown now, 100 being one dot of the picture on one of the screen.

    A double click turns between fitted and 100 %; dragging moves a picture that is larger than the window.
    """

    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom = FIT
        self._grip: QPoint | None = None
        self.canvas = _Canvas()
        self.setWidget(self.canvas)
        self.setCornerWidget(QWidget())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("图片")

    def show_image(self, image: QImage) -> None:
        """Show `image`, fitted."""
        self._zoom = FIT
        self.canvas.put(image)
        self._lay_out()

    def percent(self) -> int:
        """How large the picture is shown; fitted it is never larger than 100 %."""
        if self._zoom != FIT or self.canvas.image.isNull():
            return self._zoom or 100
        room = self.maximumViewportSize() - QSize(theme.px(MARGIN), theme.px(MARGIN))
        size = self.canvas.image.size()
        shares = (room.width() / size.width(), room.height() / size.height())
        return max(1, min(100, int(min(shares) * self.devicePixelRatioF() * 100)))

    def _lay_out(self) -> None:
        if self.canvas.image.isNull():
            return
        percent = self.percent()
        size = self.canvas.image.size() * (percent / 100 / self.devicePixelRatioF())
        self.canvas.resize(size.expandedTo(QSize(1, 1)))
        roomy = not self._larger_than_window()
        self.canvas.setCursor(Qt.CursorShape.ArrowCursor if roomy else Qt.CursorShape.OpenHandCursor)
        self.zoomed.emit(percent)

    def _larger_than_window(self) -> bool:
        room = self.maximumViewportSize()
        return self.canvas.width() > room.width() or self.canvas.height() > room.height()

    def zoom_by(self, direction: int) -> None:
        """One step larger (1) or smaller (-1), the middle staying where it is."""
        now = self.percent()
        steps = (*ZOOMS, *LARGER)
        beyond = [zoom for zoom in steps if (zoom > now if direction > 0 else zoom < now)]
        if beyond:
            self._zoom_to(beyond[0] if direction > 0 else beyond[-1])

    def fit(self) -> None:
        """So that all of it is seen."""
        self._zoom_to(FIT)

    def _zoom_to(self, zoom: int) -> None:
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        middles = [(bar.value() + bar.pageStep() / 2) / max(1, bar.maximum() + bar.pageStep()) for bar in bars]
        self._zoom = zoom
        self._lay_out()
        for bar, middle in zip(bars, middles, strict=True):
            bar.setValue(round(middle * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom == FIT:
            self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._larger_than_window():
            self._grip = event.position().toPoint()
            self.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        now = event.position().toPoint()
        moved, self._grip = now - self._grip, now
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._grip = None
            self.canvas.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = None
            self._zoom_to(100 if self._zoom == FIT else FIT)
