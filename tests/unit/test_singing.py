"""Slow work of a fork's own: declared in its rules, performed by the worker's code, answered by script and by model.

Nothing outside `examples/singing` knows of it.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from arq.worker import Retry

from agent.asking.ability import Mind, ScriptedMind
from agent.asking.settings import VoiceSettings
from agent.memory.plain import PlainMemories, PlainRelationships
from agent.models.clock import MonotonicClock
from agent.models.openai_compatible import OpenAICompatibleChat, OpenAISettings
from agent.performing import performers_of
from agent.worker import perform_operation
from engine.game import Game
from engine.inputs import Request
from engine.leases import Holder
from engine.loading import game_of
from engine.memory_store import MemoryStore
from engine.operations import Event
from everbrook.settings import as_environment, load_settings
from everbrook.voicing import voice_settings
from examples.singing import FORK
from examples.singing.minds import COMPOSE, SongAnswer
from examples.singing.rules import SINGING_TOWN, Sung, ask_for_song
from tests.fakes.openai_server import FakeOpenAI
from tests.speaking import Stage
from town.founding import new_world
from town.ids import PlayerId
from town.rules import TOWN
from town.world import World

WORLD, SINGER = "w", PlayerId("p:1")
ABOUT = "the lake in winter"


class Town:
    """A town of the fork's rules, stepped by hand; its worker is called for each operation of its own."""

    def __init__(self, store: MemoryStore, game: Game[World], generation: int, mind: Mind) -> None:
        self._store = store
        self._game = game
        self._generation = generation
        self._context: dict[str, Any] = {
            "store": store,
            "memories": PlainMemories(),
            "relationships": PlainRelationships(),
            "minds": SimpleNamespace(mind_of=lambda _world, _speech: mind),  # pyright: ignore[reportUnknownLambdaType]
            "performers": performers_of(FORK.minds),
            "rules": FORK.rules,
        }

    async def asks_for_song(self) -> Sung:
        """An owner asks, the worker performs, and somebody sings."""
        await self._sends(ask_for_song.request(player=SINGER, about=ABOUT))
        (song,) = [o for o in await self._store.unfinished_operations(WORLD) if o.kind == "composeSong"]
        await perform_operation(self._context, WORLD, song.id)
        (sung,) = [event for event in await self._steps() if event.kind == "sung"]
        return msgspec.json.decode(sung.body, type=Sung)

    async def a_worker_of_the_town_takes_a_song(self) -> None:
        """It reads the same queue, and knows nothing of songs."""
        await self._sends(ask_for_song.request(player=SINGER, about=ABOUT))
        (song,) = [o for o in await self._store.unfinished_operations(WORLD) if o.kind == "composeSong"]
        await perform_operation({**self._context, "rules": TOWN}, WORLD, song.id)

    async def _sends(self, request: Request) -> None:
        await self._store.send(WORLD, request, actor="owner")
        await self._steps()

    async def _steps(self) -> tuple[Event, ...]:
        received = await self._store.inputs_after(WORLD, self._game.last_input, 10)
        due = [each.due_at(self._game.next_tick) for each in received]
        step = self._game.step(self._game.next_tick + 1, due)
        await self._store.commit(WORLD, self._generation, step)
        return step.events


async def town(mind: Mind) -> Town:
    store = MemoryStore()
    founded = new_world(WORLD, "", "hollow", seed=1, owner_key_hash=b"", rules=SINGING_TOWN)
    await store.create_world(founded)
    game = game_of(SINGING_TOWN, await store.load(WORLD))
    return Town(store, game, await store.take(WORLD, Holder.of("test", SINGING_TOWN)), mind)


async def test_the_script_composes_without_a_model() -> None:
    sung = await (await town(ScriptedMind())).asks_for_song()
    assert (sung.player, sung.title) == (SINGER, f"Song of {ABOUT}")
    assert ABOUT in sung.lines[0]


@pytest.mark.parametrize("fits", [True, False])
async def test_a_model_composes_or_the_script_stands_in(fits: bool) -> None:
    with FakeOpenAI() as fake:
        line = "The lake is white and still." if fits else "As an AI language model, I cannot sing."
        song = msgspec.json.encode(SongAnswer("White lake", (line, "Nobody rows.")))
        fake.reply = {"role": "assistant", "content": song.decode()}
        model = OpenAICompatibleChat(OpenAISettings(fake.base_url, "chat"))
        stage = Stage({"chat": model}, MonotonicClock(), tasks=(COMPOSE.name,), otherwise=ScriptedMind())
        try:
            sung = await (await town(stage.mind())).asks_for_song()
        finally:
            await model.close()
        assert (sung.title == "White lake") == fits
        assert "AI" not in " ".join(sung.lines)
        read = fake.calls[0].body["messages"]
        assert ABOUT in str(read[-1])
        assert "You compose a short song" in str(read[0])
    outcomes = [(call.task, call.model) for call in await stage.calls()]
    assert outcomes == (
        [("compose", "chat")] if fits else [("compose", "chat")] * 2 + [("compose", "scripted")]
    )


async def test_a_work_that_fails_is_reported_as_its_declaration_says() -> None:
    class Speechless:
        async def ask(self, ability: object, task: object) -> Any:
            raise RuntimeError("no voice")

    sung = await (await town(Speechless())).asks_for_song()
    assert (sung.title, sung.lines) == ("", ())


async def test_a_worker_of_other_rules_leaves_it_to_one_of_its_own() -> None:
    singing = await town(ScriptedMind())
    with pytest.raises(Retry):
        await singing.a_worker_of_the_town_takes_a_song()


def test_its_settings_follow_from_the_declaration() -> None:
    environment = {
        "EVERBROOK_VOICE": "openai",
        "EVERBROOK_BASE_URL": "http://localhost/v1",
        "EVERBROOK_MODEL": "chat",
        "EVERBROOK_MODEL_COMPOSE": "singer",
    }
    settings = load_settings(environment, {})
    assert load_settings(as_environment(settings), {}) == settings
    chosen: VoiceSettings = voice_settings(settings, {}, FORK)
    assert chosen.chains["compose"].usual == ("singer",)
    assert chosen.chains["say"].usual == ("chat",)
