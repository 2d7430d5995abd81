"""Chains of hearing are found where word went round, and are found broken where somebody told what they could not know."""

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.hearsay import News, broken_chains, chain_of, hearings_of, knowers
from records.memories import Memory, MemoryKind

PEOPLE = [f"p:{number}" for number in range(6)]
HOST = PEOPLE[0]
PARTY = News("party", HOST, re.compile("a party at seven"))
WORDS = "Have you heard? There is a party at seven."
TALKS = st.lists(st.permutations(PEOPLE).map(lambda people: (people[0], people[1])), max_size=40)


def talk(at_ms: int, me: str, other: str, *, theirs: str = "Nice day.", mine: str = "Nice day.") -> Memory:
    text = f'I talked with {other}. {other} said: "{theirs}" I said: "{mine}"'
    return memory(f"o:{at_ms}/{me}", me, text, at_ms, source=other, about=(other,))


def overheard(at_ms: int, me: str, speaker: str, to: str, said: str = WORDS) -> Memory:
    text = f"{speaker} said to {to}: “{said}”"
    heard = memory(f"seen:{at_ms}:{me}", me, text, at_ms, source=speaker, about=(speaker, to))
    return replace(heard, kind=MemoryKind.OBSERVATION, tags=("overheard",))


def memory(id_: str, player: str, text: str, at_ms: int, *, source: str, about: tuple[str, ...]) -> Memory:
    return Memory(
        id=id_,
        player=player,
        kind=MemoryKind.CONVERSATION,
        text=text,
        at_ms=at_ms,
        place=None,
        importance=3,
        source=source,
        evidence=(),
        about=about,
        tags=(),
        accessed_ms=at_ms,
        embedding_model="",
        dimensions=0,
        archived_in=None,
    )


def gossip(talks: list[tuple[str, str]]) -> tuple[set[str], list[Memory]]:
    """Who knows after these talks, in which one tells the other what they know; and what everybody remembers."""
    known, memories = {HOST}, list[Memory]()
    for at_ms, (teller, hearer) in enumerate(talks, 1):
        said = WORDS if teller in known else "Nice day."
        known |= {hearer} if teller in known else set()
        memories.append(talk(at_ms, teller, hearer, mine=said))
        memories.append(talk(at_ms, hearer, teller, theirs=said))
    return known, memories


@given(TALKS)
def test_who_was_told_knows_and_by_whom_can_be_followed(talks: list[tuple[str, str]]) -> None:
    known, memories = gossip(talks)
    heard = hearings_of(PARTY, memories)
    assert knowers(PARTY, heard) == known
    assert broken_chains(PARTY, heard) == []
    for hearing in (hearing for hearings in heard.values() for hearing in hearings):
        chain = chain_of(PARTY, hearing, heard)
        assert chain is not None
        assert chain[-1].source == HOST
        assert all(teller.player == told.source for told, teller in itertools.pairwise(chain))
        assert all(teller.at_ms < told.at_ms for told, teller in itertools.pairwise(chain))


@given(TALKS, st.data())
def test_what_was_told_by_somebody_who_did_not_know_is_a_broken_chain(
    talks: list[tuple[str, str]], data: st.DataObject
) -> None:
    known, memories = gossip(talks)
    strangers = [player for player in PEOPLE if player not in known]
    if len(strangers) < 2:
        return
    teller, hearer = data.draw(st.permutations(strangers))[:2]
    invented = talk(len(talks) + 1, hearer, teller, theirs=WORDS)
    (broken,) = broken_chains(PARTY, hearings_of(PARTY, [*memories, invented]))
    assert broken.memory == invented.id


def test_two_who_have_it_from_each_other_have_it_from_nobody() -> None:
    memories = [talk(1, "p:1", "p:2", theirs=WORDS), talk(1, "p:2", "p:1", theirs=WORDS)]
    assert len(broken_chains(PARTY, hearings_of(PARTY, memories))) == 2


def test_what_one_said_oneself_is_not_heard() -> None:
    assert hearings_of(PARTY, [talk(1, "p:1", "p:2", mine=WORDS)]) == {}


def test_what_is_taken_up_in_a_talk_is_overheard_before_that_talk_is_remembered() -> None:
    told = talk(2_000, "p:1", HOST, theirs=WORDS)
    echo = overheard(1_000, "p:2", "p:1", HOST)
    assert broken_chains(PARTY, hearings_of(PARTY, [told, echo])) == []
    elsewhere = overheard(1_000, "p:2", "p:1", "p:3")
    assert [h.memory for h in broken_chains(PARTY, hearings_of(PARTY, [told, elsewhere]))] == [elsewhere.id]
