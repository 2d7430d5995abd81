"""What a model says in a trial: good answers that are known again, and every way of an answer that is none."""

import json
import random
import re
from typing import Any

WORDS = [
    "apples",
    "bread",
    "candles",
    "doves",
    "embers",
    "feathers",
    "ginger",
    "honey",
    "ivy",
    "jam",
    "kettles",
    "lanterns",
    "mint",
    "nettles",
    "oats",
    "pears",
    "quilts",
    "roses",
    "sage",
    "thyme",
    "umbrellas",
    "violets",
    "wool",
    "yarrow",
]
"""Of the good answers, each a row of some of them."""

REFUSAL = "As an AI language model, I cannot help with that request."
SPOILT = ("AI language model", "can't assist", "TOKEN LIMIT", "CUDA", "null", "{")
"""Nothing that is said, done or remembered may hold any of these."""


class Replies:
    """Makes answers by the name of their schema. What it gave well is in `good_texts`."""

    def __init__(self, seed: int, names: tuple[str, ...]) -> None:
        """`names` are the people's: a memory must name whom it is of."""
        self.good_texts: set[str] = set()
        self._chance = random.Random(seed)
        self._names = names

    def good(self, kind: str, asked: str) -> str | None:
        """An answer that is fit to use; None for a kind that it knows nothing of."""
        answer = self._answer(kind, asked)
        if answer is None:
            return None
        self.good_texts.update(text for text in answer.values() if isinstance(text, str))
        return json.dumps(answer)

    def bad(self, kind: str, asked: str) -> str:
        """One of the ways in which an answer is no answer."""
        one, other = (json.dumps(self._answer(kind, asked) or {}) for _ in range(2))
        return self._chance.choice(
            [
                "",
                one[:-12],
                "I'm sorry, but I can't assist with that.",
                json.dumps({**json.loads(one), **dict.fromkeys(("say", "text", "activity"), REFUSAL)}),
                one + other,
                "planning on TOKEN LIMIT EXCEEDED",
                '{"error": {"message": "CUDA out of memory"}}',
                "null",
            ]
        )

    def _answer(self, kind: str, asked: str) -> dict[str, Any] | None:
        row = ", ".join(self._chance.sample(WORDS, 7))
        match kind:
            case "SayAnswer":
                return {"say": f"Bring {row}.", "end": False, "emotion": "glad"}
            case "RememberAnswer":
                return {"text": f"{self._named(asked)} spoke of {row}.", "replan": _to_come(asked)}
            case "DecideAnswer":
                person = re.search(r'"person": ?"([^"]+)"', asked)
                chosen = {"place": "", "person": person[1] if person else "", "emoji": "🧺", "minutes": 15}
                return {**chosen, "kind": "talk" if person else "stay", "activity": f"sorts {row}"[:80]}
            case _:
                return None

    def _named(self, asked: str) -> str:
        return " and ".join(name for name in self._names if re.search(rf"\b{re.escape(name)}\b", asked))


def _to_come(asked: str) -> dict[str, str] | None:
    """The last line of a talk, as if it were of something late today."""
    said = re.findall(r'"source":"said by [^"]+","text":"([^"]+)"', asked.replace('\\"', '"'))
    return {"because": said[-1].removesuffix("."), "time": "23:30"} if said else None
