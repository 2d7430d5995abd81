"""Operations: slow work that the rules ask for and that reports back only by an input."""

from __future__ import annotations

import msgspec

from engine.inputs import WORKER


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """A slow job as the outbox keeps it.

    `id` is unique in its world; the job's id in the queue and the idempotency key of the input that reports
    back are made from it, so that a job done twice is answered once. `body` is the JSON of the rules' struct.
    """

    id: str
    kind: str
    body: msgspec.Raw
    issued_ms: int
    """World time at which the rules asked for it."""
    deadline_ms: int
    """World time after which the rules no longer take its answer."""
    urgent: bool
    """A person waits for it."""


def operation_key(operation_id: str) -> str:
    """The idempotency key of the input that reports back for an operation."""
    return f"operation:{operation_id}"


def reported_operation(actor: str, idempotency_key: str | None) -> str | None:
    """The id of the operation for which an input reports back; None if for none. Only a worker's can."""
    if actor != WORKER or idempotency_key is None or not idempotency_key.startswith("operation:"):
        return None
    return idempotency_key.removeprefix("operation:")


class Event(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that happened, for those who watch: not part of the state, never read by the rules."""

    at_ms: int
    kind: str
    subject: str
    body: msgspec.Raw


class Effects:
    """What a step leaves behind besides the changed state: drained by the engine when the step ends."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.events: list[Event] = []

    def issue(self, id_: str, job: msgspec.Struct, *, issued_ms: int, deadline_ms: int, urgent: bool) -> None:
        """Ask for a slow job; `job` is the rules' tagged struct, whose tag becomes the operation's kind."""
        kind = job.__struct_config__.tag
        assert isinstance(kind, str), f"{type(job).__name__} needs a tag"
        body = msgspec.Raw(msgspec.json.encode(job))
        self.operations.append(
            Operation(
                id=id_,
                kind=kind,
                body=body,
                issued_ms=issued_ms,
                deadline_ms=deadline_ms,
                urgent=urgent,
            )
        )

    def emit(self, at_ms: int, subject: str, body: msgspec.Struct) -> None:
        """Tell who watches that something happened; the struct's tag becomes the event's kind."""
        kind = body.__struct_config__.tag
        assert isinstance(kind, str), f"{type(body).__name__} needs a tag"
        raw = msgspec.Raw(msgspec.json.encode(body))
        self.events.append(Event(at_ms=at_ms, kind=kind, subject=subject, body=raw))

    def drain(self) -> tuple[tuple[Operation, ...], tuple[Event, ...]]:
        """All that has gathered since the last call."""
        drained = tuple(self.operations), tuple(self.events)
        self.operations, self.events = [], []
        return drained
