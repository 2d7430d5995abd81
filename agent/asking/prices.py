"""What models cost: a table that ships, and the town's own on top of it.

A table is JSON: for each model dollars for a million tokens, as providers list them; those of Bedrock were looked up on
2026-11-30. Claude 4.5 costs a tenth more by a geography's profile than by the global one. Prices change, so what ships
is a start; whoever pays keeps a table of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import msgspec

from agent.models.bedrock_profiles import base_model
from agent.models.ledger import Price

MICRODOLLARS = 1_000_000

Dollars = Annotated[float, msgspec.Meta(ge=0)]


class ListedPrice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Dollars for a million tokens."""

    input: Dollars
    output: Dollars
    cached_input: Dollars | None = None
    cache_write: Dollars | None = None


def listed_prices(own: Path | None = None) -> dict[str, Price]:
    """The prices that ship, and those of the file `own` in their place.

    Raises `OSError` when the file cannot be read, `msgspec.DecodeError` when it is no such table.
    """
    shipped = (files("agent") / "asking" / "prices.json").read_bytes()
    owned = _decoded(own.read_bytes()) if own else {}
    listed = {name: price for name, price in _decoded(shipped).items() if base_model(name) not in owned}
    return {name: _price(price) for name, price in {**listed, **owned}.items()}


def price_of(prices: Mapping[str, Price], model: str) -> Price | None:
    """A model's price, by its own name or without the prefix of an inference profile."""
    return prices.get(model) or prices.get(base_model(model))


def _decoded(table: bytes) -> dict[str, ListedPrice]:
    return msgspec.json.decode(table, type=dict[str, ListedPrice])


def _price(listed: ListedPrice) -> Price:
    return Price(
        input=round(listed.input * MICRODOLLARS),
        output=round(listed.output * MICRODOLLARS),
        cached_input=_microdollars(listed.cached_input),
        cache_write=_microdollars(listed.cache_write),
    )


def _microdollars(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * MICRODOLLARS)
