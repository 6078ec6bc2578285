"""The tiles of the coverage board: a village each, by town; its light as colour, shape and word; keys go among them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from quyuan_desktop.domain.names import surname
from quyuan_desktop.services.coverage import LIGHT_WORDS, Board, Light, VillageState, hours
from quyuan_desktop.ui import theme

SMALL = 9.0
COMPACT, ROOMY = QSize(122, 66), QSize(176, 88)
"""Sizes of a tile at 100 %: the larger one where all tiles have room in it."""
TOWN = 74
"""Pixels at 100 % for the name of the town."""
GAP, APART = 6, 14
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_DOTS = 4
_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def tone_of(light: Light) -> str:
    """The theme's tone for a light."""
    return light.value


def told(state: VillageState) -> str:
    """Everything that the tile shows, in a sentence: for a screen reader and the tooltip."""
    parts = [f"{state.name}（{state.town.label}）", LIGHT_WORDS[state.light]]
    parts += [fault.words for fault in state.faults]
    if state.term is not None:
        parts.append(f"顾问 {state.term.adviser_name}，聘期至 {state.term.last}")
        parts.append(f"本月现场 {hours(state.minutes)}/{hours(state.wanted)} 小时")
        parts.append(f"本季讲座 {state.lectures}/{state.lectures_wanted} 次")
    parts.append(f"最近服务 {state.last}" if state.last else "还没有服务记录")
    if state.group is not None:
        members = "" if state.group.members is None else f" {state.group.members} 人"
        parts.append(f"微信群 {state.group.name}{members}")
    else:
        parts.append("没有微信群")
    return "\n".join(parts)


def chief_words(state: VillageState) -> str:
    """The one thing that a tile says: the gravest fault, or until when the adviser is under contract."""
    grave = [fault.words for fault in state.faults if fault.light is not Light.GREEN]
    if grave:
        return grave[0] + (f" +{len(grave) - 1}" if len(grave) > 1 else "")
    return f"至 {state.term.last:%Y-%m}" if state.term is not None else ""


def draw_sign(painter: QPainter, light: Light, box: QRectF) -> None:
    """The shape of a light: a disc, a triangle with a stroke, a square with a cross."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.mark(tone_of(light)))
    ink = QPen(theme.colour("base"), max(1.0, box.width() / 7))
    middle = box.center()
    if light is Light.GREEN:
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    elif light is Light.AMBER:
        painter.drawPolygon(QPolygonF([QPointF(middle.x(), box.top()), box.bottomRight(), box.bottomLeft()]))
        painter.setPen(ink)
        painter.drawLine(
            QPointF(middle.x(), box.top() + box.height() * 0.40),
            QPointF(middle.x(), box.top() + box.height() * 0.72),
        )
    else:
        painter.drawRect(box)
        painter.setPen(ink)
        inset = box.width() * 0.28
        inner = box.adjusted(inset, inset, -inset, -inset)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())


class Tile(QAbstractButton):
    """One village. walked(key): an arrow key, Home or End; typed(str): a letter, meant for the search."""

    walked = Signal(Qt.Key)
    typed = Signal(str)

    def __init__(self, state: VillageState, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.roomy = False
        self.show_state(state)

    def show_state(self, state: VillageState) -> None:
        """Show how the village stands now."""
        self.state = state
        words = told(state)
        self.setAccessibleName(words.replace("\n", "，"))
        self.setToolTip(f"{words}\n回车或点一下打开这个村的卷")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.click()
        elif (key in _KEYS or key in (Qt.Key.Key_Home, Qt.Key.Key_End)) and plain:
            self.walked.emit(key)
        elif event.text().isalnum() and plain | (event.modifiers() == Qt.KeyboardModifier.ShiftModifier):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = self.state
        self._paint_ground(painter, state.light)
        edge = theme.px(8)
        body = self.rect().adjusted(edge, theme.px(5), -edge, -theme.px(5))
        rows = 4 if self.roomy else 3
        line = body.height() / rows
        boxes = [
            QRect(body.left(), round(body.top() + at * line), body.width(), round(line)) for at in range(rows)
        ]
        self._paint_name(painter, boxes[0])
        self._paint_words(painter, boxes[1])
        if self.roomy:
            self._paint_more(painter, boxes[2])
        if state.term is not None:
            self._paint_duty(painter, boxes[-1])
        painter.end()

    def _paint_ground(self, painter: QPainter, light: Light) -> None:
        focused = self.hasFocus()
        weight = theme.px(2) if focused or light is Light.RED else 1
        line = "accent" if focused else {"red": "red_mark", "amber": "amber_mark"}.get(light.value, "line")
        ground = "base" if light is Light.GREEN else f"{light.value}_soft"
        painter.setPen(QPen(theme.colour(line), weight))
        painter.setBrush(theme.colour("hover" if self.underMouse() and light is Light.GREEN else ground))
        inset = weight / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
        if focused:
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5), 3, 3)

    def _paint_name(self, painter: QPainter, box: QRect) -> None:
        side = theme.px(11)
        draw_sign(painter, self.state.light, QRectF(box.left(), box.center().y() - side / 2 + 0.5, side, side))
        face = theme.font()
        face.setBold(True)
        painter.setFont(face)
        painter.setPen(theme.colour("text"))
        room = box.adjusted(side + theme.px(5), 0, 0, 0)
        shown = painter.fontMetrics().elidedText(self.state.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, LEFT, shown)

    def _paint_words(self, painter: QPainter, box: QRect) -> None:
        """Who, and what is the matter; where both do not fit, of the name the surname alone."""
        state = self.state
        painter.setFont(theme.font(SMALL))
        metrics = painter.fontMetrics()
        words = chief_words(state)
        name = state.term.adviser_name if state.term is not None else ""
        wide = min(metrics.horizontalAdvance(words), box.width())
        room = box.width() - wide - theme.px(5)
        painter.setPen(theme.meaning("" if state.light is Light.GREEN else state.light.value))
        if state.light is Light.GREEN:
            painter.setPen(theme.colour("muted"))
        painter.drawText(box, RIGHT if name else LEFT, words)
        painter.setPen(theme.colour("text"))
        if metrics.horizontalAdvance(name) > room:
            name = surname(name) or name[:1]
        painter.drawText(box, LEFT, metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(0, room)))

    def _paint_more(self, painter: QPainter, box: QRect) -> None:
        state = self.state
        painter.setPen(theme.colour("muted"))
        group = state.group
        members = "无群" if group is None else "有群" if group.members is None else f"群 {group.members} 人"
        painter.drawText(box, LEFT, f"最近 {state.last:%m-%d}" if state.last else "无记录")
        painter.drawText(box, RIGHT, members)

    def _paint_duty(self, painter: QPainter, box: QRect) -> None:
        """The bar of the month's hours with its numbers, and a dot per lecture of the quarter."""
        state = self.state
        painter.setFont(theme.font(SMALL - 0.5))
        metrics = painter.fontMetrics()
        dots = min(MOST_DOTS, max(state.lectures, state.lectures_wanted))
        side, gap = theme.px(7), theme.px(3)
        right = box.right() - dots * (side + gap) + gap
        for place in range(dots):
            where = QRectF(right + place * (side + gap), box.center().y() - side / 2 + 0.5, side, side)
            painter.setPen(QPen(theme.colour("text"), 1))
            painter.setBrush(theme.colour("text") if place < state.lectures else theme.colour("base"))
            painter.drawEllipse(where)
        words = f"{hours(state.minutes)}/{hours(state.wanted)} 时"
        wide = metrics.horizontalAdvance("88.8/8.8 时")
        numbers = QRect(right - theme.px(6) - wide, box.top(), wide, box.height())
        painter.setPen(theme.colour("muted"))
        painter.drawText(numbers, RIGHT, words)
        bar = QRectF(
            box.left(), box.center().y() - theme.px(3), numbers.left() - theme.px(4) - box.left(), theme.px(7)
        )
        draw_bar(painter, bar, state.minutes / state.wanted if state.wanted else 1.0)


def draw_bar(painter: QPainter, box: QRectF, part: float) -> None:
    """A frame filled from the left as far as the duty is done."""
    if box.width() <= 2:
        return
    painter.setPen(QPen(theme.colour("border"), 1))
    painter.setBrush(theme.colour("base"))
    painter.drawRect(box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    filled = max(0.0, min(1.0, part)) * (box.width() - 1)
    painter.drawRect(QRectF(box.left() + 0.5, box.top() + 0.5, filled, box.height() - 1))


class TileField(QWidget):
    """The tiles in their towns. opened(uid): one was clicked or entered; typed(str): the search is wanted."""

    opened = Signal(str)
    typed = Signal(str)

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area.viewport())
        self._area = area
        self._tiles: dict[str, Tile] = {}
        self._towns: list[tuple[str, list[Tile]]] = []
        self._heads: list[tuple[str, str, QRect]] = []
        self.current = ""
        self.setProperty("role", "ground")

    def show_board(self, board: Board, wanted: Callable[[VillageState], bool]) -> int:
        """Show the villages that are wanted; the place one stands on is kept. Returns how many there are."""
        kept, self._towns = self._tiles, []
        held = any(tile.hasFocus() for tile in kept.values())
        self._tiles = {}
        for town, states in board.towns():
            row = [self._tile(state, kept) for state in states if wanted(state)]
            if row:
                self._towns.append((town.label, row))
        for uid, tile in kept.items():
            if uid not in self._tiles:
                tile.hide()
                tile.deleteLater()
        ring = self.tiles()
        self._stand_on(self._tiles.get(self.current) or (ring[0] if ring else None))
        self.arrange()
        if held and ring:
            self._tiles[self.current].setFocus(Qt.FocusReason.OtherFocusReason)
        return len(ring)

    def _tile(self, state: VillageState, kept: dict[str, Tile]) -> Tile:
        tile = kept.get(state.uid)
        if tile is None:
            tile = Tile(state, self)
            tile.clicked.connect(lambda _, uid=state.uid: self.opened.emit(uid))
            tile.walked.connect(self._walk)
            tile.typed.connect(self.typed)
            tile.installEventFilter(self)
        else:
            tile.show_state(state)
        self._tiles[state.uid] = tile
        return tile

    def tiles(self) -> list[Tile]:
        """What is shown, in reading order."""
        return [tile for _, row in self._towns for tile in row]

    def take_focus(self) -> None:
        """Put the focus on the tile one stands on."""
        if self.current in self._tiles:
            self._tiles[self.current].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- where they lie

    def arrange(self) -> None:
        """Lay the tiles out in the width there is, the larger ones where they all have room."""
        width, room = self._area.viewport().width(), self._area.viewport().height()
        roomy = self._height(ROOMY, width) <= room
        size = ROOMY if roomy else COMPACT
        self.setFixedSize(width, max(room, self._height(size, width)))
        columns, wide = self._columns(size, width)
        high, gap, y = theme.px(size.height()), theme.px(GAP), theme.px(10)
        self._heads = []
        for label, row in self._towns:
            rows = -(-len(row) // columns)
            faulty = sum(tile.state.light is not Light.GREEN for tile in row)
            below = f"{len(row)} 个村" + (f"\n{faulty} 待补" if faulty else "")
            self._heads.append(
                (label, below, QRect(theme.px(12), y, theme.px(TOWN - 8), rows * (high + gap) - gap))
            )
            for place, tile in enumerate(row):
                down, across = divmod(place, columns)
                left = theme.px(12 + TOWN) + across * (wide + gap)
                tile.roomy = roomy
                tile.setGeometry(left, y + down * (high + gap), wide, high)
                tile.show()
            y += rows * (high + gap) - gap + theme.px(APART)
        self.update()

    def _columns(self, size: QSize, width: int) -> tuple[int, int]:
        """How many tiles lie side by side, and how wide each may grow, in pixels."""
        gap = theme.px(GAP)
        room = width - theme.px(12 + TOWN + 12)
        columns = max(1, (room + gap) // (theme.px(size.width()) + gap))
        return columns, min((room + gap) // columns - gap, round(theme.px(size.width()) * 1.25))

    def _height(self, size: QSize, width: int) -> int:
        columns, _ = self._columns(size, width)
        rows = [-(-len(row) // columns) for _, row in self._towns]
        inner = sum(each * theme.px(size.height() + GAP) - theme.px(GAP) for each in rows)
        return inner + theme.px(APART) * max(0, len(rows) - 1) + theme.px(20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        for label, below, box in self._heads:
            face = theme.font()
            face.setBold(True)
            painter.setFont(face)
            painter.setPen(theme.colour("text"))
            painter.drawText(box, top, label)
            line = painter.fontMetrics().height()
            painter.setFont(theme.font(SMALL))
            painter.setPen(theme.colour("muted"))
            painter.drawText(box.adjusted(0, line, 0, line), top, below)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_area"):
            self.arrange()

    # -- going among them

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, Tile):
            self._stand_on(watched)
            self._area.ensureWidgetVisible(watched, 0, theme.px(12))
        return False

    def _stand_on(self, tile: Tile | None) -> None:
        """Let Tab come to that tile, and to it alone."""
        before = self._tiles.get(self.current)
        if before is not None:
            before.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.current = tile.state.uid if tile is not None else ""
        if tile is not None:
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _walk(self, key: Qt.Key) -> None:
        ring = self.tiles()
        now = self._tiles[self.current]
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            reached: Tile | None = ring[0 if key is Qt.Key.Key_Home else -1]
        else:
            across, down = _KEYS[key]
            reached = _next_across(ring, now, across) if across else _next_down(ring, now, down)
        if reached is not None:
            reached.setFocus(Qt.FocusReason.OtherFocusReason)


def _next_across(ring: Sequence[Tile], now: Tile, way: int) -> Tile | None:
    at = ring.index(now) + way
    return ring[at] if 0 <= at < len(ring) else None


def _next_down(ring: Sequence[Tile], now: Tile, way: int) -> Tile | None:
    """The tile of the next row that lies nearest beneath or above."""
    rows = sorted({tile.y() for tile in ring if (tile.y() - now.y()) * way > 0}, reverse=way < 0)
    if not rows:
        return None
    return min((tile for tile in ring if tile.y() == rows[0]), key=lambda tile: abs(tile.x() - now.x()))
