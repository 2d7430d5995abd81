"""The web application called in the test's own event loop, so that runners may work beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import httpx
from litestar import Litestar

from town.rules import TOWN
from web.app import create_app
from web.settings import WebSettings


@asynccontextmanager
async def serving(database: str, folder: Path, **settings: Any) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of an application with these settings over a database."""
    app = create_app(WebSettings(database_url=database, client_folder=folder, **settings), TOWN)
    ready, over = asyncio.Event(), asyncio.Event()
    # A fixture's end is in another task than its beginning, which the lifespan does not bear.
    living = asyncio.create_task(_live(app, ready, over))
    started = asyncio.create_task(ready.wait())
    await asyncio.wait({living, started}, return_when=asyncio.FIRST_COMPLETED)
    if living.done():
        living.result()
    served = httpx.ASGITransport(cast(Any, app), raise_app_exceptions=False)
    try:
        async with httpx.AsyncClient(transport=served, base_url="http://town") as client:
            yield client
    finally:
        over.set()
        await living


async def _live(app: Litestar, ready: asyncio.Event, over: asyncio.Event) -> None:
    async with app.lifespan():
        ready.set()
        await over.wait()
