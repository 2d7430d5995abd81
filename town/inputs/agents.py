"""What workers report on behalf of agents. A late or unknown report is rejected and changes nothing."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec.structs import replace

from engine.inputs import Authority, Rejected
from town.decisions import Decision, carry_out
from town.entities import Agent, Membership
from town.ids import AgentId, ConversationId, MessageUuid, OperationId
from town.inputs.registry import town_input
from town.minds import do_without
from town.operations import DECIDE_NEXT, GENERATE_MESSAGE, REMEMBER_CONVERSATION
from town.talking import end, say
from town.text import MessageText, clean_message
from town.world import World

Reason = Annotated[str, msgspec.Meta(max_length=500)]


@town_input(Authority.OPERATION)
def finish_do_something(
    world: World, now: int, *, operation: OperationId, agent: AgentId, decision: Decision
) -> None:
    """An agent has decided what to do next."""
    mind = _finished(world, agent, operation, DECIDE_NEXT)
    world.set_agent(mind)
    if world.players[mind.player].conversation is None:
        carry_out(world, now, mind, decision)


@town_input(Authority.OPERATION)
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
) -> None:
    """An agent says something, and perhaps leaves with it."""
    mind = _finished(world, agent, operation, GENERATE_MESSAGE)
    talk, member = world.membership(conversation, mind.player)
    if member.status is not Membership.PARTICIPATING:
        raise Rejected("the two have not met yet")
    cleaned = clean_message(text)
    world.set_agent(mind)
    say(world, now, talk, mind.player, uuid=message_uuid, text=cleaned)
    if leave:
        end(world, now, world.conversations[talk.id])


@town_input(Authority.OPERATION)
def finish_remember_conversation(world: World, now: int, *, operation: OperationId, agent: AgentId) -> None:
    """An agent has remembered a conversation."""
    world.set_agent(_finished(world, agent, operation, REMEMBER_CONVERSATION))


@town_input(Authority.OPERATION)
def operation_failed(
    world: World, now: int, *, operation: OperationId, agent: AgentId, reason: Reason
) -> None:
    """An operation could not be done; the rules go on without it."""
    mind = world.agent(agent)
    _check_under_way(mind, operation)
    do_without(world, now, mind)


def _finished(world: World, agent_id: str, operation_id: str, kind: str) -> Agent:
    """The agent as it is without the operation that reports."""
    agent = world.agent(agent_id)
    _check_under_way(agent, operation_id)
    if agent.operation is None or agent.operation.kind != kind:
        raise Rejected(f"operation {operation_id} is not a {kind}")
    return replace(agent, operation=None)


def _check_under_way(agent: Agent, operation_id: str) -> None:
    if agent.operation is None or agent.operation.id != operation_id:
        raise Rejected(f"operation {operation_id} of {agent.id} is not under way (any more)")
