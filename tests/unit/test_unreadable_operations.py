"""An operation that only a version before could read ends as failed, and is not tried for ever."""

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from agent.performers import PERFORMERS
from agent.worker import perform_operation
from engine.inputs import WORKER
from engine.memory_store import MemoryStore
from engine.operations import Operation
from town.founding import new_world
from town.minds.reports import operation_failed
from town.rules import TOWN
from town.settings import Speech


def no_one(_world: str, _speech: Speech) -> None:
    """Whoever would speak or think."""


@pytest.mark.parametrize("body", [{"type": "forgotten", "agent": "a:2"}, {"type": "decideNext"}, {}])
async def test_it_is_reported_as_failed(body: dict[str, Any]) -> None:
    old = Operation(
        id="o:9",
        kind="forgotten",
        body=msgspec.Raw(msgspec.json.encode(body)),
        issued_ms=0,
        deadline_ms=60_000,
        urgent=True,
    )
    store = MemoryStore()
    founded = new_world("w", "W", "hollow", seed=1, owner_key_hash=b"", rules=TOWN)
    await store.create_world(replace(founded, operations=(old,)))
    nobody = SimpleNamespace(mind_of=no_one)
    context = {
        "store": store,
        "memories": None,
        "minds": nobody,
        "relationships": None,
        "performers": PERFORMERS,
        "rules": TOWN,
    }
    await perform_operation(context, "w", "o:9")
    (report,) = await store.inputs_after("w", 0, 9)
    assert report.request.name == operation_failed.name
    assert (report.actor, report.reports) == (WORKER, "o:9")
    arguments = msgspec.json.decode(report.request.args)
    assert (arguments["operation"], arguments["agent"]) == ("o:9", body.get("agent", ""))
