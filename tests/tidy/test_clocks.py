"""Clocks of two machines are never compared: who reads the wall's time in what is shipped is named here."""

import ast
from collections import Counter

from tests.tidy.conftest import Plant
from tests.tidy.modules import PRODUCT, Module, Modules, called

WALL = {("time", "time"), ("time", "time_ns"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today")}
"""What gives the time of day, by the last two parts of its name. A span is measured by `time.monotonic`."""

READERS = {
    "agent/opening.py": 1,  # when a model was called, for the ledger
    "engine/memory_world.py": 1,  # the clock of a store is its own
    "web/routes/minds.py": 1,  # until which day of the ledger to show it
    "web/routes/usage.py": 2,
}
"""How often each may read it. It is exact; ages and leases are told by the store alone."""


def readers(modules: Modules) -> Counter[str]:
    """How often each module of the product names what gives the time of day."""
    found = Counter[str]()
    for module in modules.values():
        if module.room in PRODUCT and (count := _readings(module)):
            found[module.path.as_posix()] = count
    return found


def _readings(module: Module) -> int:
    named = sum(
        isinstance(node, ast.Attribute) and (called(node.value), node.attr) in WALL
        for node in ast.walk(module.tree)
    )
    imported = sum(
        (node.module, alias.name) in WALL
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )
    return named + imported


def test_only_few_read_the_walls_time(house: Modules) -> None:
    assert readers(house) == READERS


def test_a_reader_is_found(plant: Plant) -> None:
    modules = plant(
        {
            "web/late.py": "import time\nage = time.time_ns() - 5\nspan = time.monotonic()",
            "web/named.py": "from time import time as now\nnow()",
            "agent/day.py": "import datetime\nday = datetime.datetime.now(datetime.UTC)",
            "everbrook/day.py": "from datetime import datetime, date\ndays = [datetime.utcnow(), date.today()]",
            "tests/timed.py": "import time\ntime.time()",
        }
    )
    assert readers(modules) == {"web/late.py": 1, "web/named.py": 1, "agent/day.py": 1, "everbrook/day.py": 2}
