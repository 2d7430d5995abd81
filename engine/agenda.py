"""An agenda: which thing is next due, found without looking at all of them."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Generic, TypeVar

Id = TypeVar("Id", bound=str)

DueOf = Callable[[Id], int | None]
"""The world time (ms) at which the thing with an id is due, as its present state says; None for not at all."""


class Agenda(Generic[Id]):
    """World times by id. Derived from the state: a thing that changed is touched, and asked again when it is due.

    Things due together come in the order of their ids, so the agenda's own order never decides anything.
    """

    def __init__(self, order: Callable[[str], int | str] = str) -> None:
        """Things due together come in this order of their ids."""
        self._order = order
        self._touched: set[Id] = set()
        self._due_ms: dict[Id, int] = {}
        self._heap: list[tuple[int, Id]] = []

    def touch(self, id_: Id) -> None:
        """The thing has come, changed or gone."""
        self._touched.add(id_)

    def next_ms(self, due_of: DueOf[Id]) -> int | None:
        """The earliest time at which anything is due."""
        self._refresh(due_of)
        while self._heap:
            due_ms, id_ = self._heap[0]
            if self._due_ms.get(id_) == due_ms:
                return due_ms
            heapq.heappop(self._heap)
        return None

    def due(self, now_ms: int, due_of: DueOf[Id]) -> list[Id]:
        """The things due by now. Each is asked for its next time once it was touched or handed out here."""
        self._refresh(due_of)
        found: set[Id] = set()
        while self._heap and self._heap[0][0] <= now_ms:
            due_ms, id_ = heapq.heappop(self._heap)
            if self._due_ms.get(id_) == due_ms:
                found.add(id_)
                del self._due_ms[id_]
        self._touched |= found
        return sorted(found, key=self._order)

    def _refresh(self, due_of: DueOf[Id]) -> None:
        for id_ in self._touched:
            due_ms = due_of(id_)
            if due_ms is None:
                self._due_ms.pop(id_, None)
            elif self._due_ms.get(id_) != due_ms:
                self._due_ms[id_] = due_ms
                heapq.heappush(self._heap, (due_ms, id_))
        self._touched.clear()
