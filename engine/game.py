"""A game: rules, a world, and the pure function that takes the world from one tick to a later one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from engine.clock import Pace, TickRate
from engine.codec import encode_history
from engine.columns import is_table
from engine.history import Recorder, Samples
from engine.inputs import Input, Rejected, input_called
from engine.operations import Effects, Event, Operation
from engine.patience import Patience
from engine.state import Entity, EntityChange, Tracker, part_names

W = TypeVar("W")

System = Callable[[W, int], None]
"""Called as system(world, now_ms)."""

Due = Callable[[W, int], int | None]
"""Called as due(world, now_ms): the first world time (ms) after now at which a system has anything to do."""

Motion = Callable[[W, npt.NDArray[np.int64]], Samples]
"""Called as motion(world, times_ms): where the moving columns stand at each of those times, as long as no
system acts. A pure reading of the stored columns of tables alone, so that whoever has these can ask it too
(`engine/derived.py`): it changes nothing."""

Upgrade = Callable[[Sequence[Entity]], Iterable[Entity]]
"""Takes a world's entities from one version of its rules to the next: a pure function. What it leaves out of a
body gets the default of the rules' struct; operations under way stay as they were asked."""

NEVER = 1 << 62
"""A world time that is never reached."""


class Timed(msgspec.Struct, Generic[W], frozen=True):
    """A system with the function that says when it is next due; the two must agree to the tick."""

    run: System[W]
    due: Due[W]


class Rules(msgspec.Struct, Generic[W], frozen=True):
    """All that makes one game: data and functions, no engine inside."""

    name: str
    version: int
    """Rises whenever the stored form of a world changes."""
    rate: TickRate
    inputs: Mapping[str, Input[W, Any, Any]]
    systems: tuple[Timed[W], ...]
    motion: Motion[W]
    empty: Callable[[int], W]
    """Called as empty(capacity): a world without any state yet, to restore into, whose tables have so many rows."""
    prepare: Callable[[W], None]
    """Make the derived fields again after a restore."""
    effects: Callable[[W], Effects]
    pace: Callable[[W], Pace]
    waiting_since: Callable[[W], int | None]
    """World time at which the oldest operation still under way was asked for."""
    patience: Callable[[W], Iterable[Patience]] = lambda _world: ()
    """What waits for people now, in their own time."""
    after_input: Callable[[W, int, Input[W, Any, Any], msgspec.Struct], None] | None = None
    """Called as after_input(world, now_ms, input, arguments) once an input was applied."""
    events: tuple[type[msgspec.Struct], ...] = ()
    """Whatever those who watch may be told besides the state: tagged structs."""
    upgrades: Mapping[int, Upgrade] = {}
    """From each older version to the next."""
    public: frozenset[str] = frozenset()
    """The kinds of entities that anybody may see: viewers get them, and no others."""

    def plays(self, name: str, version: int) -> bool:
        """Whether a world of rules of this name and version can be read and played as it is."""
        return name == self.name and version == self.version

    def outgrew(self, name: str, version: int) -> bool:
        """Whether a world of rules of this name and version has an older form still: its runner upgrades it first."""
        return name == self.name and version < self.version


class DueInput(msgspec.Struct, frozen=True):
    """An input to apply before the systems of a tick."""

    number: int
    tick: int
    name: str
    args: msgspec.Raw
    reports: str | None = None
    """The operation for which it reports back."""
    refusal: str | None = None
    """Answer with this error instead of applying it: the input failed inside the rules before."""


class InputFailed(Exception):
    """The rules broke while applying an input; the world may be half changed and must be loaded again."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__(f"input {number} ({name}) failed inside the rules")
        self.number = number


class Ok(msgspec.Struct, frozen=True, tag="ok", tag_field="kind"):
    """The input was applied; `value` is the JSON of what its function returned."""

    value: msgspec.Raw


class Error(msgspec.Struct, frozen=True, tag="error", tag_field="kind"):
    """The input was rejected and changed nothing."""

    message: str


class Answer(msgspec.Struct, frozen=True):
    """What became of one input, and the tick it was applied at."""

    number: int
    tick: int
    outcome: Ok | Error
    reports: str | None
    """The operation that it has finished."""

    def subject(self) -> str | None:
        """The id that the input was answered with, if it was answered with one."""
        if isinstance(self.outcome, Error):
            return None
        value = msgspec.json.decode(self.outcome.value)
        return value if isinstance(value, str) else None


class Step(msgspec.Struct, frozen=True):
    """What a stretch of ticks did: all that a commit writes."""

    from_tick: int
    """The next tick to run before the step."""
    next_tick: int
    last_input: int
    """The number of the last input applied so far in the world's life; 0 for none."""
    answers: tuple[Answer, ...]
    changes: tuple[EntityChange, ...]
    history: bytes
    events: tuple[Event, ...]
    operations: tuple[Operation, ...]
    state_hash: str


class Game(Generic[W]):
    """A world under its rules. Deterministic: equal worlds given equal inputs at equal ticks stay equal."""

    def __init__(
        self, rules: Rules[W], world: W, *, next_tick: int = 0, last_input: int = 0, leap: bool = True
    ) -> None:
        """`leap` off runs every system at every tick; the result is the same, only slower."""
        self.rules = rules
        self.world = world
        self.next_tick = next_tick
        self.last_input = last_input
        self._leap = leap
        self._tracker = Tracker()
        self.tables = {name: part for name in part_names(world) if is_table(part := getattr(world, name))}
        self._derive_columns()

    @property
    def now_ms(self) -> int:
        """World time of the last tick that was run."""
        return self.rules.rate.reached_ms(self.next_tick)

    @property
    def committed_hash(self) -> str:
        """The hash of the state as last marked or stepped."""
        return self._tracker.hash()

    def mark_committed(self) -> tuple[EntityChange, ...]:
        """Take the state as it is for committed; returns what had changed."""
        return self._tracker.changes(self.world)

    def step(self, until_tick: int, inputs: Sequence[DueInput]) -> Step:
        """Run the ticks from `next_tick` up to but without `until_tick`.

        Inputs must come by rising number and tick. Those due at `until_tick` itself are applied too, before
        the systems of that tick, which run in the next step: so a paused world takes inputs.
        """
        from_tick = self.next_tick
        recorder = Recorder(self.tables, max(from_tick - 1, 0), until_tick - from_tick)
        answers: list[Answer] = []
        waiting = list(reversed(inputs))
        while True:
            while waiting and waiting[-1].tick <= self.next_tick:
                answers.append(self._apply(waiting.pop()))
            if self.next_tick >= until_tick:
                break
            self._run_tick()
            recorder.record(1)
            self._advance(recorder, min(until_tick, waiting[-1].tick if waiting else until_tick))
        assert not waiting, "an input is due after the end of the step"
        changes = self._tracker.changes(self.world)
        operations, events = self.rules.effects(self.world).drain()
        return Step(
            from_tick,
            self.next_tick,
            self.last_input,
            tuple(answers),
            changes,
            encode_history(recorder.segment()),
            events,
            operations,
            self._tracker.hash(),
        )

    def _run_tick(self) -> None:
        now_ms = self.rules.rate.time_ms(self.next_tick)
        self._move(np.array([now_ms], np.int64))
        for system in self.rules.systems:
            system.run(self.world, now_ms)
        self.next_tick += 1

    def _advance(self, recorder: Recorder, until_tick: int) -> None:
        """Leap over the ticks before `until_tick` in which no system has anything to do."""
        if not self._leap:
            return
        rate = self.rules.rate
        now_ms = rate.time_ms(self.next_tick - 1)
        due_ms = NEVER
        for system in self.rules.systems:
            due = system.due(self.world, now_ms)
            if due is not None and due < due_ms:
                due_ms = due
        target = min(until_tick, rate.first_from(due_ms)) if due_ms < NEVER else until_tick
        skipped = target - self.next_tick
        if skipped <= 0:
            return
        ticks = np.arange(self.next_tick, target, dtype=np.int64)
        recorder.record(skipped, self._move(rate.time_ms(ticks)))
        self.next_tick = target

    def _move(self, times_ms: npt.NDArray[np.int64]) -> Samples:
        """Set the moving columns to where they stand at the last of the times."""
        samples = self.rules.motion(self.world, times_ms)
        for table, columns in samples.items():
            for name, values in columns.items():
                self.tables[table].fill(name, values[-1])
        return samples

    def _derive_columns(self) -> None:
        """Make the derived columns of a restored world again."""
        samples = self.rules.motion(self.world, np.array([self.now_ms], np.int64))
        for table, columns in samples.items():
            for name, values in columns.items():
                if self.tables[table].schema[name].derived:
                    self.tables[table].fill(name, values[-1])

    def _apply(self, due: DueInput) -> Answer:
        now_ms = self.rules.rate.time_ms(self.next_tick)
        self.last_input = due.number
        outcome = Error(due.refusal) if due.refusal else self._outcome(due, now_ms)
        return Answer(due.number, self.next_tick, outcome, due.reports)

    def _outcome(self, due: DueInput, now_ms: int) -> Ok | Error:
        try:
            declared = input_called(self.rules.inputs, due.name)
            arguments = declared.decode_kept(due.args)
            value = declared.apply(self.world, now_ms, arguments)
            if self.rules.after_input is not None:
                self.rules.after_input(self.world, now_ms, declared, arguments)
        except Rejected as rejection:
            return Error(str(rejection))
        except Exception as error:
            raise InputFailed(due.number, due.name) from error
        return Ok(msgspec.Raw(msgspec.json.encode(value)))
