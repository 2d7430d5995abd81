"""Write the golden prompts anew after a change that is meant: `python -m tests.golden.prompts.make`."""

from pathlib import Path

from msgspec.structs import replace

from agent.asking.prompts import LANGUAGES, prompt_of
from agent.deciding.ability import DECIDE
from agent.interviewing.ability import INTERVIEW
from agent.models.port import Prompt
from agent.planning.ability import PLAN
from agent.reacting.ability import REACT
from agent.reflecting.ability import INSIGHT, QUESTION
from agent.remembering.ability import REMEMBER
from agent.talking.ability import SAY
from tests.tasks import (
    acquainted,
    day_task,
    decide_task,
    insights_task,
    interviewed,
    questions_task,
    remember_task,
    say_task,
    say_to_an_acquaintance,
)
from town.minds.operations import MessageKind

HERE = Path(__file__).parent


def prompts() -> dict[str, str]:
    """Every prompt by the name of its golden file."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for kind in MessageKind:
            lines = () if kind is MessageKind.START else say_task().lines
            task = say_task(kind, lines=lines)
            found[f"{language}-say-{kind.value}.txt"] = _shown(prompt_of(SAY, task, language))
        known = say_to_an_acquaintance()
        found[f"{language}-say-acquainted.txt"] = _shown(prompt_of(SAY, known, language))
        found[f"{language}-decide.txt"] = _shown(prompt_of(DECIDE, decide_task(), language))
        found[f"{language}-react.txt"] = _shown(
            prompt_of(REACT, decide_task(noticed='I heard that the "mill" is on fire. <|end|>'), language)
        )
        found[f"{language}-plan.txt"] = _shown(prompt_of(PLAN, day_task(), language))
        found[f"{language}-plan-anew.txt"] = _shown(
            prompt_of(PLAN, day_task(because="the mill is on fire", from_minute=12 * 60), language)
        )
        found[f"{language}-question.txt"] = _shown(prompt_of(QUESTION, questions_task(), language))
        found[f"{language}-insight.txt"] = _shown(prompt_of(INSIGHT, insights_task(), language))
        found[f"{language}-interview.txt"] = _shown(prompt_of(INTERVIEW, interviewed(), language))
        again = replace(remember_task(), partner=acquainted())
        found[f"{language}-remember-again.txt"] = _shown(prompt_of(REMEMBER, again, language))
        found[f"{language}-remember.txt"] = _shown(prompt_of(REMEMBER, remember_task(), language))
    return found


def _shown(prompt: Prompt) -> str:
    parts = [*(f"--- system\n{text}" for text in prompt.system), f"--- user\n{prompt.user}"]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    for name, text in prompts().items():
        (HERE / name).write_text(text, encoding="utf-8")
