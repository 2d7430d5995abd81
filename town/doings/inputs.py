"""What a human does at a place: pastimes that the map offers there."""

from __future__ import annotations

from engine.inputs import Authority, Rejected
from town.doings.activities import is_asleep
from town.doings.constants import LONGEST_ACTIVITY_MS
from town.doings.pastimes import break_off, set_about
from town.doings.spots import stand_at
from town.doings.state import Heading, PlannedActivity
from town.ground.geometry import Tile
from town.ground.map import Fixture, Pastime, Place
from town.ids import PlayerId
from town.parts import registry
from town.who import Player
from town.world import World

DOING_INPUTS = registry()


@DOING_INPUTS(Authority.SUBJECT, subject="player")
def begin_activity(
    world: World, now: int, *, player: PlayerId, place: str, activity: str, using: str | None = None
) -> None:
    """Do something that the place where one is offers, by its id; if it needs an object, one first walks there.

    `using` is the id of the object; without it the nearest that will do and is free is taken.
    """
    human = world.human(player)
    _check_awake_and_alone(world, human)
    here = world.map.place_at(world.tile_of(player))
    if here is None or here.id != place:
        raise Rejected(f"you are not at {_known(world, place).name}; walk there first")
    pastime = here.activity(activity)
    if pastime is None:
        raise Rejected(
            f"one can't do {activity[:60]!r} here; one can do {', '.join(p.id for p in here.activities)}"
        )
    fixtures = _fixtures_for(here, pastime, using)
    spot = _free_stand(world, player, fixtures) if fixtures else world.tile_of(player)
    planned = PlannedActivity(
        pastime.description,
        pastime.emoji,
        LONGEST_ACTIVITY_MS,
        object=pastime.object,
        asleep=pastime.asleep,
    )
    set_about(world, now, player, Heading(here.id, spot, planned))


@DOING_INPUTS(Authority.SUBJECT, subject="player")
def stop_activity(world: World, now: int, *, player: PlayerId) -> None:
    """Stop what one is busy with, or on the way to."""
    human = world.human(player)
    if human.activity is None and human.heading is None:
        raise Rejected("you are not busy with anything")
    break_off(world, now, player)


def _check_awake_and_alone(world: World, human: Player) -> None:
    if is_asleep(human):
        raise Rejected("you are asleep; stop that before you begin something else")
    if world.is_engaged(human.id):
        raise Rejected("you are in a conversation; leave it before you begin something else")


def _known(world: World, place_id: str) -> Place:
    place = world.map.place(place_id)
    if place is None:
        raise Rejected(f"there is no place {place_id[:60]!r}")
    return place


def _fixtures_for(place: Place, pastime: Pastime, using: str | None) -> tuple[Fixture, ...]:
    """The objects of which a pastime needs one; the one that is named must be among them."""
    fitting = place.objects_called(pastime.object) if pastime.object else ()
    if using is None:
        return fitting
    named = tuple(fixture for fixture in fitting if fixture.id == using)
    if not named:
        ids = ", ".join(fixture.id for fixture in fitting) or "nothing"
        raise Rejected(f"who {pastime.description} does not use {using[:60]!r} for it, but {ids}")
    return named


def _free_stand(world: World, player: PlayerId, fixtures: tuple[Fixture, ...]) -> Tile:
    stand = stand_at(world, player, fixtures)
    if stand is None:
        raise Rejected(f"the {fixtures[0].name} is taken; try again when there is room at it")
    return stand
