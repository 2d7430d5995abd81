"""Who founds worlds in tests."""

from __future__ import annotations

import secrets

from engine.keys import NewKey, Role
from engine.postgres import open_postgres_store
from web.keys import hash_key


async def as_operator(database: str) -> dict[str, str]:
    """The headers of a fresh operator."""
    key = secrets.token_hex()
    async with open_postgres_store(database, most_connections=1) as store:
        await store.add_key(NewKey(hash=hash_key(key), world_id=None, role=Role.OPERATOR))
    return {"Authorization": f"Bearer {key}"}
