"""An event loop in which waiting takes no time: what would be waited for is simply later."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

LOOK_S = 0.002


def _nothing_pends() -> bool:
    return False


class _SkippingSelector(selectors.DefaultSelector):
    """Moves its own time on instead of waiting, but for what pends in the world outside."""

    def __init__(self, pends: Callable[[], bool]) -> None:
        super().__init__()
        self.now = 0.0
        self._pends = pends

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        while not ready and timeout != 0 and self._pends():
            ready = super().select(LOOK_S)
        if not ready and timeout is None:
            raise AssertionError("everything waits and nothing will ever happen")
        if not ready:
            self.now += max(timeout or 0, 0)
        return ready


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self, pends: Callable[[], bool]) -> None:
        self._skipping = _SkippingSelector(pends)
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._skipping.now


class LoopClock:
    """A `CallClock` by the time of the running loop."""

    def now_ms(self) -> int:
        return round(asyncio.get_running_loop().time() * 1000)

    async def sleep(self, span_ms: int) -> None:
        await asyncio.sleep(span_ms / 1000)


def run_in_virtual_time(work: Coroutine[Any, Any, T], pends: Callable[[], bool] = _nothing_pends) -> T:
    """Run `work` to its end, all its waiting skipped, except while `pends` says that a real answer is on its way."""
    with asyncio.Runner(loop_factory=lambda: _VirtualLoop(pends)) as runner:
        return runner.run(work)
