"""The villagers whom an owner brings in."""

from __future__ import annotations

from typing import Annotated

import msgspec

from engine.inputs import Authority, Cleaned, Rejected
from town.ids import AgentId
from town.parts import registry
from town.people.constants import LONGEST_BIOGRAPHY
from town.people.population import Newcomer, add_villager, is_full, require_own_name
from town.talk.text import Look, Name, Readings, clean_text
from town.who import Person
from town.world import World

VILLAGER_INPUTS = registry()

Age = Annotated[int, msgspec.Meta(ge=1, le=120)]
Biography = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_BIOGRAPHY), Cleaned(clean_text)]


@VILLAGER_INPUTS(Authority.OWNER)
def create_agent(
    world: World,
    now: int,
    *,
    name: Name,
    character: Look,
    age: Age,
    pronouns: Name,
    background: Biography,
    home: str | None = None,
    readings: Readings = (),
) -> AgentId:
    """Bring a new villager into the town. Answers with the agent's id."""
    newcomer = Newcomer(name=name, readings=readings, look=character)
    if is_full(world):
        raise Rejected("the town is full")
    require_own_name(world.players.values(), newcomer)
    if home is not None and world.map.place(home) is None:
        raise Rejected(f"there is no place {home[:60]!r} to live in")
    person = Person(age=age, pronouns=pronouns, background=background, home=home)
    _, agent = add_villager(world, now, newcomer, person=person, near=world.map.entry)
    return agent.id
