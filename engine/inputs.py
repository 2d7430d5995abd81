"""Inputs: the one way to change a world.

An input is a plain function of the rules. Its keyword-only parameters are its arguments, and everything else
follows from them: the struct that the wire is decoded into, the JSON schema, the typed `request` of callers.
"""

from __future__ import annotations

import enum
import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, get_type_hints

import msgspec

W = TypeVar("W")
P = ParamSpec("P")
R = TypeVar("R")


class Rejected(Exception):
    """The input can't be done now. Its message is shown to who sent it: say what stands in the way."""


class Authority(enum.Enum):
    """Who may send an input from outside. The web checks it; the rules never see a key."""

    ANYONE = "anyone"
    SUBJECT = "subject"
    """Only who holds the key of the thing that the input's subject argument names."""
    OWNER = "owner"
    OPERATION = "operation"
    """Only the worker that performed an operation reports with it."""
    SERVER = "server"
    """Only the program itself, by what it sees outside the world: whether anybody is there."""


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An input as it is sent: `args` is the JSON of its arguments."""

    name: str
    args: msgspec.Raw


class Input(Generic[W, P, R]):
    """One kind of input, made from its function by an `Inputs` registry."""

    def __init__(
        self,
        function: Callable[Concatenate[W, int, P], R],
        authority: Authority,
        subject: str | None,
    ) -> None:
        self.function = function
        self.name = camel_case(function.__name__)
        self.authority = authority
        self.subject = subject
        self.arguments = _arguments_struct(function)
        assert subject is None or subject in self.arguments.__struct_fields__

    @property
    def description(self) -> str:
        """The first paragraph of the function's docstring, for the API's users."""
        return (inspect.getdoc(self.function) or "").split("\n\n")[0]

    def request(self, *args: P.args, **kwargs: P.kwargs) -> Request:
        """The request that a typed caller submits."""
        return Request(self.name, msgspec.Raw(msgspec.json.encode(self.arguments(*args, **kwargs))))

    def decode(self, args: bytes | msgspec.Raw) -> msgspec.Struct:
        """The arguments, checked against their types. Raises `Rejected`, naming the argument at fault."""
        try:
            return msgspec.json.decode(args, type=self.arguments)
        except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Rejected(f"{self.name}: {error}") from error

    def apply(self, world: W, now: int, arguments: msgspec.Struct) -> R:
        """Change the world at `now` (ms), or raise `Rejected` having changed nothing."""
        values = {name: getattr(arguments, name) for name in arguments.__struct_fields__}
        call: Callable[..., R] = self.function
        return call(world, now, **values)


class Inputs(Generic[W]):
    """The inputs of one game by their wire names. The registry itself is the decorator."""

    def __init__(self) -> None:
        self.by_name: dict[str, Input[W, Any, Any]] = {}

    def __call__(
        self, authority: Authority, *, subject: str | None = None
    ) -> Callable[[Callable[Concatenate[W, int, P], R]], Input[W, P, R]]:
        """Declare a function as an input.

        `subject` names the argument that holds the id of who acts; it is needed for `Authority.SUBJECT`.
        """
        assert authority is not Authority.SUBJECT or subject is not None

        def declare(function: Callable[Concatenate[W, int, P], R]) -> Input[W, P, R]:
            declared = Input(function, authority, subject)
            assert declared.name not in self.by_name, f"{declared.name} is declared twice"
            self.by_name[declared.name] = declared
            return declared

        return declare


def decode_request(
    inputs: Mapping[str, Input[W, Any, Any]], name: str, args: bytes | msgspec.Raw
) -> tuple[Input[W, Any, Any], msgspec.Struct]:
    """The input called `name` with its decoded arguments. Raises `Rejected`."""
    found = inputs.get(name)
    if found is None:
        raise Rejected(f"there is no input called {name[:60]!r}; there are {', '.join(sorted(inputs))}")
    return found, found.decode(args)


@functools.cache
def camel_case(name: str) -> str:
    """`move_to` -> `moveTo`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _arguments_struct(function: Callable[..., Any]) -> type[msgspec.Struct]:
    hints = get_type_hints(function, include_extras=True)
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            continue
        declared = (parameter.name, hints[parameter.name])
        has_default = parameter.default is not inspect.Parameter.empty
        fields.append((*declared, parameter.default) if has_default else declared)
    return msgspec.defstruct(
        camel_case(function.__name__)[:1].upper() + camel_case(function.__name__)[1:],
        fields,
        frozen=True,
        kw_only=True,
        rename="camel",
        forbid_unknown_fields=True,
    )
