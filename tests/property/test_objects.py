"""Objects in a small town where everybody wants the same two benches, a visitor too: nobody breaks what must hold."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.inputs import Request
from engine.operations import Operation
from tests.effort import tries
from tests.invariants import check_world, restored
from tests.towns import Play, place, town_map, villager, with_objects
from town.bodies.inputs import move_to
from town.days.state import Habit
from town.doings.inputs import begin_activity, stop_activity
from town.founding import found_world
from town.ground.geometry import Tile
from town.ground.map import Fixture
from town.ids import AgentId, OperationId, PlayerId
from town.minds.reports import notice_something, operation_failed
from town.people.inputs import join, leave
from town.rules import TOWN
from town.settings import Settings
from town.talk.inputs import leave_conversation, start_conversation

ROWS = ("............",) * 8
BENCHES = (
    Fixture(id="bench", name="bench", x=3, y=2, stands=(Tile(3, 3),), in_use="taken"),
    Fixture(
        id="bench-2",
        name="bench",
        x=7,
        y=2,
        stands=(Tile(7, 3), Tile(8, 3)),
        in_use="taken",
        after_use="warm",
        after_use_minutes=20,
    ),
)
GARDEN = with_objects(place("garden", 2, 2, 8, 4), *BENCHES)
VILLAGERS, SEATS = 5, 3
DAY = (Habit(0, 1440, "garden", "sits about", "🙂", "the bench"),)

WAIT_TICKS = st.sampled_from([1, 30, 600, 1800])
DEEDS = st.sampled_from(["wait", "invite", "part", "notice", "sit", "sit", "rise", "stroll"])


class Garden:
    """The same visit played twice, leaping and not; villagers do what they usually do, since no mind answers."""

    def __init__(self) -> None:
        people = [villager(number, "garden", DAY) for number in range(VILLAGERS)]
        chosen = Settings(template="test", town_day_ms=1_440_000)
        worlds = (
            found_world(town_map(ROWS, [GARDEN], Tile(3, 3)), 3, chosen, people, rules=TOWN) for _ in range(2)
        )
        self.games = [Play(world, leap=leap) for world, leap in zip(worlds, (True, False), strict=True)]
        self.world = self.games[0].world
        self.step(0, [join.request(name="Ada", character="look-01")])
        (self.ada,) = (player.id for player in self.world.players.values() if player.human)

    def step(self, ticks: int, requests: list[Request]) -> None:
        """Play on, hold the two games against each other, and let every operation fail."""
        for game in self.games:
            game.step(ticks, requests)
        leaping, ticking = (game.steps[-1] for game in self.games)
        assert leaping.state_hash == ticking.state_hash
        for game in self.games:
            check_world(game.world)
        restored(self.world)
        if leaping.operations:
            self.step(0, [_failed(operation) for operation in leaping.operations])

    def settles(self) -> None:
        """Fails unless all seats are taken at some moment of the next minute; two have to do without."""
        for _ in range(60):
            self.step(60, [])
            if sum(len(bench.users) for bench in self.world.objects.values()) == SEATS:
                return
        pytest.fail(f"seats stay free: {self.world.objects}")

    def do(self, deed: str, number: int) -> None:
        """Something that takes a villager or the visitor from what they do, if it can be done now."""
        agent = list(self.world.agents.values())[number]
        talk = self.world.players[self.ada].conversation
        match deed:
            case "invite":
                self.step(0, [start_conversation.request(player=self.ada, invitee=agent.player)])
            case "part" if talk is not None:
                self.step(0, [leave_conversation.request(player=self.ada, conversation=talk)])
            case "sit":
                bench = [None, *BENCHES][number % 3]
                self.step(0, [_sit(self.ada, bench.id if bench else None)])
            case "rise":
                self.step(0, [stop_activity.request(player=self.ada)])
            case "stroll":
                self.step(0, [move_to.request(player=self.ada, destination=Tile(4 + number % 3, 4))])
            case "notice":
                self.step(0, [notice_something.request(agent=agent.id, memory="a shout", importance=9)])
            case _:
                pass


def _sit(player: PlayerId, bench: str | None) -> Request:
    return begin_activity.request(player=player, place="garden", activity="garden-pastime", using=bench)


def _failed(operation: Operation) -> Request:
    agent: AgentId = msgspec.json.decode(operation.body)["agent"]
    return operation_failed.request(operation=OperationId(operation.id), agent=agent, reason="a test")


@given(st.lists(st.tuples(DEEDS, st.integers(0, VILLAGERS - 1), WAIT_TICKS), min_size=5, max_size=15))
@settings(max_examples=tries(12))
def test_whatever_happens_users_stand_at_what_they_use(visit: list[tuple[str, int, int]]) -> None:
    garden = Garden()
    garden.do("sit", 0)
    garden.settles()
    for deed, number, ticks in visit:
        garden.do(deed, number)
        garden.step(ticks, [])
    garden.step(0, [leave.request(player=garden.ada)])
    garden.settles()
