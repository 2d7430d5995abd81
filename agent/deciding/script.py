"""What to do next: the usual day with small freedoms, and talk where it suits."""

from __future__ import annotations

from agent.deciding.task import DecideTask
from agent.script.chance import Chance
from agent.script.habits import hour_of
from town.days.calendar import minutes_until
from town.days.constants import MINUTES_PER_DAY
from town.days.state import Habit
from town.doings.constants import LONGEST_ACTIVITY_MS, SHORTEST_ACTIVITY_MS
from town.minds.decisions import ChosenActivity, Decision, GoTo, Stay, TalkTo
from town.minds.operations import DecideNext, KnownPlace, NearbyPerson

FARTHEST_TALK_TILES = 12
FARTHEST_ERRAND_TILES = 30
ACTIVITY_MINUTES = (12, 35)
"""How long an activity lasts, in minutes of the calendar: from, below."""

PARTY_EMOJI = "🎉"
SOCIABLE_PLACES = frozenset({"cafe", "plaza", "park", "bridge", "dock"})
ERRANDS = {
    "plaza": {"stroll", "fountain", "market", "gossip"},
    "bridge": {"watch-river", "daydream"},
    "park": {"read", "feed-ducks", "sketch"},
    "dock": {"watch-lake"},
    "cafe": {"drink", "chat"},
    "shop": {"browse"},
    "library": {"read", "research"},
}
"""Kinds of places where anybody may turn up, and what a visitor does there, by the ids of pastimes."""

_Deed = tuple[str, str, str | None]
"""What one does, its emoji, and what it is done with."""

AT_HOME = frozenset({"cook", "tidy", "rest"})


def decide(task: DecideTask) -> Decision:
    """Sleep when it is time; else perhaps talk, perhaps an errand, mostly what one does at this hour."""
    request, habit = task.request, task.request.habit
    chance = Chance(request.operation)
    if habit is not None and habit.asleep:
        night = _activity(request, chance, habit.activity, habit.emoji, habit.object, asleep=True)
        return GoTo(habit.place, night)
    partner = _somebody_to_talk_to(task, chance)
    if partner is not None:
        return TalkTo(partner.player)
    return _something_to_do(task, chance)


def _somebody_to_talk_to(task: DecideTask, chance: Chance) -> NearbyPerson | None:
    request = task.request
    if not request.may_invite:
        return None
    willing = [
        (_inclination_percent(task, person), person)
        for person in request.nearby
        if person.may_invite and not person.busy and person.distance_tiles <= FARTHEST_TALK_TILES
    ]
    if not willing:
        return None
    percent, person = max(willing, key=lambda pair: pair[0])
    return person if chance.happens("talk", percent) else None


def _inclination_percent(task: DecideTask, person: NearbyPerson) -> int:
    """How likely one is to speak to somebody now."""
    request, me = task.request, task.me.person
    kind = next((place.kind for place in request.places if place.id == request.place), None)
    last_talk_ms = _last_talk_ms(task, person)
    percent = 34 - 2 * person.distance_tiles
    if any(known.player == person.player for known in me.knows):
        percent += 12
    elif last_talk_ms is None:
        percent += 36
    percent += 12 if person.human else 0
    celebrates = request.habit is not None and request.habit.emoji == PARTY_EMOJI
    percent += 14 if kind in SOCIABLE_PLACES or celebrates else 0
    percent += 8 if hour_of(request.minute_of_day) == "evening" else 0
    percent -= 10 if me.work is not None and request.place == me.work else 0
    if last_talk_ms is not None:
        since_ms = request.now_ms - last_talk_ms
        percent -= (
            40 if since_ms < request.town_day_ms // 12 else 20 if since_ms < request.town_day_ms // 3 else 0
        )
    return max(3, min(percent, 80))


def _last_talk_ms(task: DecideTask, person: NearbyPerson) -> int | None:
    """When one last talked with somebody, as far as one remembers; None for somebody never talked with."""
    remembered = (known.at_ms for known in task.relationships if known.other == person.player)
    return next(remembered, person.last_talk_ms)


def _something_to_do(task: DecideTask, chance: Chance) -> Decision:
    request, habit = task.request, task.request.habit
    working = habit is not None and habit.place == task.me.person.work
    if not working and hour_of(request.minute_of_day) != "night" and chance.happens("errand", 12):
        errand = _errand(request, chance)
        if errand is not None:
            return errand
    if habit is None:
        return Stay(_activity(request, chance, "looks about", "👀"))
    deed: _Deed = (habit.activity, habit.emoji, habit.object)
    if not working and chance.happens("pastime", 20):
        deed = _pastime(request, habit, chance) or deed
    activity = _activity(request, chance, *deed)
    stays = request.place == habit.place and chance.happens("stay put", 60)
    return Stay(activity) if stays else GoTo(habit.place, activity)


def _errand(request: DecideNext, chance: Chance) -> Decision | None:
    near = [
        (place, FARTHEST_ERRAND_TILES + 10 - place.distance_tiles)
        for place in request.places
        if place.kind in ERRANDS
        and place.id != request.place
        and place.distance_tiles <= FARTHEST_ERRAND_TILES
    ]
    if not near:
        return None
    place = chance.weighted("errand place", near)
    pastime = _one_of(place, ERRANDS[place.kind], chance)
    return GoTo(place.id, _activity(request, chance, *pastime)) if pastime else None


def _pastime(request: DecideNext, habit: Habit, chance: Chance) -> _Deed | None:
    """Something else that one may do where the habit leads."""
    place = next((place for place in request.places if place.id == habit.place), None)
    if place is None:
        return None
    return _one_of(place, AT_HOME if place.kind == "home" else ERRANDS.get(place.kind, set[str]()), chance)


def _one_of(place: KnownPlace, ids: frozenset[str] | set[str], chance: Chance) -> _Deed | None:
    pastimes = [pastime for pastime in place.activities if pastime.id in ids]
    if not pastimes:
        return None
    pastime = chance.pick("pastime of a place", pastimes)
    return pastime.description, pastime.emoji, pastime.object


def _activity(
    request: DecideNext,
    chance: Chance,
    description: str,
    emoji: str,
    object_: str | None = None,
    *,
    asleep: bool = False,
) -> ChosenActivity:
    """An activity that ends when the habit does, if not before; who sleeps does so until then."""
    shortest, below = ACTIVITY_MINUTES
    minutes = shortest + chance.number("duration", below - shortest)
    if request.habit is not None:
        left = minutes_until(request.minute_of_day, request.habit.to_minute % MINUTES_PER_DAY)
        minutes = left if asleep else min(minutes, left)
    duration_ms = minutes * request.town_day_ms // MINUTES_PER_DAY
    duration_ms = min(max(duration_ms, SHORTEST_ACTIVITY_MS), LONGEST_ACTIVITY_MS)
    return ChosenActivity(description, emoji, duration_ms, object_, asleep)
