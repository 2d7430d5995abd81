"""The little English that a voice needs: who speaks of whom, and in which form of the verb."""

from __future__ import annotations

import re

_VOWELS = "aeiou"
_NOT_VERBS = frozenset({"as", "his", "its", "this", "thus", "hers", "across", "always", "perhaps"})
_AFTER_A_VERB = re.compile(
    r"(?:an?|the|his|her|their|its?|them|him|what|who|how|that|to|at|up|out|off|down|in|into|on|over|with|for"
    r"|from|about|by|of|one|two|three|and)\Z"
)
_ING = {
    "is": "being", "isn't": "not being", "has": "having", "hoes": "hoeing",
    "lies": "lying", "ties": "tying", "dies": "dying",
}  # fmt: skip
_BARE = {"has": "have", "is": "am", "does": "do", "goes": "go", "lies": "lie", "ties": "tie"}
_TO_YOU = {
    "i": "you", "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "am": "are",
    "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "we": "you", "us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves",
}  # fmt: skip
_TO_ME = {
    "you": "me", "you're": "I'm", "you've": "I've", "you'd": "I'd", "you'll": "I'll",
    "your": "my", "yours": "mine", "yourself": "myself",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")  # noqa: RUF001 - a typed apostrophe
_LATER_VERB = re.compile(r"((?:,|\band|\bthen|\bbut) (?:\w+ly |almost )?)([a-z]+s|isn't)\b(?!')(?= (\w+)|)")
_SPOKEN_NAME = re.compile(r"[^\W\d_][\w'’-]{1,19}")  # noqa: RUF001 - a typed apostrophe
_SUBJECT = re.compile(r"\b(?:he|she) ([a-z]+)\b")
_OBJECT = re.compile(r"\b(?:her|him)(?=$|[,.;]| (?:and|up|to|in|on|with|for|at|by|from)\b)")
_POSSESSIVE = re.compile(r"\b(his|her|hers|himself|herself)\b")
_ITS_OWN = re.compile(r"^(?:bringing|feeding|giving|handing|telling) the \w+ (?:her|his)\b")
"""`brings the goose her breakfast`: the pronoun is the goose's."""


def first_name(name: str) -> str:
    """What friends call somebody."""
    words = name.split()
    return words[0] if words else name


def spoken_name(name: str) -> str:
    """How somebody is called to their face; who has no name that can be spoken is a friend."""
    first = first_name(name)
    return first if _SPOKEN_NAME.fullmatch(first) else "friend"


def capitalised(text: str) -> str:
    """With a capital at the beginning."""
    return text[:1].upper() + text[1:]


def bare_verb(verb: str) -> str:
    """`carries` -> `carry`."""
    if verb in _BARE:
        return _BARE[verb]
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if re.search(r"(?:ch|sh|ss|x|zz|o)es$", verb):
        return verb[:-2]
    return verb.removesuffix("s")


def ing_form(verb: str) -> str:
    """`kneads` -> `kneading`; a verb in another form stays as it is."""
    if verb in _ING:
        return _ING[verb]
    if not verb.endswith("s") or verb.endswith("ss"):
        return verb
    verb = bare_verb(verb)
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + (verb[-1] if _doubles(verb) else "") + "ing"


def doing(activity: str, whose: str = "my") -> str:
    """An activity told in the third person, as the one who does it says it: `washing my cups`.

    `whose` is "my" or "your": to whom its pronouns belong.
    """
    head, _, rest = activity.strip().rstrip(".").partition(" ")
    comma = "," if head.endswith(",") else ""
    text = f"{_hyphened_ing(head.rstrip(','))}{comma} {rest}".strip()
    return _with_pronouns(_LATER_VERB.sub(_later_ing, text), whose)


def to_you(text: str) -> str:
    """What somebody said of themselves, said back to them: `my coffin` -> `your coffin`."""
    text = re.sub(r"\bI was\b", "you were", text)
    return _WORD.sub(lambda m: _swapped(m.group(), _TO_YOU), text)


def to_me(text: str) -> str:
    """What somebody said to me of myself, said by me."""
    return _WORD.sub(lambda m: _swapped(m.group(), _TO_ME), text)


def _doubles(verb: str) -> bool:
    """Whether the last letter doubles before -ing: one syllable, one vowel, one consonant at the end."""
    if len(verb) < 3 or verb[-1] in _VOWELS + "wxy" or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return False
    return len(re.findall(r"[aeiouy]+", verb)) == 1


def _hyphened_ing(verb: str) -> str:
    front, hyphen, last = verb.rpartition("-")
    return front + hyphen + ing_form(last)


def _later_ing(match: re.Match[str]) -> str:
    link, verb, after = match.groups()
    if verb in _NOT_VERBS or not (link.startswith("and ") or after is None or _AFTER_A_VERB.match(after)):
        return match.group()
    return link + ing_form(verb)


def _with_pronouns(text: str, whose: str) -> str:
    if _ITS_OWN.match(text):
        return text
    subject, me, self_ = ("I", "me", "myself") if whose == "my" else ("you", "you", "yourself")
    text = _SUBJECT.sub(lambda m: f"{subject} {_verb_for(m.group(1), whose)}", text)
    text = _OBJECT.sub(me, text)
    return _POSSESSIVE.sub(lambda m: self_ if m.group().endswith("self") else whose, text)


def _verb_for(verb: str, whose: str) -> str:
    if verb == "is":
        return "am" if whose == "my" else "are"
    return bare_verb(verb) if verb.endswith("s") and not verb.endswith("ss") else verb


def _swapped(word: str, table: dict[str, str]) -> str:
    other = table.get(word.lower().replace("’", "'"))  # noqa: RUF001 - a typed apostrophe
    if other is None:
        return word
    return capitalised(other) if word[0].isupper() and word.lower()[0] != "i" else other
