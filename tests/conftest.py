"""What every test may ask for."""

from collections.abc import MutableMapping
from typing import Any, NoReturn

import pytest
import structlog

pytest_plugins = ["tests.fixtures.servers"]


def _drop(_logger: object, _method: str, _event: MutableMapping[str, Any]) -> NoReturn:
    raise structlog.DropEvent


@pytest.fixture(autouse=True)
def quiet_logs() -> None:
    structlog.configure(processors=[_drop])
