"""What was said, as who hears it has it: events hold words, the store their texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from engine.words import Said, Words
from town.talk.events import Message


class Heard(msgspec.Struct, frozen=True):
    """A text, and those whose words it holds: nobody of the rules' own phrases, and of what was said before words were
    kept apart."""

    text: str
    authors: tuple[str, ...]


def heard(message: Message, spoken: Mapping[str, Said]) -> Heard | None:
    """What a message says, given what was said by the ids of the words; None if it is gone."""
    if isinstance(message.text, str):
        return Heard(message.text, ())
    said = spoken.get(message.text.id)
    return None if said is None else Heard(said.text, said.authors)


def said_in(messages: Iterable[Message]) -> set[str]:
    """The ids of what messages say."""
    return {message.text.id for message in messages if isinstance(message.text, Words)}
