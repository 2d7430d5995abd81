"""Promises in scripted talk: who takes up an offer of help says where and when, and both will be there."""

from __future__ import annotations

from msgspec.structs import replace

from agent.script.habits import habit_at, place_word
from agent.talking.promising import both_free
from agent.talking.script.speaker import Scene
from agent.talking.task import Saying
from engine.texts import within
from town.days.constants import MINUTES_PER_DAY
from town.days.state import Agreement
from town.doings.constants import LONGEST_DESCRIPTION

HOURS = range(10, 18)
"""When people have time for each other."""

_INVITATIONS = (
    "Come to {place} tomorrow at {hour}.",
    "Shall we say {place}, tomorrow at {hour}?",
    "Tomorrow at {hour}, at {place}, then.",
)
_CLOCK = {
    10: "ten", 11: "eleven", 12: "noon", 13: "one in the afternoon", 14: "two in the afternoon",
    15: "three in the afternoon", 16: "four in the afternoon", 17: "five in the afternoon",
}  # fmt: skip


def with_agreement(scene: Scene, saying: Saying) -> Saying:
    """What is said; if it answers an offer of help, with a place and an hour at which one usually is there."""
    if saying.end or not _was_offered(scene):
        return saying
    tomorrow = scene.task.moment.day * MINUTES_PER_DAY
    free = [hour for hour in HOURS if both_free(scene.task, tomorrow + hour * 60)]
    meetings = [(hour, *place) for hour in free if (place := _place_at(scene, hour))]
    if not meetings:
        return saying
    hour, place, called = scene.chance.pick("meeting", meetings)
    words = scene.chance.pick("invitation", _INVITATIONS).format(place=called, hour=_CLOCK[hour])
    agreement = Agreement(place=place, minute=tomorrow + hour * 60, about=_about(scene))
    return replace(saying, text=f"{saying.text} {words}", agreement=agreement)


def _was_offered(scene: Scene) -> bool:
    if not scene.heard:
        return False
    last, found = scene.heard[-1]
    agreed = any(
        word.format(place="", hour="")[:8] in line.text for line, _ in scene.heard for word in _INVITATIONS
    )
    mine = last.player == scene.task.me.player
    return not mine and not agreed and any(act.act == "offer_help" for act in found)


def _place_at(scene: Scene, hour: int) -> tuple[str, str] | None:
    """Where one usually is at an hour, and what it is called."""
    habit = habit_at(scene.task.me.person, hour * 60)
    if habit is None or habit.asleep or habit.place == scene.task.me.person.home:
        return None
    called = place_word(habit.place, scene.bank)
    return (habit.place, called) if called else None


def _about(scene: Scene) -> str:
    return within(
        f"meets as promised: {scene.task.me.name} and {scene.task.partner.name}", LONGEST_DESCRIPTION
    )
