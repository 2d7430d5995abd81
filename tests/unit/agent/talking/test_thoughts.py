"""Insights come up in talk; hours are agreed on at which both are free."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent.people import Line, RememberedTalk, Thought
from agent.script.bank import ANYBODY, load_bank
from agent.script.topics import Kind, topics_of
from agent.talking.script.agreeing import HOURS
from agent.talking.script.saying import say
from agent.talking.task import Saying
from tests.talks import cast_of, moment, say_task
from town.days.constants import MINUTES_PER_DAY
from town.ids import PlayerId

ME, OTHER = PlayerId("p:1"), PlayerId("p:15")


def test_a_thought_about_somebody_known_is_something_to_say() -> None:
    me = cast_of("hollow").self_of(ME)
    thought = Thought("I see Goro more than I had noticed, and I don't mind it.", ("p:15",))
    others = [
        Thought("Of two.", ("p:15", "p:3")),
        Thought("Of a stranger.", ("p:99",)),
        Thought("Of nobody.", ()),
        Thought("In the forenoon, Goro is mostly to be found at Heron Dock.", ("p:15",)),
    ]
    more = set(topics_of(me, [], [thought, *others])) - set(topics_of(me, []))
    assert [(topic.kind, topic.person, topic.text) for topic in more] == [
        (Kind.FEELING, "Goro Matsuda", thought.text)
    ]


WISH = "have the road sign put back"


async def recalled(*thoughts: Thought) -> int:
    """In how many of a hundred openings Marit asks Goro after a wish that he did not speak of when they last talked."""
    talk = RememberedTalk(partner="p:15", text="I passed the time of day with Goro Matsuda.", at_ms=1)
    said = [
        say(
            replace(
                say_task(cast_of("hollow"), ME, OTHER, [], operation=f"o:{number}", when=moment(day=2)),
                remembered=(talk,),
                thoughts=thoughts,
            )
        )
        for number in range(100)
    ]
    return sum(WISH in saying.text for saying in said)


async def test_what_somebody_keeps_coming_back_to_is_asked_after() -> None:
    text = f'Goro keeps coming back to one thing: "I want to {WISH}."'
    assert await recalled() == 0
    assert await recalled(Thought(text, ("p:3",))) == 0, "it is not about him"
    assert await recalled(Thought(text, ("p:15",))) > 10


async def agreed(seed: int, partner_promised: tuple[int, ...]) -> Saying:
    offer = load_bank().lines["offer_help"][ANYBODY][0].filled({"you": "Marit"})
    task = say_task(
        cast_of("hollow"),
        ME,
        OTHER,
        [Line("p:15", "Goro Matsuda", offer)],
        operation=f"o:{seed}",
        when=moment(day=2),
    )
    return say(replace(task, partner_promised=partner_promised))


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
