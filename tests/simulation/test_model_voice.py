"""A model's voice in simulated time: whatever its model does, what comes out is fit to be said, and in time."""

import asyncio
import random
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.deciding.ability import DECIDE
from agent.models.budget import Amount, Budget
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
from agent.models.gate import Chain
from agent.models.port import ChatRequest
from agent.people import Line
from agent.remembering.ability import REMEMBER
from agent.talking.ability import SAY
from tests.effort import tries
from tests.fakes.models import HANG_MS, ToldModel
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time
from tests.speaking import ABILITIES, SCRIPTED_DEED, SCRIPTED_LINE, Stage
from tests.tasks import GORO, HABIT, decide_task, remember_task, say_task
from town.minds.decisions import ChosenActivity, GoTo

LINE = "Anouk minds herself, and half the street besides."
MEMORY = "Goro asked who minds Anouk, and that I eat with him."
DEED = GoTo("mill", ChosenActivity("asks after the road sign", "🪧", 60_000))
GOOD = {
    "SayAnswer": {"say": LINE, "end": False, "emotion": "glad"},
    "RememberAnswer": {"text": MEMORY},
    "DecideAnswer": {
        "kind": "go",
        "place": "mill",
        "person": "",
        "activity": "asks after the road sign",
        "emoji": "🪧",
        "minutes": 30,
    },
}
REFUSAL = "As an AI language model, I cannot help with that request about Goro."
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


def good(request: ChatRequest) -> str:
    assert request.schema is not None
    return msgspec.json.encode(GOOD[request.schema.name]).decode()


def bad(request: ChatRequest, way: int) -> str:
    """One of the ways in which an answer is no answer."""
    assert request.schema is not None
    whole = good(request)
    refusing = {
        "SayAnswer": {"say": REFUSAL, "end": True, "emotion": "sad"},
        "RememberAnswer": {"text": REFUSAL},
        "DecideAnswer": {**GOOD["DecideAnswer"], "place": "the moon"},
    }[request.schema.name]
    return [
        "",
        whole[:-12],
        "I'm sorry, but I can't assist with that.",
        msgspec.json.encode(refusing).decode(),
        whole + whole.replace("Anouk", "Anna").replace("30", "31"),
        "planning on TOKEN LIMIT EXCEEDED",
        '{"error": {"message": "CUDA out of memory"}}',
        "null",
    ][way]


WAYS = 8


def bad_at_first(times: int, way: int) -> Callable[[ChatRequest], str]:
    left = iter([True] * times)
    return lambda request: bad(request, way) if next(left, False) else good(request)


def quick(_: int) -> ModelError | int:
    return 10


def stage_of(*models: ToldModel, budget: Budget | None = None) -> Stage:
    return Stage({model.name: model for model in models}, LoopClock(), budget=budget)


def test_a_good_model_speaks_decides_and_remembers() -> None:
    async def play() -> None:
        stage = stage_of(ToldModel("m", lambda _: 300, good))
        saying = await stage.mind().ask(SAY, say_task())
        assert (saying.text, saying.end, saying.emotion) == (LINE, False, "glad")
        assert await stage.mind().ask(DECIDE, decide_task()) == DEED
        assert (await stage.mind().ask(REMEMBER, remember_task())).text == MEMORY
        assert [call.task for call in await stage.calls()] == [SAY.name, DECIDE.name, REMEMBER.name]
        assert stage.health.reason == ""

    run_in_virtual_time(play())


def test_an_hour_that_the_other_has_given_away_is_asked_for_once_more() -> None:
    def says(request: ChatRequest) -> str:
        time = "15:00" if "promised elsewhere on day 2 at 10:00" in request.prompt.user else "10:30"
        promise = {"place": "mill", "day": 2, "time": time, "about": "looks for the sign"}
        line = {"say": f"Tomorrow at {time}, at the mill.", "end": False, "emotion": "glad"}
        return msgspec.json.encode({**line, "promise": promise}).decode()

    async def play() -> None:
        stage = stage_of(ToldModel("m", quick, says))
        saying = await stage.mind().ask(
            SAY, msgspec.structs.replace(say_task(), partner_promised=(34 * 60, 41 * 60))
        )
        assert saying.text == "Tomorrow at 15:00, at the mill."
        assert saying.agreement
        assert saying.agreement.minute == 39 * 60
        assert len(await stage.calls()) == 2

    run_in_virtual_time(play())


def test_what_a_model_was_told_may_change_the_day() -> None:
    news = "There is music on the plaza at eight tonight."
    told = {"text": MEMORY, "replan": {"because": "there is music on the plaza", "time": "20:00"}}

    async def play() -> None:
        stage = stage_of(ToldModel("m", quick, lambda _: msgspec.json.encode(told).decode()))
        task = remember_task(lines=(Line("p:2", GORO, news),))
        kept = [(await stage.mind().ask(REMEMBER, each)).replans for each in (task, task, remember_task())]
        assert kept == ["there is music on the plaza", "there is music on the plaza", None]
        assert [call.model for call in await stage.calls()] == ["m", "cache", "m"]

    run_in_virtual_time(play())


@pytest.mark.parametrize("way", range(WAYS))
def test_a_bad_answer_is_asked_for_once_more_and_then_said_by_script(way: int) -> None:
    async def play() -> None:
        stage = stage_of(ToldModel("m", quick, lambda request: bad(request, way)))
        assert (await stage.mind().ask(SAY, say_task())).text == SCRIPTED_LINE
        assert await stage.mind().ask(DECIDE, decide_task()) == SCRIPTED_DEED
        assert (await stage.mind().ask(REMEMBER, remember_task())).text == SCRIPTED_LINE
        calls = await stage.calls()
        assert [call.model for call in calls] == ["m", "m", "scripted"] * 3
        assert {call.outcome for call in calls if call.model == "scripted"} == {"bad_answer"}

    run_in_virtual_time(play())


@pytest.mark.parametrize("way", range(WAYS))
def test_a_mended_answer_is_taken(way: int) -> None:
    async def play() -> None:
        stage = stage_of(ToldModel("m", quick, bad_at_first(1, way)))
        assert (await stage.mind().ask(SAY, say_task())).text == LINE

    run_in_virtual_time(play())


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
def test_each_failure_leads_to_the_script_in_time(failure: ModelError | int) -> None:
    async def play() -> None:
        stage = stage_of(ToldModel("m", lambda _: failure, good))
        for ability, ask in (
            (SAY, stage.mind().ask(SAY, say_task())),
            (REMEMBER, stage.mind().ask(REMEMBER, remember_task())),
            (DECIDE, stage.mind().ask(DECIDE, decide_task())),
        ):
            begun_ms = LoopClock().now_ms()
            answer = await ask
            assert LoopClock().now_ms() - begun_ms <= ability.deadline_ms
            assert answer == SCRIPTED_DEED or getattr(answer, "text", "") == SCRIPTED_LINE
        assert (await stage.calls())[-1].model == "scripted"

    run_in_virtual_time(play())


@given(st.integers(0, 2**32))
@settings(max_examples=tries(40))
def test_a_fifth_of_the_calls_failing_in_every_way(seed: int) -> None:
    chance = random.Random(seed)

    def behaviour(_: int) -> ModelError | int:
        return chance.choice(FAILURES) if chance.random() < 0.2 else chance.randrange(2_000)

    def says(request: ChatRequest) -> str:
        return bad(request, chance.randrange(WAYS)) if chance.random() < 0.2 else good(request)

    async def one(stage: Stage, number: int) -> str:
        await LoopClock().sleep(chance.randrange(120_000))
        voice, begun_ms = stage.mind(f"w{number % 2}"), LoopClock().now_ms()
        name = (SAY, DECIDE, REMEMBER)[number % 3].name
        if name == SAY.name:
            text = (await voice.ask(SAY, say_task(partner_name=f"Goro {number}"))).text
            assert text in (LINE, SCRIPTED_LINE)
        elif name == DECIDE.name:
            deed = await voice.ask(DECIDE, decide_task(operation=f"o:{number}"))
            assert deed in (DEED, SCRIPTED_DEED)
            text = "" if deed == DEED else SCRIPTED_LINE
        else:
            text = (await voice.ask(REMEMBER, remember_task())).text
            assert text in (MEMORY, SCRIPTED_LINE)
        assert LoopClock().now_ms() - begun_ms <= ABILITIES[name].deadline_ms
        return text

    async def play() -> None:
        stage = stage_of(ToldModel("m", behaviour, says))
        texts = await asyncio.gather(*(one(stage, number) for number in range(60)))
        assert sum(text != SCRIPTED_LINE for text in texts) > 30
        for world in ("w0", "w1"):
            calls = await stage.calls(world)
            tokens = sum(call.input_tokens + call.output_tokens for call in calls)
            money = sum(call.price_microdollars for call in calls)
            spent = stage.meter.spent(world, 0)
            assert spent == Amount(money, tokens)
            stood_in = [call for call in calls if call.model == "scripted"]
            assert all(call.outcome != "ok" and not call.price_microdollars for call in stood_in)

    run_in_virtual_time(play())


def test_near_the_budget_the_cheaper_model_speaks_and_at_it_the_script() -> None:
    async def play() -> None:
        models = {name: ToldModel(name, quick, good) for name in ("dear", "cheap")}
        stage = Stage(
            models, LoopClock(), chain=Chain(("dear",), near=("cheap",)), budget=Budget(tokens=20_000)
        )
        texts = [(await stage.mind().ask(SAY, say_task(partner_name=f"Goro {n}"))).text for n in range(150)]
        asked = [call.model for call in await stage.calls()]
        first = {name: asked.index(name) for name in ("dear", "cheap", "scripted")}
        assert first["dear"] < first["cheap"] < first["scripted"]
        assert texts[-1] == SCRIPTED_LINE
        assert stage.meter.spent("w1", 0).tokens <= 20_000
        assert (await stage.mind("w2").ask(SAY, say_task())).text == LINE
        assert stage.health.reason == ""

    run_in_virtual_time(play())


def test_the_same_question_is_paid_for_once_and_a_bad_answer_is_not_kept() -> None:
    async def play() -> None:
        stage = stage_of(ToldModel("m", quick, bad_at_first(2, 3)))
        texts = [(await stage.mind().ask(SAY, say_task(operation=f"o:{n}"))).text for n in range(3)]
        assert texts == [SCRIPTED_LINE, LINE, LINE]
        assert [call.model for call in await stage.calls()] == ["m", "m", "scripted", "m", "cache"]

    run_in_virtual_time(play())


def test_a_pause_stops_new_calls_retries_and_those_that_wait() -> None:
    async def play() -> None:
        paused = False

        async def is_paused(world: str) -> bool:
            return paused and world == "w1"

        model = ToldModel("m", lambda _: Throttled("t", 5_000), good)
        stage = Stage({"m": model}, LoopClock(), is_paused=is_paused)
        under_way = asyncio.create_task(stage.mind().ask(SAY, say_task()))
        await LoopClock().sleep(100)
        paused = True
        assert (await under_way).text == SCRIPTED_LINE
        assert len(model.called_at_ms) == 1
        assert (await stage.mind().ask(SAY, say_task())).text == SCRIPTED_LINE
        assert len(model.called_at_ms) == 1
        assert [call.outcome for call in await stage.calls() if call.model == "scripted"] == ["paused"] * 2
        model.behaviour = quick
        assert (await stage.mind("w2").ask(SAY, say_task())).text == LINE
        paused = False
        assert (await stage.mind().ask(SAY, say_task())).text == LINE

    run_in_virtual_time(play())


def test_a_task_without_a_model_and_the_hours_of_sleep_ask_none() -> None:
    async def play() -> None:
        model = ToldModel("m", quick, good)
        stage = Stage({"m": model}, LoopClock(), tasks=(SAY.name, DECIDE.name))
        asleep = msgspec.structs.replace(HABIT, asleep=True)
        assert (await stage.mind().ask(REMEMBER, remember_task())).text == SCRIPTED_LINE
        assert await stage.mind().ask(DECIDE, decide_task(habit=asleep)) == SCRIPTED_DEED
        assert not model.called_at_ms
        assert not await stage.calls()

    run_in_virtual_time(play())


def test_health_tells_an_outage_and_its_end() -> None:
    async def play() -> None:
        model = ToldModel("m", lambda _: Unreachable("gone"), good)
        stage = stage_of(model)
        await stage.mind().ask(SAY, say_task())
        assert stage.health.reason == "unreachable"
        model.behaviour = quick
        await LoopClock().sleep(300_000)
        await stage.mind().ask(SAY, say_task())
        assert stage.health.reason == ""

    run_in_virtual_time(play())
