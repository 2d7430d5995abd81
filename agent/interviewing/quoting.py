"""The data of an interview's prompt, quoted as `agent.asking.quoting` tells."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from agent.asking.quoting import block, clock_time, promise_line, quoted, warmth_in_words, whole_person
from agent.interviewing.task import InterviewTask
from engine.texts import within
from records.memories import Memory, MemoryKind
from town.days.constants import MINUTES_PER_DAY
from town.days.state import Habit, Stroke

LONGEST_MEMORY = 300
_SOURCES = {MemoryKind.REFLECTION: "your own thought", MemoryKind.PLAN: "what you had planned"}


def interviewed_person(task: InterviewTask) -> str:
    """All that a person is: the same for every question to them."""
    person, places = task.me.person, _place_names(task)
    belonging = {"home": places.get(person.home or ""), "work": places.get(person.work or "")}
    return block(
        whole_person(task.me),
        quoted("where you belong", belonging),
        *(_usual(habit, places) for habit in person.day),
        *(
            quoted(
                "somebody you know",
                {"name": known.name, "is your": known.relation, "you feel": known.feeling},
            )
            for known in person.knows
        ),
    )


def interview_data(task: InterviewTask) -> str:
    """The moment, the plan, promises, relationships, what comes to mind, oldest first, and last the question."""
    places, plan = _place_names(task), task.plan
    promises = plan.promises if plan else ()
    return block(
        quoted("here and now", {**_when(task.minute), "you": task.me.activity}),
        *(_stroke(stroke, places) for stroke in (plan.strokes if plan else ())),
        *(promise_line(replace(kept, place=places.get(kept.place, kept.place))) for kept in promises),
        *_relationships(task),
        *(_memory(memory, task, places) for memory in sorted(task.remembered, key=lambda each: each.at_ms)),
        quoted("asked by the interviewer", {"text": task.question.text}),
    )


def _place_names(task: InterviewTask) -> dict[str, str]:
    return {place.id: place.name for place in task.places}


def _when(minute: int) -> dict[str, object]:
    day, minute_of_day = divmod(minute, MINUTES_PER_DAY)
    return {"day": day + 1, "time": clock_time(minute_of_day)}


def _usual(habit: Habit, places: dict[str, str]) -> str:
    times = {"from": _time(habit.from_minute), "to": _time(habit.to_minute)}
    return quoted(
        "your usual day",
        {**times, "place": places.get(habit.place, habit.place), "activity": habit.activity},
    )


def _stroke(stroke: Stroke, places: dict[str, str]) -> str:
    fields = {
        "day": stroke.from_minute // MINUTES_PER_DAY + 1,
        "from": _time(stroke.from_minute),
        "to": _time(stroke.to_minute),
        "place": places.get(stroke.place, stroke.place),
        "activity": stroke.activity,
        "in turn": tuple(part.activity for part in stroke.parts),
    }
    return quoted("your plan", fields)


def _relationships(task: InterviewTask) -> Iterator[str]:
    for known in task.relationships:
        fields = {
            "name": task.names.get(known.other),
            "talks so far": known.talks,
            "you are to them": warmth_in_words(known.warmth),
            "you think": known.summary,
        }
        yield quoted("somebody you have talked with", fields)


def _memory(memory: Memory, task: InterviewTask, places: dict[str, str]) -> str:
    fields = {
        **_when(task.minute_of(memory)),
        "place": places.get(memory.place or ""),
        "text": within(memory.text, LONGEST_MEMORY),
        "heard from": task.names.get(memory.source or ""),
    }
    return quoted(_SOURCES.get(memory.kind, "your own memory"), fields)


def _time(minute: int) -> str:
    return clock_time(minute % MINUTES_PER_DAY)
