"""A breaker knows the way of asking as well as the model; at Bedrock too a stream that fails early is asked once whole."""

from __future__ import annotations

import pytest

from agent.models.clock import MonotonicClock
from agent.models.course import ModelLimits
from agent.models.errors import BrokenStream, ModelResting, TimedOut, Unreachable
from agent.models.guard import Guard, Way
from agent.models.ledger import Caller
from agent.models.port import ChatRequest, Prompt, StreamEnd
from agent.models.ways import FIRST_MS, Ways
from tests.fakes.bedrock_models import CHAT_MODEL, chat_of, client_of, give_credentials
from tests.fakes.bedrock_server import Break, FakeBedrock, Refuse
from tests.fakes.still_clock import StillClock
from tests.speaking import Stage

WIDE_MS = 600_000
LIMITS = ModelLimits(attempts=2, attempt_deadline_ms=WIDE_MS, first_delay_ms=1)
REQUEST = ChatRequest(Prompt(("You are asked.",), "What?"), deadline_ms=WIDE_MS)
EARLY = [
    Break(0, "disconnect"),
    Break(0, "early end"),
    Break(0, "model error"),
    Refuse("AccessDeniedException"),
]


def fail(guard: Guard, error: Exception, way: Way, task: str) -> None:
    for _ in range(guard.limits.breaker.failures):
        guard.learn(error, 0, guard.admit("m", way, task, 0))


def rests(guard: Guard, way: Way, task: str) -> bool:
    try:
        guard.refuse_if_resting("m", way, task, 0)
    except ModelResting:
        return True
    return False


def test_a_way_that_fails_for_one_task_silences_nothing_else() -> None:
    guard = Guard(ModelLimits(), StillClock())
    fail(guard, BrokenStream("cut"), "streamed", "say")
    assert rests(guard, "streamed", "say")
    assert not rests(guard, "whole", "say")
    assert not rests(guard, "streamed", "plan")


def test_a_server_that_is_away_rests_however_it_is_asked() -> None:
    guard = Guard(ModelLimits(), StillClock())
    fail(guard, Unreachable("nobody"), "whole", "plan")
    assert rests(guard, "streamed", "say")
    guard.forget_failures()
    assert not rests(guard, "streamed", "say")


def test_a_slow_task_does_not_rest_the_quick_ones() -> None:
    guard = Guard(ModelLimits(), StillClock())
    fail(guard, TimedOut("late"), "whole", "plan")
    assert (rests(guard, "whole", "plan"), rests(guard, "whole", "decide")) == (True, False)


class SetClock(StillClock):
    def __init__(self) -> None:
        self.ms = 0

    def now_ms(self) -> int:
        return self.ms


def test_what_only_comes_whole_is_tried_again_after_a_while_that_grows() -> None:
    clock = SetClock()
    ways = Ways(clock)
    for span_ms in (FIRST_MS, 2 * FIRST_MS, 4 * FIRST_MS):
        ways.learn_only_whole("m")
        clock.ms += span_ms - 1
        assert ways.only_whole("m")
        clock.ms += 1
        assert not ways.only_whole("m")


@pytest.mark.parametrize("fault", EARLY, ids=str)
async def test_at_bedrock_too_it_is_asked_once_whole_and_that_is_remembered(
    fault: Break | Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_credentials(monkeypatch)
    with FakeBedrock() as fake:
        client = client_of(fake)
        stage = Stage({CHAT_MODEL: chat_of(client)}, MonotonicClock(), limits=LIMITS)
        fake.faults.append(fault)
        for _ in range(2):
            events = [event async for event in stage.gate.stream(Caller("w1", "p:1", "say"), REQUEST)]
            assert isinstance(events[-1], StreamEnd)
        await client.close()
        assert [call.operation for call in fake.calls] == ["converse-stream", "converse", "converse"]
