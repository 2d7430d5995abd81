"""Inputs: the one way to change a world."""

from __future__ import annotations

import secrets
import time
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, HeaderParameter, QueryParameter, RawBody

from engine.game import Answer, Error
from engine.inputs import Authority, Input, decode_request
from engine.inputs import Request as InputRequest
from engine.store import Store
from engine.words import said
from web.keys import bearer_key, callers_key, require_authority
from web.openapi import SendInputOperation
from web.problems import Problem, bad_request
from web.services import Services

AnyRequest = Request[Any, Any, Any]
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
    sent_by: Authority
    subject: str | None
    description: str
    args: dict[str, Any]
    """JSON schema of the arguments."""


class Applied(msgspec.Struct, frozen=True, tag="ok", tag_field="kind"):
    """The input was applied."""

    id: int
    value: msgspec.Raw
    """What its function returned."""
    tick: int


class Refused(msgspec.Struct, frozen=True, tag="error", tag_field="kind"):
    """The input was rejected and has changed nothing."""

    id: int
    message: str
    """Why, in words for who sent it."""
    tick: int


class Waiting(msgspec.Struct, frozen=True, tag="waiting", tag_field="kind"):
    """The input is durable and will be answered."""

    id: int


Answered = Applied | Refused | Waiting
"""What became of an input."""
SENT = {
    200: ResponseSpec(Answered, description="With `wait`: what became of it", generate_examples=False),
    202: ResponseSpec(Waiting, description="It is durable", generate_examples=False),
}


@get("/api/worlds/{world_id:str}/inputs/schema")
async def list_inputs(services: NamedDependency[Services], world_id: FromPath[str]) -> list[InputKind]:
    """Each input: its name, who may send it and the JSON schema of its arguments."""
    await services.own_worlds.require(world_id)
    return [
        InputKind(i.name, i.authority, i.subject, i.description, msgspec.json.schema(i.arguments))
        for i in services.rules.inputs.values()
    ]


@post(
    "/api/worlds/{world_id:str}/inputs",
    status_code=202,
    responses=SENT,
    operation_class=SendInputOperation,
)
async def send_input(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    body: RawBody,
    *,
    idempotency_key: IdempotencyKey = None,
    wait: Wait = 0,
) -> Response[Answered]:
    """Submit an input. 202 with its id at once, or with `wait` 200 with what became of it."""
    data = _decode(body)
    await services.own_worlds.require(world_id)
    declared, arguments = decode_request(services.rules.inputs, data.name, data.args)
    key = await require_authority(services.store, world_id, declared, arguments, bearer_key(request))
    submitted = Submitted(arguments, key.id, callers_key(key.id, idempotency_key))
    number = await submit(services.store, world_id, declared, submitted)
    services.attendance.came(world_id)
    answer = await wait_for_answer(services, world_id, number, wait) if wait > 0 else None
    if answer is None:
        return Response(Waiting(number), status_code=202)
    return Response(answered(number, answer), status_code=200)


class Submitted(msgspec.Struct, frozen=True):
    """An input from outside, once it is known who sends it."""

    arguments: msgspec.Struct
    actor: str
    idempotency_key: str | None


async def submit(store: Store, world_id: str, declared: Input[Any, Any, Any], submitted: Submitted) -> int:
    """Let the store accept an input; what its subject says with it is kept apart.

    Raises what `Store.send` does, and `Rejected` for what can't be said.
    """
    actor, key = submitted.actor, submitted.idempotency_key
    if not declared.spoken:
        request = declared.taken(submitted.arguments)
        return await store.send(world_id, request, actor=actor, idempotency_key=key)
    assert declared.subject is not None, "words from outside have an author"
    author = str(getattr(submitted.arguments, declared.subject))
    author_key, occasion = await store.author_key(world_id, author), key or secrets.token_hex()
    request, words = declared.said(
        submitted.arguments,
        lambda name, text: said(author_key, author, text, f"{actor} {occasion} {name}"),
    )
    return await store.send(world_id, request, actor=actor, idempotency_key=key, words=words)


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
        return Waiting(number)
    if isinstance(answer.outcome, Error):
        return Refused(number, answer.outcome.message, answer.tick)
    return Applied(number, answer.outcome.value, answer.tick)


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
