"""What an agent does by itself, and when: it waits for operations, never for ever."""

from __future__ import annotations

from msgspec.structs import replace

from town import constants
from town.calendar import calendar_minute
from town.decisions import end_heading, follow_habit, is_asleep, rest
from town.entities import Agent, Busy, Conversation, Free, Heading, Membership
from town.events import OperationFailed
from town.jobs import ask_for_decision, ask_for_message, ask_for_plan, ask_to_remember
from town.operations import DECIDE_NEXT, GENERATE_MESSAGE, PLAN_DAY, MessageKind
from town.planning import (
    follow_plan,
    forget_stale_notice,
    invites_choice,
    makes_plans,
    needs_plan,
    sleeps_at,
    take_usual_day,
)
from town.talking import accept, end, say
from town.world import World


def act_at_ms(world: World, agent_id: str) -> int | None:
    """When an agent has next anything to do; None while it waits for others or is gone."""
    agent = world.agents.get(agent_id)
    if agent is None:
        return None
    conversation_id = world.players[agent.player].conversation
    operation_ends_ms = agent.operation and agent.operation.started_at_ms + constants.OPERATION_LASTS_MS
    if conversation_id is not None:
        conversation = world.conversations[conversation_id]
        member = conversation.members[agent.player]
        if member.status is Membership.INVITED:
            return member.since_ms
        if agent.operation is None and member.status is Membership.PARTICIPATING:
            return _speaks_at_ms(conversation, agent.player)
    elif agent.operation is None:
        return 0 if agent.to_remember else _next_deed_ms(world, agent)
    return operation_ends_ms


def act(world: World, now_ms: int, agent_id: str) -> None:
    """Do what an agent has to do now."""
    agent = world.agents[agent_id]
    player = world.players[agent.player]
    operation = agent.operation
    if operation is not None and now_ms >= operation.started_at_ms + constants.OPERATION_LASTS_MS:
        do_without(world, now_ms, agent, "no answer came in time")
    elif player.conversation is not None:
        _attend_conversation(world, now_ms, agent, world.conversations[player.conversation])
    elif agent.to_remember:
        ask_to_remember(world, now_ms, agent, agent.to_remember[0])
    else:
        _live(world, now_ms, agent)


def do_without(world: World, now_ms: int, agent: Agent, reason: str) -> None:
    """An operation failed or took too long: the rules go on without its answer, and do not ask again."""
    operation = agent.operation
    assert operation is not None
    agent = replace(agent, operation=None)
    world.set_agent(agent)
    failed = OperationFailed(player=agent.player, operation=operation.id, task=operation.kind, reason=reason)
    world.effects.emit(now_ms, agent.player, failed)
    conversation = world.conversations.get(operation.conversation or "")
    if operation.kind == GENERATE_MESSAGE and conversation is not None:
        farewell(world, now_ms, agent, conversation, uuid=operation.id)
    elif operation.kind == PLAN_DAY:
        take_usual_day(world, now_ms, agent)
    elif operation.kind == DECIDE_NEXT and world.players[agent.player].conversation is None:
        go_on(world, now_ms, agent)


def go_on(world: World, now_ms: int, agent: Agent) -> None:
    """Do what the plan has for now; without one, what the agent usually does."""
    if makes_plans(world) and not needs_plan(world, now_ms, agent):
        follow_plan(world, now_ms, agent)
    else:
        follow_habit(world, now_ms, agent)


def farewell(world: World, now_ms: int, agent: Agent, conversation: Conversation, *, uuid: str) -> None:
    """A goodbye that needs no model, and the end of the conversation."""
    partner = world.players[conversation.partner_of(agent.player)]
    text = world.chance.pick("farewell", _FAREWELLS).format(name=partner.name)
    say(world, now_ms, conversation, agent.player, uuid=uuid, text=text)
    end(world, now_ms, world.conversations[conversation.id])


def _speaks_at_ms(conversation: Conversation, player_id: str) -> int | None:
    """When it is an agent's turn to speak; None while the other types."""
    started_at_ms, last = conversation.started_at_ms(), conversation.last_message
    if started_at_ms is None or conversation.typing is not None:
        return None
    if last is None:
        begins = conversation.creator == player_id
        return started_at_ms if begins else started_at_ms + constants.AWKWARD_SILENCE_MS
    paced_ms = last.at_ms + constants.MESSAGE_PACE_MS
    if conversation.message_count > constants.MOST_MESSAGES:
        return paced_ms
    turn_ms = last.at_ms + constants.AWKWARD_SILENCE_MS if last.player == player_id else paced_ms
    return min(turn_ms, max(paced_ms, started_at_ms + constants.LONGEST_CONVERSATION_MS))


def _next_deed_ms(world: World, agent: Agent) -> int | None:
    player = world.players[agent.player]
    match agent.status:
        case Free(decide_at_ms):
            return decide_at_ms
        case Heading():
            return 0 if player.destination is None else None
        case Busy():
            return 0 if player.activity is None else None


def _attend_conversation(world: World, now_ms: int, agent: Agent, conversation: Conversation) -> None:
    status = conversation.members[agent.player].status
    if status is Membership.INVITED:
        _answer_invite(world, now_ms, agent, conversation)
    elif status is Membership.PARTICIPATING and agent.operation is None:
        ask_for_message(world, now_ms, agent, conversation, _kind_of_message(now_ms, conversation))


def _answer_invite(world: World, now_ms: int, agent: Agent, conversation: Conversation) -> None:
    """Humans are always welcome, even at night; agents mostly, but not by one who sleeps."""
    inviter = world.players[conversation.creator]
    asleep = is_asleep(world.players[agent.player])
    willing = not asleep and world.chance.happens("accept", constants.ACCEPT_AGENT_PERMILLE)
    if inviter.human or willing:
        accept(world, now_ms, conversation, agent.player)
    else:
        end(world, now_ms, conversation)


def _kind_of_message(now_ms: int, conversation: Conversation) -> MessageKind:
    started_at_ms = conversation.started_at_ms() or now_ms
    if conversation.last_message is None:
        return MessageKind.START
    too_many = conversation.message_count > constants.MOST_MESSAGES
    too_long = now_ms - started_at_ms >= constants.LONGEST_CONVERSATION_MS
    return MessageKind.LEAVE if too_many or too_long else MessageKind.CONTINUE


def _live(world: World, now_ms: int, agent: Agent) -> None:
    match agent.status:
        case Free() if makes_plans(world):
            _live_by_plan(world, now_ms, forget_stale_notice(world, now_ms, agent))
        case Free():
            ask_for_decision(world, now_ms, agent)
        case Heading() as heading:
            end_heading(world, now_ms, agent, heading)
        case Busy():
            planned = makes_plans(world)
            pause_ms = constants.DECISION_PAUSE_MS if planned else constants.ACTIVITY_COOLDOWN_MS
            rest(world, now_ms, agent, pause_ms)


def _live_by_plan(world: World, now_ms: int, agent: Agent) -> None:
    """Follow the plan; think only about a new day, what was noticed, or somebody to talk with."""
    if needs_plan(world, now_ms, agent):
        minute = calendar_minute(world.settings, now_ms)
        if agent.replans is not None or not sleeps_at(world, agent, minute):
            ask_for_plan(world, now_ms, agent)
            return
        take_usual_day(world, now_ms, agent)
        agent = world.agents[agent.id]
    if invites_choice(world, now_ms, agent):
        ask_for_decision(world, now_ms, agent)
    else:
        follow_plan(world, now_ms, agent)


_FAREWELLS = (
    "I have to be going, {name}. See you around!",
    "Sorry, {name}, I must get on. Let's talk again soon.",
    "I'd better be off now. Take care, {name}!",
    "That's all I have time for just now, {name}. Goodbye!",
)
