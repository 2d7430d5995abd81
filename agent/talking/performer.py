"""How the next thing to say is found: what bears on it is recalled, and the mind is asked."""

from __future__ import annotations

from msgspec.structs import replace

from agent.asking.pens import message_uuid
from agent.context import Cast, read_cast, read_lines, remembered_of, thoughts_of, with_relationship
from agent.memory.provenance import carried, in_own_words
from agent.people import Line, Moment, RememberedTalk
from agent.performing import Answered, Tools
from agent.talking.ability import SAY
from agent.talking.task import SayTask
from engine.operations import operation_key
from engine.words import Said, said
from town.minds.operations import GeneratedMessage, GenerateMessage
from town.minds.reports import agent_finish_sending_message


async def generate_message(request: GenerateMessage, tools: Tools) -> Answered[GeneratedMessage]:
    """Ask the mind for the agent's next words."""
    cast = await read_cast(tools)
    lines = await read_lines(tools, request.conversation)
    topic = lines[-1].text if lines else f"news that {request.partner_name} would want to hear"
    remembered = await remembered_of(tools, cast, request.player, request.partner, topic, request.now_ms)
    task = _task(request, cast, lines, remembered)
    task = replace(
        task,
        partner=await with_relationship(tools, cast, request.player, task.partner),
        thoughts=await thoughts_of(tools, cast, request.player, request.partner),
    )
    saying = await tools.mind.ask(SAY, task)
    line = await _said(tools, cast, task, saying.text)
    agreement = saying.agreement
    if agreement is not None:
        about = in_own_words(agreement.about, cast.people_of(task.pieces()))
        agreement = replace(agreement, about=about)
    answer = GeneratedMessage(
        message_uuid=message_uuid(tools.world_id, request.operation),
        text=line.words,
        leave=saying.end,
        agreement=agreement,
        emotion=saying.emotion,
    )
    return Answered(answer, (line,))


async def _said(tools: Tools, cast: Cast, task: SayTask, text: str) -> Said:
    """The agent's words, with those whose words they hold. Raises `Rejected` for what can't be said."""
    me, text = task.me.player, agent_finish_sending_message.cleaned("text", text)
    key = await tools.store.author_key(tools.world_id, me)
    carries = carried(text, task.pieces(), cast.known_to(task.me))
    return said(key, me, text, operation_key(task.operation), carries)


def _task(
    request: GenerateMessage, cast: Cast, lines: tuple[Line, ...], remembered: tuple[RememberedTalk, ...]
) -> SayTask:
    """The task of a message. Raises `KeyError` if the speaker has left."""
    return SayTask(
        operation=request.operation,
        me=cast.self_of(request.player),
        partner=cast.partner_of(request.player, request.partner, request.partner_name),
        moment=Moment(
            now_ms=request.now_ms,
            day=request.day,
            minute_of_day=request.minute_of_day,
            place=request.place,
            place_name=request.place_name,
        ),
        kind=request.kind,
        lines=lines,
        remembered=remembered,
        promises=request.promises,
        places=request.places,
        partner_promised=request.partner_promised,
    )
