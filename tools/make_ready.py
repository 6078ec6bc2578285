"""Makes a clone ready: system libraries, virtual environment, dependencies; a repeat takes a moment.

    python3 tools/make_ready.py          what the program runs on
    python3 tools/make_ready.py dev      what checking and testing need besides

Needs nothing but Python itself; `make` calls it before everything else. Exit status 0 when all is ready,
2 with a sentence when a person has to do something.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older python3 is what many desktops offer
    sys.exit("需要 Python 3.11 或更新版本。请安装后再试；装在别的名字下时输入：make PYTHON=python3.11 demo")

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = {"run": ("requirements.txt",), "dev": ("requirements.txt", "requirements-dev.txt")}

_PIP = ("install", "--quiet", "--disable-pip-version-check", "--no-input", "--only-binary=:all:", "-r")
_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


class Undone(Exception):
    """Something only a person can do is left; `str(it)` says what to type."""


def main(arguments: list[str]) -> int:
    """Make ROOT ready for ``run`` (default) or ``dev``; returns the exit status."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a real console stream
    purpose = arguments[0] if arguments else "run"
    if purpose not in REQUIREMENTS or len(arguments) > 1:
        print("用法：python3 tools/make_ready.py [run|dev]", file=sys.stderr)
        return 2
    try:
        with _alone(ROOT):
            venv = Environment(ROOT)
            install_libraries(_missing(venv))
            venv.prepare(purpose)
    except Undone as undone:
        print(undone, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已停止。再输入一次刚才的命令会接着做。", file=sys.stderr)
        return 130
    return 0


def _missing(venv: Environment) -> list[str]:
    """The Debian packages that are lacking; empty where the system isn't Linux."""
    if not sys.platform.startswith("linux"):
        return []
    sys.path.insert(0, str(ROOT))
    from quyuan_desktop.missing_libraries import missing_packages

    sys.path.pop(0)
    packages = missing_packages()
    if not venv.stands() and importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    return packages


def install_libraries(packages: list[str], euid: int | None = None) -> None:
    """Install Debian `packages`, without questions; nothing is called when there are none.

    Raises Undone with the exact line to type when neither root nor sudo is to be had, or apt-get failed.
    """
    if not packages:
        return
    by_hand = f"sudo apt-get install {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        names = " ".join(packages)
        print(f"缺少系统组件，本机没有 apt-get。请用本机的软件管理器安装与下列对应的软件包：{names}")
        return
    before = _become_root(os.geteuid() if euid is None else euid)
    if before is None:
        raise Undone(f"缺少系统组件。请用管理员身份输入下面这一行，再重来一次：\n{by_hand}")
    print(f"正在安装系统组件：{' '.join(packages)}", flush=True)
    apt = [*before, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    _quietly([*apt, "update"])
    told = _quietly([*apt, "install", "-y", "--no-install-recommends", *packages])
    if told:
        raise Undone(f"{told}\n系统组件没有装成。请检查网络，输入下面这一行，再重来一次：\n{by_hand}")


def _become_root(euid: int) -> list[str] | None:
    """What stands before a command that needs root; None when there is no way."""
    if euid == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if shutil.which("sudo") is None:
        return None
    ask = [] if sys.stdin is not None and sys.stdin.isatty() else ["-n"]
    return ["sudo", *ask, "env", "DEBIAN_FRONTEND=noninteractive"]


def _quietly(command: list[str]) -> str:
    """Run `command` without input; the end of what it said when it failed, empty when it did well."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return ""
    return "\n".join(done.stdout.splitlines()[-15:]) or f"{' '.join(command)}: {done.returncode}"


class Environment:
    """The virtual environment `.venv` of a clone.

    After an installation it holds a stamp per purpose: the digest of the requirements files, then what was
    installed, one in a line. A stamp that no longer fits means installing again; an environment that was
    copied from elsewhere, or whose Python is gone, is made anew.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        windows = os.name == "nt"
        self.python = self.folder / ("Scripts/python.exe" if windows else "bin/python")
        self.packages = self.folder / ("Lib/site-packages" if windows else f"lib/python{_PYTHON}/site-packages")

    def prepare(self, purpose: str) -> None:
        """Make it so that all packages of `purpose` are there. Raises Undone when that fails."""
        stands = self.stands()
        if stands and (self.ready(purpose) or (purpose == "run" and self.ready("dev"))):
            return
        if not stands:
            self._make()
        print("正在安装依赖（首次约需几分钟）……", flush=True)
        done = subprocess.run(
            [str(self.python), "-m", "pip", *_PIP, str(self.root / REQUIREMENTS[purpose][-1])],
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            raise Undone("依赖没有装成。请检查网络后再输入一次刚才的命令。")
        lines = [self._digest(purpose), *sorted(self._installed())]
        self._stamp(purpose).write_text("\n".join(lines), encoding="utf-8")

    def stands(self) -> bool:
        """Whether it is there, was made in this place by this version of Python, and can install."""
        try:
            settings = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8")
        except OSError:
            return False
        found = dict(line.split(" = ", 1) for line in settings.splitlines() if " = " in line)
        made_here = found.get("command", "").endswith(f" {self.folder}")
        same_version = found.get("version", "").startswith(f"{_PYTHON}.")
        has_pip = any(self.packages.glob("pip-*.dist-info/RECORD"))  # what is written last
        return made_here and same_version and has_pip and self.python.exists()

    def ready(self, purpose: str) -> bool:
        """Whether `purpose` was installed from the requirements as they are now, and is all still there."""
        try:
            digest, *installed = self._stamp(purpose).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return False
        return digest == self._digest(purpose) and self._installed().issuperset(installed)

    def _make(self) -> None:
        print("正在建立虚拟环境 .venv ……", flush=True)
        told = _quietly([sys.executable, "-m", "venv", "--clear", str(self.folder)])
        if told:
            raise Undone(f"{told}\n虚拟环境没有建成。请确认磁盘未满、本文件夹可以写入，再重来一次。")

    def _stamp(self, purpose: str) -> Path:
        return self.folder / f"ready-{purpose}"

    def _installed(self) -> set[str]:
        return {entry.name for entry in self.packages.glob("*.dist-info")}

    def _digest(self, purpose: str) -> str:
        texts = [(self.root / name).read_bytes() for name in REQUIREMENTS[purpose]]
        return hashlib.sha256(b"\0".join(texts)).hexdigest()


class _alone:
    """Keeps a second preparation of the same clone waiting until the first is done (where flock exists)."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._handle = -1

    def __enter__(self) -> None:
        if os.name == "posix":
            import fcntl

            self._handle = os.open(self._root, os.O_RDONLY)
            fcntl.flock(self._handle, fcntl.LOCK_EX)

    def __exit__(self, *trouble: object) -> None:
        if self._handle >= 0:
            os.close(self._handle)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
