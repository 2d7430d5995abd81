"""Bringing up a topic of one's own, and asking about the other's."""

from __future__ import annotations

from collections.abc import Sequence

from agent.script.grammar import first_name
from agent.script.topics import Kind, Topic, headline
from agent.talking.script.speaker import LONGEST_LINE, Piece, Scene

_ASKED_ONCE = ("ask_how", "ask_doing", "ask_want", "ask_worry", "ask_news", "ask_interest", "ask_person")
_ANSWERED_BY = {
    "ask_doing": "tell_doing",
    "ask_want": "tell_want",
    "ask_worry": "tell_worry",
    "ask_news": "tell_news",
    "ask_interest": "tell_interest",
}


def tell(scene: Scene, kind: Kind, *, most: int = LONGEST_LINE) -> Piece | None:
    """Say something of a kind that this partner has not heard from oneself, in at most so many characters."""
    topic = scene.topic(kind)
    return tell_topic(scene, topic, most=most) if topic else None


def tell_topic(scene: Scene, topic: Topic, *, most: int = LONGEST_LINE) -> Piece | None:
    """Put a topic into words; of news too long for a line, the headline."""
    match topic.kind:
        case Kind.NEWS:
            act, slots = _news_act(scene, topic), {"news": topic.text, "source": topic.source or ""}
            short = {**slots, "news": headline(topic.text)}
            return scene.say(act, slots, most=most) or scene.say(act, short, most=most)
        case Kind.FEELING:
            person = call_by(scene, topic.person or "")
            return scene.say("tell_feeling", {"person": person, "feeling": topic.text}, most=most)
        case Kind.WANT | Kind.WORRY | Kind.INTEREST:
            return scene.say(f"tell_{topic.kind.value}", {topic.kind.value: topic.text}, most=most)


def announce(scene: Scene) -> Piece | None:
    """Tell of something that is still to come, while there is time."""
    return tell_topic(scene, scene.chance.pick("announce", scene.to_come)) if scene.to_come else None


def call_by(scene: Scene, name: str) -> str:
    """How one speaks of somebody one knows: of one's elders in the family by what they are."""
    relation = next((k.relation for k in scene.task.me.person.knows if k.name == name), None)
    return f"my {relation}" if relation in scene.bank.texts.relations.elders else first_name(name)


def tell_doing(scene: Scene) -> Piece | None:
    """Say what one is about at this hour."""
    return scene.say("tell_doing") or scene.say("tell_idle")


def bring_up(scene: Scene, *, most: int = LONGEST_LINE, besides: Sequence[str] = ()) -> Piece | None:
    """Carry the talk on: with a question or with something of one's own, in at most so many characters.

    `besides` are the acts already in the line: nothing of the same kind is added.
    """
    kinds = {act.partition("_")[2] for act in besides}
    choices: list[tuple[str, int]] = [*_questions(scene), *_tellings(scene)]
    choices = [choice for choice in choices if choice[0].removeprefix("ask_") not in kinds]
    while choices:
        choice = scene.chance.weighted(f"bring up {len(choices)}", choices)
        piece = _brought_up(scene, choice, most)
        if piece is not None:
            return piece
        choices = [other for other in choices if other[0] != choice]
    return None


def ask_about_somebody(scene: Scene, most: int = LONGEST_LINE) -> Piece | None:
    """Ask about somebody whom both may know."""
    elders, partner = scene.bank.texts.relations.elders, scene.task.partner.name
    known = [k.name for k in scene.task.me.person.knows if k.name != partner and k.relation not in elders]
    if not known:
        return None
    return scene.say("ask_person", {"person": first_name(scene.chance.pick("somebody", known))}, most=most)


def _questions(scene: Scene) -> list[tuple[str, int]]:
    """What one may ask, with how likely: nothing twice, and nothing that was told unasked."""
    close = scene.closeness in {"family", "warm"}
    curious = 2 if {"curious", "child"} & scene.style else 1
    weights = {
        "ask_how": 2,
        "ask_doing": 2,
        "ask_want": 3,
        "ask_worry": 3 if close else 0,
        "ask_news": 3,
        "ask_interest": 3,
        "ask_person": 2 if scene.closeness != "stranger" else 0,
    }
    return [
        (act, weights[act] * curious)
        for act in _ASKED_ONCE
        if weights[act] and act not in scene.acts and _ANSWERED_BY.get(act) not in scene.acts
    ]


def _tellings(scene: Scene) -> list[tuple[str, int]]:
    close = scene.closeness in {"family", "warm", "known"}
    news = 16 if scene.to_come else 8
    weights = {
        "news": news,
        "want": 3,
        "worry": 2 if close else 0,
        "interest": 3,
        "feeling": 3 if close else 1,
    }
    tellings = [(kind, weight) for kind, weight in weights.items() if weight]
    return [*tellings, ("doing", 1)] if "tell_doing" not in scene.acts else tellings


def _brought_up(scene: Scene, choice: str, most: int) -> Piece | None:
    if choice == "doing":
        return scene.say("tell_doing", most=most)
    if choice == "ask_person":
        return ask_about_somebody(scene, most)
    if choice.startswith("ask_"):
        return scene.say(choice, most=most)
    return tell(scene, Kind(choice), most=most)


def _news_act(scene: Scene, topic: Topic) -> str:
    if topic.source is not None:
        return "tell_heard_news"
    return "tell_own_news" if scene.task.me.name in topic.text else "tell_news"
