"""What was just said: what kinds of things, about what. What others say is data; nothing in it is obeyed."""

from __future__ import annotations

import re

import msgspec

from agent.script.bank import Bank
from agent.script.grammar import to_you
from agent.script.phrases import OPEN_ENDED, Phrase, words_of

LONGEST_SAID_AGAIN = 60
_QUESTIONS = ("ask_", "recall_", "offer_")
_PLAIN = re.compile(r"(?:[\w' ,;:-]|\b(?:Dr|Mr|Mrs|Ms)\.){2,130}")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_OF_THEMSELVES = re.compile(
    r"\bi (?:really |also |just )?((?:like|love|hate|want to|come from|live in|work in|work as|miss|enjoy|dream of"
    r"|am from|believe in|grew up in|play|collect|study|have lost|'m from) [^.!?\n,;]+)",
    re.IGNORECASE,
)
_QUESTION_WORDS = re.compile(
    r"^\W*(?:who|what|when|where|why|how|which|is|are|do|does|did|can|could|will|would|should)\b",
    re.IGNORECASE,
)
_TELL_ME = re.compile(r"\b(?:tell me|explain|talk about|say something|show me)\b", re.IGNORECASE)
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
    """The acts in a text, in the order in which they were said; of those that overlap the one that says more."""
    lowered = text.lower()
    candidates: list[tuple[int, int, re.Match[str], str, Phrase]] = []
    for word in set(words_of(lowered)):
        for act, phrase in bank.understood.get(word, ()):
            match = phrase.read(text) if phrase.said_in(lowered) else None
            if match is not None and _is_plain(match):
                candidates.append((match.start(), -len(phrase.clue), match, act, phrase))
    found: list[Found] = []
    end = 0
    for start, _, match, act, phrase in sorted(candidates, key=lambda c: (c[0], c[1], c[3])):
        if start >= end:
            end = len(text) if phrase.open_ended else _sentence_end(text, match)
            found.append(Found(start, act, match.groupdict(), text[start:end].strip()))
    return tuple(found)


def main_act(found: tuple[Found, ...]) -> Found | None:
    """What calls for an answer: the last question, else what was told last."""
    questions = [act for act in found if act.asks]
    told = [act for act in found if act.act.startswith(("tell_", "my_"))]
    return questions[-1] if questions else told[-1] if told else None


def intent_of(text: str, bank: Bank) -> str | None:
    """What somebody who speaks freely means, as far as it can be told from their words."""
    if not re.search(r"[^\W\d_]", text) or (_CONSONANTS.search(text) and " " not in text.strip()):
        return (
            "laugh" if any(intent == "laugh" and p.search(text) for intent, p in bank.intents) else "nonsense"
        )
    return next((intent for intent, pattern in bank.intents if pattern.search(text)), None)


def is_question(text: str) -> bool:
    """Whether it asks for something."""
    return "?" in text or _TELL_ME.search(text) is not None or _QUESTION_WORDS.match(text) is not None


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


def _is_plain(match: re.Match[str]) -> bool:
    """Whether its slots hold words and nothing else; sentences are let through as they are."""
    slots = match.groupdict()
    return all(_PLAIN.fullmatch(held) for name, held in slots.items() if name not in OPEN_ENDED)


def _sentence_end(text: str, match: re.Match[str]) -> int:
    end = _SENTENCE_END.search(text, max(match.start(), match.end() - 1))
    return end.end() if end else len(text)
