"""All benchmarks by name; `everbrook bench` and `make bench` print their tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench import codec, commit, engine, inputs, interviews, memory, outage, page, spread, start
from everbrook.errors import StartError

TABLES: dict[str, Callable[[], None]] = {
    "engine": engine.main,
    "codec": codec.main,
    "commit": commit.main,
    "inputs": inputs.main,
    "memory": memory.main,
    "interviews": interviews.print_for,
    "outage": outage.main,
    "spread": spread.print_table,
    "start": start.main,
    "page": page.main,
}


def print_tables(names: Sequence[str]) -> None:
    """Print the named tables, or all. Raises `StartError` for an unknown name."""
    unknown = set(names) - TABLES.keys()
    if unknown:
        raise StartError(
            f"There is no table {', '.join(sorted(unknown))}.", f"There are {', '.join(TABLES)}."
        )
    for name in names or TABLES:
        print(f"\n## {name}\n", flush=True)
        TABLES[name]()
