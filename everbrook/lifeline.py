"""A role started by a supervisor does not outlive it, however the supervisor died."""

import os
import threading
import time

VARIABLE = "EVERBROOK_SUPERVISOR"
POLL_SECONDS = 0.25
EXIT_CODE = 70


def end_with_supervisor() -> None:
    """Watch the parent from a thread, if a supervisor started this process."""
    supervisor = os.environ.get(VARIABLE)
    if supervisor:
        threading.Thread(target=_watch, args=(int(supervisor),), daemon=True).start()


def _watch(supervisor: int) -> None:
    # A dead parent's children pass to another process. What was accepted is in the database,
    # so to stop at once is safe, and nothing can hold it up.
    while os.getppid() == supervisor:
        time.sleep(POLL_SECONDS)
    os._exit(EXIT_CODE)
