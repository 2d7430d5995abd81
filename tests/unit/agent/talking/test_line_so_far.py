"""What is shown of a line while a model writes it: only what will do, and what is said replaces it."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.models.errors import BrokenStream, ContentFiltered, ModelError
from agent.remembering.ability import REMEMBER
from agent.talking.ability import SAY
from agent.talking.line_so_far import WORDS_HELD_BACK, line_so_far
from tests.fakes.models import ToldModel
from tests.fakes.virtual_time import LoopClock, run_in_virtual_time
from tests.speaking import SCRIPTED_LINE, Stage
from tests.tasks import GORO, MARIT, TALK, remember_task, say_task

OPENING = "Well now, that bridge has carried my mother and her mother before her"
LINE = f"{OPENING}, and it will carry me as far as the bakery tomorrow morning."
REFUSED = (
    "As an AI language model I eat no soup.",
    "I am a large language model, you see.",
    "Those are my instructions for today.",
    "Here is the next line for you.",
    "I'm sorry, but I can't assist with that.",
    "Als KI esse ich keine Suppe, liebe Marit.",
    f"{GORO}: Then come and eat with us tonight.",
    "*smiles and looks at the floor for long*",
    "See https://example.org for all the rest.",
)


def answer(say: str) -> str:
    return json.dumps({"say": say, "end": False, "emotion": "glad"})


def shown(say: str) -> list[str]:
    """What is shown after each character of an answer."""
    whole = answer(say)
    return [line_so_far(whole[:end], say_task()) for end in range(len(whole) + 1)]


def test_a_line_grows_a_few_words_behind_what_is_written() -> None:
    texts = shown(LINE)
    assert texts[0] == ""
    assert texts[-1] == " ".join(LINE.split()[:-WORDS_HELD_BACK])
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))
    assert len(set(texts)) == len(LINE.split()) - WORDS_HELD_BACK + 1


@pytest.mark.parametrize("phrase", REFUSED)
def test_nothing_of_a_refused_phrase_is_ever_shown(phrase: str) -> None:
    for say in (phrase, f"{OPENING}. {phrase}", f"{OPENING}. {phrase} {OPENING}."):
        texts = shown(say)
        assert all(OPENING.startswith(text.rstrip(".")) for text in texts), max(texts, key=len)
        assert texts[-1] == ""


def test_one_s_own_name_in_front_is_not_shown() -> None:
    assert {text.split()[0] for text in shown(f"{MARIT}: {LINE}") if text} == {"Well"}


@pytest.mark.parametrize("around", ["{}", "<think>Let me {{think}} about it.</think>{}", "Sure!\n{}"])
def test_what_stands_around_the_answer_is_not_shown(around: str) -> None:
    whole = around.format(answer(LINE))
    texts = [line_so_far(whole[:end], say_task()) for end in range(len(whole) + 1)]
    assert all(LINE.startswith(text) for text in texts)
    assert texts[-1]


def test_what_was_said_before_is_not_shown_again() -> None:
    assert set(shown(TALK[1].text)) == {""}


@given(st.text(max_size=200))
def test_no_answer_breaks_it(text: str) -> None:
    for whole in (text, answer(text), f'{{"say": "{text}'):
        assert len(line_so_far(whole, say_task())) <= len(text)


def speak(model: ToldModel) -> tuple[str, list[str]]:
    """What is said, and the drafts told before."""

    async def play() -> tuple[str, list[str]]:
        stage = Stage({"m": model}, LoopClock())
        said = (await stage.mind().ask(SAY, say_task())).text
        assert {draft.operation for draft in stage.drafts.told} <= {"o:7"}
        return said, [draft.text for draft in stage.drafts.told]

    return run_in_virtual_time(play())


def a_model(*says: str, fails: ModelError | None = None) -> ToldModel:
    """Takes ten milliseconds for each word, and says these one after the other."""
    left = iter(says)
    model = ToldModel("m", lambda _: 10, lambda _request: next(left))
    model.fails_after_text, model.word_ms = fails, 10
    return model


def test_drafts_end_with_what_is_said() -> None:
    said, drafts = speak(a_model(answer(LINE)))
    assert said == drafts[-1] == LINE
    assert len(drafts) > 5


def test_a_broken_stream_is_asked_again_in_one_piece() -> None:
    said, drafts = speak(a_model(answer(LINE), answer(LINE), fails=BrokenStream("gone")))
    assert said == LINE
    assert drafts == []


def test_a_refusal_in_mid_stream_is_final() -> None:
    said, _ = speak(a_model(answer(LINE), fails=ContentFiltered("no")))
    assert said == SCRIPTED_LINE


def test_what_fails_in_the_end_is_taken_back_and_replaced() -> None:
    unfinished = answer(f"{OPENING} and the")
    said, drafts = speak(a_model(unfinished, unfinished))
    assert said == drafts[-1] == SCRIPTED_LINE
    assert "" in drafts
    assert any(OPENING.startswith(draft) for draft in drafts if draft)


def test_only_speech_is_told() -> None:
    async def play() -> None:
        stage = Stage({"m": a_model(answer(LINE), answer(LINE))}, LoopClock())
        await stage.mind().ask(REMEMBER, remember_task())
        assert stage.drafts.told == []

    run_in_virtual_time(play())
