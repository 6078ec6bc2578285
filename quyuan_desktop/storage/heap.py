"""Giving back to the system what was freed but kept in hand: only glibc has to be asked for that."""

import sys


def give_back() -> None:
    """Let go of freed memory. Does nothing where the system sees to it by itself."""
    if sys.platform != "linux":
        return
    import ctypes  # not needed before

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
