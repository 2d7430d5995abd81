"""A server with an API of OpenAI's shape, under /v1, and the ways in which such servers fail."""

import json
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Literal, cast

import msgspec

from tests.fakes.answers import pieces, smallest, tokens_in
from tests.fakes.http_server import FakeHandler, FakeServer
from tests.fakes.raw_http import Answers, Raw
from tests.fakes.schemas import schema_complaint

JSON, HTML = "application/json", "text/html"


class Respond(msgspec.Struct, frozen=True):
    """Answer with this instead."""

    status: int
    body: str
    kind: str = JSON
    headers: dict[str, str] = msgspec.field(default_factory=dict[str, str])


class Hang(msgspec.Struct, frozen=True):
    """Answer nothing; with `after_chunks`, nothing more after so many chunks of a stream."""

    after_chunks: int = 0


class Break(msgspec.Struct, frozen=True):
    """Break a stream off after so many chunks."""

    after_chunks: int
    how: Literal["disconnect", "error", "garbage", "early end"]


Fault = Respond | Hang | Break


class Call(msgspec.Struct, frozen=True):
    """A request that came in."""

    path: str
    body: dict[str, Any]
    authorization: str


class FakeOpenAI(FakeServer):
    """Chat models "chat" and "cheap", and one embedding model "embed" of 8 dimensions.

    `reply` is what the chat model says, else the smallest fitting answer or an echo. `lacks`
    names parts of a request that the server refuses. `course`, if there is one, says for each
    chat's body what becomes of it: a fault, or a message. Between two chunks of a stream it takes
    `chunk_pause_s`. Where there are `manners`, they answer each chat to which the model says `saying`; `usable` counts
    the answers among them that a person would have understood.
    """

    def __init__(self, api_key: str | None = None) -> None:
        super().__init__(_Handler)
        self.api_key = api_key
        self.calls: list[Call] = []
        self.faults: deque[Fault] = deque()
        self.lacks: set[str] = set()
        self.reply: dict[str, Any] | None = None
        self.course: Callable[[dict[str, Any]], Fault | dict[str, Any]] | None = None
        self.manners: Answers | None = None
        self.models: tuple[str, ...] = ("embed", "chat")
        self.saying = ""
        self.usable = 0
        self.finish_reason = "stop"
        self.reports_usage = True
        self.chunk_pause_s = 0.0

    @property
    def base_url(self) -> str:
        return f"{self.address}/v1"


class _Handler(FakeHandler):
    @property
    def openai(self) -> FakeOpenAI:
        return cast("FakeOpenAI", self.server)

    def answer(self, raw: bytes) -> None:
        fake = self.openai
        body = cast("dict[str, Any]", json.loads(raw)) if raw else {}
        fake.calls.append(Call(self.path, body, self.headers.get("Authorization", "")))
        fault = fake.faults.popleft() if fake.faults and raw else None
        message = fake.reply
        if fake.course and "messages" in body:
            chosen = fake.course(body)
            fault, message = (None, chosen) if isinstance(chosen, dict) else (chosen, None)
        if fake.manners and "messages" in body:
            sent = fake.manners(body, fake.saying)
            fake.usable += sent.says
            self.send_raw(sent)
        elif isinstance(fault, Respond):
            self.send_whole(fault.status, fault.body.encode(), fault.kind, **fault.headers)
        elif isinstance(fault, Hang) and not fault.after_chunks:
            fake.closing.wait()
        elif not self._refused(body):
            self._route(body, fault, message)

    def send_raw(self, raw: Raw) -> None:
        """Send bytes as they are, each chunk apart."""
        self.send_response(raw.status)
        for name, value in {"Content-Type": raw.kind, **raw.headers}.items():
            if value:
                self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in raw.chunks:
            if chunk:
                self.send_chunk(chunk)
        if raw.hangs:
            self.openai.closing.wait()
        elif raw.is_cut:
            self.disconnect()
        else:
            self.end_chunks()

    def _refused(self, body: dict[str, Any]) -> bool:
        """Refuse a wrong key, an unknown model or a part that the server lacks."""
        fake = self.openai
        if fake.api_key and self.headers.get("Authorization") != f"Bearer {fake.api_key}":
            self._send_error(401, "Incorrect API key provided.", "invalid_api_key")
            return True
        if not self.path.startswith("/v1/"):
            self.send_whole(404, b"404 page not found", "text/plain")
            return True
        if body and body["model"] not in ("chat", "cheap", "embed"):
            message = f'model "{body["model"]}" not found, try pulling it first'
            self._send_error(404, message, "not_found_error")
            return True
        text = json.dumps(body)
        for part in fake.lacks:
            if f'"{part}"' in text:
                self._send_error(400, f"Unsupported parameter: '{part}' is not supported.", "bad")
                return True
        return False

    def _route(self, body: dict[str, Any], fault: Fault | None, message: dict[str, Any] | None) -> None:
        match self.path:
            case "/v1/models":
                self._send_json({"data": [{"id": model} for model in self.openai.models]})
            case "/v1/chat/completions":
                self._chat(body, fault, message or {"content": _text(body)})
            case "/v1/embeddings":
                self._send_json(_embeddings(body))
            case _:
                self._send_error(404, "Not Found", "not_found")

    def _chat(self, body: dict[str, Any], fault: Fault | None, message: dict[str, Any]) -> None:
        asked = body.get("response_format", {})
        if asked.get("type") == "json_schema":
            complaint = schema_complaint(asked["json_schema"]["schema"])
            if complaint:
                self._send_error(400, f"Bad schema: {complaint}", "invalid_request_error")
                return
        if not body.get("stream"):
            choice = {"index": 0, "message": {"role": "assistant", **message}}
            completion = {"choices": [{**choice, "finish_reason": self.openai.finish_reason}]}
            self._send_json({**completion, **self._usage(body, message)})
            return
        self.begin_chunks("text/event-stream")
        for sent, chunk in enumerate(self._stream_chunks(body, message)):
            if isinstance(fault, Hang | Break) and sent == fault.after_chunks:
                self._fail(fault)
                return
            self.openai.closing.wait(self.openai.chunk_pause_s)
            self.send_chunk(b"data: %s\n\n" % json.dumps(chunk).encode())
        self.send_chunk(b"data: [DONE]\n\n")
        self.end_chunks()

    def _stream_chunks(self, body: dict[str, Any], message: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield {"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}]}
        field, text = next(iter(message.items()))
        for piece in pieces(text):
            yield {"choices": [{"index": 0, "delta": {field: piece}}]}
        end: dict[str, Any] = {"index": 0, "delta": {}, "finish_reason": self.openai.finish_reason}
        yield {"choices": [end]}
        if self.openai.reports_usage:
            yield {"choices": [], **self._usage(body, message)}

    def _usage(self, body: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
        if not self.openai.reports_usage:
            return {}
        counts = {
            "prompt_tokens": tokens_in(json.dumps(body["messages"])),
            "completion_tokens": tokens_in(json.dumps(message)),
            "prompt_tokens_details": {"cached_tokens": 2},
        }
        return {"usage": counts}

    def _fail(self, fault: Hang | Break) -> None:
        """Stop a stream in the middle."""
        match fault.how if isinstance(fault, Break) else "hang":
            case "hang":
                self.openai.closing.wait()
            case "error":
                self.send_chunk(b'data: {"error": {"message": "CUDA out of memory"}}\n\n')
                self.end_chunks()
            case "garbage":
                self.send_chunk(b"data: {not json\n\n")
                self.end_chunks()
            case "disconnect":
                self.disconnect()
            case _:
                self.end_chunks()

    def _send_json(self, body: dict[str, Any]) -> None:
        self.send_whole(200, json.dumps(body).encode(), JSON)

    def _send_error(self, status: int, message: str, code: str) -> None:
        body = {"error": {"message": message, "type": code, "code": code}}
        self.send_whole(status, json.dumps(body).encode(), JSON)


def _text(body: dict[str, Any]) -> str:
    asked = body.get("response_format", {})
    if asked.get("type") == "json_schema":
        return json.dumps(smallest(asked["json_schema"]["schema"]), ensure_ascii=False)
    return f"Echo: {body['messages'][-1]['content']}"


def _embeddings(body: dict[str, Any]) -> dict[str, Any]:
    """Vectors in no particular order, as the API allows."""
    texts = cast("list[str]", body["input"])
    size = int(body.get("dimensions", 8))
    rows = [
        {"index": index, "embedding": [float(len(text)), *([1.0] * (size - 1))]}
        for index, text in enumerate(texts)
    ]
    tokens = sum(tokens_in(text) for text in texts)
    return {"data": rows[::-1], "usage": {"prompt_tokens": tokens, "total_tokens": tokens}}
