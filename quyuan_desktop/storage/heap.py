"""What is done about memory: giving back what was freed (only glibc has to be asked for that), and when to tidy up."""

import contextlib
import gc
import sys
from collections.abc import Iterator


def give_back() -> None:
    """Let go of freed memory. Does nothing where the system sees to it by itself."""
    if sys.platform != "linux":
        return
    import ctypes  # not needed before

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@contextlib.contextmanager
def untidied() -> Iterator[None]:
    """Within it nobody looks for circles among what is held: for bulk work, which makes none and holds much at a time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
