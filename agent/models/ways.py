"""Models whose streams do not come through, remembered: they are asked for whole answers for a while."""

from agent.models.clock import CallClock

FIRST_MS = 600_000
LONGEST_MS = 86_400_000


class Ways:
    """Which models are asked for whole answers alone: for ten minutes at first, twice as long each further time."""

    def __init__(self, clock: CallClock) -> None:
        self._clock = clock
        self._whole: dict[str, tuple[int, int]] = {}

    def only_whole(self, model: str) -> bool:
        """Whether the model is not asked to stream now."""
        until_ms, _ = self._whole.get(model, (0, 0))
        return self._clock.now_ms() < until_ms

    def learn_only_whole(self, model: str) -> None:
        """A stream failed and the same answer came whole."""
        _, span_ms = self._whole.get(model, (0, FIRST_MS // 2))
        span_ms = min(2 * span_ms, LONGEST_MS)
        self._whole[model] = (self._clock.now_ms() + span_ms, span_ms)
