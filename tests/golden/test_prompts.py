"""Every prompt against its golden file: a change of what models read is meant, or is caught."""

import pytest

from agent.voices.prompts import LANGUAGES, SLOT, prompt_file
from agent.voices.tasks import INTERVIEW, TASKS
from tests.golden.prompts.make import HERE, prompts


@pytest.mark.parametrize("name", sorted(prompts()))
def test_a_prompt_is_as_it_was(name: str) -> None:
    assert prompts()[name] == (HERE / name).read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in HERE.glob("*.txt")} == prompts().keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", [*TASKS, INTERVIEW])
def test_all_languages_ask_for_the_same(language: str, task: str) -> None:
    here, english = prompt_file(language, task).sections, prompt_file("en", task).sections
    assert list(here) == list(english)
    for name, text in here.items():
        assert SLOT.findall(text) == SLOT.findall(english[name])
