"""What is told of a model that is cold, or that answers and never fits: by the API, by the measures."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from litestar.testing import AsyncTestClient

from agent.remembering.ability import REMEMBER
from agent.talking.ability import SAY
from tests.fakes.openai_faults import API_KEY
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.raw_http import Json, Raw, refused, whole
from tests.integration.test_voices import LINE, WORLD, opened, usage, voice_settings
from tests.speaking import SCRIPTED_LINE
from tests.tasks import remember_task, say_task
from town.rules import TOWN
from web.app import create_app
from web.settings import WebSettings


async def told_when(database: str, tmp_path: Path, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What is told of the world's usage, once it is so."""
    while True:
        told = await usage(database, tmp_path)
        if holds(told):
            return told
        await asyncio.sleep(0.1)


async def test_a_model_whose_answers_never_fit_is_told_with_a_remedy(database: str, tmp_path: Path) -> None:
    with FakeOpenAI(API_KEY) as fake:
        fake.reply = LINE  # fits what is said, and no memory
        async with opened(database, voice_settings(fake)) as mind_of:
            voice = mind_of(WORLD)
            assert (await voice.ask(SAY, say_task())).text != SCRIPTED_LINE
            for _ in range(3):
                assert (await voice.ask(REMEMBER, remember_task())).text == SCRIPTED_LINE
            told = await told_when(database, tmp_path, lambda told: bool(told["voice"]["failing"]))
            asked = len(fake.calls)
            assert (await voice.ask(REMEMBER, remember_task())).text == SCRIPTED_LINE
            assert len(fake.calls) == asked, "what never fits is not paid for again and again"
            assert (await voice.ask(SAY, say_task(partner_name="Goro"))).text != SCRIPTED_LINE
        app = create_app(WebSettings(database_url=database, client_folder=tmp_path), TOWN)
        async with AsyncTestClient(app) as client:
            measures = (await client.get("/metrics")).text
    assert told["voice"]["state"] == "speaking"
    (failing,) = told["voice"]["failing"]
    assert (failing["task"], failing["reason"]) == (REMEMBER.name, "bad_answer")
    assert "everbrook models" in failing["remedy"]
    assert (told["today"]["badAnswers"], told["today"]["usableShare"]) == (6, 0.1429)
    assert (
        f'everbrook_model_usable_share{{model="chat",task="{REMEMBER.name}",world="{WORLD}"}} 0.0' in measures
    )


async def test_a_model_that_takes_long_to_load_is_waited_for(database: str, tmp_path: Path) -> None:
    loaded = threading.Event()

    def loading(_body: Json, _text: str) -> Raw:
        loaded.wait()
        return whole(LINE)

    with FakeOpenAI(API_KEY) as fake:
        fake.manners = loading
        async with opened(database, voice_settings(fake)) as mind_of:
            assert (await mind_of(WORLD).ask(SAY, say_task())).text == SCRIPTED_LINE
            told = await told_when(database, tmp_path, lambda told: told["voice"]["state"] == "warmingUp")
            assert (told["voice"]["speaks"], len(fake.calls)) == ("scripted", 1), "one call waits for all"
            loaded.set()
            await told_when(database, tmp_path, lambda told: told["voice"]["state"] == "speaking")
            assert (await mind_of(WORLD).ask(SAY, say_task())).text != SCRIPTED_LINE


async def test_a_server_that_says_it_is_loading_is_asked_again(database: str, tmp_path: Path) -> None:
    left = [refused(503, "Loading model")] * 2

    with FakeOpenAI(API_KEY) as fake:
        fake.manners = lambda _body, _text: left.pop() if left else whole(LINE)
        async with opened(database, voice_settings(fake)) as mind_of:
            told = await told_when(database, tmp_path, lambda told: told["voice"]["state"] == "speaking")
            assert told["voice"]["reason"] == ""
            assert (await mind_of(WORLD).ask(SAY, say_task())).text != SCRIPTED_LINE
