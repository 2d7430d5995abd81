"""Who sends inputs is there; who has sent none for long, by their own clock, has left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from engine.inputs import Authority, Input, Rejected
from engine.patience import Patience
from town.ids import PlayerId
from town.parts import registry
from town.people.constants import IDLE_HUMAN_LEAVES_MS
from town.people.population import remove_player
from town.world import World

PRESENCE_INPUTS = registry()


@PRESENCE_INPUTS(Authority.SERVER)
def let_idle_human_leave(world: World, now: int, *, player: PlayerId, inputs_sent: int) -> None:
    """A human who has done nothing for long has left."""
    human = world.human(player)
    if human.inputs_sent != inputs_sent:
        raise Rejected(f"{human.name} has done something since")
    remove_player(world, now, human)


def hear_from(
    world: World, _now_ms: int, declared: Input[World, Any, Any], arguments: msgspec.Struct
) -> None:
    """A human has done something, so they are not idle."""
    if declared.authority is not Authority.SUBJECT or declared.subject is None:
        return
    player = world.players.get(getattr(arguments, declared.subject))
    if player is not None:
        world.players[player.id] = replace(player, inputs_sent=player.inputs_sent + 1)


def idle_humans(world: World) -> Iterator[Patience]:
    """Each human, since they last did anything."""
    for player in world.players.values():
        if player.human:
            request = let_idle_human_leave.request(player=player.id, inputs_sent=player.inputs_sent)
            yield Patience(f"idle:{player.id}:{player.inputs_sent}", IDLE_HUMAN_LEAVES_MS, request)
