"""What talk brings to the rules."""

from town.parts import Index, Part
from town.talk.events import ConversationEnded, ConversationStarted, Message, Talked
from town.talk.inputs import TALK_INPUTS
from town.talk.lapses import LAPSES, unanswered
from town.talk.systems import BRING_TOGETHER, KEEP_CONVERSATIONS_GOING
from town.talk.talking import follow_approaching

TALK = Part(
    name="talk",
    inputs={**TALK_INPUTS.by_name, **LAPSES.by_name},
    patience=unanswered,
    systems=(KEEP_CONVERSATIONS_GOING, BRING_TOGETHER),
    indexes=(Index("conversations", follow_approaching),),
    events=(Message, ConversationStarted, ConversationEnded, Talked),
)
