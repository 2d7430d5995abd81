"""One turn in a talk: answer what was said, carry on, and know when to go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.people import Line
from agent.script.hearing import Found, intent_of, main_act
from agent.talking.script.free_speech import answer_freely
from agent.talking.script.openings import (
    farewell,
    greet_back,
    make_small_talk,
    open_talk,
    part,
    recall,
    take_leave,
)
from agent.talking.script.replies import FOLLOW_UPS, answer, follow_up
from agent.talking.script.speaker import LONGEST_LINE, Piece, Scene
from agent.talking.script.telling import announce, bring_up
from agent.talking.task import Saying
from town.minds.operations import MessageKind
from town.talk.state import Emotion

MOST_SENTENCES = 3
SHORTEST_LINE = 15
SHORT_ANSWER = 32
"""Characters: after less than this one says something more."""

FEWEST_LINES, MOST_LINES = 4, 7
AT_ONCE_PERCENT, BEFORE_GOING_PERCENT = 20, 60
"""Chance that one invites to what one plans when it is one's turn to say something, and before one goes."""

PASSED_ON_PART = 3
"""What others plan one passes on so many times less often."""

LONGEST_WAIT_LINES = 2
"""After so many lines of one's own without an answer one goes."""

_SENTENCES = re.compile(r"[.!?](?= |$)")
_CONFIDENCES = frozenset({"tell_want", "tell_worry", "tell_news", "tell_own_news", "tell_heard_news"})
"""One stays a little for these."""

_EMOTIONS: dict[str, Emotion] = {
    "greet": "glad",
    "greet_newcomer": "glad",
    "accept_help": "glad",
    "share_interest": "glad",
    "react_want": "glad",
    "answer_thanks": "glad",
    "answer_praise": "glad",
    "answer_glad": "glad",
    "answer_laugh": "glad",
    "react_news": "surprised",
    "answer_love": "surprised",
    "answer_command": "surprised",
    "answer_nonsense": "surprised",
    "tell_worry": "afraid",
    "comfort": "sad",
    "answer_sad": "sad",
    "answer_insult": "angry",
}

_STANDING_ALONE = frozenset(
    {"answer_insult", "answer_command", "answer_nonsense", "answer_shout", "answer_sad"}
)
"""Answers after which one does not go on about oneself."""

_GOODBYES = ("farewell", "leave")


def take_turn(scene: Scene) -> Saying:
    """The next line."""
    lines = scene.task.lines
    if not lines or scene.task.kind is MessageKind.START:
        return _saying(scene, open_talk(scene), end=False)
    last, found = scene.heard[-1]
    if last.player == scene.task.me.player:
        return _break_silence(scene) if scene.task.kind is not MessageKind.LEAVE else _go(scene, [])
    if _is_goodbye(scene, last, found):
        return _saying(scene, [farewell(scene)], end=True)
    pieces = _answer(scene, last, found)
    if scene.task.kind is MessageKind.LEAVE:
        return _go(scene, pieces)
    if _wants_to_go(scene, found) and not any(piece.closed for piece in pieces):
        untold = _untold(scene, found, BEFORE_GOING_PERCENT)
        return _saying(scene, [untold] if untold else [*pieces, take_leave(scene)], end=False)
    return _saying(scene, _carried_on(scene, pieces, found), end=False)


def _go(scene: Scene, pieces: list[Piece]) -> Saying:
    return _saying(scene, [*pieces, part(scene)], end=True)


def _answer(scene: Scene, last: Line, found: tuple[Found, ...]) -> list[Piece]:
    main = main_act(found)
    human = scene.task.partner.human
    if human and (
        main is None or intent_of(last.text, scene.bank) in {"command", "nonsense", "real", "insult"}
    ):
        return _present(answer_freely(scene, last.text))
    if main is not None:
        return _present(answer(scene, main))
    if any(act.act.startswith("greet") for act in found):
        return _present(greet_back(scene)) if len(scene.task.lines) == 1 else []
    return _present(_remark(scene))


def _remark(scene: Scene) -> Piece | None:
    """What to say to an answer or a remark that asks for nothing."""
    if scene.chance.happens("saying", 18) and (saying := scene.saying()):
        return saying
    mine = [found for line, found in scene.heard if line.player == scene.task.me.player]
    asked = bool(mine) and any(act.asks for act in mine[-1])
    return scene.say("answered" if asked else "ack")


def _carried_on(scene: Scene, pieces: list[Piece], found: tuple[Found, ...]) -> list[Piece]:
    if any(piece.closed for piece in pieces):
        return pieces
    if any(piece.act in _STANDING_ALONE for piece in pieces):
        return _with_tic(scene, pieces)
    main = main_act(found)
    if main is not None and main.act in FOLLOW_UPS and scene.chance.happens("follow up", 65):
        more = follow_up(scene, main)
        if more is not None:
            return [*pieces, more]
    if pieces and pieces[-1].act.startswith("tell_") and scene.chance.happens("let it stand", 70):
        return _with_tic(scene, pieces)
    untold = _untold(scene, found, AT_ONCE_PERCENT)
    if untold is not None:
        return [untold]
    more = _something_more(scene, pieces)
    return [*pieces, more] if more else _with_tic(scene, pieces)


def _untold(scene: Scene, found: tuple[Found, ...], percent: int) -> Piece | None:
    """What is still to come, in place of a remark: an answer that is waited for goes before it."""
    main = main_act(found)
    if scene.task.partner.human or (main is not None and main.asks):
        return None
    if not any(topic.source is None for topic in scene.to_come):
        percent //= PASSED_ON_PART
    return announce(scene) if scene.chance.happens("announce now", percent) else None


def _something_more(scene: Scene, pieces: list[Piece]) -> Piece | None:
    """What carries the talk on after an answer; to a human, who leads, not always."""
    room = LONGEST_LINE - len(_joined(pieces)) - 1
    if scene.task.partner.human and len(_joined(pieces)) > SHORT_ANSWER and scene.chance.happens("wait", 60):
        return None
    if len(scene.task.lines) == 1 and scene.closeness == "stranger":
        return make_small_talk(scene)
    early = len(scene.task.lines) <= 3 and scene.chance.happens("recall now", 60)
    return (recall(scene) if early else None) or bring_up(
        scene, most=room, besides=[piece.act for piece in pieces]
    )


def _with_tic(scene: Scene, pieces: list[Piece]) -> list[Piece]:
    tic = scene.say("tic") if scene.chance.happens("tic", 25) else None
    return [*pieces, *_present(tic)]


def _break_silence(scene: Scene) -> Saying:
    mine = 0
    for line in reversed(scene.task.lines):
        if line.player != scene.task.me.player:
            break
        mine += 1
    if mine >= LONGEST_WAIT_LINES:
        return _saying(scene, [scene.say("silence_leave") or farewell(scene)], end=True)
    return _saying(scene, [scene.say("silence"), bring_up(scene)], end=False)


def _is_goodbye(scene: Scene, last: Line, found: tuple[Found, ...]) -> bool:
    if any(act.act.startswith(_GOODBYES) for act in found):
        return True
    return scene.task.partner.human and intent_of(last.text, scene.bank) == "bye"


def _wants_to_go(scene: Scene, found: tuple[Found, ...]) -> bool:
    """When it has been long enough, for an agent among agents; a human decides for themselves."""
    if scene.task.partner.human:
        return False
    patience = FEWEST_LINES + scene.chance.number("patience", MOST_LINES - FEWEST_LINES + 1)
    patience += ("talkative" in scene.style) - ("terse" in scene.style) - (scene.closeness == "cool")
    patience += 2 if any(act.act in _CONFIDENCES for act in found) else 0
    return len(scene.task.lines) >= patience


def _saying(scene: Scene, pieces: Sequence[Piece | None], *, end: bool) -> Saying:
    """The pieces that fit in a line, as one text: the last is kept when the talk ends, else the first."""
    kept = _present(*pieces)
    while len(kept) > 1 and not _fits(kept, end=end):
        kept = kept[1:] if end else kept[:-1]
    text = _joined(kept)
    if not text or text.lower() in scene.spoken:
        ending = scene.say("farewell")
        return Saying(ending.text if ending else "Goodbye, and a good day to you.", end=True)
    filler = scene.say("filler") if len(text) < SHORTEST_LINE else None
    return Saying(f"{text} {filler.text}" if filler else text, end, _emotion(kept))


def _emotion(pieces: Sequence[Piece]) -> Emotion:
    """What shows in the face: that of the first piece that shows anything."""
    for piece in pieces:
        if piece.act in _EMOTIONS:
            return _EMOTIONS[piece.act]
    return "calm"


def _fits(pieces: list[Piece], *, end: bool) -> bool:
    text = _joined(pieces)
    return len(text) <= LONGEST_LINE and len(_SENTENCES.findall(text)) <= MOST_SENTENCES + end


def _joined(pieces: list[Piece]) -> str:
    return " ".join(piece.text for piece in pieces)


def _present(*pieces: Piece | None) -> list[Piece]:
    return [piece for piece in pieces if piece is not None]
