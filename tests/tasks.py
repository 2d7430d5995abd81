"""Tasks as performers make them, for two people of the Hollow."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from agent.context import Cast
from agent.tasks import DecideTask, Line, Moment, Partner, RememberedTalk, RememberTask, SayTask, Self
from town.entities import Habit
from town.founded import found_from_template
from town.map import Pastime
from town.operations import DecideNext, KnownPlace, MessageKind, NearbyPerson
from town.templates import load_template

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
HABIT = Habit(from_minute=1020, to_minute=1260, place="cafe", activity="waits for guests", emoji="☕")


@cache
def cast() -> Cast:
    world = found_from_template(load_template("hollow"), 1)
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
    )


def remember_task(*, lines: tuple[Line, ...] = TALK, operation: str = "o:8") -> RememberTask:
    return RememberTask(operation=operation, me=me(), partner=partner(), moment=MOMENT, lines=lines)


def nearby(
    player: str = "p:2", name: str = GORO, *, may_invite: bool = True, busy: bool = False
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
    *, people: tuple[NearbyPerson, ...] | None = None, habit: Habit | None = HABIT, operation: str = "o:9"
) -> DecideTask:
    job = DecideNext(
        operation=operation,
        agent="a:1",
        player="p:1",
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
    )
    return DecideTask(me=me(), job=job, remembered=())
