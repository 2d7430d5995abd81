"""Minds without models, for tests and benchmarks: every operation is answered at once, from its id alone."""

import hashlib

import msgspec

from engine.inputs import Request
from engine.operations import Operation
from town.decisions import ChosenActivity, Decision, GoTo, Stay, TalkTo
from town.inputs.agents import agent_finish_sending_message, finish_do_something, finish_remember_conversation
from town.operations import DecideNext, GenerateMessage, Job, MessageKind, RememberConversation

CHANCE_TO_TALK_PERCENT = 40
ACTIVITY_MS = 30_000


def answer(operation: Operation) -> Request:
    """The input that reports an operation as done."""
    job: Job = msgspec.json.decode(operation.body, type=Job)
    match job:
        case DecideNext():
            return finish_do_something.request(
                operation=job.operation, agent=job.agent, decision=_decide(job)
            )
        case GenerateMessage():
            return agent_finish_sending_message.request(
                operation=job.operation,
                agent=job.agent,
                conversation=job.conversation,
                message_uuid=job.operation,
                text=f"{job.kind.value}, {job.partner_name}: {job.message_count} said so far",
                leave=job.kind is MessageKind.LEAVE,
            )
        case RememberConversation():
            return finish_remember_conversation.request(operation=job.operation, agent=job.agent)


def _decide(job: DecideNext) -> Decision:
    roll = int.from_bytes(hashlib.blake2b(job.operation.encode(), digest_size=8).digest())
    partner = next((person for person in job.nearby if person.may_invite and not person.busy), None)
    if partner and roll % 100 < CHANCE_TO_TALK_PERCENT:
        return TalkTo(partner.player)
    if not job.places:
        return Stay(ChosenActivity("thinks", "💭", ACTIVITY_MS))
    place = job.places[roll // 100 % len(job.places)]
    pastime = place.activities[0]
    return GoTo(place.id, ChosenActivity(pastime.description, pastime.emoji, ACTIVITY_MS))
