"""Doings: activities begin where a human walked for one, and come to their end; objects come to rest."""

from __future__ import annotations

from town.doings.activities import finish_activity
from town.doings.objects import let_rest, rests_ms
from town.doings.pastimes import arrive
from town.ids import PlayerId
from town.parts import Phase, Scheduled, itself
from town.world import World


def _activity_ends_ms(world: World, player_id: PlayerId) -> int | None:
    player = world.players.get(player_id)
    return player.activity.until_ms if player and player.activity else None


def _arrives_ms(world: World, player_id: PlayerId) -> int | None:
    player = world.players.get(player_id)
    return 0 if player and player.heading and player.destination is None else None


END_ACTIVITIES = Scheduled(
    name="endActivities",
    phase=Phase.END,
    due=_activity_ends_ms,
    act=finish_activity,
    touched_by={"players": itself},
)
BEGIN_PASTIMES = Scheduled(
    name="beginPastimes", phase=Phase.END, due=_arrives_ms, act=arrive, touched_by={"players": itself}
)
LET_OBJECTS_REST = Scheduled(
    name="letObjectsRest",
    phase=Phase.END,
    due=rests_ms,
    act=let_rest,
    touched_by={"objects": itself},
    order=str,
)
