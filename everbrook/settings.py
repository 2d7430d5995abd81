"""The settings of every role: from the environment (`EVERBROOK_*`), where a flag does not say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from everbrook.errors import StartError

PREFIX = "EVERBROOK_"


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a role needs to know. Each field is the variable `EVERBROOK_` + its name in capitals."""

    host: str = "127.0.0.1"
    """The address the page is served on; 0.0.0.0 lets other machines in."""
    port: int = 8000
    data: Path = Path("everbrook-data")
    """The folder of the servers' data on this machine."""
    template: str = "everbrook"
    """The town that the first world is made from."""
    without: str = ""
    """What the minds of the first world can't do: of `memory`, `reflection` and `plans`, parted by commas."""
    voice: str = "scripted"
    """Who speaks for the people: `scripted`, `bedrock`, `openai` or `local`."""
    language: str = "en"
    """The language of the prompts."""
    model: str = ""
    """The model of every task that names none of its own; several, parted by commas, are tried in turn."""
    model_say: str = ""
    model_decide: str = ""
    model_react: str = ""
    model_remember: str = ""
    model_plan: str = ""
    model_question: str = ""
    model_insight: str = ""
    model_near_budget: str = ""
    """Cheaper models for when the day's budget is nearly spent."""
    base_url: str = ""
    """Where an OpenAI-compatible server is; its key is in EVERBROOK_API_KEY and nowhere else."""
    region: str = ""
    """Bedrock's region; empty means AWS_REGION."""
    bedrock_endpoint: str = ""
    """Another address of Bedrock, a VPC's own say."""
    weights: str = ""
    """A .gguf file for the local voice; empty means the weights from its package."""
    embedding: str = "local"
    """What turns memories into vectors: `local` (this machine, free), `bedrock` or `openai`."""
    embedding_model: str = ""
    """The model that does; empty means Titan at Bedrock."""
    embedding_dimensions: int = 0
    """The length of its vectors; 0 means 1,024 at Bedrock."""
    concurrency: int = 8
    """Calls that a worker makes to one model at once."""
    budget_dollars: float | None = None
    """What each world may spend in a UTC day."""
    budget_tokens: int | None = None
    prices: str = ""
    """A file with what models cost, over the table that ships."""
    rest_after_minutes: Annotated[int, msgspec.Meta(ge=1)] | None = None
    """Minutes without viewers after which a new world rests that does not say so itself."""
    database_url: str = ""
    """A Postgres with pgvector; empty means one of our own."""
    redis_url: str = ""
    """A Redis or Valkey; empty means one of our own."""
    log_format: str = "console"
    """`console` for people, `json` for machines."""
    local: bool = False
    """Started by `everbrook run`: who sits at this machine owns its worlds."""

    def __repr__(self) -> str:
        shown = {name: getattr(self, name) for name in self.__struct_fields__}
        shown["database_url"] = without_password(self.database_url)
        shown["redis_url"] = without_password(self.redis_url)
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    def require(self, *names: str) -> None:
        """StartError unless these settings are given: only `run` brings servers of its own."""
        for name in names:
            if not getattr(self, name):
                raise StartError(
                    f"--{name.replace('_', '-')} is not given.",
                    f"Give it, or set {PREFIX}{name.upper()}; `everbrook run` brings its own.",
                )


def without_password(address: str) -> str:
    """The address as it may be shown."""
    parts = urlsplit(address)
    if parts.password is None:
        return address
    return address.replace(f":{parts.password}@", ":***@", 1)


def load_settings(environment: Mapping[str, str], flags: Mapping[str, object]) -> Settings:
    """Settings from flags (those that are not None), then the environment, then the defaults.

    StartError names the first that cannot be read.
    """
    given = {
        name: environment[PREFIX + name.upper()]
        for name in Settings.__struct_fields__
        if environment.get(PREFIX + name.upper())
    }
    chosen = {name: value for name, value in flags.items() if value is not None}
    fields = {name: chosen[name] for name in Settings.__struct_fields__ if name in chosen}
    try:
        settings = msgspec.convert({**given, **fields}, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise StartError(
            f"A setting is wrong: {error}.", "See `everbrook run --help` for what each takes."
        ) from error
    if not 0 < settings.port < 2**16:
        raise StartError(f"{settings.port} is not a port.", "Choose one from 1 to 65535.")
    return settings


def as_environment(settings: Settings) -> dict[str, str]:
    """The same settings for a child process; never as flags, which others on the machine see."""
    fields: dict[str, object] = msgspec.to_builtins(settings, enc_hook=str)
    return {PREFIX + name.upper(): _as_text(value) for name, value in fields.items()}


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _decode(wanted: type, value: object) -> object:
    if wanted is Path:
        return Path(str(value))
    raise NotImplementedError(wanted)
