"""The registry that declares a function as an input of the town."""

from engine.inputs import Inputs
from town.world import World

town_input = Inputs[World]()
