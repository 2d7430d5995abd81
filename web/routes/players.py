"""Players: join, and what they have talked about."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from engine.game import Error
from engine.inputs import decode_request
from engine.store import NumberedEvent
from town.inputs.players import join
from town.rules import TOWN
from web.conversations import PastConversation, messages_of, past_conversations
from web.keys import hash_key, new_key
from web.problems import Problem
from web.routes.inputs import CLIENT_KEY, IdempotencyKey, wait_for_answer
from web.services import Services

JOIN_WAIT_S = 15.0

Before = Annotated[int | None, QueryParameter(ge=1, le=2**53, description="The number to go on below.")]
Limit = Annotated[int, QueryParameter(ge=1, le=50)]


class JoinWorld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who comes: a name and a look."""

    name: str
    character: str


class Joined(msgspec.Struct, frozen=True):
    """The new player, with the key that moves it and that is shown this once."""

    id: str
    key: str


@post("/api/worlds/{world_id:str}/players")
async def join_world(
    services: NamedDependency[Services],
    world_id: FromPath[str],
    data: JSONBody[JoinWorld],
    idempotency_key: IdempotencyKey = None,
) -> Joined:
    """Join a world. The key comes with the answer and opens this player's inputs alone."""
    request = join.request(name=data.name, character=data.character)
    decode_request(TOWN.inputs, request.name, request.args)
    store_key = None if idempotency_key is None else CLIENT_KEY + idempotency_key
    number = await services.store.send(world_id, request, idempotency_key=store_key)
    services.attendance.came(world_id)
    key = new_key()
    await services.store.bind_key(world_id, hash_key(key), number)
    answer = await wait_for_answer(services, world_id, number, JOIN_WAIT_S)
    if answer is None:
        raise Problem(
            503,
            "world-asleep",
            "The world has not answered; its runner seems to be stopped.",
            "Try again in a while with the same Idempotency-Key.",
            retry_after_s=5,
        )
    if isinstance(answer.outcome, Error):
        raise Problem(422, "rejected", answer.outcome.message, "Change what it names and join again.")
    return Joined(msgspec.json.decode(answer.outcome.value, type=str), key)


@get("/api/worlds/{world_id:str}/players/{player_id:str}/conversations")
async def list_conversations(
    services: NamedDependency[Services],
    world_id: FromPath[str],
    player_id: FromPath[str],
    before: Before = None,
    limit: Limit = 10,
) -> list[PastConversation]:
    """The talks that a player has had, newest first."""
    return await past_conversations(services.store, world_id, player_id, before, limit)


@get("/api/worlds/{world_id:str}/conversations/{conversation_id:str}/messages")
async def list_messages(
    services: NamedDependency[Services], world_id: FromPath[str], conversation_id: FromPath[str]
) -> list[NumberedEvent]:
    """What was said in a conversation, oldest first."""
    return await messages_of(services.store, world_id, conversation_id)


PLAYERS = Router("/", route_handlers=[join_world, list_conversations, list_messages], tags=["players"])
