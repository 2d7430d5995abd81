"""Prompts: text files apart from code, with named slots, one an ability and language.

A file is parted by lines such as `=== user`. `system` is the same for every call of an ability, `person` for every
call for one person, so that providers can cache them; `user` is what differs. Other sections are what `$ask`
may stand for. A slot is a name after a dollar sign; what is put in is never read for slots again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from agent.asking.ability import A, Ability, R, T
from agent.models.port import Prompt
from town.languages import primary

LANGUAGES = ("en", "de")
"""Those that prompts are written in; people of other languages are asked in English to speak theirs."""
IN_ENGLISH = "Write in English."
SECTION = re.compile(r"^=== (\w+)\n", re.MULTILINE)
SLOT = re.compile(r"\$([a-z]+)")


class BadPrompt(ValueError):
    """A file that can't take the place of a prompt which ships; the message says which, and why."""


class PromptFile(msgspec.Struct, frozen=True):
    """One prompt's sections by name, in the order of the file."""

    sections: Mapping[str, str]


@cache
def prompt_file(
    package: str, name: str, version: int, language: str, folders: tuple[Path, ...] = ()
) -> PromptFile:
    """Read a prompt: from the first of the folders that has it, else from its ability's package.

    Raises `FileNotFoundError` for one that is not there.
    """
    given = (folder / language / f"{name}.v{version}.txt" for folder in folders)
    shipped = files(package) / "prompts" / language / f"{name}.v{version}.txt"
    return _read(next((path for path in given if path.is_file()), shipped))


def check_prompts(
    folder: Path, abilities: Iterable[Ability[Any, Any, Any]], languages: Iterable[str] = LANGUAGES
) -> None:
    """Raise `BadPrompt` unless each prompt of a folder can take the place of one that an ability ships with.

    It must have the same name, sections and slots.
    """
    known: dict[Path, PromptFile] = {}
    for ability, language in itertools.product(abilities, languages):
        with suppress(FileNotFoundError):  # a fork need not write its prompts in every language
            shipped = prompt_file(ability.package, ability.name, ability.version, language)
            known[Path(language) / f"{ability.name}.v{ability.version}.txt"] = shipped
    for path in sorted(folder.rglob("[!.]*.txt")):
        shipped = known.get(path.relative_to(folder))
        if shipped is None:
            names = ", ".join(sorted(str(name) for name in known))
            raise BadPrompt(f"{path} takes the place of no prompt; there are {names}")
        try:
            given = _read(path)
        except UnicodeDecodeError as error:
            raise BadPrompt(f"{path} is not UTF-8: {error.reason}") from error
        if missing := shipped.sections.keys() - given.sections.keys():
            raise BadPrompt(f"{path} lacks the section {sorted(missing)[0]!r} (a line '=== NAME')")
        if differing := _slots(shipped) ^ _slots(given):
            raise BadPrompt(
                f"{path} must have the slots of the prompt that ships; see ${sorted(differing)[0]}"
            )


def _read(path: Traversable) -> PromptFile:
    parts = SECTION.split(path.read_text(encoding="utf-8"))[1:]
    return PromptFile({name: body.strip() for name, body in zip(parts[::2], parts[1::2], strict=True)})


def _slots(file: PromptFile) -> set[str]:
    return {slot for body in file.sections.values() for slot in SLOT.findall(body)}


def prompt_of(ability: Ability[T, A, R], task: T, language: str, folders: tuple[Path, ...] = ()) -> Prompt:
    """What a model reads that is asked."""
    written = primary(language) if primary(language) in LANGUAGES else LANGUAGES[0]
    file = prompt_file(ability.package, ability.name, ability.version, written, folders)
    slots = {"person": ability.person(task), "data": ability.data(task)}
    if ability.section is not None:
        slots["ask"] = file.sections[ability.section(task)]
    asked = _asking_for(file.sections["system"], language)
    system = (filled(asked, slots), filled(file.sections["person"], slots))
    return Prompt(system=system, user=filled(file.sections["user"], slots))


def _asking_for(system: str, language: str) -> str:
    """The English prompt, asking for another language by its tag; one that is written in it stays as it is."""
    if primary(language) in LANGUAGES:
        return system
    wanted = f"Write all that people say, think and do in the language with the BCP 47 tag {language}, and in no other."
    return system.replace(IN_ENGLISH, wanted)


def filled(text: str, slots: Mapping[str, str]) -> str:
    """The text with its slots filled in; raises `KeyError` for a slot that nothing is given for."""
    return SLOT.sub(lambda slot: slots[slot[1]], text)
