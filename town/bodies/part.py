"""What bodies bring to the rules."""

from town.bodies.events import WalkGivenUp
from town.bodies.inputs import BODY_INPUTS
from town.bodies.movement import derive_bodies
from town.bodies.systems import END_LEGS, PLAN_ROUTES
from town.parts import Part

BODIES = Part(
    name="bodies",
    inputs=BODY_INPUTS.by_name,
    systems=(PLAN_ROUTES, END_LEGS),
    derive=derive_bodies,
    events=(WalkGivenUp,),
)
