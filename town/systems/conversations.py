"""Conversations: what lapses, and how two who agreed to talk come together."""

from __future__ import annotations

from functools import partial

from engine.game import Timed
from town import constants
from town.entities import Conversation, Membership
from town.geometry import Tile, tiles_apart
from town.ids import number_of
from town.movement import is_still, stop, walk_to
from town.talking import begin, end, release_typing
from town.world import World
from town.writing import say_written


def keep_conversations_going(world: World, now_ms: int) -> None:
    """Say what is written, take the turn from idle typists, withdraw old invites, and give up meetings that do not
    come about."""
    for conversation_id in world.agendas.conversations.due(now_ms, partial(_due_ms, world)):
        conversation = world.conversations[conversation_id]
        typing = conversation.typing
        if typing is None:
            end(world, now_ms, conversation)
        elif typing.message is None:
            release_typing(world, conversation)
        else:
            say_written(world, now_ms, conversation, typing.player, typing.message)


def conversations_due(world: World, now_ms: int) -> int | None:
    """When next something is said or lapses."""
    return world.agendas.conversations.next_ms(partial(_due_ms, world))


def bring_together(world: World, now_ms: int) -> None:
    """Four times a second: send those who are far apart to each other, stop those who are near, begin the talk."""
    if now_ms % constants.APPROACH_CHECK_MS or not world.approaching:
        return
    for conversation_id in sorted(world.approaching, key=number_of):
        _approach(world, now_ms, world.conversations[conversation_id])


def approach_due(world: World, now_ms: int) -> int | None:
    """The next check, if any two are on their way to each other."""
    if not world.approaching:
        return None
    return (now_ms // constants.APPROACH_CHECK_MS + 1) * constants.APPROACH_CHECK_MS


def _due_ms(world: World, conversation_id: str) -> int | None:
    conversation = world.conversations.get(conversation_id)
    if conversation is None:
        return None
    if conversation.typing is not None:
        message = conversation.typing.message
        return message.said_at_ms if message else conversation.typing.since_ms + constants.TYPING_LAPSES_MS
    if conversation.started_at_ms() is not None:
        return None
    statuses = {member.status for member in conversation.members.values()}
    invited = Membership.INVITED in statuses
    lasts_ms = constants.INVITE_LAPSES_MS if invited else constants.WALKING_OVER_LAPSES_MS
    return max(member.since_ms for member in conversation.members.values()) + lasts_ms


def _approach(world: World, now_ms: int, conversation: Conversation) -> None:
    first, second = conversation.pair()
    still = is_still(world, first) and is_still(world, second)
    here, there = world.tile_of(first), world.tile_of(second)
    if still and tiles_apart(here, there) <= _near_enough_tiles(world, now_ms, conversation, here, there):
        begin(world, now_ms, conversation)
        return
    walking = [id_ for id_ in (first, second) if world.players[id_].destination is not None]
    if not still and _units_apart_squared(world, first, second) < constants.TALKING_DISTANCE_UNITS**2:
        for id_ in walking:
            stop(world, id_)
    elif still and not walking:
        _send_to_each_other(world, now_ms, conversation, here, there)


def _near_enough_tiles(world: World, now_ms: int, conversation: Conversation, here: Tile, there: Tile) -> int:
    """How near two have to come: a step, or across a table if nothing but that has kept them apart for a while."""
    tried_for_ms = now_ms - max(member.since_ms for member in conversation.members.values())
    in_one_room = world.map.place_at(here) is world.map.place_at(there)
    return constants.LAST_STEPS_TILES if in_one_room and tried_for_ms >= constants.COME_CLOSER_FOR_MS else 1


def _send_to_each_other(
    world: World, now_ms: int, conversation: Conversation, here: Tile, there: Tile
) -> None:
    first, second = conversation.pair()
    if tiles_apart(here, there) <= constants.LAST_STEPS_TILES:
        walk_to(world, now_ms, first, there)
    elif _units_apart_squared(world, first, second) < constants.MEETING_DISTANCE_UNITS**2:
        walk_to(world, now_ms, first, there)
        walk_to(world, now_ms, second, here)
    else:
        meeting = _walkable_near_middle(world, here, there)
        walk_to(world, now_ms, first, meeting)
        walk_to(world, now_ms, second, meeting)


def _units_apart_squared(world: World, first: str, second: str) -> int:
    x, y, slot_of = world.walkers["x"], world.walkers["y"], world.walkers.slot_of
    a, b = slot_of[first], slot_of[second]
    return (int(x[a]) - int(x[b])) ** 2 + (int(y[a]) - int(y[b])) ** 2


def _walkable_near_middle(world: World, here: Tile, there: Tile) -> Tile:
    """The tile in the middle of the way between two, if people did not stand in it."""
    grid = world.grid
    start = grid.index(here)
    route = grid.route(start, grid.index(there), bytearray(grid.size))
    return grid.tile(route[len(route) // 2])


KEEP_CONVERSATIONS_GOING = Timed(keep_conversations_going, conversations_due)
BRING_TOGETHER = Timed(bring_together, approach_due)
