"""Agents: one operation at a time, everything they answer is checked, and nothing leaves them stuck."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from engine.inputs import Request
from tests.minds import answer
from tests.saying import words
from tests.towns import Play, place, play, villager
from town.days.state import Habit
from town.doings.state import Heading
from town.ground.map import Area
from town.ids import AgentId, ConversationId, PlayerId
from town.minds.constants import MESSAGE_PACE_MS, MOST_MESSAGES, NO_WORDS, OPERATION_LASTS_MS
from town.minds.decisions import ChosenActivity, Decision, GoTo, Stay, TalkTo
from town.minds.operations import DECIDE_NEXT, GENERATE_MESSAGE, REMEMBER_CONVERSATION
from town.minds.reports import (
    agent_finish_sending_message,
    finish_do_something,
    finish_remember_conversation,
    operation_failed,
)
from town.minds.state import Busy
from town.people.inputs import join
from town.settings import Abilities, Settings, Speech
from town.talk.inputs import finish_sending_message, start_conversation

PLACES = (place("home", 0, 0, 2, 2), place("mill", 10, 8, 3, 2))
MILLER = (
    Habit(420, 1320, "mill", "mills flour", "🌾"),
    Habit(1320, 420, "home", "sleeps", "💤", asleep=True),
)
BY_HABIT = Settings(template="test", abilities=Abilities(plans=False))
"""Without plans: each deed is a decision (tests/unit/town/test_planning.py has them)."""

TEA = ChosenActivity("drinks tea", "🍵", 20_000)

ONE, OTHER = PlayerId("p:1"), PlayerId("p:3")
MIND, OTHER_MIND = AgentId("a:2"), AgentId("a:4")


def town(people: int = 1, day_starts_at_minute: int = 480) -> Play:
    settings = replace(BY_HABIT, day_starts_at_minute=day_starts_at_minute)
    villagers = [villager(n, "home", MILLER) for n in range(people)]
    game = play(places=PLACES, villagers=villagers, settings=settings)
    game.seconds(1.1)
    return game


def decide(game: Play, decision: Decision, index: int = 0) -> Request:
    job = operation(game, DECIDE_NEXT, index)
    return finish_do_something.request(operation=job["operation"], agent=job["agent"], decision=decision)


def operation(game: Play, kind: str, index: int = -1) -> dict[str, Any]:
    return [msgspec.json.decode(o.body) for o in game.operations if o.kind == kind][index]


def answer_new(game: Play, seconds: int) -> None:
    """Let time pass, answering every operation within a second."""
    for _ in range(seconds):
        requests = [answer(operation) for operation in game.operations]
        game.operations.clear()
        game.step(60, requests)


def talk_with_visitor(game: Play) -> tuple[PlayerId, ConversationId]:
    visitor = game.send(join.request(name="Ada", character="look-03"))
    talk = game.send(start_conversation.request(player=visitor, invitee=ONE))
    game.seconds(8)
    assert game.world.conversations[talk].started_at_ms() is not None
    return visitor, talk


def test_an_agent_is_asked_with_all_that_a_mind_needs() -> None:
    game = town(people=3)
    job = operation(game, DECIDE_NEXT, 0)
    assert job["minuteOfDay"] == 480
    assert job["day"] == 1
    assert job["place"] == "home"
    assert job["habit"]["activity"] == "mills flour"
    assert [person["player"] for person in job["nearby"]] == ["p:3", "p:5"]
    assert [(known["id"], known["distanceTiles"]) for known in job["places"]] == [("home", 0), ("mill", 18)]


def test_going_to_a_place_and_being_busy_there() -> None:
    game = town()
    game.send(decide(game, GoTo("mill", TEA)))
    assert isinstance(game.world.agents[MIND].status, Heading)
    game.seconds(30)
    assert isinstance(game.world.agents[MIND].status, Busy)
    activity = game.world.players[ONE].activity
    assert activity is not None
    assert (activity.description, activity.place) == ("drinks tea", "mill")
    game.seconds(20)
    assert game.world.players[ONE].activity is None
    game.seconds(10)
    assert len([o for o in game.operations if o.kind == DECIDE_NEXT]) == 2


@pytest.mark.parametrize("decision", [GoTo("moon", TEA), TalkTo(ONE), TalkTo(PlayerId("p:77"))])
def test_what_can_not_be_done_becomes_the_habit(decision: Decision) -> None:
    game = town()
    game.send(decide(game, decision))
    status = game.world.agents[MIND].status
    assert isinstance(status, Heading)
    assert (status.place, status.activity.description) == ("mill", "mills flour")


def test_an_operation_without_an_answer_becomes_the_habit_and_is_not_asked_again() -> None:
    game = town()
    game.seconds(OPERATION_LASTS_MS // 1000 - 1)
    assert len(game.operations) == 1
    game.seconds(1)
    assert isinstance(game.world.agents[MIND].status, Heading)
    assert len(game.operations) == 1


def test_late_and_foreign_answers_are_rejected() -> None:
    game = town(people=2)
    mine, other = operation(game, DECIDE_NEXT, 0), operation(game, DECIDE_NEXT, 1)
    swapped = finish_do_something.request(
        operation=mine["operation"], agent=other["agent"], decision=Stay(TEA)
    )
    assert "not under way" in game.rejected(swapped)
    wrong = finish_remember_conversation.request(operation=mine["operation"], agent=mine["agent"])
    assert "is not a rememberConversation" in game.rejected(wrong)
    game.send(decide(game, Stay(TEA)))
    assert "not under way" in game.rejected(decide(game, Stay(TEA)))


def test_two_never_head_for_the_same_spot_and_who_finds_no_room_stays() -> None:
    strip = ("." * 16,) * 2
    places = (place("home", 0, 0, 2, 2), place("mill", 10, 0, 3, 2))
    game = play(strip, places, [villager(n, "home") for n in range(8)], settings=BY_HABIT)
    game.seconds(1.1)
    for index in range(8):
        game.send(decide(game, GoTo("mill", TEA), index))
    heading = [a.status for a in game.world.agents.values() if isinstance(a.status, Heading)]
    assert len({status.spot for status in heading}) == len(heading) == 6


def test_where_all_spots_are_taken_people_stand_around_in_the_open() -> None:
    mill = place("mill", 10, 8, 3, 2)
    crowded = replace(mill, spots=mill.spots[:2])
    rows = ("." * 16,) * 8 + ("." * 12 + "#" * 4,) + ("." * 16,) * 3
    game = play(
        rows, [PLACES[0], crowded], villagers=[villager(n, "home") for n in range(5)], settings=BY_HABIT
    )
    game.seconds(1.1)
    for index in range(5):
        game.send(decide(game, GoTo("mill", TEA), index))
    heading = [a.status.spot for a in game.world.agents.values() if isinstance(a.status, Heading)]
    assert len(set(heading)) == 5
    assert set(crowded.spots) < set(heading)
    for spot in set(heading) - set(crowded.spots):
        assert 7 <= spot.x <= 15
        assert 5 <= spot.y <= 11
        assert all(game.world.map.is_walkable(near) for near in Area(spot.x, spot.y, 1, 1).tiles(margin=1))


def test_a_night_at_home_is_one_sleep() -> None:
    game = town(day_starts_at_minute=22 * 60)
    failed = operation(game, DECIDE_NEXT)
    game.send(
        operation_failed.request(operation=failed["operation"], agent=failed["agent"], reason="no model")
    )
    game.seconds(10)
    activity = game.world.players[ONE].activity
    assert activity is not None
    assert activity.until_ms == pytest.approx(9 * 60 * 2000, abs=4_000)


def test_sleepers_refuse_agents_and_wake_for_humans() -> None:
    game = town(people=2, day_starts_at_minute=22 * 60)
    game.send(decide(game, Stay(ChosenActivity("sleeps", "💤", 10**6, asleep=True)), 0))
    game.send(decide(game, TalkTo(ONE), 1))
    assert not game.world.conversations, "an agent would not even ask"
    talk_with_visitor(game)
    assert game.world.players[ONE].activity is None


def test_agents_accept_each_other_mostly() -> None:
    accepted = 0
    for seed in range(60):
        game = play(
            places=PLACES, villagers=[villager(n, "home") for n in range(2)], settings=BY_HABIT, seed=seed
        )
        game.seconds(1.1)
        game.send(decide(game, TalkTo(OTHER), 0))
        game.step(2)
        accepted += len(game.world.conversations)
    assert 38 <= accepted <= 57


def test_an_agent_answers_a_human_after_a_pause_and_types_meanwhile() -> None:
    game = town()
    visitor, talk = talk_with_visitor(game)
    game.send(
        finish_sending_message.request(player=visitor, conversation=talk, message_uuid="m", text=words("Hi"))
    )
    game.seconds(MESSAGE_PACE_MS / 1000 - 0.1)
    assert not [o for o in game.operations if o.kind == GENERATE_MESSAGE]
    game.seconds(0.2)
    job = operation(game, GENERATE_MESSAGE)
    assert (job["kind"], job["partner"], job["partnerName"], job["messageCount"]) == (
        "continue",
        visitor,
        "Ada",
        1,
    )
    assert game.operations[-1].urgent
    typing = game.world.conversations[talk].typing
    assert typing is not None
    assert typing.player == "p:1"


def test_an_agent_breaks_an_awkward_silence() -> None:
    game = town()
    talk_with_visitor(game)
    game.seconds(3600)
    assert not [o for o in game.operations if o.kind == GENERATE_MESSAGE], (
        "a human has all the time they need"
    )
    game.lose_patience("silence")
    game.seconds(0.1)
    assert operation(game, GENERATE_MESSAGE)["kind"] == "start"


def test_an_agent_takes_leave_of_a_human_after_long_in_the_humans_time() -> None:
    game = town()
    visitor, talk = talk_with_visitor(game)
    game.seconds(3600)
    assert {"talk", "silence", "idle"} == game.waiting()
    game.lose_patience("talk")
    assert {"silence", "idle"} == game.waiting()
    game.send(
        finish_sending_message.request(player=visitor, conversation=talk, message_uuid="m", text=words("Hi"))
    )
    game.seconds(3)
    assert operation(game, GENERATE_MESSAGE)["kind"] == "leave"


@pytest.mark.parametrize(("language", "reason"), [(None, NO_WORDS), ("fa", "refused"), ("ja-JP", NO_WORDS)])
def test_without_words_in_the_language_a_talk_ends_without_one(language: str | None, reason: str) -> None:
    game = town()
    game.world.settings = replace(game.world.settings, speech=Speech(language=language))
    visitor, talk = talk_with_visitor(game)
    game.send(
        finish_sending_message.request(player=visitor, conversation=talk, message_uuid="m", text=words("Hi"))
    )
    game.seconds(3)
    job = operation(game, GENERATE_MESSAGE)
    game.send(operation_failed.request(operation=job["operation"], agent=job["agent"], reason=reason))
    assert not game.world.conversations
    assert [body["player"] for kind, body in game.events if kind == "message"] == [visitor]


def test_a_failed_message_becomes_a_farewell() -> None:
    game = town()
    visitor, talk = talk_with_visitor(game)
    game.send(
        finish_sending_message.request(player=visitor, conversation=talk, message_uuid="m", text=words("Hi"))
    )
    game.seconds(3)
    job = operation(game, GENERATE_MESSAGE)
    game.send(operation_failed.request(operation=job["operation"], agent=job["agent"], reason="refused"))
    assert not game.world.conversations
    said = [body for kind, body in game.events if kind == "message"]
    assert said[-1]["player"] == "p:1"
    assert "Ada" in said[-1]["text"]
    assert "not under way" in game.rejected(
        agent_finish_sending_message.request(
            operation=job["operation"],
            agent=job["agent"],
            conversation=talk,
            message_uuid="late",
            text=words("Hello?"),
            leave=False,
        )
    )


def test_two_agents_talk_take_leave_and_remember() -> None:
    game = play(places=PLACES, villagers=[villager(n, "home") for n in range(2)], settings=BY_HABIT, seed=3)
    game.seconds(1.1)
    game.send(decide(game, TalkTo(OTHER), 0))
    game.operations.clear()
    kinds: list[str] = []
    asked: list[str] = []
    for _ in range(150):
        kinds += [o.kind for o in game.operations]
        jobs = [msgspec.json.decode(o.body) for o in game.operations if o.kind == GENERATE_MESSAGE]
        asked += [job["kind"] for job in jobs]
        answer_new(game, 1)
    said = sum(kind == "message" for kind, _ in game.events)
    talks = [body for kind, body in game.events if kind == "conversationEnded"]
    assert said >= MOST_MESSAGES + 2
    assert asked[: MOST_MESSAGES + 2] == ["start"] + ["continue"] * MOST_MESSAGES + ["leave"]
    assert talks[0]["messageCount"] == MOST_MESSAGES + 2
    assert kinds.count(REMEMBER_CONVERSATION) == 2 * len(talks)
    assert [talk.player for talk in game.world.agents[MIND].recent_talks] == ["p:3"] * len(talks)


def test_a_conversation_that_ends_drops_the_message_that_was_being_written() -> None:
    game = town()
    visitor, talk = talk_with_visitor(game)
    game.send(
        finish_sending_message.request(player=visitor, conversation=talk, message_uuid="m", text=words("Hi"))
    )
    game.seconds(3)
    job = operation(game, GENERATE_MESSAGE)
    game.send(Request("leave", msgspec.Raw(msgspec.json.encode({"player": visitor}))))
    game.step(1)
    under_way = game.world.agents[MIND].operation
    assert under_way is not None
    assert under_way.kind == REMEMBER_CONVERSATION
    remember = operation(game, REMEMBER_CONVERSATION)
    assert (remember["partnerName"], remember["messageCount"]) == ("Ada", 1)
    assert job["operation"] != under_way.id


def test_who_declines_goes_on_with_what_they_were_doing() -> None:
    declined = 0
    for seed in range(30, 40):
        game = play(
            places=PLACES, villagers=[villager(n, "home") for n in range(2)], settings=BY_HABIT, seed=seed
        )
        game.seconds(1.1)
        game.send(decide(game, Stay(TEA), 1))
        game.send(decide(game, TalkTo(OTHER), 0))
        game.step(2)
        if not game.world.conversations:
            declined += 1
            assert isinstance(game.world.agents[OTHER_MIND].status, Busy)
            assert game.world.players[OTHER].activity is not None
    assert declined
