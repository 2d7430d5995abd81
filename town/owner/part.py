"""What an owner's powers bring to the rules."""

from town.owner.rest import REST_INPUTS
from town.owner.time import TIME_INPUTS
from town.owner.villagers import VILLAGER_INPUTS
from town.parts import Part

OWNER = Part(name="owner", inputs={**TIME_INPUTS.by_name, **REST_INPUTS.by_name, **VILLAGER_INPUTS.by_name})
