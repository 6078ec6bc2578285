"""From process start to the first painted window, and to the first list, against a bare PySide6 window.

Each start is a process of its own, in turn; the child tells when its window was painted and ends. As at an office the
modules lie there compiled: the first start of each kind, which writes them, does not count.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.pairs import Pair, from_times

ROOT = Path(__file__).resolve().parent.parent
BARE, SIGN_IN, FIRST_LIST = "bare", "sign_in", "list"


def start(what: str, folder: Path) -> float:
    """Milliseconds from starting the child to its word that the window is painted."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if "DISPLAY" not in environment:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._painted", what, str(folder)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
    )
    with child:
        assert child.stdout is not None
        said = child.stdout.readline()
        taken = (time.perf_counter() - started) * 1000
    if said.strip() != b"painted":
        raise RuntimeError(f"the child said {said!r}")
    return taken


def measure(folder: Path, rounds: int) -> list[Pair]:
    """The sign-in page and the first list of the office in `folder` (a demo's)."""
    for what in (BARE, SIGN_IN, FIRST_LIST):
        start(what, folder)
    times: dict[str, list[float]] = {BARE: [], SIGN_IN: [], FIRST_LIST: []}
    for _ in range(rounds):
        for what, kept in times.items():
            kept.append(start(what, folder))
    bare = times[BARE]
    return [
        from_times("start → sign-in page painted", "bare PySide6 window", times[SIGN_IN], bare, 1.25),
        from_times(
            "start → first list painted",
            "bare PySide6 window",
            times[FIRST_LIST],
            bare,
            2.5,
            "signs in with the password given at once; argon2id as cheap as the demo's",
        ),
    ]
