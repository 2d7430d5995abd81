"""Days by plan: asked for once, checked, followed without more questions, and changed when something matters."""

from functools import partial
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from engine.inputs import Request
from tests.invariants import check_world
from tests.minds import answer
from tests.saying import words
from tests.towns import Play, place, play, villager
from town.days.calendar import calendar_minute
from town.days.state import Agreement, Habit, Part, Stroke
from town.ids import AgentId, PlayerId
from town.minds.constants import OPERATION_LASTS_MS, REACT_FROM_IMPORTANCE
from town.minds.decisions import ChosenActivity, Decision, GoOn, Replan, Stay, TalkTo
from town.minds.operations import DECIDE_NEXT, GENERATE_MESSAGE, PLAN_DAY, REMEMBER_CONVERSATION
from town.minds.reports import (
    agent_finish_sending_message,
    finish_do_something,
    finish_plan_day,
    finish_remember_conversation,
    notice_something,
    operation_failed,
)
from town.people.inputs import join
from town.settings import Settings
from town.talk.constants import LONGEST_WRITING_MS
from town.talk.inputs import start_conversation

PLACES = (place("home", 0, 0, 3, 2), place("mill", 10, 8, 3, 2), place("pond", 13, 0, 2, 2))
MILLER = (
    Habit(420, 1320, "mill", "mills flour", "🌾"),
    Habit(1320, 420, "home", "sleeps", "💤", asleep=True),
)
NOON, EIGHT, NEXT_SEVEN = 720, 480, 1860
SWIM = Stroke(from_minute=EIGHT, to_minute=NOON, place="pond", activity="swims", emoji="🏊")
MILL = Stroke(from_minute=NOON, to_minute=1320, place="mill", activity="mills flour", emoji="🌾")
NIGHT = Stroke(
    from_minute=1320, to_minute=NEXT_SEVEN, place="home", activity="sleeps", emoji="💤", asleep=True
)

VILLAGER = PlayerId("p:1")


def town(people: int = 1, **settings: Any) -> Play:
    chosen = Settings(template="test", **settings)
    game = play(
        places=PLACES, villagers=[villager(n, "home", MILLER) for n in range(people)], settings=chosen
    )
    game.seconds(1.1)
    return game


def operation(game: Play, kind: str, index: int = -1) -> dict[str, Any]:
    return [msgspec.json.decode(o.body) for o in game.operations if o.kind == kind][index]


def plan(game: Play, *strokes: Stroke, index: int = -1) -> Request:
    job = operation(game, PLAN_DAY, index)
    return finish_plan_day.request(
        operation=job["operation"], agent=job["agent"], from_minute=job["fromMinute"], strokes=strokes
    )


def decide(game: Play, decision: Decision) -> Request:
    job = operation(game, DECIDE_NEXT)
    return finish_do_something.request(operation=job["operation"], agent=job["agent"], decision=decision)


def to_minute(game: Play, minute: int) -> None:
    game.seconds((minute - calendar_minute(game.world.settings, game.game.now_ms)) * 2)


def activity(game: Play, player: PlayerId = VILLAGER) -> tuple[str, str | None] | None:
    doing = game.world.players[player].activity
    return doing and (doing.description, doing.place)


def test_who_wakes_is_asked_for_a_plan_once_and_follows_it_all_day() -> None:
    game = town()
    job = operation(game, PLAN_DAY)
    assert (job["fromMinute"], job["untilMinute"]) == (EIGHT, NEXT_SEVEN)
    assert [stroke["activity"] for stroke in job["usual"]] == ["mills flour", "sleeps"]
    assert game.send(plan(game, SWIM, MILL, NIGHT)) == {"flaw": None}
    for minute, expected in [
        (EIGHT + 30, ("swims", "pond")),
        (NOON + 30, ("mills flour", "mill")),
        (1400, ("sleeps", "home")),
        (NEXT_SEVEN - 5, ("sleeps", "home")),
    ]:
        to_minute(game, minute)
        assert activity(game) == expected
    assert [o.kind for o in game.operations] == [PLAN_DAY]
    to_minute(game, NEXT_SEVEN + 2)
    assert [o.kind for o in game.operations] == [PLAN_DAY, PLAN_DAY]
    assert (operation(game, PLAN_DAY)["fromMinute"], operation(game, PLAN_DAY)["day"]) == (NEXT_SEVEN, 2)


def test_a_stroke_is_spent_in_its_parts() -> None:
    parts = (Part(activity="dives", emoji="🤿"), Part(activity="basks", emoji="☀️", object="a warm stone"))
    game = town()
    game.send(plan(game, replace(SWIM, parts=parts), MILL, NIGHT))
    seen: list[tuple[str, str | None]] = []
    for minute in range(EIGHT + 20, EIGHT + 90, 3):
        to_minute(game, minute)
        doing = game.world.players[VILLAGER].activity
        if doing and (doing.description, doing.object) not in seen[-1:]:
            seen.append((doing.description, doing.object))
    assert len(seen) >= 4
    assert set(seen) == {("dives", None), ("basks", "a warm stone")}


@pytest.mark.parametrize(
    ("strokes", "flaw"),
    [
        ((SWIM, NIGHT), "minute 720 belongs to no stroke"),
        ((SWIM, MILL), "ends at minute 1320"),
        ((SWIM, replace(MILL, to_minute=NEXT_SEVEN)), "asleep at home"),
        ((SWIM, MILL, replace(NIGHT, place="mill")), "asleep at home"),
        ((replace(SWIM, place="moon"), MILL, NIGHT), "no place 'moon'"),
    ],
)
def test_a_plan_with_a_flaw_becomes_the_usual_day(strokes: tuple[Stroke, ...], flaw: str) -> None:
    game = town()
    assert flaw in game.send(plan(game, *strokes))["flaw"]
    game.seconds(60)
    assert activity(game) == ("mills flour", "mill")
    assert not game.world.plans[VILLAGER].own
    check_world(game.world)


def test_without_an_answer_the_usual_day_is_taken() -> None:
    for answered in (True, False):
        game = town()
        job = operation(game, PLAN_DAY)
        if answered:
            game.send(
                operation_failed.request(operation=job["operation"], agent=job["agent"], reason="no model")
            )
        game.seconds(OPERATION_LASTS_MS / 1000 + 105)
        assert activity(game) == ("mills flour", "mill")
        assert [o.kind for o in game.operations] == [PLAN_DAY]


def test_a_town_that_begins_at_night_sleeps_without_asking() -> None:
    game = town(day_starts_at_minute=60)
    assert not game.operations
    game.seconds(20)
    assert activity(game) == ("sleeps", "home")
    to_minute(game, 422)
    assert operation(game, PLAN_DAY)["fromMinute"] == 420


def test_only_somebody_near_invites_a_choice_and_not_too_often() -> None:
    game = town(people=2)
    for index in (0, 1):
        game.send(plan(game, SWIM, MILL, NIGHT, index=index))
    asked: list[int] = []
    for _ in range(120):
        before = len(game.operations)
        game.seconds(1)
        for new in game.operations[before:]:
            job = msgspec.json.decode(new.body)
            asked += [game.game.now_ms] if (new.kind, job["agent"]) == (DECIDE_NEXT, "a:2") else []
            go_on = finish_do_something.request(
                operation=job["operation"], agent=job["agent"], decision=GoOn()
            )
            game.send(go_on)
    assert 4 <= len(asked) <= 7
    assert all(later - sooner >= 19_000 for sooner, later in pairwise(asked))
    assert activity(game) == ("swims", "pond")


def test_what_matters_stops_an_agent_and_may_change_its_day() -> None:
    game = town()
    game.send(plan(game, SWIM, MILL, NIGHT))
    game.seconds(60)
    matters = partial(notice_something.request, agent=AgentId("a:2"), memory="seen:fire")
    assert "stops for nothing less" in game.rejected(matters(importance=REACT_FROM_IMPORTANCE - 1))
    game.send(matters(importance=9))
    game.seconds(1)
    assert operation(game, DECIDE_NEXT)["noticed"] == "seen:fire"
    assert "a short while ago" in game.rejected(matters(importance=9))
    game.send(decide(game, Replan(because="seen:fire")))
    game.seconds(1)
    job = operation(game, PLAN_DAY)
    assert job["because"] == "seen:fire"
    assert job["before"][0]["activity"] == "swims"
    minute = job["fromMinute"]
    fights = Stroke(from_minute=minute, to_minute=1320, place="mill", activity="fights the fire", emoji="🧯")
    game.send(plan(game, fights, NIGHT))
    game.seconds(60)
    assert activity(game) == ("fights the fire", "mill")


def test_what_is_noticed_in_a_talk_is_come_back_to_and_lapses() -> None:
    for wait_s, comes_back in [(0, True), (70, False)]:
        game = town()
        game.send(plan(game, SWIM, MILL, NIGHT))
        visitor = game.send(join.request(name="Ada", character="look-03"))
        talk = game.send(start_conversation.request(player=visitor, invitee=VILLAGER))
        game.seconds(10)
        game.send(notice_something.request(agent=AgentId("a:2"), memory="heard:bell", importance=8))
        game.seconds(wait_s)
        game.send(
            Request(
                "leaveConversation",
                msgspec.Raw(msgspec.json.encode({"player": visitor, "conversation": talk})),
            )
        )
        game.seconds(3)
        noticed = [msgspec.json.decode(o.body).get("noticed") for o in game.operations]
        assert ("heard:bell" in noticed) is comes_back


def agreeing(minute: int) -> tuple[Play, bool]:
    """Two villagers who talk, and one of whom agrees to meet at the pond."""
    game = town(people=2)
    for index in (0, 1):
        game.send(plan(game, replace(MILL, from_minute=EIGHT), NIGHT, index=index))
    while not any(o.kind == DECIDE_NEXT for o in game.operations):
        game.seconds(1)
    job = operation(game, DECIDE_NEXT, 0)
    other = next(id_ for id_ in game.world.players if id_ != job["player"])
    talk_to = finish_do_something.request(
        operation=job["operation"], agent=job["agent"], decision=TalkTo(other)
    )
    game.send(talk_to)
    while not any(o.kind == GENERATE_MESSAGE for o in game.operations):
        game.seconds(1)
    job = operation(game, GENERATE_MESSAGE)
    agreement = Agreement(place="pond", minute=minute, about="fishes together")
    said = agent_finish_sending_message.request(
        operation=job["operation"],
        agent=job["agent"],
        conversation=job["conversation"],
        message_uuid="m",
        text=words("Let us fish at noon."),
        leave=True,
        agreement=agreement,
    )
    game.send(said)
    game.seconds(LONGEST_WRITING_MS / 1000)
    return game, bool(game.world.plans[VILLAGER].promises)


def test_a_promise_is_kept_by_both() -> None:
    game, kept = agreeing(NOON)
    assert kept
    assert [p.partner for id_ in (VILLAGER, PlayerId("p:3")) for p in game.world.plans[id_].promises] == [
        "p:3",
        "p:1",
    ]
    check_world(game.world)
    for _ in range(NOON + 5 - calendar_minute(game.world.settings, game.game.now_ms)):
        game.seconds(2)
        for new in [o for o in game.operations if o.kind != DECIDE_NEXT]:
            game.step(0, [answer(new)])
        for new in [o for o in game.operations if o.kind == DECIDE_NEXT]:
            job = msgspec.json.decode(new.body)
            idle = ChosenActivity("waits", "⌛", 5_000)
            decision = GoOn() if job["noticed"] is None else Stay(idle)
            game.step(
                0,
                [
                    finish_do_something.request(
                        operation=job["operation"], agent=job["agent"], decision=decision
                    )
                ],
            )
        game.operations.clear()
    assert activity(game, VILLAGER) == activity(game, PlayerId("p:3")) == ("fishes together", "pond")


@pytest.mark.parametrize("minute", [EIGHT - 100, EIGHT + 8 * 1440])
def test_nobody_promises_what_is_over_or_too_far_off(minute: int) -> None:
    assert not agreeing(minute)[1]


@pytest.mark.parametrize("heard", [None, "o:7"])
def test_what_was_told_in_a_talk_may_change_the_day(heard: str | None) -> None:
    game, _ = agreeing(NOON)
    game.seconds(1)
    job = operation(game, REMEMBER_CONVERSATION)
    planned = [o.id for o in game.operations if o.kind == PLAN_DAY]
    game.send(
        finish_remember_conversation.request(operation=job["operation"], agent=job["agent"], replans=heard)
    )
    game.seconds(2)
    anew = [
        msgspec.json.decode(o.body) for o in game.operations if o.kind == PLAN_DAY and o.id not in planned
    ]
    assert [(each["agent"], each["because"]) for each in anew] == ([(job["agent"], heard)] if heard else [])
