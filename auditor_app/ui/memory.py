"""What Python's garbage collector need not walk through again and again, and what the system gets back."""

from __future__ import annotations

import ctypes
import gc
import sys


def settle() -> None:
    """Collect what is left over, then set aside all that stays, so that later collections are short.

    Called when a window or an audit has just been opened: a full collection over everything that Qt and an open audit
    hold takes longer than a person may wait for a key. What was set aside before is looked at once more, so that a
    closed audit does not stay. What reading needed for a moment goes back to the system.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        _trim()


def _trim() -> None:
    """Give back what the C library keeps of memory that is free; others give it back by themselves."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
