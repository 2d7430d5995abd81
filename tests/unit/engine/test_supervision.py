"""Whatever runs beside the main line has an owner: it is begun anew, told of, and over when its owner is."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from structlog.testing import capture_logs

from engine.supervision import Backoff, Bulkheads, Keepers, first_ended, keep_running, running_beside
from tests.fakes.virtual_time import run_in_virtual_time

BACKOFF = Backoff(first_s=1.0, longest_s=4.0, steady_s=60.0)


async def for_ever() -> None:
    await asyncio.Event().wait()


def test_what_fails_begins_anew_after_pauses_that_grow() -> None:
    began: list[float] = []

    async def work() -> None:
        began.append(asyncio.get_running_loop().time())
        if len(began) == 6:
            await asyncio.sleep(100)  # it runs well for a while
        if len(began) < 8:
            raise KeyError("a mistake")

    with capture_logs() as logs:
        run_in_virtual_time(keep_running("the work", work, BACKOFF))
    assert began == [0, 1, 3, 7, 11, 15, 116, 118]
    assert [(entry["log_level"], type(entry["exc_info"])) for entry in logs] == [("error", KeyError)] * 7


def test_a_store_that_is_away_is_one_line_without_a_traceback() -> None:
    tries = iter([OSError("away")] * 5)

    async def work() -> None:
        for error in tries:
            raise error

    with capture_logs() as logs:
        run_in_virtual_time(keep_running("the work", work, BACKOFF))
    assert [(entry["log_level"], "exc_info" in entry) for entry in logs] == [("warning", False)]


def test_work_beside_a_block_is_over_with_it() -> None:
    async def play() -> list[str]:
        told: list[str] = []

        async def work() -> None:
            try:
                await for_ever()
            finally:
                await asyncio.sleep(1)
                told.append("let go")

        async with running_beside("the work", work):
            await asyncio.sleep(1)
        return [*told, "after the block"]

    assert run_in_virtual_time(play()) == ["let go", "after the block"]


@pytest.mark.parametrize("error", [None, KeyError("a mistake")], ids=repr)
def test_the_first_to_end_ends_the_others(error: Exception | None) -> None:
    let_go: list[str] = []

    async def slow() -> str:
        try:
            await for_ever()
        finally:
            let_go.append("slow")
        return "slow"

    async def quick() -> str:
        await asyncio.sleep(1)
        if error is not None:
            raise error
        return "quick"

    async def play() -> asyncio.Task[str]:
        return await first_ended(slow(), quick())

    ended = run_in_virtual_time(play())
    assert (ended.exception(), let_go) == (error, ["slow"])
    assert error is not None or ended.result() == "quick"


def test_who_waits_for_the_first_takes_both_along_when_cancelled() -> None:
    let_go: list[str] = []

    async def work(name: str) -> None:
        try:
            await for_ever()
        finally:
            let_go.append(name)

    async def play() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await first_ended(work("one"), work("other"))

    run_in_virtual_time(play())
    assert sorted(let_go) == ["one", "other"]


def test_keepers_come_and_go() -> None:
    async def play() -> None:
        keepers = Keepers[str](BACKOFF)
        for key in ("a", "b", "c"):
            keepers.start(key, key, for_ever)
        keepers.start("brief", "brief", lambda: asyncio.sleep(1))
        await asyncio.sleep(2)
        assert keepers.keys() == {"a", "b", "c"}, "what has ended is forgotten"
        await keepers.stop("b")
        await keepers.stop("b")
        assert keepers.keys() == {"a", "c"}
        await keepers.close()
        assert keepers.keys() == set()
        assert len(asyncio.all_tasks()) == 1

    run_in_virtual_time(play())


def test_what_fails_for_one_key_is_left_alone_and_the_others_go_on() -> None:
    done: list[tuple[str, float]] = []

    def work(key: str) -> Coroutine[Any, Any, None]:
        done.append((key, asyncio.get_running_loop().time()))
        return _fail() if key == "bad" else asyncio.sleep(0)

    async def play() -> None:
        bulkheads = Bulkheads[str]("the work", BACKOFF)
        for _ in range(9):
            for key in ("bad", "good"):
                await bulkheads.attempt(key, lambda key=key: work(key))
            await asyncio.sleep(1)

    with capture_logs() as logs:
        run_in_virtual_time(play())
    assert [at for key, at in done if key == "good"] == list(range(9))
    assert [at for key, at in done if key == "bad"] == [0, 1, 3, 7]
    assert [(entry["key"], type(entry["exc_info"])) for entry in logs] == [("bad", KeyError)] * 4


async def _fail() -> None:
    raise KeyError("a mistake")


async def test_what_concerns_every_key_comes_out() -> None:
    async def away() -> None:
        raise ConnectionError("the store is away")

    with pytest.raises(ConnectionError):
        await Bulkheads[str]("the work").attempt("w", away)
