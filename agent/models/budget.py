"""A budget for each world and day, in money or tokens, that calls under way cannot overrun.

A call reserves the most it can cost before it starts and settles what it did cost when it ends.
Spent and reserved together never exceed the limit, however many calls run at once.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

BudgetState = Literal["ok", "near", "exhausted"]

DAY_MS = 86_400_000


class Amount(msgspec.Struct, frozen=True):
    """What calls use up."""

    microdollars: int = 0
    tokens: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.microdollars + other.microdollars, self.tokens + other.tokens)

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(self.microdollars - other.microdollars, self.tokens - other.tokens)


class Budget(msgspec.Struct, frozen=True):
    """A world's limits for a day (UTC); None is no limit. Near begins at `near_percent`."""

    microdollars: int | None = None
    tokens: int | None = None
    near_percent: int = 80


class Reservation(msgspec.Struct, frozen=True):
    """What one call holds back of its world's budget of one day."""

    world: str
    day: int
    amount: Amount


def exceeds(budget: Budget, used: Amount) -> bool:
    """Whether `used` is more than `budget` allows."""
    return any(value > limit for value, limit in _limited(budget, used))


def state_of(budget: Budget, used: Amount) -> BudgetState:
    """How far `used` has come in `budget`."""
    limited = _limited(budget, used)
    if any(value >= limit for value, limit in limited):
        return "exhausted"
    if any(100 * value >= budget.near_percent * limit for value, limit in limited):
        return "near"
    return "ok"


def _limited(budget: Budget, used: Amount) -> list[tuple[int, int]]:
    pairs = ((used.microdollars, budget.microdollars), (used.tokens, budget.tokens))
    return [(value, limit) for value, limit in pairs if limit is not None]


class BudgetMeter:
    """What every world has spent and reserved today, against its budget.

    `spent` starts it from what a ledger knows, as (world, day) -> amount; `day_of` names days.
    """

    def __init__(
        self,
        default: Budget,
        budgets: Mapping[str, Budget] | None = None,
        spent: Mapping[tuple[str, int], Amount] | None = None,
    ) -> None:
        self._default = default
        self._budgets = dict(budgets or {})
        self._spent = dict(spent or {})
        self._reserved: dict[tuple[str, int], Amount] = {}

    def set_budget(self, world: str, budget: Budget) -> None:
        """Change a world's budget from now on; what is spent stays spent."""
        self._budgets[world] = budget

    def budget(self, world: str) -> Budget:
        """The world's budget."""
        return self._budgets.get(world, self._default)

    def state(self, world: str, at_ms: int) -> BudgetState:
        """The world's state at a Unix time, calls under way counted at their most."""
        return state_of(self.budget(world), self._used((world, day_of(at_ms))))

    def spent(self, world: str, at_ms: int) -> Amount:
        """What the world has spent on the day of a Unix time."""
        return self._spent.get((world, day_of(at_ms)), Amount())

    def learn_spent(self, world: str, day: int, spent: Amount) -> None:
        """Take over what a ledger that others write too says was spent on a day."""
        self._spent[world, day] = spent

    def reserve(self, world: str, at_ms: int, most: Amount) -> Reservation | None:
        """Hold back `most`, or return None when the day's budget has no room for it."""
        key = (world, day_of(at_ms))
        budget, used = self.budget(world), self._used(key)
        if state_of(budget, used) == "exhausted" or exceeds(budget, used + most):
            return None
        self._reserved[key] = self._reserved.get(key, Amount()) + most
        return Reservation(world, key[1], most)

    def settle(self, reservation: Reservation, actual: Amount) -> None:
        """Give `reservation` back and spend `actual` on its day."""
        key = (reservation.world, reservation.day)
        left = self._reserved.pop(key, Amount()) - reservation.amount
        if left != Amount():
            self._reserved[key] = left
        self._spent[key] = self._spent.get(key, Amount()) + actual
        self._forget_before(reservation.day)

    def _used(self, key: tuple[str, int]) -> Amount:
        return self._spent.get(key, Amount()) + self._reserved.get(key, Amount())

    def _forget_before(self, day: int) -> None:
        """Drop days that no call can belong to any more; the ledger keeps them."""
        for key in [key for key in self._spent if key[1] < day - 1]:
            del self._spent[key]


def day_of(at_ms: int) -> int:
    """The number of the UTC day that a Unix time falls in."""
    return at_ms // DAY_MS
