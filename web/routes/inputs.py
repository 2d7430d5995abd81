"""Inputs: the one way to change a world."""

from __future__ import annotations

import time
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, QueryParameter, RawBody

from engine.game import Answer, Error
from engine.inputs import Request as InputRequest
from engine.inputs import decode_request
from town.rules import TOWN
from web.keys import bearer_key, require_authority
from web.openapi import SendInputOperation
from web.problems import Problem, bad_request
from web.services import Services

AnyRequest = Request[Any, Any, Any]
CLIENT_KEY = "client:"
"""Before a client's idempotency keys, so that they are never an operation's."""
MOST_WAIT_S = 30.0

Wait = Annotated[float, QueryParameter(ge=0, le=MOST_WAIT_S, description="Seconds to wait for the answer.")]
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        max_length=100,
        description="The same key twice is the same input: send again without fear.",
    ),
]


class InputKind(msgspec.Struct, frozen=True, rename="camel"):
    """One input that a world takes."""

    name: str
    sent_by: str
    """`anyone`, `subject` (needs the key of what `subject` names), `owner` or `operation`."""
    subject: str | None
    description: str
    args: dict[str, Any]
    """JSON schema of the arguments."""


class Accepted(msgspec.Struct, frozen=True):
    """The input is durable and will be answered."""

    id: int


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of an input."""

    id: int
    kind: str
    """`ok`, `error` or `waiting`."""
    value: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    message: str = ""
    tick: int = -1


@get("/api/worlds/{world_id:str}/inputs/schema")
async def list_inputs(services: NamedDependency[Services], world_id: FromPath[str]) -> list[InputKind]:
    """Each input: its name, who may send it and the JSON schema of its arguments."""
    await services.store.world(world_id)
    return [
        InputKind(i.name, i.authority.value, i.subject, i.description, msgspec.json.schema(i.arguments))
        for i in TOWN.inputs.values()
    ]


@post("/api/worlds/{world_id:str}/inputs", status_code=202, operation_class=SendInputOperation)
async def send_input(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    body: RawBody,
    *,
    idempotency_key: IdempotencyKey = None,
    wait: Wait = 0,
) -> Response[Accepted | Answered]:
    """Submit an input. 202 with its id at once, or with `wait` 200 with what became of it."""
    data = _decode(body)
    declared, arguments = decode_request(TOWN.inputs, data.name, data.args)
    await require_authority(services.store, world_id, declared, arguments, bearer_key(request))
    key = None if idempotency_key is None else CLIENT_KEY + idempotency_key
    number = await services.store.send(world_id, data, idempotency_key=key)
    services.attendance.came(world_id)
    answer = await wait_for_answer(services, world_id, number, wait) if wait > 0 else None
    if answer is None:
        return Response(Accepted(number), status_code=202)
    return Response(answered(number, answer), status_code=200)


def _decode(body: bytes) -> InputRequest:
    """From the bytes themselves: the arguments stay as they were sent until their input is known."""
    try:
        return msgspec.json.decode(body, type=InputRequest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise bad_request(
            f"The body is not an input: {error}.", 'Send JSON: {"name": "moveTo", "args": {...}}.'
        ) from error


@get("/api/worlds/{world_id:str}/inputs/{input_id:int}")
async def read_input(
    services: NamedDependency[Services], world_id: FromPath[str], input_id: FromPath[int]
) -> Answered:
    """What became of an input, if it is known yet."""
    try:
        answer = await services.store.answer(world_id, input_id)
    except (LookupError, OverflowError) as error:
        raise Problem(
            404, "unknown-input", f"This world has accepted no input {input_id}.", "Check the input's id."
        ) from error
    return answered(input_id, answer)


def answered(number: int, answer: Answer | None) -> Answered:
    """An answer as the wire has it."""
    if answer is None:
        return Answered(number, "waiting")
    if isinstance(answer.outcome, Error):
        return Answered(number, "error", message=answer.outcome.message, tick=answer.tick)
    return Answered(number, "ok", value=answer.outcome.value, tick=answer.tick)


async def wait_for_answer(services: Services, world_id: str, number: int, wait_s: float) -> Answer | None:
    """The input's answer as soon as it is there; None when the time is up."""
    deadline_s = time.monotonic() + wait_s
    while True:
        seen = services.wakeups.count(world_id)
        answer = await services.store.answer(world_id, number)
        left_s = deadline_s - time.monotonic()
        if answer is not None or left_s <= 0:
            return answer
        await services.wakeups.newer(world_id, seen, min(left_s, 1.0))


INPUTS = Router("/", route_handlers=[list_inputs, send_input, read_input], tags=["inputs"])
