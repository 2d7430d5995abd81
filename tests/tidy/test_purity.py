"""What must be pure is: no clock, no chance of its own, no files, nothing to wait for."""

import ast

from tests.tidy.conftest import Plant
from tests.tidy.modules import Module, Modules, in_room

PURE_ENGINE = (
    "agenda",
    "chance",
    "columns",
    "game",
    "history",
    "inputs",
    "observed",
    "operations",
    "patience",
    "state",
    "words",
)
RULES_MAY_USE = {"clock", *PURE_ENGINE}
"""Of the engine; its clock also says how ticks and world time belong together."""

LOADERS = {"library", "likeness", "maps", "templates"}
"""Modules of the town that read data which ships with it. Founding calls them; no rule does."""
FOUNDING = {"founding"}
"""Modules of the town that make worlds, and so are no rules."""
SUBMITTING = {"text", "upgrading"}
"""Modules of the town that are asked where inputs are submitted and worlds are upgraded: what they find out about texts
stands in the world from then on, for it differs from one table of characters to the next."""

BANNED_MODULES = {
    "asyncio",
    "datetime",
    "http",
    "io",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
    "regex",
    "unicodedata",
}
BANNED_CALLS = {"open", "print", "input", "exec", "eval", "__import__", "hash", "id"}


def impurities(modules: Modules) -> list[str]:
    """Each way in which a rule, or what the engine plays it with, depends on more than the world."""
    pure = [modules[name] for name in (f"engine.{name}" for name in PURE_ENGINE) if name in modules]
    pure += [module for module in in_room(modules, "town") if _last(module.name) not in LOADERS]
    return [complaint for module in pure for complaint in (*_imports(module), *_deeds(module))]


def readers_of_data(modules: Modules) -> list[str]:
    """Each rule that imports a loader, or more of the engine than rules may use."""
    complaints: list[str] = []
    for module in in_room(modules, "town"):
        if _last(module.name) in LOADERS | FOUNDING | SUBMITTING:
            continue
        for name, line in module.references:
            room, _, rest = name.partition(".")
            if room == "town" and _last(name) in LOADERS and name in modules:
                complaints.append(f"{module.path}:{line} loads data")
            if room == "engine" and rest and rest.split(".")[0] not in RULES_MAY_USE:
                complaints.append(f"{module.path}:{line} imports {name}")
    return complaints


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _imports(module: Module) -> list[str]:
    return [
        f"{module.path}:{line} imports {name}"
        for name, line in module.references
        if name.split(".")[0] in BANNED_MODULES or name.startswith("numpy.random")
    ]


def _deeds(module: Module) -> list[str]:
    complaints: list[str] = []
    for node in ast.walk(module.tree):
        where = f"{module.path}:{getattr(node, 'lineno', 0)}"
        match node:
            case ast.Await() | ast.AsyncFunctionDef() | ast.AsyncFor() | ast.AsyncWith() | ast.Global():
                complaints.append(f"{where} is not a plain function")
            case ast.Attribute(attr="random") if _last(module.name) != "chance":
                complaints.append(f"{where} draws chance past engine.chance")
            case ast.Call(func=ast.Name(id=name)) if name in BANNED_CALLS:
                complaints.append(f"{where} calls {name}")
            case _:
                pass
    return complaints


def test_the_rules_are_pure(house: Modules) -> None:
    assert {f"engine.{name}" for name in RULES_MAY_USE} <= house.keys()
    assert not impurities(house)


def test_no_rule_reads_files_or_knows_of_stores(house: Modules) -> None:
    assert not readers_of_data(house)


def test_what_is_not_pure_is_found(plant: Plant) -> None:
    modules = plant(
        {
            "town/days/plans.py": "import time",
            "town/days/promises.py": "async def keep(): ...",
            "town/talk/text.py": "def show(line):\n    print(line)",
            "town/talk/saying.py": "import unicodedata\nfrom engine.texts import length",
            "town/bodies/facing.py": "import numpy as np\nside = np.random.default_rng()",
            "engine/game.py": "from datetime import datetime",
            "engine/runner.py": "import time",
        }
    )
    assert sorted(complaint.split()[0] for complaint in impurities(modules)) == [
        "engine/game.py:1",
        "engine/game.py:1",
        "town/bodies/facing.py:2",
        "town/days/plans.py:1",
        "town/days/promises.py:1",
        "town/talk/saying.py:1",
        "town/talk/text.py:2",
    ]


def test_a_rule_that_reads_files_is_found(plant: Plant) -> None:
    modules = plant(
        {
            "town/ground/maps.py": "",
            "town/bodies/walking.py": "from town.ground.maps import load_map",
            "town/bodies/facing.py": "def face():\n    from town.ground import maps",
            "town/days/plans.py": "from engine.store import NewWorld",
            "town/talk/talking.py": "from engine.texts import length",
            "town/people/inputs.py": "from town.talk.likeness import readings_of",
            "town/talk/likeness.py": "",
            "town/founding.py": "from town.ground.maps import load_map",
        }
    )
    assert {complaint.split(":")[0] for complaint in readers_of_data(modules)} == {
        "town/bodies/walking.py",
        "town/bodies/facing.py",
        "town/days/plans.py",
        "town/talk/talking.py",
        "town/people/inputs.py",
    }
