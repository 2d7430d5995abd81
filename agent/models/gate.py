"""The one way to a model: budget, chain, turn, breaker, retries and ledger around every call."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager

import msgspec

from agent.models.budget import Amount, BudgetMeter, BudgetState
from agent.models.clock import CallClock
from agent.models.course import Course, ModelLimits
from agent.models.errors import (
    BrokenStream,
    BudgetExhausted,
    CallsPaused,
    Misconfigured,
    ModelError,
    ModelResting,
    TimedOut,
)
from agent.models.guard import Guard
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
)

BYTES_PER_TOKEN_AT_LEAST = 2  # in a text of any language, as far as was seen
TOKENS_AROUND_A_PROMPT = 256  # role marks, tool preamble and the like
EMBEDDING_DEADLINE_MS = 10_000


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
    ) -> None:
        self._chat_models = chat_models
        self._embedding_model = embedding_model
        self._policy = policy
        self._ledger = ledger
        self._meter = meter
        self._clock = clock
        self._unix_ms = unix_ms
        self._chance = chance
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

    def state(self, world: str) -> BudgetState:
        """How far the world has come in today's budget."""
        return self._meter.state(world, self._unix_ms())

    async def chat(self, caller: Caller, request: ChatRequest) -> ChatAnswer:
        """Answer `request` by the first model of the caller's chain that can, or raise."""
        course = self._course(self._chain(caller), request.deadline_ms, request.max_tokens)
        most = most_of_chat(request)
        while True:
            try:
                async with self._attempt(course, caller, most) as attempt:
                    timed = msgspec.structs.replace(request, deadline_ms=attempt.deadline_ms)
                    answer = await self._chat_models[attempt.model].chat(timed)
                    attempt.result = answer
                    return answer
            except ModelError as error:
                delay_ms = course.delay_after(error)
            await self._clock.sleep(delay_ms)

    async def stream(self, caller: Caller, request: ChatRequest) -> AsyncGenerator[StreamEvent, None]:
        """Stream an answer; once its first text is out, a failure is final."""
        course = self._course(self._chain(caller), request.deadline_ms, request.max_tokens)
        most = most_of_chat(request)
        begun = False
        while True:
            try:
                async with self._attempt(course, caller, most) as attempt:
                    timed = msgspec.structs.replace(request, deadline_ms=attempt.deadline_ms)
                    async with aclosing(self._chat_models[attempt.model].stream(timed)) as events:
                        async for event in events:
                            begun = True
                            if isinstance(event, StreamEnd):
                                attempt.result = event.answer
                            yield event
                    if attempt.result is None:
                        raise BrokenStream(f"{attempt.model} ended its stream without an answer.")
                    return
            except ModelError as error:
                if begun:
                    raise
                delay_ms = course.delay_after(error)
            await self._clock.sleep(delay_ms)

    async def embed(self, caller: Caller, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """Embed `texts` by the one embedding model: vectors of two models are never mixed."""
        self._refuse_if_paused(caller.world)
        course = self._course((self._embedding_model.name,), EMBEDDING_DEADLINE_MS, 0)
        most = Usage(input_tokens=_most_tokens(*texts))
        while True:
            try:
                async with self._attempt(course, caller, most) as attempt:
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

    def _course(self, names: Sequence[str], span_ms: int, output_tokens: int) -> Course:
        chain = [(name, self._guards[name].limits) for name in names]
        return Course(chain, span_ms, output_tokens, self._clock, self._chance)

    @asynccontextmanager
    async def _attempt(self, course: Course, caller: Caller, most: Usage) -> AsyncGenerator[_Attempt, None]:
        """Hold turn and budget for one attempt, and record how it went."""
        self._refuse_if_paused(caller.world)
        name, guard = course.model, self._guards[course.model]
        guard.refuse_if_resting(name, self._clock.now_ms())
        turn = guard.limit.slot(caller.world, urgent=caller.urgent, span_ms=course.remaining_ms())
        async with turn:
            self._refuse_if_paused(caller.world)
            attempt = _Attempt(name, course.attempt_ms())
            async with self._accounted(attempt, caller, most), self._watched(attempt, guard):
                yield attempt

    @asynccontextmanager
    async def _watched(self, attempt: _Attempt, guard: Guard) -> AsyncGenerator[None, None]:
        """Let the model's breaker admit the attempt and learn from it."""
        was_probe = guard.admit(attempt.model, self._clock.now_ms())
        try:
            yield
        except BaseException as error:
            guard.learn(error, self._clock.now_ms(), was_probe=was_probe)
            raise
        guard.learn(None, self._clock.now_ms(), was_probe=was_probe)

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
            outcome = "ok"
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
    read_unreported = outcome in ("cancelled", TimedOut.kind, BrokenStream.kind)
    return Usage(input_tokens=most.input_tokens) if read_unreported else Usage()


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
