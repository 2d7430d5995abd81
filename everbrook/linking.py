"""Links and keys of who runs the town, made in its database: who can reach that may do anything in any case."""

import hashlib
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from engine.keys import NewKey, Role
from engine.postgres import open_postgres_store
from engine.store import StoreUnavailable
from everbrook.errors import StartError
from everbrook.founding import page_address
from everbrook.settings import Settings

LINK_LASTS_MS = 10 * 60_000


async def new_link(settings: Settings) -> str:
    """An address of the page that gives an operator's powers to the browser that opens it first.

    The token stands in the fragment, which no browser sends to any server. StartError without a database.
    """
    token = secrets.token_urlsafe(24)
    try:
        async with open_postgres_store(settings.database_url, most_connections=1) as store:
            await store.add_link(hashlib.sha256(token.encode()).digest(), LINK_LASTS_MS)
    except StoreUnavailable as error:
        raise StartError(
            f"The database cannot be reached: {error}.", "Check --data or --database-url."
        ) from error
    address = settings.public_address or page_address(settings)
    return f"{address.rstrip('/')}/#link={token}"


@asynccontextmanager
async def operators_key(database_url: str) -> AsyncGenerator[str]:
    """An operator's key that opens anything for the block alone."""
    key = secrets.token_urlsafe(24)
    made = NewKey(
        hash=hashlib.sha256(key.encode()).digest(),
        world_id=None,
        role=Role.OPERATOR,
        label="first start",
    )
    async with open_postgres_store(database_url, most_connections=1) as store:
        await store.add_key(made)
        try:
            yield key
        finally:
            await store.revoke_key(made.id)
