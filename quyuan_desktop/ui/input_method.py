"""Chinese can be typed on Linux: Qt's wheels carry only the ibus plugin, and fcitx5 speaks ibus as well.

Qt's plugin wants two things: to be asked for, and an ``ibus-daemon`` somewhere on PATH (it never runs it). It then
finds the input method by a file that ibus and fcitx5 both write, ``$XDG_CONFIG_HOME/ibus/bus/ID-unix-DISPLAY``.
So where such a file names a living process, or the environment speaks of fcitx, ibus is asked for; and where no
ibus is installed, an idle stand-in for its daemon is put last on PATH. Before QApplication is made.
"""

import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

DAEMON = "ibus-daemon"
WISHES = ("QT_IM_MODULES", "QT_IM_MODULE")
HINTS = ("XMODIFIERS", "GTK_IM_MODULE", "CLUTTER_IM_MODULE", "SDL_IM_MODULE", "INPUT_METHOD")
PID = "IBUS_DAEMON_PID="


def prepare(environ: MutableMapping[str, str] | None = None, *, platform: str = sys.platform) -> None:
    """See to it that Qt will listen to the input method that runs; `environ` (the process's own) is changed."""
    around: MutableMapping[str, str] = os.environ if environ is None else environ
    if not platform.startswith("linux"):
        return
    changed = variables(around, running=running(_home(around, "XDG_CONFIG_HOME", ".config") / "ibus" / "bus"))
    around.update(changed)
    if changed or "ibus" in around.get("QT_IM_MODULE", ""):
        _put_stand_in(around)


def variables(environ: Mapping[str, str], *, running: bool) -> dict[str, str]:
    """The variables to set, given the environment and whether something that speaks ibus is running.

    Somebody's own choice of anything but fcitx is respected. Nothing is set where no input method shows itself.
    """
    wished = ";".join(environ[name] for name in WISHES if environ.get(name)).lower()
    hinted = any("fcitx" in environ.get(name, "").lower() for name in HINTS)
    if "fcitx" in wished or (not wished and (running or hinted)):
        return {name: "ibus" for name in WISHES if name == "QT_IM_MODULE" or environ.get(name)}
    return {}


def running(folder: Path) -> bool:
    """Whether a file in `folder`, where ibus and fcitx5 say how to reach them, names a living process."""
    try:
        return any(_alive(path) for path in folder.iterdir())
    except OSError:
        return False


def _alive(path: Path) -> bool:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        pid = next((int(line.removeprefix(PID)) for line in lines if line.startswith(PID)), 0)
        if pid > 0:
            os.kill(pid, 0)
    except (OSError, ValueError, OverflowError):
        return False
    return pid > 0


def _home(environ: Mapping[str, str], name: str, usual: str) -> Path:
    return Path(environ.get(name) or Path(environ.get("HOME") or "/nonexistent") / usual)


def _put_stand_in(environ: MutableMapping[str, str]) -> None:
    """Put an ``ibus-daemon`` that does nothing last on PATH when there is none; leave it where that fails."""
    import shutil  # slow to load, and most computers need no stand-in

    if shutil.which(DAEMON, path=environ.get("PATH", "")) is not None:
        return
    idle = shutil.which("true", path=environ.get("PATH", "")) or shutil.which("true", path="/usr/bin:/bin")
    link = _home(environ, "XDG_CACHE_HOME", ".cache") / "quyuan_desktop" / "bin" / DAEMON
    if idle is None:
        return
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.exists():
            link.unlink(missing_ok=True)
            link.symlink_to(idle)
    except OSError:
        return
    environ["PATH"] = os.pathsep.join(part for part in (environ.get("PATH", ""), str(link.parent)) if part)
