"""Agents write their messages down before they are said."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.inputs import Request
from engine.words import Words
from tests.invariants import check_world, restored
from tests.saying import words
from tests.towns import Play, place, play, villager
from town.ids import ConversationId, PlayerId
from town.minds.operations import GENERATE_MESSAGE
from town.minds.reports import agent_finish_sending_message
from town.people.inputs import join
from town.settings import Abilities, Settings
from town.talk.constants import LONGEST_WRITING_MS, SHORTEST_WRITING_MS, TYPING_LAPSES_MS
from town.talk.inputs import finish_sending_message, leave_conversation, start_conversation
from town.talk.writing import writing_ms

LINE = "The mill stands still, and so do I."


class Talking:
    """A visitor has spoken to a villager, who has the turn to answer."""

    def __init__(self, *, leap: bool = True) -> None:
        settings = Settings(template="test", abilities=Abilities(plans=False))
        home = place("home", 0, 0, 2, 2)
        self.game: Play = play(places=[home], villagers=[villager(1, "home")], settings=settings, leap=leap)
        self.game.seconds(1.1)
        self.visitor: PlayerId = self.game.send(join.request(name="Ada", character="look-03"))
        self.talk: ConversationId = self.game.send(
            start_conversation.request(player=self.visitor, invitee=PlayerId("p:1"))
        )
        self.game.seconds(8)
        self.speak("Hi")
        while not self.jobs():
            self.game.step(1)
        self.asked_ms = self.typing_since_ms()

    def jobs(self) -> list[dict[str, Any]]:
        return [msgspec.json.decode(o.body) for o in self.game.operations if o.kind == GENERATE_MESSAGE]

    def typing_since_ms(self) -> int:
        typing = self.game.world.conversations[self.talk].typing
        assert typing is not None
        return typing.since_ms

    def speak(self, text: str) -> None:
        said = finish_sending_message.request(
            player=self.visitor, conversation=self.talk, message_uuid=f"m-{len(text)}", text=words(text)
        )
        self.game.send(said)

    def words(self, text: str = LINE, *, leave: bool = False) -> Request:
        job = self.jobs()[-1]
        return agent_finish_sending_message.request(
            operation=job["operation"],
            agent=job["agent"],
            conversation=self.talk,
            message_uuid="u",
            text=words(text),
            leave=leave,
        )

    def said(self) -> list[tuple[int, Words]]:
        """When the villager said what."""
        events = [event for step in self.game.steps for event in step.events if event.kind == "message"]
        bodies = [(event.at_ms, msgspec.json.decode(event.body)) for event in events]
        by_villager = [(at_ms, body["text"]) for at_ms, body in bodies if body["player"] == "p:1"]
        return [(at_ms, msgspec.convert(text, Words)) for at_ms, text in by_villager]


@given(st.integers(1, 500))
def test_a_longer_text_takes_no_less_time_within_bounds(characters: int) -> None:
    taken_ms = writing_ms(characters)
    assert SHORTEST_WRITING_MS <= taken_ms <= writing_ms(characters + 1) <= LONGEST_WRITING_MS


@pytest.mark.parametrize("leap", [True, False])
def test_a_message_is_said_when_it_is_written(leap: bool) -> None:
    talking = Talking(leap=leap)
    talking.game.send(talking.words())
    typing = talking.game.world.conversations[talking.talk].typing
    assert typing is not None
    assert typing.message is not None
    assert typing.message.text == words(LINE)
    check_world(talking.game.world)
    restored(talking.game.world)
    talking.game.seconds(LONGEST_WRITING_MS / 1000)
    ((at_ms, text),) = talking.said()
    assert text == words(LINE)
    assert 0 <= at_ms - (talking.asked_ms + writing_ms(len(LINE))) < 17
    assert talking.game.world.conversations[talking.talk].typing is None


def test_words_that_took_long_to_find_are_said_at_once() -> None:
    talking = Talking()
    talking.game.seconds(LONGEST_WRITING_MS / 1000 + 1)
    talking.game.send(talking.words())
    assert [text for _, text in talking.said()] == [words(LINE)]


def test_who_has_lost_the_turn_says_it_at_once() -> None:
    talking = Talking()
    talking.game.seconds(TYPING_LAPSES_MS / 1000 + 1)
    assert talking.game.world.conversations[talking.talk].typing is None
    talking.game.send(talking.words())
    assert [text for _, text in talking.said()] == [words(LINE)]


def test_a_human_may_speak_in_between_and_the_message_comes_all_the_same() -> None:
    talking = Talking()
    talking.game.send(talking.words())
    talking.speak("Are you there?")
    talking.game.seconds(LONGEST_WRITING_MS / 1000)
    assert [text for _, text in talking.said()] == [words(LINE)]


def test_a_talk_that_ends_drops_what_was_being_written() -> None:
    talking = Talking()
    talking.game.send(talking.words())
    talking.game.send(leave_conversation.request(player=talking.visitor, conversation=talking.talk))
    talking.game.seconds(LONGEST_WRITING_MS / 1000)
    assert talking.said() == []


def test_who_leaves_with_a_message_leaves_when_it_is_said() -> None:
    talking = Talking()
    talking.game.send(talking.words(leave=True))
    assert talking.talk in talking.game.world.conversations
    talking.game.seconds(LONGEST_WRITING_MS / 1000)
    assert [text for _, text in talking.said()] == [words(LINE)]
    assert talking.talk not in talking.game.world.conversations
