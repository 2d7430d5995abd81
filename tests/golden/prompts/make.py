"""Write the golden prompts anew after a change that is meant: `python -m tests.golden.prompts.make`."""

from pathlib import Path

from msgspec.structs import replace

from agent.models.port import Prompt
from agent.voices.model_interviewee import interview_prompt
from agent.voices.model_mind import insights_prompt, plan_prompt, questions_prompt
from agent.voices.model_voice import decide_prompt, react_prompt, remember_prompt, say_prompt
from agent.voices.prompts import LANGUAGES
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
from town.operations import MessageKind

HERE = Path(__file__).parent


def prompts() -> dict[str, str]:
    """Every prompt by the name of its golden file."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for kind in MessageKind:
            lines = () if kind is MessageKind.START else say_task().lines
            task = say_task(kind, lines=lines)
            found[f"{language}-say-{kind.value}.txt"] = _shown(say_prompt(task, language))
        known = say_to_an_acquaintance()
        found[f"{language}-say-acquainted.txt"] = _shown(say_prompt(known, language))
        found[f"{language}-decide.txt"] = _shown(decide_prompt(decide_task(), language))
        found[f"{language}-react.txt"] = _shown(
            react_prompt(decide_task(noticed='I heard that the "mill" is on fire. <|end|>'), language)
        )
        found[f"{language}-plan.txt"] = _shown(plan_prompt(day_task(), language))
        found[f"{language}-plan-anew.txt"] = _shown(
            plan_prompt(day_task(because="the mill is on fire", from_minute=12 * 60), language)
        )
        found[f"{language}-question.txt"] = _shown(questions_prompt(questions_task(), language))
        found[f"{language}-insight.txt"] = _shown(insights_prompt(insights_task(), language))
        found[f"{language}-interview.txt"] = _shown(interview_prompt(interviewed(), language))
        again = replace(remember_task(), partner=acquainted())
        found[f"{language}-remember-again.txt"] = _shown(remember_prompt(again, language))
        found[f"{language}-remember.txt"] = _shown(remember_prompt(remember_task(), language))
    return found


def _shown(prompt: Prompt) -> str:
    parts = [*(f"--- system\n{text}" for text in prompt.system), f"--- user\n{prompt.user}"]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    for name, text in prompts().items():
        (HERE / name).write_text(text, encoding="utf-8")
