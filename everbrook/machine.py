"""The whole town on one machine: its servers, then its roles, then its first world."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator, Callable, Mapping

import msgspec

from everbrook.fork import Fork
from everbrook.founding import found_first_world, is_live, page_address
from everbrook.linking import new_link, operators_key
from everbrook.logs import say
from everbrook.migrating import migrate
from everbrook.pooled import with_checked_database
from everbrook.services.child import Child
from everbrook.services.folders import remove_socket_folder, socket_folder
from everbrook.services.postgres import postgres_child, postgres_dsn
from everbrook.services.valkey import valkey_child, valkey_url
from everbrook.settings import Settings, as_environment
from everbrook.supervisor import supervised

NAME = "town"
"""The label of the supervisor's own lines."""

ROLE_STOP_SECONDS = 10.0

MakeRoles = Callable[[Settings], list[Child]]


async def run_machine(settings: Settings, fork: Fork, make_roles: MakeRoles) -> None:
    """Run servers and roles until cancelled; leaves nothing behind. StartError when one cannot start."""
    settings = msgspec.structs.replace(settings, data=settings.data.absolute())
    say(NAME, f"starts; its data is in {settings.data}")
    async with _servers(settings) as started:
        reachable = await with_checked_database(started)
        await migrate(reachable.database_url, branch=fork.migrations)
        async with supervised(make_roles(reachable), say):
            template = settings.template or fork.template
            async with operators_key(reachable.database_url) as key:
                await asyncio.to_thread(
                    found_first_world, reachable, key, rules=fork.rules.name, template=template
                )
            say(NAME, f"is live: open {page_address(settings)} (Ctrl-C stops it)")
            await _offer_link(reachable)
            await asyncio.Event().wait()


async def _offer_link(settings: Settings) -> None:
    """A link with all powers is for the eyes at a terminal: what is written elsewhere may be kept, as a log is."""
    if sys.stdout.isatty():
        link = await new_link(settings)
        say(NAME, f"opens with all powers, once and within ten minutes, at {link}")
    else:
        say(NAME, "gives its powers to a browser with a link that `everbrook link` makes")


@contextlib.asynccontextmanager
async def _servers(settings: Settings) -> AsyncGenerator[Settings]:
    """The settings with both addresses filled in, while the servers of our own run."""
    cluster, cache = settings.data / "postgres", settings.data / "valkey"
    logs = settings.data / "logs"
    children: list[Child] = []
    if not settings.database_url:
        children.append(postgres_child(cluster, logs / "postgres.log"))
        settings = msgspec.structs.replace(settings, database_url=postgres_dsn(cluster))
    if not settings.redis_url:
        children.append(valkey_child(cache, logs / "valkey.log"))
        settings = msgspec.structs.replace(settings, redis_url=valkey_url(cache))
    try:
        async with supervised(children, say):
            yield settings
    finally:
        remove_socket_folder(socket_folder(cluster))
        remove_socket_folder(socket_folder(cache))
        say(NAME, "has stopped")


def town_roles(settings: Settings) -> list[Child]:
    """The roles of a town, as commands of this program."""
    environment = as_environment(settings)
    return [
        msgspec.structs.replace(_role("web", environment), is_ready=lambda: is_live(settings)),
        _role("host", environment),
        _role("worker", environment),
    ]


def _role(name: str, environment: Mapping[str, str]) -> Child:
    return Child(
        name=name,
        command=(sys.executable, "-m", "everbrook", name),
        environment={**environment, "PYTHONUNBUFFERED": "1"},
        stop_seconds=ROLE_STOP_SECONDS,
    )
