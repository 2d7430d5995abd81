"""Beginning a talk, and ending it."""

from __future__ import annotations

from collections.abc import Iterator

from agent.script.grammar import to_you
from agent.script.hearing import Found, recognise
from agent.script.insight_sentences import Sort, understood
from agent.talking.script.speaker import FAMILIAR, Piece, Scene
from agent.talking.script.telling import bring_up

_SMALL_TALK = ("ask_how", "ask_doing", "ask_interest", "opening")
OF_US_PERCENT = 30
OFTEN_TALKS = 4
_GENERAL = ("ask_how", "ask_doing", "opening", "saying", "bring up")


def open_talk(scene: Scene) -> list[Piece]:
    """A greeting, and something to begin with."""
    if scene.closeness == "stranger":
        greeting = scene.say("greet_newcomer" if scene.task.partner.human else "greet_stranger")
        return _present(greeting, None if scene.chance.happens("only a name", 30) else _ask_or_open(scene))
    return _present(scene.say("greet"), _opener(scene))


def greet_back(scene: Scene) -> Piece | None:
    """An answer to a greeting, where nothing else was said."""
    return scene.say("greet_back")


def recall(scene: Scene) -> Piece | None:
    """Take up something from an earlier talk with this partner."""
    if not scene.of_partner or any(act.startswith("recall_") for act in scene.acts):
        return None
    last = scene.of_partner[0]
    theirs = (*last.theirs, *_pondered(scene))
    options: list[tuple[str, dict[str, str]]] = []
    if any(act.act == "offer_help" for act in last.mine):
        options.append(("recall_offer", {}))
    for found in theirs:
        for kind in ("want", "worry", "interest"):
            if found.act == f"tell_{kind}":
                options.append((f"recall_{kind}", {f"their_{kind}": to_you(found.slots[kind])}))
        if "news" in found.slots:
            options.append(("recall_news", {}))
    options.extend(("recall_said", {"quote": said}) for said in last.of_themselves)
    if not options:
        return scene.say("recall_talk")
    act, slots = scene.chance.pick("recall", options)
    return scene.say(act, slots)


def _pondered(scene: Scene) -> Iterator[Found]:
    """What one has understood that the partner keeps coming back to."""
    for thought in scene.task.thoughts:
        read = understood(thought.text) if thought.about == (scene.task.partner.player,) else None
        if read is not None and read.sort is Sort.CONCERN:
            yield from recognise(read.slots["saying"], scene.bank)


def take_leave(scene: Scene) -> Piece | None:
    """Say that one has to go; the other still may answer."""
    return scene.say("leave")


def part(scene: Scene) -> Piece | None:
    """Last words that say that one has to go, short enough to follow an answer."""
    return scene.say("part") or farewell(scene)


def farewell(scene: Scene) -> Piece | None:
    """The last words."""
    if scene.values["hour"] == "night":
        return scene.say("farewell_night") or scene.say("farewell")
    if "tell_want" in scene.acts and scene.chance.happens("good luck", 25) and _told_me(scene, "tell_want"):
        return scene.say("farewell_want") or scene.say("farewell")
    return scene.say("farewell")


def make_small_talk(scene: Scene) -> Piece | None:
    """Something light, as to a stranger."""
    return scene.say(scene.chance.pick("small talk", _SMALL_TALK))


def _opener(scene: Scene) -> Piece | None:
    if scene.chance.happens("of us", OF_US_PERCENT) and (piece := _of_us(scene)):
        return piece
    if scene.of_partner and scene.chance.happens("recall at once", 65):
        return recall(scene)
    if scene.values["hour"] == "night" and scene.chance.happens("sleepy", 50):
        return scene.say("opening_sleepy")
    return _ask_or_open(scene)


def _of_us(scene: Scene) -> Piece | None:
    """A word on what has become of the two; None where nothing has yet."""
    relationship = scene.task.partner.relationship
    if relationship is None or relationship.familiarity < FAMILIAR:
        return None
    if scene.closeness in {"warm", "cool"}:
        return scene.say(f"us_{scene.closeness}")
    return scene.say("us_often") if relationship.talks >= OFTEN_TALKS else None


def _ask_or_open(scene: Scene) -> Piece | None:
    if scene.closeness == "stranger":
        return make_small_talk(scene)
    match scene.chance.pick("opener", _GENERAL):
        case "saying":
            return scene.saying()
        case "bring up":
            return bring_up(scene)
        case act:
            return scene.say(act)


def _told_me(scene: Scene, act: str) -> bool:
    me = scene.task.me.player
    return any(line.player != me and any(f.act == act for f in found) for line, found in scene.heard)


def _present(*pieces: Piece | None) -> list[Piece]:
    return [piece for piece in pieces if piece is not None]
