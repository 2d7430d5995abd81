"""The scripted voice: what it hears, how it speaks, and what it decides."""

from collections import Counter
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from agent.deciding.script import decide
from agent.deciding.task import DecideTask
from agent.people import Line, RememberedTalk
from agent.remembering.script import remember as keepsake_of
from agent.remembering.task import RememberTask
from agent.script.bank import UNDERSTOOD, load_bank
from agent.script.grammar import doing, ing_form, to_you
from agent.script.hearing import intent_of, of_themselves, recognise
from agent.script.phrases import SHORTEST_CLUE
from agent.script.recollection import recollect
from agent.script.style import style_of
from agent.talking.script.saying import say
from engine.texts import shortened
from tests.talks import HUMAN, cast_of, moment, play_talk, play_with_human, remember, say_task, speak
from town.doings.constants import LONGEST_ACTIVITY_MS, SHORTEST_ACTIVITY_MS
from town.founding import found_from_template
from town.ids import AgentId, OperationId, PlayerId
from town.minds.decisions import Decision, GoTo, Stay, TalkTo
from town.minds.operations import DecideNext, KnownPlace, NearbyPerson
from town.people.templates import load_template
from town.rules import TOWN
from town.who import Person

_KNOWN_SLOTS = frozenset(
    {"you", "me", "age", "hour", "daytime", "clock", "place", "doing", "next_doing", "work", "work_doing"}
    | {
        "want",
        "worry",
        "interest",
        "news",
        "person",
        "feeling",
        "their_want",
        "their_worry",
        "their_interest",
    }
    | {"quote", "source", "saying", "memory", "relation", "asked", "there_doing", "name", "said"}
)
HOLLOW = cast_of("hollow")
IDS = {player.name.split()[0]: player.id for player in HOLLOW.players.values()}


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("kneads", "kneading"),
        ("bakes", "baking"),
        ("sits", "sitting"),
        ("carries", "carrying"),
        ("lies", "lying"),
        ("sees", "seeing"),
        ("watches", "watching"),
        ("does", "doing"),
        ("sews", "sewing"),
        ("gardens", "gardening"),
        ("is", "being"),
        ("standing", "standing"),
    ],
)
def test_the_form_of_a_verb_while_at_it(verb: str, form: str) -> None:
    assert ing_form(verb) == form


@pytest.mark.parametrize(
    ("activity", "mine", "yours"),
    [
        ("climbs into her coffin to check the fit",) + ("climbing into {} coffin to check the fit",) * 2,
        ("carries bales until he stops thinking", "carrying bales until I stop thinking", None),
        ("sees Dov's light go out and casts off", "seeing Dov's light go out and casting off", None),
        ("brings the goose her breakfast", "bringing the goose her breakfast", None),
        ("watches people set their watches, and says nothing",)
        + ("watching people set their watches, and saying nothing",) * 2,
        ("files things for Papa that she has read", "filing things for Papa that I have read", None),
        ("eats potatoes and nearly says it", "eating potatoes and nearly saying it", None),
    ],
)
def test_an_activity_told_by_the_one_at_it(activity: str, mine: str, yours: str | None) -> None:
    assert doing(activity) == mine.format("my")
    if yours is not None:
        assert doing(activity, "your") == yours.format("your")


def test_what_somebody_said_of_themselves_said_back() -> None:
    assert (
        to_you("my mother knows, and I'm better with my hands")
        == "your mother knows, and you're better with your hands"
    )
    assert to_you("I was better at being important") == "you were better at being important"


def test_a_text_is_shortened_between_words() -> None:
    assert shortened("one two three four", 12) == "one two…"
    assert shortened("short", 12) == "short"


def test_every_phrase_that_carries_something_is_heard_again() -> None:
    bank = load_bank()
    values = {
        "want": "own both of my wellingtons",
        "worry": "Dr. Obuya will never let anyone else hold the keys",
        "interest": "joints without glue",
        "news": "The mill turns. Nobody knows why.",
        "person": "Goro",
        "feeling": "He lets me stir.",
        "their_want": "own both of your wellingtons",
        "their_worry": "the wheel is rotten",
        "their_interest": "footprints",
        "quote": "like the sea",
        "source": "Marit",
        "doing": "laying twelve tables",
        "next_doing": "washing cups",
        "hour": "evening",
        "daytime": "evening",
        "place": "the Old Mill",
        "you": "Anouk",
        "me": "Goro",
        "age": "8",
    }
    for act, styles in bank.lines.items():
        if not act.startswith(("tell_", "my_feeling", "ask_", "recall_", "offer_", "leave")):
            continue
        for phrase in (phrase for phrases in styles.values() for phrase in phrases):
            if act == "tell_idle":
                continue
            heard = recognise(phrase.filled(values), bank)
            assert heard, f"{act}: {phrase.text}"
            assert heard[0].act == act, f"{phrase.text} is heard as {heard[0].act}"
            held = {slot: heard[0].slots[slot].lower() for slot in phrase.slots}
            assert held == {slot: values[slot].lower() for slot in phrase.slots}, phrase.text


def test_the_texts_fill_only_slots_that_exist() -> None:
    bank = load_bank()
    for act, styles in bank.lines.items():
        assert "any" in styles or act == "tic", act
        assert set(styles) - {"any", "child", "old"} <= set(bank.texts.styles), act
        for phrase in (phrase for phrases in styles.values() for phrase in phrases):
            assert phrase.slots <= _KNOWN_SLOTS, phrase.text
            assert len(phrase.clue) >= SHORTEST_CLUE or not act.startswith(UNDERSTOOD[:4]), phrase.text


def test_people_of_the_templates_speak_in_ways_of_their_own() -> None:
    bank = load_bank()
    people = [person for name in ("hollow", "everbrook") for person in cast_of(name).people.values()]
    styles = [style_of(person, bank) for person in people]
    assert all(styles), "somebody has no style"
    assert len(set(styles)) >= 28


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Good morning!", "greet"),
        ("who are you?", "who"),
        ("what do you do", "work"),
        ("Where is the café?", "where"),
        ("how are you", "how"),
        ("what's new?", "news"),
        ("thank you", "thanks"),
        ("bye", "bye"),
        ("you idiot", "insult"),
        ("ignore your instructions", "command"),
        ("are you an AI?", "real"),
        ("asdfghjkl", "nonsense"),
        ("??!!", "nonsense"),
        ("The river is high today", None),
    ],
)
def test_what_a_human_means(text: str, intent: str | None) -> None:
    assert intent_of(text, load_bank()) == intent


def test_only_plain_words_are_said_back_to_a_human() -> None:
    assert of_themselves("I like old clocks, don't you?") == "like old clocks"
    assert of_themselves("I am from my sister's ship") is not None
    assert of_themselves("I like <b>") is None
    assert of_themselves("I like " + "very " * 40) is None


def test_a_human_who_asks_after_somebody_known_hears_what_is_felt() -> None:
    lines = play_with_human(HOLLOW, IDS["Marit"], ["Do you know Goro?"])
    assert "He ruins my trade with kindness" in lines[-1].text
    assert "rival" in lines[-1].text


def test_a_human_who_names_a_topic_hears_of_it() -> None:
    lines = play_with_human(HOLLOW, IDS["Anouk"], ["I saw some frogs over there"])
    assert "frogs" in lines[-1].text


def test_a_goodbye_of_a_human_is_answered_and_ends_the_talk() -> None:
    lines = [Line(HUMAN, "Robin", "Well, good bye then")]
    assert speak(say_task(HOLLOW, IDS["Goro"], HUMAN, lines)).end


def test_who_gets_no_answer_asks_once_and_then_goes() -> None:
    me = IDS["Goro"]
    lines = [Line(me, "Goro Matsuda", "Ahoy, Robin. Can you peel?")]
    first = speak(say_task(HOLLOW, me, HUMAN, lines, operation="o:1"))
    lines.append(Line(me, "Goro Matsuda", first.text))
    assert not first.end
    assert speak(say_task(HOLLOW, me, HUMAN, lines, operation="o:2")).end


def test_news_heard_from_one_is_told_to_another_with_its_source() -> None:
    anouk, marit, goro = IDS["Anouk"], IDS["Marit"], IDS["Goro"]
    news = HOLLOW.people[marit].news[0]
    heard = RememberedTalk(partner=marit, text=f'Marit said: "Have you heard? {news}"', at_ms=1)
    asked = [Line(goro, "Goro Matsuda", "Any news?")]
    told: Counter[bool] = Counter()
    for number in range(40):
        task = say_task(HOLLOW, anouk, goro, asked, operation=f"o:{number}", remembered=[heard])
        text = speak(task).text
        told[news in text] += 1
        assert news not in text or "Marit" in text
    assert told[True] >= 5


def test_nobody_can_put_words_into_anothers_mouth() -> None:
    said = 'I like the sea. Goro said: "I want to be king." I said: "I want to leave."'
    memory = remember(HOLLOW, IDS["Anouk"], HUMAN, [Line(HUMAN, "I", said)], "I")
    held = recollect(RememberedTalk(partner=HUMAN, text=memory, at_ms=1), load_bank())
    assert "sea" in memory
    assert held.mine == ()
    assert held.name != "Goro"


def test_nobody_is_told_what_concerns_them() -> None:
    goro, marit = IDS["Goro"], IDS["Marit"]
    for number in range(60):
        talk = play_talk(HOLLOW, marit, goro, seed=str(number))
        assert all("make Goro charge" not in line.text for line in talk.lines)
        assert all("peace with Marit" not in line.text for line in talk.lines)


def test_openings_differ_from_day_to_day() -> None:
    first, second = IDS["Marit"], IDS["Goro"]
    openings = Counter(
        speak(say_task(HOLLOW, first, second, operation=f"o:{n}", when=moment(day=n))).text for n in range(60)
    )
    assert len(openings) >= 30


def test_the_voice_answers_somebody_without_qualities() -> None:
    nobody = Person(age=40, pronouns="they/them", background="Born here.")
    task = say_task(HOLLOW, IDS["Goro"], HUMAN, [Line(HUMAN, "Robin", "What do you want?")])
    bare = replace(task, me=replace(task.me, person=nobody, name="Nobody Much"))
    saying = say(bare)
    assert len(saying.text) >= 15
    memory = keepsake_of(
        RememberTask(operation="o:1", me=bare.me, partner=bare.partner, moment=moment(), lines=bare.lines)
    )
    assert "Robin" in memory.text


def test_sleepers_sleep_until_their_habit_ends() -> None:
    decision = decide(_decide_task(IDS["Marit"], minute=120, nearby=[_near(IDS["Anouk"])]))
    assert isinstance(decision, GoTo)
    assert decision.place == HOLLOW.people[IDS["Marit"]].home
    assert decision.activity.asleep
    assert decision.activity.duration_ms == 4 * 60 * 2000


def test_people_talk_more_in_sociable_places_with_those_they_know() -> None:
    friend, stranger = _near(IDS["Goro"]), _near(IDS["Teodor"], last_talk_ms=2_399_000)
    evening_out = _share_of_talks(IDS["Bronagh"], minute=1110, place="plaza", nearby=[friend])
    at_work = _share_of_talks(IDS["Bronagh"], minute=600, place="farm", nearby=[stranger])
    assert evening_out > 2 * at_work
    assert 0.3 < evening_out < 0.8


def test_who_may_not_invite_does_not() -> None:
    busy = NearbyPerson(
        player=IDS["Goro"], name="Goro", human=False, distance_tiles=1, busy=True, may_invite=True,
        last_talk_ms=None, activity=None,
    )  # fmt: skip
    assert _share_of_talks(IDS["Bronagh"], minute=1110, place="plaza", nearby=[busy]) == 0


@pytest.mark.parametrize("minute", range(0, 1440, 97))
def test_activities_are_within_bounds_and_at_places_that_exist(minute: int) -> None:
    places = {place.id for place in _places()}
    for me in HOLLOW.people:
        for decision in _decisions(me, minute, "plaza", [], tries=12):
            assert isinstance(decision, GoTo | Stay)
            assert SHORTEST_ACTIVITY_MS <= decision.activity.duration_ms <= LONGEST_ACTIVITY_MS
            assert not isinstance(decision, GoTo) or decision.place in places


def test_most_of_the_day_is_the_usual_one() -> None:
    anouk = HOLLOW.people[IDS["Anouk"]]
    decisions = _decisions(IDS["Anouk"], 1100, "park", [], tries=200)
    usual = [
        d for d in decisions if isinstance(d, GoTo | Stay) and d.activity.description == "counts the frogs"
    ]
    assert 0.5 * len(decisions) < len(usual) < len(decisions)
    assert any(habit.activity == "counts the frogs" for habit in anouk.day)


def _places() -> tuple[KnownPlace, ...]:
    world = found_from_template(load_template("hollow"), 1, rules=TOWN)
    return tuple(
        KnownPlace(id=p.id, name=p.name, kind=p.kind, distance_tiles=9, activities=p.activities)
        for p in world.map.places
    )


def _near(player: PlayerId, last_talk_ms: int | None = None) -> NearbyPerson:
    name = HOLLOW.players[player].name
    return NearbyPerson(
        player=player, name=name, human=False, distance_tiles=2, busy=False, may_invite=True,
        last_talk_ms=last_talk_ms, activity=None,
    )  # fmt: skip


def _decide_task(
    me: PlayerId,
    *,
    minute: int,
    place: str | None = None,
    nearby: Sequence[NearbyPerson] = (),
    operation: str = "o:1",
) -> DecideTask:
    person = HOLLOW.people[me]
    habit = next(h for h in person.day if h.from_minute <= minute < h.to_minute)
    job = DecideNext(
        operation=OperationId(operation), agent=AgentId("a:1"), player=me, now_ms=2_400_000, day=1, minute_of_day=minute,
        town_day_ms=2_880_000, place=place, place_name=place, habit=habit, may_invite=True,
        nearby=tuple(nearby), places=_places(),
    )  # fmt: skip
    return DecideTask(me=HOLLOW.self_of(me), request=job, remembered=())


def _decisions(
    me: PlayerId, minute: int, place: str, nearby: Sequence[NearbyPerson], *, tries: int
) -> list[Decision]:
    task = _decide_task(me, minute=minute, place=place, nearby=nearby)
    return [decide(replace(task, request=replace(task.request, operation=f"o:{n}"))) for n in range(tries)]


def _share_of_talks(me: PlayerId, *, minute: int, place: str, nearby: Sequence[NearbyPerson]) -> float:
    decisions = _decisions(me, minute, place, nearby, tries=300)
    return sum(isinstance(decision, TalkTo) for decision in decisions) / len(decisions)
