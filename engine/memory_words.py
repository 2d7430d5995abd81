"""What is said in one world of a `MemoryStore`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.keys import new_author_key
from engine.store import AuthorForgotten
from engine.words import Said


class KeptWords:
    """Texts by the ids of their words, and the keys of their authors."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}
        self._said: dict[str, Said] = {}

    def key_of(self, author: str) -> bytes:
        """An author's key, made when it is first asked for."""
        return self._keys.setdefault(author, new_author_key())

    def keep(self, words: Sequence[Said]) -> None:
        """Keep texts, but for those with words of somebody who is forgotten. Raises `AuthorForgotten`."""
        if not self._keys.keys() >= {said.author for said in words}:
            raise AuthorForgotten("who says this was forgotten just now; say it under a new key")
        self._said |= {said.words.id: said for said in words if self._keys.keys() >= set(said.authors)}

    def found(self, ids: Iterable[str]) -> Mapping[str, Said]:
        """Those that are there."""
        return {id_: self._said[id_] for id_ in ids if id_ in self._said}

    def forget(self, author: str) -> None:
        """Drop an author's key and all texts that hold their words."""
        self._keys.pop(author, None)
        self._said = {id_: said for id_, said in self._said.items() if author not in said.authors}
