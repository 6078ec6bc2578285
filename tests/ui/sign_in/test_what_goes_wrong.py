"""What goes wrong before anybody has signed in is told, not raised."""

import subprocess
import sys
from pathlib import Path

import pytest

from quyuan_desktop.bundle import ROOT
from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import keys
from tests.offices import fresh
from tests.ui.sign_in.hand import CLERK, HEAD, Open, Settle

FIRST_PAINT = """
import pathlib, sys
from datetime import datetime, UTC
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.sign_in import SignIn
from quyuan_desktop.ui.tasks import Tasks

app = QApplication(["", *theme.ARGUMENTS])
theme.apply(app, styled=True)
tasks = Tasks()
page = SignIn(pathlib.Path({folder!r}), lambda: datetime.now(UTC), tasks)
told = []

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not told:
            ours = [name for name in sys.modules if name.startswith("quyuan_desktop") and "first_start" not in name]
            enumerations = [name for name in ours if hasattr(sys.modules[name], "Qt")]
            told.append("painted:" + ",".join(enumerations + ["sqlalchemy"] * ("sqlalchemy" in sys.modules)))
        return False

watch = Watch()
page.card.installEventFilter(watch)

def look():
    if told and tasks.idle and "sqlalchemy" in sys.modules:
        told.append("warmed:True")
        app.quit()

timer = QTimer(interval=10)
timer.timeout.connect(look)
timer.start()
page.show()
app.exec()
tasks.close()
pathlib.Path({told!r}).write_text(" ".join(told))
"""


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"format": 1, "entries": [{"uid": 7}]}', b"[]"])
def test_a_damaged_key_file_is_told_not_raised(open_page: Open, office: Path, content: bytes) -> None:
    (office / keys.FILE).write_bytes(content)
    page = open_page(office)
    assert "keys.json" in page.usual.entry.slip.text()


def test_a_missing_database_is_told(
    open_page: Open, office: Path, settle: Settle, places: list[Workplace]
) -> None:
    (office / "office.db").unlink()
    page = open_page(office)
    page.password.setText(HEAD)
    page.sign_in()
    settle()
    assert "office.db" in page.usual.entry.slip.text()
    assert places == []


def test_a_second_window_is_told_about_the_first(
    open_page: Open, office: Path, settle: Settle, places: list[Workplace]
) -> None:
    for _ in range(2):
        page = open_page(office)
        page.password.setText(HEAD)
        page.sign_in()
        settle()
    assert len(places) == 1
    assert "另一个工作台窗口" in page.usual.entry.slip.text()


def test_hostile_names_are_shown_as_they_are(open_page: Open, tmp_path: Path) -> None:
    place = fresh(tmp_path / "data")
    for number, name in enumerate(("<b>张三</b>", "李\n四", "\u202e王五", "㛃" * 60)):
        keys.keep(place.folder, place.ledger.key, Staff(str(number), name, Role.CLERK), CLERK, quick=True)
    place.ledger.close()
    page = open_page(tmp_path / "data")
    assert page.usual.who.count() == 5
    assert page.usual.who.itemText(1) == "<b>张三</b>"
    assert page.card.width() < page.width()


def test_the_heavy_things_come_after_the_first_paint(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = FIRST_PAINT.format(folder=str(tmp_path / "data"), told=str(told))
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=60)
    assert told.read_text(encoding="ascii").split() == ["painted:", "warmed:True"]
