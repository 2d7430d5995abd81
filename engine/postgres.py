"""`PostgresStore`: the store protocol over asyncpg. Each write is one statement, so one transaction and one
round trip; SQL stands in `engine/sql.py`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
import msgspec

from engine import sql
from engine.game import Answer, Error, Ok, Step
from engine.inputs import Request
from engine.keys import FOUNDING_CAUSE, KeyExists, new_key_id
from engine.listening import listen
from engine.operations import Operation, reported_operation
from engine.pool import Pool, open_pool
from engine.postgres_keys import KEYS_BY_HASH, PostgresKeys
from engine.postgres_leases import PostgresLeases
from engine.postgres_removal import PostgresRemoval
from engine.postgres_words import PostgresWords
from engine.rows import (
    answer_columns,
    changed_columns,
    changes_of,
    entity_columns,
    entity_of,
    event_columns,
    event_of,
    json_text,
    operation_columns,
    operation_of,
    origin_values,
    payload,
    request_of,
    said_columns,
    text_of,
)
from engine.state import Entity
from engine.store import (
    INPUT_KIND,
    MOST_STEPS_READ,
    MOST_WAITING_INPUTS,
    STEP_KIND,
    WORLD_KIND,
    AuthorForgotten,
    CommittedStep,
    FoundedBefore,
    Founding,
    KeyReused,
    Loaded,
    LoggedInput,
    NewWorld,
    NumberedEvent,
    ReceivedInput,
    Signal,
    StoreUnavailable,
    TooManyWaiting,
    UpgradedWorld,
    WorldExists,
    WorldRecord,
    refusal_of,
    same_meaning,
)
from engine.words import Said

WORLDS_BY_FOUNDING = "worlds_by_founding"
"""The constraint that keeps one world for what a founder asks for with one idempotency key."""


@asynccontextmanager
async def open_postgres_store(
    dsn: str, *, most_connections: int = 10, most_waiting_inputs: int = MOST_WAITING_INPUTS
) -> AsyncGenerator[PostgresStore]:
    """A store on the database at `dsn`, which must be migrated. Raises `StoreUnavailable`."""
    async with open_pool(dsn, least=1, most=most_connections, timeout_s=30) as pool:
        yield PostgresStore(pool, dsn, most_waiting_inputs=most_waiting_inputs)


class PostgresStore(PostgresWords, PostgresLeases, PostgresKeys, PostgresRemoval):
    """See `engine.store.Store`."""

    def __init__(self, pool: Pool, dsn: str, *, most_waiting_inputs: int) -> None:
        super().__init__(pool)
        self._dsn = dsn
        self._most_waiting_inputs = most_waiting_inputs

    async def create_world(self, world: NewWorld) -> None:
        """See `Store`. What is left of a deleted world of this id goes first."""
        try:
            await self._create_world(world)
        except WorldExists:
            if await self._row(sql.WORLD, world.id) is not None:
                raise
            await self.remove_rest(world.id)
            await self._create_world(world)

    async def _create_world(self, world: NewWorld) -> None:
        try:
            await self._row(
                sql.CREATE_WORLD,
                world.id,
                world.name,
                world.rules,
                world.template,
                world.seed,
                world.capacity,
                world.state_hash,
                *entity_columns(world.entities),
                *event_columns(world.events),
                *operation_columns(world.operations),
                payload(world.id, WORLD_KIND),
                json_text(world.entities),
                world.rules_version,
                new_key_id(),
                world.owner_key_hash,
                *origin_values(world.origin),
                FOUNDING_CAUSE,
            )
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name == WORLDS_BY_FOUNDING:
                raise FoundedBefore("this idempotency key has founded a world already") from error
            if error.constraint_name == KEYS_BY_HASH:
                raise KeyExists("this owner's key is kept already; draw a fresh one") from error
            raise WorldExists(f"there is a world {world.id} already; choose another id") from error

    async def worlds(self) -> list[WorldRecord]:
        """See `Store`."""
        return [WorldRecord(**row) for row in await self._rows(sql.WORLDS)]

    async def world(self, world_id: str) -> WorldRecord:
        """See `Store`."""
        return WorldRecord(**await self._known(world_id, sql.WORLD, world_id))

    async def founded_before(self, founder: str, idempotency_key: str) -> Founding | None:
        """See `Store`."""
        row = await self._row(sql.FOUNDED_BEFORE, founder, idempotency_key)
        return None if row is None else Founding(row["id"], row["request"])

    async def worlds_founded(self, address: str | None = None) -> int:
        """See `Store`."""
        return await self._pool.fetchval(sql.WORLDS_FOUNDED, address)

    async def rename_world(self, world_id: str, name: str) -> None:
        """See `Store`."""
        await self._known(world_id, sql.RENAME_WORLD, world_id, name, payload(world_id, WORLD_KIND))

    async def delete_world(self, world_id: str) -> None:
        """See `Store`."""
        await self._known(world_id, sql.DELETE_WORLD, world_id, payload(world_id, WORLD_KIND))

    async def now_ms(self) -> int:
        """See `Store`."""
        row = await self._row(sql.NOW_MS)
        assert row is not None
        return row["now_ms"]

    async def attend(self, world_ids: Sequence[str]) -> None:
        """See `Store`."""
        await self._row(sql.ATTEND, list(world_ids))

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
        moment = {
            "step": fields.pop("founded_step"),
            "next_tick": fields.pop("founded_tick"),
            "last_input": fields.pop("founded_input"),
            "rules_version": fields.pop("founded_version"),
        }
        first = WorldRecord(**(fields | moment))
        return Loaded(world=first, entities=entities, state_hash=state_hash)

    async def send(
        self,
        world_id: str,
        request: Request,
        *,
        actor: str,
        idempotency_key: str | None = None,
        words: Sequence[Said] = (),
    ) -> int:
        """See `Store`."""
        args = text_of(request.args)
        if idempotency_key is not None:
            before = await self._sent_before(world_id, request, actor, idempotency_key)
            if before is not None:
                return before
        try:
            row = await self._row(
                sql.SEND_WITH_WORDS if words else sql.SEND,
                world_id,
                request.name,
                args,
                idempotency_key,
                self._most_waiting_inputs,
                payload(world_id, INPUT_KIND),
                actor,
                *(said_columns(words) if words else ()),
            )
        except asyncpg.UniqueViolationError as error:
            before = await self._sent_before(world_id, request, actor, idempotency_key or "")
            if before is None:
                raise StoreUnavailable("the database contradicts itself about a key; send again") from error
            return before
        except asyncpg.ForeignKeyViolationError as error:  # of `words_of_an_author`
            raise AuthorForgotten("who says this was forgotten just now; say it under a new key") from error
        if row is None:
            await self.world(world_id)
            raise TooManyWaiting("too many inputs wait for this world; try again in a second")
        return row["number"]

    async def input_sent(self, world_id: str, actor: str, idempotency_key: str) -> int | None:
        """See `Store`."""
        row = await self._row(sql.SENT_BEFORE, world_id, actor, idempotency_key)
        return None if row is None else row["number"]

    async def _sent_before(self, world_id: str, request: Request, actor: str, key: str) -> int | None:
        row = await self._row(sql.SENT_BEFORE, world_id, actor, key)
        if row is None:
            return None
        if not same_meaning(request_of(row), request):
            raise KeyReused("this idempotency key was used for another input; take a fresh one")
        return row["number"]

    async def inputs_after(self, world_id: str, number: int, limit: int) -> list[ReceivedInput]:
        """See `Store`."""
        rows = await self._rows(sql.INPUTS_AFTER, world_id, number, limit)
        return [
            ReceivedInput(
                number=row["number"],
                request=request_of(row),
                actor=row["actor"],
                idempotency_key=row["idempotency_key"],
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
        reports = reported_operation(row["actor"], row["idempotency_key"])
        return Answer(number, row["tick"], outcome, reports)

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
            *changed_columns(step.changes),
            *answer_columns(step.answers),
            *event_columns(step.events),
            *operation_columns(step.operations),
            [a.reports for a in step.answers if a.reports is not None],
            payload(world_id, STEP_KIND),
        )
        if row is None:
            raise await self._stale(world_id)
        return row["step"]

    async def upgrade(self, world_id: str, generation: int, upgraded: UpgradedWorld) -> int:
        """See `Store`."""
        row = await self._row(
            sql.UPGRADE,
            world_id,
            generation,
            upgraded.rules_version,
            upgraded.state_hash,
            json_text(upgraded.changes),
            upgraded.history,
            json_text(upgraded.entities),
            *changed_columns(upgraded.changes),
            payload(world_id, STEP_KIND),
        )
        if row is None:
            raise await self._stale(world_id)
        return row["step"]

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
        happened: dict[int, list[NumberedEvent]] = {row["number"]: [] for row in rows}
        span = rows[0]["number"], rows[-1]["number"]
        for event in await self._rows(sql.EVENTS_OF_STEPS, world_id, *span):
            happened[event["step"]].append(event_of(event))
        return [
            CommittedStep(
                number=row["number"],
                from_tick=row["from_tick"],
                next_tick=row["next_tick"],
                last_input=row["last_input"],
                changes=changes_of(row["changes"]),
                events=tuple(happened[row["number"]]),
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
                actor=row["actor"],
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

    @asynccontextmanager
    async def signals(self) -> AsyncGenerator[AsyncIterator[Signal]]:
        """See `Store`."""
        async with listen(self._dsn) as stream:
            yield stream
