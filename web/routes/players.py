"""Players: join, and what they have talked about."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from engine.game import Error
from engine.inputs import Rejected
from engine.keys import NewKey, Role
from town.ids import PlayerId
from town.people.inputs import join
from town.talk.text import clean_name
from web.addresses import address_of
from web.conversations import PastConversation, messages_of, past_conversations
from web.frames import SentMessage
from web.keys import actor_of, bearer_key, callers_key, hash_key, new_key
from web.problems import Problem
from web.reading import require_readable
from web.routes.inputs import AnyRequest, IdempotencyKey, wait_for_answer
from web.seats import newcomer_in, require_seat
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

    id: PlayerId
    key: str


@post("/api/worlds/{world_id:str}/players")
async def join_world(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    data: JSONBody[JoinWorld],
    idempotency_key: IdempotencyKey = None,
) -> Joined:
    """Join a world. The key comes with the answer and opens this player's inputs alone."""
    await services.own_worlds.require(world_id)
    joining = join.request(name=clean_name(data.name), character=data.character)
    newcomer = newcomer_in(joining)
    actor = await actor_of(services.store, world_id, bearer_key(request))
    own_key = callers_key(actor, idempotency_key)
    address = address_of(request)
    with services.seats.coming(world_id, address) as others:
        try:
            await require_seat(services.store, world_id, newcomer, address, others)
        except (Rejected, Problem):
            if not await _sent_before(services, world_id, actor, own_key):
                raise
        number = await services.store.send(world_id, joining, actor=actor, idempotency_key=own_key)
        services.attendance.came(world_id)
        return await _seated(services, world_id, number, address)


async def _sent_before(services: Services, world_id: str, actor: str, key: str | None) -> bool:
    """Whether this is another try of who may be in town already."""
    return key is not None and await services.store.input_sent(world_id, actor, key) is not None


async def _seated(services: Services, world_id: str, number: int, address: str) -> Joined:
    """The player who joined by an input, with a fresh key: one that came with an answer before opens nothing more."""
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
    player = msgspec.json.decode(answer.outcome.value, type=PlayerId)
    key = new_key()
    made = NewKey(
        hash=hash_key(key),
        world_id=world_id,
        role=Role.PLAYER,
        subject=player,
        cause=f"input:{number}",
        given_to=address,
    )
    await services.store.add_key(made)
    return Joined(player, key)


@get("/api/worlds/{world_id:str}/players/{player_id:str}/conversations")
async def list_conversations(
    services: NamedDependency[Services],
    world_id: FromPath[str],
    player_id: FromPath[str],
    before: Before = None,
    limit: Limit = 10,
) -> list[PastConversation]:
    """The talks that a player has had, newest first."""
    await require_readable(services, world_id)
    return await past_conversations(services.store, world_id, player_id, before, limit)


@get("/api/worlds/{world_id:str}/conversations/{conversation_id:str}/messages")
async def list_messages(
    services: NamedDependency[Services], world_id: FromPath[str], conversation_id: FromPath[str]
) -> list[SentMessage]:
    """What was said in a conversation, oldest first."""
    return await messages_of(services.store, world_id, conversation_id)


PLAYERS = Router("/", route_handlers=[join_world, list_conversations, list_messages], tags=["players"])
