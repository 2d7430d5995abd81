"""The one loop of a world: read inputs, step, commit, hand out operations, wait."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import PurePath
from typing import Generic, Protocol, TypeVar

import msgspec
import structlog

from engine.clock import Anchor, Clock
from engine.game import DueInput, Game, InputFailed, Rules, Step
from engine.inputs import SERVER
from engine.joints import check_answers, check_bounds, check_commit, check_ticks
from engine.loading import CannotPlay, load_game
from engine.operations import Operation
from engine.patience import Patience, Waits
from engine.store import ReceivedInput, StaleGeneration, Store, TooManyWaiting, UnknownWorld

W = TypeVar("W")

PATIENCE_KEY = "patience:"
"""Before the idempotency keys of inputs that end what waited for people for too long."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("runner")

LONGEST_REASON = 500
"""Characters of what a world's owner is told of its fault."""


class RunnerSettings(msgspec.Struct, frozen=True):
    """How a runner paces its commits. Times are wall time unless they say otherwise."""

    longest_step_ms: int = 500
    """A quiet world commits this often."""
    attentive_step_ms: int = 100
    """Length of the step after an input; the next ones grow back to the longest."""
    beat_ms: int = 2000
    """A world in which nothing happens renews its lease this often."""
    shortest_step_ms: int = 5
    """At least this between two commits, however many inputs come."""
    most_inputs: int = 500
    """Inputs that one step takes; more wait for the next."""
    most_ticks: int = 600
    """Ticks that one step runs."""
    mind_lag_ms: int = 30_000
    """World time that may pass beyond the asking of an operation while the world runs flat out."""
    redispatch_ms: int = 10_000
    """Unfinished operations are handed out again this often: a queue may forget."""
    retry_ms: int = 500
    """Pause after a failure, longer after each that follows."""
    most_failures: int = 5
    """Failures on end that are none of the store's, after which the world is given up as broken."""


class RulesBroken(Exception):
    """The rules failed beside any input, or the world can't be restored under them; it must stand still."""


class Dispatcher(Protocol):
    """Takes committed operations to whoever performs them."""

    async def dispatch(self, world_id: str, operations: Sequence[Operation]) -> None:
        """Queue the operations; one that is queued already stays so. May raise `OSError`."""
        ...


class Runner(Generic[W]):
    """Runs one world, which was taken for it, until it is told to stop or another runner takes the world."""

    def __init__(
        self,
        world_id: str,
        rules: Rules[W],
        store: Store,
        *,
        generation: int,
        dispatcher: Dispatcher,
        clock: Clock,
        settings: RunnerSettings | None = None,
    ) -> None:
        self.world_id = world_id
        self._rules = rules
        self._rate = rules.rate
        self._store = store
        self._dispatcher = dispatcher
        self._clock = clock
        self._settings = settings or RunnerSettings()
        self._woken = asyncio.Event()
        self._stopping = False
        self._generation = generation
        self._game: Game[W] | None = None
        self._committed: int | None = None
        self._anchor = Anchor(0, 0)
        self._refused: dict[int, str] = {}
        self._undispatched: list[Operation] = []
        self._dispatch_again_wall_ms = 0
        self._spoken_wall_ms = 0
        self._longest_ms = self._settings.longest_step_ms
        self._failures = 0
        self._fault: str | None = None
        self._waits = Waits()

    def wake(self) -> None:
        """Look for inputs now rather than at the next step."""
        self._woken.set()

    def stop(self) -> None:
        """End after the step under way, and let the world go."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Run the world. Returns when it is gone, broken, taken by another or let go; `CancelledError` cuts it off."""
        while True:
            try:
                if self._fault is not None:
                    await self._quarantine(self._fault)
                    return
                if self._stopping:
                    await self._store.release(self.world_id, self._generation)
                    return
                await self.turn_safely()
                self._failures = 0
                if not self._stopping:
                    await self._rest()
            except StaleGeneration:
                log.warning("another runner took the world; this one stops", world=self.world_id)
                return
            except UnknownWorld:
                log.info("the world was deleted", world=self.world_id)
                return
            except RulesBroken as broken:
                log.error("the rules broke", world=self.world_id, exc_info=broken)
                self._fault = str(broken)
            except OSError as error:  # the store's absence is one
                log.warning("the step failed; trying again", world=self.world_id, error=repr(error))
                await self._pause()
            except Exception as error:  # whatever failed, the last commit is sound: go on from there
                log.error("the step failed; trying again", world=self.world_id, exc_info=error)
                await self._pause()
                if self._failures >= self._settings.most_failures:
                    self._fault = told_fault("A step can't be committed", error)

    async def _quarantine(self, fault: str) -> None:
        reason = "".join(c if c.isprintable() else "?" for c in fault)[:LONGEST_REASON]
        await self._store.quarantine(self.world_id, self._generation, reason, self._rules.version)
        log.error("the world stands still until it is retried", world=self.world_id, reason=reason)

    async def _pause(self) -> None:
        """Wait after a failure, longer after each on end."""
        self._failures += 1
        await asyncio.sleep(min(self._failures, 20) * self._settings.retry_ms / 1000)

    async def turn_safely(self) -> Step | None:
        """`turn`, and once more without the input on which the rules broke, for each that there is."""
        while True:
            try:
                return await self.turn()
            except InputFailed as failure:
                log.error("an input failed inside the rules", world=self.world_id, exc_info=failure)
                self._refused[failure.number] = "this input failed inside the rules and was not applied"

    async def turn(self) -> Step | None:
        """Take the world to where its clock wants it and commit. None when there was nothing to do.

        Raises what the store raises, `InputFailed` and `RulesBroken`; the next turn then starts from the last commit.
        """
        game = self._game or await self._load()
        self._woken.clear()
        received = await self._store.inputs_after(self.world_id, game.last_input, self._settings.most_inputs)
        with _rules_at_work("The rules failed in a step"):
            until_tick, behind_ms = self._target(game)
            pace = self._rules.pace(game.world)
            lapsed = self._waits.lapsed(self._rules.patience(game.world), self._clock.now_ms())
        await self._let_lapse(lapsed)
        if not received and until_tick <= game.next_tick:
            await self._show_life()
            return None
        self._game = None
        with _rules_at_work("The rules failed in a step"):
            step = self._step(game, until_tick, received)
            pace_after = self._rules.pace(game.world)
        number = await self._store.commit(self.world_id, self._generation, step, behind_ms=behind_ms)
        check_commit(number, self._committed)
        self._committed, self._game = number, game
        self._spoken_wall_ms = self._clock.now_ms()
        if pace_after != pace:
            self._anchor = Anchor(self._spoken_wall_ms, self._rate.time_ms(game.next_tick))
        self._choose_longest(received)
        self._undispatched.extend(step.operations)
        await self._dispatch()
        await self._dispatch_again()
        return step

    def _step(self, game: Game[W], until_tick: int, received: Sequence[ReceivedInput]) -> Step:
        from_tick, last_input = game.next_tick, game.last_input
        due = self._due(game, until_tick, received)
        step = game.step(until_tick, due)
        check_ticks(step, from_tick, until_tick)
        check_answers(step, last_input, due)
        check_bounds(game.tables)
        return step

    async def _let_lapse(self, lapsed: Sequence[Patience]) -> None:
        """Send the inputs that end what has waited for people for too long."""
        for patience in lapsed:
            with suppress(TooManyWaiting):
                key = f"{PATIENCE_KEY}{patience.key}"
                await self._store.send(self.world_id, patience.request, actor=SERVER, idempotency_key=key)
                self._waits.sent(patience)

    async def _load(self) -> Game[W]:
        try:
            game = await load_game(self._rules, self._store, self.world_id, self._generation)
        except CannotPlay as error:
            raise RulesBroken(str(error)) from error
        self._game, self._committed = game, None
        self._anchor = Anchor(self._clock.now_ms(), self._rate.time_ms(game.next_tick))
        await self._dispatch_again()
        return game

    async def _dispatch(self) -> None:
        """Hand out what is committed; what can't be handed out now is tried again after the next step."""
        if not self._undispatched:
            return
        try:
            await self._dispatcher.dispatch(self.world_id, self._undispatched)
        except (OSError, TimeoutError) as error:
            log.warning("operations wait for their queue", world=self.world_id, error=repr(error))
            return
        self._undispatched = []

    async def _dispatch_again(self) -> None:
        """Hand out whatever the outbox holds, now and then: the queue leaves out what it has already."""
        now_ms = self._clock.now_ms()
        if now_ms < self._dispatch_again_wall_ms:
            return
        self._dispatch_again_wall_ms = now_ms + self._settings.redispatch_ms
        self._undispatched = await self._store.unfinished_operations(self.world_id)
        await self._dispatch()

    async def _show_life(self) -> None:
        """Tell viewers that a still world is not a dead one."""
        now_ms = self._clock.now_ms()
        if now_ms - self._spoken_wall_ms >= self._settings.beat_ms:
            await self._store.beat(self.world_id, self._generation)
            self._spoken_wall_ms = now_ms

    def _due(self, game: Game[W], until_tick: int, received: Sequence[ReceivedInput]) -> list[DueInput]:
        """Each input at the last tick of the step, so that the systems act on it in this very step."""
        tick = max(game.next_tick, until_tick - 1)
        return [item.due_at(tick, self._refused.get(item.number)) for item in received]

    def _target(self, game: Game[W]) -> tuple[int, int]:
        """The tick to run up to, and the world time (ms) that this leaves undone."""
        pace = self._rules.pace(game.world)
        if pace.paused:
            stepped = min(pace.step_until_tick, game.next_tick + self._settings.most_ticks)
            return max(game.next_tick, stepped), 0
        if pace.flat_out:
            return max(game.next_tick, self._flat_out_tick(game)), 0
        wanted_ms = self._anchor.world_now_ms(self._clock.now_ms(), pace)
        wanted = max(game.next_tick, self._rate.last_by(wanted_ms) + 1)
        target = min(wanted, game.next_tick + self._settings.most_ticks)
        return target, self._rate.time_ms(wanted) - self._rate.time_ms(target)

    def _flat_out_tick(self, game: Game[W]) -> int:
        furthest = game.next_tick + self._settings.most_ticks
        since_ms = self._rules.waiting_since(game.world)
        if since_ms is None:
            return furthest
        return min(furthest, self._rate.last_by(since_ms + self._settings.mind_lag_ms) + 1)

    def _choose_longest(self, received: Sequence[ReceivedInput]) -> None:
        """Short steps follow an input that a person may have sent, so that its effect is seen at once."""
        settings = self._settings
        if any(item.reports is None for item in received):
            self._longest_ms = settings.attentive_step_ms
        else:
            self._longest_ms = min(self._longest_ms * 3 // 2, settings.longest_step_ms)

    async def _rest(self) -> None:
        """Wait for an input or the next step's time, and never less than the shortest step."""
        game = self._game
        if game is None:
            return
        pace = self._rules.pace(game.world)
        until_tick, _ = self._target(game)
        shortest_s = self._settings.shortest_step_ms / 1000
        if pace.paused and until_tick > game.next_tick:
            return
        if pace.flat_out and not pace.paused:
            await asyncio.sleep(0 if until_tick > game.next_tick else shortest_s)
            return
        if until_tick - game.next_tick < self._settings.most_ticks:
            longest_ms = self._settings.beat_ms if pace.paused else self._longest_ms
            await _wait(self._woken, longest_ms / 1000)
        since_ms = self._clock.now_ms() - self._spoken_wall_ms
        await asyncio.sleep(max(0.0, shortest_s - since_ms / 1000))


def told_fault(what: str, error: Exception) -> str:
    """A fault in a line, for the world's owner: what went wrong, the error, and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].name}, line {frames[-1].lineno} of {PurePath(frames[-1].filename).name})"
    return f"{what}: {type(error).__name__}: {error}{where if frames else ''}"


@contextmanager
def _rules_at_work(failure: str) -> Generator[None]:
    """Tell faults of the rules from those of the store. Raises `RulesBroken`."""
    try:
        yield
    except InputFailed:
        raise
    except Exception as error:
        raise RulesBroken(told_fault(failure, error)) from error


async def _wait(event: asyncio.Event, timeout_s: float) -> None:
    try:
        async with asyncio.timeout(timeout_s):
            await event.wait()
    except TimeoutError:
        return
