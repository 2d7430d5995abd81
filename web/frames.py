"""Live frames as docs/WIRE.md describes them: u32 length, JSON, packed history."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec

from engine.clock import TickRate
from engine.derived import Rows
from engine.game import Rules
from engine.leases import RunnerState
from engine.state import Entity, EntityChange
from engine.store import CommittedStep, Loaded, NumberedEvent, WorldRecord
from engine.tracks import TableLayout
from town.talk.drafts import Draft
from web.schemas import shown_as
from web.wire import RulesName

Bodies = dict[str, dict[str, msgspec.Raw]]
PictureState = Literal["current", "late"]

SentMessage = Annotated[NumberedEvent, shown_as("MessageEvent")]
SentEvent = Annotated[NumberedEvent, shown_as("TownEvent")]
SentChange = Annotated[EntityChange, shown_as("Change")]


class FullFrame(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="full", tag_field="kind"):
    """All of a world's public state as of one step."""

    rules: RulesName
    """A page made for another version of the same rules should load itself again."""
    layouts: tuple[TableLayout, ...]
    """The columns of the packed history that steps bring from here on."""
    step: int
    tick: int
    """The next tick to run."""
    now_ms: int
    """World time of the last tick that was run."""
    entities: Annotated[Bodies, shown_as("EntityMap")]
    columns: dict[str, Rows]
    """What histories go on from: the historical columns that are in no entity, by table, row and column."""
    messages: tuple[SentMessage, ...]
    """Those of the conversations under way."""
    behind_ms: int
    """World time by which the world lags behind where its clock wants it."""
    viewers: int
    runner: RunnerState
    reason: str | None
    """Why the world is broken."""


class StepFrame(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="step", tag_field="kind"):
    """What one step changed."""

    step: int
    from_tick: int
    tick: int
    from_ms: int
    now_ms: int
    changes: tuple[SentChange, ...]
    events: tuple[SentEvent, ...]
    behind_ms: int


class HeartbeatFrame(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="heartbeat", tag_field="kind"
):
    """Nothing new, but the line is alive; `runner` says whether the world is, `picture` whether frames keep up."""

    step: int
    now_ms: int
    behind_ms: int
    runner: RunnerState
    reason: str | None
    picture: PictureState


Frame = FullFrame | StepFrame | HeartbeatFrame | Draft


def encode_frame(frame: Frame, history: bytes = b"") -> bytes:
    """The message of a frame."""
    body = msgspec.json.encode(frame)
    return struct.pack("<I", len(body)) + body + history


def step_frame(step: CommittedStep, rules: Rules[Any], behind_ms: int) -> bytes:
    """The message of a committed step, without the kinds that are not public."""
    return encode_frame(
        StepFrame(
            step=step.number,
            from_tick=step.from_tick,
            tick=step.next_tick,
            from_ms=rules.rate.reached_ms(step.from_tick),
            now_ms=rules.rate.reached_ms(step.next_tick),
            changes=tuple(change for change in step.changes if change.kind in rules.public),
            events=step.events,
            behind_ms=behind_ms,
        ),
        step.history,
    )


def full_frame(
    loaded: Loaded,
    rate: TickRate,
    layouts: tuple[TableLayout, ...],
    columns: dict[str, Rows],
    messages: Iterable[NumberedEvent],
    viewers: int,
) -> bytes:
    """The message that a viewer begins with; the layouts are those of the rules that the world is of."""
    world = loaded.world
    return encode_frame(
        FullFrame(
            rules=RulesName(world.rules, world.rules_version),
            layouts=layouts,
            step=world.step,
            tick=world.next_tick,
            now_ms=rate.reached_ms(world.next_tick),
            entities=bodies_of(loaded.entities),
            columns=columns,
            messages=tuple(messages),
            behind_ms=world.behind_ms,
            viewers=viewers,
            runner=world.runner,
            reason=world.broken_reason,
        )
    )


def heartbeat_frame(world: WorldRecord, rate: TickRate, *, late: bool) -> bytes:
    """The message of a quiet world, or of one whose steps can't be read just now."""
    return encode_frame(
        HeartbeatFrame(
            step=world.step,
            now_ms=rate.reached_ms(world.next_tick),
            behind_ms=world.behind_ms,
            runner=world.runner,
            reason=world.broken_reason,
            picture="late" if late else "current",
        )
    )


def bodies_of(entities: Iterable[Entity]) -> Bodies:
    """Entities by kind and id."""
    bodies: Bodies = {}
    for entity in entities:
        bodies.setdefault(entity.kind, {})[entity.id] = entity.body
    return bodies
