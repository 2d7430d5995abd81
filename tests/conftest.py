"""What every test may ask for."""

from collections.abc import MutableMapping
from typing import Any, NoReturn

import pytest
import structlog

from tests.effort import load_profiles

load_profiles()
pytest_plugins = ["tests.fixtures.servers"]


def _drop(_logger: object, _method: str, _event: MutableMapping[str, Any]) -> NoReturn:
    raise structlog.DropEvent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests out, a file stays whole, and so do all that need the browser."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group("browser" if file.startswith("tests/browser/") else file))


@pytest.fixture(autouse=True)
def quiet_logs() -> None:
    structlog.configure(processors=[_drop])
