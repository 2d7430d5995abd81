"""The minds' side: what a model is asked for a song, how its answer is checked, and who composes without one."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from agent.asking.ability import Ability
from agent.asking.checking import plain_words
from agent.asking.quoting import block, clock_time, person_in_short, quoted
from agent.context import read_cast
from agent.memory.provenance import Piece
from agent.people import Self
from agent.performing import Answered, MindPart, Performer, Tools
from agent.script.chance import Chance
from examples.singing.rules import COMPOSING, LONGEST_LINE, MOST_LINES, ComposeSong, Song


class SongTask(msgspec.Struct, frozen=True):
    """What a song is made from."""

    me: Self
    request: ComposeSong

    def pieces(self) -> tuple[Piece, ...]:
        """Nobody's words are in it but the owner's."""
        return ()


class SongAnswer(msgspec.Struct, frozen=True):
    """A song as a model writes it."""

    title: Annotated[str, Meta(max_length=LONGEST_LINE)]
    lines: Annotated[tuple[Annotated[str, Meta(max_length=LONGEST_LINE)], ...], Meta(max_length=MOST_LINES)]


def song_data(task: SongTask) -> str:
    """The hour, and what the song is about."""
    time = clock_time(task.request.minute_of_day)
    return block(quoted("here and now", {"time": time}), quoted("asked for", {"about": task.request.about}))


def song_of(answer: SongAnswer, _task: SongTask) -> Song:
    """The song, if it is words; raises `Unfit`."""
    return Song(plain_words(answer.title), tuple(map(plain_words, answer.lines)))


def hummed(task: SongTask) -> Song:
    """A round on one line."""
    how = Chance(task.request.operation).pick("how", ("softly", "gaily", "slowly"))
    line = f"And {how} I sing of {task.request.about}."[:LONGEST_LINE]
    return Song(f"Song of {task.request.about}"[:LONGEST_LINE], (line, line))


COMPOSE: Ability[SongTask, SongAnswer, Song] = Ability(
    name="compose",
    package="examples.singing",
    person=lambda task: person_in_short(task.me),
    data=song_data,
    answer=SongAnswer,
    read=song_of,
    script=hummed,
    max_tokens=300,
    temperature=0.9,
    deadline_ms=30_000,
)


async def compose_song(request: ComposeSong, tools: Tools) -> Answered[Song]:
    """Ask the mind for a song."""
    cast = await read_cast(tools)
    return Answered(await tools.mind.ask(COMPOSE, SongTask(cast.self_of(request.player), request)))


SINGING_PART = MindPart(
    name="singing", performers=(Performer(COMPOSING, compose_song),), abilities=(COMPOSE,)
)
