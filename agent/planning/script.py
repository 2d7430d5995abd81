"""A scripted day: the usual one, with what was heard of, what is wanted, and what the places offer."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from agent.deciding.script import AT_HOME, ERRANDS, PARTY_EMOJI
from agent.planning.task import DayTask
from agent.script.appointments import Appointment, appointment_in, place_in
from agent.script.chance import Chance
from engine.texts import within
from records.memories import MemoryKind
from town.days.constants import MINUTES_PER_DAY, MOST_STROKES
from town.days.promises import lay_over
from town.days.state import Part, Stroke
from town.doings.constants import LONGEST_DESCRIPTION

COMES_PERCENT = 75
"""Chance that somebody goes to what they have heard of; to what they want themselves they always go."""

SET_OUT_MINUTES = 40
"""How long before it begins one leaves for it: the way across the town, with a word or two to whom one meets."""

APPOINTMENT_MINUTES = 110
LOOK_MINUTES = 60
WANTED_PERCENT = 60
WISH_EMOJI = "💭"
"""A stroke has one thought of a wish at the most, however often the day is planned anew."""


def plan_day(task: DayTask) -> tuple[Stroke, ...]:
    """The strokes of a day; the same for the same task on any machine."""
    request, chance = task.request, Chance(task.request.operation)
    strokes = request.usual if request.because is None else _rest_of(task)
    strokes = tuple(_with_parts(task, stroke, chance) for stroke in strokes)
    seen = task.reason if task.reason and task.reason.kind is MemoryKind.OBSERVATION else None
    if seen is not None and (place := place_in(seen.text, request.places)):
        look = _stroke(request.from_minute, LOOK_MINUTES, place.id, "sees what has happened", "👀")
        strokes = lay_over(strokes, look, request.from_minute)
    for appointment in _appointments(task):
        begins = max(0, appointment.minute - SET_OUT_MINUTES)
        if len(strokes) > MOST_STROKES - 2 or any(
            abs(p.minute - appointment.minute) < 90 for p in request.promises
        ):
            continue
        activity = within(f"is at the {appointment.what}", LONGEST_DESCRIPTION)
        minutes = SET_OUT_MINUTES + APPOINTMENT_MINUTES
        stroke = _stroke(begins, minutes, appointment.place, activity, PARTY_EMOJI)
        strokes = lay_over(strokes, stroke, request.from_minute)
    return _with_a_want(task, strokes, chance)


def _rest_of(task: DayTask) -> tuple[Stroke, ...]:
    """What is left of the plan so far, without promised meetings: the rules put them back."""
    before = task.request.before
    if not before or before[-1].to_minute != task.request.until_minute:
        return task.request.usual
    begun = replace(before[0], from_minute=task.request.from_minute)
    return (begun, *before[1:])


def _appointments(task: DayTask) -> Iterator[Appointment]:
    """What was heard of, or is wanted, and falls into the waking part of the plan; each once."""
    request, person, known = task.request, task.me.person, set[int]()
    own = [(text, request.day, True) for text in (*person.wants, *person.news)]
    heard = [(memory.text, _day_of(task, memory.at_ms), False) for memory in task.remembered]
    for text, day, always in own + heard:
        found = appointment_in(text, day, request.places)
        if found is None or not request.from_minute < found.minute < request.until_minute:
            continue
        goes = always or Chance(task.me.player).happens(f"{found.place} {found.minute}", COMES_PERCENT)
        if goes and found.minute not in known:
            known.add(found.minute)
            yield found


def _day_of(task: DayTask, at_ms: int) -> int:
    """The town's day at a world time before now."""
    ago = (task.request.now_ms - at_ms) * MINUTES_PER_DAY // task.request.town_day_ms
    return max(1, (task.request.from_minute - ago) // MINUTES_PER_DAY + 1)


def _with_parts(task: DayTask, stroke: Stroke, chance: Chance) -> Stroke:
    """A stroke of leisure, spent with the habit and with what the place offers."""
    place = next((place for place in task.request.places if place.id == stroke.place), None)
    if place is None or stroke.parts or stroke.asleep or stroke.place == task.me.person.work:
        return stroke
    offered = AT_HOME if place.kind == "home" else ERRANDS.get(place.kind, set[str]())
    fitting = [pastime for pastime in place.activities if pastime.id in offered]
    if not fitting:
        return stroke
    pastime = chance.pick(f"pastime {stroke.from_minute}", fitting)
    habit = Part(activity=stroke.activity, emoji=stroke.emoji, object=stroke.object)
    other = Part(activity=pastime.description, emoji=pastime.emoji, object=pastime.object)
    return replace(stroke, parts=(habit, habit, other))


def _with_a_want(task: DayTask, strokes: tuple[Stroke, ...], chance: Chance) -> tuple[Stroke, ...]:
    """The day, with some thought for a wish in an hour that is one's own."""
    wants = [f"thinks how to {want}" for want in task.me.person.wants]
    wants = [text for text in wants if len(text) <= LONGEST_DESCRIPTION]
    own = [stroke for stroke in strokes if stroke.parts and all(p.emoji != WISH_EMOJI for p in stroke.parts)]
    if not wants or not own or not chance.happens("want", WANTED_PERCENT):
        return strokes
    chosen = chance.pick("when to want", own)
    wish = Part(activity=chance.pick("want", wants), emoji=WISH_EMOJI)
    thoughtful = replace(chosen, parts=(*chosen.parts, wish))
    return tuple(thoughtful if stroke is chosen else stroke for stroke in strokes)


def _stroke(from_minute: int, minutes: int, place: str, activity: str, emoji: str) -> Stroke:
    return Stroke(
        from_minute=from_minute, to_minute=from_minute + minutes, place=place, activity=activity, emoji=emoji
    )
