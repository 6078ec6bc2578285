"""Colours that can be read, type that has every character, words in Chinese, a scale that holds."""

import re
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from quyuan_desktop.bundle import RESOURCES, ROOT
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip, label
from quyuan_desktop.ui.theme import DARK, LIGHT, Colours

BOTH = pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("window", "base", "hover", "soft")
INKS = ("text", "muted", "amber", "red", "green", "grey", "accent")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in QColor(colour).getRgbF()[:3]  # type: ignore[index]  # the stubs call it object
    ]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@BOTH
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_can_be_read_on_every_ground(shown: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(shown, ink), getattr(shown, ground)) >= 4.5


@BOTH
def test_words_can_be_read_on_buttons_banners_and_tips(shown: Colours) -> None:
    pairs = [(shown.on_accent, shown.accent), (shown.on_accent, shown.accent_hover), (shown.base, shown.text)]
    pairs += [(shown.text, getattr(shown, f"{tone}_soft")) for tone in ("amber", "red", "green", "grey")]
    pairs += [(getattr(shown, tone), getattr(shown, f"{tone}_soft")) for tone in ("amber", "red", "green")]
    pairs += [(shown.muted, shown.grey_soft)]
    assert min(contrast(*pair) for pair in pairs) >= 4.5


@BOTH
def test_marks_frames_and_the_focus_ring_stand_out(shown: Colours) -> None:
    names = ("border", "accent", "amber_mark", "red_mark", "green_mark", "grey_mark")
    assert min(contrast(getattr(shown, name), shown.base) for name in names) >= 3


@BOTH
@pytest.mark.parametrize("percent", theme.PERCENTS)
def test_the_stylesheet_is_filled_in(shown: Colours, percent: int) -> None:
    text = re.sub(r"/\*.*?\*/", "", theme.stylesheet(shown, percent), flags=re.DOTALL)
    assert "@" not in text
    assert not re.search(r"\d\.\d+px", text)
    for path in re.findall(r'url\("([^"]+)"\)', text):
        assert (ROOT / path).is_file()


@pytest.mark.parametrize("percent", theme.PERCENTS)
def test_a_radio_button_stays_round(percent: int) -> None:
    text = theme.stylesheet(LIGHT, percent)
    plain = re.search(r"QRadioButton::indicator \{ width: (\d+)px.*?border-radius: (\d+)px", text)
    chosen = re.search(r"QRadioButton::indicator:checked \{ width: (\d+)px.*?border: (\d+)px", text)
    assert plain is not None
    assert chosen is not None
    side = int(plain[1]) + 2
    assert int(plain[2]) * 2 in (side, side - 1)
    assert int(chosen[1]) + 2 * int(chosen[2]) == side


def test_every_colour_is_used_or_asked_for_by_name() -> None:
    sources = [*(ROOT / "quyuan_desktop" / "ui").rglob("*.py"), RESOURCES / "theme" / "workbench.qss"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    unused = [name for name in theme.names_of_colours() if text.count(name) < 4]
    assert [name for name in unused if not name.endswith(("_mark", "_soft"))] == []


def test_the_type_has_the_rare_characters(qapp: QApplication) -> None:
    raw = QRawFont.fromFont(theme.font())
    assert raw.familyName() == theme.FAMILY
    assert [each for each in "㛃䶮𬱖𫘧𰻞龘𬶏㙦𣲘〔〕✓⚠" if not raw.supportsCharacter(ord(each))] == []


def test_figures_are_of_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(theme.font())
    assert len({metrics.horizontalAdvance(each * 20) for each in "0123456789"}) == 1


def test_standard_buttons_speak_chinese(qtbot: QtBot) -> None:
    standard = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(standard.Save | standard.Cancel)
    qtbot.addWidget(box)
    assert {each.text().split("(")[0] for each in box.buttons()} == {"保存", "取消"}


@pytest.mark.parametrize(
    ("now", "direction", "then"),
    [(100, 1, 110), (100, -1, 90), (200, 1, 200), (80, -1, 80), (150, 0, 100), (137, 1, 150), (0, -1, 80)],
)
def test_the_next_size(now: int, direction: int, then: int) -> None:
    assert theme.step(now, direction) == then


def test_scale_grows_type_and_measures_together(qapp: QApplication, qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    before = edit.sizeHint().height()
    theme.scale(qapp, 150)
    assert theme.percent() == 150
    assert qapp.font().pointSizeF() == pytest.approx(theme.POINTS * 1.5)
    assert (theme.px(8), theme.px(1), theme.px(0)) == (12, 2, 0)
    assert edit.sizeHint().height() >= before * 1.4


@pytest.mark.parametrize("odd", [-5, 0, 99, 1000])
def test_an_odd_size_becomes_the_nearest(qapp: QApplication, odd: int) -> None:
    theme.scale(qapp, odd)
    assert theme.percent() in theme.PERCENTS


def test_dark_when_told_so(qapp: QApplication) -> None:
    theme.apply(qapp, dark=True)
    assert theme.is_dark()
    assert theme.colours() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert theme.meaning("red") == QColor(DARK.red)


def test_a_dark_system_is_known_by_its_colours(qapp: QApplication) -> None:
    light, dark = QPalette(QColor("#f0f0f0")), QPalette(QColor("#202020"))
    assert not theme._is_dark(light)
    assert theme._is_dark(dark)


def test_the_system_is_followed_later_too(qapp: QApplication) -> None:
    theme.apply(qapp, dark=True)
    theme._follow(qapp)  # the offscreen screen has no scheme of its own: that is light
    assert theme.is_dark() is (qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark)


@pytest.mark.parametrize("tone", ["amber", "red", "green", "grey"])
def test_a_tone_is_shown_and_taken_back(qtbot: QtBot, tone: str) -> None:
    label = QLabel("已超期")
    qtbot.addWidget(label)
    label.show()
    theme.set_tone(label, tone)
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.meaning(tone)
    theme.set_tone(label, "")
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.text)


def test_an_unknown_tone_is_plain_text() -> None:
    assert theme.meaning("") == theme.meaning("purple") == QColor(LIGHT.text)
    assert theme.mark("") == QColor(LIGHT.accent)


@pytest.mark.parametrize("path", sorted((RESOURCES / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_icons_are_drawn_in_the_colour_asked_for(qapp: QApplication, path: object) -> None:
    name = getattr(path, "stem", "")
    picture = theme.icon(name, "red").pixmap(32, 32, QIcon.Mode.Normal).toImage()
    inks = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert inks == {LIGHT.red.lower()}


def test_the_seal_is_not_empty(qapp: QApplication) -> None:
    picture = theme.seal().pixmap(64, 64).toImage()
    assert {picture.pixelColor(x, 32).name() for x in range(64)} >= {LIGHT.accent.lower(), "#ffffff"}


def test_a_radio_button_is_painted_without_a_word_from_qt(qtbot: QtBot) -> None:
    button = QRadioButton("来访")
    qtbot.addWidget(button)
    button.setChecked(True)
    assert not button.grab().isNull()


def test_what_is_painted_first_imports_nothing_heavy() -> None:
    names = "sqlalchemy sqlcipher3 reportlab numpy xlsxwriter openpyxl nacl pypinyin pypdfium2 alembic PIL"
    check = (
        "import sys; import quyuan_desktop.ui.theme, quyuan_desktop.ui.sign_in, quyuan_desktop.ui.input_method;"
        f"print([each for each in {names.split()!r} if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_labels_show_their_text_as_it_is(qtbot: QtBot) -> None:
    for made in (label("<b>粗</b>"), Slip()):
        qtbot.addWidget(made)
        assert made.textFormat() is Qt.TextFormat.PlainText
