"""Agents write: their words are known at once, or when a model has found them, and said when they are written down."""

from __future__ import annotations

from msgspec.structs import replace

from town.days.planning import agree
from town.ids import PlayerId
from town.talk.constants import LONGEST_WRITING_MS, SHORTEST_WRITING_MS, WRITING_CHARACTERS_PER_SECOND
from town.talk.state import Conversation, Writing
from town.talk.talking import end, say
from town.world import World


def writing_ms(characters: int) -> int:
    """How long a message takes from when its writer took the turn."""
    needed_ms = characters * 1000 // WRITING_CHARACTERS_PER_SECOND
    return min(max(needed_ms, SHORTEST_WRITING_MS), LONGEST_WRITING_MS)


def write(world: World, now_ms: int, talk: Conversation, player_id: PlayerId, message: Writing) -> None:
    """Let somebody write a message, whose time is still open; who has lost the turn says it at once."""
    typing = talk.typing
    if typing is None or typing.player != player_id:
        say_written(world, now_ms, talk, player_id, message)
        return
    said_at_ms = max(now_ms, typing.since_ms + writing_ms(message.text.length))
    written = replace(message, said_at_ms=said_at_ms)
    if said_at_ms == now_ms:
        say_written(world, now_ms, talk, player_id, written)
    else:
        world.conversations[talk.id] = replace(talk, typing=replace(typing, message=written))


def say_written(world: World, now_ms: int, talk: Conversation, player_id: PlayerId, message: Writing) -> None:
    """Say a message that is written, with what goes with it."""
    say(world, now_ms, talk, player_id, uuid=message.uuid, text=message.text, emotion=message.emotion)
    if message.agreement is not None:
        agree(world, now_ms, talk.id, (player_id, talk.partner_of(player_id)), message.agreement)
    if message.leave:
        end(world, now_ms, world.conversations[talk.id])
