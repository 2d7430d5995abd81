"""Prompts: text files apart from code, with named slots, one a task and language.

A file is parted by lines such as `=== user`. `system` is the same for every call of a task, `person` for every
call for one person, so that providers can cache them; `user` is what differs. Other sections are what `$ask`
may stand for. A slot is a name after a dollar sign; what is put in is never read for slots again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from agent.models.port import Prompt

LANGUAGES = ("en", "de")
VERSIONS: Mapping[str, int] = {"say": 2, "remember": 3}
"""By task, 1 where none is named; raised when a prompt changes in what it asks."""

SECTION = re.compile(r"^=== (\w+)\n", re.MULTILINE)
SLOT = re.compile(r"\$([a-z]+)")


class PromptFile(msgspec.Struct, frozen=True):
    """One prompt's sections by name, in the order of the file."""

    sections: Mapping[str, str]


@cache
def prompt_file(language: str, task: str) -> PromptFile:
    """Read a prompt. Raises `FileNotFoundError` for a task or language that has none."""
    name = f"{task}.v{VERSIONS.get(task, 1)}.txt"
    text = (files("agent") / "prompts" / language / name).read_text(encoding="utf-8")
    parts = SECTION.split(text)[1:]
    return PromptFile({name: body.strip() for name, body in zip(parts[::2], parts[1::2], strict=True)})


def render(file: PromptFile, *, person: str, data: str, ask: str | None = None) -> Prompt:
    """The prompt of one call; `ask` names the section that the slot of this name stands for."""
    slots = {"person": person, "data": data}
    if ask is not None:
        slots["ask"] = file.sections[ask]
    system = tuple(filled(file.sections[name], slots) for name in ("system", "person"))
    return Prompt(system=system, user=filled(file.sections["user"], slots))


def filled(text: str, slots: Mapping[str, str]) -> str:
    """The text with its slots filled in; raises `KeyError` for a slot that nothing is given for."""
    return SLOT.sub(lambda slot: slots[slot[1]], text)
