"""What a model thinks before it answers, told from the answer: whatever marks its thoughts, and with half of the marks.

Many chat templates write the opening mark themselves, so that an answer holds the closing one alone. Of a thought that
was cut off there is the opening mark alone. In both cases all on the thought's side of the mark is thought.
"""

import re

_NAMES = "think|thinking|thought|thoughts|reasoning|seed:think"
OPENING = re.compile(
    rf"<(?:{_NAMES})>|\[THINK\]|◁think▷|<\|begin_of_thought\|>|<\|channel\|>\s*(?:analysis|commentary)[^<]*<\|message\|>",
    re.IGNORECASE,
)
CLOSING = re.compile(
    rf"</(?:{_NAMES})>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>"
    r"|(?:<\|end\|>\s*<\|start\|>\s*assistant\s*)?<\|channel\|>\s*final[^<]*<\|message\|>",
    re.IGNORECASE,
)
WHOLE = re.compile(rf"(?:{OPENING.pattern}).*?(?:{CLOSING.pattern})", re.IGNORECASE | re.DOTALL)
MARK_BEGINS = re.compile(r"[<\[◁][^<\[◁>\]▷]{0,40}\Z")
ANSWER_BEGINS = re.compile(r"\s*(?:```\s*\w*\s*)?\{")


def without_thoughts(text: str) -> str:
    """What of `text` is no thought; the same text where there is no thought in it."""
    kept = WHOLE.sub("", text)
    kept = CLOSING.split(kept)[-1]
    opened = OPENING.search(kept)
    return kept[: opened.start()] if opened else kept


class AnswerOnly:
    """An answer as it comes, without the thoughts in it.

    `expects_object` says that the answer is a JSON object: then nothing is given out before one has begun, since
    anything else may turn out to have been a thought.
    """

    def __init__(self, *, expects_object: bool) -> None:
        self._expects_object = expects_object
        self._raw: list[str] = []
        self._given = ""
        self._begun = False
        self._in_thought = False

    @property
    def raw(self) -> str:
        """All that was fed."""
        return "".join(self._raw)

    @property
    def text(self) -> str:
        """What of it is answer."""
        return without_thoughts(self.raw)

    def feed(self, piece: str) -> str:
        """Take the next piece; return what of the answer can be given out by now."""
        self._raw.append(piece)
        if self._begun and self._expects_object:
            self._given += piece
            return piece
        if self._in_thought and not any(mark in piece for mark in ">]▷"):
            return ""
        text = self.text
        self._in_thought = text != self.raw and not text.strip()
        if self._expects_object:
            self._begun = ANSWER_BEGINS.match(text) is not None
            return self._give(text) if self._begun else ""
        return self._give(MARK_BEGINS.sub("", text))

    def end(self) -> tuple[str, str]:
        """The whole answer, and what of it was not given out yet."""
        text = self.text
        return text, self._give(text)

    def _give(self, text: str) -> str:
        if not text.startswith(self._given):
            return ""
        rest = text[len(self._given) :]
        self._given = text
        return rest
