"""What memories add up to, the insights that say so, and how an insight carries on what it was drawn from."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.memory.company import LEAST_COMPANY_MINUTES, company_minutes, company_text
from agent.memory.naming import named_in
from agent.reflecting.script import insights, questions
from agent.reflecting.task import Insight, InsightsTask, QuestionsTask
from agent.script.chance import Chance
from agent.script.insight_sentences import Sort, Understood, sentence, understood
from agent.script.statements import heard_in, said_in
from agent.script.tallying import companion, concern, own_concern, talk_of_town, whereabouts
from records.memories import Memory, MemoryKind
from tests.memories import remembered
from tests.talks import cast_of
from town.days.constants import MINUTES_PER_DAY
from town.ids import PlayerId
from town.settings import Settings

ME, ANOUK, GORO, TEODOR = map(PlayerId, ("p:1", "p:3", "p:15", "p:11"))
NAMES = {ME: "Marit Engelsen", ANOUK: "Anouk Engelsen", GORO: "Goro Matsuda", TEODOR: "Teodor Lisk"}
SETTINGS = Settings(template="hollow", day_starts_at_minute=0)
SOUP, SOUP_AGAIN = "What I want is to sell soup.", "I've set my heart on this: to sell soup."
SINKS = "I can't shake the thought that the castle sinks."
HAT = "Have you heard? The toll keeper lost his hat."
HAT_PASSED_ON = "Teodor told me this, and I pass it on as it came. The toll keeper lost his hat."


def at(minute: int) -> int:
    """World time of a calendar minute, rounded up."""
    return -(-minute * SETTINGS.town_day_ms // MINUTES_PER_DAY)


def seen(number: int, who: str, minute: int = 600, place: str | None = "dock") -> Memory:
    kind = MemoryKind.OBSERVATION
    text = f"{NAMES[who]} sets the big pot going at Heron Dock."
    return remembered(number, text, kind=kind, about=(who,), source=None, place=place, at_ms=at(minute))


def talk(number: int, who: str, *theirs: str, mine: Sequence[str] = ()) -> Memory:
    lines = [f'Goro said: "{each}"' for each in theirs] + [f'I said: "{each}"' for each in mine]
    return remembered(number, " ".join(["I talked with Goro.", *lines]), about=(who,), source=who)


def overheard(number: int, who: str, said: str) -> Memory:
    kind, text = MemoryKind.OBSERVATION, f"{NAMES[who]} said: “{said}”"
    return remembered(number, text, kind=kind, about=(who, ANOUK), source=who, tags=("overheard",))


def concluded(number: int, sort: Sort, *who: str, **slots: str) -> Memory:
    text = sentence(sort, Chance(str(number)), **slots)
    at_ms = at(7 * MINUTES_PER_DAY + number)
    return remembered(number, text, kind=MemoryKind.REFLECTION, about=who, source=None, at_ms=at_ms)


def insights_on(question: str, *memories: Memory) -> tuple[Insight, ...]:
    return insights(
        InsightsTask(
            operation="o:1",
            me=cast_of("hollow").self_of(ME),
            question=question,
            records=memories[:1],
            names=NAMES,
            latest=memories,
            places={"dock": "Heron Dock"},
            settings=SETTINGS,
        )
    )


HOURS_NEAR = st.lists(st.tuples(st.sampled_from([ANOUK, GORO, TEODOR]), st.integers(1, 9)), max_size=20)


def near(number: int, who: str, hours: int) -> Memory:
    text = company_text(NAMES[who], hours * 60, " at Heron Dock")
    return remembered(number, text, kind=MemoryKind.OBSERVATION, about=(who,), source=None, tags=("company",))


@given(HOURS_NEAR, st.permutations(range(20)))
def test_a_companion_is_who_was_near_for_longest_in_whichever_order_one_thinks(
    company: list[tuple[str, int]], order: list[int]
) -> None:
    memories = [near(number, who, hours) for number, (who, hours) in enumerate(company)]
    total = {who: sum(hours for other, hours in company if other == who) for who, _ in company}
    tally = companion(memories)
    assert companion([memories[place] for place in order if place < len(memories)]) == tally
    if tally is None:
        assert [who for who, _ in company].count(max(total, key=lambda who: total[who], default="")) < 2
        return
    assert total[tally.what] == max(total.values())
    assert {memory.about for memory in tally.evidence} == {(tally.what,)}


def test_a_long_while_together_counts_more_than_many_glimpses() -> None:
    glimpses = [seen(number, TEODOR, number * 30) for number in range(5)]
    together = [near(10, GORO, 2), near(11, GORO, 1)]
    tally = companion([*glimpses, *together])
    assert tally is not None
    assert tally.what == GORO


@given(st.integers(LEAST_COMPANY_MINUTES, 2000))
def test_how_long_somebody_was_near_is_read_as_it_was_told(minutes: int) -> None:
    told = company_minutes(company_text("Goro Matsuda", minutes, " at Heron Dock"))
    assert abs(told - min(minutes, 12 * 60)) <= 30
    assert company_minutes("Goro Matsuda sets the big pot going.") == 0


def test_a_concern_is_what_somebody_says_of_their_own_in_most_talks_in_whichever_words() -> None:
    talks = [talk(1, GORO, SOUP, SINKS), talk(2, GORO, SOUP_AGAIN), talk(3, GORO, HAT_PASSED_ON)]
    passed_on = [talk(number, GORO, HAT_PASSED_ON) for number in (7, 8)]
    tally = concern(GORO, [*talks, *passed_on, talk(5, TEODOR, SINKS), seen(6, GORO)])
    assert tally is not None
    assert tally.what == "sell soup."
    assert tally.words == SOUP_AGAIN, "as it was put last"
    assert [memory.id for memory in tally.evidence] == ["m:2", "m:1"]
    assert concern(GORO, talks[:1]) is None, "once is not again and again"
    assert concern(TEODOR, talks) is None, "it is not theirs"


def test_what_is_overheard_counts_as_said_and_what_one_said_oneself_does_not() -> None:
    assert [statement.subject for statement in heard_in(overheard(1, GORO, SINKS))] == ["the castle sinks."]
    mine = talk(2, GORO, mine=[SOUP])
    assert heard_in(mine) == []
    assert [statement.subject for statement in said_in(mine)] == ["sell soup."]
    tally = own_concern([mine, talk(3, TEODOR, SINKS, mine=[SOUP_AGAIN])])
    assert tally is not None
    assert tally.what == "sell soup."


def test_the_talk_of_the_town_is_the_news_that_was_told_most_often_by_whomever() -> None:
    told = [talk(1, TEODOR, HAT), talk(2, GORO, HAT_PASSED_ON), talk(3, GORO, SINKS), talk(4, GORO, SINKS)]
    tally = talk_of_town(told)
    assert tally is not None
    assert tally.what == "the toll keeper lost his hat."


def test_somebody_is_found_where_they_mostly_are_in_that_part_of_the_day() -> None:
    mornings = [seen(day, GORO, day * MINUTES_PER_DAY + 600) for day in range(3)]
    evening = [seen(5, GORO, 1200, "cafe"), seen(6, GORO, 1201, "cafe")]
    tally = whereabouts(GORO, "forenoon", [*mornings, *evening], SETTINGS)
    assert tally is not None
    assert tally.what == "dock"
    assert whereabouts(GORO, "evening", [*mornings, *evening], SETTINGS) is None, "one half hour is too few"
    torn = [seen(7 + day, GORO, day * MINUTES_PER_DAY + 640, "cafe") for day in range(3)]
    assert whereabouts(GORO, "forenoon", [*mornings, *torn], SETTINGS) is None, "now here, now there"


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("sort", Sort)
def test_who_drew_an_insight_reads_it_again(sort: Sort, number: int) -> None:
    slots = {"name": "Goro", "hour": "forenoon", "place": "The Old Mill", "saying": HAT_PASSED_ON}
    text = sentence(sort, Chance(str(number)), **slots)
    read = understood(text)
    assert read == Understood(sort, {name: slots[name] for name in read.slots}) if read else False
    assert understood("I ought to mend the net.") is None


def test_one_asks_about_whom_one_meets_and_has_not_thought_about_yet() -> None:
    met = [seen(1, GORO), seen(2, GORO), seen(3, TEODOR)]
    me = cast_of("hollow").self_of(ME)
    asked = questions(QuestionsTask(operation="o", me=me, records=tuple(met), names=NAMES))
    assert named_in(asked[0], NAMES) == (GORO,)
    pondered = (*met, concluded(4, Sort.MATTERS, GORO, name="Goro"))
    asked = questions(QuestionsTask(operation="o", me=me, records=pondered, names=NAMES))
    assert named_in(asked[0], NAMES) == (TEODOR,)
    assert len(asked) == 3


def test_what_somebody_is_to_one_is_told_with_its_evidence() -> None:
    mornings = [seen(10 + day, GORO, day * MINUTES_PER_DAY + 600) for day in range(2)]
    talks = [talk(1, GORO, SOUP), talk(2, GORO, SOUP_AGAIN)]
    matters, soup, dock = insights_on("What is Goro Matsuda to me?", *talks, *mornings)
    assert set(matters.evidence) == {"m:1", "m:2", "m:10", "m:11"}
    assert understood(soup.text) == Understood(Sort.CONCERN, {"name": "Goro", "saying": SOUP_AGAIN})
    assert soup.evidence == ("m:2", "m:1")
    place = {"name": "Goro", "hour": "forenoon", "place": "Heron Dock"}
    assert understood(dock.text) == Understood(Sort.WHEREABOUTS, place)
    assert dock.evidence == ("m:11", "m:10")


def test_what_one_found_again_and_again_becomes_an_insight_that_rests_on_insights() -> None:
    question = "With whom, and with what, do I spend my days?"
    lately = [seen(number, GORO, number * 60) for number in range(4)]
    (first,) = insights_on(question, *lately)
    assert understood(first.text) == Understood(Sort.COMPANION, {"name": "Goro"})
    earlier = [concluded(50, Sort.COMPANION, GORO, name="Goro"), *lately]
    earlier += [concluded(51, Sort.COMPANION, TEODOR, name="Teodor")]
    assert insights_on(question, *earlier) == (), "nothing lived since, and nobody found twice"
    again = [concluded(52, Sort.COMPANION, GORO, name="Goro"), *earlier]
    (lasting,) = insights_on(question, *again)
    assert understood(lasting.text) == Understood(Sort.LASTING_COMPANION, {"name": "Goro"})
    assert lasting.evidence == ("m:52", "m:50")


def test_what_one_knows_is_not_concluded_again_until_it_changes() -> None:
    talks = [talk(1, GORO, SOUP), talk(2, GORO, SOUP_AGAIN)]
    known = concluded(3, Sort.CONCERN, GORO, name="Goro", saying=SOUP)
    outdated = concluded(3, Sort.CONCERN, GORO, name="Goro", saying=SINKS)

    def concerns_drawn(*memories: Memory) -> list[str]:
        drawn = insights_on("What is the town talking of?", *memories)
        return [read.slots["saying"] for each in drawn if (read := understood(each.text))]

    assert concerns_drawn(*talks) == [SOUP_AGAIN]
    assert concerns_drawn(*talks, known) == []
    assert concerns_drawn(*talks, outdated) == [SOUP_AGAIN]


def test_a_text_names_people_by_their_names_outside_of_quotes() -> None:
    assert named_in("Goro and Marit Engelsen", NAMES) == (ME, GORO)
    assert named_in("Gorodon, anouk", NAMES) == ()
    assert named_in('Goro says: "Teodor is late."', NAMES) == (GORO,)
    twins = {"p:1": "Ada North", "p:2": "Ada South"}
    assert named_in("Ada South", twins) == ("p:2",)
    assert named_in("Ada", twins) == ()
