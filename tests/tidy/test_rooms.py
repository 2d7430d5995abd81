"""The rooms of the house: imports go one way, and what must be pure is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MAY_IMPORT = {
    "engine": set[str](),
    "town": {"engine"},
    "agent": {"town", "engine"},
    "web": {"town", "engine"},
    "migrations": {"engine"},
    "everbrook": {"web", "agent", "town", "engine", "migrations"},
}
PURE_ENGINE = ("game.py", "inputs.py", "columns.py", "history.py", "chance.py", "state.py", "operations.py")
MAY_READ_PACKAGE_DATA = {"maps.py", "templates.py"}
"""The loaders that founding calls; no rule imports them."""

BANNED_MODULES = {
    "asyncio",
    "datetime",
    "http",
    "io",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
}
BANNED_CALLS = {"open", "print", "input", "exec", "eval", "__import__", "hash", "id"}
BANNED_NODES = (ast.Await, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Global)


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "import absolutely"
            yield node.module or ""


def pure_sources() -> list[Path]:
    town = [path for path in sources("town") if path.name not in MAY_READ_PACKAGE_DATA]
    return [ROOT / "engine" / name for name in PURE_ENGINE] + town


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_imports_go_one_way(room: str) -> None:
    for path in sources(room):
        rooms = {name.split(".")[0] for name in imported(ast.parse(path.read_text()))} & MAY_IMPORT.keys()
        forbidden = rooms - MAY_IMPORT[room] - {room}
        assert not forbidden, f"{path.relative_to(ROOT)} imports {', '.join(sorted(forbidden))}"


@pytest.mark.parametrize("path", pure_sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_rules_are_pure(path: Path) -> None:
    tree = ast.parse(path.read_text())
    for name in imported(tree):
        assert name.split(".")[0] not in BANNED_MODULES, f"{path.name} imports {name}"
        assert not name.startswith("numpy.random"), f"{path.name} imports {name}"
    for node in ast.walk(tree):
        assert not isinstance(node, BANNED_NODES), f"{path.name}:{node.lineno} is not a plain function"
        if isinstance(node, ast.Attribute) and path.name != "chance.py":
            assert node.attr != "random", f"{path.name}:{node.lineno} draws chance past engine.chance"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in BANNED_CALLS, f"{path.name}:{node.lineno} calls {node.func.id}"


def test_no_rule_reads_files() -> None:
    founding = {"founded.py", "founding.py", *MAY_READ_PACKAGE_DATA}
    loaders = {"town.maps", "town.templates"}
    for path in sources("town"):
        if path.name not in founding:
            assert not loaders & set(imported(ast.parse(path.read_text()))), f"{path.name} loads data"
