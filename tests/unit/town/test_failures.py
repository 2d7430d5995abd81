"""A mind that gives no answer is told of: once for each operation, with the reason."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.minds import answer
from tests.towns import Play, place, play, villager
from town.ids import OperationId
from town.minds.constants import OPERATION_LASTS_MS
from town.minds.operations import PLAN_DAY
from town.minds.reports import operation_failed

HOME = place("home", 0, 0, 2, 2)


def town() -> Play:
    game = play(places=[HOME], villagers=[villager(1, "home")])
    game.seconds(1.1)
    return game


def failures(game: Play) -> list[dict[str, Any]]:
    return [body for kind, body in game.events if kind == "operationFailed"]


def test_a_reported_failure_is_told_with_its_reason() -> None:
    game = town()
    (asked,) = game.operations
    job = msgspec.json.decode(asked.body)
    game.send(
        operation_failed.request(operation=OperationId(asked.id), agent=job["agent"], reason="unreachable")
    )
    game.step(0)
    assert failures(game) == [
        {
            "kind": "operationFailed",
            "player": job["player"],
            "operation": asked.id,
            "task": PLAN_DAY,
            "reason": "unreachable",
        }
    ]
    assert game.rejected(
        operation_failed.request(operation=OperationId(asked.id), agent=job["agent"], reason="again")
    )
    assert len(failures(game)) == 1


def test_an_answer_that_does_not_come_is_a_failure() -> None:
    game = town()
    (asked,) = game.operations
    game.seconds(OPERATION_LASTS_MS / 1000 + 1)
    (failed, *_) = failures(game)
    assert (failed["operation"], failed["reason"]) == (asked.id, "no answer came in time")


def test_an_answer_is_no_failure() -> None:
    game = town()
    game.step(60, [answer(operation) for operation in game.operations])
    assert failures(game) == []
