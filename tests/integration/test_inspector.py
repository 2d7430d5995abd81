"""Minds as the web tells them, on a real Postgres: whole, in order, to their owner alone, and unchanged by reading."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import AsyncTestClient

from agent.asking.postgres_ledger import PostgresLedger
from agent.memory.records import Budget, NewMemory
from agent.memory.relationships import PostgresRelationships, Relationship
from agent.memory.stream import PostgresMemories, open_memory_pool
from agent.models.ledger import CallRecord
from agent.models.wordllama_embeddings import WordLlamaEmbeddings
from agent.worker import WorkerSettings, run_worker
from engine.pool import Pool
from engine.postgres import open_postgres_store
from records.memories import MemoryKind
from tests.live.client import assert_problem
from tests.memories import WORLD, WordVectors, memory, question
from town.founding import new_world
from town.rules import TOWN
from web.app import create_app
from web.keys import hash_key
from web.settings import WebSettings

OWNER = {"Authorization": "Bearer owner"}
ROOT = f"/api/worlds/{WORLD}/players/p:1"
PRIVATE = (
    "memories",
    "memories/evidence?of=m1",
    "memories/search?question=x",
    "relationships",
    "usage",
)
PUBLIC = ("plan", "failures")

Web = httpx.AsyncClient


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    async with open_postgres_store(database) as store, open_memory_pool(database) as opened:
        await store.create_world(
            new_world(WORLD, "W", "hollow", seed=1, owner_key_hash=hash_key("owner"), rules=TOWN)
        )
        yield opened


@pytest.fixture
async def web(pool: Pool, database: str, tmp_path: Path) -> AsyncIterator[Web]:
    settings = WebSettings(database_url=database, client_folder=tmp_path)
    async with AsyncTestClient(create_app(settings, TOWN)) as client:
        yield client


@asynccontextmanager
async def serving(database: str, folder: Path, redis_url: str) -> AsyncGenerator[Web]:
    """A server in this test's own loop, so that a worker can run beside it."""
    app = create_app(WebSettings(database_url=database, client_folder=folder, redis_url=redis_url), TOWN)
    transport = httpx.ASGITransport(app)  # pyright: ignore[reportArgumentType]  # its types name an older scope
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url="http://town") as client:
        yield client


async def read(web: Web, path: str, **query: Any) -> Any:
    response = await web.get(f"{ROOT}/{path}", params=query, headers=OWNER)
    assert response.status_code == 200, response.text
    return response.json()


async def read_all(web: Web, **query: Any) -> list[str]:
    """The ids of a whole stream, page by page."""
    ids: list[str] = []
    before: dict[str, str] = {}
    while True:
        page = await read(web, "memories", **query, **before)
        assert len(page["memories"]) <= query["limit"]
        ids += [kept["id"] for kept in page["memories"]]
        if page["next"] is None:
            return ids
        before = {"before": page["next"]}


def some_memories(chance: random.Random, count: int) -> list[NewMemory]:
    """Many of the same moment, so that only ids part them."""
    return [
        memory(
            f"m{number:03}",
            chance.choice(["Baked RYE bread.", "Saw a boat 100%_sure.", "Met Otto; he left."]),
            kind=chance.choice(list(MemoryKind)),
            at_ms=chance.randrange(12),
            importance=chance.randint(1, 10),
            about=tuple(chance.sample(["p:2", "p:3", "p:4"], chance.randrange(3))),
        )
        for number in range(count)
    ]


def wanted(kept: NewMemory, query: dict[str, Any]) -> bool:
    """The filter in plain words."""
    return (
        kept.kind.value in query.get("kind", [kind.value for kind in MemoryKind])
        and ("about" not in query or query["about"] in kept.about)
        and (kept.importance or 0) >= query.get("leastImportance", 1)
        and query.get("from", 0) <= kept.at_ms <= query.get("to", 99)
        and query.get("text", "").lower() in kept.text.lower()
    )


def some_query(chance: random.Random) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "kind": chance.sample([kind.value for kind in MemoryKind], 2),
        "about": chance.choice(["p:2", "p:9"]),
        "leastImportance": chance.randint(1, 10),
        "from": chance.randrange(8),
        "to": chance.randrange(4, 12),
        "text": chance.choice(["rye", "0%_S", "%", "nothing like it"]),
    }
    chosen = chance.sample(sorted(parts), chance.randrange(4))
    return {name: parts[name] for name in chosen}


@pytest.mark.parametrize("seed", range(4))
async def test_a_stream_is_read_whole_in_order_through_any_filter(pool: Pool, web: Web, seed: int) -> None:
    chance = random.Random(seed)
    kept = some_memories(chance, 60)
    await PostgresMemories(pool, WordVectors({}, 3)).keep(WORLD, [*kept, memory("x", "Other", player="p:2")])
    newest_first = sorted(kept, key=lambda one: (one.at_ms, one.id), reverse=True)
    for _ in range(12):
        query = some_query(chance)
        expected = [one.id for one in newest_first if wanted(one, query)]
        assert await read_all(web, limit=chance.choice([1, 7, 100]), **query) == expected, query


async def test_a_memory_is_told_with_all_that_is_kept_with_it(pool: Pool, web: Web) -> None:
    stream = PostgresMemories(pool, WordVectors({}, 3))
    seen = memory("m0", "The oven smoked.", at_ms=3, importance=4)
    told = memory(
        "o:1/reflection/0",
        "I ought to sweep the chimney.",
        kind=MemoryKind.REFLECTION,
        at_ms=5,
        place="bakery",
        importance=9,
        source="p:2",
        evidence=("m0", "gone"),
        about=("p:2",),
        tags=("news",),
    )
    await stream.keep(WORLD, [seen, told])
    await stream.retrieve(question("oven", now_ms=8))
    (newest, _) = (await read(web, "memories"))["memories"]
    assert newest == {
        "id": "o:1/reflection/0",
        "kind": "reflection",
        "text": "I ought to sweep the chimney.",
        "atMs": 5,
        "place": "bakery",
        "importance": 9,
        "source": "p:2",
        "evidence": ["m0", "gone"],
        "about": ["p:2"],
        "tags": ["news"],
        "accessedMs": 8,
        "embeddingModel": "words",
        "archivedIn": None,
    }
    assert [root["id"] for root in await read(web, "memories/evidence", of=newest["id"])] == ["m0"]
    assert await read(web, "memories/evidence", of="m0") == []
    assert await read(web, "memories/evidence", of="nothing") == []
    await pool.execute("UPDATE memories SET archived_in = 's' WHERE id = 'm0'")
    assert [kept["id"] for kept in (await read(web, "memories"))["memories"]] == [newest["id"]]
    (faded,) = await read(web, "memories/evidence", of=newest["id"])
    assert faded["archivedIn"] == "s", "what rests on a faded memory still shows it"


async def test_relationships_are_the_latest_of_each(pool: Pool, web: Web) -> None:
    kept = PostgresRelationships(pool)
    for talks, other in ((1, "p:2"), (1, "p:3"), (2, "p:2")):
        tie = Relationship(
            other=other, familiarity=10 * talks, warmth=-3, talks=talks, summary="A friend.", at_ms=talks
        )
        await kept.keep(WORLD, "p:1", tie, f"o:{talks}{other}")
    ties = await read(web, "relationships")
    assert [(tie["other"], tie["talks"], tie["familiarity"]) for tie in ties] == [
        ("p:2", 2, 20),
        ("p:3", 1, 10),
    ]
    assert (ties[0]["warmth"], ties[0]["summary"], ties[0]["atMs"]) == (-3, "A friend.", 2)


async def test_calls_are_summed_for_one_person(pool: Pool, web: Web) -> None:
    now_ms = int(await pool.fetchval("SELECT extract(epoch FROM now()) * 1000"))
    ledger = PostgresLedger(pool)
    for number in range(30):
        outcome = "ok" if number % 3 else "bad_answer" if number == 6 else "throttled"
        player, model = f"p:{1 + number % 2}", "scripted" if number % 5 == 0 else "chat"
        await ledger.record(
            CallRecord(now_ms - number, WORLD, player, "say", model, 10, 5, 1, 100, outcome, 20)
        )
    old_ms = now_ms - 40 * 86_400_000
    await ledger.record(CallRecord(old_ms, WORLD, "p:1", "say", "chat", 10, 5, 1, 100, "ok", 20))
    await ledger.write()
    usage = await read(web, "usage", days=30)
    assert (usage["total"]["calls"], usage["total"]["stoodIn"], usage["total"]["failures"]) == (12, 3, 4)
    assert usage["total"]["badAnswers"] == 1
    assert sum(part["calls"] for part in usage["parts"]) == 15
    assert len(usage["latest"]) == 16
    assert [call["atMs"] for call in usage["latest"][:2]] == [now_ms, now_ms - 2]
    assert usage["latest"][0]["outcome"] == "throttled"


async def test_minds_are_their_owners(web: Web) -> None:
    for path in PRIVATE:
        assert_problem(await web.get(f"{ROOT}/{path}"), 401)
        wrong = {"Authorization": "Bearer not-the-owner"}
        assert_problem(await web.get(f"{ROOT}/{path}", headers=wrong), 403)
        elsewhere = f"/api/worlds/nowhere/players/p:1/{path}"
        assert_problem(await web.get(elsewhere, headers=OWNER), 404)
    for path in PUBLIC:
        assert (await web.get(f"{ROOT}/{path}")).status_code == 200
        assert_problem(await web.get(f"/api/worlds/nowhere/players/p:1/{path}"), 404)


async def test_a_stranger_has_nothing_in_mind(web: Web) -> None:
    for player in ("p:999999", "nobody", "' OR 1=1 --", "x" * 3000):
        base = f"/api/worlds/{WORLD}/players/{player}"
        assert (await web.get(f"{base}/memories", headers=OWNER)).json() == {"memories": [], "next": None}
        assert (await web.get(f"{base}/relationships", headers=OWNER)).json() == []
        assert (await web.get(f"{base}/plan")).json() == {"plan": None}
        assert (await web.get(f"{base}/failures")).json() == []


OUT_OF_BOUNDS = [
    *("limit=0", "limit=101", "limit=x", "leastImportance=0", "leastImportance=11", "kind=dream"),
    *("from=-1", f"to={2**60}", "before=x", "before=-1.m", f"before={10**20}.m", "before=\u0661.m"),
    *("text=" + "x" * 301, "about=" + "x" * 41, "before=" + "1" * 201),
]


async def test_what_is_out_of_bounds_is_refused(web: Web) -> None:
    for query in OUT_OF_BOUNDS:
        assert_problem(await web.get(f"{ROOT}/memories?{query}", headers=OWNER), 400)
    for query in ("", "question=", "question=" + "x" * 301, "question=x&limit=51"):
        assert_problem(await web.get(f"{ROOT}/memories/search?{query}", headers=OWNER), 400)


async def test_what_no_text_can_hold_is_not_found(web: Web) -> None:
    for path in (
        "memories?text=%00",
        "memories?about=%00",
        "memories?before=1.%00",
        "memories/evidence?of=%00",
    ):
        assert_problem(await web.get(f"{ROOT}/{path}", headers=OWNER), 404)


async def until_a_worker_answers(web: Web) -> None:
    async with asyncio.timeout(60):
        while (await web.get(f"{ROOT}/memories/search?question=x", headers=OWNER)).status_code == 503:
            await asyncio.sleep(0.1)


async def test_a_search_is_what_the_mind_would_find_and_leaves_no_trace(
    pool: Pool, database: str, valkey_url: str, tmp_path: Path
) -> None:
    stream = PostgresMemories(pool, WordLlamaEmbeddings())
    texts = ["The rolls are baked before dawn.", "A boat lies upturned.", "Otto owes me for bread."]
    await stream.keep(WORLD, [memory(f"m{n}", text, importance=n + 1) for n, text in enumerate(texts)])
    worker = asyncio.create_task(
        run_worker(WorkerSettings(database_url=database, redis_url=valkey_url), TOWN)
    )
    try:
        async with serving(database, tmp_path, valkey_url) as web:
            await until_a_worker_answers(web)
            answer = await read(web, "memories/search", question="who bakes bread?", limit=2)
            told = await read(web, "memories/search", question="bread", kind="told")
    finally:
        worker.cancel()
        await asyncio.wait([worker])
    assert told["found"] == []
    asked = question("who bakes bread?", budget=Budget(2), now_ms=answer["nowMs"])
    expected = await stream.find(asked)
    assert [found["memory"]["id"] for found in answer["found"]] == [one.memory.id for one in expected]
    for found, one in zip(answer["found"], expected, strict=True):
        parts = [found[part] for part in ("recency", "importance", "relevance")]
        assert parts == pytest.approx([one.recency, one.importance, one.relevance])
        weights = answer["weights"].values()
        assert found["score"] == pytest.approx(sum(w * p for w, p in zip(weights, parts, strict=True)))
        assert found["memory"]["text"] in texts
    assert await pool.fetchval("SELECT count(*) FROM memory_accesses") == 0


async def test_without_a_worker_a_search_says_so(
    pool: Pool, database: str, valkey_url: str, tmp_path: Path
) -> None:
    for redis_url in ("", valkey_url, "unix:///nowhere/valkey.sock"):
        async with serving(database, tmp_path, redis_url) as web:
            response = await web.get(f"{ROOT}/memories/search?question=bread", headers=OWNER)
            problem = assert_problem(response, 503)
            assert problem["type"] == "urn:everbrook:problem:minds-silent"
            assert "the minds do not answer" in problem["detail"].lower()
            assert (await web.get(f"{ROOT}/memories", headers=OWNER)).status_code == 200
