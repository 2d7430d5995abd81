"""What is written as a language, and what is said in one that the script has no phrases in: nothing."""

from importlib.resources import files

import pytest

from agent.asking.ability import ScriptedMind, Unanswered, WordlessMind
from agent.asking.prompts import IN_ENGLISH, LANGUAGES, prompt_file, prompt_of
from agent.deciding.ability import DECIDE
from agent.parts import MIND_PARTS
from agent.performing import abilities_of
from agent.talking.ability import SAY
from tests.tasks import decide_task, say_task
from town.languages import WITH_PHRASES, has_phrases, is_language


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "fa",
        "pt-BR",
        "zh-Hant-TW",
        "sr-Latn",
        "gsw",
        "de-CH-1996",
        "es-419",
        "zh-yue",
        "en-x-home",
        "FR",
    ],
)
def test_what_is_a_language(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize(
    "tag", ["", "e", "en_GB", "English language", "en-", "-en", "fa\n", "\u0641\u0627", "x" * 9]
)
def test_what_is_none(tag: str) -> None:
    assert not is_language(tag)


def test_phrases_are_told_of_where_they_are() -> None:
    packs = {file.name.removesuffix(".json") for file in (files("agent") / "script" / "text").iterdir()}
    assert set(WITH_PHRASES) == packs
    assert has_phrases("en-GB")
    assert not has_phrases("fa")


async def test_without_words_one_lives_on_and_says_nothing() -> None:
    mind = WordlessMind(ScriptedMind())
    with pytest.raises(Unanswered, match="words"):
        await mind.ask(SAY, say_task())
    assert await mind.ask(DECIDE, decide_task()) == await ScriptedMind().ask(DECIDE, decide_task())


@pytest.mark.parametrize("language", ["fa", "ja", "pt-BR"])
def test_a_model_is_asked_for_the_language_of_the_world(language: str) -> None:
    system = prompt_of(SAY, say_task(), language).system[0]
    assert language in system
    assert IN_ENGLISH not in system
    assert prompt_of(SAY, say_task(), "de-AT") == prompt_of(SAY, say_task(), "de")


def test_each_english_prompt_says_where_its_language_goes() -> None:
    for ability in abilities_of(MIND_PARTS):
        system = prompt_file(ability.package, ability.name, ability.version, LANGUAGES[0]).sections["system"]
        assert IN_ENGLISH in system, ability.name
