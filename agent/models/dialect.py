"""What a provider's API understands, found out from its complaints.

Models behind one API differ: some have no JSON schema, some no tools, some refuse a temperature.
An adapter starts from the richest dialect, and each complaint that names a feature leads to a
dialect without it, which the adapter keeps.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

import msgspec
import structlog

from agent.models.errors import Misconfigured
from agent.models.port import AnswerSchema, Prompt

T = TypeVar("T")
Structure = Literal["schema", "tool", "object", "prompt"]

REFUSES = re.compile(
    r"n[o'\u2019]t support|unsupported|not (?:be )?allowed|not permitted|extraneous|unknown|unrecognized"
    r"|deprecated|does not accept|unavailable|not available|not implemented|invalid|must be",
    re.IGNORECASE,
)
SCHEMA = re.compile(
    r"output_?config|structured output|response_format|json_schema|text_?format", re.IGNORECASE
)
TOOL = re.compile(r"\btools?\b|tool_?config|tool_?choice|tool use", re.IGNORECASE)
OBJECT = re.compile(r"json_object|response_format|json mode", re.IGNORECASE)
CACHE = re.compile(r"cache_?point|prompt caching", re.IGNORECASE)
TEMPERATURE = re.compile(r"temperature", re.IGNORECASE)
STREAM_OPTIONS = re.compile(r"stream_options|include_usage", re.IGNORECASE)
MAX_TOKENS = re.compile(r"max_tokens|max_completion_tokens", re.IGNORECASE)

FEATURES = {"caches_prompts": CACHE, "sends_temperature": TEMPERATURE, "counts_streams": STREAM_OPTIONS}
"""What a dialect has or has not, and how a complaint names it."""


class Dialect(msgspec.Struct, frozen=True):
    """The features that an adapter uses. `structures` is what is left to try, best first."""

    structures: tuple[Structure, ...]
    caches_prompts: bool = False
    sends_temperature: bool = True
    counts_streams: bool = True
    """Asks for the tokens of a streamed answer."""
    max_tokens_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"

    @property
    def structure(self) -> Structure:
        """How an answer's schema is sent."""
        return self.structures[0]


async def speak(
    dialect: Dialect, model: str, attempt: Callable[[Dialect], Awaitable[T]]
) -> tuple[T, Dialect]:
    """Make `attempt` in the richest dialect that the model accepts; return that one with it."""
    while True:
        try:
            return await attempt(dialect), dialect
        except Misconfigured as refusal:
            poorer = simpler(dialect, str(refusal))
            if poorer is None:
                raise
            log = structlog.get_logger()
            await log.awarning("model_lacks_feature", model=model, said=str(refusal), now=poorer)
            dialect = poorer


def simpler(dialect: Dialect, complaint: str) -> Dialect | None:
    """Return the dialect without what `complaint` refuses, or None when it refuses nothing."""
    if not REFUSES.search(complaint):
        return None
    for feature, named in FEATURES.items():
        if getattr(dialect, feature) and named.search(complaint):
            return msgspec.structs.replace(dialect, **{feature: False})
    if dialect.max_tokens_field == "max_tokens" and MAX_TOKENS.search(complaint):
        return msgspec.structs.replace(dialect, max_tokens_field="max_completion_tokens")
    structure = {"schema": SCHEMA, "tool": TOOL, "object": OBJECT}.get(dialect.structure)
    if structure and structure.search(complaint) and len(dialect.structures) > 1:
        return msgspec.structs.replace(dialect, structures=dialect.structures[1:])
    return None


def with_schema_in_words(prompt: Prompt, schema: AnswerSchema) -> Prompt:
    """The prompt for a model that knows of no schema: it is told in words."""
    told = (
        "Answer with one JSON object that fits this JSON schema, and nothing around it:\n"
        + msgspec.json.encode(schema.schema).decode()
    )
    return Prompt(system=(*prompt.system, told), user=prompt.user)
