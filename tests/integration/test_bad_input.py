"""Whatever is sent, the answer is an error that says cause and remedy, and the world goes on."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live.client import Client, Player, assert_problem
from tests.live.process import TownProcess

JSON_TYPE = {"Content-Type": "application/json"}
BURST = 1000


@pytest.fixture
async def player(client: Client) -> AsyncGenerator[Player]:
    player = await client.join(f"Visitor {uuid.uuid4().hex[:8]}")
    yield player
    await player.leave()


@pytest.fixture(autouse=True)
def nothing_fails(town: TownProcess) -> Generator[None]:
    """No request may fail inside the server; its log says so when one does."""
    before = len(town.lines)
    yield
    assert "a request failed" not in "\n".join(town.lines[before:])


def move(destination: str) -> str:
    return f'{{"name": "moveTo", "args": {{"player": "p:1", "destination": {destination}}}}}'


BODIES = {
    "nothing": b"",
    "no JSON": b"{nonsense",
    "half of it": b'{"name": "moveTo", "args": {"player": "p:1"',
    "bytes that are no UTF-8": b'{"name": "\xff\xfe", "args": {}}',
    "a name that is no UTF-8": b'{"name": "join", "args": {"name": "\xc3\x28", "character": "look-01"}}',
    "half a character": b'{"name": "\\ud800", "args": {}}',
    "a list": b"[]",
    "a number": b"17",
    "null": b"null",
    "no arguments": b'{"name": "moveTo"}',
    "arguments that are a list": b'{"name": "moveTo", "args": []}',
    "arguments that are null": b'{"name": "moveTo", "args": null}',
    "a field too many": b'{"name": "moveTo", "args": {}, "extra": 1}',
    "an unknown input": b'{"name": "fly", "args": {}}',
    "an input named by a number": b'{"name": 7, "args": {}}',
    "an empty name": b'{"name": "", "args": {}}',
    "a name with markup": b'{"name": "<script>alert(1)</script>", "args": {}}',
    "a very long name": json.dumps({"name": "x" * 50_000, "args": {}}).encode(),
    "an unknown argument": b'{"name": "pause", "args": {"why": "because"}}',
    "a missing argument": b'{"name": "moveTo", "args": {"player": "p:1"}}',
    "a player that is a number": b'{"name": "leave", "args": {"player": 1}}',
    "a player that is a path": b'{"name": "leave", "args": {"player": "../../etc/passwd"}}',
    "a player with a NUL": b'{"name": "leave", "args": {"player": "p:\\u0000"}}',
    "NaN": move('{"x": NaN, "y": 1}').encode(),
    "infinity": move('{"x": Infinity, "y": 1}').encode(),
    "a fraction": move('{"x": 1.5, "y": 1}').encode(),
    "a number as text": move('{"x": "1", "y": "1"}').encode(),
    "a huge exponent": move('{"x": 1e999, "y": 1}').encode(),
    "deep nesting": b'{"name": "moveTo", "args": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "deeply nested objects": b'{"name": "moveTo", "args": ' + b'{"a":' * 9000 + b"1" + b"}" * 9000 + b"}",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_a_body_that_makes_no_sense_is_refused(client: Client, body: bytes) -> None:
    response = await client.http.post(f"{client.path}/inputs", content=body, headers=JSON_TYPE)
    assert_problem(response, 400, 422)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_no_other_address_takes_it_either(client: Client, body: bytes) -> None:
    for path in (f"{client.path}/players", "/api/worlds"):
        response = await client.http.post(path, content=body, headers=JSON_TYPE)
        assert_problem(response, 400, 422)


@pytest.mark.parametrize(
    "destination", [(-1, 3), (-(2**31), 0), (2**31, 2**31), (2**62, 1), (10**400, 0), (999, 999)]
)
async def test_a_tile_off_the_map_is_rejected(player: Player, destination: tuple[int, int]) -> None:
    x, y = destination
    response = await player.send("moveTo", destination={"x": x, "y": y})
    if response.status_code == 200:
        assert response.json()["kind"] == "error"
        assert "off the map" in response.json()["message"]
    else:
        assert_problem(response, 422)


@pytest.mark.parametrize("text", ["", " ", "x" * 501, "a\x07b", {"words": "0" * 32}, None])
async def test_what_cannot_be_said_is_refused_before_it_is_sent(player: Player, text: object) -> None:
    response = await player.send("finishSendingMessage", conversation="c:1", messageUuid="m", text=text)
    assert_problem(response, 400, 422)


async def test_ten_megabytes_are_too_much(client: Client) -> None:
    body = b'{"name": "join", "args": {"name": "' + b"x" * 10_000_000 + b'"}}'
    for path in (f"{client.path}/inputs", f"{client.path}/players", "/api/worlds"):
        assert_problem(await client.http.post(path, content=body, headers=JSON_TYPE), 413)

    async def chunks() -> AsyncGenerator[bytes]:
        for start in range(0, len(body), 100_000):
            yield body[start : start + 100_000]

    with contextlib.suppress(httpx.WriteError):  # the server may hang up before all is sent
        response = await client.http.post(f"{client.path}/inputs", content=chunks(), headers=JSON_TYPE)
        assert_problem(response, 413)


@pytest.mark.parametrize("type_", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_another_content_type_is_refused_or_read_as_json(client: Client, type_: str) -> None:
    response = await client.http.post(
        f"{client.path}/inputs", content=b"name=moveTo", headers={"Content-Type": type_}
    )
    assert_problem(response, 400, 415, 422)


@pytest.mark.parametrize("abilities", [{"hope": True}, {"memory": "no"}, ["memory"], None])
async def test_unknown_abilities_are_rejected(client: Client, abilities: object) -> None:
    body = {"name": "Somewhere", "template": "hollow", "abilities": abilities}
    assert_problem(await client.http.post("/api/worlds", json=body), 400, 422)


async def test_unknown_worlds_and_addresses(client: Client) -> None:
    ids = (
        "nowhere",
        "w-00000000",
        "%00",
        "%FF",
        "..%2f..%2fetc",
        "'; DROP TABLE worlds; --",
        "x" * 5000,
        "🙂",
    )
    for id_ in ids:
        for path in ("", "/map", "/inputs/schema", "/inputs/1", "/players/p:1/conversations"):
            assert_problem(await client.http.get(f"/api/worlds/{id_}{path}"), 404)
        assert_problem(await client.http.get(f"/api/worlds/{id_}/history?from=0&to=1"), 404)
        sent = await client.http.post(f"/api/worlds/{id_}/inputs", json={"name": "pause", "args": {}})
        assert_problem(sent, 401, 404)
        joined = await client.http.post(
            f"/api/worlds/{id_}/players", json={"name": "A", "character": "look-01"}
        )
        assert_problem(joined, 404)
        assert_problem(await client.http.delete(f"/api/worlds/{id_}"), 401, 404)
    assert_problem(await client.http.get("/api/nothing"), 404)
    assert_problem(await client.http.put("/api/worlds", json={}), 405)
    for path in ("/../pyproject.toml", "/..%2f..%2fpyproject.toml", "/%2e%2e/%2e%2e/pyproject.toml", "/%00"):
        response = await client.http.get(path)
        assert response.status_code in (200, 404)
        assert "litestar" not in response.text


@pytest.mark.parametrize(
    "id_", ["0", "-1", "999999", str(2**31), str(2**63), str(10**30), "x", "1.5", "%00", "1" * 5000]
)
async def test_inputs_that_were_never_accepted(client: Client, id_: str) -> None:
    assert_problem(await client.http.get(f"{client.path}/inputs/{id_}"), 400, 404)


async def test_ids_of_players_and_conversations_are_plain_data(client: Client) -> None:
    for id_ in ("p:999999", "%00", "x" * 3000, "' OR 1=1 --", "..%2f.."):
        for path in (f"players/{id_}/conversations", f"conversations/{id_}/messages"):
            response = await client.http.get(f"{client.path}/{path}")
            if response.status_code != 200:
                assert_problem(response, 404)
            else:
                assert response.json() == []


@pytest.mark.parametrize("wait", ["-1", "31", "1e300", "NaN", "Infinity", "-Infinity", "x", "", "9" * 400])
async def test_a_wait_out_of_bounds_is_refused(client: Client, wait: str) -> None:
    response = await client.http.post(
        f"{client.path}/inputs", params={"wait": wait}, json={"name": "pause", "args": {}}
    )
    assert_problem(response, 400, 401)


@pytest.mark.parametrize(
    "query",
    [
        "from=-1&to=5",
        "from=0",
        "from=x&to=y",
        f"from=0&to={10**40}",
        f"from={2**63}&to={2**63}",
        "from=NaN&to=1",
        "from=1e400&to=1",
    ],
)
async def test_spans_of_history_out_of_bounds_are_refused(client: Client, query: str) -> None:
    assert_problem(await client.http.get(f"{client.path}/history?{query}"), 400)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=51", f"limit={10**30}", "before=0", f"before={2**70}", "before=x"]
)
async def test_pages_out_of_bounds_are_refused(client: Client, query: str) -> None:
    assert_problem(await client.http.get(f"{client.path}/players/p:1/conversations?{query}"), 400)


async def test_only_the_holder_of_a_key_acts(client: Client, player: Player) -> None:
    other = await client.join(f"Other {uuid.uuid4().hex[:8]}")
    args = {"player": player.id, "destination": None}
    assert_problem(await client.send("moveTo", args), 401)
    for key in ("wrong", other.key, player.key[:-1], player.key + "x", client.owner_key, "x" * 5000):
        assert_problem(await client.send("moveTo", args, key=key), 403)
    for key in (player.key, "wrong"):
        assert_problem(await client.send("pause", {}, key=key), 403)
        headers = {"Authorization": f"Bearer {key}"}
        assert_problem(await client.http.delete(client.path, headers=headers), 403)
        renamed = await client.http.patch(client.path, json={"name": "Mine"}, headers=headers)
        assert_problem(renamed, 403)
    for header in (b"", b"Bearer", b"Bearer \xe9\xff", b"Basic " + player.key.encode(), player.key.encode()):
        refused = await client.http.post(
            f"{client.path}/inputs",
            json={"name": "moveTo", "args": args},
            headers={b"Authorization": header},
        )
        assert_problem(refused, 401, 403)
    assert_problem(await client.send("join", {"name": "A", "character": "look-01"}, key=player.key), 403)
    report = {"operation": "o:1", "agent": "a:1"}
    assert_problem(await client.send("finishRememberConversation", report, key=client.owner_key), 403)
    await other.leave()
    gone = await client.send("moveTo", {"player": other.id, "destination": None}, key=other.key)
    assert gone.json()["kind"] == "error"


async def test_an_agent_is_nobodys_to_move(client: Client, player: Player) -> None:
    fields = (await client.first_frame()).fields
    agents = [p["id"] for p in fields["entities"]["players"].values() if not p["human"]]
    for key in (player.key, client.owner_key):
        args = {"player": agents[0], "destination": None}
        assert_problem(await client.send("moveTo", args, key=key), 403)


NAMES = {
    "nothing": "",
    "only spaces": " \t ",
    "a NUL": "A\x00b",
    "an escape": "A\x1b[31mb",
    "only what cannot be seen": "\u200b\u3164\ufeff\U000e0041\u2800",
    "a bidirectional override": "A\u202eb",
    "a bidirectional isolate": "A\u2066b",
    "too long": "x" * 1000,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
async def test_names_that_hide_something_are_rejected(client: Client, name: str) -> None:
    body = {"name": name, "character": "look-01"}
    assert_problem(await client.http.post(f"{client.path}/players", json=body), 422)
    world = {"name": name, "template": "hollow"}
    assert_problem(await client.http.post("/api/worlds", json=world), 400, 422)


async def test_a_name_is_what_is_seen_of_it(client: Client) -> None:
    """Whatever a keyboard puts between its letters; and nobody else's while that one is in town."""
    player = await client.join("\u200bRo\u00adwan\t\u3000Kestrel\n")
    fields = (await client.first_frame()).fields
    assert fields["entities"]["players"][player.id]["name"] == "Rowan Kestrel"
    for alike in ("ROWAN  KESTREL", "R\u043ewan Kestrel", "\uff32owan Kestrel", "Rowan\u2060 Kestre1"):
        body = {"name": alike, "character": "look-01"}
        refused = await client.http.post(f"{client.path}/players", json=body)
        assert_problem(refused, 422)
        assert "is here already" in refused.text
    await player.leave()


@pytest.mark.parametrize(
    "look", ["look-1", "look-001", "../look-01", "<b>", "", "look-01\n", "look-\u0661\u0661"]
)
async def test_unknown_looks_are_rejected(client: Client, look: str) -> None:
    body = {"name": "Somebody", "character": look}
    assert_problem(await client.http.post(f"{client.path}/players", json=body), 422)


async def test_markup_in_a_name_stays_plain_data(client: Client) -> None:
    name = "<img src=x onerror=alert(1)>"[:20]
    player = await client.join(name)
    fields = (await client.first_frame()).fields
    assert fields["entities"]["players"][player.id]["name"] == name
    await player.leave()


async def test_a_repeated_key_is_the_same_input_and_a_reused_one_is_refused(
    client: Client, player: Player
) -> None:
    key = uuid.uuid4().hex
    args = {"player": player.id, "destination": None}

    async def send(args: dict[str, Any]) -> httpx.Response:
        return await client.send("moveTo", args, key=player.key, idempotency_key=key)

    answers = [response.json() for response in await asyncio.gather(*(send(args) for _ in range(10)))]
    assert all(answer == answers[0] for answer in answers)
    assert_problem(await send({**args, "destination": {"x": 3, "y": 3}}), 422)
    for wrong in ("x" * 101, "x" * 20_000):
        response = await client.send("moveTo", args, key=player.key, idempotency_key=wrong)
        assert_problem(response, 400, 431)
    empty = await client.send("moveTo", args, key=player.key, idempotency_key="")
    assert empty.status_code in (200, 400)


async def test_a_join_sent_twice_is_one_player(client: Client) -> None:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    body = {"name": f"Twin {uuid.uuid4().hex[:6]}", "character": "look-02"}

    async def join() -> dict[str, str]:
        return (await client.http.post(f"{client.path}/players", json=body, headers=headers)).json()

    first, second = await asyncio.gather(join(), join())
    assert first["id"] == second["id"]
    assert first["key"] != second["key"]
    moved = [
        (await Player(client, joined["id"], joined["key"]).send("moveTo", destination=None)).status_code
        for joined in (first, second)
    ]
    assert sorted(moved) == [200, 403], "one key of the two opens anything"
    working = (first, second)[moved.index(200)]
    await Player(client, working["id"], working["key"]).leave()


GARBAGE: dict[str, str | bytes] = {
    "bytes": b"\x00\xff\xfe",
    "no JSON": "nonsense",
    "another kind": '{"kind": "moveTo", "player": "p:1"}',
    "a heartbeat's look-alike": '["heartbeat"]',
    "too long": '{"kind": "heartbeat", "x": "' + "x" * 5000 + '"}',
    "very long": "x" * 300_000,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
async def test_garbage_closes_the_line_that_it_came_on(client: Client, garbage: str | bytes) -> None:
    assert await client.end_of_line(say=garbage) in (4400, 1009)


@pytest.mark.parametrize("after", ["x", "-5", str(10**30), "1.5", "", "%00"])
async def test_a_place_to_go_on_from_that_makes_no_sense(client: Client, after: str) -> None:
    """It is taken for no place at all, or refused."""
    assert await client.end_of_line(f"?after={after}", say="bye") in (403, 4400)


async def test_a_burst_is_held_back_and_what_was_accepted_is_answered(client: Client, player: Player) -> None:
    args = {"player": player.id, "destination": None}
    limit = asyncio.Semaphore(40)

    async def send() -> httpx.Response:
        async with limit:
            return await client.send("moveTo", args, key=player.key, wait=None)

    responses = await asyncio.gather(*(send() for _ in range(BURST)))
    accepted = [response.json()["id"] for response in responses if response.status_code == 202]
    refused = [response for response in responses if response.status_code != 202]
    assert accepted
    assert refused
    for response in refused:
        assert_problem(response, 429)
        assert int(response.headers["retry-after"]) >= 1
    assert len(set(accepted)) == len(accepted)
    await asyncio.sleep(2)  # for the bucket to fill and the world to answer
    answers = await asyncio.gather(*(client.http.get(f"{client.path}/inputs/{id_}") for id_ in accepted))
    assert all(answer.json()["kind"] == "ok" for answer in answers)


async def test_after_all_this_the_world_goes_on(client: Client) -> None:
    before = (await client.first_frame()).step
    async with asyncio.timeout(10), client.watch(before) as frames:
        async for frame in frames:
            if frame.step > before + 2:
                break


async def test_no_key_is_ever_written_to_a_log(
    client: Client, player: Player, town: TownProcess, town_folder: Path
) -> None:
    await player.send("moveTo", destination=None)
    await client.command("setSpeed", speedPermille=1000)
    logs = [path.read_text(errors="replace") for path in (town_folder / "logs").iterdir()]
    for text in (town.said(), *logs):
        assert player.key not in text
        assert client.owner_key not in text
