"""Bringing up a topic of one's own, and asking about the other's."""

from __future__ import annotations

from agent.scripted.grammar import first_name
from agent.scripted.scene import Piece, Scene
from agent.scripted.topics import Kind, Topic

LONGEST_PIECE = 150

_ASKED_ONCE = ("ask_how", "ask_doing", "ask_want", "ask_worry", "ask_news", "ask_interest", "ask_person")
_ANSWERED_BY = {
    "ask_doing": "tell_doing",
    "ask_want": "tell_want",
    "ask_worry": "tell_worry",
    "ask_news": "tell_news",
    "ask_interest": "tell_interest",
}


def tell(scene: Scene, kind: Kind) -> Piece | None:
    """Say something of a kind that this partner has not heard from oneself."""
    topic = scene.topic(kind)
    return tell_topic(scene, topic) if topic else None


def tell_topic(scene: Scene, topic: Topic) -> Piece | None:
    """Put a topic into words."""
    match topic.kind:
        case Kind.NEWS:
            return scene.say(_news_act(scene, topic), {"news": topic.text, "source": topic.source or ""})
        case Kind.FEELING:
            return scene.say("tell_feeling", {"person": first_name(topic.person or ""), "feeling": topic.text})
        case Kind.WANT | Kind.WORRY | Kind.INTEREST:
            return scene.say(f"tell_{topic.kind.value}", {topic.kind.value: topic.text})


def tell_doing(scene: Scene) -> Piece | None:
    """Say what one is about at this hour."""
    return scene.say("tell_doing") or scene.say("tell_idle")


def bring_up(scene: Scene) -> Piece | None:
    """Carry the talk on: with a question or with something of one's own."""
    choices = [*_questions(scene), *_tellings(scene)]
    while choices:
        choice = scene.chance.weighted(f"bring up {len(choices)}", choices)
        piece = _brought_up(scene, choice)
        if piece is not None:
            return piece
        choices = [other for other in choices if other[0] != choice]
    return None


def ask_about_somebody(scene: Scene) -> Piece | None:
    """Ask about somebody whom both may know."""
    partner = scene.task.partner.name
    known = [k.name for k in scene.task.me.person.knows if k.name != partner]
    if not known:
        return None
    return scene.say("ask_person", {"person": first_name(scene.chance.pick("somebody", known))})


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
    weights = {"news": 8, "want": 3, "worry": 2 if close else 0, "interest": 3, "feeling": 3 if close else 1}
    tellings = [(kind, weight) for kind, weight in weights.items() if weight]
    return [*tellings, ("doing", 1)] if "tell_doing" not in scene.acts else tellings


def _brought_up(scene: Scene, choice: str) -> Piece | None:
    if choice == "doing":
        return scene.say("tell_doing")
    if choice == "ask_person":
        return ask_about_somebody(scene)
    return scene.say(choice) if choice.startswith("ask_") else tell(scene, Kind(choice))


def _news_act(scene: Scene, topic: Topic) -> str:
    if topic.source is not None:
        return "tell_heard_news"
    return "tell_own_news" if scene.task.me.name in topic.text else "tell_news"
