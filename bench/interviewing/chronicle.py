"""What happened in a world, told by its log alone: its founding, its committed steps and its inputs.

The interviewer knows nothing else. No memory, plan or reflection of anybody is looked at, so what is asked has an
answer whether the one who is asked can know it or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from agent.memory.heard import heard
from agent.perceiving.noticing import said_in_steps
from agent.perceiving.visible import Ground, Scene, first_scene, scene_after
from engine.state import Entity
from engine.store import CommittedStep, LoggedInput, Store
from engine.words import Said as SaidWords
from town.days.calendar import calendar_minute
from town.days.state import Agreement
from town.minds.reports import agent_finish_sending_message
from town.rules import TOWN
from town.talk.events import ConversationStarted, Message
from town.who import Person, Player

READ_AT_ONCE = 500

T = TypeVar("T")


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One message of a talk."""

    talk: str
    speaker: str
    hearer: str
    text: str
    minute: int
    """Of the calendar, from the midnight before the first day; so are all minutes here."""


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that somebody agreed to in a talk, whether or not anybody made it part of a plan."""

    members: tuple[str, str]
    said_minute: int
    minute: int
    place: str


class Instant(msgspec.Struct, frozen=True):
    """Everybody at the end of a step."""

    minute: int
    scene: Scene


class Chronicle(msgspec.Struct, frozen=True, kw_only=True):
    """The whole story, in the order of time."""

    people: dict[str, Person]
    names: dict[str, str]
    """Of all players who were there at the founding."""
    ground: Ground
    said: tuple[Said, ...]
    agreed: tuple[Agreed, ...]
    instants: tuple[Instant, ...]

    def place_of(self, player: str, instant: Instant) -> str | None:
        """The place where somebody stood."""
        figure = instant.scene.figures.get(player)
        return self.ground.place_at(figure.tile)[0] if figure else None

    def between(self, from_minute: int, to_minute: int) -> list[Instant]:
        """The instants of a span of the calendar."""
        return [instant for instant in self.instants if from_minute <= instant.minute <= to_minute]


async def read_chronicle(store: Store, world_id: str) -> Chronicle:
    """The story of a world so far. Raises `UnknownWorld`."""
    founding = await store.founding(world_id)
    people = _entities(founding.entities, "people", Person)
    players = _entities(founding.entities, "players", Player)
    scene, ground = first_scene(founding, TOWN.rate)
    steps = await _steps(store, world_id)
    members = dict(_members(steps))
    agreed = _agreements(await _inputs(store, world_id), members, ground)
    return Chronicle(
        people=people,
        names={id_: player.name for id_, player in players.items()},
        ground=ground,
        said=tuple(_messages(steps, members, ground, await store.spoken(world_id, said_in_steps(steps)))),
        agreed=tuple(agreed),
        instants=tuple(_instants(steps, scene, ground)),
    )


async def _steps(store: Store, world_id: str) -> list[CommittedStep]:
    steps: list[CommittedStep] = []
    while page := await store.steps_after(world_id, len(steps), READ_AT_ONCE):
        steps.extend(page)
    return steps


async def _inputs(store: Store, world_id: str) -> list[LoggedInput]:
    inputs: list[LoggedInput] = []
    while page := await store.input_log(world_id, len(inputs), READ_AT_ONCE):
        inputs.extend(page)
    return inputs


def _members(steps: Sequence[CommittedStep]) -> Iterator[tuple[str, tuple[str, str]]]:
    for step in steps:
        for event in step.events:
            if event.kind == "conversationStarted":
                started = msgspec.json.decode(event.body, type=ConversationStarted)
                yield started.conversation, (started.members[0], started.members[1])


def _messages(
    steps: Sequence[CommittedStep],
    members: dict[str, tuple[str, str]],
    ground: Ground,
    spoken: Mapping[str, SaidWords],
) -> Iterator[Said]:
    for step in steps:
        for event in step.events:
            if event.kind != "message":
                continue
            message = msgspec.json.decode(event.body, type=Message)
            said = heard(message, spoken)
            if said is None:
                continue
            first, second = members[message.conversation]
            yield Said(
                talk=message.conversation,
                speaker=message.player,
                hearer=second if message.player == first else first,
                text=said.text,
                minute=calendar_minute(ground.settings, event.at_ms),
            )


def _agreements(
    inputs: Sequence[LoggedInput], members: dict[str, tuple[str, str]], ground: Ground
) -> Iterator[Agreed]:
    """What was said and heard: an agreement counts by its words, not by what became of it in anybody's plan."""
    for logged in inputs:
        if logged.request.name != agent_finish_sending_message.name or logged.refusal is not None:
            continue
        args = msgspec.json.decode(logged.request.args, type=_Reported)
        if args.agreement is not None:
            yield Agreed(
                members=members[args.conversation],
                said_minute=calendar_minute(ground.settings, TOWN.rate.time_ms(logged.tick)),
                minute=args.agreement.minute,
                place=args.agreement.place,
            )


class _Reported(msgspec.Struct, frozen=True, rename="camel"):
    conversation: str
    agreement: Agreement | None = None


def _instants(steps: Sequence[CommittedStep], scene: Scene, ground: Ground) -> Iterator[Instant]:
    for step in steps:
        scene = scene_after(scene, step.changes, TOWN.rate.time_ms(step.next_tick))
        yield Instant(calendar_minute(ground.settings, scene.at_ms), scene)


def _entities(entities: Sequence[Entity], kind: str, type_: type[T]) -> dict[str, T]:
    return {e.id: msgspec.json.decode(e.body, type=type_) for e in entities if e.kind == kind}
