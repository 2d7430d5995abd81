"""The source tree as the tidy tests read it: its modules, and what each names of the others."""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

PRODUCT = ("engine", "town", "records", "agent", "web", "migrations", "everbrook")
"""The rooms that are shipped."""

MADE = {"node_modules", "dist", "__pycache__"}
"""Folders whose files are written by programs."""

IMPORTERS = {"import_module", "__import__"}
MODULE_OR_MEMBER = re.compile(r"([a-z_]\w*(?:\.\w+)+)(?::\w+)?")


class Reference(NamedTuple):
    """That a module names another, or a member of it, and in which line."""

    name: str
    line: int


class Module(NamedTuple):
    """One Python file: its dotted name, its path from the root, what is written in it and what it names."""

    name: str
    path: Path
    tree: ast.Module
    references: tuple[Reference, ...]

    @property
    def room(self) -> str:
        return self.path.parts[0]


Modules = Mapping[str, Module]


def read_modules(root: Path) -> Modules:
    """Every module of every room under `root`, by name."""
    paths = {
        ".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in files(root, ".py")
    }
    trees = {name: ast.parse((root / path).read_text()) for name, path in paths.items()}
    return {
        name: Module(name, paths[name], tree, tuple(_references(tree, paths.keys())))
        for name, tree in trees.items()
    }


def files(root: Path, *suffixes: str) -> list[Path]:
    """The files in the rooms with these suffixes that people write, by their paths from the root."""
    found = (path.relative_to(root) for suffix in suffixes for path in root.glob(f"[!.]*/**/*{suffix}"))
    return sorted(path for path in found if not MADE & set(path.parts))


def in_room(modules: Modules, room: str) -> list[Module]:
    return [module for module in modules.values() if module.room == room]


def _references(tree: ast.Module, modules: Collection[str]) -> Iterator[Reference]:
    """What it imports, at the top or in a function, for types alone or by name, and modules that a text names.

    `from a import b` names both `a` and `a.b`. A relative import keeps its dots.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (Reference(alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=source, names=names, level=level):
                base = "." * level + (source or "")
                yield Reference(base, node.lineno)
                yield from (Reference(f"{base}.{alias.name}", node.lineno) for alias in names)
            case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]) if (
                called(function) in IMPORTERS
            ):
                yield Reference(name, node.lineno)
            case ast.Constant(value=str(text)) if named := MODULE_OR_MEMBER.fullmatch(text):
                if named[1] in modules:
                    yield Reference(named[1], node.lineno)
            case _:
                pass


def called(function: ast.expr) -> str:
    """The last part of the name by which something is called; none if it has no name."""
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
