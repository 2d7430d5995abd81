"""Worlds from templates, as a store is given them."""

from __future__ import annotations

from msgspec.structs import replace

from engine.game import Game
from engine.state import Entity
from engine.store import NewWorld
from town.entities import Abilities, Acquaintance, Habit, Person, RestAfterMinutes, Settings, Speech
from town.founding import Villager, found_world
from town.maps import load_map
from town.rules import TOWN
from town.templates import Person as TemplatePerson
from town.templates import Template, load_template
from town.world import World


def found_from_template(template: Template, seed: int, settings: Settings | None = None) -> World:
    """The first moment of a world: everyone at home, and acquainted as the template says.

    `settings` left out are the defaults; they must name this template.
    """
    settings = settings or Settings(template=template.id)
    villagers = [Villager(name=p.name, look=p.look, person=_person(p)) for p in template.people]
    world = found_world(load_map(template.map), seed, settings, villagers)
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
    abilities: Abilities = Abilities(),  # noqa: B008 (a frozen value)
    speech: Speech = Speech(),  # noqa: B008 (a frozen value)
    rest_after_minutes: RestAfterMinutes | None = None,
) -> NewWorld:
    """A world to create. Raises `UnknownTemplate`."""
    template = load_template(template_name)
    chosen_seed = template.seed if seed is None else seed
    settings = Settings(
        template=template.id, abilities=abilities, speech=speech, rest_after_minutes=rest_after_minutes
    )
    game = Game(TOWN, found_from_template(template, chosen_seed, settings))
    changes = game.mark_committed()
    operations, events = TOWN.effects(game.world).drain()
    return NewWorld(
        id=world_id,
        name=name,
        rules=TOWN.name,
        template=template.id,
        seed=chosen_seed,
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
            Habit(h.from_minute, h.to_minute, h.place, h.activity, h.emoji, h.object) for h in person.day
        ),
    )
