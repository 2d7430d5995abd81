"""Founding worlds: by an operator's key, or by anybody within quotas (docs/adr/0026-founding.md)."""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated

import msgspec

from engine.game import Rules
from engine.inputs import ANYONE
from engine.keys import FOUNDING_CAUSE, NewKey, Role
from engine.store import (
    DEFAULT_CAPACITY,
    Capacity,
    FoundedBefore,
    Founding,
    KeyReused,
    NewWorld,
    Origin,
    Store,
)
from engine.texts import most_code_points
from town.founding import BadTown, new_world
from town.library import Library
from town.people.templates import UnknownTemplate
from town.settings import Abilities, RestAfterMinutes, Speech
from town.world import World
from web.keys import callers_key, hash_key, new_key, require_operator
from web.problems import Problem
from web.settings import OPEN_REST_MINUTES, WebSettings

LONGEST_WORLD_NAME = 60
WorldName = Annotated[str, msgspec.Meta(min_length=1, max_length=most_code_points(LONGEST_WORLD_NAME))]
OPERATORS_KEY = "an operator's key, which founds worlds"


class CreateWorld(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A new world from a template. What is chosen here stays so for as long as the world lives."""

    name: WorldName
    template: str
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    """Left out: the template's own."""
    abilities: Abilities = Abilities()
    """What the minds can do, for as long as the world lives; each is there unless it is switched off."""
    speech: Speech = Speech()
    """How its people are spoken for, within what the town's workers can do and may spend."""
    rest_after_minutes: RestAfterMinutes | msgspec.UnsetType | None = msgspec.UNSET
    """Minutes without viewers and players after which the world rests until somebody comes; null: it never does."""
    capacity: Capacity = DEFAULT_CAPACITY
    """Bodies that it has room for: villagers and those who come."""


class CreatedWorld(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A new world with its owner key, which is shown this once."""

    id: str
    name: str
    template: str
    owner_key: str


class Founder(msgspec.Struct, frozen=True):
    """Who founds a world."""

    id: str
    """The id of a key, or `ANYONE`."""
    address: str | None
    """Of a stranger, to whom quotas apply."""


class Foundry:
    """Founds worlds one after the other, so that no quota is passed by asking twice at once."""

    def __init__(self, store: Store, settings: WebSettings, rules: Rules[World], library: Library) -> None:
        self._rules = rules
        self._library = library
        self._store = store
        self._settings = settings
        self._founding = asyncio.Lock()

    async def founder(self, key: str | None, address: str) -> Founder:
        """Who founds with this key, from this address. Raises `Problem` for who may not."""
        if self._settings.founding == "open" and key is None:
            return Founder(ANYONE, address)
        return Founder((await require_operator(self._store, key, OPERATORS_KEY)).id, None)

    async def found(self, founder: Founder, asked: CreateWorld, idempotency_key: str | None) -> CreatedWorld:
        """A world, or the one that the founder's idempotency key has founded before.

        That one gets a fresh owner's key in place of the first, which whoever asks again has not seen. Raises
        `KeyReused`, and `Problem` for what can't be founded and for who has founded enough.
        """
        origin = Origin(
            founder=founder.id,
            address=founder.address,
            idempotency_key=callers_key(founder.id, idempotency_key),
            request=msgspec.json.encode(asked).decode(),
        )
        async with self._founding:
            return await self._found(origin, asked)

    async def _found(self, origin: Origin, asked: CreateWorld) -> CreatedWorld:
        before = await self._before(origin)
        if before is not None:
            return await self._once_more(before, asked, origin)
        key = new_key()
        made = self._new_world(asked, origin, hash_key(key))
        await self._require_room(origin)
        try:
            await self._store.create_world(made)
        except FoundedBefore:
            before = await self._before(origin)
            if before is None:  # another server founded it, and it is deleted already
                raise KeyReused(
                    "this idempotency key has founded a world that is gone; take a fresh one"
                ) from None
            return await self._once_more(before, asked, origin)
        return CreatedWorld(id=made.id, name=made.name, template=made.template, owner_key=key)

    async def _before(self, origin: Origin) -> Founding | None:
        if origin.idempotency_key is None:
            return None
        return await self._store.founded_before(origin.founder, origin.idempotency_key)

    async def _once_more(self, founding: Founding, asked: CreateWorld, origin: Origin) -> CreatedWorld:
        if founding.request != origin.request:
            raise KeyReused("this idempotency key has founded another world; take a fresh one")
        key = new_key()
        await self._store.add_key(
            NewKey(hash=hash_key(key), world_id=founding.world_id, role=Role.OWNER, cause=FOUNDING_CAUSE)
        )
        return CreatedWorld(id=founding.world_id, name=asked.name, template=asked.template, owner_key=key)

    def _new_world(self, asked: CreateWorld, origin: Origin, owner_key_hash: bytes) -> NewWorld:
        try:
            made = new_world(
                f"w-{secrets.token_hex(4)}",
                asked.name,
                asked.template,
                seed=asked.seed,
                owner_key_hash=owner_key_hash,
                rules=self._rules,
                library=self._library,
                abilities=asked.abilities,
                speech=asked.speech,
                rest_after_minutes=self._rest_after_minutes(asked, origin),
                capacity=asked.capacity,
            )
        except UnknownTemplate as error:
            raise Problem(
                422, "unknown-template", str(error), "GET /api/templates lists the templates."
            ) from error
        except BadTown as error:
            raise Problem(422, "bad-town", str(error), "Give the world a larger capacity.") from error
        return msgspec.structs.replace(made, origin=origin)

    def _rest_after_minutes(self, asked: CreateWorld, origin: Origin) -> int | None:
        chosen = asked.rest_after_minutes
        own = self._settings.rest_after_minutes
        if origin.founder != ANYONE:
            return own if chosen is msgspec.UNSET else chosen
        latest = min(own or OPEN_REST_MINUTES, OPEN_REST_MINUTES)
        return latest if chosen is msgspec.UNSET or chosen is None else min(chosen, latest)

    async def _require_room(self, origin: Origin) -> None:
        if await self._store.worlds_founded() >= self._settings.most_worlds:
            raise Problem(
                409,
                "too-many-worlds",
                f"There are {self._settings.most_worlds} worlds, as many as this town keeps.",
                "Delete one first (`everbrook worlds`), or raise --most-worlds.",
            )
        most = self._settings.most_worlds_from_address
        if origin.address is not None and await self._store.worlds_founded(origin.address) >= most:
            raise Problem(
                409,
                "too-many-worlds",
                f"{most} worlds were founded from this address, as many as one may have at a time.",
                "Delete one of them first, or ask who runs this town for an operator's key.",
            )
