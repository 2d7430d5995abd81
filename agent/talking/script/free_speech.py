"""Answering somebody who speaks freely: what they mean, or whom, where and what they mention."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.script.grammar import doing, first_name, to_you
from agent.script.habits import place_word
from agent.script.hearing import intent_of, is_question, is_shouted, of_themselves
from agent.script.topics import Kind, Topic, key_words, topics_of
from agent.talking.script.replies import feeling_about
from agent.talking.script.speaker import Piece, Scene
from agent.talking.script.telling import tell, tell_doing, tell_topic

_AFTER_WHERE = re.compile(
    r"\b(?:where(?:'s| is| are| can i find| do i find)|(?:get|go|walk) to|way to|looking for|directions? to)\s+"
    r"(?:the |a |an )?([\w'é-]+)",
    re.IGNORECASE,
)
_ASKS_FOR_SOMEBODY = re.compile(
    r"\b(?i:who(?:'s| is)|do you know|tell me about|heard of|seen)\s+([^\W\d_a-z][\w'-]+)"
)
_TELLINGS = {
    "want": (Kind.WANT, "no_want"),
    "worry": (Kind.WORRY, "no_worry"),
    "news": (Kind.NEWS, "no_news"),
    "interest": (Kind.INTEREST, "tell_idle"),
}
_REMARKS = frozenset({"greet", "yes", "no", "glad", "laugh", "weather", "advice"})
"""Intents that a mention of somebody or something known outweighs."""


def answer_freely(scene: Scene, text: str) -> Piece | None:
    """An answer to a line in anybody's own words."""
    intent = intent_of(text, scene.bank)
    if intent is not None and intent not in _REMARKS:
        return answer_intent(scene, intent, text) or scene.say("answer_statement")
    mentioned = _mentioned(scene, text)
    return mentioned or (answer_intent(scene, intent, text) if intent else _answer_unknown(scene, text))


def answer_intent(scene: Scene, intent: str, text: str) -> Piece | None:
    """An answer to what somebody means."""
    if intent in _TELLINGS:
        kind, otherwise = _TELLINGS[intent]
        return tell(scene, kind) or scene.say(otherwise)
    special = _SPECIAL_ANSWERS.get(intent)
    return special(scene, text) if special else scene.say(f"answer_{intent}")


def _answer_unknown(scene: Scene, text: str) -> Piece | None:
    """An answer to what was not understood."""
    if is_shouted(text):
        return scene.say("answer_shout")
    said = of_themselves(text)
    if said is not None:
        return scene.say("hear_quote", {"quote": said})
    if is_question(text):
        return scene.say("answer_question") or scene.saying()
    return scene.say("answer_statement") or scene.say("ack")


def _greeting(scene: Scene, _text: str) -> Piece | None:
    if len(scene.task.lines) > 1:
        return scene.say("greet_back")
    return scene.say("greet_newcomer") if scene.closeness == "stranger" else scene.say("greet")


def _mentioned(scene: Scene, text: str) -> Piece | None:
    """An answer to a mention of somebody, of a place or of a topic that one knows."""
    words = {word.lower().removesuffix("'s") for word in re.findall(r"[\w'é-]+", text)}
    if first_name(scene.task.me.name).lower() in words and is_question(text):
        return scene.say("answer_self_person")
    for known in scene.task.me.person.knows:
        if first_name(known.name).lower() in words:
            return _known_person(scene, known.name)
    asked = _ASKS_FOR_SOMEBODY.search(text)
    topic = _touched(scene, text)
    if topic is not None:
        return tell_topic(scene, topic)
    place = _place_in(scene, words)
    if place is not None:
        return _place(scene, place, "on_place")
    if asked and is_question(text):
        return scene.say("answer_unknown_person")
    return None


def _known_person(scene: Scene, name: str) -> Piece | None:
    person, known = first_name(name), next(k for k in scene.task.me.person.knows if k.name == name)
    feeling = feeling_about(scene, person)
    if feeling is None or not scene.is_fresh(feeling):
        return scene.say("hear_feeling", {"person": person}) or scene.say(
            "answer_where_person", {"person": person}
        )
    slots = {"person": person, "relation": known.relation, "feeling": feeling}
    return scene.say("answer_known_person", slots) or scene.say("my_feeling", slots)


def _touched(scene: Scene, text: str) -> Topic | None:
    """The topic of one's own that shares most words with what was said."""
    words = key_words(text)
    shared = [(len(words & key_words(t.text)), t) for t in topics_of(scene.task.me, scene.recollections)]
    fresh = [
        (n, t) for n, t in shared if n and t.text.lower() not in scene.spoken and t.kind is not Kind.FEELING
    ]
    return max(fresh, key=lambda pair: pair[0])[1] if fresh else None


def _where(scene: Scene, text: str) -> Piece | None:
    match = _AFTER_WHERE.search(text)
    asked = match.group(1).lower() if match else ""
    for known in scene.task.me.person.knows:
        if first_name(known.name).lower() == asked:
            return scene.say("answer_where_person", {"person": first_name(known.name)})
    place = _place_in(scene, {asked, *re.findall(r"[\w'é-]+", text.lower())})
    return _place(scene, place, "answer_where") if place else scene.say("answer_where_unknown")


def _place_in(scene: Scene, words: set[str]) -> str | None:
    """The id of a place that is among the words."""
    plain = {word.replace("é", "e") for word in words}
    ids = [id_ for id_ in scene.bank.texts.places if id_ != "home"]
    return next((id_ for id_ in ids if id_ in plain or set(id_.split("-")) <= plain), None)


def _place(scene: Scene, place: str, act: str) -> Piece | None:
    asked = place_word(place, scene.bank) or place
    day = scene.task.me.person.day
    there = next((h for h in day if h.place == place and not h.asleep), None)
    return scene.say(act, {"asked": asked} | ({"there_doing": doing(there.activity)} if there else {}))


def _work(scene: Scene, _text: str) -> Piece | None:
    return scene.say("answer_work") or scene.say("answer_days")


def _remembered(scene: Scene, _text: str) -> Piece | None:
    if not scene.of_partner:
        return scene.say("answer_first")
    memory = _memory(scene)
    return scene.say("answer_remember", {"memory": memory.text}) if memory else scene.say("recall_talk")


def _memory(scene: Scene) -> Piece | None:
    last = scene.of_partner[0]
    for said in last.of_themselves:
        return scene.say("memory_said", {"quote": said})
    for found in last.theirs:
        for kind in ("want", "worry"):
            if found.act == f"tell_{kind}":
                return scene.say(f"memory_{kind}", {f"their_{kind}": to_you(found.slots[kind])})
    return scene.say("memory_plain")


def _with_saying(scene: Scene, act: str) -> Piece | None:
    saying = scene.saying()
    return scene.say(act, {"saying": saying.text}) if saying else scene.say("answer_question")


def _real(scene: Scene, _text: str) -> Piece | None:
    topic = scene.topic(Kind.INTEREST)
    return scene.say("answer_real", {"interest": topic.text} if topic else {})


_SPECIAL_ANSWERS: dict[str, Callable[[Scene, str], Piece | None]] = {
    "greet": _greeting,
    "doing": lambda scene, _text: tell_doing(scene),
    "where": _where,
    "work": _work,
    "remember": _remembered,
    "joke": lambda scene, _text: _with_saying(scene, "answer_joke"),
    "advice": lambda scene, _text: _with_saying(scene, "answer_advice"),
    "real": _real,
}
