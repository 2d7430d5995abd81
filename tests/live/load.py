"""People who never rest, and keep account of all that they were promised."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from tests.live.client import Client, Player

PATIENCE_SECONDS = 30.0


class Promise(msgspec.Struct, frozen=True):
    """An input that was acknowledged: what was sent, and what the town said to it."""

    idempotency_key: str
    name: str
    args: dict[str, Any]
    said: dict[str, Any]


class Crowd:
    """Some players acting all the time; what fails for a while is sent again with the same key."""

    def __init__(self, players: list[Player], agents: list[str], seed: int) -> None:
        self.players = players
        self.promises: list[Promise] = []
        self._agents = agents
        self._promised = asyncio.Condition()
        self._chance = random.Random(seed)

    async def act(self, player: Player) -> None:
        """For ever."""
        conversation: str | None = None
        while True:
            name, args = self._choose(conversation)
            args = {"player": player.id, **args}
            key = uuid.uuid4().hex
            said = await player.client.persist(name, args, key=player.key, idempotency_key=key)
            self.promises.append(Promise(key, name, args, said))
            async with self._promised:
                self._promised.notify_all()
            if name == "startConversation" and said.get("kind") == "ok":
                conversation = said["value"]
            elif name == "leaveConversation":
                conversation = None
            await asyncio.sleep(0.05)

    async def goes_on(self, more: int = 10) -> None:
        """Wait until so many more inputs are acknowledged."""
        count = len(self.promises) + more
        async with asyncio.timeout(PATIENCE_SECONDS), self._promised:
            await self._promised.wait_for(lambda: len(self.promises) >= count)

    def _choose(self, conversation: str | None) -> tuple[str, dict[str, Any]]:
        if conversation is None:
            if self._chance.random() < 0.5:
                tile = {"x": self._chance.randrange(64), "y": self._chance.randrange(48)}
                return "moveTo", {"destination": tile}
            return "startConversation", {"invitee": self._chance.choice(self._agents)}
        if self._chance.random() < 0.1:
            return "leaveConversation", {"conversation": conversation}
        words = uuid.uuid4().hex
        message = {"conversation": conversation, "messageUuid": words}
        if self._chance.random() < 0.3:
            return "startTyping", message
        return "finishSendingMessage", {**message, "text": f"I say {words}"}


@asynccontextmanager
async def crowd(client: Client, size: int = 4) -> AsyncGenerator[Crowd]:
    """A crowd at work in the block; it leaves the town afterwards."""
    players = [await client.join(f"Walker {uuid.uuid4().hex[:8]}") for _ in range(size)]
    everybody = (await client.first_frame()).fields["entities"]["players"].values()
    agents = [person["id"] for person in everybody if not person["human"]]
    made = Crowd(players, agents, seed=1)
    work = [asyncio.create_task(made.act(player)) for player in players]
    try:
        yield made
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        for player in players:
            await player.leave()


async def assert_kept(client: Client, promises: list[Promise]) -> None:
    """Each acknowledged input was applied once: it has an answer, the one that was told, and no twin."""
    assert len({promise.said["id"] for promise in promises}) == len(promises)
    for promise in promises:
        said = await client.answer_of(promise.said["id"])
        assert said["kind"] in ("ok", "error"), promise
        if promise.said["kind"] != "waiting":
            assert said == promise.said, "the answer has changed"
        if promise.name == "finishSendingMessage" and said["kind"] == "ok":
            await _assert_heard_once(client, promise.args["conversation"], promise.args["text"])


async def _assert_heard_once(client: Client, conversation: str, text: str) -> None:
    response = await client.http.get(f"{client.path}/conversations/{conversation}/messages")
    assert [message["body"]["text"] for message in response.json()].count(text) == 1
