"""How people come to their plans: their own, or the usual day."""

from __future__ import annotations

from town.days.calendar import calendar_minute, is_between
from town.days.constants import FARTHEST_PROMISE_MINUTES, MINUTES_PER_DAY
from town.days.plans import bed_of, flaw_in, next_waking, night_of, piece_at, stroke_at, usual_day
from town.days.promises import keeps, pending, with_meetings, with_promise
from town.days.state import Agreement, Habit, Plan, Promise, Stroke
from town.ids import ConversationId, PlayerId
from town.world import World


def makes_plans(world: World) -> bool:
    """Whether the people of a world plan their days."""
    return world.settings.abilities.plans and bool(world.map.places)


def sleeps_at(world: World, player_id: PlayerId, minute: int) -> bool:
    """Whether somebody usually sleeps at a calendar minute."""
    return is_between(minute % MINUTES_PER_DAY, *night_of(world.people[player_id]))


def take_usual_day(world: World, now_ms: int, player_id: PlayerId) -> None:
    """Let somebody do what they usually do until they next wake."""
    minute = calendar_minute(world.settings, now_ms)
    person = world.people[player_id]
    until = next_waking(person, minute)
    _take(world, player_id, usual_day(person, world.map, minute, until), minute, until, own=False)


def take_plan(
    world: World, now_ms: int, player_id: PlayerId, strokes: tuple[Stroke, ...], from_minute: int
) -> str | None:
    """Let somebody follow their own plan, made for the time from a minute on; the flaw of one that can't be followed.

    Then they do what they usually do.
    """
    person = world.people[player_id]
    until = next_waking(person, from_minute)
    flaw = flaw_in(strokes, from_minute, until, world.map, bed_of(person, world.map))
    if flaw is None and calendar_minute(world.settings, now_ms) >= until:
        flaw = "the plan came when its day was over"
    if flaw is None:
        _take(world, player_id, strokes, from_minute, until, own=True)
    else:
        take_usual_day(world, now_ms, player_id)
    return flaw


def agree(
    world: World, now_ms: int, talk: ConversationId, pair: tuple[PlayerId, PlayerId], agreement: Agreement
) -> bool:
    """Let the two in a talk keep what one of them agrees to; whether they can. A human keeps it in their head."""
    minute = calendar_minute(world.settings, now_ms)
    in_time = minute < agreement.minute <= minute + FARTHEST_PROMISE_MINUTES
    if world.map.place(agreement.place) is None or not in_time:
        return False
    kept: dict[PlayerId, Plan] = {}
    for mine, other in (pair, pair[::-1]):
        if world.players[mine].human:
            continue
        plan = world.plans.get(mine)
        new = Promise(
            conversation=talk,
            partner=other,
            partner_name=world.players[other].name,
            minute=agreement.minute,
            place=agreement.place,
            about=agreement.about,
        )
        if plan is None or not keeps(plan.promises, new):
            return False
        kept[mine] = with_promise(plan, new, minute)
    world.plans.update(kept)
    return True


def current_stroke(world: World, now_ms: int, player_id: PlayerId) -> Stroke:
    """The stroke of somebody's plan that this minute belongs to; they must have a plan that reaches so far."""
    stroke = stroke_at(world.plans[player_id].strokes, calendar_minute(world.settings, now_ms))
    assert stroke is not None, f"the plan of {player_id} has a gap"
    return stroke


def planned_habit(world: World, now_ms: int, player_id: PlayerId) -> Habit | None:
    """What somebody's plan has for this minute, in the terms of a usual day."""
    plan = world.plans.get(player_id)
    minute = calendar_minute(world.settings, now_ms)
    stroke = stroke_at(plan.strokes, minute) if plan else None
    if stroke is None:
        return None
    piece = piece_at(stroke, minute)
    return Habit(
        stroke.from_minute % MINUTES_PER_DAY,
        stroke.to_minute % MINUTES_PER_DAY,
        stroke.place,
        piece.activity,
        piece.emoji,
        piece.object,
        piece.asleep,
    )


def _take(
    world: World, player_id: PlayerId, strokes: tuple[Stroke, ...], from_minute: int, until: int, *, own: bool
) -> None:
    before = world.plans.get(player_id)
    promises = pending(before.promises, from_minute) if before else ()
    world.plans[player_id] = Plan(
        from_minute=from_minute,
        until_minute=until,
        own=own,
        strokes=with_meetings(strokes, promises, from_minute),
        promises=promises,
    )
