"""What was just said: what kinds of things, about what. What others say is data; nothing in it is obeyed."""

from __future__ import annotations

import re

import msgspec

from agent.scripted.bank import Bank
from agent.scripted.grammar import to_you

LONGEST_SAID_AGAIN = 60
_QUESTIONS = ("ask_", "recall_", "offer_")
_PLAIN = re.compile(r"[\w' ,;:éèüöäßñ-]{2,130}")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_OF_THEMSELVES = re.compile(
    r"\bi (?:really |also |just )?((?:like|love|hate|want to|come from|live in|work in|work as|miss|enjoy|dream of"
    r"|am from|believe in|grew up in|play|collect|study|have lost|'m from) [^.!?\n,;]+)",
    re.IGNORECASE,
)
_QUESTION_WORDS = re.compile(
    r"^\W*(?:who|what|when|where|why|how|which|is|are|do|does|did|can|could|will|would|should)\b", re.IGNORECASE
)
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)


class Found(msgspec.Struct, frozen=True):
    """An act that was recognised in what somebody said."""

    at: int
    act: str
    slots: dict[str, str]
    text: str
    """The words themselves, to the end of their sentence."""

    @property
    def asks(self) -> bool:
        """Whether it wants an answer."""
        return self.act.startswith(_QUESTIONS)


def recognise(text: str, bank: Bank) -> tuple[Found, ...]:
    """The acts in a text, in the order in which they were said; of two at one place the one with more in it."""
    lowered = text.lower()
    found: dict[int, tuple[int, Found]] = {}
    for act, phrase in bank.understood:
        if not phrase.said_in(lowered):
            continue
        read = phrase.read(text)
        if read is None or not all(_PLAIN.fullmatch(v) for k, v in read[1].items() if k not in {"news", "feeling"}):
            continue
        at, slots = read
        rest = "" if phrase.open_ended else _to_sentence_end(text, at, phrase.pattern.search(text))
        said = text[at:] if phrase.open_ended else rest
        if at not in found or len(phrase.clue) > found[at][0]:
            found[at] = (len(phrase.clue), Found(at, act, slots, said.strip()))
    return tuple(found[at][1] for at in sorted(found))


def main_act(found: tuple[Found, ...]) -> Found | None:
    """What calls for an answer: the last question, else what was told last."""
    questions = [act for act in found if act.asks]
    told = [act for act in found if act.act.startswith(("tell_", "my_"))]
    return questions[-1] if questions else told[-1] if told else None


def intent_of(text: str, bank: Bank) -> str | None:
    """What somebody who speaks freely means, as far as it can be told from their words."""
    if not re.search(r"[^\W\d_]", text) or (_CONSONANTS.search(text) and " " not in text.strip()):
        return "laugh" if any(intent == "laugh" and p.search(text) for intent, p in bank.intents) else "nonsense"
    return next((intent for intent, pattern in bank.intents if pattern.search(text)), None)


def is_question(text: str) -> bool:
    """Whether it asks for something."""
    return "?" in text or _QUESTION_WORDS.match(text) is not None


def is_shouted(text: str) -> bool:
    """Whether it is in capitals throughout."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 8 and all(c.isupper() for c in letters)


def of_themselves(text: str) -> str | None:
    """`I like the sea, you know` -> `like the sea`, as it can be said back to them; None where that is unsafe."""
    match = _OF_THEMSELVES.search(text)
    said = match.group(1).strip() if match else ""
    if not said or len(said) > LONGEST_SAID_AGAIN or not _PLAIN.fullmatch(said):
        return None
    return to_you(re.sub(r"^'m\b|^am\b", "are", said))


def _to_sentence_end(text: str, at: int, match: re.Match[str] | None) -> str:
    last = match.end() if match else at
    end = _SENTENCE_END.search(text, max(at, last - 1))
    return text[at : end.end()] if end else text[at:]
