"""What people are busy with, and the objects they do it with: an object's state follows from who uses it."""

from __future__ import annotations

from msgspec.structs import replace

from town.bodies.facing import look_towards
from town.doings.state import Activity, ObjectState, PlannedActivity
from town.ground.geometry import Tile
from town.ground.map import Fixture, Place
from town.ids import PlayerId
from town.settings import world_ms_of_minutes
from town.who import Player
from town.world import World


def objects_for(place: Place, planned: PlannedActivity) -> tuple[Fixture, ...]:
    """The objects of a place of which an activity needs one: what it names, else what is usual for it."""
    named = place.objects_called(planned.object) if planned.object else ()
    usual = place.usual_object(planned.description, planned.emoji, asleep=planned.asleep)
    return named or (place.objects_called(usual) if usual else ())


def begin_activity(
    world: World, now_ms: int, player_id: PlayerId, planned: PlannedActivity, place: Place | None
) -> None:
    """Begin something where a player stands; with an object if it needs one and the player stands at it."""
    here = world.tile_of(player_id)
    until_ms = max(now_ms + planned.duration_ms, planned.until_ms or 0)
    needed = objects_for(place, planned) if place else ()
    fixture = next((fixture for fixture in needed if here in fixture.stands), None)
    with_what = fixture.name if fixture else None if needed else planned.object
    at = world.map.place_at(here)
    activity = Activity(
        planned.description, planned.emoji, until_ms, at.id if at else None, with_what, planned.asleep
    )
    if place is None or fixture is None:
        end_activity(world, now_ms, player_id)
    else:
        _use(world, now_ms, player_id, place, fixture)
    world.players[player_id] = replace(world.players[player_id], activity=activity, heading=None)


def finish_activity(world: World, now_ms: int, player_id: PlayerId) -> None:
    """The time of an activity is over. A villager keeps what it used at hand until it does something else: often it
    goes on with it a moment later.
    """
    player = world.players[player_id]
    if player.human:
        end_activity(world, now_ms, player_id)
    else:
        world.players[player_id] = replace(player, activity=None)


def end_activity(world: World, now_ms: int, player_id: PlayerId) -> None:
    """End what a player is busy with or walks to do, if anything, and leave what it was done with."""
    player = world.players[player_id]
    if player.activity is not None or player.heading is not None:
        world.players[player_id] = replace(player, activity=None, heading=None)
    key = world.object_used_by.get(player_id)
    if key is not None:
        _leave(world, now_ms, player_id, key)


def call_off(world: World, now_ms: int, player_id: PlayerId) -> None:
    """A human stops on the way to something to do, and gives it up."""
    if world.players[player_id].heading is not None:
        end_activity(world, now_ms, player_id)


def is_asleep(player: Player) -> bool:
    """Whether a player sleeps."""
    return player.activity is not None and player.activity.asleep


def face_object(world: World, _now_ms: int, player_id: PlayerId) -> None:
    """Turn who stands and uses an object towards it; on a bench one looks as one likes."""
    key = world.object_used_by.get(player_id)
    fixture = _fixture(world, world.objects[key]) if key is not None else None
    if fixture is not None:
        tile = Tile(fixture.x, fixture.y)
        if tile not in fixture.stands:
            look_towards(world, player_id, tile)


def _use(world: World, now_ms: int, player_id: PlayerId, place: Place, fixture: Fixture) -> None:
    key, used = f"{place.id}/{fixture.id}", world.object_used_by.get(player_id)
    if used != key:
        if used is not None:
            _leave(world, now_ms, player_id, used)
        before = world.objects.get(key)
        users = (*(before.users if before else ()), player_id)
        state = ObjectState(place=place.id, object=fixture.id, state=fixture.in_use, users=users)
        world.objects[key] = state
    face_object(world, now_ms, player_id)


def _leave(world: World, now_ms: int, player_id: PlayerId, key: str) -> None:
    object_ = world.objects[key]
    users = tuple(user for user in object_.users if user != player_id)
    fixture = _fixture(world, object_)
    if users:
        world.objects[key] = replace(object_, users=users)
    elif fixture is None or fixture.after_use is None:
        del world.objects[key]
    else:
        lasts_ms = world_ms_of_minutes(world.settings, fixture.after_use_minutes)
        until_ms = now_ms + lasts_ms if lasts_ms else None
        world.objects[key] = replace(object_, state=fixture.after_use, users=(), until_ms=until_ms)


def _fixture(world: World, object_: ObjectState) -> Fixture | None:
    place = world.map.place(object_.place)
    return place.object(object_.object) if place else None
