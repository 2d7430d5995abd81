"""What waits for people is timed by the wall, and is told once."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from engine.inputs import Request
from engine.patience import Patience, Waits

LIMIT_MS = 3

KEYS = st.sampled_from([{"a"}, {"a", "b"}, {"a", "b"}, {"b"}])
"""Most of them last for a while: what never lapses proves nothing."""


def patience(key: str) -> Patience:
    return Patience(key, LIMIT_MS, Request("lapse", Raw(b"{}")))


@given(st.lists(KEYS, min_size=20, max_size=40))
def test_it_lapses_when_it_has_waited_without_a_break(looks: Sequence[set[str]]) -> None:
    waits = Waits()
    since: dict[str, int] = {}
    told: set[str] = set()
    for now_ms, keys in enumerate(looks):
        since = {key: since.get(key, now_ms) for key in keys}
        told &= keys
        lapsed = waits.lapsed([patience(key) for key in keys], now_ms)
        assert {p.key for p in lapsed} == {k for k in keys - told if now_ms - since[k] >= LIMIT_MS}
        for each in lapsed:
            waits.sent(each)
            told.add(each.key)


def test_what_could_not_be_sent_lapses_again() -> None:
    waits = Waits()
    waits.lapsed([patience("a")], 0)
    assert waits.lapsed([patience("a")], LIMIT_MS)
    assert waits.lapsed([patience("a")], LIMIT_MS + 1)
