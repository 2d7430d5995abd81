"""Worlds: list, read, rename, delete; their maps and templates."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from engine.clock import Pace
from engine.leases import RunnerState
from engine.store import WorldRecord
from town.people.templates import load_template, template_names
from town.talk.text import clean_name
from town.views import MAP_KINDS
from web.founding import LONGEST_WORLD_NAME, WorldName
from web.frames import Bodies, bodies_of
from web.keys import bearer_key, require_owner
from web.reading import load_readable, why_unreadable
from web.routes.founding import create_world
from web.schemas import shown_as
from web.services import Services
from web.wire import RulesName

AnyRequest = Request[Any, Any, Any]


class WorldSummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A world as lists show it."""

    id: str
    name: str
    template: str
    created_at: int
    """Unix time, ms."""
    people: int
    capacity: int
    """Bodies that it has room for."""
    viewers: int
    runner: RunnerState
    reason: str | None
    """Why it is broken."""
    rules: RulesName
    """Those that its state was last stored by."""
    unreadable: str | None
    """Why this town can't show it: it is of other rules, or of another version of them. Null: it can."""
    paused: bool
    resting: bool
    """Paused since nobody is there; whoever comes wakes it."""
    behind_ms: int


class RenameWorld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another name for a world."""

    name: WorldName


class WholeMap(msgspec.Struct, frozen=True):
    """All that makes the map of a world, as it is now."""

    entities: Annotated[Bodies, shown_as("MapEntities")]


class TemplateSummary(msgspec.Struct, frozen=True):
    """A template to found a world from."""

    id: str
    name: str
    description: str
    people: int


@get("/api/worlds")
async def list_worlds(services: NamedDependency[Services]) -> list[WorldSummary]:
    """All worlds, oldest first."""
    return [await _summary(services, record) for record in await services.store.worlds()]


@get("/api/worlds/{world_id:str}")
async def read_world(services: NamedDependency[Services], world_id: FromPath[str]) -> WorldSummary:
    """One world."""
    return await _summary(services, await services.store.world(world_id))


@patch("/api/worlds/{world_id:str}")
async def rename_world(
    request: AnyRequest,
    services: NamedDependency[Services],
    world_id: FromPath[str],
    data: JSONBody[RenameWorld],
) -> WorldSummary:
    """Rename a world. Needs the owner key."""
    await require_owner(services.store, world_id, bearer_key(request))
    await services.store.rename_world(world_id, clean_name(data.name, LONGEST_WORLD_NAME))
    return await _summary(services, await services.store.world(world_id))


@delete("/api/worlds/{world_id:str}")
async def delete_world(
    request: AnyRequest, services: NamedDependency[Services], world_id: FromPath[str]
) -> None:
    """Delete a world with all that ever happened in it. Needs the owner key."""
    await require_owner(services.store, world_id, bearer_key(request))
    await services.store.delete_world(world_id)


@post("/api/worlds/{world_id:str}/retry", status_code=200)
async def retry_world(
    request: AnyRequest, services: NamedDependency[Services], world_id: FromPath[str]
) -> WorldSummary:
    """Have a broken world tried again. Needs the owner key."""
    await require_owner(services.store, world_id, bearer_key(request))
    await services.store.retry(world_id)
    return await _summary(services, await services.store.world(world_id))


@get(
    "/api/worlds/{world_id:str}/map",
    responses={200: ResponseSpec(WholeMap, description="docs/SCENE.md", generate_examples=False)},
)
async def read_map(
    request: AnyRequest, services: NamedDependency[Services], world_id: FromPath[str]
) -> Response[bytes]:
    """The map as it is now, in parts: chunks of tiles, places, buildings, objects (docs/SCENE.md)."""
    loaded = await load_readable(services, world_id, sorted(MAP_KINDS))
    body = msgspec.json.encode(WholeMap(bodies_of(sorted(loaded.entities, key=lambda e: (e.kind, e.id)))))
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@get("/api/templates")
async def list_templates(services: NamedDependency[Services]) -> list[TemplateSummary]:
    """The templates that worlds are founded from."""
    library = services.library
    templates = [load_template(name, library) for name in template_names(library)]
    return [TemplateSummary(t.id, t.name, t.description, len(t.people)) for t in templates]


async def _summary(services: Services, record: WorldRecord) -> WorldSummary:
    loaded = await services.store.load(record.id, ["clock", "players"])
    unreadable = why_unreadable(services.rules, loaded.world)
    paces = [] if unreadable else [e.body for e in loaded.entities if e.kind == "clock"]
    pace = msgspec.json.decode(paces[0], type=Pace) if paces else Pace()
    return WorldSummary(
        id=record.id,
        name=record.name,
        template=record.template,
        created_at=record.created_at_ms,
        people=sum(e.kind == "players" for e in loaded.entities),
        capacity=record.capacity,
        viewers=services.feeds.viewers_of(record.id),
        runner=record.runner,
        reason=record.broken_reason,
        rules=RulesName(loaded.world.rules, loaded.world.rules_version),
        unreadable=unreadable,
        paused=pace.paused,
        resting=pace.resting,
        behind_ms=record.behind_ms,
    )


WORLDS = Router(
    "/",
    route_handlers=[
        list_worlds,
        read_world,
        create_world,
        rename_world,
        delete_world,
        retry_world,
        read_map,
        list_templates,
    ],
    tags=["worlds"],
)
