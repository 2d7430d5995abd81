"""Words: what somebody said, kept apart from the world that it was said in.

A world's log, state, events and operations hold a `Words`: an id, a length and a digest. The text stands in one table
under that id, with its author, and goes when the author is forgotten; log, hashes and replays stay whole
(docs/adr/0018-words-apart.md). No rule reads words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping

import msgspec

ID_BYTES = DIGEST_BYTES = 16

MARK = b'{"words":"'
"""How words begin in JSON. A quotation mark inside a text is escaped, so no text can look like it."""

_WORDS = re.compile(rb'\{"words":"([0-9a-f]{32})","length":\d+,"digest":"[0-9a-f]{32}"\}')


class Words(msgspec.Struct, frozen=True):
    """What stands in the place of a text. Its JSON is `{"words": id, "length": n, "digest": hex}`."""

    id: str = msgspec.field(name="words")
    """32 hexadecimal digits, unique in a world."""
    length: int
    """Of the text, in code points."""
    digest: str
    """BLAKE2b of the text with the author's key and the id: without the key it tells nothing, not even whether two
    texts are the same; with it, that a text is the one that was said."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A text as the store keeps it."""

    words: Words
    author: str
    """Who said it: a subject of the world, `p:7`."""
    text: str
    carries: tuple[str, ...] = ()
    """Other authors whose words it holds as well: it goes when any of them is forgotten."""

    @property
    def authors(self) -> tuple[str, ...]:
        """All whose words it holds, each once."""
        return tuple(dict.fromkeys((self.author, *self.carries)))


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """Metadata of an input's parameter of type `Words`: how its text is taken where the input is submitted.

    What rules are to know of a text besides its length, such as its subject or a phrase that somebody waits for, they
    cannot read from it later: it is found in the cleaned text, as `engine.inputs.Recognised` is in a name.
    """

    most_characters: int
    clean: Callable[[str], str]
    """Makes of a text what is kept of it, never longer. Raises `engine.inputs.Rejected`."""


def said(key: bytes, author: str, text: str, occasion: str, carries: Iterable[str] = ()) -> Said:
    """A text said on an occasion, under its author's key.

    `occasion` names what is said once in its world: an idempotency key with a parameter, say. The same text on the same
    occasion gives the same words; with another text they differ in their digest alone.
    """
    id_ = hashlib.blake2b(occasion.encode(), key=key, digest_size=ID_BYTES)
    digest = hashlib.blake2b(text.encode(), key=key, salt=id_.digest(), digest_size=DIGEST_BYTES)
    words = Words(id_.hexdigest(), len(text), digest.hexdigest())
    return Said(words=words, author=author, text=text, carries=tuple(sorted(set(carries) - {author})))


def ids_in(bodies: Iterable[bytes | msgspec.Raw]) -> set[str]:
    """The ids of all words that stand in pieces of JSON; bodies without any are not searched."""
    found: set[str] = set()
    for body in map(bytes, bodies):
        if MARK in body:
            found.update(match[1].decode() for match in _WORDS.finditer(body))
    return found


def with_texts(body: msgspec.Raw, texts: Mapping[str, str]) -> msgspec.Raw:
    """JSON with the text in the place of all words; an empty one where it is gone, as no text is by itself."""
    encoded = bytes(body)
    if MARK not in encoded:
        return body
    return msgspec.Raw(_WORDS.sub(lambda match: _text(texts, match[1].decode()), encoded))


def _text(texts: Mapping[str, str], id_: str) -> bytes:
    return msgspec.json.encode(texts.get(id_, ""))
