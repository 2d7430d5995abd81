"""Insights come up in talk; hours are agreed on at which both are free."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent.scripted.agreeing import HOURS
from agent.scripted.bank import ANYBODY, load_bank
from agent.scripted.topics import Kind, topics_of
from agent.scripted.voice import ScriptedVoice
from agent.tasks import Line, Saying, Thought
from tests.talks import cast_of, moment, say_task
from town.constants import MINUTES_PER_DAY


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
