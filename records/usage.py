"""How calls to models are written down, and what a worker tells of its voice."""

import msgspec

FROM_CACHE, BY_SCRIPT = "cache", "scripted"
"""Stand in the ledger where a model's name would: an answer was known already, or another mind stood in."""


class FailingTask(msgspec.Struct, frozen=True):
    """A task for which the scripted voice stands in."""

    task: str
    reason: str
    """The kind of failure, such as `bad_answer` or `timed_out`."""
    remedy: str
    """What can be done about it."""


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a worker's voice is: `reason` and `remedy` are empty while the model speaks."""

    reason: str = ""
    remedy: str = ""
    warming: bool = False
    """Whether a model is being loaded."""
    failing: tuple[FailingTask, ...] = ()
