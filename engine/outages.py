"""The ways in which a database can be away, as asyncpg tells of them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg

from engine.store import ImpossibleValue, StoreUnavailable

AWAY_CLASSES = frozenset(
    {
        "08",  # connection exception
        "28",  # a password that was changed while we run, say: no world is broken by that
        "3D",  # no such database, as while one is put back from a backup
        "40",  # transaction rollback: deadlock, serialization
        "53",  # insufficient resources: disk full, out of memory, too many connections
        "57",  # operator intervention: cancelled, shut down, idle session
        "58",  # system error: input and output
    }
)
"""Classes of SQLSTATE that say something of the server and nothing of the statement.

Source: PostgreSQL's documentation, appendix A, "PostgreSQL Error Codes".
"""
AWAY_STATES = frozenset(
    {
        "25006",  # read-only, as a primary is that has become a standby
        "25P03",  # idle in a transaction for too long
        "25P04",  # a transaction that took too long
        "55P03",  # a lock was not to be had in time
        "XX000",  # the server's own fault; data that it finds corrupted has states of its own
    }
)
READ_ONLY = "25006"


@asynccontextmanager
async def spoken_plainly() -> AsyncGenerator[None]:
    """Turn every way in which a database can be away into `StoreUnavailable`.

    A value that no column can hold is an `ImpossibleValue`. Mistakes of the program stay what they are: syntax, names,
    constraints.
    """
    try:
        yield
    except asyncpg.PostgresError as error:
        if isinstance(error, asyncpg.DataError | asyncpg.CharacterNotInRepertoireError):
            raise ImpossibleValue(f"the database can't hold this: {error}") from error
        if not means_away(sqlstate_of(error)):
            raise
        raise _away(error) from error
    except (
        OSError,  # time-outs are among them
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,  # of a connection that broke while it was handed over
    ) as error:
        raise _away(error) from error


def means_away(sqlstate: str) -> bool:
    """Whether an error of this SQLSTATE may be over when the same is asked again."""
    return sqlstate[:2] in AWAY_CLASSES or sqlstate in AWAY_STATES


def sqlstate_of(error: BaseException | None) -> str:
    """The five characters by which Postgres names an error; empty for what is not Postgres's."""
    return str(getattr(error, "sqlstate", None) or "")


def _away(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(f"the database does not answer ({error!r}); it is tried again")
