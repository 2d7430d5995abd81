"""A server that speaks Bedrock's wire protocol: signatures, shapes, event streams and faults.

Signatures are recomputed with botocore's own signer; the bodies of Converse are checked against
botocore's own model of the service; schemas against what Bedrock's compiler accepts.
"""

import json
import re
import urllib.parse
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Literal, cast

import botocore.session
import msgspec
import numpy as np
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.validate import ParamValidator

from tests.fakes.answers import pieces, smallest, tokens_in
from tests.fakes.event_stream import event_frame, exception_frame
from tests.fakes.http_server import FakeHandler, FakeServer
from tests.fakes.schemas import schema_complaint

ACCESS_KEY, SECRET_KEY = "AKIDEXAMPLE", "an example of a secret"
JSON = "application/json"
PATH = re.compile(r"/model/([^/]+)/(converse|converse-stream|invoke|count-tokens)")
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request, "
    r"SignedHeaders=([^,]+), Signature=(\w+)"
)
SERVICE = botocore.session.get_session().get_service_model("bedrock-runtime")
STATUS: dict[str, int] = {
    shape.name: shape.metadata["error"]["httpStatusCode"]
    for operation in SERVICE.operation_names
    for shape in SERVICE.operation_model(operation).error_shapes
    if "httpStatusCode" in shape.metadata.get("error", {})
}


class Refuse(msgspec.Struct, frozen=True):
    """Answer with an error instead."""

    code: str
    message: str = "a fault on demand"


class Hang(msgspec.Struct, frozen=True):
    """Answer nothing; with `after_events`, nothing more after so many events of a stream."""

    after_events: int = 0


class Break(msgspec.Struct, frozen=True):
    """Break a stream off after so many events."""

    after_events: int
    how: Literal["throttled", "model error", "disconnect", "garbage", "early end"]


Fault = Refuse | Hang | Break


class Call(msgspec.Struct, frozen=True):
    """A call that came in with a good signature."""

    operation: str
    model: str
    region: str
    body: dict[str, Any]


class Reply(msgspec.Struct, frozen=True):
    """What the model says: content blocks and why it stopped."""

    blocks: list[dict[str, Any]]
    stop_reason: str = "end_turn"
    cached_tokens: int = 0


class _Refused(Exception):
    def __init__(self, refusal: Refuse) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


class FakeBedrock(FakeServer):
    """Bedrock with one fault a call, as long as there are any in `faults`.

    `lacks` names parts of a request that the models refuse: outputConfig, toolConfig,
    cachePoint or temperature.
    """

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.calls: list[Call] = []
        self.faults: deque[Fault] = deque()
        self.lacks: set[str] = set()
        self.responder: Callable[[Call], Reply] = default_reply


def default_reply(call: Call) -> Reply:
    """The smallest answer that fits the schema, by tool or as text; without one an echo."""
    body = call.body
    if "toolConfig" in body:
        tool = body["toolConfig"]["tools"][0]["toolSpec"]
        use = {"toolUseId": "t1", "name": tool["name"]}
        use["input"] = smallest(tool["inputSchema"]["json"])
        return Reply([{"text": "Let me use the tool."}, {"toolUse": use}], "tool_use")
    if "outputConfig" in body:
        text = json.dumps(smallest(_schema_of(body)), ensure_ascii=False)
        return Reply([{"text": text}])
    return Reply([{"text": f"Echo: {body['messages'][-1]['content'][0]['text']}"}])


def _schema_of(body: dict[str, Any]) -> dict[str, Any]:
    structure = body["outputConfig"]["textFormat"]["structure"]
    return cast("dict[str, Any]", json.loads(structure["jsonSchema"]["schema"]))


class _Handler(FakeHandler):
    @property
    def bedrock(self) -> FakeBedrock:
        return cast("FakeBedrock", self.server)

    def answer(self, raw: bytes) -> None:
        try:
            region = self._checked_region(raw)
            match = PATH.fullmatch(self.path)
            if match is None:
                raise _Refused(Refuse("UnknownOperationException", self.path))
            body = cast("dict[str, Any]", json.loads(raw))
            call = Call(match[2], urllib.parse.unquote(match[1]), region, body)
            self.bedrock.calls.append(call)
            fault = self.bedrock.faults.popleft() if self.bedrock.faults else None
            if isinstance(fault, Refuse):
                raise _Refused(fault)
            if isinstance(fault, Hang) and not fault.after_events:
                self.bedrock.closing.wait()
                return
            self._answer(call, fault)
        except _Refused as refused:
            self._refuse(refused.refusal)

    def _answer(self, call: Call, fault: Fault | None) -> None:
        match call.operation:
            case "converse":
                self._require_acceptable(call)
                self._send_json(_converse_body(self.bedrock.responder(call), call))
            case "converse-stream":
                self._require_acceptable(call)
                self._stream(self.bedrock.responder(call), call, fault)
            case "count-tokens":
                self._send_json({"inputTokens": tokens_in(json.dumps(call.body))})
            case _:
                body, tokens = _embeddings(call)
                self._send_json(body, X_Amzn_Bedrock_Input_Token_Count=str(tokens))

    def _send_json(self, body: dict[str, Any], **headers: str) -> None:
        request_id = str(uuid.uuid4())
        self.send_whole(200, json.dumps(body).encode(), JSON, x_amzn_RequestId=request_id, **headers)

    def _refuse(self, refusal: Refuse) -> None:
        body = json.dumps({"message": refusal.message}).encode()
        status = STATUS.get(refusal.code, 403)
        error_type = f"{refusal.code}:http://internal.amazon.com/coral/"
        self.send_whole(status, body, JSON, x_amzn_ErrorType=error_type)

    def _checked_region(self, raw: bytes) -> str:
        """Recompute the request's signature; return the region that it is signed for."""
        match = AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        if match is None or match[1] != ACCESS_KEY or match[3] != "bedrock":
            message = "The security token included in the request is invalid."
            raise _Refused(Refuse("UnrecognizedClientException", message))
        signed = {name: self.headers[name] for name in match[4].split(";") if name != "host"}
        request = AWSRequest("POST", f"http://{self.headers['Host']}{self.path}", headers=signed, data=raw)
        request.context["timestamp"] = self.headers["X-Amz-Date"]
        signer = SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), match[3], match[2])
        to_sign = signer.string_to_sign(request, signer.canonical_request(request))
        if signer.signature(to_sign, request) != match[5]:
            message = "The request signature we calculated does not match."
            raise _Refused(Refuse("InvalidSignatureException", message))
        return match[2]

    def _require_acceptable(self, call: Call) -> None:
        """Refuse what Bedrock's own validation, or this model, would refuse."""
        shape = SERVICE.operation_model("Converse").input_shape
        report = ParamValidator().validate({"modelId": call.model, **call.body}, shape)
        if report.has_errors():
            raise _Refused(Refuse("ValidationException", report.generate_report()))
        text = json.dumps(call.body)
        for part in self.bedrock.lacks:
            if f'"{part}"' in text:
                message = f"This model doesn't support the {part} field. Remove {part} and try again."
                raise _Refused(Refuse("ValidationException", message))
        complaint = schema_complaint(_schema_of(call.body)) if "outputConfig" in text else None
        if complaint:
            raise _Refused(Refuse("ValidationException", f"The schema is invalid: {complaint}"))

    def _stream(self, reply: Reply, call: Call, fault: Fault | None) -> None:
        self.begin_chunks("application/vnd.amazon.eventstream")
        for sent, (kind, body) in enumerate(_events(reply, call)):
            if isinstance(fault, Hang | Break) and sent == fault.after_events:
                self._fail(fault)
                return
            self.send_chunk(event_frame(kind, body))
        self.end_chunks()

    def _fail(self, fault: Hang | Break) -> None:
        """Stop a stream in the middle."""
        how = fault.how if isinstance(fault, Break) else "hang"
        match how:
            case "hang":
                self.bedrock.closing.wait()
            case "throttled":
                self.send_chunk(exception_frame("throttlingException", "Too many tokens"))
                self.end_chunks()
            case "model error":
                self.send_chunk(exception_frame("modelStreamErrorException", "The model broke"))
                self.end_chunks()
            case "garbage":
                self.send_chunk(bytes(range(64)))
                self.end_chunks()
            case "disconnect":
                self.disconnect()
            case _:
                self.end_chunks()


def _usage(reply: Reply, call: Call) -> dict[str, int]:
    inputs, outputs = tokens_in(json.dumps(call.body)), tokens_in(json.dumps(reply.blocks))
    return {
        "inputTokens": inputs,
        "outputTokens": outputs,
        "totalTokens": inputs + outputs,
        "cacheReadInputTokens": reply.cached_tokens,
        "cacheWriteInputTokens": 0,
    }


def _converse_body(reply: Reply, call: Call) -> dict[str, Any]:
    return {
        "output": {"message": {"role": "assistant", "content": reply.blocks}},
        "stopReason": reply.stop_reason,
        "usage": _usage(reply, call),
        "metrics": {"latencyMs": 1},
    }


def _events(reply: Reply, call: Call) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events of a stream as ConverseStream sends them."""
    yield "messageStart", {"role": "assistant"}
    for index, block in enumerate(reply.blocks):
        place = {"contentBlockIndex": index}
        if "toolUse" in block:
            use = block["toolUse"]
            start = {"toolUse": {"toolUseId": use["toolUseId"], "name": use["name"]}}
            yield "contentBlockStart", {**place, "start": start}
            for piece in pieces(json.dumps(use["input"])):
                yield "contentBlockDelta", {**place, "delta": {"toolUse": {"input": piece}}}
        else:
            for piece in pieces(block["text"]):
                yield "contentBlockDelta", {**place, "delta": {"text": piece}}
        yield "contentBlockStop", place
    yield "messageStop", {"stopReason": reply.stop_reason}
    yield "metadata", {"usage": _usage(reply, call), "metrics": {"latencyMs": 1}}


def _embeddings(call: Call) -> tuple[dict[str, Any], int]:
    """The body that Titan V2 or Cohere answers, and the tokens for the header."""
    body = call.body
    if "titan-embed-text-v2" in call.model:
        if body["dimensions"] not in (256, 512, 1024) or not body["inputText"]:
            raise _Refused(Refuse("ValidationException", "Malformed input request"))
        vector, tokens = _vector(body["inputText"], body["dimensions"]), tokens_in(body["inputText"])
        return {"embedding": vector, "inputTextTokenCount": tokens}, tokens
    texts = cast("list[str]", body["texts"])
    v4 = "cohere.embed-v4" in call.model
    if len(texts) > 96 or not all(texts) or not body["input_type"].startswith("search_"):
        raise _Refused(Refuse("ValidationException", "Malformed input request"))
    if not v4 and max(map(len, texts)) > 2048:
        raise _Refused(Refuse("ValidationException", "expected maxLength: 2048"))
    vectors = [_vector(text, body["output_dimension"] if v4 else 1024) for text in texts]
    answer = {"id": "e1", "response_type": "embeddings_by_type", "embeddings": {"float": vectors}}
    return {**answer, "texts": texts}, sum(tokens_in(text) for text in texts)


def _vector(text: str, dimensions: int) -> list[float]:
    """A vector by which texts with words in common are near each other."""
    vector = np.zeros(dimensions)
    for word in re.findall(r"\w+", text.lower()):
        vector[int.from_bytes(word.encode(), "big") % (dimensions - 3)] += 1
    return vector.tolist()
