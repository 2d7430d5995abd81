"""What deciding brings to the minds: it is asked for where nothing was noticed (`agent.reacting.performer`)."""

from agent.deciding.ability import DECIDE
from agent.performing import MindPart

DECIDING_PART = MindPart(name="deciding", abilities=(DECIDE,))
