"""Words for inputs that no store takes: the rules see no more of a text than this."""

from engine.words import Said, Words, said


def spoken(text: str, author: str = "p:0") -> Said:
    """A text, said by somebody; the same text gives the same words."""
    return said(b"key", author, text, text)


def words(text: str) -> Words:
    """What stands in an input in the place of a text."""
    return spoken(text).words
