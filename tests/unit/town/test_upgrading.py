"""Entities of the version before words were kept apart and sleep was said, as they were stored."""

from typing import Any

import msgspec
import pytest

from engine.state import Entity
from tests.saying import words
from town.minds.state import Agent, Free
from town.minds.upgrading import without_inline_reasons
from town.talk.state import Conversation, Writing
from town.talk.upgrading import without_inline_words
from town.upgrades import UPGRADES

CONVERSATION = (
    b'{"id":"c:9","creator":"p:1","createdAtMs":5,"members":{"p:1":{"status":"participating","sinceMs":7},'
    b'"p:3":{"status":"participating","sinceMs":7}},"typing":{"player":"p:1","sinceMs":9,"message":%s},'
    b'"messageCount":2,"lastMessage":{"player":"p:3","atMs":8}}'
)
WRITING = b'{"uuid":"u","text":%s,"saidAtMs":12,"leave":false,"agreement":null,"emotion":"calm"}'
AGENT = b'{"id":"a:2","player":"p:1","status":{"kind":"free","decideAtMs":3},"noticed":%s,"replans":%s}'


def test_who_was_writing_a_line_loses_the_turn() -> None:
    body = without_inline_words(msgspec.Raw(CONVERSATION % (WRITING % b'"The secret of the mill"')))
    assert b"secret" not in bytes(body)
    upgraded = msgspec.json.decode(body, type=Conversation)
    assert (upgraded.typing, upgraded.message_count, upgraded.pair()) == (None, 2, ("p:1", "p:3"))


def test_who_only_has_the_turn_or_writes_words_keeps_it() -> None:
    for message in (b"null", WRITING % msgspec.json.encode(words("The mill"))):
        before = msgspec.Raw(CONVERSATION % message)
        assert without_inline_words(before) is before
    typing = msgspec.json.decode(before, type=Conversation).typing
    assert typing is not None
    assert isinstance(typing.message, Writing)


def test_an_agent_lets_go_of_what_it_had_noticed_and_meant() -> None:
    body = without_inline_reasons(
        msgspec.Raw(AGENT % (b'{"text":"Bo said: Fire!","atMs":1}', b'"there is word"'))
    )
    agent = msgspec.json.decode(body, type=Agent)
    assert (agent.status, agent.noticed, agent.replans) == (Free(3), None, None)
    before = msgspec.Raw(AGENT % (b"null", b"null"))
    assert without_inline_reasons(before) is before


SLEEP, BEDS, BAKING = ({"emoji": emoji} for emoji in ("😴", "🛏️", "🍞"))
SLEPT, MADE, BAKED = {**SLEEP, "asleep": True}, {**BEDS, "asleep": True}, {**BAKING, "asleep": False}


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("players", {"activity": SLEEP, "heading": None}, {"activity": SLEPT, "heading": None}),
        (
            "players",
            {"activity": BAKING, "heading": {"activity": BEDS}},
            {"activity": BAKED, "heading": {"activity": MADE}},
        ),
        ("people", {"day": [BAKING, SLEEP]}, {"day": [BAKED, SLEPT]}),
        ("plans", {"strokes": [{**SLEEP, "parts": [BAKING]}]}, {"strokes": [{**SLEPT, "parts": [BAKING]}]}),
        ("agents", {"status": {"activity": BAKING}}, {"status": {"activity": BAKED}}),
        ("agents", {"status": {"kind": "busy"}}, {"status": {"kind": "busy"}}),
    ],
)
def test_who_slept_by_emoji_sleeps_on(kind: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    (upgraded,) = UPGRADES[1]([Entity(kind, "it", msgspec.Raw(msgspec.json.encode(before)))])
    assert (upgraded.kind, upgraded.id, msgspec.json.decode(upgraded.body)) == (kind, "it", after)
