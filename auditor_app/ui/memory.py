"""What Python's garbage collector need not walk through again and again while a person types."""

from __future__ import annotations

import gc


def settle() -> None:
    """Collect what is left over, then set aside all that stays, so that later collections are short.

    Called when a window or an audit has just been opened: a full collection over everything that Qt and an open audit
    hold takes longer than a person may wait for a key. What was set aside before is looked at once more, so that a
    closed audit does not stay.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
