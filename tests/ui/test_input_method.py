"""Chinese can be typed: what is set for which input method, and where one is installed, 你好 really typed.

Debian packages for the real thing: xvfb xdotool dbus-daemon, fcitx5 fcitx5-pinyin, ibus ibus-libpinyin.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.bundle import ROOT
from quyuan_desktop.ui.input_method import prepare, running, variables
from tests.offices import PASSWORD, fresh

PATIENCE = 30_000
COMPOSED = {"fcitx5": "ni hao", "ibus-daemon": "你好"}
"""What stands underlined in the field before the space bar is pressed."""
FCITX_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""


IBUS = {"QT_IM_MODULE": "ibus"}


@pytest.mark.parametrize(
    ("environ", "running_", "expected"),
    [
        ({}, False, {}),
        ({}, True, IBUS),
        ({"XMODIFIERS": "@im=fcitx"}, False, IBUS),
        ({"GTK_IM_MODULE": "fcitx5"}, False, IBUS),
        ({"XMODIFIERS": "@im=ibus"}, False, {}),
        ({"QT_IM_MODULE": "fcitx"}, False, IBUS),
        ({"QT_IM_MODULE": "Fcitx5"}, True, IBUS),
        (
            {"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx;ibus"},
            True,
            {"QT_IM_MODULE": "ibus", "QT_IM_MODULES": "ibus"},
        ),
        ({"QT_IM_MODULES": "fcitx"}, False, {"QT_IM_MODULE": "ibus", "QT_IM_MODULES": "ibus"}),
        ({"QT_IM_MODULE": "compose"}, True, {}),
        ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=fcitx"}, True, {}),
        ({"QT_IM_MODULE": ""}, True, IBUS),
    ],
)
def test_which_variables_are_set(environ: dict[str, str], running_: bool, expected: dict[str, str]) -> None:
    assert variables(environ, running=running_) == expected


def around(tmp_path: Path, **more: str) -> dict[str, str]:
    """An environment whose folders lie in `tmp_path`, on a system without programs."""
    (tmp_path / "programs").mkdir(exist_ok=True)
    return {"HOME": str(tmp_path / "home"), "PATH": str(tmp_path / "programs"), **more}


@pytest.fixture
def bus(tmp_path: Path) -> Path:
    """The file by which a running input method can be reached; this very process plays it."""
    path = tmp_path / "home" / ".config" / "ibus" / "bus" / "0123-unix-0"
    path.parent.mkdir(parents=True)
    path.write_text(f"# a comment\nIBUS_ADDRESS=unix:path=/x\nIBUS_DAEMON_PID={os.getpid()}\n", encoding="ascii")
    return path


def test_an_input_method_that_runs_is_noticed(bus: Path, tmp_path: Path) -> None:
    assert running(bus.parent)
    assert not running(tmp_path / "nowhere")
    assert not running(bus)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"IBUS_DAEMON_PID=",
        b"IBUS_DAEMON_PID=x",
        b"IBUS_DAEMON_PID=0",
        b"IBUS_DAEMON_PID=-1",
        b"IBUS_DAEMON_PID=999999999999999999999",
        b"IBUS_DAEMON_PID=4194304",  # above the greatest that Linux gives
    ],
)
def test_one_that_has_gone_is_not_waited_for(bus: Path, content: bytes) -> None:
    bus.write_bytes(content)
    (bus.parent / "a-folder").mkdir()
    assert not running(bus.parent)


def test_a_stand_in_goes_last_on_the_path(bus: Path, tmp_path: Path) -> None:
    for _ in range(2):  # a second start finds it there
        changed = around(tmp_path)
        prepare(changed, platform="linux")
        first, stand_in = changed["PATH"].split(os.pathsep)
        assert first == str(tmp_path / "programs")
        assert shutil.which("ibus-daemon", path=stand_in) is not None
        assert changed["QT_IM_MODULE"] == "ibus"
    assert subprocess.run([Path(stand_in) / "ibus-daemon"], check=False).returncode == 0


def test_who_asked_for_ibus_under_fcitx_gets_the_stand_in_too(bus: Path, tmp_path: Path) -> None:
    changed = around(tmp_path, QT_IM_MODULE="ibus")
    prepare(changed, platform="linux")
    assert len(changed["PATH"].split(os.pathsep)) == 2


def test_a_stand_in_that_leads_nowhere_is_made_anew(bus: Path, tmp_path: Path) -> None:
    link = tmp_path / "cache" / "quyuan_desktop" / "bin" / "ibus-daemon"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "gone")
    prepare(around(tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache")), platform="linux")
    assert link.exists()


def test_a_real_ibus_needs_no_stand_in(bus: Path, tmp_path: Path) -> None:
    changed = around(tmp_path)
    (tmp_path / "programs" / "ibus-daemon").touch(mode=0o755)
    prepare(changed, platform="linux")
    assert changed["PATH"] == str(tmp_path / "programs")
    assert not (tmp_path / "home" / ".cache").exists()


def test_no_place_for_a_stand_in_is_no_reason_not_to_start(bus: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="ascii")
    changed = around(tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache"))
    prepare(changed, platform="linux")
    assert changed["PATH"] == str(tmp_path / "programs")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_are_left_alone(bus: Path, tmp_path: Path, platform: str) -> None:
    changed = around(tmp_path, QT_IM_MODULE="fcitx")
    prepare(changed, platform=platform)
    assert changed == around(tmp_path, QT_IM_MODULE="fcitx")


def test_without_an_input_method_nothing_changes(tmp_path: Path) -> None:
    changed = around(tmp_path)
    prepare(changed, platform="linux")
    assert changed == around(tmp_path)


def test_nor_without_a_home(tmp_path: Path) -> None:
    changed = {"PATH": str(tmp_path)}
    prepare(changed, platform="linux")
    assert changed == {"PATH": str(tmp_path)}


# -- the real thing


def _installed() -> list[str]:
    """The input methods that are here with all that it takes to type through them."""
    if any(shutil.which(name) is None for name in ("Xvfb", "xdotool", "dbus-daemon")):
        return []
    engines = {
        "fcitx5": Path("/usr/share/fcitx5/inputmethod/pinyin.conf"),
        "ibus-daemon": Path("/usr/share/ibus/component/libpinyin.xml"),
    }
    return [name for name, engine in engines.items() if shutil.which(name) and engine.exists()]


@contextmanager
def _runs(command: list[str], environ: dict[str, str], **options: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """`command` runs meanwhile."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **options}
    with subprocess.Popen(command, env=environ, **quiet) as process:
        try:
            yield process
        finally:
            process.terminate()


def _screen(stack: ExitStack, environ: dict[str, str]) -> str:
    """The name of a new X screen."""
    here, there = os.pipe()
    command = ["Xvfb", "-displayfd", str(there), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    stack.enter_context(_runs(command, environ, pass_fds=[there]))
    os.close(there)
    with os.fdopen(here) as pipe:
        return ":" + pipe.readline().strip()


def _bus(stack: ExitStack, environ: dict[str, str]) -> str:
    """The address of a new session bus."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    bus = stack.enter_context(_runs(command, environ, stdout=subprocess.PIPE))
    pipe: IO[bytes] | None = bus.stdout
    assert pipe is not None
    return pipe.readline().decode().strip()


def _homes(folder: Path) -> dict[str, str]:
    """An environment of its own for everything that runs on the screen."""
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    for name in names:
        (folder / name).mkdir(mode=0o700)
    kept = {name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ}
    return {**kept, **{name: str(folder / name) for name in names}, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}


def _start_method(stack: ExitStack, name: str, environ: dict[str, str], qtbot: QtBot) -> None:
    """Start the input method `name` with pinyin switched on."""
    config = Path(environ["XDG_CONFIG_HOME"])
    if name == "fcitx5":
        (config / "fcitx5").mkdir()
        (config / "fcitx5" / "profile").write_text(FCITX_PROFILE, encoding="utf-8")
        command = ["fcitx5", "--disable=wayland,classicui,notifications,kimpanel"]
    else:
        command = ["ibus-daemon", "--panel", "disable", "--config", "/usr/libexec/ibus-memconf"]
    stack.enter_context(_runs(command, environ))
    qtbot.waitUntil(lambda: any((config / "ibus" / "bus").glob("*")), timeout=PATIENCE)
    if name != "fcitx5":
        ask = ["ibus", "engine"]

        def chosen() -> bool:
            # Its exit status says nothing; it sets the engine and fails, or fails and sets nothing.
            subprocess.run([*ask, "libpinyin"], env=environ, capture_output=True, check=False)
            answer = subprocess.run(ask, env=environ, capture_output=True, check=False)
            return answer.stdout.strip() == b"libpinyin"

        qtbot.waitUntil(chosen, timeout=PATIENCE)


if METHODS := _installed():

    @pytest.mark.parametrize("method", METHODS)
    def test_hello_is_typed_into_the_form(method: str, tmp_path: Path, qtbot: QtBot) -> None:
        fresh(tmp_path / "data").ledger.close()
        said = tmp_path / "said"

        def heard(words: str) -> bool:
            return words in said.read_text(encoding="utf-8").splitlines()

        with ExitStack() as stack:
            environ = _homes(tmp_path)
            environ["DISPLAY"] = _screen(stack, environ)
            environ["DBUS_SESSION_BUS_ADDRESS"] = _bus(stack, environ)
            _start_method(stack, method, environ, qtbot)
            # No ibus-daemon on the form's PATH: under fcitx5 there need be none, so a stand-in has to do.
            path = str(tmp_path) if method == "fcitx5" else environ["PATH"]
            form = {**environ, "PATH": path, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "xcb"}
            probe = [sys.executable, str(Path(__file__).with_name("typing_probe.py"))]
            with said.open("wb") as out:
                command = [*probe, str(tmp_path / "data"), PASSWORD, "typing-probe"]
                running_probe = stack.enter_context(
                    _runs(command, form, stdin=subprocess.PIPE, stdout=out, stderr=None)
                )
            tool = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^typing-probe$", "windowfocus"]
            subprocess.run(tool, env=environ, check=True, timeout=PATIENCE / 1000)
            qtbot.waitUntil(lambda: heard("ready"), timeout=PATIENCE)
            subprocess.run(["xdotool", "type", "--delay", "40", "nihao"], env=environ, check=True)
            qtbot.waitUntil(lambda: heard(f"preedit {COMPOSED[method]!a}"), timeout=PATIENCE)
            subprocess.run(["xdotool", "key", "space"], env=environ, check=True)
            qtbot.waitUntil(lambda: heard(f"text {'你好'!a}"), timeout=PATIENCE)
            assert running_probe.poll() is None
