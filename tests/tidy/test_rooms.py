"""The walls between the rooms: imports go one way, and nothing that is shipped leans on what is not."""

import sys

import pytest

from tests.tidy.conftest import Plant
from tests.tidy.modules import PRODUCT, Modules, in_room

MAY_IMPORT = {
    "engine": set[str](),
    "town": {"engine"},
    "records": {"engine"},
    "agent": {"town", "engine", "records"},
    "web": {"town", "engine", "records"},
    "migrations": {"engine", "records"},
    "everbrook": {"web", "agent", "town", "engine", "migrations", "records"},
    "examples": {*PRODUCT},
    "art": set[str](),
    "tooling": set[str](),
    "bench": {*PRODUCT, "tests"},
    "tests": {*PRODUCT, "examples", "art", "tooling", "bench"},
}


def broken_walls(modules: Modules) -> list[str]:
    """Each import of a room by one that may not import it."""
    complaints: set[str] = set()
    for module in modules.values():
        allowed = MAY_IMPORT[module.room] | {module.room}
        for name, line in module.references:
            room = name.split(".")[0]
            if not room:
                complaints.add(f"{module.path}:{line} imports by dots: write the whole name")
            elif room in MAY_IMPORT and room not in allowed:
                complaints.add(f"{module.path}:{line} imports {room}")
    return sorted(complaints)


def test_imports_go_one_way(house: Modules) -> None:
    assert not broken_walls(house)


def test_every_room_has_its_walls(house: Modules) -> None:
    assert {module.room for module in house.values()} == MAY_IMPORT.keys()


def test_setting_up_needs_the_standard_library_alone(house: Modules) -> None:
    for module in in_room(house, "tooling"):
        rooms = {reference.name.split(".")[0] for reference in module.references}
        assert rooms <= sys.stdlib_module_names | {"tooling"}, module.path


def those_that_name_the_town(modules: Modules) -> list[str]:
    """Each shipped module that takes the town's own rules for granted: a fork could not take their place there."""
    shipped = [module for room in PRODUCT for module in in_room(modules, room)]
    return [
        f"{module.path}:{line} names {name}"
        for module in shipped
        if module.name not in ("everbrook.fork", "town.rules")
        for name, line in module.references
        if name == "town.rules"
    ]


def test_the_town_is_named_once(house: Modules) -> None:
    assert not those_that_name_the_town(house)


def test_a_second_place_that_names_the_town_is_found(plant: Plant) -> None:
    modules = plant(
        {
            "town/rules.py": "TOWN = 1",
            "everbrook/fork.py": "from town.rules import TOWN",
            "web/frames.py": "def later():\n    from town.rules import TOWN",
            "tests/towns.py": "from town.rules import TOWN",
        }
    )
    assert those_that_name_the_town(modules) == ["web/frames.py:2 names town.rules"]


@pytest.mark.parametrize("room", ["tests", "bench", "examples", "art", "tooling"])
def test_no_room_that_is_shipped_may_import_one_that_is_not(room: str) -> None:
    assert not [shipped for shipped in PRODUCT if room in MAY_IMPORT[shipped]]


@pytest.mark.parametrize(
    "statement",
    [
        "from examples.harbor import HARBOR",
        "import examples.harbor as harbor",
        "def later():\n    from examples import harbor",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from examples.harbor import HARBOR",
        "import importlib\nharbor = importlib.import_module('examples.harbor')",
        "harbor = __import__('examples')",
        "RULES = 'examples.harbor:HARBOR'",
        "from .rules import TOWN",
    ],
)
def test_a_hole_in_a_wall_is_found(plant: Plant, statement: str) -> None:
    modules = plant({"town/rules.py": statement, "examples/harbor.py": "HARBOR = 'a.town.of.ours'"})
    (complaint,) = broken_walls(modules)
    assert complaint.startswith("town/rules.py:")
