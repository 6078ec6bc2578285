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
from offices import PASSWORD, fresh
from pytestqt.qtbot import QtBot

from quyuan_desktop.bundle import ROOT
from quyuan_desktop.ui.input_method import prepare, running, variables

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


@pytest.mark.parametrize(
    ("environ", "names", "expected"),
    [
        ({}, [], {}),
        ({}, ["bash", "python3"], {}),
        ({}, ["fcitx5"], {"QT_IM_MODULE": "ibus"}),
        ({}, ["fcitx"], {"QT_IM_MODULE": "ibus"}),
        ({}, ["ibus-daemon"], {"QT_IM_MODULE": "ibus"}),
        ({"XMODIFIERS": "@im=fcitx"}, [], {"QT_IM_MODULE": "ibus"}),
        ({"GTK_IM_MODULE": "fcitx5"}, [], {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "fcitx"}, [], {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "Fcitx5"}, ["fcitx5"], {"QT_IM_MODULE": "ibus"}),
        (
            {"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx;ibus"},
            ["fcitx5"],
            {"QT_IM_MODULE": "ibus", "QT_IM_MODULES": "ibus"},
        ),
        ({"QT_IM_MODULE": "compose"}, ["fcitx5"], {}),
        ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=fcitx"}, ["fcitx5"], {}),
        ({"QT_IM_MODULE": ""}, ["fcitx5"], {"QT_IM_MODULE": "ibus"}),
        ({"XMODIFIERS": "@im=ibus"}, [], {}),
    ],
)
def test_which_variables_are_set(environ: dict[str, str], names: list[str], expected: dict[str, str]) -> None:
    assert variables(environ, names) == expected


@pytest.fixture
def processes(tmp_path: Path) -> Path:
    """A /proc with fcitx5 in it, and with things that are not processes."""
    folder = tmp_path / "proc"
    for name, text in (("1", "systemd\n"), ("4711", "fcitx5\n"), ("self", "pytest\n"), ("99", "\xff\n")):
        (folder / name).mkdir(parents=True)
        (folder / name / "comm").write_text(text, encoding="latin-1")
    (folder / "4712").mkdir()
    (folder / "uptime").write_text("1.0", encoding="ascii")
    return folder


def test_processes_are_read_by_name(processes: Path, tmp_path: Path) -> None:
    assert running(processes) == {"systemd", "fcitx5", "\ufffd"}
    assert running(tmp_path / "nowhere") == set()


def test_a_stand_in_goes_last_on_the_path(processes: Path, tmp_path: Path) -> None:
    around = {"PATH": str(tmp_path / "bin"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for _ in range(2):  # a second start finds it there
        prepare(around, platform="linux", processes=processes)
        first, stand_in = around["PATH"].split(os.pathsep)
        assert first == str(tmp_path / "bin")
        assert shutil.which("ibus-daemon", path=stand_in) is not None
    assert around["QT_IM_MODULE"] == "ibus"
    assert subprocess.run([Path(stand_in) / "ibus-daemon"], check=False).returncode == 0


def test_a_stand_in_that_leads_nowhere_is_made_anew(processes: Path, tmp_path: Path) -> None:
    link = tmp_path / "cache" / "quyuan_desktop" / "bin" / "ibus-daemon"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "gone")
    prepare({"PATH": "", "XDG_CACHE_HOME": str(tmp_path / "cache")}, platform="linux", processes=processes)
    assert link.exists()


def test_a_real_ibus_needs_no_stand_in(processes: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "ibus-daemon").touch(mode=0o755)
    around = {"PATH": str(tmp_path / "bin"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    prepare(around, platform="linux", processes=processes)
    assert around["PATH"] == str(tmp_path / "bin")
    assert not (tmp_path / "cache").exists()


def test_no_place_for_a_stand_in_is_no_reason_not_to_start(processes: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="ascii")
    around = {"PATH": "", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    prepare(around, platform="linux", processes=processes)
    assert around["PATH"] == ""


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_are_left_alone(processes: Path, platform: str) -> None:
    around = {"PATH": "", "QT_IM_MODULE": "fcitx"}
    prepare(around, platform=platform, processes=processes)
    assert around == {"PATH": "", "QT_IM_MODULE": "fcitx"}


def test_without_an_input_method_nothing_changes(tmp_path: Path) -> None:
    around = {"PATH": str(tmp_path)}
    prepare(around, platform="linux", processes=tmp_path)
    assert around == {"PATH": str(tmp_path)}


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
