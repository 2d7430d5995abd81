"""A state machine that does to a town whatever can be done, on three games at once.

One leaps, one runs every tick, one is thrown away and restored from what was saved of it now and then. All
must agree to the bit, and nothing that anybody does may break the invariants or be half done.
"""

import msgspec
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from engine.game import DueInput, Error, Game, Ok
from engine.inputs import Request
from engine.operations import Operation
from engine.state import state_hash
from tests.effort import tries
from tests.invariants import check_world, restored
from tests.minds import answer
from tests.saying import words
from tests.towns import place, town_map, villager, with_objects
from town.bodies.inputs import move_to
from town.days.state import Habit
from town.doings.inputs import begin_activity, stop_activity
from town.founding import found_world
from town.ground.geometry import Tile
from town.ground.map import Fixture, Place
from town.ids import ConversationId, OperationId, PlayerId
from town.minds.reports import operation_failed
from town.people.inputs import join, leave
from town.rules import TOWN
from town.settings import Settings
from town.talk.inputs import finish_sending_message, start_conversation, start_typing
from town.world import World

ROWS = (
    "............",
    ".####.####..",
    ".#..#.#..#..",
    ".#.##.##.#..",
    "............",
    "####.#######",
    "............",
    "............",
)
BED = Fixture(
    id="bed",
    name="bed",
    x=2,
    y=1,
    stands=(Tile(2, 2),),
    in_use="slept in",
    after_use="unmade",
    after_use_minutes=9,
)
PUMPS = tuple(
    Fixture(id=f"pump-{x}", name="pump", x=x, y=7, stands=(Tile(x, 7), Tile(x, 6)), after_use="wet")
    for x in (1, 4)
)
PLACES = (
    with_objects(place("den", 2, 2, 2, 1), BED),
    place("nook", 7, 2, 2, 1),
    with_objects(place("yard", 0, 6, 6, 2), *PUMPS),
)
DAY = (
    Habit(1320, 420, "den", "sleeps", "💤", "bed", asleep=True),
    Habit(420, 1320, "yard", "works", "🔨", "the pump"),
)
NOBODY = PlayerId("p:99")
MOSTLY = 4
"""A visitor is drawn so much more often than anybody else."""
CONVERSATIONS = st.integers(1, 60).map("c:{}".format).map(ConversationId)
TILES = st.builds(Tile, st.integers(-1, 12), st.integers(-1, 8))

UNREACHABLE = st.sampled_from([Tile(-1, 0), Tile(12, 3), Tile(1, 1), Tile(0, 5)])


def a_town() -> World:
    villagers = [villager(number, home, DAY) for number, home in enumerate(["den", "den", "nook", None])]
    chosen = Settings(template="test", town_day_ms=240_000)
    return found_world(town_map(ROWS, PLACES, Tile(4, 6)), 7, chosen, villagers, rules=TOWN)


class TownMachine(RuleBasedStateMachine):
    @initialize()
    def found(self) -> None:
        self.leaping = Game(TOWN, a_town())
        self.ticking = Game(TOWN, a_town(), leap=False)
        self.restored = Game(TOWN, a_town())
        self.operations: list[Operation] = []
        self.number = 0
        self.step(0, [])
        self.join("Zoe")
        self.join("Yan")

    @rule(name=st.sampled_from(["Ada", "Bo", "  Cy ", "ada", "\x07", " "]))
    def join(self, name: str) -> None:
        self.send(join.request(name=name, character="look-01"))

    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        self.send(leave.request(player=data.draw(self.somebody())))

    @rule(data=st.data(), destination=st.none() | TILES | UNREACHABLE)
    def move(self, data: st.DataObject, destination: Tile | None) -> None:
        self.send(move_to.request(player=data.draw(self.somebody()), destination=destination))

    @rule(data=st.data(), using=st.sampled_from([*[None] * MOSTLY, "bed", "pump-1"]))
    def begin(self, data: st.DataObject, using: str | None) -> None:
        player, spot = data.draw(self.somebody_somewhere())
        activity = data.draw(
            st.sampled_from([*[pastime.id for pastime in spot.activities] * MOSTLY, "flies"])
        )
        self.send(begin_activity.request(player=player, place=spot.id, activity=activity, using=using))

    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        self.send(stop_activity.request(player=data.draw(self.somebody())))

    @rule(data=st.data())
    def invite(self, data: st.DataObject) -> None:
        player, invitee = data.draw(self.somebody()), data.draw(self.somebody())
        self.send(start_conversation.request(player=player, invitee=invitee))

    @rule(data=st.data(), name=st.sampled_from(["acceptInvite", "rejectInvite", "leaveConversation"]))
    def answer_invite(self, data: st.DataObject, name: str) -> None:
        player, conversation = data.draw(self.somebody_talking())
        arguments = {"player": player, "conversation": conversation}
        self.send(Request(name, msgspec.Raw(msgspec.json.encode(arguments))))

    @rule(data=st.data(), finish=st.booleans(), text=st.sampled_from(["hello", "a\nb"]))
    def talk(self, data: st.DataObject, finish: bool, text: str) -> None:
        player, conversation = data.draw(self.somebody_talking())
        if finish:
            self.send(
                finish_sending_message.request(
                    player=player, conversation=conversation, message_uuid="m", text=words(text)
                )
            )
        else:
            self.send(start_typing.request(player=player, conversation=conversation, message_uuid="m"))

    @rule(data=st.data(), works=st.booleans())
    def answer_operation(self, data: st.DataObject, works: bool) -> None:
        if not self.operations:
            return
        operation = data.draw(st.sampled_from(self.operations))
        job = msgspec.json.decode(operation.body)
        failed = operation_failed.request(
            operation=OperationId(operation.id), agent=job["agent"], reason="a test"
        )
        self.send(answer(operation) if works else failed)

    @rule()
    def answer_all_operations(self) -> None:
        for operation in self.operations:
            self.send(answer(operation))
        self.operations.clear()

    @rule(ticks=st.sampled_from([1, 2, 7, 60, 600, 9000]))
    def pass_time(self, ticks: int) -> None:
        self.step(ticks, [])

    @rule()
    def restore(self) -> None:
        before = self.restored
        self.restored = Game(
            TOWN, restored(before.world), next_tick=before.next_tick, last_input=before.last_input
        )
        self.restored.mark_committed()

    @invariant()
    def all_in_order(self) -> None:
        check_world(self.leaping.world)

    def somebody(self) -> st.SearchStrategy[PlayerId]:
        """Mostly a visitor, at times a villager, now and then nobody."""
        players = self.leaping.world.players.values()
        visitors = [player.id for player in players if player.human]
        return st.sampled_from([*visitors * MOSTLY, *(player.id for player in players), NOBODY])

    def somebody_somewhere(self) -> st.SearchStrategy[tuple[PlayerId, Place]]:
        """Mostly a visitor with the place where they are."""
        world = self.leaping.world
        visitors = [player.id for player in world.players.values() if player.human]
        there = [(id_, here) for id_ in visitors if (here := world.map.place_at(world.tile_of(id_)))]
        anybody = st.tuples(self.somebody(), st.sampled_from(PLACES))
        return st.sampled_from(there) | st.sampled_from(there) | anybody if there else anybody

    def somebody_talking(self) -> st.SearchStrategy[tuple[PlayerId, ConversationId]]:
        talks = self.leaping.world.conversations.values()
        pairs = [(player, talk.id) for talk in talks for player in talk.members]
        anybody = st.tuples(self.somebody(), CONVERSATIONS)
        visitors = [pair for pair in pairs if self.leaping.world.players[pair[0]].human]
        return st.sampled_from([*visitors * MOSTLY, *pairs]) | anybody if pairs else anybody

    def send(self, request: Request) -> None:
        before = state_hash(self.leaping.world)
        self.number += 1
        outcome = self.step(0, [DueInput(self.number, self.leaping.next_tick, request.name, request.args)])
        if isinstance(outcome, Error):
            assert state_hash(self.leaping.world) == before, f"rejected, but done: {outcome.message}"

    def step(self, ticks: int, due: list[DueInput]) -> Ok | Error | None:
        until = self.leaping.next_tick + ticks
        step, *others = [game.step(until, due) for game in (self.leaping, self.ticking, self.restored)]
        for other in others:
            assert other.state_hash == step.state_hash
            assert other.history == step.history
            assert (other.answers, other.events, other.operations) == (
                step.answers,
                step.events,
                step.operations,
            )
        self.operations.extend(step.operations)
        return step.answers[0].outcome if step.answers else None


# Without shrinking, which takes minutes here: a failing run is printed as it was found.
TownMachine.TestCase.settings = settings(
    max_examples=tries(25), stateful_step_count=40, phases=[Phase.generate]
)
TestTown = TownMachine.TestCase
