"""What holds for every test: no display, no network, nobody to ask, one time zone, hypothesis without a clock."""

import gc
import os
import socket
import time
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog, QFileDialog

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["TZ"] = "Asia/Shanghai"
if hasattr(time, "tzset"):
    time.tzset()
for _name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_IM_MODULE", "QT_SCALE_FACTOR", "QUYUAN_PASSWORD"):
    os.environ.pop(_name, None)

# Examples: few by default, the same ones every time in CI; QUYUAN_EXAMPLES=2000 for a thorough search.
settings.register_profile(
    "quyuan",
    max_examples=int(os.environ.get("QUYUAN_EXAMPLES", "25")),
    deadline=None,
    derandomize="CI" in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("quyuan")


RUBBISH, SURVIVED = 20_000, 8
"""Objects made since the last clearing after which there is one more; clearings of what had survived one after which
all is looked at. Widgets that nobody has any more cost every later test: a style is worked out for each of them."""
gc.disable()


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it is never looked at again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def rubbish_cleared_between_tests() -> Iterator[None]:
    """As the program does it (ui/garbage.py): never on the worker, never in the middle of an event."""
    yield
    young, middle, old = gc.get_count()
    if young > RUBBISH:
        gc.collect(2 if old > SURVIVED else 1 if middle else 0)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program works offline: whatever reaches for another machine in a test is a defect."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _local_only(getattr(socket.socket, name)))
    for name in ("sendto", "sendmsg"):
        if hasattr(socket.socket, name):
            monkeypatch.setattr(socket.socket, name, _refuse)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, name, _refuse)


@pytest.fixture(autouse=True)
def no_waiting_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that waits for a click would hold the tests for ever: what asks people is passed in."""
    for dialog in (QDialog, QPrintDialog):
        monkeypatch.setattr(dialog, "exec", _wait_for_nobody)
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, _wait_for_nobody)


def _wait_for_nobody(*_what: object) -> NoReturn:
    raise AssertionError("a test opened a dialog that waits for a person")


def _local_only(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family != getattr(socket, "AF_UNIX", None):
            _refuse(address)
        return original(self, address)

    return connect


def _refuse(*where: object) -> NoReturn:
    raise AssertionError(f"a test reached for the network: {where[-1] if where else ''!r}")


@pytest.fixture(autouse=True, scope="session")
def folders_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The default data folder, the settings and the sockets of whoever runs the tests stay untouched."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
            folder = tmp_path_factory.mktemp(name.lower())
            folder.chmod(0o700)
            patch.setenv(name, str(folder))
        yield
