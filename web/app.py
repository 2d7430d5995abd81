"""The web application: HTTP, live frames and the page."""

from __future__ import annotations

import asyncio
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

from engine.postgres import open_postgres_store
from web.attendance import Attendance
from web.drafts import open_drafts
from web.live import Feeds
from web.minds import open_minds
from web.openapi import OPENAPI
from web.problems import EXCEPTION_HANDLERS, Problem
from web.routes.health import HEALTH
from web.routes.inputs import INPUTS
from web.routes.minds import MINDS
from web.routes.players import PLAYERS
from web.routes.usage import USAGE
from web.routes.watching import WATCHING
from web.routes.worlds import WORLDS
from web.searching import open_search
from web.services import Services
from web.settings import WebSettings
from web.throttle import Throttle
from web.usage import open_usage
from web.waking import wakeups

YEAR_S = 365 * 24 * 3600
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(settings: WebSettings) -> Litestar:
    """The application; it opens its store when it starts."""
    return Litestar(
        [WORLDS, INPUTS, PLAYERS, WATCHING, MINDS, USAGE, HEALTH, *page_files(settings.client_folder)],
        lifespan=[_lifespan(settings)],
        dependencies={"services": Provide(_services, sync_to_thread=False)},
        exception_handlers=EXCEPTION_HANDLERS,
        before_request=_admit,
        request_max_body_size=settings.most_body_bytes,
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=6),
        openapi_config=OPENAPI,
        logging_config=None,
        response_headers=SECURITY_HEADERS,
    )


def page_files(client_folder: Path) -> list[Router]:
    """The browser's page: fresh at each visit, but for what never changes under its name."""
    page = create_static_files_router(
        "/",
        [client_folder],
        html_mode=True,
        after_request=_with_security_headers,
        cache_control=CacheControlHeader(no_cache=True),
    )
    # Their names hold a hash of what is in them.
    assets = create_static_files_router(
        "/assets",
        [client_folder / "assets"],
        after_request=_with_security_headers,
        cache_control=CacheControlHeader(public=True, max_age=YEAR_S, immutable=True),
    )
    return [assets, page]


def _lifespan(settings: WebSettings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None]:
        async with (
            open_postgres_store(settings.database_url) as store,
            wakeups(store) as waking,
            open_usage(settings.database_url) as usage,
            open_minds(settings.database_url) as minds,
            open_search(settings.redis_url) as search,
            open_drafts(settings.redis_url) as drafts,
        ):
            feeds = Feeds(store, waking, drafts)
            throttle = Throttle(settings.writes_per_second, settings.writes_burst, time.monotonic)
            attendance = Attendance(store, feeds)
            app.state.services = Services(
                settings=settings,
                store=store,
                wakeups=waking,
                feeds=feeds,
                attendance=attendance,
                throttle=throttle,
                usage=usage,
                minds=minds,
                search=search,
            )
            keeping = asyncio.create_task(attendance.keep())
            try:
                yield
            finally:
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)
                feeds.close()

    return lifespan


def _with_security_headers(response: ASGIApp) -> ASGIApp:
    """For files, to which Litestar does not apply the application's headers."""
    assert isinstance(response, ASGIResponse)
    for name, value in SECURITY_HEADERS.items():
        response.headers[name] = value
    return response


def _services(state: State) -> Services:
    return state.services


def _admit(request: Request[Any, Any, Any]) -> None:
    if "\0" in request.scope["path"]:
        raise Problem(404, "not-found", "No address has a NUL in it.", "Check the address.")
    if request.method != "GET":
        address = request.client.host if request.client else ""
        request.app.state.services.throttle.admit(address)
