"""Talks of villagers with humans: who has all the time they need."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from engine.inputs import Authority, Rejected
from engine.patience import Patience
from town.ids import ConversationId, PlayerId
from town.minds.constants import AWKWARD_SILENCE_MS, LONGEST_CONVERSATION_MS
from town.parts import registry
from town.talk.state import Conversation
from town.world import World

WITH_HUMANS = registry()


@WITH_HUMANS(Authority.SERVER)
def let_silence_end(
    world: World, now: int, *, conversation: ConversationId, message_count: int, inputs_sent: int
) -> None:
    """A human has not said anything for long: the villager they talk with goes on."""
    talk = world.conversation(conversation)
    if not _waits_for_human(world, talk) or _state(world, talk) != (message_count, inputs_sent):
        raise Rejected("the silence is over")
    world.conversations[talk.id] = replace(talk, human_silent=True)


@WITH_HUMANS(Authority.SERVER)
def let_talk_end(world: World, now: int, *, conversation: ConversationId) -> None:
    """A villager has talked with a human for long, and has to go."""
    talk = world.conversation(conversation)
    if talk.long:
        raise Rejected("the villager is going already")
    world.conversations[talk.id] = replace(talk, long=True)


def patience_with_humans(world: World) -> Iterator[Patience]:
    """How long a human's silence, and a talk with a human, may last."""
    for talk in world.conversations.values():
        if talk.started_at_ms() is None or human_in(world, talk) is None:
            continue
        if not talk.long:
            request = let_talk_end.request(conversation=talk.id)
            yield Patience(f"talk:{talk.id}", LONGEST_CONVERSATION_MS, request)
        if _waits_for_human(world, talk):
            count, sent = _state(world, talk)
            request = let_silence_end.request(conversation=talk.id, message_count=count, inputs_sent=sent)
            yield Patience(f"silence:{talk.id}:{count}:{sent}", AWKWARD_SILENCE_MS, request)


def human_in(world: World, talk: Conversation) -> PlayerId | None:
    """The human with whom a villager talks; None if both are villagers, or neither."""
    humans = [id_ for id_ in talk.pair() if world.players[id_].human]
    return humans[0] if len(humans) == 1 else None


def _waits_for_human(world: World, talk: Conversation) -> bool:
    """Whether it is the human's turn, and they do not write."""
    human, last = human_in(world, talk), talk.last_message
    turn = (talk.creator if last is None else talk.partner_of(last.player)) == human
    return human is not None and turn and talk.typing is None and not talk.human_silent


def _state(world: World, talk: Conversation) -> tuple[int, int]:
    human = human_in(world, talk)
    return talk.message_count, world.players[human].inputs_sent if human else 0
