"""What talking brings to the minds."""

from agent.performing import MindPart, Performer
from agent.talking.ability import SAY
from agent.talking.performer import generate_message
from town.minds.operations import TALKING

TALKING_PART = MindPart(name="talking", performers=(Performer(TALKING, generate_message),), abilities=(SAY,))
