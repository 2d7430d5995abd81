"""The map as entities: cut and joined it is the same map, and whatever follows from it follows each change."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from engine.game import Game
from engine.state import restore
from tests.effort import tries
from tests.invariants import saved
from tests.towns import place, play
from town.founding import found_world
from town.ground.chunks import area_of, cut, fixture_key, plain_drawing
from town.ground.constants import CHUNK_TILES
from town.ground.geometry import Tile
from town.ground.map import Area, Fixture, Place, TownMap
from town.ground.maps import load_drawing, load_map
from town.ground.pathfinding import Grid
from town.ground.state import Chunk, Drawing, Ground, Sprite, StoredFixture
from town.rules import TOWN
from town.settings import Settings
from town.world import World, empty_world

CAPACITY = 16

IDS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=4)


@st.composite
def maps(draw: st.DrawFn) -> TownMap:
    """Any ground with any places, whose ids are in any order."""
    width, height = draw(st.integers(1, 2 * CHUNK_TILES + 3)), draw(st.integers(1, 2 * CHUNK_TILES + 3))
    blocked = draw(st.sets(st.tuples(st.integers(0, width - 1), st.integers(0, height - 1)), max_size=40))
    rows = tuple("".join("#" if (x, y) in blocked else "." for x in range(width)) for y in range(height))
    return TownMap("any", rows, Tile(0, 0), tuple(draw(_places(id_)) for id_ in draw(IDS)))


def _places(id_: str) -> st.SearchStrategy[Place]:
    objects = IDS.map(
        lambda ids: tuple(Fixture(id=at, name=at, x=0, y=0, stands=(Tile(0, 0),)) for at in ids)
    )
    return objects.map(lambda found: replace(place(id_, 1, 1, 2, 2), objects=found))


def _world_on(map_: TownMap, drawing: Drawing | None = None) -> World:
    world = empty_world(CAPACITY)
    world.lay_out(cut(map_, drawing or plain_drawing(map_)))
    return world


@settings(max_examples=tries(60))
@given(maps())
def test_a_map_that_was_stored_in_parts_is_the_same_map(map_: TownMap) -> None:
    world = _world_on(map_)
    assert world.map == map_
    again = empty_world(CAPACITY)
    restore(again, reversed(saved(world)))
    assert again.map == map_
    for id_, chunk in world.chunks.items():
        area = area_of(world.ground, id_)
        assert (len(chunk.walkable[0]), len(chunk.walkable)) == (area.width, area.height)


def test_the_map_that_ships_is_the_same_with_all_that_is_drawn() -> None:
    map_, drawing = load_map("brook"), load_drawing("brook")
    world = _world_on(map_, drawing)
    assert world.map == map_
    assert tuple(world.buildings.values()) == drawing.buildings
    chunks = world.chunks.values()
    assert len([s for chunk in chunks for s in chunk.sprites]) == len(drawing.sprites)
    assert {s for chunk in chunks for s in chunk.sprites} == set(drawing.sprites)
    assert {light for chunk in chunks for light in chunk.lights} == set(drawing.lights)
    for id_, chunk in world.chunks.items():
        _assert_drawn_as(drawing, chunk, area_of(world.ground, id_), world.ground)


def _assert_drawn_as(drawing: Drawing, chunk: Chunk, area: Area, ground: Ground) -> None:
    assert chunk.ground == _part_of(drawing.ground, area)
    on_right, on_lower_edge = area.x + area.width == ground.width, area.y + area.height == ground.height
    corners = replace(area, width=area.width + on_right, height=area.height + on_lower_edge)
    none = ("0" * corners.width,) * corners.height
    for layer, rows in drawing.terrain.items():
        assert chunk.corners.get(layer, none) == _part_of(rows, corners)


def _part_of(rows: tuple[str, ...], area: Area) -> tuple[str, ...]:
    return tuple(row[area.x : area.x + area.width] for row in rows[area.y : area.y + area.height])


def test_what_is_anchored_off_the_map_is_drawn_with_the_nearest_chunk() -> None:
    map_ = TownMap("any", ("." * 40,) * 40, Tile(0, 0))
    sprites = tuple(Sprite("tree", x, y, y) for x in (-5, 700) for y in (-5, 700))
    chunks = _world_on(map_, replace(plain_drawing(map_), sprites=sprites)).chunks
    assert {id_: chunk.sprites for id_, chunk in chunks.items()} == {
        id_: (sprite,) for id_, sprite in zip(("0,0", "0,1", "1,0", "1,1"), sprites, strict=True)
    }


STROKES = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 35), st.booleans()), max_size=12)


@settings(max_examples=tries(40))
@given(STROKES)
@example([(38, 32, False), (32, 28, False), (32, 28, True)])
def test_ways_follow_each_stroke(strokes: list[tuple[int, int, bool]]) -> None:
    home = place("home", 30, 30, 4, 4)
    world = _world_on(TownMap("wide", ("." * 40,) * 36, Tile(0, 0), (home,)))
    TOWN.prepare(world)
    for x, y, is_free in strokes:
        _paint(world, Tile(x, y), "." if is_free else "#")
        _assert_ways_are_those_of(world.grid, world.map)
        assert world.map.walkable[y][x] == ("." if is_free else "#")


def _paint(world: World, tile: Tile, mark: str) -> None:
    """Make a tile free or blocked, as a later editor does."""
    id_ = f"{tile.x // CHUNK_TILES},{tile.y // CHUNK_TILES}"
    rows = list(world.chunks[id_].walkable)
    x, y = tile.x % CHUNK_TILES, tile.y % CHUNK_TILES
    rows[y] = rows[y][:x] + mark + rows[y][x + 1 :]
    world.chunks[id_] = replace(world.chunks[id_], walkable=tuple(rows))


def _assert_ways_are_those_of(grid: Grid, map_: TownMap) -> None:
    fresh = Grid(map_)
    assert (grid.blocked, grid.neighbours) == (fresh.blocked, fresh.neighbours)
    corner = grid.size - 1
    assert grid.distances(corner) == fresh.distances(corner)
    assert grid.connected(0, corner) == fresh.connected(0, corner)
    assert [grid.room_around(p) for p in map_.places] == [fresh.room_around(p) for p in map_.places]


def test_what_is_painted_is_one_entity_of_the_step_and_the_ways_stay_where_only_the_drawing_changed() -> None:
    world = found_world(load_map("brook"), 1, Settings(template="test"), (), rules=TOWN)
    game = Game(TOWN, world)
    game.mark_committed()
    grid = world.grid
    grid.distances(0)
    chunk = world.chunks["0,0"]
    world.chunks["0,0"] = replace(chunk, ground=tuple("1" * len(row) for row in chunk.ground))
    step = game.step(1, [])
    assert [(change.kind, change.id) for change in step.changes] == [("chunks", "0,0")]
    assert world.grid is grid
    assert grid.remembered_bytes()
    assert not [change for change in game.step(2, []).changes if change.kind == "chunks"]


def test_places_and_objects_come_change_and_go_by_themselves() -> None:
    town = play(places=(place("mill", 4, 4, 2, 2),))
    world = town.world
    town.step(1)
    world.places["mill"] = replace(world.places["mill"], name="The Mill")
    wheel = Fixture(id="wheel", name="wheel", x=4, y=4, stands=(Tile(4, 4),))
    assert world.map.place("mill") is not None
    world.fixtures[fixture_key("mill", "wheel")] = StoredFixture(place="mill", **asdict(wheel))
    mill = world.map.place("mill")
    assert mill is not None
    assert (mill.name, mill.objects) == ("The Mill", (wheel,))
    town.step(1)
    assert [(c.kind, c.id) for c in town.steps[-1].changes] == [
        ("places", "mill"),
        ("fixtures", "mill/wheel"),
    ]
    del world.places["mill"]
    assert world.map.place("mill") is None


def test_what_is_taken_away_is_gone_from_the_state() -> None:
    town = play(places=(place("mill", 4, 4, 2, 2),))
    town.step(1)
    del town.world.places["mill"]
    town.step(1)
    assert [(change.kind, change.body) for change in town.steps[-1].changes] == [("places", None)]
