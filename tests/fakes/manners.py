"""The manners of servers with an API of OpenAI's shape, as they were met: what they send for a chat.

`HARMLESS` hold an answer at once. `RECOVERED` refuse or break first, and answer what is asked next or otherwise.
`HOPELESS` never answer, each with the name of what is wrong.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from msgspec.structs import replace

from tests.fakes.raw_http import (
    USAGE,
    Answers,
    Json,
    Raw,
    at_once,
    bodies_of,
    by_bytes,
    changed,
    events,
    pieces_of,
    whole,
    zipped,
)

THOUGHT = 'Hm. Perhaps {"say": "No!", "end": true}? Or rather not; let me think of what "I" want… '
HARMONY = f"<|channel|>analysis<|message|>{THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>"
SMART = str.maketrans({'"': "\u201d"})


def said(make: Callable[[str], Any]) -> Answers:
    """What `make` makes of the text is the message, or the deltas of a stream."""

    def answers(body: Json, text: str) -> Raw:
        made = make(text)
        if not body.get("stream"):
            return whole(made if isinstance(made, dict) else _joined(made))
        deltas = cast("list[Json]", made) if isinstance(made, list) else [{key: made[key]} for key in made]
        return events(bodies_of(deltas))

    return answers


def _joined(deltas: list[Json]) -> Json:
    message: Json = {}
    for delta in deltas:
        for key, value in delta.items():
            message[key] = message.get(key, "") + value
    return message


def written(change: Callable[[str], str]) -> Answers:
    """The content is what `change` makes of the text, in pieces."""
    return said(lambda text: [{"content": piece} for piece in pieces_of(change(text))])


def streamed(change: Callable[[list[Any]], list[Any]], **more: Any) -> Answers:
    """The events are what `change` makes of the plain ones; whole answers are plain."""

    def answers(body: Json, text: str) -> Raw:
        plain = bodies_of([{"content": piece} for piece in pieces_of(text)])
        return events(change(plain), **more) if body.get("stream") else whole({"content": text})

    return answers


def sent(change: Callable[[Raw], Raw]) -> Answers:
    """The bytes are what `change` makes of the plain answer's."""
    plain = written(str)
    return lambda body, text: change(plain(body, text))


def fields(**more: Any) -> Answers:
    """A whole answer or each chunk has these fields, whatever they mean."""

    def answers(body: Json, text: str) -> Raw:
        if not body.get("stream"):
            return whole({"content": text}, **more)
        return events([{**chunk, **more} for chunk in bodies_of([{"content": text}], last=False)])

    return answers


def ending(finish: Any, **more: Any) -> Answers:
    def answers(body: Json, text: str) -> Raw:
        if body.get("stream"):
            return events(bodies_of([{"content": text}], finish=finish), **more)
        return whole({"content": text}, finish=finish)

    return answers


def _tool(text: str) -> Json:
    call = {"index": 0, "id": "t1", "type": "function", "function": {"name": "answer", "arguments": text}}
    return {"content": None, "tool_calls": [call]}


def _between(*odd: Any) -> Answers:
    """Something odd before, between and after the events of a stream."""
    return streamed(lambda plain: [*odd, *(one for body in plain for one in (body, *odd))])


def _in_western_bytes(data: bytes) -> bytes:
    return data.replace("ï".encode(), "ï".encode("cp1252"))


def _halves(text: str) -> list[str]:
    units = text.encode("utf-16-be")
    return [units[at : at + 2].decode("utf-16-be", "surrogatepass") for at in range(0, len(units), 2)]


def _byte_by_chunk(text: str) -> Raw:
    """Each byte of the text in a chunk of its own, as a server sends it that knows of tokens and not of characters."""
    parts: list[bytes] = []
    for character in text:
        encoded = json.dumps(character, ensure_ascii=False)[1:-1].encode()
        parts += [encoded] if encoded.startswith(b"\\") else [bytes([byte]) for byte in encoded]
    chunks = [b'data: {"choices": [{"delta": {"content": "' + part + b'"}}]}\n\n' for part in parts]
    return Raw((*chunks, b"data: [DONE]\n\n"), "text/event-stream", says=True)


HARMLESS: Mapping[str, Answers] = {
    "plain": written(str),
    "thoughts in reasoning": said(lambda text: [{"reasoning": THOUGHT}, {"content": text}]),
    "thoughts in reasoning_content": said(lambda text: [{"reasoning_content": THOUGHT}, {"content": text}]),
    "thoughts in thinking": said(lambda text: [{"thinking": THOUGHT}, {"content": text}]),
    "thoughts in think": written(lambda text: f"<think>\n{THOUGHT}\n</think>\n\n{text}"),
    "thoughts without their opening": written(lambda text: f"{THOUGHT}\n</think>\n\n{text}"),
    "no thoughts in think": written(lambda text: f"<think>\n\n</think>\n\n{text}"),
    "thoughts in thinking tags": written(lambda text: f"<Thinking>{THOUGHT}</Thinking>{text}"),
    "thoughts in brackets": written(lambda text: f"[THINK]{THOUGHT}[/THINK]{text}"),
    "thoughts in harmony": written(lambda text: f"{HARMONY}{text}<|return|>"),
    "thoughts in lozenges": written(lambda text: f"◁think▷{THOUGHT}◁/think▷{text}"),
    "thoughts after the answer": written(lambda text: f"{text}\n<think>{THOUGHT}</think>"),
    "thoughts as parts": said(
        lambda text: {"content": [{"type": "thinking", "thinking": THOUGHT}, {"type": "text", "text": text}]}
    ),
    "thoughts as details": said(lambda text: {"reasoning_details": [{"text": THOUGHT}], "content": text}),
    "content in parts": said(lambda text: {"content": [{"type": "text", "text": text}]}),
    "content in parts of text": said(lambda text: {"content": [text[:5], text[5:]]}),
    "content as an object": said(lambda text: {"content": json.loads(text)}),
    "answer to a tool": said(_tool),
    "answer to a tool in pieces": lambda body, text: (
        events(bodies_of([_tool(piece) for piece in pieces_of(text)], finish="tool_calls"))
        if body.get("stream")
        else whole(_tool(text), finish="tool_calls")
    ),
    "answer to a function": said(
        lambda text: {"content": "", "function_call": {"name": "answer", "arguments": text}}
    ),
    "answer as a tool's call in words": written(
        lambda text: f'<tool_call>\n{{"name": "answer", "arguments": {text}}}\n</tool_call>'
    ),
    "fence": written(lambda text: f"```json\n{text}\n```"),
    "fence that is not closed": written(lambda text: f"```\n{text}"),
    "talk around": written(lambda text: f"Sure! Here it is:\n\n{text}\n\nLet me know."),
    "talk with braces": written(lambda text: f"An object {{like this}}: {text}"),
    "said twice": written(lambda text: f"{text}\n{text}"),
    "typographic quotes": written(lambda text: text.translate(SMART)),
    "quotes around": written(lambda text: f"\u201c{text}\u201d"),
    "Python": written(lambda text: repr(json.loads(text))),
    "comma too many": written(lambda text: f"{text[:-1]},}}"),
    "comments": written(lambda text: f"{text[:-1]} // that is all\n}}"),
    "byte order mark in the content": written(lambda text: f"\ufeff{text}"),
    "end mark of the model": written(lambda text: f"{text}<|im_end|>"),
    "content in text": lambda body, text: (
        events([{"choices": [{"text": text, "finish_reason": "stop"}]}])
        if body.get("stream")
        else replace(whole({}, choices=[{"text": text, "finish_reason": "stop"}]), says=True)
    ),
    "message in a stream": streamed(
        lambda plain: [{"choices": [{"message": one["choices"][0]["delta"]}]} for one in plain[:-2]]
    ),
    "Ollama's own shape": lambda body, text: (
        events(
            [{"message": {"role": "assistant", "content": text}, "done": True, "done_reason": "stop"}],
            done="",
        )
        if body.get("stream")
        else Raw((json.dumps({"message": {"content": text}, "done": True}).encode(),), says=True)
    ),
    "usage null": fields(usage=None),
    "usage missing": streamed(lambda plain: plain[:-1]),
    "usage of other names": fields(usage={"input_tokens": 300, "output_tokens": 40.0}),
    "usage of nonsense": fields(usage={"prompt_tokens": None, "completion_tokens": "many", "cached": {}}),
    "usage a list": fields(usage=[1, 2]),
    "error null": fields(error=None),
    "error empty": fields(error={}),
    "null delta": _between({"choices": [{"index": 0, "delta": None}]}),
    "null choices": _between({"choices": None}),
    "empty choices": _between({"choices": [], "usage": None}),
    "null content": _between({"choices": [{"delta": {"role": "assistant", "content": None}}]}),
    "choice null": _between({"choices": [None]}),
    "a filter's results": _between({"choices": [], "prompt_filter_results": [{"prompt_index": 0}]}),
    "keep-alive as a comment": _between(": keep-alive"),
    "keep-alive of OpenRouter": _between(": OPENROUTER PROCESSING"),
    "keep-alive as data": _between("data: : keepalive"),
    "keep-alive in words": _between("data: ping"),
    "empty data": _between("data:"),
    "blank data": _between("data:  "),
    "null data": _between("data: null"),
    "number as data": _between("data: 1"),
    "list as data": _between("data: []"),
    "empty object as data": _between("data: {}"),
    "ping event": _between("event: ping\ndata: {}"),
    "ping with a type": _between('event: ping\ndata: {"type": "ping"}'),
    "ids and retries": _between("id: 7\nretry: 3000"),
    "unknown fields": _between("colour: blue\n\n"[:-2]),
    "named events": streamed(lambda plain: [f"event: message\ndata: {json.dumps(one)}" for one in plain]),
    "no blank after the colon": streamed(lambda plain: [f"data:{json.dumps(one)}" for one in plain]),
    "data of several lines": streamed(
        lambda plain: ["data: " + json.dumps(one, indent=1).replace("\n", "\ndata: ") for one in plain]
    ),
    "carriage returns with line feeds": streamed(list, end="\r\n"),
    "carriage returns": streamed(list, end="\r"),
    "no blank lines": sent(lambda raw: changed(raw, lambda data: data.replace(b"\n\n", b"\n"))),
    "byte order mark": sent(lambda raw: changed(raw, lambda data: b"\xef\xbb\xbf" + data)),
    "blank lines first": sent(lambda raw: changed(raw, lambda data: b"\n \r\n" + data)),
    "byte by byte": sent(by_bytes),
    "three bytes at a time": sent(lambda raw: by_bytes(raw, 3)),
    "all at once": sent(at_once),
    "zipped": sent(zipped),
    "no mark of the end": streamed(list, done=""),
    "mark of the end twice": streamed(list, done="data: [DONE]\n\ndata: [DONE]"),
    "more after the end": streamed(list, done="data: [DONE]\n\ndata: {oops\n\n<html>"),
    "no last blank line": sent(lambda raw: changed(raw, lambda data: data.rstrip(b"\n"))),
    "no reason for the end": ending(None),
    "no reason and no mark": ending(None, done=""),
    "empty reason": ending(""),
    "reason of its own": ending("eos"),
    "reason in capitals": ending("STOP"),
    "cut off after the answer": ending("length"),
    "filter after the answer": ending("content_filter"),
    "line cut after the answer": sent(
        lambda raw: (
            replace(raw, chunks=raw.chunks[:-1] or raw.chunks, is_cut=True)
            if raw.kind.startswith("text/event")
            else raw
        )
    ),
    "error after the answer": streamed(
        lambda plain: [*plain[:-2], {"error": {"message": "The server is overloaded"}}], done=""
    ),
    "broken chunk after the answer": streamed(lambda plain: [*plain[:-2], "data: {oops"]),
    "JSON in place of a stream": lambda _body, text: whole({"content": text}),
    "text/plain in place of a stream": lambda _body, text: whole({"content": text}, kind="text/plain"),
    "no content type": lambda _body, text: whole({"content": text}, kind=""),
    "events called text": streamed(list, kind="text/plain; charset=utf-8"),
    "events called JSON": streamed(list, kind="application/json"),
    "an unheard-of character set": streamed(list, kind="text/event-stream; charset=klingon"),
    "a stream in place of JSON": lambda _body, text: events(bodies_of([{"content": text}])),
    "an object a line": lambda _body, text: Raw(
        tuple(json.dumps(one).encode() + b"\n" for one in bodies_of([{"content": text}])),
        "application/x-ndjson",
        says=True,
    ),
    "objects without line ends": lambda _body, text: Raw(
        tuple(json.dumps(one).encode() for one in bodies_of([{"content": text}])), "text/plain", says=True
    ),
    "pretty JSON": lambda _body, text: Raw(
        (json.dumps(json.loads(whole({"content": text}).chunks[0]), indent=2).encode(),), says=True
    ),
    "blanks until the answer": lambda _body, text: replace(
        whole({"content": text}), chunks=(b" \n", b"\n  \n", *whole({"content": text}).chunks)
    ),
    "text after the answer": lambda _body, text: changed(
        whole({"content": text}), lambda data: data + b"\n<!-- served by proxy-7 -->"
    ),
    "a guard before the answer": lambda _body, text: changed(
        whole({"content": text}), lambda data: b")]}'\n" + data
    ),
    "created": lambda _body, text: replace(whole({"content": text}), status=201),
    "bytes of Western Europe": sent(lambda raw: changed(raw, _in_western_bytes)),
    "bytes of no text around": streamed(list, done="data: \udcff\udcfe\n\n: \udcfd"),
    "NaN beside the answer": sent(
        lambda raw: changed(
            raw, lambda data: data.replace(b'"index": 0', b'"index": NaN, "logprobs": Infinity')
        )
    ),
    "characters in halves of a pair": lambda body, text: (
        events(
            [f"data: {json.dumps(one)}" for one in bodies_of([{"content": half} for half in _halves(text)])]
        )
        if body.get("stream")
        else whole({"content": text})
    ),
    "characters in bytes": lambda body, text: (
        _byte_by_chunk(text) if body.get("stream") else whole({"content": text})
    ),
    "used in the last chunk alone": streamed(lambda plain: [*plain[:-1], {"choices": [], "usage": USAGE}]),
}
