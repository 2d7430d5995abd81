"""Slow work: what the rules ask for and do not wait for. Each kind is declared once, in the `operations` of a part.

A worker finds who performs it by its kind, the tag of its request, and reports with an input: docs/ARCHITECTURE.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from engine.inputs import Input, Request, camel_case
from town.ids import OperationId
from town.world import World


class SlowRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is asked for: a struct with a tag. It holds all that may change until the work is done."""

    operation: OperationId


Q = TypeVar("Q", bound=SlowRequest)
A = TypeVar("A", bound=msgspec.Struct)

LONGEST_REASON = 500


def nobody_waits(_request: SlowRequest) -> bool:
    """No person waits for it."""
    return False


class SlowWork(msgspec.Struct, Generic[Q, A], frozen=True, kw_only=True):
    """One kind of slow work."""

    request: type[Q]
    answer: type[A]
    """What comes back: its fields are arguments of the report."""
    report: str
    """The input that reports the answer."""
    repeats: tuple[str, ...] = ()
    """Fields of the request that the report repeats besides those that name the work."""
    failure: str = "operationFailed"
    """The input that reports that there is no answer; it takes a `reason`."""
    names: tuple[str, ...] = ("operation", "agent")
    """Fields of the request by which both inputs name the work."""
    lasts_ms: int
    """World time after which the rules take no answer any more."""
    is_urgent: Callable[[Q], bool] = nobody_waits
    """Whether a person waits for it."""

    @property
    def kind(self) -> str:
        """The request's tag: under this name an operation is in the outbox, and somebody performs it."""
        tag = self.request.__struct_config__.tag
        assert isinstance(tag, str), f"{self.request.__name__} needs a tag"
        return tag

    def ask(self, world: World, now_ms: int, request: Q) -> None:
        """Ask for it, with the step that is being made."""
        world.effects.issue(
            request.operation,
            request,
            issued_ms=now_ms,
            deadline_ms=now_ms + self.lasts_ms,
            urgent=self.is_urgent(request),
        )

    def done(self, request: Q, answer: A) -> Request:
        """The input that reports an answer."""
        return _input(self.report, _repeated(request, (*self.names, *self.repeats)), answer)

    def failed(self, request: Q, reason: str) -> Request:
        """The input that reports that there is none."""
        return _input(self.failure, _repeated(request, self.names), {"reason": reason[:LONGEST_REASON]})


def misdeclared(work: SlowWork[Any, Any], inputs: Mapping[str, Input[World, Any, Any]]) -> str | None:
    """What is wrong with the inputs that a declaration names; None if nothing is."""
    answered = work.answer.__struct_fields__
    given = {work.report: (*work.names, *work.repeats, *answered), work.failure: (*work.names, "reason")}
    for name, arguments in given.items():
        if name not in inputs:
            return f"{work.kind} is reported by {name}, which is no input"
        taken = inputs[name].arguments.__struct_fields__
        if set(taken) != set(arguments):
            return f"{work.kind}: {name} takes {sorted(taken)}, and is given {sorted(arguments)}"
    missing = {*work.names, *work.repeats} - {*work.request.__struct_fields__}
    return f"{work.kind}: its request has no {sorted(missing)}" if missing else None


def _repeated(request: SlowRequest, names: tuple[str, ...]) -> dict[str, object]:
    return {camel_case(name): getattr(request, name) for name in names}


def _input(name: str, repeated: dict[str, object], more: msgspec.Struct | dict[str, object]) -> Request:
    arguments = {**repeated, **msgspec.to_builtins(more)}
    return Request(name, msgspec.Raw(msgspec.json.encode(arguments)))
