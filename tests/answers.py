"""For each task of a mind one that can be answered, and what a good model says to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from agent.asking.ability import Ability
from agent.interviewing.ability import INTERVIEW
from agent.parts import MIND_PARTS
from agent.performing import abilities_of
from tests.tasks import (
    GORO,
    day_task,
    decide_task,
    insights_task,
    interviewed,
    questions_task,
    remember_task,
    say_task,
)


class Asked(msgspec.Struct, frozen=True):
    """A task, and what is said to it."""

    ability: Ability[Any, Any, Any]
    task: Any
    answer: Mapping[str, Any]

    @property
    def text(self) -> str:
        return json.dumps(self.answer, ensure_ascii=False)


_STROKE: dict[str, Any] = {
    "start": "07:00",
    "place": "cafe",
    "activity": "lays twelve naïve tables",
    "emoji": "🍽️",
    "parts": [],
}
_TASKS: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    "say": (say_task(), {"say": "Anouk is naïve, and minds herself. 🌻", "end": False, "emotion": "glad"}),
    "decide": (
        decide_task(),
        {
            "kind": "stay",
            "person": "",
            "place": "",
            "activity": "sorts naïve spoons",
            "emoji": "🥄",
            "minutes": 15,
        },
    ),
    "react": (
        decide_task(noticed="The mill is on fire."),
        {"kind": "replan", "person": "", "because": "the naïve mill is on fire"},
    ),
    "remember": (
        remember_task(),
        {
            "text": f"{GORO} asked who is minding Anouk, which was naïve.",
            "warmth": 1,
            "becoming": "He asks after me.",
        },
    ),
    "plan": (
        day_task(),
        {
            "strokes": [
                _STROKE,
                {**_STROKE, "start": "18:00", "place": "home-willow", "activity": "adds up the day"},
            ],
            "bedtime": "22:00",
        },
    ),
    "question": (questions_task(), {"questions": ["What is naïve Goro after?"]}),
    "insight": (
        insights_task(),
        {
            "insights": [
                {"text": "Goro feeds people because he is lonely himself, naïve man.", "because": [1, 3]}
            ]
        },
    ),
    "interview": (interviewed(), {"answer": "He said that his naïve soup stays free."}),
}
ASKED = {
    ability.name: Asked(ability, *_TASKS[ability.name]) for ability in (*abilities_of(MIND_PARTS), INTERVIEW)
}
