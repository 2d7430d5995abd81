"""What reacting brings to the minds."""

from agent.performing import MindPart, Performer
from agent.reacting.ability import REACT
from agent.reacting.performer import decide_next
from town.minds.operations import DECIDING

REACTING_PART = MindPart(name="reacting", performers=(Performer(DECIDING, decide_next),), abilities=(REACT,))
