"""The composition root: builds what is passed down, then runs a subcommand or the window."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime

from quyuan_desktop import missing_libraries
from quyuan_desktop.cli import WindowWanted, run


def now() -> datetime:
    """The present instant with the computer's zone."""
    return datetime.now().astimezone()


def main(arguments: Sequence[str]) -> int:
    """Run the command line; without a subcommand, the window. Returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    os.umask(0o077)
    done = run(arguments, now)
    return window(done) if isinstance(done, WindowWanted) else done


def window(wanted: WindowWanted) -> int:
    """Show the sign-in page, then the window. Returns the exit status."""
    try:
        from quyuan_desktop.ui.start import start
    except ImportError as error:
        print(missing_libraries.sentence(error), file=sys.stderr)  # noqa: T201  # there is no window to say it in
        return 2
    return start(wanted.folder, now, wanted.as_of)
