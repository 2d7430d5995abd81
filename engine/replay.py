"""Play a world again from its log, and check it against the hashes stored with its steps."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from engine.game import Rules
from engine.runner import game_of
from engine.store import LoggedInput, Store

W = TypeVar("W")

READ_STEPS = 500
READ_INPUTS = 5000


class ReplayResult(msgspec.Struct, frozen=True):
    """How far a replay came out the same."""

    steps: int
    inputs: int
    ticks: int
    differs_at: int | None
    """Number of the first step whose hash differs; None if none does."""

    def describe(self) -> str:
        """A sentence for people."""
        if self.differs_at is not None:
            return f"The replay differs from step {self.differs_at} on: same inputs, another state."
        return f"Same bits: {self.steps} steps, {self.inputs} inputs, {self.ticks} ticks."


async def check_replay(rules: Rules[W], store: Store, world_id: str) -> ReplayResult:
    """Replay all committed steps from the world's first moment. Raises `UnknownWorld`."""
    game = game_of(rules, await store.founding(world_id))
    log: list[LoggedInput] = []
    checked = 0
    while steps := await store.steps_after(world_id, checked, READ_STEPS):
        for step in steps:
            while game.last_input + len(log) < step.last_input:
                log.extend(await store.input_log(world_id, game.last_input + len(log), READ_INPUTS))
            count = step.last_input - game.last_input
            due, log = log[:count], log[count:]
            replayed = game.step(step.next_tick, [logged.due() for logged in due])
            if replayed.state_hash != step.state_hash:
                return ReplayResult(checked, game.last_input, game.next_tick, step.number)
            checked = step.number
    return ReplayResult(checked, game.last_input, game.next_tick, None)
