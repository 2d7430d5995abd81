"""The rules of conversations: exactly two, one conversation a person, one typist.

A conversation goes from invited over walkingOver to participating; whoever leaves ends it for both. These
functions change the world and expect that the caller has checked that they may.
"""

from __future__ import annotations

from msgspec.structs import replace

from engine.words import Words
from town.bodies.facing import look_towards
from town.bodies.movement import stop
from town.doings.activities import end_activity
from town.doings.pastimes import break_off
from town.ids import ConversationId, PlayerId
from town.talk.events import ConversationEnded, ConversationStarted, Message, Talked, TalkMember
from town.talk.moments import CALLED_TO_TALK, TALK_OVER
from town.talk.state import Conversation, Emotion, LastMessage, Member, Membership, Typing
from town.who import Player
from town.world import World


def invite(world: World, now_ms: int, creator: Player, invitee: Player) -> Conversation:
    """Ask somebody for a talk. Both must be in no conversation."""
    conversation = Conversation(
        id=world.new_conversation_id(),
        creator=creator.id,
        created_at_ms=now_ms,
        members={
            creator.id: Member(Membership.WALKING_OVER, now_ms),
            invitee.id: Member(Membership.INVITED, now_ms),
        },
    )
    for player in (creator, invitee):
        world.players[player.id] = replace(world.players[player.id], conversation=conversation.id)
    world.conversations[conversation.id] = conversation
    _attend(world, now_ms, creator.id)
    return conversation


def accept(world: World, now_ms: int, conversation: Conversation, player_id: PlayerId) -> None:
    """An invited one agrees; from now on the two walk over to each other."""
    walking_over = Member(Membership.WALKING_OVER, now_ms)
    members = dict.fromkeys(conversation.members, walking_over)
    world.conversations[conversation.id] = replace(conversation, members=members)
    _attend(world, now_ms, player_id)


def begin(world: World, now_ms: int, conversation: Conversation) -> None:
    """The two have met: they face each other and may talk."""
    participating = Member(Membership.PARTICIPATING, now_ms)
    members = dict.fromkeys(conversation.members, participating)
    world.conversations[conversation.id] = replace(conversation, members=members)
    for id_ in conversation.pair():
        stop(world, id_)
        look_towards(world, id_, world.tile_of(conversation.partner_of(id_)))
    started = ConversationStarted(
        conversation=conversation.id, members=conversation.pair(), started_at_ms=now_ms
    )
    world.effects.emit(now_ms, conversation.id, started)


def begin_typing(world: World, now_ms: int, conversation: Conversation, player_id: PlayerId) -> None:
    """Take the turn to write."""
    world.conversations[conversation.id] = replace(conversation, typing=Typing(player_id, now_ms))


def release_typing(world: World, conversation: Conversation) -> None:
    """Nobody writes any more."""
    world.conversations[conversation.id] = replace(conversation, typing=None)


def say(
    world: World,
    now_ms: int,
    conversation: Conversation,
    player_id: PlayerId,
    *,
    uuid: str,
    text: Words | str,
    emotion: Emotion = "calm",
) -> None:
    """A message: it goes to who watches; the state keeps only that it was said. A phrase of the rules' own is no
    words of anybody's."""
    typing = conversation.typing
    world.conversations[conversation.id] = replace(
        conversation,
        message_count=conversation.message_count + 1,
        last_message=LastMessage(player_id, now_ms),
        human_silent=False,
        typing=None if typing is None or typing.player == player_id else typing,
    )
    name = world.players[player_id].name
    message = Message(
        conversation=conversation.id, player=player_id, name=name, text=text, uuid=uuid, emotion=emotion
    )
    world.effects.emit(now_ms, conversation.id, message)


def end(world: World, now_ms: int, conversation: Conversation) -> None:
    """The conversation is over for both, however far it had come."""
    del world.conversations[conversation.id]
    for id_ in conversation.pair():
        world.players[id_] = replace(world.players[id_], conversation=None)
        if conversation.is_approaching():
            stop(world, id_)
        TALK_OVER.tell(world, now_ms, id_, conversation)
    started_at_ms = conversation.started_at_ms()
    if started_at_ms is not None:
        ended = ConversationEnded(
            conversation=conversation.id,
            members=conversation.pair(),
            started_at_ms=started_at_ms,
            message_count=conversation.message_count,
        )
        world.effects.emit(now_ms, conversation.id, ended)
        members = tuple(TalkMember(id_, world.players[id_].name) for id_ in conversation.pair())
        talked = Talked(conversation=conversation.id, members=members, started_at_ms=started_at_ms)
        for id_ in conversation.pair():
            world.effects.emit(now_ms, id_, talked)


def _attend(world: World, now_ms: int, player_id: PlayerId) -> None:
    """Who is to talk ends what they are at; a villager also stops, while a human is left where they go."""
    if world.players[player_id].human:
        break_off(world, now_ms, player_id)
    else:
        stop(world, player_id)
        end_activity(world, now_ms, player_id)
    CALLED_TO_TALK.tell(world, now_ms, player_id)


def follow_approaching(
    world: World, conversation_id: ConversationId, _before: Conversation | None, after: Conversation | None
) -> None:
    """Keep in step which two are on their way to each other."""
    if after is not None and after.is_approaching():
        world.approaching.add(conversation_id)
    else:
        world.approaching.discard(conversation_id)
