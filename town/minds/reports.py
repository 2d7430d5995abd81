"""What workers report on behalf of agents. A late or unknown report is rejected and changes nothing."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec.structs import replace

from engine.inputs import Authority, Rejected
from town.days.planning import makes_plans, take_plan
from town.days.state import Agreement, Minute, Strokes
from town.ids import AgentId, ConversationId, MemoryId, MessageUuid, OperationId
from town.minds.acting import do_without, go_on
from town.minds.constants import REACT_FROM_IMPORTANCE
from town.minds.decisions import Decision, carry_out
from town.minds.following import notice
from town.minds.operations import DECIDE_NEXT, GENERATE_MESSAGE, PLAN_DAY, REMEMBER_CONVERSATION
from town.minds.state import Agent
from town.parts import registry
from town.talk.state import Emotion, Membership, Writing
from town.talk.text import MessageText
from town.talk.writing import write
from town.world import World

REPORTS = registry()

Reason = Annotated[str, msgspec.Meta(max_length=500)]
Importance = Annotated[int, msgspec.Meta(ge=1, le=10)]


class Planned(msgspec.Struct, frozen=True):
    """What became of a plan."""

    flaw: str | None
    """Why the agent does what it usually does instead; None when the plan is followed."""


@REPORTS(Authority.OPERATION)
def finish_do_something(
    world: World, now: int, *, operation: OperationId, agent: AgentId, decision: Decision
) -> None:
    """An agent has decided what to do next."""
    mind = _finished(world, agent, operation, DECIDE_NEXT)
    world.agents[mind.id] = mind
    if world.players[mind.player].conversation is None and not carry_out(world, now, mind, decision):
        go_on(world, now, mind)


@REPORTS(Authority.OPERATION)
def finish_plan_day(
    world: World,
    now: int,
    *,
    operation: OperationId,
    agent: AgentId,
    from_minute: Minute,
    strokes: Strokes,
) -> Planned:
    """An agent has planned its day from a minute on. A plan with a flaw becomes the usual day."""
    mind = _finished(world, agent, operation, PLAN_DAY)
    world.agents[mind.id] = replace(mind, replans=None)
    return Planned(take_plan(world, now, mind.player, strokes, from_minute))


@REPORTS(Authority.OPERATION)
def notice_something(
    world: World, now: int, *, agent: AgentId, memory: MemoryId, importance: Importance
) -> None:
    """An agent has noticed something that may make it change its mind."""
    mind = world.agent(agent)
    if importance < REACT_FROM_IMPORTANCE:
        raise Rejected(f"{agent} stops for nothing less important than {REACT_FROM_IMPORTANCE}")
    if now < mind.may_react_from_ms:
        raise Rejected(f"{agent} has stopped for something a short while ago")
    if not makes_plans(world):
        raise Rejected("nobody in this world has plans to change")
    notice(world, now, mind, memory)


@REPORTS(Authority.OPERATION)
def agent_finish_sending_message(
    world: World,
    now: int,
    *,
    operation: OperationId,
    agent: AgentId,
    conversation: ConversationId,
    message_uuid: MessageUuid,
    text: MessageText,
    leave: bool,
    agreement: Agreement | None = None,
    emotion: Emotion = "calm",
) -> None:
    """An agent has found its words: it writes them down and says them, and perhaps leaves or agrees to meet."""
    mind = _finished(world, agent, operation, GENERATE_MESSAGE)
    talk, member = world.membership(conversation, mind.player)
    if member.status is not Membership.PARTICIPATING:
        raise Rejected("the two have not met yet")
    message = Writing(uuid=message_uuid, text=text, leave=leave, agreement=agreement, emotion=emotion)
    world.agents[mind.id] = mind
    write(world, now, talk, mind.player, message)


@REPORTS(Authority.OPERATION)
def finish_remember_conversation(
    world: World,
    now: int,
    *,
    operation: OperationId,
    agent: AgentId,
    replans: MemoryId | None = None,
) -> None:
    """An agent has remembered a conversation, and perhaps means to plan the rest of its day anew for it."""
    mind = _finished(world, agent, operation, REMEMBER_CONVERSATION)
    if replans is not None and makes_plans(world):
        mind = replace(mind, replans=replans)
    world.agents[mind.id] = mind


@REPORTS(Authority.OPERATION)
def operation_failed(
    world: World, now: int, *, operation: OperationId, agent: AgentId, reason: Reason
) -> None:
    """An operation could not be done; the rules go on without it."""
    mind = world.agent(agent)
    _check_under_way(mind, operation)
    do_without(world, now, mind, reason)


def _finished(world: World, agent_id: AgentId, operation_id: OperationId, kind: str) -> Agent:
    """The agent as it is without the operation that reports."""
    agent = world.agent(agent_id)
    _check_under_way(agent, operation_id)
    if agent.operation is None or agent.operation.kind != kind:
        raise Rejected(f"operation {operation_id} is not a {kind}")
    return replace(agent, operation=None)


def _check_under_way(agent: Agent, operation_id: OperationId) -> None:
    if agent.operation is None or agent.operation.id != operation_id:
        raise Rejected(f"operation {operation_id} of {agent.id} is not under way (any more)")
