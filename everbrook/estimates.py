"""The table that `everbrook estimate` prints."""

from collections.abc import Mapping, Sequence

from agent.asking.embedding import EMBED
from agent.asking.prices import MICRODOLLARS
from agent.asking.settings import SCRIPTED, VoiceSettings
from agent.estimating import Expected, TaskRate, expected
from agent.models.gate import Chain
from agent.models.ledger import Price
from town.days.constants import TOWN_DAY_MS

HEAD = ("task", "model", "calls", "tokens in", "tokens out", "dollars")
HOURS_PER_DAY = 24
OWN_EMBEDDINGS = "local"
"""Stands where a model's name would: vectors are made on this machine, by nobody's model."""


def estimate_table(
    template: str, people: int, hours: float, rates: Mapping[str, TaskRate], voice: VoiceSettings
) -> str:
    """Calls, tokens and money for each task and in all, and what that is for an agent and calendar hour."""
    minutes = hours * TOWN_DAY_MS / HOURS_PER_DAY / 60_000
    tasks = [task for task in rates if task != EMBED]
    chains = dict(voice.chains) or dict.fromkeys(tasks, Chain((SCRIPTED,)))
    embedding = voice.models.embedding
    chains[EMBED] = Chain((embedding.model if embedding else OWN_EMBEDDINGS,))
    rows = expected(rates, people * hours, chains, {**voice.prices, OWN_EMBEDDINGS: Price(input=0, output=0)})
    lines = [
        f"{template}: {people} people, {hours:g} hours of the calendar "
        f"({minutes:g} minutes at normal speed), voice: {voice.name}",
        "",
        *aligned([HEAD, *(_cells(row) for row in rows), _cells(_whole(rows))]),
        "",
        *_notes(rows, people * hours, voice),
    ]
    return "\n".join(lines)


def _whole(rows: Sequence[Expected]) -> Expected:
    """All that is asked of others; what this machine does by itself is no call."""
    rows = [row for row in rows if row.model != OWN_EMBEDDINGS]
    priced = [row.microdollars for row in rows if row.microdollars is not None]
    return Expected(
        task="in all",
        model="",
        calls=sum(row.calls for row in rows),
        input_tokens=sum(row.input_tokens for row in rows),
        output_tokens=sum(row.output_tokens for row in rows),
        microdollars=sum(priced) if len(priced) == len(rows) else None,
    )


def _cells(row: Expected) -> tuple[str, ...]:
    dollars = "-" if row.microdollars is None else f"{row.microdollars / MICRODOLLARS:.2f}"
    return (row.task, row.model, f"{row.calls:,}", f"{row.input_tokens:,}", f"{row.output_tokens:,}", dollars)


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """The lines of a table whose first row is its head: two columns of names, then numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _notes(rows: Sequence[Expected], agent_hours: float, voice: VoiceSettings) -> list[str]:
    whole = _whole(rows)
    tokens = whole.input_tokens + whole.output_tokens
    notes = [
        f"For each person and calendar hour: {whole.calls / agent_hours:.1f} calls, "
        f"{tokens / agent_hours:,.0f} tokens.",
        "Tokens are characters / 4, without the provider's cache, answers known before, repairs and retries.",
    ]
    if voice.models.embedding is None:
        notes.append("Vectors are made on this machine; they are not among the calls in all.")
    if not voice.chains:
        notes.append("The scripted voice asks no model: this is what one would be asked with --voice.")
    if unpriced := sorted({row.model for row in rows if row.microdollars is None and voice.chains}):
        notes.append(
            f"No price is known of {', '.join(unpriced)}; EVERBROOK_PRICES names a file with prices."
        )
    dollars = voice.budget.microdollars and voice.budget.microdollars / MICRODOLLARS
    for limit, used, told in (
        (voice.budget.tokens, tokens, f"{voice.budget.tokens:,} tokens" if voice.budget.tokens else ""),
        (voice.budget.microdollars, whole.microdollars, f"{dollars:.2f} dollars" if dollars else ""),
    ):
        if limit and used and used > limit:
            notes.append(
                f"If all of it fell on one UTC day, the day's budget of {told} would be spent after "
                f"{100 * limit // used} % of it; then the scripted voice speaks."
            )
    return notes
