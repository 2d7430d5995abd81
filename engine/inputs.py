"""Inputs: the one way to change a world.

An input is a plain function of the rules. Its keyword-only parameters are its arguments, and everything else
follows from them: the struct that the wire is decoded into, the JSON schema, the typed `request` of callers.
"""

from __future__ import annotations

import enum
import functools
import inspect
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Annotated, Any, Concatenate, Generic, ParamSpec, TypeVar, get_args, get_type_hints

import msgspec

from engine.texts import fits, most_code_points
from engine.words import Said, Spoken, Words

W = TypeVar("W")
P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M")


class Rejected(Exception):
    """The input can't be done now. Its message is shown to who sent it: say what stands in the way."""


ANYONE, SERVER, WORKER = "anyone", "server", "worker"
"""Who sends an input without a key: somebody who has none yet, the program by what it sees outside the world, and
whoever performs its operations. Any other actor is the id of a key."""


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
    """An input as it is kept: `args` is the JSON of its arguments, with `Words` for what is said in it."""

    name: str
    args: msgspec.Raw


class Cleaned(msgspec.Struct, frozen=True):
    """Metadata of a parameter that is a text, a name say: it is cleaned where the input is submitted."""

    clean: Callable[[str], str]
    """Makes of a text what is kept of it. Raises `Rejected` for one that can't be taken, which is then kept as it is
    and nothing found in it: the rules have the answer to that."""


class Recognised(msgspec.Struct, frozen=True):
    """Metadata of a parameter that nobody sends: what is found in another one where the input is submitted.

    What a text is, by the properties of its characters, differs between machines, so rules cannot ask: they read it here.
    """

    parameter: str
    """The one it is found in, once that is cleaned."""
    find: Callable[[str], object]
    """Not asked about a text that can't be taken: so the parameter needs a default."""


class Input(Generic[W, P, R]):
    """One kind of input, made from its function by an `Inputs` registry.

    A parameter of type `Words` is a text on the wire. Whoever submits the input says it (`said`) before it is sent, and
    what is `Recognised` is found there: so there are two structs of arguments, which differ in those parameters alone.
    """

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
        self.spoken = _spoken_parameters(function)
        """The parameters that are said, by name."""
        self.cleaners = _metadata(function, Cleaned)
        """The parameters that are cleaned, by name."""
        self.recognised = _metadata(function, Recognised)
        """The parameters that are found in others, by name."""
        self.kept_arguments = _arguments_struct(function)
        """The arguments in the log."""
        differs = self.spoken or self.recognised
        self.arguments = (
            _arguments_struct(function, self.spoken, self.recognised) if differs else self.kept_arguments
        )
        """The arguments on the wire."""
        assert subject is None or subject in self.arguments.__struct_fields__
        assert not self.spoken or subject is not None or authority is Authority.OPERATION, "nobody says it"

    @property
    def description(self) -> str:
        """The first paragraph of the function's docstring, for the API's users."""
        return (inspect.getdoc(self.function) or "").split("\n\n")[0]

    def request(self, *args: P.args, **kwargs: P.kwargs) -> Request:
        """The request that a typed caller submits; what is said in it, the caller has said already."""
        return self._kept(msgspec.structs.asdict(self.kept_arguments(*args, **kwargs)))

    def taken(self, arguments: msgspec.Struct) -> Request:
        """The request to keep of arguments from the wire in which nothing is said."""
        return self._kept(msgspec.structs.asdict(arguments))

    def decode(self, args: bytes | msgspec.Raw) -> msgspec.Struct:
        """The arguments from the wire, checked against their types.

        Raises `Rejected`, naming the argument at fault.
        """
        arguments = self._decoded(args, self.arguments)
        for name in self.spoken:
            self._require_fit(name, getattr(arguments, name).strip())
        return arguments

    def decode_kept(self, args: bytes | msgspec.Raw) -> msgspec.Struct:
        """The arguments from the log. Raises `Rejected`."""
        return self._decoded(args, self.kept_arguments)

    def said(
        self, arguments: msgspec.Struct, say: Callable[[str, str], Said]
    ) -> tuple[Request, tuple[Said, ...]]:
        """The request to keep of arguments from the wire, and what is said in it.

        `say` is called with a parameter's name and its cleaned text. Raises `Rejected` for one that can't be said.
        """
        values = msgspec.structs.asdict(arguments)
        words: list[Said] = []
        for name in self.spoken:
            words.append(say(name, self.cleaned(name, values[name])))
            values[name] = words[-1].words
        return self._kept(values), tuple(words)

    def cleaned(self, parameter: str, text: str) -> str:
        """What is kept of a text for a parameter that is said. Raises `Rejected` for one that can't be said."""
        spoken = self.spoken[parameter]
        cleaned = spoken.clean(text)
        self._require_fit(parameter, cleaned)
        return cleaned

    def _require_fit(self, parameter: str, text: str) -> None:
        most = self.spoken[parameter].most_characters
        if not fits(text, most):
            raise Rejected(f"{self.name}: {parameter} has more than {most} characters")

    def _kept(self, values: dict[str, Any]) -> Request:
        flawed: set[str] = set()
        for name, cleaner in self.cleaners.items():
            try:
                values[name] = cleaner.clean(values[name])
            except Rejected:
                flawed.add(name)
        for name, recognised in self.recognised.items():
            values.pop(name, None)
            if recognised.parameter not in flawed:
                values[name] = recognised.find(values[recognised.parameter])
        return Request(self.name, msgspec.Raw(msgspec.json.encode(self.kept_arguments(**values))))

    def _decoded(self, args: bytes | msgspec.Raw, type_: type[msgspec.Struct]) -> msgspec.Struct:
        try:
            return msgspec.json.decode(args, type=type_)
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


def input_called(inputs: Mapping[str, Input[W, Any, Any]], name: str) -> Input[W, Any, Any]:
    """The input called `name`. Raises `Rejected`."""
    found = inputs.get(name)
    if found is None:
        raise Rejected(f"there is no input called {name[:60]!r}; there are {', '.join(sorted(inputs))}")
    return found


def decode_request(
    inputs: Mapping[str, Input[W, Any, Any]], name: str, args: bytes | msgspec.Raw
) -> tuple[Input[W, Any, Any], msgspec.Struct]:
    """The input called `name` with its arguments from the wire. Raises `Rejected`."""
    found = input_called(inputs, name)
    return found, found.decode(args)


@functools.cache
def camel_case(name: str) -> str:
    """`move_to` -> `moveTo`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _metadata(function: Callable[..., Any], kind: type[M]) -> dict[str, M]:
    """The parameters that have metadata of a kind, by name; also where they may be left out."""
    hints = get_type_hints(function, include_extras=True)
    found = {name: next(_annotations(hints[name], kind), None) for name in _keyword_only(function)}
    return {name: data for name, data in found.items() if data is not None}


def _annotations(hint: Any, kind: type[M]) -> Iterator[M]:
    for part in get_args(hint):
        if isinstance(part, kind):
            yield part
        else:
            yield from _annotations(part, kind)


def _spoken_parameters(function: Callable[..., Any]) -> dict[str, Spoken]:
    hints = get_type_hints(function, include_extras=True)
    spoken = {name: _spoken_in(hints[name]) for name in _keyword_only(function)}
    return {name: found for name, found in spoken.items() if found is not None}


def _spoken_in(hint: Any) -> Spoken | None:
    base, *metadata = get_args(hint) or (hint,)
    found = next((data for data in metadata if isinstance(data, Spoken)), None)
    assert (base is Words) == (found is not None), "words are declared as Annotated[Words, Spoken(...)]"
    return found


def _keyword_only(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    parameters = inspect.signature(function).parameters
    return {name: p for name, p in parameters.items() if p.kind is inspect.Parameter.KEYWORD_ONLY}


def _arguments_struct(
    function: Callable[..., Any],
    spoken: Mapping[str, Spoken] | None = None,
    left_out: Container[str] = (),
) -> type[msgspec.Struct]:
    """The struct of a function's arguments; those that are spoken are texts in it."""
    hints = get_type_hints(function, include_extras=True)
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for name, parameter in _keyword_only(function).items():
        if name in left_out:
            continue
        declared = (name, _text_type(spoken[name]) if spoken and name in spoken else hints[name])
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


def _text_type(spoken: Spoken) -> Any:
    return Annotated[str, msgspec.Meta(min_length=1, max_length=most_code_points(spoken.most_characters))]
