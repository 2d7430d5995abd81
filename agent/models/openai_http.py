"""HTTP to one server with an API of OpenAI's shape, its failures by our names."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, TypeVar

import httpx
import msgspec

from agent.models.clock import CallClock, within
from agent.models.errors import BrokenStream, Misconfigured, ModelError
from agent.models.openai_errors import UnknownModel, named_status, not_json, unreached

T = TypeVar("T")

LIST_DEADLINE_MS = 2_000


class _ListedModel(msgspec.Struct):
    id: str


class _ListedModels(msgspec.Struct):
    data: list[_ListedModel]


class OpenAIServer:
    """A connection to one server; every failure comes out as a `ModelError`."""

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str | None,
        connections: int,
        connect_timeout_ms: int,
        clock: CallClock,
    ) -> None:
        self.base_url = _checked_url(base_url)
        self.clock = clock
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {api_key}"} if api_key else {},
            # Reading is bounded by each call's own deadline.
            timeout=httpx.Timeout(None, connect=connect_timeout_ms / 1000),
            limits=httpx.Limits(max_connections=connections),
        )

    async def post(self, path: str, body: dict[str, Any], kind: type[T], span_ms: int) -> T:
        """Post `body` and decode the answer as `kind`."""
        response = await self._send("POST", path, body, span_ms)
        try:
            await within(self.clock, span_ms, response.aread(), f"{self.base_url}{path}")
            if response.status_code != 200:
                raise named_status(response, self.base_url)
            return msgspec.json.decode(response.content, type=kind)
        except httpx.HTTPError as error:
            raise unreached(error, self.base_url) from error
        except msgspec.DecodeError as error:
            raise not_json(response, self.base_url) from error
        finally:
            await response.aclose()

    async def lines(self, path: str, body: dict[str, Any], span_ms: int) -> AsyncGenerator[str, None]:
        """Post `body` and yield the lines of the answer as they come."""
        deadline_ms = self.clock.now_ms() + span_ms
        response = await self._send("POST", path, body, span_ms)
        try:
            await self._require_stream(response, span_ms)
            lines = response.aiter_lines()
            while True:
                remaining_ms = deadline_ms - self.clock.now_ms()
                line = await within(self.clock, remaining_ms, _next(lines), "The stream")
                if line is None:
                    return
                yield line
        except httpx.TransportError as error:
            raise BrokenStream(f"The stream of {self.base_url} broke off: {error}") from error
        finally:
            await response.aclose()

    async def _require_stream(self, response: httpx.Response, span_ms: int) -> None:
        """Raise what `response` says unless it is a stream of events."""
        kind = response.headers.get("content-type", "")
        if response.status_code == 200 and kind.startswith("text/event-stream"):
            return
        await within(self.clock, span_ms, response.aread(), self.base_url)
        if response.status_code != 200:
            raise named_status(response, self.base_url)
        raise not_json(response, self.base_url)

    async def with_known_models(self, error: UnknownModel) -> Misconfigured:
        """The error, with the names of the models that the server does have."""
        try:
            response = await self._send("GET", "/models", None, LIST_DEADLINE_MS)
            await within(self.clock, LIST_DEADLINE_MS, response.aread(), "The list of models")
            listed = msgspec.json.decode(response.content, type=_ListedModels)
        except (ModelError, httpx.HTTPError, msgspec.DecodeError):
            return error
        names = ", ".join(sorted(model.id for model in listed.data)) or "none; load one first"
        return Misconfigured(f"{error} It has: {names}.")

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _send(
        self, method: str, path: str, body: dict[str, Any] | None, span_ms: int
    ) -> httpx.Response:
        request = self._client.build_request(method, f"{self.base_url}{path}", json=body)
        sending = self._client.send(request, stream=True)
        try:
            return await within(self.clock, span_ms, sending, f"{self.base_url}{path}")
        except httpx.HTTPError as error:
            raise unreached(error, self.base_url) from error


async def _next(lines: AsyncIterator[str]) -> str | None:
    return await anext(lines, None)


def _checked_url(base_url: str) -> str:
    """`base_url` without a slash at its end; raises `Misconfigured` when it is no URL."""
    try:
        url = httpx.URL(base_url.strip())
    except httpx.InvalidURL as error:
        raise Misconfigured(f"base_url {base_url!r} is no URL: {error}.") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise Misconfigured(
            f"base_url {base_url!r} is not of the form http://HOST:PORT/v1; "
            "for Ollama it is http://localhost:11434/v1."
        )
    if url.userinfo:
        raise Misconfigured("base_url holds a user or password; give the server's key in its own setting.")
    return str(url).rstrip("/")
