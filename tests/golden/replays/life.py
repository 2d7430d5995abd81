"""A recorded life: all that was put into a world, and the hashes of its state on the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from engine.game import DueInput, Game
from town.founding import found_from_template
from town.people.templates import load_template
from town.rules import TOWN
from town.world import World

HERE = Path(__file__).parent


class Recorded(msgspec.Struct, frozen=True, array_like=True):
    """One input, at the tick at which it was applied."""

    tick: int
    name: str
    args: msgspec.Raw


class Life(msgspec.Struct, frozen=True):
    """What a world was founded from, its inputs, and (next tick, hash) now and then."""

    template: str
    seed: int
    inputs: tuple[Recorded, ...]
    hashes: tuple[tuple[int, str], ...]

    def due(self) -> list[DueInput]:
        """The inputs as `Game.step` takes them."""
        return [DueInput(number, i.tick, i.name, i.args) for number, i in enumerate(self.inputs, 1)]


def read_life(name: str) -> Life:
    """A recorded life."""
    return msgspec.json.decode((HERE / f"{name}.json").read_bytes(), type=Life)


def new_game(template: str, seed: int, *, leap: bool = True) -> Game[World]:
    """A world's first moment."""
    game = Game(TOWN, found_from_template(load_template(template), seed, rules=TOWN), leap=leap)
    game.mark_committed()
    TOWN.effects(game.world).drain()
    return game


def replayed_hashes(game: Game[World], life: Life, cuts: Sequence[int]) -> list[tuple[int, str]]:
    """The hashes at the recorded ticks, when the life is played in steps that end there and at the cuts."""
    waiting = life.due()
    found: list[tuple[int, str]] = []
    wanted = {tick for tick, _ in life.hashes}
    for until in sorted(wanted | {cut for cut in cuts if cut < max(wanted)}):
        due = [d for d in waiting if d.tick < until]
        waiting = waiting[len(due) :]
        step = game.step(until, due)
        if until in wanted:
            found.append((until, step.state_hash))
    return found
