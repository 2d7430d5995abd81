"""`PostgresStore`: the store protocol over asyncpg. Each write is one statement, so one transaction and one
round trip; SQL stands in `engine/sql.py`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg
import msgspec
from msgspec.structs import replace

from engine import sql
from engine.game import Answer, Error, Ok, Step
from engine.inputs import Request
from engine.listening import listen
from engine.operations import Operation, finished_operation
from engine.outages import spoken_plainly
from engine.rows import (
    answer_columns,
    changes_of,
    entity_columns,
    entity_of,
    event_columns,
    event_of,
    json_text,
    operation_columns,
    operation_of,
    payload,
    request_of,
    text_of,
)
from engine.state import Entity
from engine.store import (
    INPUT_KIND,
    MOST_STEPS_READ,
    MOST_WAITING_INPUTS,
    STEP_KIND,
    WORLD_KIND,
    CommittedStep,
    KeyReused,
    Loaded,
    LoggedInput,
    NewWorld,
    NumberedEvent,
    ReceivedInput,
    Signal,
    StaleGeneration,
    StoreUnavailable,
    TooManyWaiting,
    UnknownWorld,
    WorldExists,
    WorldRecord,
    refusal_of,
)

if TYPE_CHECKING:
    Pool = asyncpg.Pool[asyncpg.Record]


@asynccontextmanager
async def open_postgres_store(
    dsn: str, *, most_connections: int = 10, most_waiting_inputs: int = MOST_WAITING_INPUTS
) -> AsyncGenerator[PostgresStore]:
    """A store on the database at `dsn`, which must be migrated. Raises `StoreUnavailable`."""
    async with spoken_plainly():
        pool = await asyncpg.create_pool(dsn, min_size=1, max_size=most_connections, command_timeout=30)
    try:
        yield PostgresStore(pool, dsn, most_waiting_inputs=most_waiting_inputs)
    finally:
        pool.terminate()


class PostgresStore:
    """See `engine.store.Store`."""

    def __init__(self, pool: Pool, dsn: str, *, most_waiting_inputs: int) -> None:
        self._pool = pool
        self._dsn = dsn
        self._most_waiting_inputs = most_waiting_inputs

    async def create_world(self, world: NewWorld) -> None:
        """See `Store`."""
        try:
            await self._row(
                sql.CREATE_WORLD,
                world.id,
                world.name,
                world.rules,
                world.template,
                world.seed,
                world.owner_key_hash,
                world.state_hash,
                *entity_columns(world.entities),
                *event_columns(world.events),
                *operation_columns(world.operations),
                payload(world.id, WORLD_KIND),
                msgspec.json.encode(world.entities).decode(),
            )
        except asyncpg.UniqueViolationError as error:
            raise WorldExists(f"there is a world {world.id} already; choose another id") from error

    async def worlds(self) -> list[WorldRecord]:
        """See `Store`."""
        return [WorldRecord(**row) for row in await self._rows(sql.WORLDS)]

    async def world(self, world_id: str) -> WorldRecord:
        """See `Store`."""
        return WorldRecord(**await self._known(world_id, sql.WORLD, world_id))

    async def rename_world(self, world_id: str, name: str) -> None:
        """See `Store`."""
        await self._known(world_id, sql.RENAME_WORLD, world_id, name, payload(world_id, WORLD_KIND))

    async def delete_world(self, world_id: str) -> None:
        """See `Store`."""
        await self._known(world_id, sql.DELETE_WORLD, world_id, payload(world_id, WORLD_KIND))

    async def attend(self, world_ids: Sequence[str]) -> None:
        """See `Store`."""
        await self._row(sql.ATTEND, list(world_ids))

    async def owner_key_hash(self, world_id: str) -> bytes:
        """See `Store`."""
        return (await self._known(world_id, sql.OWNER_KEY_HASH, world_id))[0]

    async def take(self, world_id: str) -> int:
        """See `Store`."""
        return (await self._known(world_id, sql.TAKE, world_id))[0]

    async def load(self, world_id: str, kinds: Sequence[str] | None = None) -> Loaded:
        """See `Store`."""
        row = await self._known(world_id, sql.LOAD, world_id, None if kinds is None else list(kinds))
        fields = dict(row)
        entities = tuple(entity_of(values) for values in fields.pop("entities"))
        state_hash = fields.pop("state_hash")
        return Loaded(world=WorldRecord(**fields), entities=entities, state_hash=state_hash)

    async def founding(self, world_id: str) -> Loaded:
        """See `Store`."""
        fields = dict(await self._known(world_id, sql.FOUNDING, world_id))
        entities = msgspec.json.decode(fields.pop("entities"), type=tuple[Entity, ...])
        state_hash = fields.pop("state_hash")
        first = replace(WorldRecord(**fields), step=0, next_tick=0, last_input=0)
        return Loaded(world=first, entities=entities, state_hash=state_hash)

    async def send(self, world_id: str, request: Request, *, idempotency_key: str | None = None) -> int:
        """See `Store`."""
        args = text_of(request.args)
        if idempotency_key is not None:
            before = await self._sent_before(world_id, request, idempotency_key)
            if before is not None:
                return before
        try:
            row = await self._row(
                sql.SEND,
                world_id,
                request.name,
                args,
                idempotency_key,
                self._most_waiting_inputs,
                payload(world_id, INPUT_KIND),
            )
        except asyncpg.UniqueViolationError as error:
            before = await self._sent_before(world_id, request, idempotency_key or "")
            if before is None:
                raise StoreUnavailable("the database contradicts itself about a key; send again") from error
            return before
        if row is None:
            await self.world(world_id)
            raise TooManyWaiting("too many inputs wait for this world; try again in a second")
        return row["number"]

    async def _sent_before(self, world_id: str, request: Request, key: str) -> int | None:
        row = await self._row(sql.SENT_BEFORE, world_id, key)
        if row is None:
            return None
        if (row["name"], row["args"]) != (request.name, text_of(request.args)):
            raise KeyReused("this idempotency key was used for another input; take a fresh one")
        return row["number"]

    async def inputs_after(self, world_id: str, number: int, limit: int) -> list[ReceivedInput]:
        """See `Store`."""
        rows = await self._rows(sql.INPUTS_AFTER, world_id, number, limit)
        return [
            ReceivedInput(
                number=row["number"], request=request_of(row), idempotency_key=row["idempotency_key"]
            )
            for row in rows
        ]

    async def answer(self, world_id: str, number: int) -> Answer | None:
        """See `Store`."""
        row = await self._row(sql.ANSWER, world_id, number)
        if row is None:
            await self.world(world_id)
            raise LookupError(f"world {world_id} has accepted no input {number}")
        if row["outcome"] is None:
            return None
        outcome = msgspec.json.decode(row["outcome"], type=Ok | Error)
        return Answer(number, row["tick"], outcome, row["idempotency_key"])

    async def commit(self, world_id: str, generation: int, step: Step, *, behind_ms: int = 0) -> int:
        """See `Store`."""
        row = await self._row(
            sql.COMMIT,
            world_id,
            generation,
            step.from_tick,
            step.next_tick,
            step.last_input,
            json_text(step.changes),
            step.history,
            step.state_hash,
            behind_ms,
            *entity_columns([c for c in step.changes if c.body is not None]),
            [c.kind for c in step.changes if c.body is None],
            [c.id for c in step.changes if c.body is None],
            *answer_columns(step.answers),
            *event_columns(step.events),
            *operation_columns(step.operations),
            [finished_operation(a.idempotency_key) for a in step.answers if a.idempotency_key],
            payload(world_id, STEP_KIND),
        )
        if row is None:
            raise await self._stale(world_id)
        return row["step"]

    async def beat(self, world_id: str, generation: int) -> None:
        """See `Store`."""
        if await self._row(sql.BEAT, world_id, generation) is None:
            raise await self._stale(world_id)

    async def _stale(self, world_id: str) -> StaleGeneration:
        now = (await self.world(world_id)).generation
        return StaleGeneration(f"world {world_id} was taken by generation {now}")

    async def steps_after(self, world_id: str, number: int, limit: int) -> list[CommittedStep]:
        """See `Store`."""
        return await self._steps(world_id, await self._rows(sql.STEPS_AFTER, world_id, number, limit))

    async def steps_between(self, world_id: str, from_tick: int, to_tick: int) -> list[CommittedStep]:
        """See `Store`."""
        rows = await self._rows(sql.STEPS_BETWEEN, world_id, from_tick, to_tick, MOST_STEPS_READ)
        return await self._steps(world_id, rows)

    async def _steps(self, world_id: str, rows: Sequence[asyncpg.Record]) -> list[CommittedStep]:
        if not rows:
            await self.world(world_id)
            return []
        happened = await self._rows(sql.EVENTS_OF_STEPS, world_id, rows[0]["number"], rows[-1]["number"])
        return [
            CommittedStep(
                number=row["number"],
                from_tick=row["from_tick"],
                next_tick=row["next_tick"],
                last_input=row["last_input"],
                changes=changes_of(row["changes"]),
                events=tuple(event_of(event) for event in happened if event["step"] == row["number"]),
                history=row["history"],
                state_hash=row["state_hash"],
            )
            for row in rows
        ]

    async def events(
        self, world_id: str, *, kind: str, subject: str | None, before: int | None, limit: int
    ) -> list[NumberedEvent]:
        """See `Store`."""
        rows = await self._rows(sql.EVENTS, world_id, kind, subject, before, limit)
        if not rows:
            await self.world(world_id)
        return [event_of(row) for row in reversed(rows)]

    async def input_log(self, world_id: str, after: int, limit: int) -> list[LoggedInput]:
        """See `Store`."""
        rows = await self._rows(sql.INPUT_LOG, world_id, after, limit)
        return [
            LoggedInput(
                number=row["number"],
                tick=row["tick"],
                request=request_of(row),
                idempotency_key=row["idempotency_key"],
                refusal=refusal_of(msgspec.json.decode(row["outcome"], type=Ok | Error)),
            )
            for row in rows
        ]

    async def unfinished_operations(self, world_id: str) -> list[Operation]:
        """See `Store`."""
        return [operation_of(row) for row in await self._rows(sql.UNFINISHED_OPERATIONS, world_id)]

    async def operation(self, world_id: str, operation_id: str) -> Operation | None:
        """See `Store`."""
        row = await self._row(sql.OPERATION, world_id, operation_id)
        return None if row is None else operation_of(row)

    async def bind_key(self, world_id: str, key_hash: bytes, input_number: int) -> None:
        """See `Store`."""
        try:
            await self._row(sql.BIND_KEY, world_id, key_hash, input_number)
        except asyncpg.ForeignKeyViolationError as error:
            raise UnknownWorld(f"there is no world {world_id}") from error

    async def subject_of_key(self, world_id: str, key_hash: bytes) -> str | None:
        """See `Store`."""
        row = await self._row(sql.SUBJECT_OF_KEY, world_id, key_hash)
        if row is None or row["outcome"] is None:
            return None
        outcome = msgspec.json.decode(row["outcome"], type=Ok | Error)
        return Answer(row["number"], 0, outcome, None).subject()

    @asynccontextmanager
    async def signals(self) -> AsyncGenerator[AsyncIterator[Signal]]:
        """See `Store`."""
        async with listen(self._dsn) as stream:
            yield stream

    async def _rows(self, query: str, *args: Any) -> list[asyncpg.Record]:
        async with spoken_plainly():
            return await self._pool.fetch(query, *args)

    async def _row(self, query: str, *args: Any) -> asyncpg.Record | None:
        async with spoken_plainly():
            return await self._pool.fetchrow(query, *args)

    async def _known(self, world_id: str, query: str, *args: Any) -> asyncpg.Record:
        row = await self._row(query, *args)
        if row is None:
            raise UnknownWorld(f"there is no world {world_id}")
        return row
