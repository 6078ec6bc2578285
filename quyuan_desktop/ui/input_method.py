"""Chinese can be typed on Linux: Qt's wheels carry only the ibus plugin, and fcitx5 speaks ibus as well.

Qt's plugin wants two things: to be asked for, and an ``ibus-daemon`` somewhere on PATH (it never runs it).
It then finds the input method by the file that ibus and fcitx5 both write,
``$XDG_CONFIG_HOME/ibus/bus/ID-unix-DISPLAY``. So where fcitx5 runs, ibus is asked for, and where no ibus is
installed, an idle stand-in for its daemon is put last on PATH. Must be called before QApplication is made.
"""

import os
import shutil
import sys
from collections.abc import Collection, Mapping, MutableMapping
from pathlib import Path

DAEMON = "ibus-daemon"
WISHES = ("QT_IM_MODULES", "QT_IM_MODULE")
HINTS = ("XMODIFIERS", "GTK_IM_MODULE", "CLUTTER_IM_MODULE", "SDL_IM_MODULE", "INPUT_METHOD")


def prepare(
    environ: MutableMapping[str, str] | None = None,
    *,
    platform: str = sys.platform,
    processes: Path = Path("/proc"),
) -> None:
    """See to it that Qt will listen to the input method that runs; `environ` (the process's own) is changed."""
    around: MutableMapping[str, str] = os.environ if environ is None else environ
    if not platform.startswith("linux"):
        return
    changed = variables(around, running(processes))
    if not changed:
        return
    around.update(changed)
    if shutil.which(DAEMON, path=around.get("PATH", "")) is None:
        stand_in = _stand_in(around)
        if stand_in is not None:
            around["PATH"] = os.pathsep.join(part for part in (around.get("PATH", ""), str(stand_in)) if part)


def variables(environ: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """The variables to set, given the environment and the `names` of running processes; empty to leave all be.

    Somebody's own choice of anything but fcitx is respected. Nothing is set where no input method shows itself.
    """
    wished = ";".join(environ[name] for name in WISHES if environ.get(name)).lower()
    fcitx = any(name.startswith("fcitx") for name in names) or any(
        "fcitx" in environ.get(name, "").lower() for name in HINTS
    )
    if wished and "fcitx" not in wished:
        return {}
    if not (fcitx or wished or DAEMON in names):
        return {}
    return {name: "ibus" for name in WISHES if name == "QT_IM_MODULE" or environ.get(name)}


def running(processes: Path) -> set[str]:
    """The names of the processes of this user; empty where they cannot be read."""
    found = set()
    try:
        for entry in processes.iterdir():
            if entry.name.isdigit():
                found.add(_name(entry))
    except OSError:
        return set()
    return found - {""}


def _name(entry: Path) -> str:
    try:
        if entry.stat().st_uid != os.getuid():
            return ""
        return (entry / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _stand_in(environ: Mapping[str, str]) -> Path | None:
    """A folder in the user's cache with an ``ibus-daemon`` that does nothing; None where it can't be made."""
    idle = shutil.which("true", path=environ.get("PATH", "")) or shutil.which("true", path="/usr/bin:/bin")
    cache = environ.get("XDG_CACHE_HOME") or str(Path(environ.get("HOME", "~")).expanduser() / ".cache")
    folder = Path(cache) / "quyuan_desktop" / "bin"
    link = folder / DAEMON
    if idle is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not link.exists():
            link.unlink(missing_ok=True)
            link.symlink_to(idle)
    except OSError:
        return None
    return folder
