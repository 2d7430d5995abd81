"""The known ways in which a server with an API of OpenAI's shape fails a call: faults, and messages that are no answer."""

from typing import Any

from tests.fakes.openai_server import Fault, Hang, Respond

API_KEY = "sk-this-key-is-a-secret"

Message = dict[str, Any]

OPENAI_FAULTS: dict[str, Fault | dict[str, Any]] = {
    "throttled": Respond(429, '{"error": {"message": "slow down"}}'),
    "quota": Respond(429, '{"error": {"message": "exceeded your current quota"}}'),
    "failed": Respond(500, "boom"),
    "key refused": Respond(401, f'{{"error": {{"message": "Incorrect API key {API_KEY}"}}}}'),
    "too long": Respond(400, '{"error": {"message": "maximum context length is 10"}}'),
    "filtered": Respond(400, '{"error": {"message": "content_filter was triggered"}}'),
    "html": Respond(200, "<html>Welcome</html>", "text/html"),
    "no choices": Respond(200, '{"choices": []}'),
    "hang": Hang(),
    "refusal": {"refusal": "I'm sorry, but I can't assist with that."},
    "chat": {"content": "Sure! Here is what Marit would say: come in!"},
    "half": {"content": '{"say": "I was about to'},
    "meta": {"content": '{"say": "As an AI language model I eat no soup.", "end": true, "emotion": "sad"}'},
    "empty": {"content": ""},
}
