"""How it is found out what somebody does next."""

from __future__ import annotations

from msgspec.structs import replace

from agent.context import memory_of, read_cast, relationships_of
from agent.deciding.ability import DECIDE
from agent.deciding.task import DecideTask
from agent.memory.provenance import Piece, in_own_words
from agent.performing import Answered, Tools
from agent.reacting.ability import REACT
from town.minds.decisions import ChosenActivity, Decision, GoTo, Stay
from town.minds.operations import Decided, DecideNext


async def decide_next(request: DecideNext, tools: Tools) -> Answered[Decided]:
    """Ask the mind what the agent does next, or what it does about what it noticed."""
    cast = await read_cast(tools)
    known = await relationships_of(tools, cast, request.player)
    noticed = await memory_of(tools, request.player, request.noticed)
    task = DecideTask(
        me=cast.self_of(request.player), request=request, remembered=(), relationships=known, noticed=noticed
    )
    decision = await (tools.mind.ask(DECIDE, task) if noticed is None else tools.mind.ask(REACT, task))
    return Answered(Decided(_in_own_words(decision, cast.people_of(task.pieces()))))


def _in_own_words(decision: Decision, pieces: list[Piece]) -> Decision:
    """The decision, with what is done told without quotations."""
    match decision:
        case GoTo(activity=chosen) | Stay(activity=chosen):
            return replace(decision, activity=_deed_in_own_words(chosen, pieces))
        case _:
            return decision


def _deed_in_own_words(chosen: ChosenActivity, pieces: list[Piece]) -> ChosenActivity:
    using = None if chosen.object is None else in_own_words(chosen.object, pieces)
    return replace(chosen, description=in_own_words(chosen.description, pieces), object=using)
