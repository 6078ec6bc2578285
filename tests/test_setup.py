"""The set-up: what `make` prepares, what it says when it can't, and the ground that every test stands on."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QMessageBox

from tools import make_ready

ROOT = Path(__file__).parent.parent


# -- the ground ----------------------------------------------------------------------------------------------


def test_calls_into_qt_keep_the_count_of_none(qapp: QApplication) -> None:
    """Some releases of PySide6 drop a reference to None per call and abort after thousands of them."""
    label = QLabel()

    def call() -> None:
        label.setText("咨询")
        label.setEnabled(True)
        label.update()

    call()
    before = sys.getrefcount(None)
    for _ in range(1000):
        call()
    assert abs(sys.getrefcount(None) - before) < 100


def test_tests_have_no_display(qapp: QApplication) -> None:
    assert QGuiApplication.platformName() == "offscreen"


@pytest.mark.parametrize("dialog", [QDialog, QMessageBox, QFileDialog, QPrintDialog])
def test_tests_wait_for_nobody(qapp: QApplication, dialog: type[QDialog]) -> None:
    with pytest.raises(AssertionError, match="waits for a person"):
        dialog().exec()


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.socket().connect(("127.0.0.1", 9)),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"", ("192.0.2.1", 53)),
        lambda: socket.getaddrinfo("example.org", 80),
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_tests_have_no_network(reach: Callable[[], object]) -> None:
    with pytest.raises(AssertionError, match="network"):
        reach()


def test_unix_sockets_still_connect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind("door")
        server.listen()
        client.connect("door")
        assert client.getpeername() == "door"


def test_what_is_installed_is_what_is_pinned() -> None:
    """Every dependency has an exact version, the installed one, and no line names where it comes from."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r ")):
                wanted = Requirement(line)
                assert [each.operator for each in wanted.specifier] == ["=="]
                assert wanted.url is None
                if wanted.marker is None or wanted.marker.evaluate():
                    assert metadata.version(wanted.name) in wanted.specifier


@pytest.mark.parametrize(
    "locale", [{}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "gbk"}]
)
def test_the_program_speaks_chinese_under_any_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    """A bare Debian has the POSIX locale, Windows in Chinese has GBK: sentences come as UTF-8 all the same."""
    command = [sys.executable, str(ROOT / "main.py"), "summary", "2023-13", "--data", ".", "--out", "."]
    done = subprocess.run(command, env=locale, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 2
    told = done.stderr.decode("utf-8").splitlines()
    assert len(told) == 1
    assert told[0].startswith("“2023-13”")
    assert told[0].endswith("。")


# -- make ----------------------------------------------------------------------------------------------------


def test_make_alone_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = next(line for line in text.splitlines() if line.startswith(".PHONY:")).split()[1:]
    told = subprocess.run(["make", "-s", "-C", ROOT], capture_output=True, encoding="utf-8", check=True).stdout
    listed = [line.split()[1] for line in told.splitlines() if line.startswith("  make ")]
    assert listed == [target for target in phony if target != "setup-dev"]


@pytest.mark.parametrize(("failing", "status"), [("none", 0), ("check", 1), ("test", 1)])
def test_ci_runs_both_and_tells_failure(tmp_path: Path, failing: str, status: int) -> None:
    folder = tmp_path / "clone" / ".ci"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", folder / "run")
    _script(tmp_path / "bin" / "make", f'echo "$1 $CI" >>{tmp_path}/log; [ "$1" != {failing} ]')
    done = subprocess.run(
        [folder / "run"], env={"PATH": f"{tmp_path}/bin:/usr/bin:/bin"}, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == status
    assert _lines(tmp_path / "log") == ["check true", "test true"]


# -- system libraries ----------------------------------------------------------------------------------------


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH: an apt-get that notes what it is asked, and no sudo."""
    folder = tmp_path / "system"
    _script(folder / "apt-get", f'echo "$DEBIAN_FRONTEND: $*" >>{folder}/log')
    (folder / "env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("DEBIAN_FRONTEND", raising=False)
    return folder


ASKED = [
    "noninteractive: -qq -o DPkg::Lock::Timeout=300 update",
    "noninteractive: -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends libegl1 libcups2",
]


def test_nothing_missing_asks_for_nothing(system: Path) -> None:
    make_ready.install_libraries([], 0)
    make_ready.install_libraries([], 1000)
    assert not (system / "log").exists()


def test_root_installs_directly(system: Path) -> None:
    _script(system / "sudo", "exit 1")
    make_ready.install_libraries(["libegl1", "libcups2"], 0)
    assert _lines(system / "log") == ASKED


def test_others_install_with_sudo(system: Path) -> None:
    _script(system / "sudo", f'echo sudo "$1" >>{system}/log; shift; exec "$@"')
    make_ready.install_libraries(["libegl1", "libcups2"], 1000)
    assert _lines(system / "log") == ["sudo -n", ASKED[0], "sudo -n", ASKED[1]]


def test_without_root_and_sudo_the_line_to_type_is_told(system: Path) -> None:
    with pytest.raises(make_ready.Undone, match="请用管理员身份") as told:
        make_ready.install_libraries(["libegl1", "libcups2"], 1000)
    assert str(told.value).splitlines()[-1] == "sudo apt-get install libegl1 libcups2"
    assert not (system / "log").exists()


def test_a_source_that_is_down_does_not_stop_what_can_be_installed(system: Path) -> None:
    _script(system / "apt-get", f'echo "$*" >>{system}/log; case "$*" in *update) exit 100;; esac')
    make_ready.install_libraries(["libegl1"], 0)
    assert _lines(system / "log")[-1].endswith("install -y --no-install-recommends libegl1")


def test_a_failed_installation_tells_why_and_what_to_type(system: Path) -> None:
    _script(system / "apt-get", "echo E: Unable to fetch; exit 100")
    with pytest.raises(make_ready.Undone, match="Unable to fetch") as told:
        make_ready.install_libraries(["libegl1"], 0)
    assert str(told.value).splitlines()[-1] == "sudo apt-get install libegl1"


def test_without_apt_the_packages_are_named(system: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (system / "apt-get").unlink()
    make_ready.install_libraries(["libegl1"], 0)
    assert "libegl1" in capsys.readouterr().out


# -- the virtual environment ---------------------------------------------------------------------------------


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with a virtual environment whose Python only notes what pip is asked, and installs `thing`."""
    root = tmp_path / "a clone"
    root.mkdir()
    (root / "requirements.txt").write_text("thing==1.0\n", encoding="utf-8")
    (root / "requirements-dev.txt").write_text("-r requirements.txt\nother==2.0\n", encoding="utf-8")
    _make_environment(root)
    return root


def _pip(venv: make_ready.Environment) -> None:
    (venv.packages / "pip-1.0.dist-info").mkdir(parents=True)
    (venv.packages / "pip-1.0.dist-info" / "RECORD").touch()


def _make_environment(root: Path, version: str = sys.version.split()[0]) -> None:
    venv = make_ready.Environment(root)
    _pip(venv)
    note = f'for last; do :; done; echo "${{last##*/}}" >>"{root}/log"'
    _script(venv.python, f'{note}; mkdir -p "{venv.packages}/thing-1.0.dist-info"')
    settings = f"home = /usr/bin\nversion = {version}\ncommand = /usr/bin/python3 -m venv {venv.folder}\n"
    (venv.folder / "pyvenv.cfg").write_text(settings, encoding="utf-8")


def _prepare(root: Path, purpose: str = "run") -> list[str]:
    """The requirements files that have been installed from so far, after preparing once more."""
    make_ready.Environment(root).prepare(purpose)
    return _lines(root / "log")


def test_a_repeat_installs_nothing(clone: Path) -> None:
    assert _prepare(clone) == ["requirements.txt"]
    assert _prepare(clone) == ["requirements.txt"]


def test_testing_needs_more_and_covers_running(clone: Path) -> None:
    assert _prepare(clone) == ["requirements.txt"]
    assert _prepare(clone, "dev") == ["requirements.txt", "requirements-dev.txt"]
    (make_ready.Environment(clone).folder / "ready-run").unlink()
    assert _prepare(clone) == ["requirements.txt", "requirements-dev.txt"]


def test_changed_requirements_install_again(clone: Path) -> None:
    _prepare(clone)
    (clone / "requirements.txt").write_text("thing==1.0\nnew==3.0\n", encoding="utf-8")
    assert len(_prepare(clone)) == 2


def test_a_package_that_is_gone_is_installed_again(clone: Path) -> None:
    _prepare(clone)
    (make_ready.Environment(clone).packages / "thing-1.0.dist-info").rmdir()
    assert len(_prepare(clone)) == 2


@pytest.mark.parametrize("text", ["", "\n", "0" * 64, "thing-1.0.dist-info", "\0"])
def test_a_damaged_stamp_installs_again(clone: Path, text: str) -> None:
    _prepare(clone)
    (clone / ".venv" / "ready-run").write_text(text, encoding="utf-8")
    assert len(_prepare(clone)) == 2


def test_a_failed_installation_leaves_no_stamp(clone: Path) -> None:
    python = make_ready.Environment(clone).python
    works = python.read_text(encoding="utf-8")
    _script(python, "exit 1")
    with pytest.raises(make_ready.Undone):
        make_ready.Environment(clone).prepare("run")
    python.write_text(works, encoding="utf-8")
    assert _prepare(clone) == ["requirements.txt"]


def test_an_environment_copied_from_elsewhere_does_not_stand(clone: Path, tmp_path: Path) -> None:
    assert make_ready.Environment(clone).stands()
    shutil.copytree(clone, tmp_path / "copy")
    assert not make_ready.Environment(tmp_path / "copy").stands()


def test_an_environment_of_another_python_does_not_stand(clone: Path) -> None:
    shutil.rmtree(clone / ".venv")
    _make_environment(clone, version="3.10.9")
    assert not make_ready.Environment(clone).stands()


@pytest.mark.parametrize("gone", ["pyvenv.cfg", "bin", "lib"])
def test_a_broken_environment_does_not_stand(clone: Path, gone: str) -> None:
    path = clone / ".venv" / gone
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    assert not make_ready.Environment(clone).stands()


def test_a_real_environment_is_recognised_where_it_was_made(tmp_path: Path) -> None:
    venv = make_ready.Environment(tmp_path)
    python = Path(sys.executable).resolve()
    subprocess.run([python, "-m", "venv", "--clear", "--without-pip", venv.folder], check=True)
    assert not venv.stands()
    _pip(venv)
    assert venv.stands()
    (tmp_path / ".venv").rename(tmp_path / "moved")
    (tmp_path / "other").mkdir()
    (tmp_path / "moved").rename(tmp_path / "other" / ".venv")
    assert not make_ready.Environment(tmp_path / "other").stands()


@pytest.mark.parametrize(("does", "asked"), [("true", ["requirements.txt"]), ("echo disk full; false", [])])
def test_what_does_not_stand_is_made_anew_first(
    clone: Path, monkeypatch: pytest.MonkeyPatch, does: str, asked: list[str]
) -> None:
    (clone / ".venv" / "pyvenv.cfg").unlink()
    _script(clone / "python3", f'echo "$*" >>"{clone}/made"; {does}')
    monkeypatch.setattr(sys, "executable", str(clone / "python3"))
    if asked:
        assert _prepare(clone) == asked
    else:
        with pytest.raises(make_ready.Undone, match="disk full"):
            make_ready.Environment(clone).prepare("run")
        assert not (clone / "log").exists()
    assert _lines(clone / "made") == [f"-m venv --clear {clone / '.venv'}"]


@pytest.mark.parametrize("arguments", [["walk"], ["run", "dev"], [""]])
def test_a_wrong_purpose_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert make_ready.main(arguments) == 2
    assert "用法" in capsys.readouterr().err


# -- the demonstration ---------------------------------------------------------------------------------------

PROGRAM = """
import os, pathlib, sys
with open("log", "a") as log:
    print(*sys.argv[1:], os.environ["QUYUAN_PASSWORD"], file=log)
if pathlib.Path("fail").exists() and pathlib.Path("fail").read_text() in sys.argv:
    sys.exit(2)
if sys.argv[1] == "demo":
    pathlib.Path(sys.argv[2]).mkdir()
if sys.argv[1] == "walkthrough":
    pathlib.Path(sys.argv[5]).mkdir(exist_ok=True)
    (pathlib.Path(sys.argv[5]) / "回执.pdf").touch()
"""
FILL = "demo demo/office.part --year 2023 --seed 1 quyuan-demo"
WALK = "walkthrough --data demo/office --out demo/papers quyuan-demo"
WINDOW = "--data demo/office quyuan-demo"


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """A clone with the real tools/demo.py and a main.py that notes how it was called."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "demo.py", tmp_path / "tools")
    (tmp_path / "main.py").write_text(PROGRAM, encoding="utf-8")
    return tmp_path


def _demo(stage: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **more}
    command = [sys.executable, str(stage / "tools" / "demo.py")]
    return subprocess.run(command, env=environment, cwd="/", capture_output=True, encoding="utf-8", check=False)


def test_the_demo_fills_once_and_tells_where_the_papers_lie(stage: Path) -> None:
    assert _demo(stage).returncode == 0
    again = _demo(stage)
    assert again.returncode == 0
    assert _lines(stage / "log") == [FILL, WALK, WALK]
    assert str(stage / "demo" / "papers") in again.stdout
    assert "回执.pdf" in again.stdout


def test_the_demo_opens_the_window_where_there_is_a_display(stage: Path) -> None:
    assert _demo(stage, WAYLAND_DISPLAY="wayland-0").returncode == 0
    assert _lines(stage / "log") == [FILL, WALK, WINDOW]


@pytest.mark.parametrize(("step", "calls"), [("demo", [FILL, FILL]), ("walkthrough", [FILL, WALK, WALK])])
def test_a_step_that_fails_fails_the_demo_and_is_done_again(stage: Path, step: str, calls: list[str]) -> None:
    (stage / "fail").write_text(step, encoding="utf-8")
    assert _demo(stage).returncode == 2
    assert _demo(stage).returncode == 2
    assert _lines(stage / "log") == calls


def _script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
