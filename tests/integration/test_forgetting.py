"""What somebody said is told on in a real town; then they are forgotten, and it is found nowhere."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from redis.asyncio import Redis

from agent.asking.answers_cache import PostgresAnswersCache
from agent.forgetting import forget_author
from agent.memory.embedding_cache import CachedEmbeddings, text_hash
from agent.memory.relationships import PostgresRelationships, Relationship
from agent.memory.stream import PostgresMemories, open_memory_pool
from bench.living import WORLD as LIVING
from bench.living import LivingTown
from engine.game import Ok
from engine.inputs import ANYONE, Request
from engine.pool import Pool
from engine.postgres import open_postgres_store
from engine.replay import ReplayResult, check_replay
from engine.words import Said, said
from everbrook.services.postgres import postgres_dsn
from everbrook.services.valkey import valkey_url
from tests.live.client import Client, Frame, Player
from tests.memories import WORLD, WordVectors, memory, question
from town.founding import new_world
from town.ids import ConversationId, PlayerId
from town.people.inputs import join
from town.rules import TOWN
from town.talk.inputs import finish_sending_message, leave_conversation, start_conversation

RARE = "cobalt walrus"
LINES = (
    f"Have you heard? The {RARE} sings at the mill.",
    f"Listen, this is new. The {RARE} wants to buy the mill.",
    f"I like the {RARE}, and nobody else.",
)
HEARSAY = memory("told", f"Bo said: {LINES[0]}", source="p:3", authors=("p:3", "p:7"))
FRIEND = Relationship(other="p:7", familiarity=3, warmth=4, talks=1, summary="Fond of the walrus.", at_ms=5)
SEED = 1
SECONDS_UNTIL_TOLD_ON, SECONDS_AFTER = 1_500, 60
PATIENCE_S = 90
GOES_ON_S = 3


async def test_what_is_told_on_is_found_nowhere(database: str) -> None:
    """Minds, perception and rules side by side, without the clock: so who tells whom is the same each time."""
    async with open_memory_pool(database) as pool:
        town = await LivingTown.found(pool, "hollow", seed=SEED)
        visitor = await say_in(town)
        for _ in range(SECONDS_UNTIL_TOLD_ON):
            await town.live(1)
            if await is_told_on(pool, visitor):
                break
        assert await is_told_on(pool, visitor)
        assert await tables_with(pool) == {"words", "memories"}, "the world holds no words"
        store = town.tools.store
        assert await forget_author(store, pool, LIVING, visitor) >= 2, "of who was told, and of a third"
        assert await tables_with(pool) == set()
        await town.live(SECONDS_AFTER)
        assert await tables_with(pool) == set(), "nobody tells it on any more"
        assert_same_bits(await check_replay(TOWN, store, LIVING))


async def say_in(town: LivingTown) -> str:
    """A visitor who has told somebody what nobody else knows, and taken leave of them."""
    visitor = PlayerId(await sent(town, join.request(name="Robin", character="look-01")))
    invite = start_conversation.request(player=visitor, invitee=PlayerId("p:1"))
    talk = ConversationId(await sent(town, invite))
    while town.game.world.conversations[talk].started_at_ms() is None:
        await town.live(1)
    key = await town.tools.store.author_key(LIVING, visitor)
    for number, line in enumerate(LINES):
        told = said(key, visitor, line, str(number))
        saying = finish_sending_message.request(
            player=visitor, conversation=talk, message_uuid=f"m{number}", text=told.words
        )
        await sent(town, saying, told)
    await sent(town, leave_conversation.request(player=visitor, conversation=talk))
    return visitor


async def sent(town: LivingTown, request: Request, *words: Said) -> str:
    """What an input is answered with."""
    number = await town.tools.store.send(LIVING, request, actor=ANYONE, words=words)
    await town.live(1)
    answer = await town.tools.store.answer(LIVING, number)
    assert answer is not None
    assert isinstance(answer.outcome, Ok), answer.outcome
    return msgspec.json.decode(answer.outcome.value)


async def is_told_on(pool: Pool, author: str) -> bool:
    """Whether somebody has heard it from another than its author."""
    return await pool.fetchval(
        "SELECT count(*) > 0 FROM memories WHERE source <> $1 AND $1 = ANY(authors)", author
    )


async def test_what_was_said_in_a_town_of_many_processes_is_found_nowhere(
    client: Client, town_folder: Path
) -> None:
    dsn = postgres_dsn(town_folder / "postgres")
    async with (
        asyncio.timeout(PATIENCE_S),
        open_postgres_store(dsn) as store,
        open_memory_pool(dsn) as pool,
    ):
        visitor = await client.join("Robin")
        talk = await say_to_somebody(client, visitor)
        while not await pool.fetchval("SELECT count(*) FROM memories WHERE $1 = ANY(authors)", visitor.id):
            await asyncio.sleep(0.1)
        assert await tables_with(pool) == {"words", "memories"}, "the world holds no words"
        assert await texts_of(client, talk, visitor) == list(LINES)

        assert await forget_author(store, pool, client.world, visitor.id)
        assert await texts_of(client, talk, visitor) == [""] * len(LINES)
        await asyncio.sleep(GOES_ON_S)  # minds that were at it meanwhile report, and the town lives on
        assert await tables_with(pool) == set()
        assert not await in_valkey(town_folder)
        await client.command("pause")
        assert_same_bits(await check_replay(TOWN, store, client.world))


async def test_minds_let_go_of_what_holds_the_words_and_of_nothing_else(database: str) -> None:
    vectors = WordVectors({}, dimensions=4)
    async with (
        open_memory_pool(database, most_connections=2) as pool,
        open_postgres_store(database) as store,
    ):
        await store.create_world(new_world(WORLD, "W", "hollow", seed=SEED, owner_key_hash=b"w", rules=TOWN))
        for author in ("p:3", "p:7"):
            await store.author_key(WORLD, author)
        cached = CachedEmbeddings(pool, vectors)
        memories, relationships = PostgresMemories(pool, cached), PostgresRelationships(pool)
        answers = PostgresAnswersCache(pool)
        await memories.keep(
            WORLD, [memory("seen", "Rain"), memory("mine", "Mine", authors=("p:3",)), HEARSAY]
        )
        await memories.retrieve(question("What of the walrus?"))
        for other, authors in (("p:3", ("p:3",)), ("p:7", ("p:3", "p:7"))):
            await relationships.keep(WORLD, "p:1", replace(FRIEND, other=other, authors=authors), "o:1")
        await answers.put(b"quoting", b"{}", WORLD, ["p:3", "p:7"])
        await answers.put(b"other", b"{}", WORLD, ["p:3"])

        assert await forget_author(store, pool, WORLD, "p:7") == 1
        assert await forget_author(store, pool, WORLD, "p:7") == 0
        await memories.keep(WORLD, [HEARSAY])
        await answers.put(b"quoting", b"{}", WORLD, ["p:7"])
        late = replace(FRIEND, other="p:9", authors=("p:7",))
        await relationships.keep(WORLD, "p:1", late, "o:2")

        kept = await memories.latest(WORLD, "p:1", 10)
        assert {each.id: each.authors for each in kept} == {"seen": (), "mine": ("p:3",)}
        summaries = {each.other: each.summary for each in await relationships.all_of(WORLD, "p:1")}
        assert summaries == {"p:3": FRIEND.summary, "p:7": "", "p:9": ""}
        assert [await answers.get(key) for key in (b"quoting", b"other")] == [None, b"{}"]
        hashes = {row["text_hash"] for row in await pool.fetch("SELECT text_hash FROM embeddings")}
        assert {text_hash("Rain"), text_hash("Mine")} <= hashes
        assert not {text_hash(HEARSAY.text), text_hash("What of the walrus?")} & hashes


async def say_to_somebody(client: Client, visitor: Player) -> str:
    """The talk in which the visitor has said all lines and taken leave; the town then hurries."""
    players: dict[str, Any] = (await client.first_frame()).fields["entities"]["players"]
    villagers = [id_ for id_, body in players.items() if not body["human"]]
    async with client.watch() as live:
        invited = False
        while not invited:
            asked = await visitor.send("startConversation", invitee=random.choice(villagers))
            invited = asked.json()["kind"] == "ok"  # else they are in a talk
        await client.command("setSpeed", speedPermille=8_000)
        talk = await started(live, visitor)
    await client.command("setSpeed", speedPermille=1_000)
    for number, line in enumerate(LINES):
        said = await visitor.send(
            "finishSendingMessage", conversation=talk, messageUuid=f"m{number}", text=line
        )
        assert said.json()["kind"] == "ok", said.text
    await visitor.send("leaveConversation", conversation=talk)
    await client.command("setSpeed", speedPermille=64_000)
    return talk


async def started(live: AsyncGenerator[Frame], visitor: Player) -> str:
    async with aclosing(live):
        async for frame in live:
            for event in frame.fields.get("events", []):
                if event["kind"] == "conversationStarted" and visitor.id in event["body"]["members"]:
                    return event["subject"]
    raise AssertionError("the line was closed")


async def tables_with(pool: Pool) -> set[str]:
    """The tables that hold the rare words in any column that can hold a text."""
    columns = await pool.fetch(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' "
        "AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')"
    )
    assert {"inputs", "events", "steps", "operations", "entities", "words", "memories"} <= {
        column["table_name"] for column in columns
    }
    found: set[str] = set()
    for table, column, kind in columns:
        text = f"encode({column}, 'escape')" if kind == "bytea" else f"{column}::text"
        query = f"SELECT count(*) FROM {table} WHERE {text} ILIKE ANY($1::text[])"
        if await pool.fetchval(query, [f"%{word}%" for word in (RARE, *RARE.split())]):
            found.add(table)
    return found


async def in_valkey(town_folder: Path) -> bool:
    """Whether any value in the queue's server holds the rare words."""
    redis: Any = Redis.from_url(valkey_url(town_folder / "valkey"))  # pyright: ignore[reportUnknownMemberType]
    try:
        return any([RARE.encode() in await value(redis, key) async for key in redis.scan_iter()])
    finally:
        await redis.aclose()


async def value(redis: Any, key: bytes) -> bytes:
    match await redis.type(key):
        case b"string":
            return await redis.get(key) or b""
        case b"zset":
            return b" ".join(await redis.zrange(key, 0, -1))
        case b"hash":
            return repr(await redis.hgetall(key)).encode()
        case b"none":
            return b""
        case other:
            pytest.fail(f"no test looks into a {other}")


async def texts_of(client: Client, talk: str, visitor: Player) -> list[str]:
    messages = (await client.http.get(f"{client.path}/conversations/{talk}/messages")).json()
    return [message["body"]["text"] for message in messages if message["body"]["player"] == visitor.id]


def assert_same_bits(result: ReplayResult) -> None:
    assert result.divergence is None, result.describe()
    assert result.inputs > 10
