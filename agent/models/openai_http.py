"""HTTP to one server with an API of OpenAI's shape: whatever goes wrong comes out as a `ModelError`."""

import functools
import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import httpx
import msgspec

from agent.models.clock import CallClock, within
from agent.models.errors import Misconfigured, ModelError, ModelFailed, NoSuchModel
from agent.models.openai_errors import named_status, unreached

LIST_DEADLINE_MS = 2_000
MOST_ERROR_BYTES = 64_000
SAME_SERVER_REDIRECTS = frozenset({307, 308})


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
        # A compressed stream is one that a proxy holds back.
        headers = {"Accept-Encoding": "identity"}
        if api_key:
            headers["Authorization"] = f"Bearer {_checked_key(api_key)}"
        self._client = httpx.AsyncClient(
            headers=headers,
            verify=_trusted(),
            # Reading is bounded by each call's own deadline.
            timeout=httpx.Timeout(None, connect=connect_timeout_ms / 1000),
            limits=httpx.Limits(max_connections=connections),
        )

    @asynccontextmanager
    async def answered(
        self, path: str, body: dict[str, Any] | None, span_ms: int
    ) -> AsyncGenerator[httpx.Response]:
        """Send `body`, or ask for what is at `path`; give an answer whose status is one of success, still unread."""
        async with errors_named(self.base_url):
            response = await self._sent(path, body, span_ms)
            try:
                if not response.is_success:
                    raise named_status(response, await self._refusal(response, span_ms), self.base_url)
                yield response
            finally:
                await response.aclose()

    async def pieces(self, response: httpx.Response, deadline_ms: int) -> AsyncGenerator[bytes]:
        """The bytes of an answer as they come, until a moment of the clock."""
        async with errors_named(self.base_url):
            pieces = response.aiter_bytes()
            while True:
                piece = await within(
                    self.clock, deadline_ms - self.clock.now_ms(), _next(pieces), "The answer"
                )
                if piece is None:
                    return
                yield piece

    async def known_models(self) -> list[str] | None:
        """The names of the models that the server has; None where it does not tell."""
        try:
            async with self.answered("/models", None, LIST_DEADLINE_MS) as response:
                await within(self.clock, LIST_DEADLINE_MS, response.aread(), "The list of models")
                listed = msgspec.json.decode(response.content, type=_ListedModels)
        except (ModelError, ValueError, RecursionError):
            return None
        return sorted(model.id for model in listed.data)

    async def with_known_models(self, error: NoSuchModel) -> NoSuchModel:
        """The error, with the names of the models that the server does have."""
        known = await self.known_models()
        if known is None:
            return error
        return NoSuchModel(f"{error} It has: {', '.join(known) or 'none; load one first'}.")

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _sent(self, path: str, body: dict[str, Any] | None, span_ms: int) -> httpx.Response:
        """The answer's head. A server may send on to another path of its own; the key goes nowhere else."""
        url = httpx.URL(f"{self.base_url}{path}")
        deadline_ms = self.clock.now_ms() + span_ms
        for _ in range(3):
            request = self._client.build_request("POST" if body is not None else "GET", url, json=body)
            sending = self._client.send(request, stream=True)
            response = await within(self.clock, deadline_ms - self.clock.now_ms(), sending, f"{url}")
            to = response.next_request.url if response.next_request else url
            here = (url.scheme, url.host, url.port)
            if response.status_code not in SAME_SERVER_REDIRECTS or (to.scheme, to.host, to.port) != here:
                return response
            await response.aclose()
            url = to
        raise ModelFailed(f"{self.base_url} redirects for ever.")

    async def _refusal(self, response: httpx.Response, span_ms: int) -> str:
        """What a refusal says, or the beginning of it."""
        said = b""
        async with aclosing(self.pieces(response, self.clock.now_ms() + span_ms)) as pieces:
            async for piece in pieces:
                said += piece
                if len(said) > MOST_ERROR_BYTES:
                    break
        return said[:MOST_ERROR_BYTES].decode(errors="replace")


@asynccontextmanager
async def errors_named(base_url: str) -> AsyncGenerator[None]:
    """Whatever the HTTP library raises in the block, of its own or of what it stands on, by our names."""
    try:
        yield
    except ModelError:
        raise
    except Exception as error:  # it lets those of codecs, sockets and state machines through
        raise unreached(error, base_url) from error


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Whom connections trust; reading the list is most of what opening a client costs."""
    return httpx.create_ssl_context()


async def _next(pieces: AsyncIterator[bytes]) -> bytes | None:
    return await anext(pieces, None)


def _checked_key(key: str) -> str:
    """The key, if it can stand in a header; raises `Misconfigured`, which does not show it."""
    stripped = key.strip()
    if not stripped.isascii() or not stripped.isprintable():
        raise Misconfigured("EVERBROOK_API_KEY holds characters that no key has; copy it anew.")
    return stripped


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
