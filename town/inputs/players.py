"""What a player does besides talking: come, go, walk, be busy."""

from __future__ import annotations

from engine.inputs import Authority, Rejected
from town.constants import LONGEST_ACTIVITY_MS
from town.decisions import is_asleep
from town.entities import Heading, Membership, PlannedActivity, Player
from town.geometry import Tile
from town.ids import PlayerId
from town.inputs.presence import heard_from
from town.inputs.registry import town_input
from town.map import Fixture, Pastime, Place
from town.movement import stop, walk_to
from town.pastimes import break_off, set_about
from town.population import add_player, is_full, remove_player
from town.spots import stand_at
from town.text import Look, Name, clean_name, same_name
from town.world import World


@town_input(Authority.ANYONE)
def join(world: World, now: int, *, name: Name, character: Look) -> str:
    """Come into the town as a human player. Answers with the player's id."""
    cleaned = clean_name(name)
    humans = sum(player.human for player in world.players.values())
    if humans >= world.settings.most_humans:
        raise Rejected(f"{humans} visitors are here already, as many as fit; try again when one has left")
    if is_full(world):
        raise Rejected("the town is full; try again when somebody has left")
    if any(same_name(cleaned, player.name) for player in world.players.values()):
        raise Rejected(f"somebody called {cleaned} is here already; choose another name")
    return add_player(world, now, name=cleaned, look=character, human=True, near=world.map.entry).id


@town_input(Authority.SUBJECT, subject="player")
def leave(world: World, now: int, *, player: PlayerId) -> None:
    """Leave the town; a conversation under way ends."""
    remove_player(world, now, world.human(player))


@town_input(Authority.SUBJECT, subject="player")
def move_to(world: World, now: int, *, player: PlayerId, destination: Tile | None) -> None:
    """Walk to a tile, or, with null, stop at the next one."""
    human = world.human(player)
    if destination is not None:
        _check_destination(world, player, destination)
    heard_from(world, now, human.id)
    if destination is not None:
        walk_to(world, now, player, destination)
        return
    if human.heading is not None:
        break_off(world, now, player)
    stop(world, player)


@town_input(Authority.SUBJECT, subject="player")
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
    planned = PlannedActivity(pastime.description, pastime.emoji, LONGEST_ACTIVITY_MS, object=pastime.object)
    heard_from(world, now, human.id)
    set_about(world, now, player, Heading(here.id, spot, planned))


@town_input(Authority.SUBJECT, subject="player")
def stop_activity(world: World, now: int, *, player: PlayerId) -> None:
    """Stop what one is busy with, or on the way to."""
    human = world.human(player)
    if human.activity is None and human.heading is None:
        raise Rejected("you are not busy with anything")
    heard_from(world, now, human.id)
    break_off(world, now, player)


def _check_awake_and_alone(world: World, human: Player) -> None:
    if is_asleep(human):
        raise Rejected("you are asleep; stop that before you begin something else")
    if human.conversation is not None:
        member = world.conversations[human.conversation].members[human.id]
        if member.status is not Membership.INVITED:
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


def _free_stand(world: World, player: str, fixtures: tuple[Fixture, ...]) -> Tile:
    stand = stand_at(world, player, fixtures)
    if stand is None:
        raise Rejected(f"the {fixtures[0].name} is taken; try again when there is room at it")
    return stand


def _check_destination(world: World, player: str, destination: Tile) -> None:
    conversation_id = world.players[player].conversation
    if conversation_id is not None:
        member = world.conversations[conversation_id].members[player]
        if member.status is Membership.PARTICIPATING:
            raise Rejected("you are talking; leave the conversation before you walk away")
    where = f"({destination.x}, {destination.y})"
    if not (0 <= destination.x < world.map.width and 0 <= destination.y < world.map.height):
        raise Rejected(f"{where} is off the map, which is {world.map.width} x {world.map.height} tiles")
    if not world.map.is_walkable(destination):
        raise Rejected(f"{where} is blocked; nobody can stand there")
    if not world.grid.connected(world.grid.index(world.tile_of(player)), world.grid.index(destination)):
        raise Rejected(f"there is no way to {where} from where you are")
