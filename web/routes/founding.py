"""How one comes to keys: by founding a world, or by a link of the terminal."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from engine.keys import Key, NewKey, Role
from town.ids import PlayerId
from town.languages import is_language
from town.talk.text import clean_name
from web.addresses import address_of
from web.founding import LONGEST_WORLD_NAME, CreatedWorld, CreateWorld
from web.keys import bearer_key, hash_key, new_key, require_any_key
from web.problems import Problem
from web.routes.inputs import AnyRequest, IdempotencyKey
from web.services import Services

LINK_LABEL = "link"


class LinkToken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a link's fragment."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class OwnedWorld(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A world with a key of an owner, which is shown this once."""

    world: str
    owner_key: str


class LinkedKeys(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a link gives, shown this once."""

    operator_key: str
    """Opens all worlds, and founds more."""
    owned: OwnedWorld | None
    """The oldest world that no stranger founded; null: there is none."""


class OpenedByKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a key opens."""

    id: str
    """Public: the actor of what is sent with the key."""
    role: Role
    world: str | None
    """Null: all of them."""
    subject: PlayerId | None
    """The player that it stands for."""
    label: str


@post("/api/worlds")
async def create_world(
    request: AnyRequest,
    services: NamedDependency[Services],
    data: JSONBody[CreateWorld],
    idempotency_key: IdempotencyKey = None,
) -> CreatedWorld:
    """Found a world from a template. Its runner takes it up by itself. Needs an operator's key, unless founding is open."""
    asked = msgspec.structs.replace(data, name=clean_name(data.name, LONGEST_WORLD_NAME))
    _require_language(asked.speech.language)
    founder = await services.foundry.founder(bearer_key(request), address_of(request))
    return await services.foundry.found(founder, asked, idempotency_key)


def _require_language(language: str | None) -> None:
    if language is not None and not is_language(language):
        raise Problem(
            400,
            "bad-language",
            f"speech.language is {language!r}, which is no language.",
            "Give its BCP 47 tag: en, fa, pt-BR or zh-Hant, say.",
        )


@post("/api/link")
async def exchange_link(services: NamedDependency[Services], data: JSONBody[LinkToken]) -> LinkedKeys:
    """Exchange a link of the terminal for keys: once, within ten minutes."""
    operator_key, owner_key = new_key(), new_key()
    operator = NewKey(hash=hash_key(operator_key), world_id=None, role=Role.OPERATOR, label=LINK_LABEL)
    linked = await services.store.use_link(hash_key(data.token), operator, hash_key(owner_key))
    if linked is None:
        raise Problem(
            403,
            "link-used",
            "This link was used before, or its ten minutes are over.",
            "`everbrook link` makes another.",
        )
    owned = None if linked.world_id is None else OwnedWorld(world=linked.world_id, owner_key=owner_key)
    return LinkedKeys(operator_key=operator_key, owned=owned)


@get("/api/key")
async def read_key(request: AnyRequest, services: NamedDependency[Services]) -> OpenedByKey:
    """What the key of the Authorization header opens."""
    key: Key = await require_any_key(services.store, bearer_key(request))
    return OpenedByKey(
        id=key.id,
        role=key.role,
        world=key.world_id,
        subject=None if key.subject is None else PlayerId(key.subject),
        label=key.label,
    )


KEYS = Router("/", route_handlers=[exchange_link, read_key], tags=["keys"])
