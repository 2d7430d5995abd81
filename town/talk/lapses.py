"""What lapses in talks because a person does not act, in their own time."""

from __future__ import annotations

from collections.abc import Iterator

from engine.inputs import Authority, Rejected
from engine.patience import Patience
from town.ids import ConversationId, PlayerId
from town.parts import registry
from town.talk.constants import INVITE_LAPSES_MS, TYPING_LAPSES_MS
from town.talk.state import Conversation, Membership
from town.talk.talking import end, release_typing
from town.world import World

LAPSES = registry()


@LAPSES(Authority.SERVER)
def withdraw_invite(world: World, now: int, *, conversation: ConversationId) -> None:
    """A human has not answered an invitation in time."""
    talk = world.conversation(conversation)
    if invited_human(world, talk) is None:
        raise Rejected("the invitation is answered")
    end(world, now, talk)


@LAPSES(Authority.SERVER)
def take_turn_from(world: World, now: int, *, conversation: ConversationId, inputs_sent: int) -> None:
    """A human who began to write has not done anything since."""
    talk = world.conversation(conversation)
    typist = typing_human(world, talk)
    if typist is None or world.players[typist].inputs_sent != inputs_sent:
        raise Rejected("nobody waits for this message")
    release_typing(world, talk)


def unanswered(world: World) -> Iterator[Patience]:
    """Invitations on a human's screen, and messages that a human has begun."""
    for talk in world.conversations.values():
        if invited_human(world, talk) is not None:
            request = withdraw_invite.request(conversation=talk.id)
            yield Patience(f"invite:{talk.id}", INVITE_LAPSES_MS, request)
        elif (typist := typing_human(world, talk)) is not None:
            sent = world.players[typist].inputs_sent
            request = take_turn_from.request(conversation=talk.id, inputs_sent=sent)
            yield Patience(f"typing:{talk.id}:{typist}:{sent}", TYPING_LAPSES_MS, request)


def invited_human(world: World, talk: Conversation) -> PlayerId | None:
    """The human who has yet to answer an invitation."""
    return next((id_ for id_ in talk.pair() if _is_invited_human(world, talk, id_)), None)


def typing_human(world: World, talk: Conversation) -> PlayerId | None:
    """The human who writes the next message."""
    return talk.typing.player if talk.typing and world.players[talk.typing.player].human else None


def _is_invited_human(world: World, talk: Conversation, player_id: PlayerId) -> bool:
    return talk.members[player_id].status is Membership.INVITED and world.players[player_id].human
