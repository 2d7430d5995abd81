"""What remembering brings to the minds."""

from agent.performing import MindPart, Performer
from agent.remembering.ability import REMEMBER
from agent.remembering.performer import reflect_afterwards, remember_conversation
from town.minds.operations import REMEMBERING

REMEMBERING_PART = MindPart(
    name="remembering",
    performers=(Performer(REMEMBERING, remember_conversation, reflect_afterwards),),
    abilities=(REMEMBER,),
)
