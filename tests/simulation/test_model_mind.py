"""A model's mind in simulated time: whatever its model does, what it plans and understands is fit to be kept."""

import random
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.models.budget import Budget
from agent.models.errors import ContentFiltered, ModelError, ModelFailed, Throttled, TimedOut, Unreachable
from agent.models.port import ChatRequest
from agent.planning.ability import PLAN
from agent.reacting.ability import REACT
from agent.reflecting.ability import INSIGHT, QUESTION
from agent.reflecting.task import Insight
from tests.effort import tries
from tests.fakes.models import HANG_MS, ToldModel
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time
from tests.speaking import ABILITIES, SCRIPTED_DEED, SCRIPTED_INSIGHT, SCRIPTED_LINE, Stage
from tests.tasks import day_task, decide_task, insights_task, questions_task
from town.minds.decisions import Replan

Answers = Mapping[str, Mapping[str, object]]
STROKES: list[dict[str, object]] = [
    {"start": "07:00", "place": "cafe", "activity": "lays twelve tables", "emoji": "🍽️", "parts": []},
    {"start": "18:00", "place": "home-willow", "activity": "adds up the day", "emoji": "🧮", "parts": []},
]
UNDERSTOOD = "Goro feeds people because he is lonely himself."
GOOD: Answers = {
    "PlanAnswer": {"strokes": STROKES, "bedtime": "22:00"},
    "QuestionsAnswer": {"questions": ["What is Goro after?"]},
    "InsightsAnswer": {"insights": [{"text": UNDERSTOOD, "because": [1, 3]}]},
    "ReactAnswer": {"kind": "replan", "person": "", "because": "the mill is on fire"},
}
REFUSAL = "As an AI language model, I cannot help with that."
REFUSING: Answers = {
    "PlanAnswer": {"strokes": [{**STROKES[0], "activity": REFUSAL}], "bedtime": "22:00"},
    "QuestionsAnswer": {"questions": [REFUSAL]},
    "InsightsAnswer": {"insights": [{"text": REFUSAL, "because": [1]}]},
    "ReactAnswer": {"kind": "replan", "person": "", "because": REFUSAL},
}
ELSEWHERE: Answers = {
    "PlanAnswer": {"strokes": [{**STROKES[0], "place": "the moon"}], "bedtime": "22:00"},
    "QuestionsAnswer": {"questions": []},
    "InsightsAnswer": {"insights": [{"text": UNDERSTOOD, "because": [17]}]},
    "ReactAnswer": {"kind": "talk", "person": "p:99", "because": ""},
}
FAILURES: list[ModelError | int] = [
    Throttled("t", 500),
    TimedOut("o"),
    Unreachable("u"),
    ModelFailed("f"),
    ContentFiltered("c"),
    HANG_MS,
]


def good(request: ChatRequest) -> str:
    return _said(request, GOOD)


def bad(request: ChatRequest, way: int) -> str:
    """One of the ways in which an answer is no answer."""
    whole = good(request)
    return [
        "",
        whole[:-9],
        REFUSAL,
        _said(request, REFUSING),
        _said(request, ELSEWHERE),
        '{"error": {"message": "CUDA out of memory"}}',
        "planning on TOKEN LIMIT EXCEEDED",
    ][way]


WAYS = 7


def _said(request: ChatRequest, answers: Answers) -> str:
    assert request.schema is not None
    return msgspec.json.encode(answers[request.schema.name]).decode()


def stage_of(model: ToldModel, budget: Budget | None = None) -> Stage:
    return Stage({model.name: model}, LoopClock(), budget=budget)


async def answered(stage: Stage, task: str, number: int = 0) -> bool:
    """Whether the model's own answer was taken; what is neither its nor the script's fails the test."""
    begun_ms, operation = LoopClock().now_ms(), f"o:{number}"
    match task:
        case "plan":
            job = day_task(operation=operation)
            strokes = await stage.mind().ask(PLAN, job)
            own = strokes != job.request.usual
            assert not own or [s.activity for s in strokes[:-1]] == ["lays twelve tables", "adds up the day"]
        case "question":
            (question,) = await stage.mind().ask(QUESTION, questions_task(operation=operation))
            own = question == "What is Goro after?"
            assert own or question == SCRIPTED_LINE
        case "insight":
            (insight,) = await stage.mind().ask(INSIGHT, insights_task(operation=operation))
            own = insight == Insight(UNDERSTOOD, ("m:3", "m:1"))
            assert own or insight == SCRIPTED_INSIGHT
        case _:
            fire = f"The mill is on fire, says {number}."
            deed = await stage.mind().ask(REACT, decide_task(noticed=fire))
            own = deed == Replan("m:9")
            assert own or deed == SCRIPTED_DEED
    assert LoopClock().now_ms() - begun_ms <= ABILITIES[task].deadline_ms
    return own


MINDED = tuple(ability.name for ability in (PLAN, QUESTION, INSIGHT, REACT))


@pytest.mark.parametrize("task", MINDED)
def test_a_good_model_plans_reflects_and_reacts(task: str) -> None:
    async def play() -> None:
        stage = stage_of(ToldModel("m", lambda _: 300, good))
        assert await answered(stage, task)
        assert [(call.task, call.model, call.outcome) for call in await stage.calls()] == [(task, "m", "ok")]

    run_in_virtual_time(play())


@pytest.mark.parametrize("task", MINDED)
@pytest.mark.parametrize("way", range(WAYS))
def test_a_bad_answer_is_asked_for_once_more_and_then_left_to_the_script(task: str, way: int) -> None:
    async def play() -> None:
        stage = stage_of(ToldModel("m", lambda _: 10, lambda request: bad(request, way)))
        assert not await answered(stage, task)
        calls = await stage.calls()
        assert [call.model for call in calls] == ["m", "m", "scripted"]
        assert calls[-1].outcome == "bad_answer"
        left = iter([True])
        mended = ToldModel(
            "n", lambda _: 10, lambda request: bad(request, way) if next(left, False) else good(request)
        )
        assert await answered(stage_of(mended), task)

    run_in_virtual_time(play())


@given(st.integers(0, 2**32))
@settings(max_examples=tries(15))
def test_a_fifth_of_the_calls_failing_in_every_way(seed: int) -> None:
    chance = random.Random(seed)

    def behaviour(_: int) -> ModelError | int:
        return chance.choice(FAILURES) if chance.random() < 0.2 else chance.randrange(6_000)

    def says(request: ChatRequest) -> str:
        return bad(request, chance.randrange(WAYS)) if chance.random() < 0.2 else good(request)

    async def play() -> None:
        stage = stage_of(ToldModel("m", behaviour, says))
        own = 0
        for number in range(40):
            own += await answered(stage, MINDED[number % 4], number)
            await LoopClock().sleep(chance.randrange(60_000))
        assert own > 10

    run_in_virtual_time(play())


def test_at_the_budget_and_in_a_pause_the_script_thinks() -> None:
    async def play() -> None:
        poor = stage_of(ToldModel("m", lambda _: 10, good), Budget(tokens=100))
        assert not any([await answered(poor, task) for task in MINDED])

        async def is_paused(_world: str) -> bool:
            return True

        model = ToldModel("m", lambda _: 10, good)
        paused = Stage({"m": model}, LoopClock(), is_paused=is_paused)
        assert not any([await answered(paused, task) for task in MINDED])
        assert not model.called_at_ms
        outcomes = {call.outcome for stage in (poor, paused) for call in await stage.calls()}
        assert outcomes == {"budget_exhausted", "paused"}

    run_in_virtual_time(play())


def test_who_goes_to_sleep_plans_nothing() -> None:
    async def play() -> None:
        model = ToldModel("m", lambda _: 10, good)
        task = day_task(from_minute=23 * 60)
        assert await stage_of(model).mind().ask(PLAN, task) == task.request.usual
        assert not model.called_at_ms

    run_in_virtual_time(play())


def test_a_plan_has_the_time_to_be_written() -> None:
    async def play() -> None:
        stage = stage_of(ToldModel("m", lambda _: 20_000, good))
        assert await answered(stage, PLAN.name)

    run_in_virtual_time(play())
