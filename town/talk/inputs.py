"""What a player does in conversations."""

from __future__ import annotations

from engine.inputs import Authority, Rejected
from town.ids import ConversationId, MessageUuid, PlayerId
from town.parts import registry
from town.talk.state import Conversation, Membership
from town.talk.talking import accept, begin_typing, end, invite, say
from town.talk.text import MessageText
from town.who import Player
from town.world import World

TALK_INPUTS = registry()


@TALK_INPUTS(Authority.SUBJECT, subject="player")
def start_conversation(world: World, now: int, *, player: PlayerId, invitee: PlayerId) -> ConversationId:
    """Invite somebody to talk. Answers with the conversation's id."""
    human, other = world.human(player), world.player(invitee)
    if human.id == other.id:
        raise Rejected("you can't talk with yourself")
    if human.conversation is not None:
        raise Rejected("you are in a conversation already; leave it before you begin another")
    if other.conversation is not None:
        raise Rejected(f"{other.name} is in a conversation already; try again when it is over")
    return invite(world, now, human, other).id


@TALK_INPUTS(Authority.SUBJECT, subject="player")
def accept_invite(world: World, now: int, *, player: PlayerId, conversation: ConversationId) -> None:
    """Agree to talk; the two then walk over to each other."""
    talk = _invited(world, player, conversation)
    accept(world, now, talk, player)


@TALK_INPUTS(Authority.SUBJECT, subject="player")
def reject_invite(world: World, now: int, *, player: PlayerId, conversation: ConversationId) -> None:
    """Decline to talk."""
    talk = _invited(world, player, conversation)
    end(world, now, talk)


@TALK_INPUTS(Authority.SUBJECT, subject="player")
def leave_conversation(world: World, now: int, *, player: PlayerId, conversation: ConversationId) -> None:
    """End a conversation, or take back an invite."""
    human = world.human(player)
    talk, _ = world.membership(conversation, human.id)
    end(world, now, talk)


@TALK_INPUTS(Authority.SUBJECT, subject="player")
def start_typing(
    world: World,
    now: int,
    *,
    player: PlayerId,
    conversation: ConversationId,
    message_uuid: MessageUuid,
) -> None:
    """Take the turn to write; it lapses if nothing is said."""
    human, talk = _participating(world, player, conversation)
    if talk.typing is not None and talk.typing.player != human.id:
        raise Rejected(f"{world.player(talk.typing.player).name} is writing; wait for the message")
    begin_typing(world, now, talk, human.id)


@TALK_INPUTS(Authority.SUBJECT, subject="player")
def finish_sending_message(
    world: World,
    now: int,
    *,
    player: PlayerId,
    conversation: ConversationId,
    message_uuid: MessageUuid,
    text: MessageText,
) -> None:
    """Say something. It may be said while the other is writing."""
    human, talk = _participating(world, player, conversation)
    say(world, now, talk, human.id, uuid=message_uuid, text=text)


def _invited(world: World, player_id: PlayerId, conversation_id: ConversationId) -> Conversation:
    human = world.human(player_id)
    talk, member = world.membership(conversation_id, human.id)
    if member.status is not Membership.INVITED:
        raise Rejected("this invite is answered already")
    return talk


def _participating(
    world: World, player_id: PlayerId, conversation_id: ConversationId
) -> tuple[Player, Conversation]:
    human = world.human(player_id)
    talk, member = world.membership(conversation_id, human.id)
    if member.status is not Membership.PARTICIPATING:
        raise Rejected("the two of you have not met yet; talk when you stand together")
    return human, talk
