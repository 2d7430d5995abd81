"""The web's settings, from the program's."""

from collections.abc import Callable

from everbrook.errors import StartError
from everbrook.settings import Settings
from web.addresses import ProxyTrust
from web.origins import Origins
from web.settings import CLIENT_FOLDER, WebSettings


def web_settings(settings: Settings) -> WebSettings:
    """StartError for proxies, origins or a path that are none."""
    proxies = _listed(settings.trusted_proxies)
    origins = _listed(settings.allowed_origins)
    _require(lambda: ProxyTrust(proxies), "--trusted-proxies", "addresses or networks: 127.0.0.1,10.0.0.0/8")
    _require(lambda: Origins(origins), "--allowed-origins", "origins, without a path: https://town.example")
    return WebSettings(
        database_url=settings.database_url,
        redis_url=settings.redis_url,
        client_folder=CLIENT_FOLDER,
        rest_after_minutes=settings.rest_after_minutes,
        founding=settings.founding,
        most_worlds=settings.most_worlds,
        most_worlds_from_address=settings.most_worlds_from_address,
        most_viewers=settings.most_viewers,
        most_viewers_from_address=settings.most_viewers_from_address,
        trusted_proxies=proxies,
        allowed_origins=origins,
        base_path=base_path(settings.base_path),
    )


def base_path(text: str) -> str:
    """The path with a slash before and none behind it; empty for the root. StartError for what is no path."""
    parts = text.strip("/").split("/")
    if parts == [""]:
        return ""
    if not all(part and part.replace("-", "").replace("_", "").replace(".", "").isalnum() for part in parts):
        raise StartError(f"{text!r} is no path to serve under.", "Give --base-path one like /town.")
    return "/" + "/".join(parts)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _require(made: Callable[[], object], option: str, wanted: str) -> None:
    try:
        made()
    except ValueError as error:
        raise StartError(f"{option} can't be read: {error}.", f"Give it {wanted}.") from error
