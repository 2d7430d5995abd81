"""The web application: HTTP, live frames and the page."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar, Request, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.response.base import ASGIResponse
from litestar.static_files import create_static_files_router  # pyright: ignore[reportUnknownVariableType]  # untyped parts in its signature
from litestar.types import ASGIApp

from engine.game import Rules
from engine.postgres import open_postgres_store
from engine.removing import remove_deleted_worlds
from engine.supervision import running_beside
from engine.waking import wakeups
from town.library import SHIPPED, Library
from town.world import World
from web.addresses import address_of
from web.attendance import Attendance
from web.audience import Audience
from web.doorway import SECURITY_HEADERS, Doorway
from web.drafts import open_drafts
from web.founding import Foundry
from web.live import Feeds
from web.minds import open_minds
from web.openapi import OPENAPI, StructSchemas, description_of
from web.own_worlds import OwnWorlds
from web.problems import Problem, exception_handlers, require_json
from web.routes.events import EVENTS
from web.routes.founding import KEYS
from web.routes.health import HEALTH
from web.routes.inputs import INPUTS
from web.routes.minds import MINDS
from web.routes.players import PLAYERS
from web.routes.usage import USAGE
from web.routes.watching import WATCHING
from web.routes.worlds import WORLDS
from web.searching import open_search
from web.seats import Seats
from web.services import Services
from web.settings import WebSettings
from web.throttle import Throttle, open_throttle
from web.usage import open_usage

API = (WORLDS, KEYS, INPUTS, PLAYERS, WATCHING, EVENTS, MINDS, USAGE, HEALTH)
YEAR_S = 365 * 24 * 3600


def create_app(settings: WebSettings, rules: Rules[World], library: Library = SHIPPED) -> Litestar:
    """The application for the worlds of these rules; it opens its store when it starts.

    Raises `ValueError` for what can't be set so.
    """
    app = Litestar(
        [*API, *page_files(settings.client_folder, library)],
        lifespan=[_lifespan(settings, rules, library)],
        dependencies={"services": Provide(_services, sync_to_thread=False)},
        exception_handlers=exception_handlers(time.monotonic),
        before_request=_admit,
        request_max_body_size=settings.most_body_bytes,
        compression_config=CompressionConfig(
            backend="gzip", gzip_compress_level=6, exclude=["/live/events$"]
        ),
        openapi_config=OPENAPI,
        plugins=[StructSchemas(rules)],
        logging_config=None,
    )
    app.asgi_handler = Doorway(app.asgi_handler, settings)
    return app


def describe(rules: Rules[World]) -> bytes:
    """The API's description as `/schema` gives it: OpenAPI, as JSON. Needs no server."""
    dependencies = {"services": Provide(_services, sync_to_thread=False)}
    return description_of(
        Litestar(API, dependencies=dependencies, openapi_config=OPENAPI, plugins=[StructSchemas(rules)])
    )


def page_files(client_folder: Path, library: Library = SHIPPED) -> list[Router]:
    """The browser's page: fresh at each visit, but for what never changes under its name.

    A library's `art` and `page` come before those that ship, file by file.
    """
    page = create_static_files_router(
        "/",
        [client_folder],
        html_mode=True,
        after_request=_with_security_headers,
        cache_control=CacheControlHeader(no_cache=True),
    )
    extended = [
        create_static_files_router(
            f"/{sort}",
            [*library.within(sort), client_folder / sort],
            after_request=_with_security_headers,
            cache_control=CacheControlHeader(no_cache=True),
        )
        for sort in ("art", "page")
    ]
    # Their names hold a hash of what is in them.
    assets = create_static_files_router(
        "/assets",
        [client_folder / "assets"],
        after_request=_with_security_headers,
        cache_control=CacheControlHeader(public=True, max_age=YEAR_S, immutable=True),
    )
    return [assets, *extended, page]


def _lifespan(
    settings: WebSettings, rules: Rules[World], library: Library
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None]:
        async with (
            open_postgres_store(settings.database_url) as store,
            wakeups(store) as waking,
            open_usage(settings.database_url) as usage,
            open_minds(settings.database_url) as minds,
            open_search(settings.redis_url) as search,
            open_drafts(settings.redis_url) as drafts,
            open_throttle(settings.redis_url, settings.writes_per_second, settings.writes_burst) as throttle,
        ):
            feeds = Feeds(store, waking, drafts, rules)
            attendance = Attendance(store, feeds, rules)
            app.state.services = Services(
                settings=settings,
                rules=rules,
                library=library,
                own_worlds=OwnWorlds(store, rules),
                store=store,
                wakeups=waking,
                feeds=feeds,
                attendance=attendance,
                throttle=throttle,
                reads=Throttle(settings.reads_per_second, settings.reads_burst, what="reads"),
                usage=usage,
                minds=minds,
                search=search,
                foundry=Foundry(store, settings, rules, library),
                seats=Seats(),
                audience=Audience(settings.most_viewers, settings.most_viewers_from_address),
            )
            async with (
                running_beside("seeing who is there", attendance.keep),
                running_beside("removing deleted worlds", lambda: remove_deleted_worlds(store)),
            ):
                try:
                    yield
                finally:
                    await feeds.close()

    return lifespan


def _with_security_headers(response: ASGIApp) -> ASGIApp:
    """For files, which may be served without the doorway."""
    assert isinstance(response, ASGIResponse)
    for name, value in SECURITY_HEADERS.items():
        response.headers[name] = value
    return response


def _services(state: State) -> Services:
    return state.services


async def _admit(request: Request[Any, Any, Any]) -> None:
    if "\0" in request.scope["path"]:
        raise Problem(404, "not-found", "No address has a NUL in it.", "Check the address.")
    require_json(request)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        if request.scope["path"].startswith("/api"):
            await request.app.state.services.reads.admit(address_of(request))
    else:
        await request.app.state.services.throttle.admit(address_of(request))
