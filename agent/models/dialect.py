"""What a provider's API understands, found out from its complaints.

Models behind one API differ: some have no JSON schema, some no tools, some refuse a temperature or a word on thinking.
An adapter starts from the richest dialect, and each complaint leads to a dialect without what it refuses: the feature
that it names, or, where a request is refused in words that nobody knows, one feature after the other. What was
accepted in the end is kept.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, TypeVar

import msgspec
import structlog

from agent.models.errors import Misconfigured, ModelFailed, NoValidJson, RequestRefused
from agent.models.port import AnswerSchema, Prompt

T = TypeVar("T")
Structure = Literal["schema", "plain schema", "tool", "object", "prompt"]

REFUSES = re.compile(
    r"n[o'\u2019]t support|unsupported|not (?:be )?allowed|not permitted|extraneous|extra.?forbidden|extra (?:inputs|fields)"
    r"|unknown|unrecogni[sz]ed|unexpected|deprecated|does(?:n.t| not) accept|unavailable|not available|not implemented"
    r"|invalid|must be|refuses|failed|can.?t|cannot|not enabled|only supports?",
    re.IGNORECASE,
)
SCHEMA = re.compile(
    r"output_?config|structured.?output|response_?format|json.?schema|text_?format|grammar|outlines|guidance|guided|regex"
    r"|additionalproperties|schema",
    re.IGNORECASE,
)
TOOL = re.compile(r"\btools?\b|tool_?config|tool_?choice|tool use|schema", re.IGNORECASE)
OBJECT = re.compile(r"json_object|response_?format|json mode|grammar", re.IGNORECASE)
CACHE = re.compile(r"cache_?point|prompt caching", re.IGNORECASE)
TEMPERATURE = re.compile(r"temperature", re.IGNORECASE)
STREAM_OPTIONS = re.compile(r"stream_options|include_usage", re.IGNORECASE)
MAX_TOKENS = re.compile(r"max_tokens|max_completion_tokens", re.IGNORECASE)
THINKING = re.compile(
    r"reasoning|chat_template_kwargs|enable_?thinking|thinking|think\b|additionalModelRequestFields",
    re.IGNORECASE,
)
STREAM_ALONE = re.compile(
    r"only supports? stream|stream(?:ing)? (?:mode )?(?:is )?required|non.?streaming|must be.{0,20}stream",
    re.IGNORECASE,
)

VALUE = re.compile(r"\bvalues?\b|'none'|\"none\"|must be one of|supported values|expected", re.IGNORECASE)
"""How servers say that they know a field, and not what it was set to."""

FEATURES = {"caches_prompts": CACHE, "sends_temperature": TEMPERATURE, "counts_streams": STREAM_OPTIONS}
"""What a dialect has or has not, and how a complaint names it."""
STRUCTURES: Mapping[Structure, re.Pattern[str]] = {
    "schema": SCHEMA,
    "plain schema": SCHEMA,
    "tool": TOOL,
    "object": OBJECT,
}
"""How a complaint names the way in which a schema is sent."""
SIMPLE_SCHEMA_KEYS = frozenset({"type", "properties", "required", "items", "enum", "anyOf"})


class Dialect(msgspec.Struct, frozen=True):
    """The features that an adapter uses. `structures` is what is left to try, best first."""

    structures: tuple[Structure, ...]
    caches_prompts: bool = False
    sends_temperature: bool = True
    counts_streams: bool = True
    """Asks for the tokens of a streamed answer."""
    max_tokens_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    thinking: tuple[dict[str, Any], ...] = ()
    """Fields of a request that turn thinking off or down, the most telling first; the first is sent."""
    whole_by_stream: bool = False
    """Answers whole requests by a stream alone."""
    thinks: bool = False
    """Whether the model was seen to think all the same: then answers need room for it."""

    @property
    def structure(self) -> Structure:
        """How an answer's schema is sent."""
        return self.structures[0]


class Speaking:
    """One model's dialect, and how it is found out."""

    def __init__(self, dialect: Dialect, model: str) -> None:
        self.dialect = dialect
        self._model = model
        self._refused_throughout = False

    async def speak(self, attempt: Callable[[Dialect], Awaitable[T]], *, has_schema: bool) -> T:
        """Make `attempt` in the richest dialect that the model accepts, and keep to that one.

        What is refused of a request with a schema is found by trying, where words don't tell.
        """
        dialect, complaint = self.dialect, None
        while True:
            try:
                result = await attempt(dialect)
            except (Misconfigured, ModelFailed) as refusal:
                if isinstance(refusal, NoValidJson) and refusal.written:
                    raise
                complaint = complaint or refusal
                poorer = simpler(dialect, str(refusal))
                if poorer is None and has_schema:
                    poorer = self._blindly_simpler(dialect, refusal)
                if poorer is None:
                    self._refused_throughout |= dialect != self.dialect
                    raise complaint from refusal
                log = structlog.get_logger()
                await log.awarning("model_lacks_feature", model=self._model, said=str(refusal), now=poorer)
                dialect = poorer
            else:
                self._refused_throughout = False
                self.learn(dialect)
                return result

    def learn(self, accepted: Dialect) -> None:
        """Keep what was accepted; what was seen of the model's thinking meanwhile stands."""
        self.dialect = msgspec.structs.replace(accepted, thinks=self.dialect.thinks)

    def saw_thoughts(self) -> None:
        """Give answers room for thoughts from now on."""
        self.dialect = msgspec.structs.replace(self.dialect, thinks=True)

    def simplify(self) -> None:
        """Ask for the answer's form in a simpler way from now on, if there is one."""
        left = self.dialect.structures[1:]
        if left:
            self.dialect = msgspec.structs.replace(self.dialect, structures=left)

    def leave_thinking_alone(self) -> None:
        """Say nothing on thinking from now on."""
        self.dialect = msgspec.structs.replace(self.dialect, thinking=())

    def _blindly_simpler(self, dialect: Dialect, refusal: Exception) -> Dialect | None:
        """The next simpler dialect, for a request that is refused in words that name nothing."""
        if not isinstance(refusal, RequestRefused) or self._refused_throughout:
            return None
        if dialect.thinking:
            return msgspec.structs.replace(dialect, thinking=())
        if len(dialect.structures) > 1:
            return msgspec.structs.replace(dialect, structures=dialect.structures[1:])
        for feature in ("counts_streams", "sends_temperature"):
            if getattr(dialect, feature):
                return msgspec.structs.replace(dialect, **{feature: False})
        return None


def simpler(dialect: Dialect, complaint: str) -> Dialect | None:
    """Return the dialect without what `complaint` refuses, or None when it refuses nothing."""
    if not REFUSES.search(complaint):
        return None
    if STREAM_ALONE.search(complaint) and not dialect.whole_by_stream:
        return msgspec.structs.replace(dialect, whole_by_stream=True)
    if dialect.thinking and THINKING.search(complaint):
        return msgspec.structs.replace(dialect, thinking=_less_telling(dialect.thinking, complaint))
    for feature, named in FEATURES.items():
        if getattr(dialect, feature) and named.search(complaint):
            return msgspec.structs.replace(dialect, **{feature: False})
    if dialect.max_tokens_field == "max_tokens" and MAX_TOKENS.search(complaint):
        return msgspec.structs.replace(dialect, max_tokens_field="max_completion_tokens")
    structure = STRUCTURES.get(dialect.structure)
    has_another = structure is not None and structure.search(complaint) and len(dialect.structures) > 1
    return msgspec.structs.replace(dialect, structures=dialect.structures[1:]) if has_another else None


def _less_telling(ways: tuple[dict[str, Any], ...], complaint: str) -> tuple[dict[str, Any], ...]:
    """The ways to turn thinking off that are left: without the field that is named, or the value that is refused."""
    named = next((field for field in ways[0] if field in complaint), None)
    if named is None or VALUE.search(complaint):
        return tuple(way for way in ways[1:] if named is None or way.get(named) != ways[0][named])
    return tuple(way for way in ways if named not in way)


def plain_schema(schema: Any) -> Any:
    """A schema of types, names and choices alone: what the simplest of compilers can read."""
    if not isinstance(schema, dict):
        return schema
    node: dict[str, Any] = {key: value for key, value in schema.items() if key in SIMPLE_SCHEMA_KEYS}  # pyright: ignore[reportUnknownVariableType] - JSON
    if "properties" in node:
        node["properties"] = {name: plain_schema(child) for name, child in node["properties"].items()}
    if "items" in node:
        node["items"] = plain_schema(node["items"])
    if "anyOf" in node:
        node["anyOf"] = [plain_schema(child) for child in node["anyOf"]]
    return node


def with_schema_in_words(prompt: Prompt, schema: AnswerSchema) -> Prompt:
    """The prompt for a model that knows of no schema: it is told in words."""
    told = (
        "Answer with one JSON object that fits this JSON schema, and nothing around it:\n"
        + msgspec.json.encode(schema.schema).decode()
    )
    return Prompt(system=(*prompt.system, told), user=prompt.user)
