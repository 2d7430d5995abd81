"""Perception: what agents notice of what happens around them, and what they don't."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from agent.memory.constants import MOST_NOTICED_A_MINUTE, OUT_OF_SIGHT_TILES
from agent.memory.records import NewMemory
from agent.perceiving.noticing import View, look
from agent.perceiving.visible import Ground, Scene, scene_after
from engine.state import Tracker
from engine.store import CommittedStep, NumberedEvent
from engine.words import Said, Words
from tests.saying import spoken, words
from tests.towns import MEADOW, Play, place, play, villager, with_objects
from town.bodies.inputs import move_to
from town.doings.inputs import begin_activity
from town.doings.state import Activity, ObjectState
from town.ground.geometry import Tile
from town.ground.map import Fixture
from town.ids import PlayerId
from town.people.inputs import join, leave
from town.rules import TOWN
from town.talk.inputs import accept_invite, finish_sending_message, start_conversation

WIDE = tuple("." * 40 for _ in MEADOW)
SWING = Fixture(id="swing", name="swing", x=3, y=0, stands=(Tile(3, 1),), in_use="taken", after_use="wet")
GARDEN = with_objects(place("garden", 0, 0, 6, 6), SWING)


class Witness:
    """Looks at every step of a game in which one villager, `Villager 0`, has a mind."""

    def __init__(self, game: Play) -> None:
        self.game = game
        self.ground = Ground(game.world.settings, game.world.places, game.world.fixtures)
        scene = scene_after(Scene(0, {}, {}), Tracker().changes(game.world), 0)
        self.view = View(0, scene, {})
        self.player = next(agent.player for agent in game.world.agents.values())
        self._looked = len(game.steps)
        self.spoken: dict[str, Said] = {}
        self.game.seconds(1)
        assert self.texts() == []

    def memories(self) -> list[NewMemory]:
        """What was noticed since the last call; looking again, and from a saved view, gives the same."""
        noticed: list[NewMemory] = []
        for number in range(self._looked, len(self.game.steps)):
            step = committed(self.game, number)
            saved = msgspec.json.decode(msgspec.json.encode(self.view), type=View)
            self.view, memories = look(self.view, step, self.ground, self.spoken, TOWN.rate)
            assert look(saved, step, self.ground, self.spoken, TOWN.rate) == (self.view, memories)
            noticed.extend(memories)
        self._looked = len(self.game.steps)
        assert {memory.player for memory in noticed} <= {self.player}
        return noticed

    def said(self, text: str, author: str) -> Words:
        """Words that are not forgotten."""
        told = spoken(text, author)
        self.spoken[told.words.id] = told
        return told.words

    def texts(self) -> list[str]:
        return [memory.text for memory in self.memories()]

    def does(self, player: PlayerId, description: str, *, asleep: bool = False) -> None:
        until_ms = self.game.game.next_tick * 17 + 10**9
        doing = Activity(description, "🛏️", until_ms, "garden", asleep=asleep)
        self.game.world.players[player] = replace(self.game.world.players[player], activity=doing)
        self.game.seconds(0.1)


def committed(game: Play, number: int) -> CommittedStep:
    step = game.steps[number]
    return CommittedStep(
        number=number + 1,
        from_tick=step.from_tick,
        next_tick=step.next_tick,
        last_input=step.last_input,
        changes=step.changes,
        events=tuple(
            NumberedEvent(
                number=n, at_ms=event.at_ms, kind=event.kind, subject=event.subject, body=event.body
            )
            for n, event in enumerate(step.events)
        ),
        history=step.history,
        state_hash=step.state_hash,
    )


def witness(entry: Tile) -> Witness:
    return Witness(play(WIDE, [GARDEN], [villager(0, "garden")], entry=entry))


def visitor(seen: Witness, name: str) -> PlayerId:
    return seen.game.send(join.request(name=name, character="look-02"))


@pytest.fixture
def near() -> Witness:
    return witness(Tile(3, 3))


def test_who_comes_near_is_noticed_once_and_who_stays_away_is_not() -> None:
    seen = witness(Tile(30, 3))
    ada = visitor(seen, "Ada")
    seen.game.seconds(5)
    assert seen.texts() == []
    for x in (3, 9, 3):
        seen.game.send(move_to.request(player=ada, destination=Tile(x, 3)))
        for _ in range(70):
            seen.game.seconds(0.5)
    (memory,) = seen.memories()
    assert memory.text.startswith("Ada came by")
    assert memory.about == (ada,)


def test_who_stops_short_of_sight_is_not_noticed() -> None:
    seen = witness(Tile(OUT_OF_SIGHT_TILES - 1, 0))
    assert seen.game.world.tile_of(seen.player) == Tile(0, 0)
    visitor(seen, "Ada")
    seen.game.seconds(5)
    assert seen.texts() == []


def test_coming_to_town_and_leaving_it(near: Witness) -> None:
    ada = visitor(near, "Ada")
    assert "Ada has come to town." in near.texts()
    near.game.send(leave.request(player=ada))
    assert near.texts() == ["Ada has left town."]


def test_what_others_do_is_noticed_with_its_place_and_not_over_and_over(near: Witness) -> None:
    ada = visitor(near, "Ada")
    near.game.seconds(5)
    near.memories()
    for _ in range(3):
        near.does(ada, "waters the beds")
        near.does(ada, "smells the roses")
    (first, second) = near.memories()
    assert (first.text, second.text) == ("Ada waters the beds at Garden.", "Ada smells the roses at Garden.")
    assert (first.place, first.about) == ("garden", (ada,))


def test_what_a_visitor_does_is_noticed_like_anybodys(near: Witness) -> None:
    ada = visitor(near, "Ada")
    near.game.seconds(5)
    near.memories()
    near.game.send(begin_activity.request(player=ada, place="garden", activity="garden-pastime"))
    near.game.seconds(5)
    assert near.texts() == ["Ada enjoys the garden at Garden.", "The swing at Garden is taken."]


def test_the_same_is_worth_noticing_again_hours_later(near: Witness) -> None:
    near.does(near.player, "waters the beds")
    near.does(near.player, "reads")
    near.game.seconds(60 * 13)
    near.does(near.player, "waters the beds")
    texts = near.texts()
    assert texts.count("Villager 0 waters the beds at Garden.") == 2


def test_talk_nearby_is_overheard_with_who_said_it() -> None:
    near = witness(Tile(2, 1))
    ada, bo = visitor(near, "Ada"), visitor(near, "Bo")
    talk = near.game.send(start_conversation.request(player=ada, invitee=bo))
    near.game.send(accept_invite.request(player=bo, conversation=talk))
    near.game.seconds(10)
    assert any("Ada and Bo stood together and talked" in text for text in near.texts())
    near.game.send(
        finish_sending_message.request(
            player=ada, conversation=talk, message_uuid="m", text=near.said("Mind {the} gap", ada)
        )
    )
    (memory,) = near.memories()
    assert memory.text == "Ada said to Bo: “Mind {the} gap”"
    assert (memory.source, memory.about, memory.tags) == (ada, (ada, bo), ("overheard",))
    assert memory.authors == (ada,)
    near.game.send(
        finish_sending_message.request(
            player=ada, conversation=talk, message_uuid="n", text=words("It's gone")
        )
    )
    assert near.memories() == [], "what is forgotten is not overheard"


def test_talk_farther_away_is_not_overheard() -> None:
    seen = witness(Tile(9, 3))
    ada, bo = visitor(seen, "Ada"), visitor(seen, "Bo")
    talk = seen.game.send(start_conversation.request(player=ada, invitee=bo))
    seen.game.send(accept_invite.request(player=bo, conversation=talk))
    seen.game.seconds(10)
    seen.game.send(
        finish_sending_message.request(
            player=ada, conversation=talk, message_uuid="m", text=seen.said("Hi", ada)
        )
    )
    assert not any("said" in text for text in seen.texts())


def test_who_sleeps_notices_nothing(near: Witness) -> None:
    near.does(near.player, "sleeps", asleep=True)
    near.memories()
    visitor(near, "Ada")
    near.game.seconds(5)
    assert near.texts() == []


def test_who_was_near_for_long_is_told_when_it_ends(near: Witness) -> None:
    ada, bo = visitor(near, "Ada"), visitor(near, "Bo")
    near.game.seconds(2 * 65)
    passer_by = visitor(near, "Cy")
    near.game.seconds(2 * 10)
    assert not any("around me" in text for text in near.texts())
    for player in (ada, passer_by):
        near.game.send(leave.request(player=player))
    (memory,) = [memory for memory in near.memories() if "company" in memory.tags]
    assert memory.text == "I had Ada around me for about an hour at Garden."
    assert (memory.about, memory.place) == ((ada,), "garden")
    near.game.seconds(2 * 5)
    near.does(near.player, "sleeps", asleep=True)
    assert near.texts() == ["I had Bo around me for about an hour at Garden."]
    near.game.seconds(2 * 65)
    near.game.send(leave.request(player=bo))
    assert not any("around me" in text for text in near.texts()), "asleep one has nobody around"


def sets_object(near: Witness, state: str, *users: PlayerId) -> None:
    swing = ObjectState(place="garden", object="swing", state=state, users=users)
    near.game.world.objects["garden/swing"] = swing
    near.game.seconds(0.1)


def test_the_state_of_an_object_is_noticed_once_by_who_is_there_and_does_not_use_it(near: Witness) -> None:
    ada = visitor(near, "Ada")
    near.game.seconds(5)
    near.memories()
    sets_object(near, "taken", near.player)
    assert near.texts() == []
    for _ in range(2):
        sets_object(near, "taken", ada)
        sets_object(near, "wet")
    (taken, wet) = near.memories()
    assert (taken.text, wet.text) == ("The swing at Garden is taken.", "The swing at Garden is wet.")
    assert (taken.about, taken.place, taken.tags) == ((ada,), "garden", ("object",))


def test_an_object_at_another_place_is_not_noticed() -> None:
    seen = Witness(play(WIDE, [GARDEN, place("shed", 6, 0, 4, 4)], [villager(0, "shed")], entry=Tile(6, 1)))
    sets_object(seen, "wet")
    assert seen.texts() == []


def test_a_crowd_is_too_much_to_notice_at_once(near: Witness) -> None:
    for number in range(8):
        near.does(visitor(near, f"Guest {number}"), "dances")
    by_minute: dict[int, int] = {}
    for memory in near.memories():
        by_minute[memory.at_ms // 2000] = by_minute.get(memory.at_ms // 2000, 0) + 1
    assert max(by_minute.values()) == MOST_NOTICED_A_MINUTE
