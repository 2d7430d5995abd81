"""What a model plans or understands is taken only when it adds up, is about this town and rests on what was shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from agent.models.structured import Unfit
from agent.planning.answer import PartAnswer, PlanAnswer, StrokeAnswer, strokes_of
from agent.planning.quoting import places_to_plan
from agent.reacting.answer import ReactAnswer, reaction_of
from agent.reflecting.answer import InsightAnswer, InsightsAnswer, QuestionsAnswer, insights_of, questions_of
from agent.reflecting.task import Insight
from tests.tasks import RECORDS, day_task, decide_task, insights_task, nearby
from town.days.plans import flaw_in
from town.days.state import Part
from town.founding import found_from_template
from town.ids import PlayerId
from town.minds.decisions import GoOn, Replan, TalkTo
from town.people.templates import load_template
from town.rules import TOWN

HOME = "home-willow"
MAP = found_from_template(load_template("hollow"), 1, rules=TOWN).map


def stroke(start: str, place: str = "cafe", activity: str = "lays a table", emoji: str = "🍽️") -> StrokeAnswer:
    return StrokeAnswer(start, place, activity, emoji, ())


DAY = (stroke("07:00"), stroke("12:30", "plaza", "strolls about", "🚶"), stroke("18:00", HOME, "cooks", "🍲"))


def test_strokes_follow_each_other_until_the_night_at_home() -> None:
    strokes = strokes_of(PlanAnswer(DAY, "22:15"), day_task())
    assert [s.from_minute for s in strokes] == [7 * 60, 12 * 60 + 30, 18 * 60, 22 * 60 + 15]
    assert [s.place for s in strokes] == ["cafe", "plaza", HOME, HOME]
    assert strokes[-1].asleep
    assert strokes[-1].to_minute == 30 * 60


def test_sleep_told_as_a_stroke_is_the_night() -> None:
    told = (*DAY, replace(stroke("21:30", HOME, "sleeps", "😴"), asleep=True))
    assert strokes_of(PlanAnswer(told, "23:00"), day_task())[-1].from_minute == 21 * 60 + 30


def test_a_nap_at_home_is_slept_and_what_only_looks_like_sleep_is_not() -> None:
    nap = replace(stroke("14:00", HOME, "naps", "🪑"), asleep=True)
    beds = stroke("15:00", HOME, "makes the beds", "🛏️")
    strokes = strokes_of(PlanAnswer((*DAY[:2], nap, beds, DAY[2]), "22:00"), day_task())
    assert [s.asleep for s in strokes] == [False, False, True, False, False, True]


def test_bedtime_may_be_after_midnight() -> None:
    assert strokes_of(PlanAnswer(DAY, "00:30"), day_task())[-1].from_minute == 24 * 60 + 30


def test_parts_keep_their_things() -> None:
    parts = (PartAnswer("bakes pie", "🥧", "the oven"), PartAnswer("wipes", "cloth", ""))
    told = replace(DAY[0], parts=parts)
    (first, *_) = strokes_of(PlanAnswer((told, *DAY[1:]), "22:00"), day_task())
    assert first.parts == (
        Part(activity="bakes pie", emoji="🥧", object="the oven"),
        Part(activity="wipes", emoji="🍽️"),
    )


@pytest.mark.parametrize(
    "answer",
    [
        PlanAnswer((replace(DAY[0], place="the moon"),), "22:00"),
        PlanAnswer((replace(DAY[0], place="home-birch"),), "22:00"),
        PlanAnswer((DAY[0], DAY[2], DAY[1]), "22:00"),
        PlanAnswer(DAY, "17:00"),
        PlanAnswer(DAY, "18:05"),
        PlanAnswer(DAY, "05:55"),
        PlanAnswer(DAY, "late"),
        PlanAnswer(DAY, "25:00"),
        PlanAnswer((stroke("09:00"), *DAY[1:]), "22:00"),
        PlanAnswer((replace(DAY[0], asleep=True), *DAY[1:]), "22:00"),
        PlanAnswer((replace(DAY[0], activity="As an AI language model, I cannot plan."),), "22:00"),
        PlanAnswer((replace(DAY[0], activity=" "),), "22:00"),
        PlanAnswer((replace(DAY[0], parts=(PartAnswer("{error}", "💥", ""),)),), "22:00"),
    ],
)
def test_refuses_what_is_no_plan_of_hers(answer: PlanAnswer) -> None:
    with pytest.raises(Unfit):
        strokes_of(answer, day_task())


def test_a_home_where_one_has_no_business_is_not_offered() -> None:
    assert [place.id for place in places_to_plan(day_task()) if place.kind == "home"] == [HOME]


CLOCKS = st.one_of(
    st.tuples(st.integers(0, 24), st.integers(0, 59)).map(lambda time: f"{time[0]:02}:{time[1]:02}"),
    st.sampled_from(["7:00", "07.30", "", "noon", "99:99"]),
)
STROKES = st.builds(
    StrokeAnswer,
    CLOCKS,
    st.sampled_from(["cafe", "plaza", HOME, "bakery", "nowhere"]),
    st.sampled_from(["lays a table", "sleeps", "x" * 80]),
    st.sampled_from(["🍽️", "😴", "", "table"]),
    st.just(()),
    st.booleans(),
)


@settings(deadline=None)
@given(st.lists(STROKES, min_size=1, max_size=8), CLOCKS, st.integers(0, 23 * 60))
def test_what_is_taken_has_no_flaw(told: list[StrokeAnswer], bedtime: str, from_minute: int) -> None:
    in_order = sorted(told, key=lambda stroke: stroke.start.zfill(5))
    task = day_task(from_minute=from_minute)
    for strokes in (told, [replace(in_order[0], start=clock(from_minute)), *in_order[1:]]):
        try:
            taken = strokes_of(PlanAnswer(tuple(strokes), bedtime), task)
        except Unfit:
            continue
        assert flaw_in(taken, from_minute, task.request.until_minute, MAP, HOME) is None


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def test_insights_cite_what_was_shown_and_nothing_else() -> None:
    told = (
        InsightAnswer("Goro gives away what he cannot keep.", (1, 2, 2)),
        InsightAnswer("The moon is a lamp.", (4,)),
        InsightAnswer("Half of it is true.", (1, 9)),
        InsightAnswer("Zero is no memory.", (0,)),
        InsightAnswer("Nothing says so.", ()),
        InsightAnswer(RECORDS[1].text, (2,)),
    )
    found = insights_of(InsightsAnswer(told), insights_task())
    assert found == (Insight("Goro gives away what he cannot keep.", ("m:3", "m:2")),)
    assert insights_of(InsightsAnswer(()), insights_task()) == ()
    for bad in (told[1:2], told[4:], (InsightAnswer("As an AI I understand nothing.", (1,)),)):
        with pytest.raises(Unfit):
            insights_of(InsightsAnswer(bad), insights_task())


def test_questions_are_words_and_asked_once() -> None:
    asked = ("What is Goro after?", "What is Goro after?", "Am I lonely?")
    assert questions_of(QuestionsAnswer(asked)) == ("What is Goro after?", "Am I lonely?")
    for bad in ("I'm sorry, but I can't assist with that.", '{"questions": []}', "?", "What is it that the"):
        with pytest.raises(Unfit):
            questions_of(QuestionsAnswer((bad,)))


def test_reactions_are_about_who_is_there() -> None:
    task = decide_task(noticed="The mill is on fire.")
    assert reaction_of(ReactAnswer("go_on", "", ""), task) == GoOn()
    assert reaction_of(ReactAnswer("talk", "p:2", ""), task) == TalkTo(PlayerId("p:2"))
    assert reaction_of(ReactAnswer("replan", "", "the mill burns"), task) == Replan("m:9")
    for bad in (
        ReactAnswer("talk", "p:9", ""),
        ReactAnswer("replan", "", ""),
        ReactAnswer("replan", "", "as an AI, she cannot"),
    ):
        with pytest.raises(Unfit):
            reaction_of(bad, task)
    with pytest.raises(Unfit):
        reaction_of(ReactAnswer("talk", "p:2", ""), decide_task(noticed="Fire!", people=(nearby(busy=True),)))
