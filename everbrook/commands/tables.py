"""What each role looks at before it begins to work on a database."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from everbrook.lifeline import VARIABLE
from everbrook.settings import Settings

if TYPE_CHECKING:
    from everbrook.fork import Fork


def require_tables(settings: Settings, fork: Fork) -> None:
    """StartError unless the database has all tables of the town and the fork; `run` has made them for its roles."""
    if VARIABLE in os.environ:
        return
    from everbrook.migrating import require_migrated

    asyncio.run(require_migrated(settings.database_url, fork.migrations))
