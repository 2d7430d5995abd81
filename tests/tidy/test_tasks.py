"""Every task has a parent that sees it end: in what is shipped, tasks are made in a TaskGroup or by a named owner."""

import ast
from collections import Counter

from tests.tidy.conftest import Plant
from tests.tidy.modules import PRODUCT, Module, Modules, called

MAKERS = {"create_task", "ensure_future", "run_coroutine_threadsafe"}

OWNERS = {"engine/supervision.py": 3}
"""How many tasks each makes and minds itself. It is exact: who makes one less is taken off."""


def orphans(modules: Modules) -> Counter[str]:
    """How often each module of the product names what makes tasks, but for a TaskGroup's own."""
    found = Counter[str]()
    for module in modules.values():
        if module.room in PRODUCT and (count := _orphans_in(module)):
            found[module.path.as_posix()] = count
    return found


def _orphans_in(module: Module) -> int:
    groups = _groups(module.tree)
    return sum(
        name in MAKERS and not (isinstance(node, ast.Attribute) and called(node.value) in groups)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name | ast.Attribute) and (name := called(node))
    )


def _groups(tree: ast.Module) -> set[str]:
    """The names of variables, fields and parameters that hold a TaskGroup."""
    groups: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target) if _is_group(value):
                groups.add(called(target))
            case ast.AnnAssign(target=target, annotation=value) if _is_group(value):
                groups.add(called(target))
            case ast.Assign(targets=targets, value=value) if _is_group(value):
                groups.update(called(target) for target in targets)
            case ast.arg(arg=name, annotation=ast.expr() as value) if _is_group(value):
                groups.add(name)
            case _:
                pass
    return groups


def _is_group(value: ast.expr) -> bool:
    return any(
        called(node) == "TaskGroup" for node in ast.walk(value) if isinstance(node, ast.Name | ast.Attribute)
    )


def test_no_task_is_without_a_parent(house: Modules) -> None:
    assert orphans(house) == OWNERS


def test_an_orphan_is_found_and_a_task_of_a_group_is_none(plant: Plant) -> None:
    modules = plant(
        {
            "web/bare.py": "import asyncio\ntask = asyncio.create_task(work())",
            "web/named.py": "from asyncio import ensure_future as soon, create_task\ncreate_task(work())",
            "web/passed.py": "import asyncio\ntasks = [*map(asyncio.ensure_future, works)]",
            "web/loop.py": "import asyncio\nasyncio.get_running_loop().create_task(work())",
            "web/both.py": (
                "import asyncio\n"
                "async def run():\n"
                "    async with asyncio.TaskGroup() as tasks:\n"
                "        tasks.create_task(work())\n"
                "        asyncio.create_task(work())\n"
            ),
            "web/grouped.py": (
                "from asyncio import TaskGroup\n"
                "def add(tasks: TaskGroup):\n"
                "    tasks.create_task(work())\n"
                "class Feeds:\n"
                "    def __init__(self, group: 'TaskGroup | None'):\n"
                "        self._group: TaskGroup = group\n"
                "    def add(self):\n"
                "        self._group.create_task(work())\n"
            ),
            "tests/elsewhere.py": "import asyncio\nasyncio.create_task(work())",
        }
    )
    assert orphans(modules) == {
        "web/bare.py": 1,
        "web/named.py": 1,
        "web/passed.py": 1,
        "web/loop.py": 1,
        "web/both.py": 1,
    }
