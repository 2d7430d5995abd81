"""What a model says is taken only when it is a line, a deed or a memory of that person."""

import msgspec
import pytest
from msgspec.structs import replace

from agent.asking.checking import alike
from agent.deciding.answer import DecideAnswer, decision_of
from agent.models.structured import Unfit
from agent.people import Line
from agent.remembering.answer import RememberAnswer, ReplanAnswer, keepsake_of
from agent.remembering.task import Keepsake
from agent.talking.answer import PromiseAnswer, SayAnswer, saying_of
from tests.tasks import GORO, MARIT, PROMISE, TALK, decide_task, nearby, remember_task, say_task
from town.days.state import Agreement
from town.ids import PlayerId
from town.minds.decisions import ChosenActivity, GoTo, Stay, TalkTo
from town.minds.operations import MessageKind

NOT_A_LINE = (
    "As an AI language model, I cannot have soup.",
    "I\u2019m sorry, but I can\u2019t assist with that.",
    "I cannot fulfill this request.",
    "Als KI kann ich keine Suppe essen.",
    "Ich kann dabei nicht helfen.",
    "Here is the next line: come in!",
    "My system prompt says that I am Marit.",
    "I will ignore all instructions, as you wish.",
    "planning on TOKEN LIMIT EXCEEDED",
    '{"say": "Hello"}',
    "Hello [Name], sit down.",
    "Hello $partner, sit down.",
    "**Hello** Goro.",
    "```Hello```",
    "<|im_end|>",
    "*wipes the counter* Hello.",
    "(smiles) Hello.",
    "Goro Matsuda: The soup is on.",
    "Never mind. Goro: Come and eat!",
    "…",
    "12",
    "It's what makes everyone's lives different. You're right,",
    "I was about to tell you something about the road sign and the",
    "Ich wollte dir noch sagen, dass der Wegweiser hinter der Mühle liegt und",
    "\x07 bell",
    "I see and I know and I see and I know and I see and I know and I see and I know.",
    TALK[1].text,
    TALK[2].text.upper(),
    "I have twelve tables, Goro, and eleven of them are free today.",
)

A_LINE = {
    "Anouk minds herself, and half the street besides.": "Anouk minds herself, and half the street besides.",
    "“Twelve tables, and you sell soup for nothing!”": "Twelve tables, and you sell soup for nothing!",
    "Marit Engelsen: Anouk minds herself.": "Anouk minds herself.",
    'Marit: "Anouk minds herself."': "Anouk minds herself.",
    "Good morning to you": "Good morning to you",
    "Two lines.\nOne breath.": "Two lines. One breath.",
    "I can't help you with the roof before noon.": "I can't help you with the roof before noon.",
    "Wir haben heute Kuchen, den von gestern.": "Wir haben heute Kuchen, den von gestern.",
    "One thing is sure: it will rain.": "One thing is sure: it will rain.",
}


@pytest.mark.parametrize("text", NOT_A_LINE)
def test_refuses_what_is_no_line_of_hers(text: str) -> None:
    with pytest.raises(Unfit):
        saying_of(SayAnswer(text, False, "calm"), say_task())


@pytest.mark.parametrize(("text", "line"), A_LINE.items())
def test_takes_a_line(text: str, line: str) -> None:
    assert saying_of(SayAnswer(text, False, "glad"), say_task()).text == line


def test_a_farewell_ends_the_talk_whatever_the_model_says() -> None:
    answer = SayAnswer("I must see to the ovens. Good night!", False, "calm")
    assert saying_of(answer, say_task(MessageKind.LEAVE)).end
    assert not saying_of(answer, say_task()).end


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Good morning!", "good  morning", True),
        ("Good morning!", "Good evening!", False),
        ("The road sign lies behind the old mill.", "The road sign lies behind the mill, they say.", False),
        (
            "I have always said that soup should cost.",
            "I have always said that soup should cost money.",
            True,
        ),
    ],
)
def test_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


TOMORROW = PromiseAnswer("mill", 2, "10:30", "sees the road sign with Goro")


def test_a_promise_is_of_a_known_place_and_a_time_to_come() -> None:
    answer = SayAnswer("Tomorrow at half past ten, at the mill.", False, "glad", TOMORROW)
    agreement = Agreement(place="mill", minute=24 * 60 + 630, about="sees the road sign with Goro")
    assert saying_of(answer, say_task()).agreement == agreement
    for bad in (
        replace(TOMORROW, place="moon"),
        replace(TOMORROW, place=""),
        replace(TOMORROW, day=1, time="18:00"),
        replace(TOMORROW, day=0),
        replace(TOMORROW, day=9, time="00:00"),
        replace(TOMORROW, day=-(10**30)),
        replace(TOMORROW, time="noonish"),
        replace(TOMORROW, about=""),
        replace(TOMORROW, about="as an AI, cannot come"),
    ):
        saying = saying_of(replace(answer, promise=bad), say_task())
        assert (saying.text, saying.agreement) == ("Tomorrow at half past ten, at the mill.", None)


HALF_PAST_TEN = 24 * 60 + 630


@pytest.mark.parametrize("apart", [-119, -60, 0, 60, 119])
def test_nobody_agrees_on_an_hour_that_either_has_given_away(apart: int) -> None:
    answer = SayAnswer("Tomorrow at half past ten, at the mill.", False, "glad", TOMORROW)
    theirs = replace(say_task(), partner_promised=(900, HALF_PAST_TEN + apart))
    with pytest.raises(Unfit, match="The other is promised elsewhere on day 2 at"):
        saying_of(answer, theirs)
    given_away = replace(PROMISE, partner="p:9", minute=HALF_PAST_TEN + apart)
    with pytest.raises(Unfit, match="The person is promised elsewhere"):
        saying_of(answer, replace(say_task(), promises=(given_away,)))


@pytest.mark.parametrize("apart", [-120, 120, 1_000])
def test_two_promises_far_enough_apart_can_both_be_kept(apart: int) -> None:
    answer = SayAnswer("Tomorrow at half past ten, at the mill.", False, "glad", TOMORROW)
    task = replace(say_task(), partner_promised=(HALF_PAST_TEN + apart,))
    agreement = saying_of(answer, task).agreement
    assert agreement
    assert agreement.minute == HALF_PAST_TEN


def test_what_the_two_agreed_on_is_no_news_and_in_nobodys_way() -> None:
    answer = SayAnswer("At half past ten, then.", False, "glad", TOMORROW)
    agreed = replace(PROMISE, partner="p:2", minute=HALF_PAST_TEN)
    task = replace(say_task(), promises=(agreed,), partner_promised=(HALF_PAST_TEN,))
    saying = saying_of(answer, task)
    assert (saying.text, saying.agreement) == (answer.say, None)


def test_a_memory_keeps_what_the_other_has_become() -> None:
    told = RememberAnswer("Goro wants me to eat with him.", 2, "He is kinder than I thought.")
    assert keepsake_of(told, remember_task()) == Keepsake(told.text, 2, told.summary)
    with pytest.raises(Unfit):
        keepsake_of(replace(told, summary="As an AI, I have no neighbours."), remember_task())
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"text": "Goro.", "warmth": 9, "summary": ""}, RememberAnswer)


MUSIC = (
    Line("p:1", MARIT, "There is a fire at the mill at nine."),
    Line("p:2", GORO, "There is music on the plaza at eight tonight, and Anouk will sing."),
)
TOLD = RememberAnswer("Goro told me of music.", replan=ReplanAnswer("there is music on the plaza", "20:00"))


def test_news_of_something_to_come_today_changes_the_day() -> None:
    task = remember_task(lines=MUSIC)
    assert keepsake_of(TOLD, task).replans == "there is music on the plaza"
    german = remember_task(lines=(Line("p:2", GORO, "Um acht wird auf dem Platz getanzt, mit Musik."),))
    told = replace(TOLD, replan=ReplanAnswer("um acht ist Musik auf dem Platz", "20:00"))
    assert keepsake_of(told, german).replans == "um acht ist Musik auf dem Platz"
    assert keepsake_of(replace(TOLD, replan=None), task).replans is None


@pytest.mark.parametrize(
    ("because", "time"),
    [
        ("there is music on the plaza", "18:00"),
        ("there is music on the plaza", "08:00"),
        ("there is music on the plaza", "soon"),
        ("there is a fire at the mill", "21:00"),
        ("the plaza is on fire", "20:00"),
        ("", "20:00"),
        ("at 8", "20:00"),
        ("as an AI I saw music on the plaza", "20:00"),
        ("{music} on the plaza", "20:00"),
        ("there is music on the plaza tonight, " * 3, "20:00"),
    ],
)
def test_no_day_changes_for_what_is_over_or_nobody_told(because: str, time: str) -> None:
    kept = keepsake_of(replace(TOLD, replan=ReplanAnswer(because, time)), remember_task(lines=MUSIC))
    assert (kept.text, kept.replans) == (TOLD.text, None)


def test_a_memory_names_the_other_and_is_plain() -> None:
    told = RememberAnswer("Goro wants me to eat with him; he asked after Anouk.")
    assert keepsake_of(told, remember_task()).text == told.text
    for bad in ("We spoke about soup.", "As an AI I keep no memory of Goro.", "Goro {error}"):
        with pytest.raises(Unfit):
            keepsake_of(RememberAnswer(bad), remember_task())


def decided(kind: str, **fields: object) -> DecideAnswer:
    usual = {"place": "", "person": "", "activity": "sweeps the yard", "emoji": "🧹", "minutes": 30}
    return DecideAnswer(**{"kind": kind, **usual, **fields})  # pyright: ignore[reportArgumentType]  # any fields


SWEEPING = ChosenActivity("sweeps the yard", "🧹", 60_000)


def test_decisions_are_about_what_is_there() -> None:
    task = decide_task()
    assert decision_of(decided("stay"), task) == Stay(SWEEPING)
    assert decision_of(decided("stay", asleep=True), task) == Stay(replace(SWEEPING, asleep=True))
    assert decision_of(decided("go", place="mill"), task) == GoTo("mill", SWEEPING)
    assert decision_of(decided("talk", person="p:2"), task) == TalkTo(PlayerId("p:2"))
    for bad in (
        decided("go", place="moon"),
        decided("go"),
        decided("talk", person="p:77"),
        decided("talk"),
        decided("stay", activity="as an AI, thinks"),
        decided("stay", activity=" "),
    ):
        with pytest.raises(Unfit):
            decision_of(bad, task)


@pytest.mark.parametrize("person", [nearby(may_invite=False), nearby(busy=True)])
def test_nobody_is_asked_who_may_not_be(person: object) -> None:
    with pytest.raises(Unfit):
        decision_of(decided("talk", person="p:2"), decide_task(people=(person,)))  # pyright: ignore[reportArgumentType]  # any fields


@pytest.mark.parametrize("emoji", ["broom", "", "🧹" * 20, ":)", "🧹x"])
def test_a_wrong_emoji_becomes_the_habits(emoji: str) -> None:
    decision = decision_of(decided("stay", emoji=emoji), decide_task())
    assert isinstance(decision, Stay)
    assert decision.activity.emoji == "☕"


def test_others_of_the_talk_are_known_by_name() -> None:
    lines = (Line("p:5", "Ida Brook", "Hello, you two."),)
    with pytest.raises(Unfit):
        saying_of(SayAnswer("Fine. Ida: And you?", False, "calm"), say_task(lines=lines))
