"""A part of the state whose every change is told to who keeps something derived from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")

Observer = Callable[[K, Any, Any], None]
"""Called as observer(id, before, after) once a value has come, changed or gone; None where there is none."""


class Observed(dict[K, V]):
    """A dict that tells its observers of each change, whichever way it is made."""

    observers: tuple[Observer[K], ...] = ()
    revision: int = 0
    """Rises with each change: who has seen it may pass over what has none since."""

    def __setitem__(self, key: K, value: V) -> None:
        before = self.get(key)
        self.revision += 1
        super().__setitem__(key, value)
        for observer in self.observers:
            observer(key, before, value)

    def __delitem__(self, key: K) -> None:
        before = self[key]
        self.revision += 1
        super().__delitem__(key)
        for observer in self.observers:
            observer(key, before, None)

    def __ior__(self, other: Mapping[K, V] | Iterable[tuple[K, V]], /) -> Observed[K, V]:  # pyright: ignore[reportIncompatibleMethodOverride] - a dict's says Self
        self.update(other)
        return self

    # Those of a dict pass `__setitem__` by.
    clear = MutableMapping[K, V].clear
    pop: Any = MutableMapping[K, V].pop
    popitem = MutableMapping[K, V].popitem
    setdefault: Any = MutableMapping[K, V].setdefault
    update = MutableMapping[K, V].update
