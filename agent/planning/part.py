"""What planning brings to the minds."""

from agent.performing import MindPart, Performer
from agent.planning.ability import PLAN
from agent.planning.performer import plan_day, reflect_afterwards
from town.minds.operations import PLANNING

PLANNING_PART = MindPart(
    name="planning", performers=(Performer(PLANNING, plan_day, reflect_afterwards),), abilities=(PLAN,)
)
