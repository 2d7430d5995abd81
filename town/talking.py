"""The rules of conversations: exactly two, one conversation a person, one typist.

A conversation goes from invited over walkingOver to participating; whoever leaves ends it for both. These
functions change the world and expect that the caller has checked that they may.
"""

from __future__ import annotations

from msgspec.structs import replace

from town import constants
from town.activities import end_activity
from town.entities import (
    Agent,
    Conversation,
    Emotion,
    Free,
    LastMessage,
    Member,
    Membership,
    PastTalk,
    Player,
    RecentTalk,
    Typing,
)
from town.events import ConversationEnded, ConversationStarted, Message, Talked, TalkMember
from town.movement import look_towards, stop
from town.operations import DECIDE_NEXT, GENERATE_MESSAGE, PLAN_DAY
from town.world import World


def invite(world: World, now_ms: int, creator: Player, invitee: Player) -> Conversation:
    """Ask somebody for a talk. Both must be in no conversation."""
    conversation = Conversation(
        id=world.new_id("c"),
        creator=creator.id,
        created_at_ms=now_ms,
        members={
            creator.id: Member(Membership.WALKING_OVER, now_ms),
            invitee.id: Member(Membership.INVITED, now_ms),
        },
    )
    for player in (creator, invitee):
        world.set_player(replace(world.players[player.id], conversation=conversation.id))
    world.set_conversation(conversation)
    _attend(world, now_ms, creator.id)
    return conversation


def accept(world: World, now_ms: int, conversation: Conversation, player_id: str) -> None:
    """An invited one agrees; from now on the two walk over to each other."""
    walking_over = Member(Membership.WALKING_OVER, now_ms)
    members = dict.fromkeys(conversation.members, walking_over)
    world.set_conversation(replace(conversation, members=members))
    _attend(world, now_ms, player_id)


def begin(world: World, now_ms: int, conversation: Conversation) -> None:
    """The two have met: they face each other and may talk."""
    participating = Member(Membership.PARTICIPATING, now_ms)
    members = dict.fromkeys(conversation.members, participating)
    world.set_conversation(replace(conversation, members=members))
    for id_ in conversation.pair():
        stop(world, id_)
        look_towards(world, id_, world.tile_of(conversation.partner_of(id_)))
    started = ConversationStarted(
        conversation=conversation.id, members=conversation.pair(), started_at_ms=now_ms
    )
    world.effects.emit(now_ms, conversation.id, started)


def begin_typing(world: World, now_ms: int, conversation: Conversation, player_id: str) -> None:
    """Take the turn to write."""
    world.set_conversation(replace(conversation, typing=Typing(player_id, now_ms)))


def release_typing(world: World, conversation: Conversation) -> None:
    """Nobody writes any more."""
    world.set_conversation(replace(conversation, typing=None))


def say(
    world: World,
    now_ms: int,
    conversation: Conversation,
    player_id: str,
    *,
    uuid: str,
    text: str,
    emotion: Emotion = "calm",
) -> None:
    """A message: it goes to who watches; the state keeps only that it was said."""
    typing = conversation.typing
    world.set_conversation(
        replace(
            conversation,
            message_count=conversation.message_count + 1,
            last_message=LastMessage(player_id, now_ms),
            typing=None if typing is None or typing.player == player_id else typing,
        )
    )
    name = world.players[player_id].name
    message = Message(
        conversation=conversation.id, player=player_id, name=name, text=text, uuid=uuid, emotion=emotion
    )
    world.effects.emit(now_ms, conversation.id, message)


def end(world: World, now_ms: int, conversation: Conversation) -> None:
    """The conversation is over for both, however far it had come."""
    world.remove_conversation(conversation)
    for id_ in conversation.pair():
        world.set_player(replace(world.players[id_], conversation=None))
        if conversation.is_approaching():
            stop(world, id_)
        agent = world.agent_of(id_)
        if agent is not None:
            world.set_agent(_after_talk(world, now_ms, agent, conversation))
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


def _attend(world: World, now_ms: int, player_id: str) -> None:
    """An agent drops what it was about for a talk; a human is left where they go."""
    agent = world.agent_of(player_id)
    if agent is None:
        return
    stop(world, player_id)
    end_activity(world, now_ms, player_id)
    operation = agent.operation
    if operation is not None and operation.kind in (DECIDE_NEXT, PLAN_DAY):
        operation = None
    world.set_agent(replace(agent, status=Free(now_ms), operation=operation))


def _after_talk(world: World, now_ms: int, agent: Agent, conversation: Conversation) -> Agent:
    if conversation.members[agent.player].status is Membership.INVITED:
        return agent
    operation = agent.operation
    if operation is not None and operation.kind == GENERATE_MESSAGE:
        operation = None
    agent = replace(
        agent,
        operation=operation,
        status=Free(now_ms + constants.DECISION_PAUSE_MS),
        may_invite_from_ms=now_ms + constants.INVITE_COOLDOWN_MS,
    )
    started_at_ms = conversation.started_at_ms()
    if started_at_ms is None:
        return agent
    partner = world.players[conversation.partner_of(agent.player)]
    recent = (*agent.recent_talks, RecentTalk(partner.id, now_ms))
    agent = replace(agent, recent_talks=recent[-constants.RECENT_TALKS_KEPT :])
    if not conversation.message_count:
        return agent
    place = world.map.place_at(world.tile_of(agent.player))
    past = PastTalk(
        conversation=conversation.id,
        partner=partner.id,
        partner_name=partner.name,
        started_ms=started_at_ms,
        ended_ms=now_ms,
        message_count=conversation.message_count,
        place=place.id if place else None,
    )
    waiting = (*agent.to_remember, past)
    return replace(agent, to_remember=waiting[-constants.TALKS_TO_REMEMBER_KEPT :])
