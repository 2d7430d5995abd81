"""Who speaks for the people: from the settings to the voices' own, with a StartError for what cannot work."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from agent.asking.prices import MICRODOLLARS, listed_prices, price_of
from agent.asking.settings import SCRIPTED, VoiceSettings
from agent.models.bedrock import BedrockChatSettings
from agent.models.bedrock_client import BedrockSettings
from agent.models.bedrock_embeddings import BedrockEmbeddingSettings
from agent.models.bedrock_profiles import inference_profile
from agent.models.budget import Budget
from agent.models.clock import MonotonicClock
from agent.models.course import ModelLimits
from agent.models.errors import Misconfigured
from agent.models.gate import Chain
from agent.models.ledger import Price
from agent.models.local import LocalSettings
from agent.models.openai_compatible import OpenAISettings
from agent.models.openai_embeddings import OpenAIEmbeddingSettings
from agent.models.opening import ChatSettings, EmbeddingSettings, ModelsSettings, open_models
from agent.performing import abilities_of
from agent.talking.ability import SAY
from everbrook.errors import StartError
from everbrook.finding import AUTO, USUAL_PORTS, with_found_voice
from everbrook.fork import THE_TOWN, Fork
from everbrook.settings import Settings
from town.languages import is_language

BEDROCK, OPENAI, LOCAL = "bedrock", "openai", "local"
VOICES = (SCRIPTED, AUTO, BEDROCK, OPENAI, LOCAL)
EMBEDDINGS = (LOCAL, BEDROCK, OPENAI)
SHORTENING_MODELS = "text-embedding-3"
"""Models of this name give vectors of the length that they are asked for."""

API_KEY = "EVERBROOK_API_KEY"
"""Read from the environment alone: it is in no setting, so that nothing that shows settings shows it."""

BEDROCK_MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
ATTEMPT_DEADLINE_MS = 8_000
"""Leaves time for another model of the chain before whoever types loses the turn."""

MS_PER_TOKEN = 25
"""A plan is longer than a line; models write 40 tokens a second and more."""


async def checked_voice(
    settings: Settings,
    environment: Mapping[str, str] = os.environ,
    fork: Fork = THE_TOWN,
    ports: Sequence[tuple[str, int]] = USUAL_PORTS,
) -> VoiceSettings:
    """The voices' settings, once every model could be opened; asks no model anything but with `auto`.

    StartError says what to change. Whether the models answer shows at work: the town runs without them.
    """
    if settings.voice == AUTO:
        settings = await with_found_voice(settings, ports)
        # The key is some other server's: what was found by looking around must not get it.
        environment = {name: value for name, value in environment.items() if name != API_KEY}
    chosen = voice_settings(settings, environment, fork)
    try:
        async with open_models(chosen.models, MonotonicClock()):
            return chosen
    except Misconfigured as error:
        raise StartError(
            f"The voice {settings.voice!r} with embeddings by {settings.embedding!r} cannot work.",
            f"{error} Or leave --voice and --embedding away: all is done on this machine.",
        ) from error


def voice_settings(
    settings: Settings, environment: Mapping[str, str], fork: Fork = THE_TOWN
) -> VoiceSettings:
    """The settings of all that a fork asks of a mind. StartError says which setting is wrong."""
    tasks = [ability.name for ability in abilities_of(fork.minds)]
    if settings.voice not in VOICES:
        raise StartError(f"There is no voice {settings.voice!r}.", f"Choose one of: {', '.join(VOICES)}.")
    if not is_language(settings.language):
        raise StartError(
            f"{settings.language!r} is no language.", "Give its BCP 47 tag: en, fa, pt-BR or zh-Hant, say."
        )
    budget = _budget(settings)
    chains = {} if settings.voice == SCRIPTED else _chains(settings, tasks)
    names = list(dict.fromkeys(name for chain in chains.values() for name in (*chain.usual, *chain.near)))
    embedding = _embedding(settings)
    limits = dict.fromkeys(names, _limits(settings)) if names else {}
    if embedding is not None:
        limits.setdefault(embedding.model, _limits(msgspec.structs.replace(settings, voice=SCRIPTED)))
    return VoiceSettings(
        name=settings.voice,
        language=settings.language,
        models=_models(settings, names, embedding, environment),
        chains=chains,
        limits=limits,
        prices=_prices(settings, names, embedding, environment),
        budget=budget,
        prompts=fork.library.within("prompts"),
    )


def _chains(settings: Settings, tasks: Sequence[str]) -> dict[str, Chain]:
    """The models of each task. On this machine alone a small model only talks: it decides badly."""
    own = settings.task_models
    if unknown := own.keys() - set(tasks):
        raise StartError(
            f"A model is named for what is no task: {', '.join(sorted(unknown))}.",
            f"The tasks are: {', '.join(tasks)}.",
        )
    usual = {task: own.get(task) or _default_model(settings, task) for task in tasks}
    if missing := [task for task in tasks if not usual[task]]:
        raise StartError(
            f"No model is named for: {', '.join(missing)}.",
            "Name one with --model or EVERBROOK_MODEL, or a task's own with "
            f"{', '.join(f'EVERBROOK_MODEL_{task.upper()}' for task in missing)}; "
            f"{SCRIPTED!r} there leaves the task to the scripted voice.",
        )
    near = _names(settings.model_near_budget)
    chains = {task: Chain(_names(names), near) for task, names in usual.items() if names != SCRIPTED}
    if not chains:
        raise StartError(
            f"Every task is left to the scripted voice, but the voice is {settings.voice!r}.",
            "Name a model for at least one task, or choose --voice scripted.",
        )
    return chains


def _default_model(settings: Settings, task: str) -> str:
    if settings.voice == LOCAL:
        return LOCAL if task == SAY.name else SCRIPTED
    return settings.model or (BEDROCK_MODEL if settings.voice == BEDROCK else "")


def _names(text: str) -> tuple[str, ...]:
    """Names of models, the first to be asked first."""
    return tuple(name for part in text.split(",") if (name := part.strip()))


def _models(
    settings: Settings, names: list[str], embedding: EmbeddingSettings, environment: Mapping[str, str]
) -> ModelsSettings:
    chat: dict[str, ChatSettings] = {}
    match settings.voice:
        case "bedrock":
            chat.update((name, BedrockChatSettings(model=name, profile=settings.profile)) for name in names)
        case "openai":
            chat.update((name, OpenAISettings(_base_url(settings), name)) for name in names)
        case "local":
            chat.update((name, LocalSettings(weights=settings.weights or None)) for name in names)
        case _:
            pass
    key = environment.get(API_KEY, "")
    return ModelsSettings(
        chat,
        embedding=embedding,
        bedrock=_bedrock(settings, environment) if BEDROCK in (settings.voice, settings.embedding) else None,
        api_keys={settings.base_url: key} if key and OPENAI in (settings.voice, settings.embedding) else {},
    )


def _base_url(settings: Settings) -> str:
    if not settings.base_url:
        raise StartError(
            "--base-url is not given.",
            "Give the server's address, http://localhost:11434/v1 for Ollama, or set EVERBROOK_BASE_URL.",
        )
    return settings.base_url


def _embedding(settings: Settings) -> EmbeddingSettings:
    """The model of vectors; None is this machine's own."""
    model, dimensions = settings.embedding_model, settings.embedding_dimensions
    match settings.embedding:
        case "bedrock":
            usual = BedrockEmbeddingSettings()
            return BedrockEmbeddingSettings(model or usual.model, dimensions or usual.dimensions)
        case "openai":
            if not model or dimensions < 1:
                raise StartError(
                    "The embedding model or the length of its vectors is not given.",
                    "Set EVERBROOK_EMBEDDING_MODEL and EVERBROOK_EMBEDDING_DIMENSIONS, "
                    "to nomic-embed-text and 768, say.",
                )
            shortens = model.startswith(SHORTENING_MODELS)
            return OpenAIEmbeddingSettings(_base_url(settings), model, dimensions, asks_dimensions=shortens)
        case "local" if model or dimensions:
            raise StartError(
                "An embedding model is named, but no provider that has it.",
                "Set EVERBROOK_EMBEDDING to bedrock or openai, or leave the model away.",
            )
        case "local":
            return None
        case other:
            raise StartError(
                f"There are no embeddings by {other!r}.", f"Choose one of: {', '.join(EMBEDDINGS)}."
            )


def _bedrock(settings: Settings, environment: Mapping[str, str]) -> BedrockSettings:
    region = settings.region or environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    if not region:
        raise StartError(
            "Bedrock's region is not given.", "Give --region, or set EVERBROOK_REGION or AWS_REGION."
        )
    return BedrockSettings(region=region, endpoint_url=settings.bedrock_endpoint or None)


def _limits(settings: Settings) -> ModelLimits:
    if settings.voice == LOCAL:
        return ModelLimits(concurrency=1, attempts=1, attempt_deadline_ms=30_000)
    if settings.concurrency < 1:
        raise StartError(
            f"{settings.concurrency} calls at once are none.", "Set EVERBROOK_CONCURRENCY to 1 or more."
        )
    return ModelLimits(
        concurrency=settings.concurrency,
        attempts=2,
        attempt_deadline_ms=ATTEMPT_DEADLINE_MS,
        ms_per_token=MS_PER_TOKEN,
    )


def _budget(settings: Settings) -> Budget:
    for name in ("budget_dollars", "budget_tokens"):
        value = getattr(settings, name)
        if value is not None and not 0 <= value < 10**12:
            raise StartError(
                f"{name} is {value}.", f"Set EVERBROOK_{name.upper()} to 0 or more, or to nothing."
            )
    dollars = settings.budget_dollars
    return Budget(
        microdollars=None if dollars is None else round(dollars * MICRODOLLARS), tokens=settings.budget_tokens
    )


def _prices(
    settings: Settings, chat: list[str], embedding: EmbeddingSettings, environment: Mapping[str, str]
) -> dict[str, Price]:
    """The price of each model; a budget in money cannot do without them, and what runs here costs nothing."""
    try:
        listed = listed_prices(Path(settings.prices) if settings.prices else None)
    except (OSError, msgspec.DecodeError) as error:
        raise StartError(
            f"The prices in {settings.prices} cannot be read: {error}.",
            'A table of prices is JSON: {"MODEL": {"input": 0.15, "output": 0.6}}, in dollars for a million tokens.',
        ) from error
    names = [] if settings.voice == LOCAL else chat
    if embedding is not None:
        names = [*names, embedding.model]
    found = {name: price_of(listed, _priced(settings, name, environment)) for name in names}
    unknown = [name for name, price in found.items() if price is None]
    if unknown and settings.budget_dollars is not None:
        raise StartError(
            f"The budget is in dollars, but no price is known of: {', '.join(unknown)}.",
            "Give it in a file named by EVERBROOK_PRICES, or set the budget in EVERBROOK_BUDGET_TOKENS.",
        )
    return {name: price for name, price in found.items() if price is not None}


def _priced(settings: Settings, name: str, environment: Mapping[str, str]) -> str:
    """The name under which a model's price is looked up: at Bedrock that of the profile by which it is invoked."""
    if settings.voice != BEDROCK:
        return name
    try:
        return inference_profile(name, _bedrock(settings, environment).region, settings.profile)
    except Misconfigured:
        return name
