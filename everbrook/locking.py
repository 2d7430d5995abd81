"""One program at a time in a data folder."""

import contextlib
import fcntl
import os
from collections.abc import Generator
from pathlib import Path

from everbrook.errors import StartError
from everbrook.services.folders import make_data_folder


@contextlib.contextmanager
def locked_data_folder(folder: Path) -> Generator[None]:
    """Hold the folder's lock for the block; StartError when another holds it.

    The lock goes with the process, so a killed program leaves none behind.
    """
    make_data_folder(folder)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise StartError(
                f"The data folder {folder} is in use by process {lock.read().strip()}.",
                "Stop that one, or choose another folder with DATA=folder (or --data).",
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
