"""What `everbrook models` tells."""

from collections.abc import Mapping, Sequence

from agent.asking.prices import MICRODOLLARS
from agent.asking.settings import VoiceSettings
from agent.estimating import TaskRate, expected, rehearsed
from agent.trying import Tried, tried
from everbrook.errors import StartError
from everbrook.estimates import aligned
from everbrook.forking import chosen_fork
from everbrook.settings import Settings
from everbrook.voicing import checked_voice
from town.people.templates import UnknownTemplate, load_template

HEAD = ("task", "model", "answer", "seconds", "tokens in", "tokens out", "dollars a day")
HOURS_PER_DAY = 24


async def trials(settings: Settings, template: str, environment: Mapping[str, str]) -> tuple[str, bool]:
    """The table, and whether every answer could be used. StartError says what to change."""
    fork = chosen_fork(settings)
    voice = await checked_voice(settings, environment, fork)
    if not voice.chains:
        raise StartError(
            "No model that can talk was found on this machine.",
            "Start a server of models, Ollama say, or name one with --voice openai --base-url URL --model NAME.",
        )
    try:
        people = len(load_template(template, fork.library).people)
    except UnknownTemplate as error:
        known = ", ".join(error.known)
        raise StartError(f"There is no template {template!r}.", f"Choose one of: {known}.") from error
    rates, samples = await rehearsed(
        template, voice.language, fork.rules, parts=fork.minds, library=fork.library
    )
    rows = [row async for row in tried(voice, samples)]
    return trial_table(rows, rates, people, voice), all(not row.kind for row in rows)


def trial_table(
    rows: Sequence[Tried], rates: Mapping[str, TaskRate], people: int, voice: VoiceSettings
) -> str:
    """A line for each task, and below it why answers could not be used and what can be done."""
    chains = {row.task: voice.chains[row.task] for row in rows}
    a_day = {row.task: row for row in expected(rates, people * HOURS_PER_DAY, chains, voice.prices)}
    cells = [
        (
            row.task,
            row.model,
            row.kind or "usable",
            f"{row.seconds:.1f}",
            f"{row.input_tokens:,}",
            f"{row.output_tokens:,}",
            _dollars(a_day[row.task].microdollars),
        )
        for row in rows
    ]
    missing = ", ".join(sorted(voice.chains.keys() - chains.keys()))
    untried = [f"Not tried, since no such question came up in that day: {missing}."] if missing else []
    notes = [f"{row.task}: {' '.join(row.reason.split())} {row.remedy}" for row in rows if row.kind]
    return "\n".join(
        [*aligned([HEAD, *cells]), "", f"A day: {people} people, 24 hours of the calendar.", *untried, *notes]
    )


def _dollars(microdollars: int | None) -> str:
    return "-" if microdollars is None else f"{microdollars / MICRODOLLARS:.2f}"
