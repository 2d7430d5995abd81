"""The one way to a model: budget, chain, turn, breaker, retries and ledger around every call."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager

import msgspec
import structlog

from agent.models.budget import Amount, BudgetMeter, BudgetState
from agent.models.clock import CallClock
from agent.models.course import Course, ModelLimits
from agent.models.errors import (
    BadAnswer,
    BrokenStream,
    BudgetExhausted,
    CallsPaused,
    Misconfigured,
    ModelError,
    ModelFailed,
    ModelResting,
    NoValidJson,
    TimedOut,
    WarmingUp,
)
from agent.models.guard import Guard, Way
from agent.models.ledger import (
    Caller,
    CallRecord,
    Ledger,
    Price,
    Usage,
    cost_microdollars,
    dearest_microdollars,
    usage_of,
)
from agent.models.port import (
    ChatAnswer,
    ChatModel,
    ChatRequest,
    EmbeddingModel,
    Embeddings,
    Purpose,
    StreamEnd,
    StreamEvent,
    TextDelta,
)
from agent.models.warming import NoWarming, Warming
from agent.models.ways import Ways

log: structlog.stdlib.BoundLogger = structlog.get_logger("gate")

BYTES_PER_TOKEN_AT_LEAST = 2  # in a text of any language, as far as was seen
TOKENS_AROUND_A_PROMPT = 256  # role marks, tool preamble and the like
EMBEDDING_DEADLINE_MS = 10_000
ROOM_FOR_THOUGHTS = 2_048  # tokens that a model gets beside its answer that was seen to think
READ_UNREPORTED = frozenset({"cancelled", TimedOut.kind, BrokenStream.kind, NoValidJson.kind})

Fits = Callable[[ChatAnswer], bool]
"""Whether an answer can be used for what it was asked for."""


class Chain(msgspec.Struct, frozen=True):
    """Names of models in the order in which they are tried, and the cheaper ones near the budget.

    An empty `near` means the same models as ever.
    """

    usual: tuple[str, ...]
    near: tuple[str, ...] = ()


class GatePolicy(msgspec.Struct, frozen=True):
    """Which models answer which task, within what limits and at what price.

    Without a default chain a task that has none of its own is `Misconfigured`.
    """

    default_chain: Chain | None = None
    chains: Mapping[str, Chain] = msgspec.field(default_factory=dict[str, Chain])
    limits: Mapping[str, ModelLimits] = msgspec.field(default_factory=dict[str, ModelLimits])
    prices: Mapping[str, Price] = msgspec.field(default_factory=dict[str, Price])


class _Attempt(msgspec.Struct):
    """One attempt under way; whoever makes it puts the result here."""

    model: str
    deadline_ms: int
    result: ChatAnswer | Embeddings | None = None
    is_unfit: bool = False
    """Whether there is an answer, but none that can be used."""

    def take(self, answer: ChatAnswer, fits: Fits | None) -> None:
        """Keep the answer, and whether it can be used."""
        self.result = answer
        self.is_unfit = fits is not None and not fits(answer)


class Gate:
    """Calls models for callers.

    `clock` measures spans; `unix_ms` names the moment for the ledger and the budget's day;
    `chance` draws from [0, 1) for jitter. All three are injected so that a test decides them.
    """

    def __init__(
        self,
        *,
        chat_models: Mapping[str, ChatModel],
        embedding_model: EmbeddingModel,
        policy: GatePolicy,
        ledger: Ledger,
        meter: BudgetMeter,
        clock: CallClock,
        unix_ms: Callable[[], int],
        chance: Callable[[], float],
        warming: Warming | None = None,
    ) -> None:
        self._chat_models = chat_models
        self._embedding_model = embedding_model
        self._policy = policy
        self._ledger = ledger
        self._meter = meter
        self._clock = clock
        self._unix_ms = unix_ms
        self._chance = chance
        self._warming = warming or NoWarming()
        self._ways = Ways(clock)
        self._paused: set[str] = set()
        self._guards: dict[str, Guard] = {}
        for name in (*chat_models, embedding_model.name):
            self._guards[name] = Guard(policy.limits.get(name, ModelLimits()), clock)
        _require_known(policy, chat_models)

    def pause(self, world: str) -> None:
        """Refuse the world's new calls from now on; those under way end as they would."""
        self._paused.add(world)

    def resume(self, world: str) -> None:
        """Allow the world's calls again."""
        self._paused.discard(world)

    def forget_failures(self, model: str) -> None:
        """Ask the model again at once: it was seen to answer."""
        self._guards[model].forget_failures()

    def state(self, world: str) -> BudgetState:
        """How far the world has come in today's budget."""
        return self._meter.state(world, self._unix_ms())

    async def chat(self, caller: Caller, request: ChatRequest, fits: Fits | None = None) -> ChatAnswer:
        """Answer `request` by the first model of the caller's chain that can, or raise.

        An answer that does not fit is given too: it counts as a failure, and the caller may ask again.
        """
        course = self._course(self._chain(caller), request.deadline_ms)
        while True:
            try:
                async with self._attempt(course, caller, "whole", request) as (attempt, asked):
                    attempt.take(await self._chat_models[attempt.model].chat(asked), fits)
                    assert isinstance(attempt.result, ChatAnswer)
                    return attempt.result
            except ModelError as error:
                delay_ms = course.delay_after(error)
            await self._clock.sleep(delay_ms)

    async def stream(
        self, caller: Caller, request: ChatRequest, fits: Fits | None = None
    ) -> AsyncGenerator[StreamEvent, None]:
        """Stream an answer; once its first text is out, a failure is final.

        A stream that fails before that is asked for whole, and so are later ones where that did.
        """
        course = self._course(self._chain(caller), request.deadline_ms)
        begun, failed_streamed = False, ""
        while True:
            name = course.model
            is_whole = name == failed_streamed or self._ways.only_whole(name)
            way: Way = "whole" if is_whole else "streamed"
            delay_ms = 0
            try:
                async with self._attempt(course, caller, way, request) as (attempt, asked):
                    model = self._chat_models[name]
                    async with aclosing(_in_one(model, asked) if is_whole else model.stream(asked)) as events:
                        async for event in events:
                            begun = True
                            if isinstance(event, StreamEnd):
                                attempt.take(event.answer, fits)
                            yield event
                    if attempt.result is None:
                        raise BrokenStream(f"{attempt.model} ended its stream without an answer.")
                    if name == failed_streamed:
                        self._ways.learn_only_whole(name)
                    return
            except ModelError as error:
                if begun:
                    raise
                if not is_whole and course.goes_another_way(error):
                    failed_streamed = name
                else:
                    delay_ms = course.delay_after(error)
            await self._clock.sleep(delay_ms)

    async def embed(self, caller: Caller, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """Embed `texts` by the one embedding model: vectors of two models are never mixed."""
        self._refuse_if_paused(caller.world)
        course = self._course((self._embedding_model.name,), EMBEDDING_DEADLINE_MS)
        most = Usage(input_tokens=_most_tokens(*texts))
        while True:
            try:
                async with self._held(course, caller, "embedded", most) as attempt:
                    embeddings = await self._embedding_model.embed(texts, purpose)
                    attempt.result = embeddings
                    return embeddings
            except ModelError as error:
                delay_ms = course.delay_after(error)
            await self._clock.sleep(delay_ms)

    def _refuse_if_paused(self, world: str) -> None:
        if world in self._paused:
            raise CallsPaused(f"World {world} is paused and makes no calls until it resumes.")

    def _chain(self, caller: Caller) -> tuple[str, ...]:
        self._refuse_if_paused(caller.world)
        chain = self._policy.chains.get(caller.task, self._policy.default_chain)
        if chain is None:
            raise Misconfigured(f"No model is named for the task {caller.task!r}.")
        near = self.state(caller.world) == "near"
        return chain.near if near and chain.near else chain.usual

    def _course(self, names: Sequence[str], span_ms: int) -> Course:
        chain = [(name, self._guards[name].limits) for name in names]
        return Course(chain, span_ms, self._clock, self._chance)

    @asynccontextmanager
    async def _attempt(
        self, course: Course, caller: Caller, way: Way, request: ChatRequest
    ) -> AsyncGenerator[tuple[_Attempt, ChatRequest], None]:
        """One attempt at a chat, with the request as this model gets it: with room for thoughts if it thinks."""
        room = ROOM_FOR_THOUGHTS if self._chat_models[course.model].thinks else 0
        asked = msgspec.structs.replace(request, max_tokens=request.max_tokens + room)
        async with self._held(course, caller, way, most_of_chat(asked)) as attempt:
            yield attempt, msgspec.structs.replace(asked, deadline_ms=attempt.deadline_ms)

    @asynccontextmanager
    async def _held(
        self, course: Course, caller: Caller, way: Way, most: Usage
    ) -> AsyncGenerator[_Attempt, None]:
        """Hold turn and budget for one attempt, and record how it went."""
        self._refuse_if_paused(caller.world)
        name, guard = course.model, self._guards[course.model]
        guard.refuse_if_resting(name, way, caller.task, self._clock.now_ms())
        if self._warming.refuses(name):
            raise WarmingUp(f"{name} is being loaded.")
        turn = guard.limit.slot(caller.world, urgent=caller.urgent, span_ms=course.remaining_ms())
        async with turn:
            self._refuse_if_paused(caller.world)
            attempt = _Attempt(name, course.attempt_ms(most.output_tokens))
            async with (
                self._accounted(attempt, caller, most),
                self._watched(attempt, guard, way, caller.task),
            ):
                yield attempt

    @asynccontextmanager
    async def _watched(
        self, attempt: _Attempt, guard: Guard, way: Way, task: str
    ) -> AsyncGenerator[None, None]:
        """Let the model's breakers admit the attempt and learn from it; whatever a model raises gets a name."""
        admission = guard.admit(attempt.model, way, task, self._clock.now_ms())
        try:
            yield
        except BaseException as error:
            named = _named(attempt.model, error)
            guard.learn(named, self._clock.now_ms(), admission)
            if isinstance(named, TimedOut):
                self._warming.timed_out(attempt.model)
            if named is error:
                raise
            raise named from error
        unfit = BadAnswer("The answer can't be used.", "") if attempt.is_unfit else None
        guard.learn(unfit, self._clock.now_ms(), admission)
        self._warming.answered(attempt.model)

    @asynccontextmanager
    async def _accounted(self, attempt: _Attempt, caller: Caller, most: Usage) -> AsyncGenerator[None, None]:
        """Reserve the most that the attempt can cost; settle and record what it did cost."""
        price = self._policy.prices.get(attempt.model, Price(input=0, output=0))
        reserved = Amount(dearest_microdollars(price, most), most.input_tokens + most.output_tokens)
        at_ms, started_ms = self._unix_ms(), self._clock.now_ms()
        reservation = self._meter.reserve(caller.world, at_ms, reserved)
        if reservation is None:
            raise BudgetExhausted(
                f"World {caller.world} has no room left in today's budget for this call; "
                "raise the budget or wait for tomorrow."
            )
        outcome = "cancelled"
        try:
            yield
            outcome = BadAnswer.kind if attempt.is_unfit else "ok"
        except ModelError as error:
            outcome = error.kind
            raise
        finally:
            usage = _used(attempt, outcome, most)
            cost = cost_microdollars(price, usage)
            self._meter.settle(reservation, Amount(cost, usage.input_tokens + usage.output_tokens))
            if outcome != ModelResting.kind:
                record = CallRecord(
                    at_ms=at_ms,
                    world=caller.world,
                    agent=caller.agent,
                    task=caller.task,
                    model=attempt.model,
                    input_tokens=usage.input_tokens,
                    output_tokens=usage.output_tokens,
                    cached_tokens=usage.cached_tokens,
                    latency_ms=self._clock.now_ms() - started_ms,
                    outcome=outcome,
                    price_microdollars=cost,
                )
                await self._ledger.record(record)


def most_of_chat(request: ChatRequest) -> Usage:
    """The most tokens that `request` can use."""
    schema = msgspec.json.encode(request.schema.schema).decode() if request.schema else ""
    texts = (*request.prompt.system, request.prompt.user, schema)
    return Usage(input_tokens=_most_tokens(*texts), output_tokens=request.max_tokens)


def _most_tokens(*texts: str) -> int:
    encoded_bytes = sum(len(text.encode(errors="replace")) for text in texts)
    return encoded_bytes // BYTES_PER_TOKEN_AT_LEAST + TOKENS_AROUND_A_PROMPT


def _used(attempt: _Attempt, outcome: str, most: Usage) -> Usage:
    """What an attempt used: as reported, or, where it was read but not reported, its input."""
    if attempt.result is not None:
        return usage_of(attempt.result)
    return Usage(input_tokens=most.input_tokens) if outcome in READ_UNREPORTED else Usage()


async def _in_one(model: ChatModel, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
    """A stream of an answer that was asked for whole."""
    answer = await model.chat(request)
    if answer.text:
        yield TextDelta(answer.text)
    yield StreamEnd(answer)


def _named(model: str, error: BaseException) -> BaseException:
    """The error by our names: an adapter that breaks is a model that failed."""
    if isinstance(error, ModelError | OSError) or not isinstance(error, Exception):
        return error
    log.error("a call broke in an unforeseen way", model=model, exc_info=error)
    return ModelFailed(f"The call to {model} broke: {error!r}.")


def _require_known(policy: GatePolicy, chat_models: Mapping[str, ChatModel]) -> None:
    """Raise `Misconfigured` for a chain that names no model, or one that is not there."""
    default = {"default": policy.default_chain} if policy.default_chain else {}
    for task, chain in {**default, **policy.chains}.items():
        if not chain.usual:
            raise Misconfigured(f"The chain of {task} is empty; name at least one model.")
        for name in (*chain.usual, *chain.near):
            if name not in chat_models:
                known = ", ".join(sorted(chat_models)) or "none"
                raise Misconfigured(f"The chain of {task} names {name!r}; the models are: {known}.")
