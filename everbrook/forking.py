"""From the setting `--rules MODULE:NAME` to the fork that it names, with a StartError for what cannot be run."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from pathlib import Path
from types import ModuleType

import msgspec

from agent.asking.prompts import LANGUAGES, BadPrompt, check_prompts
from agent.performing import abilities_of, performers_of
from engine.game import Rules
from everbrook.errors import StartError
from everbrook.fork import SORTS, THE_TOWN, Fork
from everbrook.settings import Settings
from town.founding import BadTown, found_from_template
from town.ground.map import BadMap
from town.ground.maps import load_map
from town.library import Library
from town.people.templates import BadTemplate, load_template
from town.world import World

EXAMPLE = "Give --rules MODULE:NAME, such as examples.harbor:FORK; docs/FORKS.md shows what it names."
RAISED_LINES = -3
"""Of a traceback: where a fork's own module broke, and by what."""


def chosen_fork(settings: Settings) -> Fork:
    """The fork that the settings name, its files checked. StartError says what is wrong with it, and where."""
    fork = _named(settings.rules) if settings.rules else THE_TOWN
    fork = msgspec.structs.replace(fork, content=_content(settings.content))
    if fork.folder is not None and not fork.folder.is_dir():
        raise StartError(
            f"The folder {fork.folder} of {settings.rules} is not there.", "Correct its `folder`."
        )
    _check_minds(fork, settings.rules)
    _check_files(fork)
    return fork


def _named(name: str) -> Fork:
    """The value that a text names. StartError when there is no such thing."""
    module_name, colon, attribute = name.partition(":")
    if not (module_name and colon and attribute):
        raise StartError(f"{name!r} names no fork.", EXAMPLE)
    found = getattr(_module(module_name), attribute, None)
    if found is None:
        raise StartError(f"The module {module_name} has no {attribute}.", EXAMPLE)
    if isinstance(found, Rules):  # a fork of rules alone
        rules: Rules[World] = found  # pyright: ignore[reportUnknownVariableType]  # whatever world they are for shows when one is made
        found = Fork(rules=rules)
    if not isinstance(found, Fork):
        raise StartError(
            f"{name} is no fork, but a {type(found).__name__}.",
            "Let it name a value of everbrook.fork.Fork, or rules made by town.rules.rules_of.",
        )
    if not _is_of_town(found.rules.empty(1)):
        raise StartError(
            f"The rules of {name} are for no world of the town.", "Make them by town.rules.rules_of."
        )
    if found.rules.name == THE_TOWN.rules.name and found is not THE_TOWN:
        raise StartError(
            f"The rules of {name} call themselves {found.rules.name!r}, as the town's do.",
            "Give them a name of their own: by it hosts tell whose worlds are whose.",
        )
    return found


def _is_of_town(world: object) -> bool:
    return isinstance(world, World)


def _module(name: str) -> ModuleType:
    here = str(Path.cwd())
    if here not in sys.path:  # the command everbrook is not run from the folder that it is called in
        sys.path.insert(0, here)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise StartError(
                f"There is no module {name}.",
                f"Look at its name, or start in the folder that holds it. {EXAMPLE}",
            ) from error
        raise _broken(name, error) from error
    except (Exception, SystemExit) as error:  # a fork's own code, which may break in any way
        raise _broken(name, error) from error


def _broken(name: str, error: BaseException) -> StartError:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "importlib" not in frame.filename and frame.filename != __file__]
    where = f" in {os.path.relpath(own[-1].filename)}, line {own[-1].lineno}" if own else ""
    return StartError(
        f"The module {name} cannot be imported: {type(error).__name__}: {error}{where}.",
        "Mend it, or leave --rules away to run the town itself.",
    )


def _content(text: str) -> tuple[Path, ...]:
    folders = tuple(Path(part).absolute() for part in text.split(os.pathsep) if part)
    for folder in folders:
        if not folder.is_dir():
            raise StartError(f"The folder {folder} is not there.", "Name one that is with --content.")
        if not any((folder / sort).is_dir() for sort in SORTS[:-1]):
            raise StartError(
                f"The folder {folder} holds nothing of use.",
                f"Put what is in it into folders called {', '.join(SORTS[:-1])}.",
            )
    return folders


def _check_minds(fork: Fork, name: str) -> None:
    names = [ability.name for ability in abilities_of(fork.minds)]
    twice = sorted({each for each in names if names.count(each) > 1})
    try:
        performers_of(fork.minds)
    except AssertionError as error:
        twice = [str(error)]
    if twice:
        raise StartError(f"Minds of {name} are declared twice: {', '.join(twice)}.", "Leave one of them out.")


def _check_files(fork: Fork) -> None:
    """All files that come besides those that ship: none is found out to be wrong only when it is used."""
    library = fork.library
    try:
        for template in _names_in(library, "templates"):
            found_from_template(load_template(template, library), 1, rules=fork.rules, library=library)
        for map_ in _names_in(library, "maps"):
            load_map(map_, library)
        for folder in library.within("prompts"):
            check_prompts(folder, abilities_of(fork.minds), LANGUAGES)
    except (BadTemplate, BadMap, BadTown) as error:
        raise StartError(
            f"A file of the fork or of --content is wrong: {error}.", "docs/FORKS.md tells what is where."
        ) from error
    except BadPrompt as error:
        raise StartError(
            f"A prompt is wrong: {error}.", "docs/FORKS.md tells what a prompt holds."
        ) from error


def _names_in(library: Library, sort: str) -> list[str]:
    """What the library has besides what ships."""
    folders = library.within(sort)
    return sorted({path.stem for folder in folders for path in folder.glob("[!.]*.json")})
