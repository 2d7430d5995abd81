"""The database of a town that may be running or not, for commands that only look."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from everbrook.errors import StartError
from everbrook.locking import locked_data_folder
from everbrook.services.postgres import is_answering, postgres_dsn, running_postgres
from everbrook.settings import Settings


@asynccontextmanager
async def reachable_database(settings: Settings) -> AsyncGenerator[str]:
    """The address of the database given, else of the one in the data folder.

    That one's server is started for the block if the town is not running. StartError when there is none.
    """
    cluster = settings.data.absolute() / "postgres"
    if settings.database_url:
        yield settings.database_url
    elif not cluster.exists():
        raise StartError(
            f"The data folder {settings.data} holds no town.",
            "Name the town's folder with --data, or its database with --database-url.",
        )
    elif is_answering(cluster):
        yield postgres_dsn(cluster)
    else:
        with (
            locked_data_folder(settings.data),
            running_postgres(cluster, settings.data / "logs" / "postgres.log") as dsn,
        ):
            yield dsn
