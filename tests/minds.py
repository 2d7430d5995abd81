"""Minds without models, for tests and benchmarks: every operation is answered at once, from its id alone."""

import hashlib

import msgspec

from engine.inputs import Request
from engine.operations import Operation
from tests.saying import words
from town.days.state import Stroke
from town.minds.decisions import ChosenActivity, Decision, GoTo, Stay, TalkTo
from town.minds.operations import DecideNext, GenerateMessage, MessageKind, PlanDay, RememberConversation
from town.minds.reports import (
    agent_finish_sending_message,
    finish_do_something,
    finish_plan_day,
    finish_remember_conversation,
)

Asked = DecideNext | PlanDay | GenerateMessage | RememberConversation
CHANCE_TO_TALK_PERCENT = 40
ACTIVITY_MS = 30_000
OUTING_MINUTES = 60


def answer(operation: Operation) -> Request:
    """The input that reports an operation as done."""
    job: DecideNext | PlanDay | GenerateMessage | RememberConversation = msgspec.json.decode(
        operation.body, type=Asked
    )
    match job:
        case DecideNext():
            return finish_do_something.request(
                operation=job.operation, agent=job.agent, decision=_decide(job)
            )
        case PlanDay():
            return finish_plan_day.request(
                operation=job.operation, agent=job.agent, from_minute=job.from_minute, strokes=_plan(job)
            )
        case GenerateMessage():
            return agent_finish_sending_message.request(
                operation=job.operation,
                agent=job.agent,
                conversation=job.conversation,
                message_uuid=job.operation,
                text=words(f"{job.kind.value}, {job.partner_name}: {job.message_count} said so far"),
                leave=job.kind is MessageKind.LEAVE,
            )
        case RememberConversation():
            return finish_remember_conversation.request(operation=job.operation, agent=job.agent)


def _plan(job: PlanDay) -> tuple[Stroke, ...]:
    """The usual day, with an outing to somewhere every hour or so while awake."""
    *waking, night = job.usual
    strokes: list[Stroke] = []
    for usual in waking:
        minute = usual.from_minute
        while minute < usual.to_minute:
            left = usual.to_minute - minute
            length = left if left < 2 * OUTING_MINUTES else OUTING_MINUTES
            place = job.places[_roll(f"{job.operation} {minute}") % len(job.places)]
            pastime = place.activities[0]
            strokes.append(
                Stroke(
                    from_minute=minute,
                    to_minute=minute + length,
                    place=place.id,
                    activity=pastime.description,
                    emoji=pastime.emoji,
                    object=pastime.object,
                )
            )
            minute += length
    return (*strokes, night)


def _roll(seed: str) -> int:
    return int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest())


def _decide(job: DecideNext) -> Decision:
    roll = _roll(job.operation)
    partner = next((person for person in job.nearby if person.may_invite and not person.busy), None)
    if partner and roll % 100 < CHANCE_TO_TALK_PERCENT:
        return TalkTo(partner.player)
    if not job.places:
        return Stay(ChosenActivity("thinks", "💭", ACTIVITY_MS))
    place = job.places[roll // 100 % len(job.places)]
    pastime = place.activities[0]
    return GoTo(place.id, ChosenActivity(pastime.description, pastime.emoji, ACTIVITY_MS))
