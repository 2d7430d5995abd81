"""Every prompt against its golden file: a change of what models read is meant, or is caught."""

from typing import Any

import pytest

from agent.asking.ability import Ability
from agent.asking.prompts import LANGUAGES, SLOT, prompt_file
from agent.interviewing.ability import INTERVIEW
from agent.parts import MIND_PARTS
from agent.performing import abilities_of
from tests.golden.prompts.make import HERE, prompts

PROMPTS = prompts()


@pytest.mark.parametrize("name", sorted(PROMPTS))
def test_a_prompt_is_as_it_was(name: str) -> None:
    assert PROMPTS[name] == (HERE / name).read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in HERE.glob("*.txt")} == PROMPTS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ability", [*abilities_of(MIND_PARTS), INTERVIEW], ids=lambda a: a.name)
def test_all_languages_ask_for_the_same(language: str, ability: Ability[Any, Any, Any]) -> None:
    here, english = (
        prompt_file(ability.package, ability.name, ability.version, each).sections
        for each in (language, "en")
    )
    assert list(here) == list(english)
    for name, text in here.items():
        assert SLOT.findall(text) == SLOT.findall(english[name])
