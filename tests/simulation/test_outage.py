"""A small town whose model goes down and comes back, in simulated time: nobody waits long, and nothing false is kept."""

import random

from agent.models.errors import (
    BrokenStream,
    ContentFiltered,
    Misconfigured,
    ModelError,
    ModelFailed,
    PromptTooLong,
    QuotaExceeded,
    Throttled,
    TimedOut,
    Unreachable,
)
from agent.models.port import ChatRequest
from tests.fakes.models import HANG_MS, ToldModel
from tests.fakes.replies import Replies
from tests.fakes.virtual_time import run_in_virtual_time
from tests.outage import Account, OutageTown, Phase
from town.people.templates import load_template
from town.rules import TOWN

WELL, HANGING, REFUSING, FIFTH, BACK = (
    Phase("well", 300),
    Phase("hanging", 150),
    Phase("refusing", 150),
    Phase("a fifth fails", 300),
    Phase("back", 240),
)
PHASES = (WELL, HANGING, REFUSING, BACK, FIFTH)
FAILURES: list[ModelError | int] = [
    Throttled("t", 500),
    QuotaExceeded("q"),
    TimedOut("o"),
    Unreachable("u"),
    ModelFailed("f"),
    ContentFiltered("c"),
    BrokenStream("b"),
    PromptTooLong("p"),
    Misconfigured("m"),
    HANG_MS,
]
LONGEST_WAIT_MS = 60_000
LONGEST_STEP_TICKS = TOWN.rate.per_second


class Trial:
    """A model that does as its phase says."""

    def __init__(self) -> None:
        self.phase = WELL
        self.chance = random.Random(1)
        names = tuple(person.name for person in load_template("hollow").people)
        self.replies = Replies(1, names)
        self.town = OutageTown("hollow", 1, ToldModel("m", self.behaviour, self.says))

    def begin(self, phase: Phase) -> None:
        self.phase = phase

    def behaviour(self, _now_ms: int) -> ModelError | int:
        if self.phase is HANGING:
            return HANG_MS
        if self.phase is REFUSING:
            return Unreachable("nobody listens")
        if self.phase is FIFTH and self.chance.random() < 0.2:
            return self.chance.choice(FAILURES)
        return self.chance.randrange(200, 3_000)

    def says(self, request: ChatRequest) -> str:
        kind = request.schema.name if request.schema else ""
        if self.phase is FIFTH and self.chance.random() < 0.2:
            return self.replies.bad(kind, request.prompt.user)
        return self.replies.good(kind, request.prompt.user) or "{}"

    async def play(self) -> dict[str, Account]:
        accounts = await self.town.live(PHASES, self.begin)
        return {phase.name: account for phase, account in zip(PHASES, accounts, strict=True)}


def test_nobody_waits_for_a_minute_and_nothing_false_is_kept() -> None:
    trial = Trial()
    accounts = run_in_virtual_time(trial.play())
    for phase in PHASES:
        account = accounts[phase.name]
        assert account.longest_wait_ms <= LONGEST_WAIT_MS, phase.name
        assert abs(account.ticks - phase.seconds * TOWN.rate.per_second) <= LONGEST_STEP_TICKS, "ticks waited"
        assert account.messages, phase.name
    assert trial.town.false_texts(trial.replies.good_texts) == []
    kept = {memory.id: memory for memory in trial.town.memories.everybodys()}
    reasons = {kept[id_].text for id_ in trial.town.store.replans}
    assert reasons, "what a model remembered of a talk changed nobody's day"
    assert reasons <= trial.replies.good_texts | trial.town.script.texts
    assert not trial.town.said_by_rules(), "the script should have found words"
    assert accounts[WELL.name].by_script == 0
    assert accounts[HANGING.name].by_model <= 1
    assert accounts[REFUSING.name].by_model == 0
    assert accounts[FIFTH.name].by_model > accounts[FIFTH.name].by_script > 0
    assert accounts[BACK.name].by_model > 0


def test_the_trial_itself_finds_what_is_false() -> None:
    trial = Trial()
    trial.phase = FIFTH
    bad = [trial.replies.bad("SayAnswer", "") for _ in range(100)]
    assert len(set(bad)) > 8
    assert not any(text in trial.replies.good_texts for text in bad)
