"""Text of a JSON answer while it is still being written, for a page on which it grows."""

import json
import re

HEX = "[0-9a-fA-F]"
WHOLE_CHARACTERS = re.compile(
    rf"(?:[^\\]|\\[^u]|\\u(?![dD][89a-fA-F]){HEX}{{4}}"
    rf"|\\u[dD][89abAB]{HEX}{{2}}\\u[dD][c-fC-F]{HEX}{{2}})*",
    re.DOTALL,
)


def string_field_so_far(text: str, field: str) -> str:
    """Return what the string `field` of the outermost object in `text` holds up to now.

    `text` is any prefix of an answer. The result only ever grows as `text` does, is empty before
    the field begins, and never ends in half a character.
    """
    start = text.find("{")
    if start < 0:
        return ""
    raw = _raw_string(text, start, field)
    return "" if raw is None else _unescaped(raw)


def _raw_string(text: str, start: int, field: str) -> str | None:
    """The characters between the quotes of the field's value, escapes as they stand."""
    depth, index, key, expects_value = 0, start, None, False
    while index < len(text):
        character = text[index]
        if character == '"':
            end = _string_end(text, index)
            content = text[index + 1 : len(text) if end is None else end]
            if depth == 1 and expects_value and key == field:
                return content
            if end is None:
                return None
            if depth == 1 and not expects_value:
                key = _unescaped(content)
            index = end
        elif character in "{[":
            depth += 1
        elif character in "}]":
            depth -= 1
            if depth == 0:
                return None
        elif depth == 1 and character in ":,":
            expects_value = character == ":"
        index += 1
    return None


def _string_end(text: str, start: int) -> int | None:
    """The index of the quote that closes the one at `start`, or None when there is none yet."""
    index = start + 1
    while index < len(text):
        if text[index] == "\\":
            index += 1
        elif text[index] == '"':
            return index
        index += 1
    return None


def _unescaped(raw: str) -> str:
    """Decode `raw` up to the first escape that is not whole, or not yet."""
    whole = WHOLE_CHARACTERS.match(raw)
    try:
        return str(json.loads(f'"{whole.group() if whole else ""}"', strict=False))
    except ValueError:
        return ""
