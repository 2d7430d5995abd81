"""Answering what was just said by somebody whose words are understood: questions, then what was told."""

from __future__ import annotations

from agent.script.grammar import first_name, to_you
from agent.script.hearing import Found
from agent.script.topics import Kind, headline, key_words, news_in
from agent.talking.script.speaker import Piece, Scene
from agent.talking.script.telling import tell, tell_doing

_PLAIN_ANSWERS = {
    "ask_how": "answer_how",
    "ask_going": "answer_going",
    "ask_obstacle": "answer_obstacle",
    "ask_begin": "answer_begin",
    "ask_since": "answer_since",
    "ask_why": "answer_why",
    "ask_said_so": "answer_said_so",
    "offer_help": "accept_help",
    "recall_want": "answer_progress",
    "recall_worry": "answer_worry_now",
    "recall_interest": "answer_why",
    "recall_news": "answer_news_more",
    "recall_offer": "accept_help",
    "recall_talk": "ack",
    "recall_said": "answer_yes",
}
_PLAIN_REACTIONS = {"tell_doing": "react_doing", "tell_worry": "comfort"}
_TOPIC_ANSWERS = {
    "ask_want": (Kind.WANT, "no_want"),
    "ask_worry": (Kind.WORRY, "no_worry"),
    "ask_interest": (Kind.INTEREST, "tell_idle"),
}
FOLLOW_UPS = {
    "tell_want": ("ask_obstacle", "ask_begin", "offer_help"),
    "tell_worry": ("ask_since",),
    "tell_news": ("ask_source",),
    "tell_heard_news": (),
    "tell_own_news": (),
    "tell_interest": ("ask_why",),
    "tell_feeling": ("ask_said_so",),
    "my_feeling": ("ask_said_so",),
    "tell_doing": ("ask_going",),
}


def answer(scene: Scene, heard: Found) -> Piece | None:
    """The answer to a question, or the reaction to what was told."""
    return _answer_question(scene, heard) if heard.asks else _react(scene, heard)


def follow_up(scene: Scene, heard: Found) -> Piece | None:
    """A question that asks for more of what was told."""
    asks = [act for act in FOLLOW_UPS.get(heard.act, ()) if act not in scene.acts]
    if not asks:
        return None
    slots = {"person": to_you(heard.slots["person"])} if "person" in heard.slots else {}
    return scene.say(scene.chance.pick("follow up", asks), slots)


def feeling_about(scene: Scene, person: str) -> str | None:
    """What one feels about somebody, known by their first name."""
    knows = scene.task.me.person.knows
    return next((k.feeling for k in knows if first_name(k.name).lower() == person.lower()), None)


def _answer_question(scene: Scene, heard: Found) -> Piece | None:
    if heard.act in _TOPIC_ANSWERS:
        kind, otherwise = _TOPIC_ANSWERS[heard.act]
        guarded = kind is Kind.WORRY and scene.closeness in {"stranger", "cool"}
        return (None if guarded else tell(scene, kind)) or scene.say(otherwise)
    match heard.act:
        case "ask_doing":
            return tell_doing(scene)
        case "ask_news":
            return tell(scene, Kind.NEWS) or tell(scene, Kind.FEELING) or scene.say("no_news")
        case "ask_source":
            return _source(scene)
        case "ask_person":
            person = to_you(heard.slots["person"])
            return _about(scene, person) or scene.say("no_feeling", {"person": person})
        case _:
            return scene.say(_PLAIN_ANSWERS[heard.act])


def _react(scene: Scene, heard: Found) -> Piece | None:
    match heard.act:
        case "tell_want":
            return scene.say("react_want", {"their_want": to_you(heard.slots["want"])})
        case "tell_interest":
            return _react_to_interest(scene, heard.slots["interest"])
        case "tell_feeling" | "my_feeling":
            return _react_to_feeling(scene, heard)
        case "tell_news" | "tell_own_news" | "tell_heard_news":
            return scene.say("know_news" if _knows(scene, heard.slots["news"]) else "react_news")
        case _:
            return scene.say(_PLAIN_REACTIONS.get(heard.act, "ack"))


def _react_to_interest(scene: Scene, interest: str) -> Piece | None:
    mine = frozenset[str]().union(*map(key_words, scene.task.me.person.interests))
    act = "share_interest" if mine & key_words(interest) else "react_interest"
    return scene.say(act, {"their_interest": to_you(interest)})


def _react_to_feeling(scene: Scene, heard: Found) -> Piece | None:
    person = to_you(heard.slots["person"])
    if person.lower() == first_name(scene.task.me.name).lower():
        return scene.say("answer_self_person")
    if heard.act == "tell_feeling" and scene.chance.happens("own view", 60):
        return _about(scene, person) or scene.say("hear_feeling", {"person": person})
    return scene.say("hear_feeling", {"person": person})


def _about(scene: Scene, person: str) -> Piece | None:
    feeling = feeling_about(scene, person)
    if feeling is None or not scene.is_fresh(feeling):
        return None
    return scene.say("my_feeling", {"person": person, "feeling": feeling})


def _source(scene: Scene) -> Piece | None:
    """Where the news came from that one told last."""
    told = [
        news for line, found in scene.heard if line.player == scene.task.me.player for news in news_in(found)
    ]
    for recollection in scene.recollections:
        if told and headline(told[-1]) in map(headline, news_in(recollection.theirs)):
            return scene.say("answer_heard_source", {"source": recollection.name})
    return scene.say("answer_source")


def _knows(scene: Scene, news: str) -> bool:
    if any(headline(news) == headline(own) for own in scene.task.me.person.news):
        return True
    return any(
        headline(news) == headline(other)
        for r in scene.recollections
        for other in news_in((*r.theirs, *r.mine))
    )
