"""What people choose to tell: what is still to come before all else, and while there is time; and whom they seek."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from agent.deciding.script import PARTY_EMOJI, decide
from agent.deciding.task import DecideTask
from agent.memory.relationships import Relationship, at_founding
from agent.people import Line, RememberedTalk
from agent.remembering.script import reason_to_replan
from agent.remembering.task import RememberTask
from agent.script.bank import load_bank
from tests.talks import cast_of, moment, remember, say_task, speak
from town.days.state import Habit
from town.ids import AgentId, OperationId, PlayerId
from town.minds.decisions import TalkTo
from town.minds.operations import DecideNext, NearbyPerson

CAST = cast_of("everbrook")
IDS = {player.name.split()[0]: player.id for player in CAST.players.values()}
HOST, GUEST, OTHER = IDS["Ludmila"], IDS["Quirin"], IDS["Hyacinth"]
PARTY = "Ludmila Hask is giving an amnesty party at the library at seven in the evening on the second."
SOME = 200


def lines(speakers: Sequence[PlayerId], texts: Sequence[str]) -> tuple[Line, ...]:
    return tuple(Line(id_, CAST.players[id_].name, text) for id_, text in zip(speakers, texts, strict=True))


def share_who_tell(words: str, me: PlayerId, other: PlayerId, **fields: object) -> float:
    said = ["Good day.", "And to you.", "I see what you mean.", "That's honest, at any rate."]
    talk = lines([other, me, me, other], said)
    task = replace(say_task(CAST, me, other, talk, when=moment(600)), **fields)
    told = [words in speak(replace(task, operation=f"o:{n}")).text for n in range(SOME)]
    return sum(told) / SOME


def test_who_plans_something_invites_those_they_meet() -> None:
    assert share_who_tell(PARTY, HOST, GUEST) > 0.25
    eaten = share_who_tell("goats has eaten", GUEST, OTHER)
    assert share_who_tell(PARTY, HOST, GUEST) > 2 * eaten > 0


def test_what_is_over_is_no_news_to_hurry_with() -> None:
    assert share_who_tell(PARTY, HOST, GUEST, moment=moment(20 * 60, day=2)) < 0.15


def test_what_was_heard_of_is_passed_on_but_not_to_who_told_it() -> None:
    text = f'I talked with Ludmila Hask. Ludmila said: "Have you heard? {PARTY}"'
    memory = RememberedTalk(partner=HOST, text=text, at_ms=0)
    assert share_who_tell(PARTY, GUEST, OTHER) == 0
    assert share_who_tell(PARTY, GUEST, OTHER, remembered=(memory,)) > 0.05
    from_other = replace(memory, partner=OTHER, text=memory.text.replace("Ludmila said", "Hyacinth said"))
    assert share_who_tell(PARTY, GUEST, OTHER, remembered=(from_other,)) == 0


def test_what_names_a_time_is_remembered_before_anything_else() -> None:
    said = [
        "Have you heard? The moon is full.",
        "Listen, this is new. The bread is burnt.",
        f"Have you heard? {PARTY}",
    ]
    assert PARTY in remember(CAST, GUEST, HOST, lines([HOST] * 3, said))


@pytest.mark.parametrize(
    ("day", "minute", "speaker", "expected"),
    [
        (2, 600, HOST, "there is word of the amnesty party"),
        (1, 600, HOST, None),
        (2, 1200, HOST, None),
        (2, 600, GUEST, None),
    ],
)
def test_word_of_something_today_is_a_reason_to_plan_anew(
    day: int, minute: int, speaker: PlayerId, expected: str | None
) -> None:
    task = RememberTask(
        operation="o:1",
        me=CAST.self_of(GUEST),
        partner=CAST.partner_of(GUEST, HOST, "Ludmila Hask"),
        moment=moment(minute, day=day),
        lines=lines([speaker], [f"Have you heard? {PARTY}"]),
    )
    assert reason_to_replan(task, load_bank()) == expected


def near(player: PlayerId) -> NearbyPerson:
    return NearbyPerson(
        player=player,
        name=CAST.players[player].name,
        human=False,
        distance_tiles=2,
        busy=False,
        may_invite=True,
        last_talk_ms=None,
        activity=None,
    )


def share_who_talk(
    known: Sequence[Relationship], *nearby: PlayerId, emoji: str = "🌾"
) -> dict[PlayerId, float]:
    habit = Habit(540, 900, "library", "passes the time", emoji)
    job = DecideNext(
        operation=OperationId("o:1"),
        agent=AgentId("a:1"),
        player=GUEST,
        now_ms=2_400_000,
        day=1,
        minute_of_day=600,
        town_day_ms=2_880_000,
        place="library",
        place_name="Otter Library",
        habit=habit,
        may_invite=True,
        nearby=tuple(map(near, nearby)),
        places=(),
    )
    task = DecideTask(me=CAST.self_of(GUEST), request=job, remembered=(), relationships=tuple(known))
    asked = [decide(replace(task, request=replace(job, operation=f"o:{n}"))) for n in range(SOME)]
    talks = [decision.player for decision in asked if isinstance(decision, TalkTo)]
    return {player: talks.count(player) / SOME for player in nearby}


def test_people_seek_those_they_have_never_talked_with() -> None:
    met = replace(at_founding(OTHER, None), talks=1, at_ms=1_000_000)
    strangers = share_who_talk([], OTHER)[OTHER]
    assert strangers > 1.5 * share_who_talk([met], OTHER)[OTHER] > 0
    assert share_who_talk([met], OTHER, HOST) == {OTHER: 0.0, HOST: pytest.approx(strangers, abs=0.1)}


def test_who_has_just_talked_with_somebody_lets_them_be() -> None:
    just_now = replace(at_founding(OTHER, None), talks=1, at_ms=2_390_000)
    assert share_who_talk([just_now], OTHER)[OTHER] < 0.1


def test_at_a_party_people_talk_more() -> None:
    met = replace(at_founding(OTHER, None), talks=1, at_ms=1_000_000)
    assert share_who_talk([met], OTHER, emoji=PARTY_EMOJI)[OTHER] > share_who_talk([met], OTHER)[OTHER] + 0.05
