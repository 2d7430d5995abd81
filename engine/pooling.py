"""Databases behind a pooler: how they are told, and how they are asked.

A pooler that gives each transaction another connection to the server (PgBouncer's transaction mode, and what managed
databases offer as a "pooled" address) keeps no prepared statements, no LISTEN and no session's locks.
"""

from __future__ import annotations

import secrets
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
import msgspec

from engine.outages import spoken_plainly

MODE, DIRECT = "pool_mode", "direct_url"
TRANSACTION = "transaction"
NOT_OURS = frozenset({"channel_binding"})
"""Parameters that managed databases put into their addresses for libpq, and that asyncpg would send on."""
PROBES = 3
PROBE_TIMEOUT_S = 3.0


class StatementPooling(Exception):
    """The pooler gives each statement another connection: nothing that belongs together can be written so."""


class Address(msgspec.Struct, frozen=True):
    """Where a database is, and what stands before it."""

    dsn: str
    """For asyncpg."""
    pooled: bool = False
    """Each transaction may have another connection to the server."""
    direct: str | None = None
    """Of the same database without the pooler, for what needs a session."""

    @property
    def for_sessions(self) -> str | None:
        """Where a session lasts; None: nowhere."""
        return self.direct or (None if self.pooled else self.dsn)


def parsed(dsn: str) -> Address:
    """An address from one in which `pool_mode` and `direct_url` may say what stands before the database."""
    parts = urlsplit(dsn)
    query = parse_qsl(parts.query, keep_blank_values=True)
    given = dict(query)
    kept = [(name, value) for name, value in query if name not in {MODE, DIRECT} | NOT_OURS]
    plain = dsn if len(kept) == len(query) else urlunsplit(parts._replace(query=urlencode(kept, safe="/")))
    return Address(plain, given.get(MODE) == TRANSACTION, given.get(DIRECT) or None)


def told(dsn: str, *, pooled: bool, direct: str | None) -> str:
    """The address as one that `parsed` understands."""
    parts = urlsplit(dsn)
    query = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if n not in (MODE, DIRECT)]
    query += [(MODE, TRANSACTION)] if pooled else []
    query += [(DIRECT, direct)] if direct else []
    return urlunsplit(parts._replace(query=urlencode(query, safe="/")))


async def is_pooled(dsn: str) -> bool:
    """Whether a session's state is lost between two transactions. Raises `StoreUnavailable`, `StatementPooling`.

    What one connection has set is looked for while others hold the connections that the pooler gives out first.
    """
    async with spoken_plainly(), AsyncExitStack() as stack:
        probe, *others = [await _connect(dsn, stack) for _ in range(1 + PROBES)]
        try:
            return await _loses_its_state(probe, others)
        except TimeoutError:  # it waits for a connection that another has: there are fewer than asked for
            return True


async def _loses_its_state(probe: Any, others: list[Any]) -> bool:
    token = secrets.token_hex(8)
    await probe.execute(f"SELECT set_config('everbrook.probe', '{token}', false)")
    try:
        for other in others:
            await other.execute("BEGIN")
    except asyncpg.PostgresError as error:
        raise StatementPooling(str(error)) from error
    try:
        await probe.execute(
            f"DO $$ BEGIN IF current_setting('everbrook.probe', true) IS DISTINCT FROM '{token}' "
            "THEN RAISE EXCEPTION 'another session'; END IF; END $$"
        )
    except asyncpg.RaiseError:
        return True
    await probe.execute("RESET everbrook.probe")
    return False


async def _connect(dsn: str, stack: AsyncExitStack) -> Any:
    connection = await asyncpg.connect(
        dsn, statement_cache_size=0, timeout=PROBE_TIMEOUT_S, command_timeout=PROBE_TIMEOUT_S
    )
    stack.callback(connection.terminate)
    return connection
