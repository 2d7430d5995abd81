"""What stands before the database, found out once at the start: never "live" first and errors afterwards."""

import msgspec

from engine.pooling import StatementPooling, is_pooled, parsed, told
from engine.store import StoreUnavailable
from everbrook.errors import StartError
from everbrook.logs import say
from everbrook.settings import Settings

NAME = "database"


async def with_checked_database(settings: Settings) -> Settings:
    """The settings, whose database's address says from now on whether a pooler of transactions stands before it.

    A database that is away is left for later. StartError for a pooler behind which no town lives.
    """
    address, direct = parsed(settings.database_url), settings.direct_database_url or None
    if address.pooled:
        return settings
    try:
        pooled = await is_pooled(address.dsn)
        if direct is not None and await is_pooled(parsed(direct).dsn):
            raise StartError(
                "The direct address of the database leads through a pooler of transactions too.",
                "Give the server's own with --direct-database-url.",
            )
    except StatementPooling as error:
        raise StartError(
            f"The database is behind a pooler of single statements: {error}.",
            "Set pool_mode = transaction or session there, or give the server's own address.",
        ) from error
    except StoreUnavailable:
        return settings
    if pooled:
        listening = (
            "is listened to past it" if direct else "is looked at twice a second instead of listened to"
        )
        say(NAME, f"is behind a pooler of transactions, and {listening}")
    chosen = told(settings.database_url, pooled=pooled, direct=direct)
    return msgspec.structs.replace(settings, database_url=chosen)
