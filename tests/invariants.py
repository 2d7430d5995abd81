"""What must hold in a town at every moment, whatever anybody does."""

from engine.state import Entity, Tracker, entities_of, restore, state_hash
from town.bodies.movement import is_still
from town.days.constants import MOST_PROMISES
from town.days.plans import bed_of, flaw_in
from town.doings.state import Heading
from town.ground.constants import UNITS_PER_TILE
from town.ground.geometry import Tile, facing_towards, tiles_apart
from town.ground.map import Fixture
from town.ids import PlayerId
from town.rules import TOWN
from town.talk.constants import LAST_STEPS_TILES, LONGEST_WRITING_MS
from town.talk.state import Membership, Typing
from town.world import World


def check_world(world: World) -> None:
    """Fail if anything is out of order."""
    _check_bodies(world)
    _check_conversations(world)
    _check_agents(world)
    _check_plans(world)
    _check_pastimes(world)
    _check_objects(world)


def _check_bodies(world: World) -> None:
    assert set(world.walkers) == set(world.players)
    held = {id_: world.tile_of(id_) for id_ in world.players}
    assert len(set(held.values())) == len(held), "two people hold one tile"
    assert world.holders == {world.grid.index(tile): id_ for id_, tile in held.items()}
    for id_, tile in held.items():
        row = world.walkers.row(id_)
        assert world.map.is_walkable(tile), f"{id_} is on {tile}"
        off_x, off_y = row["x"] - tile.x * UNITS_PER_TILE, row["y"] - tile.y * UNITS_PER_TILE
        assert off_x == 0 or off_y == 0, f"{id_} left the lines between tiles"
        assert abs(off_x) + abs(off_y) <= UNITS_PER_TILE
        if is_still(world, id_):
            assert off_x == off_y == 0
            assert not row["leg_end_units"]
            player = world.players[id_]
            assert player.destination is None or row["plan_at_ms"], f"{id_} waits for nothing"
        else:
            assert row["leg_end_units"] > 0, "a leg of no length"
            behind = Tile(tile.x - (off_x < 0) + (off_x > 0), tile.y - (off_y < 0) + (off_y > 0))
            assert world.map.is_walkable(behind)


def _check_conversations(world: World) -> None:
    for id_, talk in world.conversations.items():
        assert len(talk.members) == 2
        assert talk.creator in talk.members
        statuses = [member.status for member in talk.members.values()]
        assert (Membership.PARTICIPATING in statuses) == (set(statuses) == {Membership.PARTICIPATING})
        for player_id in talk.members:
            assert world.players[player_id].conversation == id_
            if talk.started_at_ms() is not None:
                assert is_still(world, player_id), "somebody walks while talking"
        if talk.typing:
            assert talk.started_at_ms() is not None
            assert talk.typing.player in talk.members
            _check_writing(world, talk.typing)
        first, second = (world.tile_of(player_id) for player_id in talk.members)
        if talk.started_at_ms() is not None:
            in_one_room = world.map.place_at(first) is world.map.place_at(second)
            assert 1 <= tiles_apart(first, second) <= (LAST_STEPS_TILES if in_one_room else 1)
    for player in world.players.values():
        if player.conversation is not None:
            assert player.id in world.conversations[player.conversation].members


def _check_writing(world: World, typing: Typing) -> None:
    if typing.message is not None:
        agent = world.agent_of(typing.player)
        assert agent is not None, "a human's message is said at once"
        assert agent.operation is None, "somebody thinks of words who has them"
        assert typing.message.said_at_ms <= typing.since_ms + LONGEST_WRITING_MS


def _check_agents(world: World) -> None:
    assert set(world.agent_ids) == {p.id for p in world.players.values() if not p.human} == set(world.people)
    headings = [a.status for a in world.agents.values() if isinstance(a.status, Heading)]
    headings += [p.heading for p in world.players.values() if p.heading]
    spots = [heading.spot for heading in headings]
    assert len(spots) == len(set(spots)), "two head for one spot"


def _check_pastimes(world: World) -> None:
    for id_, player in world.players.items():
        if player.human and player.activity:
            place = world.map.place(player.activity.place or "")
            assert place, "a human does something between places"
            assert player.activity.description in [pastime.description for pastime in place.activities]
            assert is_still(world, id_), "somebody is busy on their way"
        if player.heading:
            assert player.human
            assert player.activity is None, "somebody is busy with two things"
            assert player.destination in (player.heading.spot, None)


def _check_plans(world: World) -> None:
    assert set(world.plans) <= set(world.people)
    for player_id, plan in world.plans.items():
        bed = bed_of(world.people[player_id], world.map)
        flaw = flaw_in(plan.strokes, plan.from_minute, plan.until_minute, world.map, bed)
        assert flaw is None, flaw
        assert len(plan.promises) <= MOST_PROMISES


def _check_objects(world: World) -> None:
    users = [user for object_ in world.objects.values() for user in object_.users]
    assert len(set(users)) == len(users), "somebody uses two objects"
    for key, object_ in world.objects.items():
        place = world.map.place(object_.place)
        assert place
        fixture = place.object(object_.object)
        assert fixture
        assert key == f"{place.id}/{fixture.id}"
        assert object_.state == (fixture.in_use if object_.users else fixture.after_use)
        assert object_.until_ms is None or not object_.users
        for user in object_.users:
            activity, agent = world.players[user].activity, world.agent_of(user)
            assert activity or agent, f"{user} uses the {fixture.name} and does nothing"
            assert not (agent and isinstance(agent.status, Heading)), (
                f"{user} walks off with the {fixture.name}"
            )
            assert activity is None or activity.object == fixture.name
            assert world.tile_of(user) in fixture.stands
            _check_facing(world, user, fixture)
    talks = world.conversations.values()
    talking = {id_ for t in talks for id_, m in t.members.items() if m.status is not Membership.INVITED}
    assert not talking & set(users), "somebody uses an object while they talk"
    assert world.object_used_by == {user: key for key, o in world.objects.items() for user in o.users}
    named = {name for place in world.map.places for name in (f.name for f in place.objects)}
    busy_with = {id_ for id_, p in world.players.items() if p.activity and p.activity.object in named}
    assert busy_with <= set(users), "somebody does with an object what they don't use"


def _check_facing(world: World, user: PlayerId, fixture: Fixture) -> None:
    here, tile = world.tile_of(user), Tile(fixture.x, fixture.y)
    if is_still(world, user) and tile not in fixture.stands:
        assert world.walkers.row(user)["facing"] == facing_towards(here, tile), f"{user} looks away"


def restored(world: World) -> World:
    """The same world, made again from what is saved of it, in another order."""
    copy = TOWN.empty(world.walkers.capacity)
    restore(copy, reversed(saved(world)))
    TOWN.prepare(copy)
    assert state_hash(copy) == state_hash(world)
    return copy


def saved(world: World) -> list[Entity]:
    """What a store keeps of a world."""
    changes = Tracker().changes(world)
    assert {(c.kind, c.id) for c in changes} == {key for key, _ in entities_of(world)}
    return [Entity(change.kind, change.id, change.body) for change in changes if change.body is not None]
