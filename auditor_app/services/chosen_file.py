"""Reading a file that a person chose: never more of it than may be, and nothing that would never end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def read_chosen(path: Path, most: int) -> bytes:
    """Give a file's bytes, of a larger file `most` and one more; raises OSError, also for pipes and devices."""
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        with path.open("rb") as file:
            return file.read(most + 1)
    except ValueError as error:  # no file has such a name
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path)) from error
