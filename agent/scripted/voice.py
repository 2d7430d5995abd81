"""The scripted voice: offline, instant, and the same for the same task on any machine."""

from __future__ import annotations

from agent.scripted.agreeing import with_agreement
from agent.scripted.bank import load_bank
from agent.scripted.chance import Chance
from agent.scripted.decisions import decide
from agent.scripted.memory_text import compose, reason_to_replan
from agent.scripted.reacting import react
from agent.scripted.scene import Scene
from agent.scripted.turns import take_turn
from agent.tasks import DecideTask, Keepsake, RememberTask, Saying, SayTask
from town.decisions import Decision


class ScriptedVoice:
    """See `agent.tasks.Voice`."""

    def __init__(self, language: str = "en") -> None:
        self._bank = load_bank(language)

    async def decide(self, task: DecideTask) -> Decision:
        """What to do next."""
        return react(task) or decide(task)

    async def say(self, task: SayTask) -> Saying:
        """The next thing to say."""
        scene = Scene(task, self._bank, Chance(f"{task.operation} {task.me.player}"))
        return with_agreement(scene, take_turn(scene))

    async def remember(self, task: RememberTask) -> Keepsake:
        """What to keep of a conversation."""
        return Keepsake(compose(task, self._bank), replans=reason_to_replan(task, self._bank))
