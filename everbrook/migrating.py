"""Bringing a database's tables up to date."""

import asyncio
import zlib
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from engine.pooling import parsed
from everbrook.errors import StartError

MIGRATIONS = Path(__file__).parent.parent / "migrations"

LOCK = zlib.crc32(b"everbrook migrations")
"""The key of the advisory lock that lets one of several starts at a time migrate."""

APPLIED = "SELECT version_num FROM alembic_version"


async def migrate(dsn: str, revision: str = "heads", *, branch: Path | None = None) -> None:
    """Apply the revisions up to one that the database lacks; a second caller waits and finds nothing to do.

    `branch` is the folder of a fork's own revisions. StartError when the database cannot be reached, has tables that
    this program knows nothing of, or a revision fails.
    """
    dsn = _direct(dsn)
    try:
        guard = await asyncpg.connect(dsn)
    except (OSError, asyncpg.PostgresError) as error:
        raise StartError(
            f"The database cannot be reached: {error}.",
            "Check the address given by --database-url or EVERBROOK_DATABASE_URL.",
        ) from error
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", LOCK)
        # Alembic is synchronous, and its environment may run an event loop of its own.
        await asyncio.to_thread(_upgrade, _configuration(dsn, branch), revision)
    finally:
        await guard.close()


async def require_migrated(dsn: str, branch: Path | None = None) -> None:
    """StartError unless the database has every table of the town, and of the fork whose revisions are in `branch`.

    A database that does not answer is its role's to wait for.
    """
    try:
        connection = await asyncpg.connect(parsed(dsn).dsn, statement_cache_size=0)
    except (OSError, asyncpg.PostgresError):
        return
    try:
        async with connection.transaction():  # a pooler may stand before it
            applied = {row["version_num"] for row in await connection.fetch(APPLIED)}
    except asyncpg.UndefinedTableError:
        applied = set[str]()
    except (OSError, asyncpg.PostgresError):
        return
    finally:
        await connection.close()
    scripts = ScriptDirectory.from_config(_configuration(dsn, branch))
    if missing := sorted(set(scripts.get_heads()) - _with_those_before(scripts, applied)):
        raise StartError(
            f"The database lacks the revision {', '.join(missing)} of this program's tables"
            + (f", it has {', '.join(sorted(applied))}." if applied else "."),
            "Run `everbrook migrate` first, with the same --rules; if it is newer than this program, start that one.",
        )


def _with_those_before(scripts: ScriptDirectory, applied: set[str]) -> set[str]:
    """All revisions that these stand on; the table names none that another depends on. Unknown ones are left out."""
    known = {revision.revision: revision for revision in scripts.walk_revisions()}
    found: set[str] = set()
    ahead = list(applied)
    while ahead:
        name = ahead.pop()
        if name in known and name not in found:
            found.add(name)
            before = (known[name].down_revision, known[name].dependencies)
            ahead += [each for some in before for each in ((some,) if isinstance(some, str) else some or ())]
    return found


def _upgrade(config: Config, revision: str) -> None:
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise StartError(
            f"The database cannot be migrated: {error}.",
            "Its tables were made by a newer program, which is to be started, or by a fork: name that with --rules.",
        ) from error


def _configuration(dsn: str, branch: Path | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    if branch is not None:
        places = "\n".join(str(place) for place in (MIGRATIONS / "versions", branch))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", places.replace("%", "%%"))
    config.set_main_option("everbrook.dsn", dsn.replace("%", "%%"))
    return config


def _direct(dsn: str) -> str:
    direct = parsed(dsn).for_sessions
    if direct is None:
        raise StartError(
            "The database is behind a pooler of transactions, through which its tables can't be changed.",
            "Give its own address too, with --direct-database-url or EVERBROOK_DIRECT_DATABASE_URL.",
        )
    return direct
