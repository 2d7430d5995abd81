"""The data of prompts for planning and reflecting, quoted as `agent.voices.quoting` tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agent.memory.records import Memory
from agent.mind import DayTask, InsightsTask, QuestionsTask
from agent.voices.quoting import block, clock_time, partner_lines, promise_line, quoted
from town.constants import MINUTES_PER_DAY
from town.operations import KnownPlace
from town.plans import Stroke

MOST_RECORDS = 60
"""Records that questions are asked about; the last hundred would cost as much as all talk of an hour."""
LONGEST_RECORD = 240


def plan_data(task: DayTask) -> str:
    """The hour, the usual day or what is left of the plan, promises, people, places, memories."""
    job = task.job
    now = {"day": job.day, "time": _time(job.from_minute), "wakes": _time(job.until_minute)}
    before = job.before if job.because else ()
    return block(
        quoted("here and now", now),
        *(_stroke("your usual day", stroke) for stroke in job.usual if not before),
        *(_stroke("what is left of your plan", stroke) for stroke in before),
        *map(promise_line, job.promises),
        *(line for partner in task.people for line in partner_lines("somebody you know", partner)),
        *(_place(place) for place in places_to_plan(task)),
        *_memories(task.remembered, task.names),
        *([quoted("why you plan anew", {"text": job.because})] if job.because else []),
    )


def questions_data(task: QuestionsTask) -> str:
    """What was lived lately, oldest first."""
    return block(*_memories(reversed(task.records[:MOST_RECORDS]), task.names))


def insights_data(task: InsightsTask) -> str:
    """The question, and the memories that bear on it, numbered from 1."""
    return block(
        quoted("what you ask yourself", {"text": task.question}),
        *(
            quoted("your own memory", {"number": number, **_memory(record, task.names)})
            for number, record in enumerate(task.records, 1)
        ),
    )


def places_to_plan(task: DayTask) -> list[KnownPlace]:
    """The places that a plan may choose from: all but the homes where one has no business."""
    job = task.job
    own = {place.place for place in (*job.usual, *job.before, *job.promises)}
    return [place for place in job.places if place.kind != "home" or place.id in own]


def _stroke(source: str, stroke: Stroke) -> str:
    times = {"from": _time(stroke.from_minute), "to": _time(stroke.to_minute)}
    return quoted(
        source, {**times, "place": stroke.place, "activity": stroke.activity, "emoji": stroke.emoji}
    )


def _place(place: KnownPlace) -> str:
    pastimes = tuple(pastime.description for pastime in place.activities[:2])
    return quoted("a place", {"place": place.id, "name": place.name, "for": pastimes})


def _memories(memories: Iterable[Memory], names: Mapping[str, str]) -> list[str]:
    return [quoted("your own memory", _memory(memory, names)) for memory in memories]


def _memory(memory: Memory, names: Mapping[str, str]) -> dict[str, object]:
    return {"text": memory.text[:LONGEST_RECORD], "heard from": names.get(memory.source or "")}


def _time(minute: int) -> str:
    return clock_time(minute % MINUTES_PER_DAY)
