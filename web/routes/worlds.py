"""Worlds: list, create, read, rename, delete; their maps and templates."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from engine.clock import Pace
from engine.store import WorldRecord
from town.entities import Abilities, RestAfterMinutes, Speech
from town.founded import new_world
from town.map import TownMap
from town.maps import map_file
from town.templates import UnknownTemplate, load_template, template_names
from town.text import clean_name
from web.keys import bearer_key, hash_key, new_key, require_owner
from web.live import DEAD_AFTER_MS
from web.local_owner import local_owner_key
from web.problems import Problem
from web.services import Services

AnyRequest = Request[Any, Any, Any]
WorldName = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class WorldSummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A world as lists show it."""

    id: str
    name: str
    template: str
    created_at: int
    """Unix time, ms."""
    people: int
    viewers: int
    runner: str
    """`running`, `stopped` or `never` (no runner has taken it yet)."""
    paused: bool
    resting: bool
    """Paused since nobody is there; whoever comes wakes it."""
    behind_ms: int


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


class RenameWorld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another name for a world."""

    name: WorldName


class CreatedWorld(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A new world with its owner key, which is shown this once."""

    id: str
    name: str
    template: str
    owner_key: str


class TemplateSummary(msgspec.Struct, frozen=True):
    """A template to found a world from."""

    id: str
    name: str
    description: str
    people: int


class OwnerKey(msgspec.Struct, frozen=True, rename="camel"):
    """A world's owner key."""

    owner_key: str


@get("/api/worlds")
async def list_worlds(services: NamedDependency[Services]) -> list[WorldSummary]:
    """All worlds, oldest first."""
    return [await _summary(services, record) for record in await services.store.worlds()]


@get("/api/worlds/{world_id:str}")
async def read_world(services: NamedDependency[Services], world_id: FromPath[str]) -> WorldSummary:
    """One world."""
    return await _summary(services, await services.store.world(world_id))


@post("/api/worlds")
async def create_world(services: NamedDependency[Services], data: JSONBody[CreateWorld]) -> CreatedWorld:
    """Found a world from a template. Its runner takes it up by itself."""
    name = clean_name(data.name)
    world_id, key = f"w-{secrets.token_hex(4)}", new_key()
    try:
        world = new_world(
            world_id,
            name,
            data.template,
            seed=data.seed,
            owner_key_hash=hash_key(key),
            abilities=data.abilities,
            speech=data.speech,
            rest_after_minutes=_rest_after_minutes(data, services),
        )
    except UnknownTemplate as error:
        raise Problem(
            422, "unknown-template", str(error), "GET /api/templates lists the templates."
        ) from error
    await services.store.create_world(world)
    return CreatedWorld(id=world_id, name=name, template=data.template, owner_key=key)


@patch("/api/worlds/{world_id:str}")
async def rename_world(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    data: JSONBody[RenameWorld],
) -> WorldSummary:
    """Rename a world. Needs the owner key."""
    await require_owner(services.store, world_id, bearer_key(request))
    await services.store.rename_world(world_id, clean_name(data.name))
    return await _summary(services, await services.store.world(world_id))


@delete("/api/worlds/{world_id:str}")
async def delete_world(
    request: AnyRequest, services: NamedDependency[Services], world_id: FromPath[str]
) -> None:
    """Delete a world with all that ever happened in it. Needs the owner key."""
    await require_owner(services.store, world_id, bearer_key(request))
    await services.store.delete_world(world_id)


@get("/api/worlds/{world_id:str}/map")
async def read_map(
    request: AnyRequest, services: NamedDependency[Services], world_id: FromPath[str]
) -> Response[bytes]:
    """The map: terrain, sprites, places (docs/SCENE.md)."""
    loaded = await services.store.load(world_id, ["map"])
    body = map_file(msgspec.json.decode(loaded.entities[0].body, type=TownMap).id)
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@get("/api/templates")
async def list_templates() -> list[TemplateSummary]:
    """The templates that worlds are founded from."""
    templates = [load_template(name) for name in template_names()]
    return [TemplateSummary(t.id, t.name, t.description, len(t.people)) for t in templates]


@post("/api/worlds/{world_id:str}/local-owner", status_code=200)
async def read_local_owner(
    request: AnyRequest, services: NamedDependency[Services], world_id: FromPath[str]
) -> OwnerKey:
    """The owner key, on a laptop only: for a page on the machine that runs the town."""
    await services.store.world(world_id)
    return OwnerKey(local_owner_key(request, services.settings.owner_keys_folder, world_id))


def _rest_after_minutes(data: CreateWorld, services: Services) -> int | None:
    chosen = data.rest_after_minutes
    return services.settings.rest_after_minutes if chosen is msgspec.UNSET else chosen


async def _summary(services: Services, record: WorldRecord) -> WorldSummary:
    loaded = await services.store.load(record.id, ["clock", "players"])
    paces = [e.body for e in loaded.entities if e.kind == "clock"]
    pace = msgspec.json.decode(paces[0], type=Pace) if paces else Pace()
    return WorldSummary(
        id=record.id,
        name=record.name,
        template=record.template,
        created_at=record.created_at_ms,
        people=sum(e.kind == "players" for e in loaded.entities),
        viewers=services.feeds.viewers_of(record.id),
        runner=_runner_state(record),
        paused=pace.paused,
        resting=pace.resting,
        behind_ms=record.behind_ms,
    )


def _runner_state(record: WorldRecord) -> str:
    if not record.alive_at_ms:
        return "never"
    silent_ms = time.time_ns() // 1_000_000 - record.alive_at_ms
    return "running" if silent_ms < DEAD_AFTER_MS else "stopped"


WORLDS = Router(
    "/",
    route_handlers=[
        list_worlds,
        read_world,
        create_world,
        rename_world,
        delete_world,
        read_map,
        list_templates,
        read_local_owner,
    ],
    tags=["worlds"],
)
