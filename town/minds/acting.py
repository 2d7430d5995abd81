"""What an agent does by itself, and when: it waits for operations, never for ever."""

from __future__ import annotations

from msgspec.structs import replace

from town.days.calendar import calendar_minute
from town.days.planning import makes_plans, sleeps_at, take_usual_day
from town.doings.activities import is_asleep
from town.doings.state import Heading
from town.ids import AgentId, PlayerId
from town.languages import has_phrases
from town.minds.asking import ask_for_decision, ask_for_message, ask_for_plan, ask_to_remember
from town.minds.constants import (
    ACCEPT_AGENT_PERMILLE,
    ACTIVITY_COOLDOWN_MS,
    AWKWARD_SILENCE_MS,
    DECISION_PAUSE_MS,
    LONGEST_CONVERSATION_MS,
    MESSAGE_PACE_MS,
    MOST_MESSAGES,
    NO_WORDS,
    OPERATION_LASTS_MS,
)
from town.minds.decisions import end_heading, follow_habit, rest
from town.minds.events import OperationFailed
from town.minds.following import follow_plan, forget_stale_notice, invites_choice, needs_plan
from town.minds.operations import DECIDE_NEXT, GENERATE_MESSAGE, PLAN_DAY, MessageKind
from town.minds.state import Agent, Busy, Free
from town.minds.with_humans import human_in
from town.talk.state import Conversation, Membership
from town.talk.talking import accept, end, say
from town.world import World


def act_at_ms(world: World, agent_id: AgentId) -> int | None:
    """When an agent has next anything to do; None while it waits for others or is gone."""
    agent = world.agents.get(agent_id)
    if agent is None:
        return None
    conversation_id = world.players[agent.player].conversation
    operation_ends_ms = agent.operation and agent.operation.started_at_ms + OPERATION_LASTS_MS
    if conversation_id is not None:
        conversation = world.conversations[conversation_id]
        member = conversation.members[agent.player]
        if member.status is Membership.INVITED:
            return member.since_ms
        if agent.operation is None and member.status is Membership.PARTICIPATING:
            return _speaks_at_ms(world, conversation, agent.player)
    elif agent.operation is None:
        return 0 if agent.to_remember else _next_deed_ms(world, agent)
    return operation_ends_ms


def act(world: World, now_ms: int, agent_id: AgentId) -> None:
    """Do what an agent has to do now."""
    agent = world.agents[agent_id]
    player = world.players[agent.player]
    operation = agent.operation
    if operation is not None and now_ms >= operation.started_at_ms + OPERATION_LASTS_MS:
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
    world.agents[agent.id] = agent
    failed = OperationFailed(player=agent.player, operation=operation.id, task=operation.kind, reason=reason)
    world.effects.emit(now_ms, agent.player, failed)
    about = operation.conversation
    conversation = world.conversations.get(about) if about is not None else None
    if operation.kind == GENERATE_MESSAGE and conversation is not None:
        if reason == NO_WORDS or not has_phrases(world.settings.speech.language or "en"):
            end(world, now_ms, conversation)
        else:
            farewell(world, now_ms, agent, conversation, uuid=operation.id)
    elif operation.kind == PLAN_DAY:
        _live_as_usual(world, now_ms, agent)
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


def _speaks_at_ms(world: World, conversation: Conversation, player_id: PlayerId) -> int | None:
    """When it is an agent's turn to speak; None while the other types, or is a human who may yet say something."""
    started_at_ms, last = conversation.started_at_ms(), conversation.last_message
    if started_at_ms is None or conversation.typing is not None:
        return None
    with_human = human_in(world, conversation) is not None
    if last is None:
        if conversation.creator == player_id:
            return started_at_ms
        return _after_silence_ms(conversation, started_at_ms, with_human=with_human)
    paced_ms = last.at_ms + MESSAGE_PACE_MS
    if conversation.message_count > MOST_MESSAGES or conversation.long:
        return paced_ms
    turn_ms: int | None = paced_ms
    if last.player == player_id:
        turn_ms = _after_silence_ms(conversation, last.at_ms, with_human=with_human)
    if with_human:
        return turn_ms
    ends_ms = max(paced_ms, started_at_ms + LONGEST_CONVERSATION_MS)
    return ends_ms if turn_ms is None else min(turn_ms, ends_ms)


def _after_silence_ms(conversation: Conversation, since_ms: int, *, with_human: bool) -> int | None:
    """When an agent speaks though it is not its turn: a human's silence is not measured in world time."""
    if with_human:
        return since_ms if conversation.human_silent else None
    return since_ms + AWKWARD_SILENCE_MS


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
        ask_for_message(world, now_ms, agent, conversation, _kind_of_message(world, now_ms, conversation))


def _answer_invite(world: World, now_ms: int, agent: Agent, conversation: Conversation) -> None:
    """Humans are always welcome, even at night; agents mostly, but not by one who sleeps."""
    inviter = world.players[conversation.creator]
    asleep = is_asleep(world.players[agent.player])
    willing = not asleep and world.chance.happens("accept", ACCEPT_AGENT_PERMILLE)
    if inviter.human or willing:
        accept(world, now_ms, conversation, agent.player)
    else:
        end(world, now_ms, conversation)


def _kind_of_message(world: World, now_ms: int, conversation: Conversation) -> MessageKind:
    started_at_ms = conversation.started_at_ms() or now_ms
    if conversation.last_message is None:
        return MessageKind.START
    too_many = conversation.message_count > MOST_MESSAGES
    too_long = conversation.long or (
        human_in(world, conversation) is None and now_ms - started_at_ms >= LONGEST_CONVERSATION_MS
    )
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
            pause_ms = DECISION_PAUSE_MS if planned else ACTIVITY_COOLDOWN_MS
            rest(world, now_ms, agent, pause_ms)


def _live_by_plan(world: World, now_ms: int, agent: Agent) -> None:
    """Follow the plan; think only about a new day, what was noticed, or somebody to talk with."""
    if needs_plan(world, now_ms, agent):
        minute = calendar_minute(world.settings, now_ms)
        if agent.replans is not None or not sleeps_at(world, agent.player, minute):
            ask_for_plan(world, now_ms, agent)
            return
        agent = _live_as_usual(world, now_ms, agent)
    if invites_choice(world, now_ms, agent):
        ask_for_decision(world, now_ms, agent)
    else:
        follow_plan(world, now_ms, agent)


def _live_as_usual(world: World, now_ms: int, agent: Agent) -> Agent:
    take_usual_day(world, now_ms, agent.player)
    world.agents[agent.id] = agent = replace(agent, replans=None)
    return agent


def waiting_since(world: World) -> int | None:
    """World time at which the oldest operation still under way was asked for."""
    return min((a.operation.started_at_ms for a in world.agents.values() if a.operation), default=None)


_FAREWELLS = (
    "I have to be going, {name}. See you around!",
    "Sorry, {name}, I must get on. Let's talk again soon.",
    "I'd better be off now. Take care, {name}!",
    "That's all I have time for just now, {name}. Goodbye!",
)
