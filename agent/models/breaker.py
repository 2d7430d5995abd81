"""A circuit breaker as a value: it rests a model that fails, then lets one call find out."""

import msgspec


class BreakerPolicy(msgspec.Struct, frozen=True):
    """After `failures` in a row the model rests, longer after each probe that fails."""

    failures: int = 5
    rest_ms: int = 5_000
    longest_rest_ms: int = 30_000


class Closed(msgspec.Struct, frozen=True, tag=True):
    """Calls pass; `failures` of them have failed in a row."""

    failures: int = 0


class Open(msgspec.Struct, frozen=True, tag=True):
    """No call passes before `until_ms`."""

    until_ms: int
    rest_ms: int


class Probing(msgspec.Struct, frozen=True, tag=True):
    """One call is under way to find out whether the model is back; no other passes."""

    rest_ms: int


Breaker = Closed | Open | Probing


def admitted(breaker: Breaker, now_ms: int) -> Breaker | None:
    """Return the breaker with one call under way, or None when no call may pass."""
    match breaker:
        case Closed():
            return breaker
        case Open(until_ms, rest_ms):
            return Probing(rest_ms) if now_ms >= until_ms else None
        case Probing():
            return None


def after_success(breaker: Breaker, *, was_probe: bool) -> Breaker:
    """The breaker after a call that the model answered.

    A call sent before the breaker opened and answered after says nothing about now: only the
    probe closes an open breaker.
    """
    return Closed() if was_probe or isinstance(breaker, Closed) else breaker


def after_failure(breaker: Breaker, now_ms: int, policy: BreakerPolicy, *, was_probe: bool) -> Breaker:
    """The breaker after a call that failed in a way that counts against the model."""
    match breaker:
        case Closed(failures) if failures + 1 < policy.failures:
            return Closed(failures + 1)
        case Closed():
            return Open(now_ms + policy.rest_ms, policy.rest_ms)
        case Probing(rest_ms) if was_probe:
            longer_ms = min(2 * rest_ms, policy.longest_rest_ms)
            return Open(now_ms + longer_ms, longer_ms)
        case _:
            return breaker


def after_nothing(breaker: Breaker, now_ms: int, *, was_probe: bool) -> Breaker:
    """The breaker after a call that says nothing of the model: cancelled, or its own fault."""
    if isinstance(breaker, Probing) and was_probe:
        return Open(now_ms, breaker.rest_ms)
    return breaker
