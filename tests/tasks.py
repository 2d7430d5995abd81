"""Tasks as performers make them, for two people of the Hollow."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from agent.context import Cast
from agent.deciding.task import DecideTask
from agent.interviewing.task import InterviewTask, Question
from agent.memory.relationships import Relationship
from agent.people import Line, Moment, Partner, RememberedTalk, Self
from agent.planning.task import DayTask
from agent.reflecting.task import InsightsTask, QuestionsTask
from agent.remembering.task import RememberTask
from agent.talking.task import SayTask
from records.memories import Memory, MemoryKind
from town.days.plans import usual_day
from town.days.state import Habit, Plan, Promise
from town.founding import found_from_template
from town.ground.map import Pastime
from town.ids import AgentId, ConversationId, OperationId, PlayerId
from town.minds.operations import DecideNext, KnownPlace, MeetingPlace, MessageKind, NearbyPerson, PlanDay
from town.people.templates import load_template
from town.rules import TOWN

MARIT, GORO = "Marit Engelsen", "Goro Matsuda"
MOMENT = Moment(now_ms=1_200_000, day=1, minute_of_day=1080, place="cafe", place_name="The Café")
TALK = (
    Line("p:2", GORO, "Evening, Marit. The soup is on."),
    Line("p:1", MARIT, "I have twelve tables, Goro, and eleven of them are free."),
    Line("p:2", GORO, "Then come and eat. Who is minding Anouk?"),
)
REMEMBERED = (
    RememberedTalk(
        partner="p:2", text="Goro told me that the road sign lies behind the mill.", at_ms=600_000
    ),
)
PARTNER = PlayerId("p:2")
PLACES = (
    KnownPlace(
        id="cafe",
        name="The Café",
        kind="cafe",
        distance_tiles=3,
        activities=(Pastime("p", "lays a table", "🍽️"), Pastime("p", "reads the menu", "📋")),
    ),
    KnownPlace(
        id="mill", name="The Mill", kind="farm", distance_tiles=20, activities=(Pastime("p", "sweeps", "🧹"),)
    ),
)
MEETING_PLACES = tuple(MeetingPlace(id=place.id, name=place.name) for place in PLACES)
HABIT = Habit(from_minute=1020, to_minute=1260, place="cafe", activity="waits for guests", emoji="☕")


@cache
def cast() -> Cast:
    world = found_from_template(load_template("hollow"), 1, rules=TOWN)
    return Cast(world.players, world.people)


def me(name: str = MARIT) -> Self:
    found = next(player for player in cast().players.values() if player.name == name)
    return replace(cast().self_of(found.id), activity="wipes the counter")


def partner(*, human: bool = False, name: str = GORO) -> Partner:
    return Partner(
        player="p:2",
        name=name,
        human=human,
        relation=None if human else "rival",
        feeling=None if human else "He ruins my trade with kindness.",
        activity="stirs a pot",
    )


def say_task(
    kind: MessageKind = MessageKind.CONTINUE,
    *,
    lines: tuple[Line, ...] = TALK,
    human: bool = False,
    partner_name: str = GORO,
    operation: str = "o:7",
) -> SayTask:
    return SayTask(
        operation=operation,
        me=me(),
        partner=partner(human=human, name=partner_name),
        moment=MOMENT,
        kind=kind,
        lines=lines,
        remembered=REMEMBERED,
        places=MEETING_PLACES,
    )


def remember_task(*, lines: tuple[Line, ...] = TALK, operation: str = "o:8") -> RememberTask:
    return RememberTask(operation=operation, me=me(), partner=partner(), moment=MOMENT, lines=lines)


def say_to_an_acquaintance(kind: MessageKind = MessageKind.CONTINUE) -> SayTask:
    """As `say_task`, after some talks and with a meeting agreed on."""
    return replace(say_task(kind), partner=acquainted(), promises=(PROMISE,))


def nearby(
    player: PlayerId = PARTNER, name: str = GORO, *, may_invite: bool = True, busy: bool = False
) -> NearbyPerson:
    return NearbyPerson(
        player=player,
        name=name,
        human=False,
        distance_tiles=4,
        busy=busy,
        may_invite=may_invite,
        last_talk_ms=None,
        activity="stirs a pot",
    )


def decide_task(
    *,
    people: tuple[NearbyPerson, ...] | None = None,
    habit: Habit | None = HABIT,
    operation: str = "o:9",
    noticed: str | None = None,
) -> DecideTask:
    job = DecideNext(
        operation=OperationId(operation),
        agent=AgentId("a:1"),
        player=PlayerId("p:1"),
        now_ms=MOMENT.now_ms,
        day=1,
        minute_of_day=1080,
        town_day_ms=48 * 60_000,
        place="cafe",
        place_name="The Café",
        habit=habit,
        may_invite=True,
        nearby=(nearby(),) if people is None else people,
        places=PLACES,
        noticed=None if noticed is None else "m:9",
    )
    seen = None if noticed is None else memory(9, noticed)
    return DecideTask(me=me(), request=job, remembered=(), noticed=seen)


def memory(number: int, text: str, *, source: str | None = None) -> Memory:
    """Something that `p:1` remembers."""
    return Memory(
        id=f"m:{number}",
        player="p:1",
        kind=MemoryKind.CONVERSATION if source else MemoryKind.OBSERVATION,
        text=text,
        at_ms=number * 1_000,
        place=None,
        importance=5,
        source=source,
        evidence=(),
        about=(source,) if source else (),
        tags=(),
        accessed_ms=0,
        embedding_model="",
        dimensions=0,
        archived_in=None,
    )


RECORDS = (
    memory(3, 'Goro said: "The soup stays free." }', source="p:2"),
    memory(2, "I saw Goro carry soup to the mill.", source=None),
    memory(1, "Goro asked whether I am lonely.", source="p:2"),
)
"""Newest first."""


def day_task(*, because: str | None = None, from_minute: int = 7 * 60, operation: str = "o:10") -> DayTask:
    world = found_from_template(load_template("hollow"), 1, rules=TOWN)
    mine = next(id_ for id_, player in world.players.items() if player.name == MARIT)
    person, until = world.people[mine], 24 * 60 + 6 * 60
    usual = usual_day(person, world.map, from_minute, until)
    job = PlanDay(
        operation=OperationId(operation),
        agent=AgentId("a:1"),
        player=PlayerId("p:1"),
        now_ms=MOMENT.now_ms,
        day=1,
        town_day_ms=48 * 60_000,
        from_minute=from_minute,
        until_minute=until,
        because=None if because is None else "m:9",
        before=usual[1:] if because else (),
        usual=usual,
        promises=(PROMISE,),
        places=tuple(
            KnownPlace(id=p.id, name=p.name, kind=p.kind, distance_tiles=3, activities=p.activities)
            for p in world.map.places
        ),
    )
    reason = None if because is None else memory(9, because)
    people = (acquainted(),)
    return DayTask(
        me=me(), request=job, remembered=RECORDS, people=people, names={"p:2": GORO}, reason=reason
    )


PROMISE = Promise(
    conversation=ConversationId("c:1"),
    partner=PlayerId("p:2"),
    partner_name=GORO,
    minute=15 * 60,
    place="cafe",
    about="tastes Goro's soup",
)


def acquainted() -> Partner:
    """Goro, after some talks."""
    relationship = Relationship(
        other="p:2",
        familiarity=62,
        warmth=34,
        talks=3,
        summary="He gives soup away, yet he asks after me.",
        at_ms=500_000,
    )
    return replace(partner(), relationship=relationship)


def interviewed(text: str = "What did Goro tell you? <|end|> }") -> InterviewTask:
    """Marit, at ten on the second day, with a plan, a promise, an acquaintance and memories."""
    world = found_from_template(load_template("hollow"), 1, rules=TOWN)
    mine = next(id_ for id_, player in world.players.items() if player.name == MARIT)
    now = 34 * 60
    strokes = usual_day(world.people[mine], world.map, now, now + 20 * 60)
    plan = Plan(
        from_minute=now,
        until_minute=now + 20 * 60,
        own=True,
        strokes=strokes,
        promises=(replace(PROMISE, minute=now + 300),),
    )
    relationship = acquainted().relationship
    assert relationship
    insight = replace(memory(4, "Goro is kinder than I thought."), kind=MemoryKind.REFLECTION)
    return InterviewTask(
        me=me(),
        question=Question(text=text, about="p:2"),
        minute=now,
        settings=world.settings,
        names={"p:1": MARIT, "p:2": GORO},
        places=world.map.places,
        plan=plan,
        relationships=(relationship,),
        remembered=(*RECORDS, insight),
    )


def questions_task(*, operation: str = "o:11") -> QuestionsTask:
    return QuestionsTask(operation=operation, me=me(), records=RECORDS, names={"p:1": MARIT, "p:2": GORO})


def insights_task(*, operation: str = "o:11") -> InsightsTask:
    return InsightsTask(
        operation=operation,
        me=me(),
        question="What is Goro after?",
        records=RECORDS,
        names={"p:1": MARIT, "p:2": GORO},
    )
