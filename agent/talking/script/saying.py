"""The next thing to say, without a model."""

from __future__ import annotations

from agent.script.bank import load_bank
from agent.script.chance import Chance
from agent.talking.script.agreeing import with_agreement
from agent.talking.script.speaker import Scene
from agent.talking.script.turns import take_turn
from agent.talking.task import Saying, SayTask


def say(task: SayTask) -> Saying:
    """A line; the same for the same task on any machine."""
    scene = Scene(task, load_bank(), Chance(f"{task.operation} {task.me.player}"))
    return with_agreement(scene, take_turn(scene))
