"""Conversations: what lapses, and how two who agreed to talk come together."""

from __future__ import annotations

from engine.game import Timed
from town.bodies.movement import is_still, stop, walk_to
from town.ground.geometry import Tile, tiles_apart
from town.ids import ConversationId, PlayerId, number_of
from town.parts import Always, Phase, Scheduled, itself
from town.talk.constants import (
    APPROACH_CHECK_MS,
    COME_CLOSER_FOR_MS,
    INVITE_LAPSES_MS,
    LAST_STEPS_TILES,
    MEETING_DISTANCE_UNITS,
    TALKING_DISTANCE_UNITS,
    TYPING_LAPSES_MS,
    WALKING_OVER_LAPSES_MS,
)
from town.talk.lapses import invited_human, typing_human
from town.talk.state import Conversation, Membership
from town.talk.talking import begin, end, release_typing
from town.talk.writing import say_written
from town.world import World


def _go_on(world: World, now_ms: int, conversation_id: ConversationId) -> None:
    """Say what is written, take the turn from an idle typist, withdraw an old invite, or give up a meeting that does
    not come about."""
    conversation = world.conversations[conversation_id]
    typing = conversation.typing
    if typing is None:
        end(world, now_ms, conversation)
    elif typing.message is None:
        release_typing(world, conversation)
    else:
        say_written(world, now_ms, conversation, typing.player, typing.message)


def bring_together(world: World, now_ms: int) -> None:
    """Four times a second: send those who are far apart to each other, stop those who are near, begin the talk."""
    if now_ms % APPROACH_CHECK_MS or not world.approaching:
        return
    for conversation_id in sorted(world.approaching, key=number_of):
        _approach(world, now_ms, world.conversations[conversation_id])


def approach_due(world: World, now_ms: int) -> int | None:
    """The next check, if any two are on their way to each other."""
    if not world.approaching:
        return None
    return (now_ms // APPROACH_CHECK_MS + 1) * APPROACH_CHECK_MS


def _due_ms(world: World, conversation_id: ConversationId) -> int | None:
    conversation = world.conversations.get(conversation_id)
    if conversation is None or invited_human(world, conversation) or _human_writes(world, conversation):
        return None
    if conversation.typing is not None:
        message = conversation.typing.message
        return message.said_at_ms if message else conversation.typing.since_ms + TYPING_LAPSES_MS
    if conversation.started_at_ms() is not None:
        return None
    statuses = {member.status for member in conversation.members.values()}
    invited = Membership.INVITED in statuses
    lasts_ms = INVITE_LAPSES_MS if invited else WALKING_OVER_LAPSES_MS
    return max(member.since_ms for member in conversation.members.values()) + lasts_ms


def _human_writes(world: World, conversation: Conversation) -> bool:
    return typing_human(world, conversation) is not None


def _approach(world: World, now_ms: int, conversation: Conversation) -> None:
    first, second = conversation.pair()
    still = is_still(world, first) and is_still(world, second)
    here, there = world.tile_of(first), world.tile_of(second)
    if still and tiles_apart(here, there) <= _near_enough_tiles(world, now_ms, conversation, here, there):
        begin(world, now_ms, conversation)
        return
    walking = [id_ for id_ in (first, second) if world.players[id_].destination is not None]
    if not still and _units_apart_squared(world, first, second) < TALKING_DISTANCE_UNITS**2:
        for id_ in walking:
            stop(world, id_)
    elif still and not walking:
        _send_to_each_other(world, now_ms, conversation, here, there)


def _near_enough_tiles(world: World, now_ms: int, conversation: Conversation, here: Tile, there: Tile) -> int:
    """How near two have to come: a step, or across a table if nothing but that has kept them apart for a while."""
    tried_for_ms = now_ms - max(member.since_ms for member in conversation.members.values())
    in_one_room = world.map.place_at(here) is world.map.place_at(there)
    return LAST_STEPS_TILES if in_one_room and tried_for_ms >= COME_CLOSER_FOR_MS else 1


def _send_to_each_other(
    world: World, now_ms: int, conversation: Conversation, here: Tile, there: Tile
) -> None:
    first, second = conversation.pair()
    if tiles_apart(here, there) <= LAST_STEPS_TILES:
        walk_to(world, now_ms, first, there)
    elif _units_apart_squared(world, first, second) < MEETING_DISTANCE_UNITS**2:
        walk_to(world, now_ms, first, there)
        walk_to(world, now_ms, second, here)
    else:
        meeting = _walkable_near_middle(world, here, there)
        walk_to(world, now_ms, first, meeting)
        walk_to(world, now_ms, second, meeting)


def _units_apart_squared(world: World, first: PlayerId, second: PlayerId) -> int:
    x, y, slot_of = world.walkers["x"], world.walkers["y"], world.walkers.slot_of
    a, b = slot_of[first], slot_of[second]
    return (int(x[a]) - int(x[b])) ** 2 + (int(y[a]) - int(y[b])) ** 2


def _walkable_near_middle(world: World, here: Tile, there: Tile) -> Tile:
    """The tile in the middle of the way between two, if people did not stand in it."""
    grid = world.grid
    start = grid.index(here)
    route = grid.route(start, grid.index(there), bytearray(grid.size))
    return grid.tile(route[len(route) // 2])


KEEP_CONVERSATIONS_GOING = Scheduled(
    name="keepConversationsGoing",
    phase=Phase.TALK,
    due=_due_ms,
    act=_go_on,
    touched_by={"conversations": itself},
)
BRING_TOGETHER = Always(phase=Phase.TALK, timed=Timed(bring_together, approach_due))
