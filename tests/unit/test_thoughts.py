"""Insights say what records show and come up in talk; hours are agreed on at which both are free."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent.memory.records import Memory, MemoryKind
from agent.mind import InsightsTask
from agent.scripted.agreeing import HOURS
from agent.scripted.bank import ANYBODY, load_bank
from agent.scripted.reflecting import concern_of, insights, words_of
from agent.scripted.topics import Kind, topics_of
from agent.scripted.voice import ScriptedVoice
from agent.tasks import Line, Saying, Thought
from tests.talks import cast_of, moment, say_task
from town.constants import MINUTES_PER_DAY

NAMES = {"p:1": "Marit Engelsen", "p:3": "Anouk Engelsen", "p:15": "Goro Matsuda"}


def record(number: int, text: str, *, kind: MemoryKind = MemoryKind.CONVERSATION, **fields: object) -> Memory:
    known: dict[str, object] = {
        "id": f"m:{number}", "player": "p:1", "kind": kind, "text": text, "at_ms": number, "place": None,
        "importance": 3, "source": "p:15", "evidence": (), "about": ("p:15",), "tags": (), "accessed_ms": number,
        "embedding_model": "", "dimensions": 0, "archived_in": None,
    }  # fmt: skip
    return Memory(**(known | fields))  # pyright: ignore[reportArgumentType]  # any fields


SOUP = [
    record(1, 'I talked with Goro. Goro said: "My soup is ready." I said: "My starch is fresh."'),
    record(2, 'I talked with Goro. Goro said: "Nobody pays for soup." I said: "I like starch."'),
    record(
        3,
        "Goro Matsuda said to Anouk Engelsen: “Mind the soup.”",
        kind=MemoryKind.OBSERVATION,
        about=("p:15", "p:3"),
    ),
]
SEEN = [
    record(
        number,
        "Goro Matsuda sets the big pot going at Heron Dock.",
        kind=MemoryKind.OBSERVATION,
        source=None,
        place="dock",
    )
    for number in (4, 5)
]


def test_a_concern_is_what_the_other_says_and_not_what_oneself_does() -> None:
    assert words_of("p:15", SOUP[0]) == {"soup", "ready"}
    assert words_of("p:15", SOUP[2]) == {"soup", "mind"}
    assert words_of("p:3", SOUP[0]) == words_of("p:15", SEEN[0]) == frozenset()
    assert concern_of("p:15", [*SOUP, *SEEN], NAMES.values()) == "soup"
    assert concern_of("p:15", SOUP[:1], NAMES.values()) is None


def test_what_somebody_is_to_one_is_told_with_its_evidence() -> None:
    task = InsightsTask(
        operation="o:1",
        me=cast_of("hollow").self_of("p:1"),
        question="What is Goro Matsuda to me?",
        records=(*SOUP, *SEEN),
        names=NAMES,
    )
    company, concern, place = insights(task)
    assert len(company.evidence) == 5
    assert "soup" in concern.text
    assert concern.evidence == ("m:1", "m:2", "m:3")
    assert place.text == "Whoever looks for Goro had better try Heron Dock."
    assert place.evidence == ("m:4", "m:5")


def test_a_thought_about_somebody_known_is_something_to_say() -> None:
    me = cast_of("hollow").self_of("p:1")
    thought = Thought("I see Goro more than I had noticed, and I don't mind it.", ("p:15",))
    others = [
        Thought("Of two.", ("p:15", "p:3")),
        Thought("Of a stranger.", ("p:99",)),
        Thought("Of nobody.", ()),
    ]
    more = set(topics_of(me, [], [thought, *others])) - set(topics_of(me, []))
    assert [(topic.kind, topic.person, topic.text) for topic in more] == [
        (Kind.FEELING, "Goro Matsuda", thought.text)
    ]


async def agreed(seed: int, partner_promised: tuple[int, ...]) -> Saying:
    offer = load_bank().lines["offer_help"][ANYBODY][0].filled({"you": "Marit"})
    task = say_task(
        cast_of("hollow"),
        "p:1",
        "p:15",
        [Line("p:15", "Goro Matsuda", offer)],
        operation=f"o:{seed}",
        when=moment(day=2),
    )
    return await ScriptedVoice().say(replace(task, partner_promised=partner_promised))


@pytest.mark.parametrize("seed", range(20))
async def test_an_hour_that_the_other_has_promised_is_not_agreed_on(seed: int) -> None:
    free = (await agreed(seed, ())).agreement
    if free is None:
        return
    again = (await agreed(seed, (free.minute,))).agreement
    assert again is None or abs(again.minute - free.minute) >= 120
    always = tuple(2 * MINUTES_PER_DAY + hour * 60 for hour in HOURS)
    assert (await agreed(seed, always)).agreement is None


async def test_people_do_agree_on_hours() -> None:
    assert [seed for seed in range(20) if (await agreed(seed, ())).agreement is not None]
