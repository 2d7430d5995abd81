"""What minds bring to the rules."""

from town.minds.after_talks import attend, keep_talk_in_mind
from town.minds.events import OperationFailed
from town.minds.operations import DECIDING, PLANNING, REMEMBERING, TALKING
from town.minds.reports import REPORTS
from town.minds.systems import LET_AGENTS_ACT, follow_agent
from town.minds.with_humans import WITH_HUMANS, patience_with_humans
from town.parts import Index, Part
from town.talk.moments import CALLED_TO_TALK, TALK_OVER

MINDS = Part(
    name="minds",
    inputs={**REPORTS.by_name, **WITH_HUMANS.by_name},
    patience=patience_with_humans,
    systems=(LET_AGENTS_ACT,),
    reactions=(CALLED_TO_TALK.reaction(attend), TALK_OVER.reaction(keep_talk_in_mind)),
    indexes=(Index("agents", follow_agent),),
    events=(OperationFailed,),
    operations=(DECIDING, PLANNING, TALKING, REMEMBERING),
)
