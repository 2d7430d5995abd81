"""The walls between the features of a room: a chain of folders, each importing only those before it."""

from typing import NamedTuple

from tests.tidy.conftest import Plant
from tests.tidy.modules import Module, Modules, in_room

UNPLACED = -1


class Chain(NamedTuple):
    """How a room is built, from the ground up; in each part the later stand on the earlier.

    `foundations` are modules that all may import. Then come the data of each feature, that is its modules with a name
    in `data`; the modules that are `shared`, which know of features no more than their data; the features themselves,
    folder by folder; and the modules of the `roof`.
    """

    features: tuple[str, ...]
    data: tuple[str, ...] = ()
    foundations: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    roof: tuple[str, ...] = ()

    def feature(self, module: Module) -> int:
        """The number of the feature that a module belongs to, or `UNPLACED`."""
        folder = module.path.parts[1]
        return self.features.index(folder) if folder in self.features else UNPLACED

    def floor(self, module: Module) -> int:
        """How high a module of the room stands, or `UNPLACED`."""
        name = module.path.parts[1].removesuffix(".py")
        if self.feature(module) != UNPLACED and module.path.stem in self.data:
            name += " data"
        data = [f"{feature} data" for feature in self.features]
        floors = [*self.foundations, *data, *self.shared, *self.features, *self.roof]
        return floors.index(name) if name in floors else UNPLACED


CHAINS = {
    "town": Chain(
        foundations=("ids", "views", "languages", "library"),
        data=("chunks", "constants", "geometry", "layout", "map", "pathfinding", "state"),
        shared=("settings", "who", "world", "moments", "slow_work", "parts"),
        features=("ground", "bodies", "doings", "days", "talk", "minds", "people", "owner"),
        roof=("upgrades", "rules", "founding"),
    ),
    "agent": Chain(
        foundations=("models", "memory", "people"),
        data=("task",),
        shared=("asking", "performing", "context", "script"),
        features=(
            "perceiving",
            "deciding",
            "reacting",
            "talking",
            "reflecting",
            "remembering",
            "planning",
            "interviewing",
        ),
        roof=(
            "forgetting",
            "parts",
            "performers",
            "counting",
            "estimating",
            "trying",
            "opening",
            "searching",
            "marks",
            "queue",
            "called",
            "worker",
        ),
    ),
}
"""A room whose features are not all there yet may have modules without a place; nothing in a place imports them."""


def broken_links(modules: Modules, room: str, chain: Chain) -> list[str]:
    """Each import of what stands higher or belongs to a later feature, and each module without a place."""
    inside = {module.name: module for module in in_room(modules, room) if module.name != room}
    complete = bool(chain.features) and set(chain.features) <= {m.path.parts[1] for m in inside.values()}
    complaints: set[str] = set()
    for module in inside.values():
        if chain.floor(module) == UNPLACED:
            if complete:
                complaints.add(f"{module.path} has no place in {room}")
            continue
        for name, line in module.references:
            if name in inside and not _stands_on(module, inside[name], chain):
                complaints.add(f"{module.path}:{line} imports {name}")
    return sorted(complaints)


def _stands_on(upper: Module, lower: Module, chain: Chain) -> bool:
    own, other = chain.feature(upper), chain.feature(lower)
    in_order = own == UNPLACED or other <= own
    return in_order and UNPLACED < chain.floor(lower) <= chain.floor(upper)


def test_features_import_only_those_before_them(house: Modules) -> None:
    for room, chain in CHAINS.items():
        assert not broken_links(house, room, chain), room


TOWN = Chain(
    foundations=("ids",),
    data=("state",),
    shared=("world",),
    features=("ground", "bodies", "talk"),
    roof=("upgrades", "rules", "founding"),
)


def test_an_import_of_what_stands_higher_is_found(plant: Plant) -> None:
    modules = plant(
        {
            "town/ids.py": "",
            "town/world.py": "from town.talk.state import Talk\nfrom town.talk.inputs import speak",
            "town/ground/map.py": "from town.ground import geometry",
            "town/ground/geometry.py": "def far():\n    from town.bodies import walking",
            "town/bodies/state.py": "from town.ids import PlayerId\nfrom town.world import World",
            "town/bodies/walking.py": "from town.ground.map import Map\nfrom town import founding",
            "town/bodies/facing.py": "from town.world import World\nfrom town.talk.state import Talk",
            "town/talk/state.py": "from town.bodies.state import Body",
            "town/talk/inputs.py": "import town.bodies.walking, town.world",
            "town/rules.py": "from town.talk.inputs import speak\nimport town.founding",
            "town/founding.py": "from town.rules import TOWN",
        }
    )
    assert broken_links(modules, "town", TOWN) == [
        "town/bodies/facing.py:2 imports town.talk.state",
        "town/bodies/state.py:2 imports town.world",
        "town/bodies/walking.py:2 imports town.founding",
        "town/ground/geometry.py:2 imports town.bodies.walking",
        "town/rules.py:2 imports town.founding",
        "town/world.py:2 imports town.talk.inputs",
    ]


def test_what_has_no_place_yet_holds_no_feature_up(plant: Plant) -> None:
    modules = plant(
        {
            "town/ground/map.py": "from town.entities import Place",
            "town/entities.py": "from town.ground import map",
        }
    )
    assert broken_links(modules, "town", TOWN) == ["town/ground/map.py:1 imports town.entities"]


def test_once_all_features_are_there_every_module_has_its_place(plant: Plant) -> None:
    modules = plant({f"town/{feature}/__init__.py": "" for feature in TOWN.features})
    assert not broken_links(modules, "town", TOWN)
    modules = plant({"town/__init__.py": "", "town/rules.py": "", "town/helpers.py": ""})
    assert broken_links(modules, "town", TOWN) == ["town/helpers.py has no place in town"]
