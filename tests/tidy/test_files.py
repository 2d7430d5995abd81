"""Every file is short, and every module is needed."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.tidy.conftest import Plant
from tests.tidy.modules import PRODUCT, ROOT, Module, Modules, files

MOST_LINES = 400
MADE = Path("web/client/src/wire/generated")
"""By a program, from what is written elsewhere."""
SOURCES = (".py", ".pyi", ".ts", ".tsx", ".css")

RUN_BY_OTHERS = (
    "migrations/env.py",
    "migrations/versions/*.py",
    "examples/**/*_[0-9][0-9][0-9][0-9]_*.py",
    "tests/**/test_*.py",
    "tests/**/conftest.py",
)
"""What Alembic and pytest find by its path."""


AWAITED = {
    "agent/forgetting.py",  # for who asks an owner to be forgotten
    *(  # for interviews in the page; the composer will answer in talks as well
        f"agent/interviewing/{name}.py"
        for name in ("__init__", "ability", "composer", "quoting", "recalling", "task", "understanding")
    ),
}
"""Shipped, but used by benchmarks and tests alone so far. It is exact: what comes into use is taken off."""


def long_files(root: Path) -> list[str]:
    """Each source file that somebody wrote and that is too long, with its number of lines."""
    written = [path for path in files(root, *SOURCES) if MADE not in Path(path).parents]
    lengths = {path: len((root / path).read_text().splitlines()) for path in written}
    return [f"{path} has {lines} lines" for path, lines in lengths.items() if lines >= MOST_LINES]


def unused(modules: Modules) -> list[str]:
    """Each module that is no entry point and that no entry point leads to; for what is shipped, none that is shipped."""
    entries = [module for module in modules.values() if _is_entry(module)]
    shipped = _reached((module for module in entries if module.room in PRODUCT), modules)
    reached = _reached(entries, modules)
    return [
        str(module.path)
        for module in modules.values()
        if module.name not in (shipped if module.room in PRODUCT else reached)
    ]


def _is_entry(module: Module) -> bool:
    return any(_matches(module.path, pattern) for pattern in RUN_BY_OTHERS) or any(
        isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"
        for node in module.tree.body
    )


def _matches(path: Path, pattern: str) -> bool:
    """As `Path.full_match` does, which Python has from 3.13."""
    folder, _, name = pattern.rpartition("/")
    folder, deep, _ = folder.partition("/**")
    parent = path.parent
    return path.match(name) and (parent == Path(folder) or (bool(deep) and Path(folder) in parent.parents))


def _reached(entries: Iterable[Module], modules: Modules) -> set[str]:
    """The names of the modules that these lead to; who imports a module also imports the packages around it."""
    reached: set[str] = set()
    ahead = [module.name for module in entries]
    while ahead:
        name = ahead.pop()
        if name in reached or name not in modules:
            continue
        reached.add(name)
        named = [name, *(reference.name for reference in modules[name].references)]
        ahead += [around for long in named for around in _with_packages(long)]
    return reached


def _with_packages(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


def test_files_are_short() -> None:
    assert not long_files(ROOT)


def test_every_module_is_needed(house: Modules) -> None:
    assert set(unused(house)) == AWAITED


def test_a_long_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "web" / "node_modules").mkdir(parents=True)
    (tmp_path / "web" / "short.ts").write_text("\n" * (MOST_LINES - 1))
    (tmp_path / "web" / "long.ts").write_text("\n" * MOST_LINES)
    (tmp_path / "web" / "node_modules" / "theirs.ts").write_text("\n" * MOST_LINES)
    assert long_files(tmp_path) == ["web/long.ts has 400 lines"]


def test_a_module_that_nobody_needs_is_found(plant: Plant) -> None:
    guard = "if __name__ == '__main__':\n    main()"
    modules = plant(
        {
            "everbrook/__init__.py": "",
            "everbrook/__main__.py": f"from everbrook.cli import main\n{guard}",
            "everbrook/cli.py": "def main():\n    from town import rules",
            "town/rules.py": "",
            "town/tested_alone.py": "",
            "town/cycle.py": "import town.circle",
            "town/circle.py": "import town.cycle",
            "town/empty/__init__.py": "",
            "migrations/versions/0001_first.py": "",
            "tests/unit/test_town.py": "import town.tested_alone, tests.help",
            "tests/help.py": "pytest_plugins = ['tests.servers']",
            "tests/servers.py": "",
            "tests/forgotten.py": "",
        }
    )
    assert sorted(unused(modules)) == [
        "tests/forgotten.py",
        "town/circle.py",
        "town/cycle.py",
        "town/empty/__init__.py",
        "town/tested_alone.py",
    ]
