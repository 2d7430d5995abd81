"""The first world of a machine, made through the same HTTP as everybody's."""

from pathlib import Path

import httpx

from everbrook.errors import StartError
from everbrook.logs import say
from everbrook.settings import Settings

TIMEOUT_SECONDS = 30.0
READY_TIMEOUT_SECONDS = 1.0
ABILITIES = ("memory", "reflection", "plans")
"""As `POST /api/worlds` takes them."""


def page_address(settings: Settings) -> str:
    """The address to open on this machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared, not bound
    host = everywhere.get(settings.host, settings.host)
    return f"http://{host}:{settings.port}"


def is_live(settings: Settings) -> bool:
    """Whether the page answers, and with it all it needs."""
    try:
        address = f"{page_address(settings)}/readyz"
        return httpx.get(address, timeout=READY_TIMEOUT_SECONDS, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def abilities_without(settings: Settings) -> tuple[str, ...]:
    """The abilities that the minds of the first world lack. Raises `StartError` for what is none."""
    named = [name.strip() for name in settings.without.split(",") if name.strip()]
    unknown = [name for name in named if name not in ABILITIES]
    if unknown:
        raise StartError(
            f"Minds have no ability {unknown[0]!r} to do without.",
            f"Give --without one or more of {', '.join(ABILITIES)}, parted by commas.",
        )
    return tuple(dict.fromkeys(named))


def found_first_world(settings: Settings) -> None:
    """Make a world from the chosen template, if the database holds none.

    Its owner key is kept in the data folder, readable by its user alone.
    """
    asked = {
        "name": settings.template.capitalize(),
        "template": settings.template,
        "abilities": dict.fromkeys(abilities_without(settings), False),
    }
    try:
        with httpx.Client(
            base_url=page_address(settings), timeout=TIMEOUT_SECONDS, trust_env=False
        ) as client:
            if client.get("/api/worlds").raise_for_status().json():
                return
            world: dict[str, str] = client.post("/api/worlds", json=asked).raise_for_status().json()
    except httpx.HTTPStatusError as error:
        raise StartError(
            f"The first world cannot be made: {error.response.text}.",
            "Choose one of the templates named by `everbrook run --help`.",
        ) from error
    except httpx.HTTPError as error:
        raise StartError(
            f"The first world cannot be made: {error}.", "The lines above may say why."
        ) from error
    _keep_owner_key(settings, world)


def owner_keys_folder(settings: Settings) -> Path:
    """Where this machine keeps the owner keys of the worlds that it made: a file for each, named by id."""
    return settings.data / "owner-keys"


def _keep_owner_key(settings: Settings, world: dict[str, str]) -> None:
    keys = owner_keys_folder(settings)
    keys.mkdir(mode=0o700, exist_ok=True)
    key = keys / world["id"]
    key.touch(mode=0o600)
    key.write_text(f"{world['ownerKey']}\n")
    say("town", f"has made the world {world['name']}; its owner key is in {key}")
