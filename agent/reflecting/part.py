"""What reflecting brings to the minds: the rules do not ask for it, it comes after what they ask for."""

from agent.performing import MindPart
from agent.reflecting.ability import INSIGHT, QUESTION

REFLECTING_PART = MindPart(name="reflecting", abilities=(QUESTION, INSIGHT))
