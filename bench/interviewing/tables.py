"""The tables of the evaluation: means with bootstrap intervals, and what each ability is worth.

People are drawn, not answers: the answers of one person hang together. What an ability is worth is the mean
difference of the same people with it and without it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from bench.interviewing.questions import Asked, Kind
from bench.interviewing.topics import Topic

DRAWS = 10_000
LIKELY = (2.5, 97.5)
"""Percentiles between which 95 % of the draws lie."""

WHOLE = "whole"

Person = tuple[int, str]
"""A seed and a player: the same somebody in each condition."""

Scores = dict[Person, float]


class Answered(msgspec.Struct, frozen=True):
    """A question with what was said to it, and its score."""

    asked: Asked
    text: str
    score: int


class Lived(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one life of the town."""

    condition: str
    seed: int
    answered: list[Answered]
    memories: dict[str, int]
    """How many there were of each kind in the end."""


class Estimate(msgspec.Struct, frozen=True):
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.2f} [{self.low:.2f}, {self.high:.2f}]"


def print_tables(lives: Sequence[Lived]) -> None:
    """Print all that the lives have shown."""
    conditions = list(dict.fromkeys(life.condition for life in lives))
    print("Scores from -1 (wrong) over 0 (no answer) to 1 (right): mean [95 % interval], n questions.\n")
    _print_kinds(lives, conditions)
    print("\nWhat is lost without the ability: mean of the whole mind less the other's [95 % interval].\n")
    _print_losses(lives, conditions)
    print("\nBy question: mean score (share right, share wrong).\n")
    _print_topics(lives, conditions)
    print(
        "\nBy question: what is lost, with the number of people who were asked it with and without the ability.\n"
    )
    _print_topic_losses(lives, conditions)
    print("\nMemories in the end:\n")
    _print_memories(lives, conditions)


def _print_kinds(lives: Sequence[Lived], conditions: Sequence[str]) -> None:
    _print_row(["kind", *conditions])
    _print_row(["---"] * (len(conditions) + 1))
    for kind in Kind:
        cells = [
            f"{estimate(per_person(lives, name, kind))}, {len(_answers(lives, name, kind))}"
            for name in conditions
        ]
        _print_row([kind.value, *cells])
    _print_row(["all five", *(str(estimate(all_kinds(lives, name))) for name in conditions)])


def _print_losses(lives: Sequence[Lived], conditions: Sequence[str]) -> None:
    ablated = [name for name in conditions if name != WHOLE]
    _print_row(["kind", *ablated])
    _print_row(["---"] * (len(ablated) + 1))
    for kind in Kind:
        whole = per_person(lives, WHOLE, kind)
        lost = [loss(whole, per_person(lives, name, kind)) for name in ablated]
        _print_row([kind.value, *map(_marked, lost)])
    whole = all_kinds(lives, WHOLE)
    _print_row(["all five", *(_marked(loss(whole, all_kinds(lives, name))) for name in ablated)])


def _marked(lost: Estimate) -> str:
    """In bold where the interval leaves no doubt that something is lost, or won."""
    return f"**{lost}**" if lost.low > 0 or lost.high < 0 else str(lost)


def _topics(lives: Sequence[Lived]) -> list[tuple[Kind, Topic]]:
    asked = ((a.asked.kind, a.asked.topic) for life in lives for a in life.answered)
    return sorted(dict.fromkeys(asked), key=lambda pair: list(Kind).index(pair[0]))


def _print_topic_losses(lives: Sequence[Lived], conditions: Sequence[str]) -> None:
    ablated = [name for name in conditions if name != WHOLE]
    _print_row(["kind", "question", *ablated])
    _print_row(["---"] * (len(ablated) + 2))
    for kind, topic in _topics(lives):
        whole = per_person(lives, WHOLE, kind, topic)
        others = [per_person(lives, name, kind, topic) for name in ablated]
        lost = [
            f"{_marked(difference(whole, other))}, {len(whole)} and {len(other)}" if whole and other else "-"
            for other in others
        ]
        _print_row([kind.value, topic.value, *lost])


def _print_topics(lives: Sequence[Lived], conditions: Sequence[str]) -> None:
    _print_row(["kind", "question", *conditions])
    _print_row(["---"] * (len(conditions) + 2))
    for kind, topic in _topics(lives):
        cells: list[str] = []
        for name in conditions:
            scores = [a.score for a in _answers(lives, name, kind) if a.asked.topic is topic]
            right, wrong = scores.count(1) / max(len(scores), 1), scores.count(-1) / max(len(scores), 1)
            cells.append(f"{np.mean(scores or [0]):.2f} ({right:.0%}, {wrong:.0%})")
        _print_row([kind.value, topic.value, *cells])


def _print_memories(lives: Sequence[Lived], conditions: Sequence[str]) -> None:
    kinds = sorted({kind for life in lives for kind in life.memories})
    _print_row(["kind of memory", *conditions])
    _print_row(["---"] * (len(conditions) + 1))
    for kind in kinds:
        counts = [
            sum(life.memories.get(kind, 0) for life in lives if life.condition == name) for name in conditions
        ]
        _print_row([kind, *map(str, counts)])


def _print_row(cells: Sequence[str]) -> None:
    print(f"| {' | '.join(cells)} |")


def _answers(lives: Sequence[Lived], condition: str, kind: Kind) -> list[Answered]:
    return [
        answered
        for life in lives
        if life.condition == condition
        for answered in life.answered
        if answered.asked.kind is kind
    ]


def per_person(lives: Sequence[Lived], condition: str, kind: Kind, topic: Topic | None = None) -> Scores:
    """The mean score of each person in each life; who was asked nothing of a kind, or on a topic, is left out.

    Each topic of a kind weighs the same, however many persons or hours it was asked about.
    """
    scores: dict[Person, dict[Topic, list[int]]] = {}
    for life in lives:
        for answered in life.answered if life.condition == condition else ():
            about = answered.asked.topic
            if answered.asked.kind is kind and topic in (None, about):
                of_one = scores.setdefault((life.seed, answered.asked.player), {})
                of_one.setdefault(about, []).append(answered.score)
    return {
        person: float(np.mean([np.mean(of_topic) for of_topic in of_one.values()]))
        for person, of_one in sorted(scores.items())
    }


def all_kinds(lives: Sequence[Lived], condition: str) -> Scores:
    """The mean over the kinds of each person's mean scores, for those who were asked of all kinds."""
    means = [per_person(lives, condition, kind) for kind in Kind]
    return {
        person: float(np.mean([of_kind[person] for of_kind in means]))
        for person in means[0]
        if all(person in of_kind for of_kind in means)
    }


def estimate(scores: Scores) -> Estimate:
    """The mean over people with its bootstrap interval."""
    values = list(scores.values())
    low, high = np.percentile(_drawn(values, 1), LIKELY)
    return Estimate(float(np.mean(values)), float(low), float(high))


def loss(whole: Scores, ablated: Scores) -> Estimate:
    """By how much people score better with whole minds than the same people do without an ability."""
    return estimate(
        {person: whole[person] - ablated[person] for person in sorted(whole.keys() & ablated.keys())}
    )


def difference(whole: Scores, ablated: Scores) -> Estimate:
    """By how much some people score better than others, who need not be the same: what one is asked hangs on one's life."""
    means = [_drawn(list(scores.values()), seed) for seed, scores in enumerate((whole, ablated))]
    low, high = np.percentile(means[0] - means[1], LIKELY)
    return Estimate(
        float(np.mean(list(whole.values())) - np.mean(list(ablated.values()))), float(low), float(high)
    )


def _drawn(values: Sequence[float], seed: int) -> NDArray[np.float64]:
    """Means of bootstrap draws of values, of shape (draws,)."""
    chosen = np.random.default_rng(seed).integers(0, len(values), (DRAWS, len(values)))
    return np.array(values, np.float64)[chosen].mean(axis=1)
