"""How everything looks: colours, type, the stylesheet, Qt's own words in Chinese, and the scale.

Light to import: the sign-in page is painted with this alone. Until then nothing may touch PySide's `Qt`, whose
hundred enumerations take as long to make as a seventh of the whole start, nor its `QStyle`; hence the imports inside
functions, and ARGUMENTS.

Widgets say what they are by two dynamic properties and never set colours themselves: ``role`` (primary, quiet,
danger, link; title, heading, figure, hint, label; card, bar, head, banner, side, page, clear) and ``tone`` (amber,
red, green, grey). Delegates and painters ask `colours`, `meaning`, `mark`, `font` and `px`.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from quyuan_desktop.bundle import RESOURCES

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

POINTS = 10.5
"""Base size of type; headings are 13, titles 16 points (look.md)."""
HEADING, TITLE = 13.0, 16.0
ROW = 32
"""Height of a list's row at 100 %."""
PERCENTS = (80, 90, 100, 110, 125, 150, 175, 200)
FAMILY = "Noto Sans SC"
FONT_FILE = RESOURCES / "fonts" / "NotoSansSC-Regular.ttf"

ARGUMENTS = ("-style", "Fusion")
"""What QApplication is made with, behind the program's name."""

_DARK, _PERCENT, _SYSTEM = "theme_dark", "theme_percent", "theme_system_dark"


class Colours(NamedTuple):
    """One set of colours. The four meanings have a tone for words (4.5:1 on every ground) and one for marks."""

    window: str
    base: str
    hover: str
    soft: str
    text: str
    muted: str
    hairline: str
    line: str
    border: str
    accent: str
    accent_hover: str
    on_accent: str
    amber: str
    red: str
    green: str
    grey: str
    amber_mark: str
    red_mark: str
    green_mark: str
    grey_mark: str
    amber_soft: str
    red_soft: str
    green_soft: str
    grey_soft: str


LIGHT = Colours(
    window="#F7F8FA",
    base="#FFFFFF",
    hover="#EEF2F7",
    soft="#DDE8F5",
    text="#1C2127",
    muted="#59626D",
    hairline="#E2E6EB",
    line="#C3CAD2",
    border="#868F9B",
    accent="#1F5FA8",
    accent_hover="#184C87",
    on_accent="#FFFFFF",
    amber="#8A5200",
    red="#B3261E",
    green="#28702C",
    grey="#59626D",
    amber_mark="#B26A00",
    red_mark="#B3261E",
    green_mark="#2E7D32",
    grey_mark="#868F9B",
    amber_soft="#FBF1E2",
    red_soft="#FBECEB",
    green_soft="#EAF4EB",
    grey_soft="#ECEFF3",
)
DARK = Colours(
    window="#1B1E23",
    base="#23272D",
    hover="#2B3038",
    soft="#26384F",
    text="#E6E9ED",
    muted="#A7AFBA",
    hairline="#363C45",
    line="#4C545F",
    border="#7C8692",
    accent="#8AB8F0",
    accent_hover="#A6C9F5",
    on_accent="#0F1B2A",
    amber="#E8A33D",
    red="#F28B82",
    green="#81C784",
    grey="#A7AFBA",
    amber_mark="#E8A33D",
    red_mark="#F28B82",
    green_mark="#81C784",
    grey_mark="#7C8692",
    amber_soft="#33291A",
    red_soft="#3A2423",
    green_soft="#1F3022",
    grey_soft="#2F353D",
)
COLOURS = {"light": LIGHT, "dark": DARK}


def apply(app: QApplication, *, percent: int = 100, dark: bool | None = None, styled: bool = False) -> None:
    """Give `app` its type, colours and Chinese words. `dark` None follows the system, now and later.

    `styled`: it was made with ARGUMENTS.
    """
    if app.property(_PERCENT) is None:
        if not styled:
            app.setStyle("Fusion")
        QFontDatabase.addApplicationFont(str(FONT_FILE))
        _speak_chinese(app)
        app.setProperty(_SYSTEM, _is_dark(app.palette()))
        if dark is None:
            app.styleHints().colorSchemeChanged.connect(lambda _: _follow(app))
    app.setProperty(_PERCENT, percent)
    _paint(app, bool(app.property(_SYSTEM)) if dark is None else dark)


def scale(app: QApplication, percent: int) -> None:
    """Show everything at `percent` of its size, the nearest of PERCENTS."""
    app.setProperty(_PERCENT, min(PERCENTS, key=lambda each: abs(each - percent)))
    _paint(app, is_dark())


def percent(app: QApplication | None = None) -> int:
    """At how many percent everything is shown."""
    shown = app or QGuiApplication.instance()
    return int(shown.property(_PERCENT) or 100) if shown is not None else 100


def step(now: int, direction: int) -> int:
    """The next size from `now`: `direction` 1 larger, -1 smaller, 0 back to 100 %."""
    if direction == 0:
        return 100
    place = PERCENTS.index(min(PERCENTS, key=lambda each: abs(each - now))) + direction
    return PERCENTS[max(0, min(place, len(PERCENTS) - 1))]


def is_dark() -> bool:
    """Whether the dark colours are shown."""
    app = QGuiApplication.instance()
    return bool(app is not None and app.property(_DARK))


def colours() -> Colours:
    """The colours that are shown now."""
    return DARK if is_dark() else LIGHT


def colour(name: str) -> QColor:
    """The colour of that name in `Colours`."""
    return QColor(getattr(colours(), name))


def meaning(tone: str) -> QColor:
    """The colour of words with this meaning (amber, red, green, grey); the text colour for any other tone."""
    return colour(tone if tone in ("amber", "red", "green", "grey") else "text")


def mark(tone: str) -> QColor:
    """The colour of a sign, bar or line with this meaning; the accent for any other tone."""
    return colour(f"{tone}_mark" if tone in ("amber", "red", "green", "grey") else "accent")


def px(pixels: float) -> int:
    """So many pixels at 100 %, in the present scale; at least 1 for anything above 0."""
    return max(1, round(pixels * percent() / 100)) if pixels > 0 else 0


def font(points: float = POINTS) -> QFont:
    """The font of the window at so many points, in the present scale."""
    made = QFont([FAMILY, *QFont().families()])
    made.setPointSizeF(points * percent() / 100)
    return made


def icon(name: str, colour_name: str = "text") -> "QIcon":
    """The drawing resources/icons/NAME.svg in one of the colours, sharp at any scale."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QIcon, QPainter, QPixmap
    from PySide6.QtSvg import QSvgRenderer

    ink, faint = getattr(colours(), colour_name), colours().border
    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, ink), (QIcon.Mode.Disabled, faint)):
        renderer = QSvgRenderer(drawing.replace("#000", shade).encode())
        for side in (16, 20, 24, 32, 48):
            picture = QPixmap(side, side)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            renderer.render(painter)
            painter.end()
            made.addPixmap(picture, mode)
    return made


def seal() -> "QIcon":
    """The program's own sign: 屈 on the accent."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QIcon, QPainter, QPixmap

    made = QIcon()
    for side in (16, 24, 32, 48, 64):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.accent))
        painter.drawRoundedRect(picture.rect(), side / 6, side / 6)
        face = QFont(FAMILY)
        face.setPixelSize(round(side * 0.72))
        painter.setFont(face)
        painter.setPen(QColor(LIGHT.on_accent))
        painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, "屈")
        painter.end()
        made.addPixmap(picture)
    return made


def restyle(widget: QWidget) -> None:
    """Let `widget` follow a changed `role` or `tone`."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_tone(widget: QWidget, tone: str) -> None:
    """Give `widget` that tone ('' for none) and show it."""
    if (widget.property("tone") or "") != tone:
        widget.setProperty("tone", tone)
        restyle(widget)


def _is_dark(palette: QPalette) -> bool:
    ground, ink = QPalette.ColorRole.Window, QPalette.ColorRole.WindowText
    return palette.color(ground).lightness() < palette.color(ink).lightness()


def _follow(app: QApplication) -> None:
    """The system has turned light or dark."""
    from PySide6.QtCore import Qt

    app.setProperty(_SYSTEM, app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    _paint(app, bool(app.property(_SYSTEM)))


def _speak_chinese(app: QApplication) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def _paint(app: QApplication, dark: bool) -> None:
    app.setProperty(_DARK, dark)
    sheet = stylesheet(colours(), percent(app))
    if sheet == app.styleSheet():
        return  # Qt would work it out anew for every widget there is
    app.setFont(font())
    app.setPalette(_palette(colours()))
    app.setStyleSheet(sheet)


def _palette(shown: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(shown.base), QColor(shown.window))
    for where, name in (
        (role.Window, shown.window),
        (role.WindowText, shown.text),
        (role.Base, shown.base),
        (role.AlternateBase, shown.window),
        (role.Text, shown.text),
        (role.Button, shown.base),
        (role.ButtonText, shown.text),
        (role.Highlight, shown.soft),
        (role.HighlightedText, shown.text),
        (role.Accent, shown.accent),
        (role.Link, shown.accent),
        (role.LinkVisited, shown.accent),
        (role.PlaceholderText, shown.muted),
        (role.ToolTipBase, shown.text),
        (role.ToolTipText, shown.base),
        (role.Light, shown.base),
        (role.Midlight, shown.hover),
        (role.Mid, shown.hairline),
        (role.Dark, shown.border),
        (role.Shadow, shown.border),
    ):
        palette.setColor(where, QColor(name))
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(shown.border))
    return palette


_NAME = re.compile(r"@([a-z_]+)")
_PIXELS = re.compile(r"(?<![\w@])(\d+)px")
_TYPE = re.compile(r"(\d+(?:\.\d+)?)pt")


@cache
def stylesheet(shown: Colours, percent_: int) -> str:
    """resources/theme/workbench.qss with its colours and sizes filled in."""
    text = (RESOURCES / "theme" / "workbench.qss").read_text(encoding="utf-8")
    text = _TYPE.sub(lambda found: f"{float(found.group(1)) * percent_ / 100:.1f}pt", text)
    text = _PIXELS.sub(lambda found: f"{_scaled(int(found.group(1)), percent_)}px", text)
    ring = _scaled(5, percent_)
    side = _scaled(14, percent_) + 2
    words = shown._asdict() | {
        "theme": (RESOURCES / "theme").as_posix(),
        "mode": "dark" if shown is DARK else "light",
        # Qt draws a square where a radius is above half the side.
        "radio_radius": f"{side // 2}px",
        "radio_ring": f"{ring}px",
        "radio_inner": f"{side - 2 * ring}px",
    }
    return _NAME.sub(lambda found: words[found.group(1)], text)


def _scaled(pixels: int, percent_: int) -> int:
    # A hairline stays one pixel wide; everything else grows.
    return pixels if pixels <= 1 else max(1, round(pixels * percent_ / 100))


def names_of_colours() -> tuple[str, ...]:
    """The names in `Colours`, for checks."""
    return Colours._fields
