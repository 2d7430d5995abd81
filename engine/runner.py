"""The one loop of a world: read inputs, step, commit, hand out operations, wait."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

import msgspec
import structlog

from engine.clock import Anchor, Clock, last_tick_by, tick_time_ms
from engine.game import DueInput, Game, InputFailed, Rules, Step
from engine.operations import Operation, finished_operation
from engine.state import restore
from engine.store import Loaded, ReceivedInput, StaleGeneration, Store, UnknownWorld

W = TypeVar("W")

log: structlog.stdlib.BoundLogger = structlog.get_logger("runner")


class RunnerSettings(msgspec.Struct, frozen=True):
    """How a runner paces its commits. Times are wall time unless they say otherwise."""

    longest_step_ms: int = 500
    """A quiet world commits this often."""
    attentive_step_ms: int = 100
    """Length of the step after an input; the next ones grow back to the longest."""
    beat_ms: int = 3000
    """A world in which nothing happens says this often that it is alive."""
    shortest_step_ms: int = 30
    """At least this between two commits, however many inputs come."""
    most_inputs: int = 500
    """Inputs that one step takes; more wait for the next."""
    most_ticks: int = 600
    """Ticks that one step runs: ten seconds of world time."""
    mind_lag_ms: int = 30_000
    """World time that may pass beyond the asking of an operation while the world runs flat out."""
    redispatch_ms: int = 10_000
    """Unfinished operations are handed out again this often: a queue may forget."""
    retry_ms: int = 500
    """Pause after the store failed."""


class Dispatcher(Protocol):
    """Takes committed operations to whoever performs them."""

    async def dispatch(self, world_id: str, operations: Sequence[Operation]) -> None:
        """Queue the operations; one that is queued already stays so. May raise `OSError`."""
        ...


class Runner(Generic[W]):
    """Runs one world until it is told to stop or another runner takes the world."""

    def __init__(
        self,
        world_id: str,
        rules: Rules[W],
        store: Store,
        *,
        dispatcher: Dispatcher,
        clock: Clock,
        settings: RunnerSettings | None = None,
    ) -> None:
        self.world_id = world_id
        self._rules = rules
        self._store = store
        self._dispatcher = dispatcher
        self._clock = clock
        self._settings = settings or RunnerSettings()
        self._woken = asyncio.Event()
        self._generation = 0
        self._game: Game[W] | None = None
        self._anchor = Anchor(0, 0)
        self._refused: dict[int, str] = {}
        self._undispatched: list[Operation] = []
        self._dispatch_again_wall_ms = 0
        self._spoken_wall_ms = 0
        self._longest_ms = self._settings.longest_step_ms

    def wake(self) -> None:
        """Look for inputs now rather than at the next step."""
        self._woken.set()

    async def run(self) -> None:
        """Take the world and run it. Returns when the world is gone or taken; `CancelledError` stops it."""
        failures = 0
        while True:
            try:
                await self.turn_safely()
                failures = 0
                await self._rest()
            except StaleGeneration:
                log.warning("another runner took the world; this one stops", world=self.world_id)
                return
            except UnknownWorld:
                log.info("the world was deleted", world=self.world_id)
                return
            except Exception as error:  # whatever failed, the last commit is sound: go on from there
                failures += 1
                log.warning("the step failed; trying again", world=self.world_id, error=repr(error))
                await asyncio.sleep(min(failures, 20) * self._settings.retry_ms / 1000)

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

        Raises what the store raises, and `InputFailed`; the next turn then starts from the last commit.
        """
        game = self._game or await self._load()
        self._woken.clear()
        received = await self._store.inputs_after(self.world_id, game.last_input, self._settings.most_inputs)
        until_tick, behind_ms = self._target(game)
        if not received and until_tick <= game.next_tick:
            await self._show_life()
            return None
        pace = self._rules.pace(game.world)
        self._game = None
        step = game.step(until_tick, self._due(game, until_tick, received))
        await self._store.commit(self.world_id, self._generation, step, behind_ms=behind_ms)
        self._game = game
        self._spoken_wall_ms = self._clock.now_ms()
        if self._rules.pace(game.world) != pace:
            self._anchor = Anchor(self._spoken_wall_ms, tick_time_ms(game.next_tick))
        self._choose_longest(received)
        self._undispatched.extend(step.operations)
        await self._dispatch()
        await self._dispatch_again()
        return step

    async def _load(self) -> Game[W]:
        if not self._generation:
            self._generation = await self._store.take(self.world_id)
            log.info("world taken", world=self.world_id, generation=self._generation)
        game = game_of(self._rules, await self._store.load(self.world_id))
        self._game = game
        self._anchor = Anchor(self._clock.now_ms(), tick_time_ms(game.next_tick))
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
            stepped = min(last_tick_by(pace.step_until_ms) + 1, game.next_tick + self._settings.most_ticks)
            return max(game.next_tick, stepped), 0
        if pace.flat_out:
            return max(game.next_tick, self._flat_out_tick(game)), 0
        wanted_ms = self._anchor.world_now_ms(self._clock.now_ms(), pace)
        wanted = max(game.next_tick, last_tick_by(wanted_ms) + 1)
        target = min(wanted, game.next_tick + self._settings.most_ticks)
        return target, tick_time_ms(wanted) - tick_time_ms(target)

    def _flat_out_tick(self, game: Game[W]) -> int:
        furthest = game.next_tick + self._settings.most_ticks
        since_ms = self._rules.waiting_since(game.world)
        if since_ms is None:
            return furthest
        return min(furthest, last_tick_by(since_ms + self._settings.mind_lag_ms) + 1)

    def _choose_longest(self, received: Sequence[ReceivedInput]) -> None:
        """Short steps follow an input that a person may have sent, so that its effect is seen at once."""
        settings = self._settings
        if any(finished_operation(item.idempotency_key) is None for item in received):
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
            await _wait(self._woken, self._longest_ms / 1000)
        since_ms = self._clock.now_ms() - self._spoken_wall_ms
        await asyncio.sleep(max(0.0, shortest_s - since_ms / 1000))


def game_of(rules: Rules[W], loaded: Loaded) -> Game[W]:
    """The game as it was at its last commit."""
    world = rules.empty()
    restore(world, loaded.entities)
    rules.prepare(world)
    game = Game(rules, world, next_tick=loaded.world.next_tick, last_input=loaded.world.last_input)
    game.mark_committed()
    return game


async def _wait(event: asyncio.Event, timeout_s: float) -> None:
    try:
        async with asyncio.timeout(timeout_s):
            await event.wait()
    except TimeoutError:
        return
