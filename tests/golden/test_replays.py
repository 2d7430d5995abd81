"""The life recorded in replays/ is lived again, to the bit, however it is cut into steps."""

import random

import pytest

from tests.golden.replays.life import Life, new_game, read_life, replayed_hashes
from tests.golden.replays.make import record

RECORD_ANEW = "the same inputs give another life than before; if that is meant, run `python -m tests.golden.replays.make`"


@pytest.fixture(scope="module")
def life() -> Life:
    return read_life("hollow")


@pytest.mark.parametrize("leap", [True, False], ids=["leaping", "ticking"])
def test_a_recorded_life_is_lived_again(life: Life, leap: bool) -> None:
    game = new_game(life.template, life.seed, leap=leap)
    assert replayed_hashes(game, life, []) == list(life.hashes), RECORD_ANEW


@pytest.mark.parametrize("seed", range(3))
def test_the_cut_into_steps_does_not_matter(life: Life, seed: int) -> None:
    last = life.hashes[-1][0]
    cuts = random.Random(seed).sample(range(1, last), 200)
    game = new_game(life.template, life.seed)
    assert replayed_hashes(game, life, cuts) == list(life.hashes)


def test_a_lost_input_shows(life: Life) -> None:
    walks = [place for place, i in enumerate(life.inputs) if i.name == "finishDoSomething"]
    less = life.inputs[: walks[0]] + life.inputs[walks[0] + 1 :]
    lived = replayed_hashes(
        new_game(life.template, life.seed), Life(life.template, life.seed, less, life.hashes), []
    )
    assert lived != list(life.hashes)


def test_recording_is_deterministic_and_eventful(life: Life) -> None:
    assert record() == life, RECORD_ANEW
    names = {recorded.name for recorded in life.inputs}
    assert {"agentFinishSendingMessage", "finishRememberConversation", "finishSendingMessage"} <= names
