"""JSON as models write it: typographic quotes, commas too many, Python's words, line ends within a string.

Only the envelope is read generously. Nothing is closed that was left open, so half an object is none.
"""

import re
from typing import Any

MOST_DEPTH = 20
OPENS = {
    '"': '"',
    "'": "'",
    "\u201c": '\u201c\u201d"',
    "\u201d": '\u201d"',
    "\u201e": '\u201c\u201d"',
    "\u00ab": "\u00bb",
}
"""What may close a string, by what opens it."""
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "none": None, "undefined": None}
SPACE = re.compile(r"(?:\s|//[^\n]*\n|/\*.*?\*/)*", re.DOTALL)
BARE = re.compile(r"[A-Za-z_]\w*")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
AFTER_STRING = re.compile(r"\s*(?:[,:}\]]|//|/\*|\Z)")


class NotJson(ValueError):
    """The text is no JSON, however it is read."""


def relaxed_value(text: str) -> Any:
    """The one value that `text` is. Raises `NotJson`."""
    value, end = _value(text, _skip(text, 0), 0)
    if _skip(text, end) != len(text):
        raise NotJson(f"something stands after it, at {end}")
    return value


def _skip(text: str, index: int) -> int:
    space = SPACE.match(text, index)
    return space.end() if space else index


def _value(text: str, index: int, depth: int) -> tuple[Any, int]:
    if depth > MOST_DEPTH or index >= len(text):
        raise NotJson("it is too deep, or ends too early")
    character = text[index]
    if character == "{":
        return _object(text, index + 1, depth)
    if character == "[":
        return _array(text, index + 1, depth)
    if character in OPENS:
        return _string(text, index)
    number = NUMBER.match(text, index)
    if number:
        literal = number[0]
        return (int(literal) if literal.lstrip("+-").isdigit() else float(literal)), number.end()
    word = BARE.match(text, index)
    if word and word[0].lower() in WORDS:
        return WORDS[word[0].lower()], word.end()
    raise NotJson(f"no value begins at {index}")


def _object(text: str, index: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    index = _skip(text, index)
    while index < len(text) and text[index] != "}":
        key, index = _key(text, index)
        index = _skip(text, index)
        if text[index : index + 1] != ":":
            raise NotJson(f"no colon at {index}")
        found[key], index = _value(text, _skip(text, index + 1), depth + 1)
        index = _after_item(text, index, "}")
    return found, _closed(text, index)


def _array(text: str, index: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    index = _skip(text, index)
    while index < len(text) and text[index] != "]":
        item, index = _value(text, index, depth + 1)
        found.append(item)
        index = _after_item(text, index, "]")
    return found, _closed(text, index)


def _after_item(text: str, index: int, close: str) -> int:
    """Past the comma that parts an item from the next; one before the end parts nothing and does no harm."""
    index = _skip(text, index)
    if text[index : index + 1] == ",":
        return _skip(text, index + 1)
    if text[index : index + 1] != close:
        raise NotJson(f"neither a comma nor an end at {index}")
    return index


def _closed(text: str, index: int) -> int:
    if index >= len(text):
        raise NotJson("it is never closed")
    return index + 1


def _key(text: str, index: int) -> tuple[str, int]:
    if text[index] in OPENS:
        return _string(text, index)
    word = BARE.match(text, index)
    if not word:
        raise NotJson(f"no name at {index}")
    return word[0], word.end()


def _string(text: str, index: int) -> tuple[str, int]:
    """The string that begins at `index`. An unescaped quote ends it only where something may follow a string."""
    closes, said = OPENS[text[index]], list[str]()
    index += 1
    while index < len(text):
        character = text[index]
        if character == "\\":
            piece, index = _escape(text, index + 1)
            said.append(piece)
            continue
        if character in closes and AFTER_STRING.match(text, index + 1):
            return "".join(said), index + 1
        said.append(character)
        index += 1
    raise NotJson("a string is never closed")


def _escape(text: str, index: int) -> tuple[str, int]:
    character = text[index : index + 1]
    if character == "u":
        code = text[index + 1 : index + 5]
        if not re.fullmatch("[0-9a-fA-F]{4}", code):
            raise NotJson(f"no character at {index}")
        return chr(int(code, 16)), index + 5
    return ESCAPED.get(character, character), index + 1
