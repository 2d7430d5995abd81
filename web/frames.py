"""Live frames as docs/WIRE.md describes them: u32 length, JSON, packed history."""

from __future__ import annotations

import struct
from collections.abc import Iterable

import msgspec

from engine.clock import tick_time_ms
from engine.state import Entity, EntityChange
from engine.store import CommittedStep, Loaded, NumberedEvent, WorldRecord
from town.drafts import Draft

Bodies = dict[str, dict[str, msgspec.Raw]]


class FullFrame(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="full", tag_field="kind"):
    """All of a world's public state as of one step."""

    step: int
    tick: int
    now_ms: int
    entities: Bodies
    messages: tuple[NumberedEvent, ...]
    behind_ms: int
    viewers: int


class StepFrame(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="step", tag_field="kind"):
    """What one step changed."""

    step: int
    from_tick: int
    tick: int
    from_ms: int
    now_ms: int
    changes: tuple[EntityChange, ...]
    events: tuple[NumberedEvent, ...]
    behind_ms: int


class HeartbeatFrame(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="heartbeat", tag_field="kind"
):
    """Nothing new, but the line is alive; `runner` says whether the world is."""

    step: int
    now_ms: int
    behind_ms: int
    runner: str


Frame = FullFrame | StepFrame | HeartbeatFrame | Draft


def encode_frame(frame: Frame, history: bytes = b"") -> bytes:
    """The message of a frame."""
    body = msgspec.json.encode(frame)
    return struct.pack("<I", len(body)) + body + history


def step_frame(step: CommittedStep, kinds: frozenset[str], behind_ms: int) -> bytes:
    """The message of a committed step, without the kinds that are not public."""
    return encode_frame(
        StepFrame(
            step=step.number,
            from_tick=step.from_tick,
            tick=step.next_tick,
            from_ms=_reached_ms(step.from_tick),
            now_ms=_reached_ms(step.next_tick),
            changes=tuple(change for change in step.changes if change.kind in kinds),
            events=step.events,
            behind_ms=behind_ms,
        ),
        step.history,
    )


def full_frame(loaded: Loaded, messages: Iterable[NumberedEvent], viewers: int) -> bytes:
    """The message that a viewer begins with."""
    world = loaded.world
    return encode_frame(
        FullFrame(
            step=world.step,
            tick=world.next_tick,
            now_ms=_reached_ms(world.next_tick),
            entities=bodies_of(loaded.entities),
            messages=tuple(messages),
            behind_ms=world.behind_ms,
            viewers=viewers,
        )
    )


def heartbeat_frame(world: WorldRecord, *, running: bool) -> bytes:
    """The message of a quiet world."""
    return encode_frame(
        HeartbeatFrame(
            step=world.step,
            now_ms=_reached_ms(world.next_tick),
            behind_ms=world.behind_ms,
            runner="running" if running else "stopped",
        )
    )


def bodies_of(entities: Iterable[Entity]) -> Bodies:
    """Entities by kind and id."""
    bodies: Bodies = {}
    for entity in entities:
        bodies.setdefault(entity.kind, {})[entity.id] = entity.body
    return bodies


def _reached_ms(next_tick: int) -> int:
    """World time of the last tick that was run."""
    return tick_time_ms(max(next_tick - 1, 0))
