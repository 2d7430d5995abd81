"""How a world begins: a map, its people, and the seed that all chance follows from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from engine.chance import Chance, Drawn
from engine.game import Game, Rules
from engine.inputs import Rejected
from engine.state import Entity
from engine.store import DEFAULT_CAPACITY, NewWorld
from town.days.state import Habit
from town.ground.chunks import cut, plain_drawing
from town.ground.map import TownMap, check_map
from town.ground.maps import load_drawing, load_map
from town.ground.state import Drawing
from town.library import SHIPPED, Library
from town.people.population import Newcomer, add_villager, require_own_name
from town.people.templates import Person as TemplatePerson
from town.people.templates import Template, load_template
from town.settings import Abilities, RestAfterMinutes, Settings, Speech
from town.talk.likeness import readings_of
from town.who import Acquaintance, Person
from town.world import World


class Villager(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who lives in the town from the beginning."""

    name: str
    look: str
    person: Person
    """`knows` names no players yet."""


class BadTown(ValueError):
    """No world can be founded from this; the message says why."""


def found_world(
    map_: TownMap,
    seed: int,
    settings: Settings,
    villagers: Sequence[Villager],
    *,
    drawing: Drawing | None = None,
    rules: Rules[World],
    capacity: int = DEFAULT_CAPACITY,
) -> World:
    """A new world at time 0, with room for so many bodies. Everyone stands at home. Raises `BadTown` and `BadMap`.

    `drawing`, of the size of the map, is how it looks; left out, it is all grass.
    """
    check_map(map_)
    if len(villagers) + settings.most_humans > capacity:
        raise BadTown(
            f"{len(villagers)} villagers and {settings.most_humans} humans are too many: "
            f"the world has room for {capacity}"
        )
    world = rules.empty(capacity)
    world.settings, world.chance = settings, Chance(Drawn(seed, {}))
    world.lay_out(cut(map_, drawing or plain_drawing(map_)))
    rules.prepare(world)
    for villager in villagers:
        home = map_.place(villager.person.home) if villager.person.home else None
        near = home.spots[0] if home and home.spots else map_.entry
        newcomer = Newcomer(name=villager.name, readings=readings_of(villager.name), look=villager.look)
        try:
            require_own_name(world.players.values(), newcomer)
        except Rejected as error:
            raise BadTown(f"two villagers have names that look the same: {error}") from error
        add_villager(world, 0, newcomer, person=villager.person, near=near)
    return world


def found_from_template(
    template: Template,
    seed: int,
    settings: Settings | None = None,
    *,
    rules: Rules[World],
    library: Library = SHIPPED,
    capacity: int = DEFAULT_CAPACITY,
) -> World:
    """The first moment of a world: everyone at home, and acquainted as the template says.

    `settings` left out are the defaults; they must name this template. Raises `BadTown` and `BadMap`.
    """
    settings = settings or Settings(template=template.id)
    villagers = [Villager(name=p.name, look=p.look, person=_person(p)) for p in template.people]
    map_, drawing = load_map(template.map, library), load_drawing(template.map, library)
    world = found_world(map_, seed, settings, villagers, drawing=drawing, rules=rules, capacity=capacity)
    ids = {player.name: player.id for player in world.players.values()}
    for person in template.people:
        knows = tuple(
            Acquaintance(ids[known.name], known.name, known.relation, known.feeling) for known in person.knows
        )
        world.people[ids[person.name]] = replace(world.people[ids[person.name]], knows=knows)
    return world


def new_world(
    world_id: str,
    name: str,
    template_name: str,
    *,
    seed: int | None,
    owner_key_hash: bytes,
    rules: Rules[World],
    library: Library = SHIPPED,
    abilities: Abilities = Abilities(),  # noqa: B008 (a frozen value)
    speech: Speech = Speech(),  # noqa: B008 (a frozen value)
    rest_after_minutes: RestAfterMinutes | None = None,
    capacity: int = DEFAULT_CAPACITY,
) -> NewWorld:
    """A world to create. Raises `UnknownTemplate`, `BadTemplate`, `BadMap` and `BadTown`."""
    template = load_template(template_name, library)
    chosen_seed = template.seed if seed is None else seed
    settings = Settings(
        template=template.id, abilities=abilities, speech=speech, rest_after_minutes=rest_after_minutes
    )
    world = found_from_template(
        template, chosen_seed, settings, rules=rules, library=library, capacity=capacity
    )
    game = Game(rules, world)
    changes = game.mark_committed()
    operations, events = rules.effects(world).drain()
    return NewWorld(
        id=world_id,
        name=name,
        rules=rules.name,
        rules_version=rules.version,
        template=template.id,
        seed=chosen_seed,
        capacity=capacity,
        owner_key_hash=owner_key_hash,
        entities=tuple(Entity(c.kind, c.id, c.body) for c in changes if c.body is not None),
        operations=operations,
        events=events,
        state_hash=game.committed_hash,
    )


def _person(person: TemplatePerson) -> Person:
    return Person(
        age=person.age,
        pronouns=person.pronouns,
        background=person.background,
        character=person.character,
        manner=person.manner,
        sayings=person.sayings,
        wants=person.wants,
        worries=person.worries,
        interests=person.interests,
        news=person.news,
        home=person.home,
        work=person.work,
        day=tuple(
            Habit(h.from_minute, h.to_minute, h.place, h.activity, h.emoji, h.object, h.asleep)
            for h in person.day
        ),
    )
