"""The first world of a machine, made through the same HTTP as everybody's."""

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
    path = "/".join(("", *(part for part in settings.base_path.split("/") if part)))
    return f"http://{host}:{settings.port}{path}"


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


def found_first_world(settings: Settings, operators_key: str, *, rules: str, template: str) -> None:
    """Make a world from a template, if the database holds none of the rules of this name.

    Its owner key is kept in the data folder, readable by its user alone.
    """
    asked = {
        "name": template.capitalize(),
        "template": template,
        "abilities": dict.fromkeys(abilities_without(settings), False),
    }
    try:
        with httpx.Client(
            base_url=page_address(settings), timeout=TIMEOUT_SECONDS, trust_env=False
        ) as client:
            worlds = client.get("/api/worlds").raise_for_status().json()
            if any(world["rules"]["name"] == rules for world in worlds):
                return
            headers = {"Authorization": f"Bearer {operators_key}"}
            made = client.post("/api/worlds", json=asked, headers=headers).raise_for_status()
            world: dict[str, str] = made.json()
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


def _keep_owner_key(settings: Settings, world: dict[str, str]) -> None:
    keys = settings.data / "owner-keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    key = keys / world["id"]
    key.touch(mode=0o600)
    key.write_text(f"{world['ownerKey']}\n")
    say("town", f"has made the world {world['name']}; its owner key is in {key}")
