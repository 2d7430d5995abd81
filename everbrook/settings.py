"""The settings of every role: from the environment (`EVERBROOK_*`), where a flag does not say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from everbrook.errors import StartError

PREFIX = "EVERBROOK_"
TASK_MODEL = "EVERBROOK_MODEL_"


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a role needs to know. Each field is the variable `EVERBROOK_` + its name in capitals."""

    host: str = "127.0.0.1"
    """The address the page is served on; 0.0.0.0 lets other machines in."""
    port: int = 8000
    data: Path = Path("everbrook-data")
    """The folder of the servers' data on this machine."""
    template: str = ""
    """The town that the first world is made from; empty means the fork's own, `everbrook` of the town itself."""
    rules: str = ""
    """A fork to run in the place of the town, MODULE:NAME; empty means the town itself."""
    content: str = ""
    """Folders with templates, maps, art, prompts or page of one's own, parted by colons; the first come first."""
    without: str = ""
    """What the minds of the first world can't do: of `memory`, `reflection` and `plans`, parted by commas."""
    voice: str = "scripted"
    """Who speaks for the people: `scripted`, `auto`, `bedrock`, `openai` or `local`."""
    language: str = "en"
    """What people speak, by its BCP 47 tag."""
    model: str = ""
    """The model of every task that names none of its own; several, parted by commas, are tried in turn."""
    task_models: Mapping[str, str] = {}
    """The models of single tasks: `EVERBROOK_MODEL_SAY` is that of the task `say`."""
    model_near_budget: str = ""
    """Cheaper models for when the day's budget is nearly spent."""
    base_url: str = ""
    """Where an OpenAI-compatible server is; its key is in EVERBROOK_API_KEY and nowhere else."""
    region: str = ""
    """Bedrock's region; empty means AWS_REGION."""
    profile: Literal["auto", "none", "geography", "global"] = "auto"
    """How Bedrock's models are invoked: by the inference profile of the region's geography or the global one (`auto`:
    the first that there is), or by their own id (`none`)."""
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
    longest_step_ms: Annotated[int, msgspec.Meta(ge=10)] = 500
    """A quiet world commits this often."""
    attentive_step_ms: Annotated[int, msgspec.Meta(ge=10)] = 100
    """Length of the step after a person's input; the next ones grow back to the longest."""
    shortest_step_ms: Annotated[int, msgspec.Meta(ge=0)] = 5
    """At least this between two commits of a world, however many inputs come."""
    host_capacity: Annotated[int, msgspec.Meta(ge=1)] = 100
    """Worlds that a host runs at the most."""
    database_url: str = ""
    """A Postgres with pgvector; empty means one of our own."""
    direct_database_url: str = ""
    """The same database past its pooler, where one of transactions stands before it."""
    redis_url: str = ""
    """A Redis or Valkey; empty means one of our own."""
    log_format: str = "console"
    """`console` for people, `json` for machines."""
    public_address: str = ""
    """The page's address as browsers see it; empty: that of host and port."""
    base_path: str = ""
    """The path under which all is served: `/town`."""
    trusted_proxies: str = ""
    """Addresses or networks, parted by commas, of proxies that are believed who asks."""
    allowed_origins: str = ""
    """Origins, parted by commas, whose pages may write and watch beside the server's own."""
    most_viewers: Annotated[int, msgspec.Meta(ge=1)] = 1000
    """Viewers that a web server serves at once."""
    most_viewers_from_address: Annotated[int, msgspec.Meta(ge=1)] = 100
    most_connections_from_address: Annotated[int, msgspec.Meta(ge=1)] = 200
    """HTTP connections of one peer at once, unless it is a proxy that is trusted."""
    founding: Literal["key", "open"] = "key"
    """Who founds worlds: whoever has an operator's `key`, or anybody within quotas (`open`)."""
    most_worlds: Annotated[int, msgspec.Meta(ge=1)] = 100
    """Worlds in all."""
    most_worlds_from_address: Annotated[int, msgspec.Meta(ge=0)] = 3
    """Worlds that strangers may have at a time from one address."""

    def __repr__(self) -> str:
        shown = {name: getattr(self, name) for name in self.__struct_fields__}
        shown["database_url"] = without_password(self.database_url)
        shown["direct_database_url"] = without_password(self.direct_database_url)
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
    models = {"task_models": _task_models(environment)}
    chosen = {name: value for name, value in flags.items() if value is not None}
    fields = {name: chosen[name] for name in Settings.__struct_fields__ if name in chosen}
    try:
        settings = msgspec.convert({**given, **models, **fields}, Settings, strict=False, dec_hook=_decode)
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
    fields.pop("task_models", None)
    models = {TASK_MODEL + task.upper(): names for task, names in settings.task_models.items()}
    return {PREFIX + name.upper(): _as_text(value) for name, value in fields.items()} | models


def _task_models(environment: Mapping[str, str]) -> dict[str, str]:
    """What is set for single tasks: all that begins like it and is no setting of its own."""
    own = {PREFIX + name.upper() for name in Settings.__struct_fields__}
    return {
        name.removeprefix(TASK_MODEL).lower(): names
        for name, names in environment.items()
        if name.startswith(TASK_MODEL) and name not in own and names
    }


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _decode(wanted: type, value: object) -> object:
    if wanted is Path:
        return Path(str(value))
    raise NotImplementedError(wanted)
