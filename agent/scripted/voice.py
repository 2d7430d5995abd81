"""The scripted voice."""

from __future__ import annotations

from agent.tasks import DecideTask, Keepsake, RememberTask, Saying, SayTask
from town.decisions import ChosenActivity, Decision, GoTo, Stay, TalkTo
from town.operations import MessageKind


class ScriptedVoice:
    """See `agent.tasks.Voice`."""

    async def decide(self, task: DecideTask) -> Decision:
        """What to do next."""
        job = task.job
        for person in job.nearby:
            if job.may_invite and person.may_invite and not person.busy and person.distance_tiles < 12:
                return TalkTo(person.player)
        habit = job.habit
        if habit is None:
            return Stay(ChosenActivity("rests", "💭", 20_000))
        return GoTo(habit.place, ChosenActivity(habit.activity, habit.emoji, 30_000))

    async def say(self, task: SayTask) -> Saying:
        """The next thing to say."""
        if task.kind is MessageKind.LEAVE:
            return Saying("I must be off. Goodbye!", True)
        return Saying(f"Hello {task.partner.name}, line {len(task.lines)} from me.", False)

    async def remember(self, task: RememberTask) -> Keepsake:
        """What to keep of a conversation."""
        return Keepsake(f"I talked with {task.partner.name}.")
