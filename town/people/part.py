"""What people bring to the rules."""

from town.parts import Part
from town.people.events import PlayerJoined, PlayerLeft
from town.people.inputs import PEOPLE_INPUTS
from town.people.presence import PRESENCE_INPUTS, hear_from, idle_humans

PEOPLE = Part(
    name="people",
    inputs={**PEOPLE_INPUTS.by_name, **PRESENCE_INPUTS.by_name},
    patience=idle_humans,
    after_input=hear_from,
    events=(PlayerJoined, PlayerLeft),
)
