"""Cold models: loading one takes minutes, and most servers stop loading when the caller hangs up.

So a patient call is made at the start, and whenever a model that was silent for a while runs into a time-out. While it
waits other calls are refused at once, but for one now and then: should the server have lost the patient call, that one
finds out.
"""

from collections.abc import Callable
from typing import Protocol

import msgspec

from agent.models.clock import CallClock

PATIENCE_MS = 600_000
LOOKS_EVERY_MS = 30_000
WARM_MS = 60_000
"""A model that answered so recently is not cold: it is slow."""


class Warming(Protocol):
    """Knows which models are being loaded."""

    def refuses(self, model: str) -> bool:
        """Whether a call to the model would wait for its loading."""
        ...

    def timed_out(self, model: str) -> None:
        """A call to the model ran into its deadline."""
        ...

    def answered(self, model: str) -> None:
        """The model answered a call."""
        ...


class NoWarming:
    """Models that are never cold."""

    def refuses(self, model: str) -> bool:
        """See `Warming`."""
        return False

    def timed_out(self, model: str) -> None:
        """See `Warming`."""

    def answered(self, model: str) -> None:
        """See `Warming`."""


class _Cold(msgspec.Struct):
    since_ms: int
    looked_at_ms: int


class WarmUps:
    """See `Warming`. `begin` sees to it that a patient call to a model is under way, and returns at once."""

    def __init__(self, clock: CallClock, begin: Callable[[str], None]) -> None:
        self._clock = clock
        self._begin = begin
        self._cold: dict[str, _Cold] = {}
        self._answered_at_ms: dict[str, int] = {}

    def start(self, model: str) -> None:
        """Begin to load the model, unless that is under way."""
        if model not in self._cold:
            now_ms = self._clock.now_ms()
            self._cold[model] = _Cold(now_ms, now_ms)
            self._begin(model)

    def is_warming(self, model: str) -> bool:
        """Whether the model is being loaded."""
        return model in self._cold

    def refuses(self, model: str) -> bool:
        """See `Warming`; each `LOOKS_EVERY_MS` it lets one call through."""
        cold, now_ms = self._cold.get(model), self._clock.now_ms()
        if cold is None:
            return False
        if now_ms - cold.looked_at_ms < LOOKS_EVERY_MS:
            return True
        cold.looked_at_ms = now_ms
        return False

    def timed_out(self, model: str) -> None:
        """See `Warming`."""
        seen_ms = self._answered_at_ms.get(model)
        if seen_ms is None or self._clock.now_ms() - seen_ms > WARM_MS:
            self.start(model)

    def answered(self, model: str) -> None:
        """See `Warming`."""
        self._answered_at_ms[model] = self._clock.now_ms()
        self._cold.pop(model, None)

    def failed(self, model: str) -> None:
        """The patient call ended without an answer: whatever is wrong, it is not that the model is cold."""
        self._cold.pop(model, None)
