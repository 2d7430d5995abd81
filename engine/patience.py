"""What lapses in people's own time: how long a visitor may be idle, say, or an invitation lie unanswered.

Rules read no clock. They name what waits for a person; the runner times it by the wall and sends the input that ends
it, with the server's authority. So a replay needs no clock, and no speed of the world hurries anybody.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from engine.inputs import Request


class Patience(msgspec.Struct, frozen=True):
    """Something that lapses unless it changes before."""

    key: str
    """Names the thing and its present state: another key is another wait."""
    limit_ms: int
    """Wall time that it may last."""
    request: Request
    """What is sent then; the rules reject it if the thing has changed meanwhile."""


class Waits:
    """Since when, by the wall, each thing has been waiting. A runner that takes a world over begins to count anew."""

    def __init__(self) -> None:
        self._since_ms: dict[str, int] = {}
        self._sent: set[str] = set()

    def lapsed(self, waiting: Iterable[Patience], now_ms: int) -> list[Patience]:
        """What has waited for too long and was not told as `sent` yet; all else that is not waiting is forgotten."""
        present = {patience.key: patience for patience in waiting}
        self._since_ms = {key: self._since_ms.get(key, now_ms) for key in present}
        self._sent &= present.keys()
        return [
            patience
            for key, patience in present.items()
            if key not in self._sent and now_ms - self._since_ms[key] >= patience.limit_ms
        ]

    def sent(self, patience: Patience) -> None:
        """Its input is on its way."""
        self._sent.add(patience.key)
