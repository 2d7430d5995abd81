"""The shipped templates: well-formed, consistent with themselves, and fit to read aloud."""

import re
from collections import Counter
from itertools import pairwise

import msgspec
import pytest

from art.looks import LOOKS
from town.doings.constants import LONGEST_DESCRIPTION
from town.ground.maps import load_map
from town.people.templates import Habit, Person, Template, UnknownTemplate, load_template, template_names

PLACES = {place.id: place for place in load_map("brook").places}
HOMES = frozenset(place.id for place in PLACES.values() if place.kind == "home")
SHARED_PLACES = frozenset(PLACES) - HOMES
LOOK_IDS = frozenset(look.id for look in LOOKS)
PEOPLE_OF_A_HOME = 4
MINUTES_A_DAY = 24 * 60
CHILD_UNDER_AGE = 16
PAIRS_SHARE_AT_START = 0.167  # of all pairs; the spread of news is measured from here

FIRST_PERSON = re.compile(r"\b(I|I'm|I've|I'd|I'll|me|my|mine|we|our|us)\b")

templates = pytest.mark.parametrize(
    "template", [load_template(name) for name in template_names()], ids=template_names()
)
everyone = pytest.mark.parametrize(
    "person",
    [
        pytest.param(person, id=f"{name}: {person.name}")
        for name in template_names()
        for person in load_template(name).people
    ],
)


def minutes_at(person: Person, place: str) -> int:
    return sum(habit.to_minute - habit.from_minute for habit in person.day if habit.place == place)


def habit_at(person: Person, minute: int) -> Habit:
    return next(h for h in person.day if h.from_minute <= minute < h.to_minute)


def asleep(habit: Habit) -> bool:
    return habit.activity.startswith("sleeps")


def by_name(template: Template) -> dict[str, Person]:
    return {person.name: person for person in template.people}


def acquainted_pairs(template: Template) -> set[frozenset[str]]:
    return {frozenset((person.name, other.name)) for person in template.people for other in person.knows}


def test_both_templates_are_there() -> None:
    assert template_names() == ("everbrook", "hollow")
    assert len(load_template("everbrook").people) == 25
    assert len(load_template("hollow").people) == 8


def test_an_unknown_template_names_those_that_exist() -> None:
    with pytest.raises(UnknownTemplate, match=r"'atlantis'.*everbrook, hollow"):
        load_template("atlantis")


@pytest.mark.parametrize("name", ["../templates/hollow", "hollow.json", "", "HOLLOW"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(UnknownTemplate):
        load_template(name)


def test_a_field_with_another_name_is_refused() -> None:
    entry = {"name": "A", "relation": "b", "feeling": "c"}
    with pytest.raises(msgspec.ValidationError, match="mood"):
        msgspec.convert(
            {"from": "00:00", "to": "24:00", "place": "p", "activity": "a", "emoji": "e"} | {"mood": entry},
            Habit,
        )


@pytest.mark.parametrize("time", ["24:01", "7:00", "07:60", "07:00 ", "25:00", "noon"])
def test_a_time_that_no_clock_shows_is_refused(time: str) -> None:
    written = {"from": "00:00", "to": time, "place": "p", "activity": "a", "emoji": "e"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(written, Habit)


@templates
def test_a_template_survives_being_written_and_read(template: Template) -> None:
    assert msgspec.json.decode(msgspec.json.encode(template), type=Template) == template


@templates
def test_the_head_of_a_template(template: Template) -> None:
    assert template.id in template_names()
    assert (template.map, template.language) == ("brook", "en")
    assert 40 <= len(template.description) <= 240


@templates
def test_names_and_looks_are_told_apart(template: Template) -> None:
    people = template.people
    first_names = [person.name.split()[0] for person in people]
    assert all(len(person.name.split()) == 2 for person in people)
    assert len({name[0] for name in first_names}) == len(people)
    assert len({person.look for person in people}) == len(people)
    assert {person.look for person in people} <= LOOK_IDS


def test_no_first_name_serves_in_two_templates() -> None:
    uses = Counter(
        person.name.split()[0] for name in template_names() for person in load_template(name).people
    )
    assert set(uses.values()) == {1}


@templates
def test_ages_range_from_8_to_80(template: Template) -> None:
    ages = [person.age for person in template.people]
    assert (min(ages), max(ages)) == (8, 80)
    assert {person.pronouns for person in template.people} <= {"she/her", "he/him", "they/them"}


@everyone
def test_what_habits_are_done_with_is_there(person: Person) -> None:
    for habit in person.day:
        assert habit.object is None or PLACES[habit.place].objects_called(habit.object), habit
    assert sum(habit.object is not None for habit in person.day) >= 2


@templates
def test_no_home_is_overcrowded(template: Template) -> None:
    dwellers = Counter(person.home for person in template.people)
    assert dwellers.keys() <= HOMES
    assert max(dwellers.values()) <= PEOPLE_OF_A_HOME


@everyone
def test_a_person_has_as_much_to_say_as_a_voice_needs(person: Person) -> None:
    assert 3 <= len(person.character) <= 5
    assert 4 <= len(person.sayings) <= 6
    assert 2 <= len(person.wants) <= 3
    assert 1 <= len(person.worries) <= 2
    assert 4 <= len(person.interests) <= 6
    assert len(person.news) <= 2
    assert 2 <= len(person.knows) <= 7


@everyone
def test_texts_have_sensible_lengths(person: Person) -> None:
    assert 200 <= len(person.background) <= 600
    assert 40 <= len(person.manner) <= 160
    limits = [
        (person.character, 40),
        (person.sayings, 100),
        (person.wants, 130),
        (person.worries, 110),
        (person.interests, 50),
        (person.news, 220),
        ([other.relation for other in person.knows], 40),
        ([other.feeling for other in person.knows], 140),
        ([habit.activity for habit in person.day], LONGEST_DESCRIPTION),
        ([habit.emoji for habit in person.day], 3),
    ]
    for texts, limit in limits:
        for text in texts:
            assert 0 < len(text) <= limit, text
            assert text == text.strip(), text


@everyone
def test_texts_fit_the_sentences_they_are_put_into(person: Person) -> None:
    for text in (*person.wants, *person.worries, *person.interests, *person.character):
        assert text[-1] not in ".!?", text
    for text in (*person.sayings, *person.news, person.background, person.manner):
        assert text[-1] in ".!?", text
    for other in person.knows:
        assert other.feeling[-1] == ".", other.feeling
        assert not FIRST_PERSON.search(other.relation), other.relation
    for news in person.news:
        assert news[0].isupper(), news
        assert not FIRST_PERSON.search(news), news
    for habit in person.day:
        assert re.match(r"^[a-z]+s\b", habit.activity), habit.activity
        assert not habit.emoji.isascii(), habit.emoji


def test_no_saying_want_or_feeling_is_used_twice() -> None:
    texts = Counter(
        text
        for name in template_names()
        for person in load_template(name).people
        for text in (
            *person.sayings,
            *person.wants,
            *person.worries,
            *person.news,
            person.manner,
            *(other.feeling for other in person.knows),
        )
    )
    assert [text for text, uses in texts.items() if uses > 1] == []


@everyone
def test_a_day_covers_24_hours_without_gap_or_overlap(person: Person) -> None:
    assert person.day[0].from_minute == 0
    assert person.day[-1].to_minute == MINUTES_A_DAY
    for earlier, later in pairwise(person.day):
        assert earlier.to_minute == later.from_minute
    for habit in person.day:
        assert habit.to_minute - habit.from_minute >= 45, "too short to walk there"


@everyone
def test_a_day_is_lived_at_real_places(person: Person) -> None:
    assert {habit.place for habit in person.day} <= SHARED_PLACES | {person.home}
    assert len({habit.place for habit in person.day}) >= 4, "nobody would meet them"


@everyone
def test_everyone_sleeps_enough_and_at_home(person: Person) -> None:
    nights = [habit for habit in person.day if asleep(habit)]
    assert {habit.place for habit in nights} == {person.home}
    slept = sum(habit.to_minute - habit.from_minute for habit in nights)
    assert 6 * 60 <= slept <= 11 * 60


@everyone
def test_who_sleeps_or_naps_is_asleep_and_nobody_else(person: Person) -> None:
    for habit in person.day:
        told_asleep = re.match("sleeps|naps", habit.activity) is not None
        assert habit.asleep == told_asleep, habit.activity


@templates
def test_at_night_nearly_everyone_sleeps(template: Template) -> None:
    for minute in (30, 120, 210):
        awake = [p.name for p in template.people if not asleep(habit_at(p, minute))]
        assert len(awake) <= 1


@everyone
def test_work_is_where_the_working_day_goes(person: Person) -> None:
    if person.work is not None:
        assert person.work in SHARED_PLACES
        assert minutes_at(person, person.work) >= 3 * 60


@templates
def test_children_go_to_school_and_find_a_teacher_there(template: Template) -> None:
    children = [person for person in template.people if person.age < CHILD_UNDER_AGE]
    teachers = [person for person in template.people if person.work == "school"]
    assert children
    for child in children:
        assert child.work is None
        assert minutes_at(child, "school") >= 4 * 60
        for minute in (9 * 60 + 30, 11 * 60):
            assert habit_at(child, minute).place == "school"
    for minute in (9 * 60 + 30, 11 * 60):
        assert any(habit_at(teacher, minute).place == "school" for teacher in teachers)


@pytest.mark.parametrize(
    ("place", "opens", "closes"),
    [("cafe", 8, 20), ("bakery", 5, 12), ("library", 9, 12), ("clinic", 8, 12), ("shop", 9, 12)],
)
def test_everbrook_has_somebody_behind_each_counter(place: str, opens: int, closes: int) -> None:
    staff = [person for person in load_template("everbrook").people if person.work == place]
    for minute in range(opens * 60, closes * 60, 15):
        assert any(habit_at(person, minute).place == place for person in staff), minute


@templates
def test_people_meet_at_noon_and_in_the_evening(template: Template) -> None:
    share_expected = len(template.people) // 4
    for place, hours in (("cafe", range(12, 14)), ("plaza", range(16, 20))):
        visitors = {
            person.name
            for person in template.people
            for hour in hours
            if habit_at(person, hour * 60 + 30).place == place
        }
        assert len(visitors) >= share_expected, place


@templates
def test_a_spot_stays_free_wherever_people_gather(template: Template) -> None:
    for minute in range(0, MINUTES_A_DAY, 15):
        crowds = Counter(habit_at(person, minute).place for person in template.people)
        for place, crowd in crowds.items():
            assert crowd < len(PLACES[place].spots), (place, minute)


@templates
def test_acquaintance_is_mutual(template: Template) -> None:
    people = by_name(template)
    for person in template.people:
        names = [other.name for other in person.knows]
        assert len(set(names)) == len(names)
        for name in names:
            assert name != person.name
            assert person.name in {other.name for other in people[name].knows}


@templates
def test_relations_mean_the_same_from_both_sides(template: Template) -> None:
    """A daughter has a parent who is older; wives, husbands and friends are each other's."""
    parents = {"mother", "father"}
    counterparts = {
        "daughter": parents,
        "son": parents,
        "mother": {"daughter", "son"},
        "father": {"daughter", "son"},
        "sister": {"sister", "brother"},
        "brother": {"sister", "brother"},
        "wife": {"wife", "husband"},
        "husband": {"wife", "husband"},
        "niece": {"aunt", "uncle"},
        "aunt": {"niece", "nephew"},
        "teacher": {"pupil"},
        "pupil": {"teacher"},
        "friend": {"friend"},
        "best friend": {"best friend"},
        "rival": {"rival"},
        "housemate": {"housemate"},
    }
    people = by_name(template)
    for person in template.people:
        for other in person.knows:
            back = next(k for k in people[other.name].knows if k.name == person.name)
            if other.relation in counterparts:
                assert back.relation in counterparts[other.relation], (person.name, other.name)
            if other.relation in parents:
                assert people[other.name].age >= person.age + 18


@templates
def test_those_who_share_a_home_know_each_other(template: Template) -> None:
    pairs = acquainted_pairs(template)
    for one in template.people:
        for other in template.people:
            if one.name < other.name and one.home == other.home:
                assert frozenset((one.name, other.name)) in pairs


@templates
def test_word_can_reach_everyone(template: Template) -> None:
    people = by_name(template)
    reached: set[str] = set()
    frontier = [template.people[0].name]
    while frontier:
        name = frontier.pop()
        if name not in reached:
            reached.add(name)
            frontier.extend(other.name for other in people[name].knows)
    assert reached == people.keys()


def test_everbrook_begins_with_a_sixth_of_its_pairs_acquainted() -> None:
    template = load_template("everbrook")
    pairs = len(template.people) * (len(template.people) - 1) / 2
    density = len(acquainted_pairs(template)) / pairs
    assert density == pytest.approx(PAIRS_SHARE_AT_START, abs=0.004)


@pytest.mark.parametrize(
    ("name", "told", "wanted"),
    [
        ("Ludmila Hask", r"party at the library at seven in the evening", r"^give an .*party at"),
        ("Wendell Fogg", r"means to stand for mayor", r"^stand for mayor"),
    ],
)
def test_the_party_and_the_candidacy_are_known_to_one_person(name: str, told: str, wanted: str) -> None:
    template = load_template("everbrook")
    tellers = [p.name for p in template.people if any(re.search(told, news) for news in p.news)]
    seekers = [p.name for p in template.people if any(re.search(wanted, want) for want in p.wants)]
    assert tellers == [name]
    assert seekers == [name]


def test_the_host_is_at_the_library_when_the_party_begins() -> None:
    host = by_name(load_template("everbrook"))["Ludmila Hask"]
    assert {habit_at(host, minute).place for minute in (18 * 60 + 45, 20 * 60)} == {"library"}
