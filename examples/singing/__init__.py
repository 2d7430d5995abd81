"""A fork that asks minds for something new: who owns the town has its people compose songs.

`rules.py` declares what is asked and answered, `minds.py` how a mind answers, `prompts/` what a model reads. Run it with
`everbrook run --rules examples.singing:FORK`.
"""

from pathlib import Path

from agent.parts import MIND_PARTS
from everbrook.fork import Fork
from examples.singing.minds import SINGING_PART
from examples.singing.rules import SINGING_TOWN

FORK = Fork(rules=SINGING_TOWN, minds=(*MIND_PARTS, SINGING_PART), folder=Path(__file__).parent)
