"""The evaluation with a model in the script's place: over a real wire and a real Postgres, from the program's options."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import asyncpg
import pytest

from agent.interviewing.ability import INTERVIEW
from agent.memory.stream import open_memory_pool
from bench.interviewing.questions import Kind
from bench.interviews import interviews
from bench.living import LivingTown
from bench.speakers import SCRIPT, open_speakers
from everbrook.settings import Settings
from tests.fakes.openai_server import FakeOpenAI, Respond
from town.days.calendar import calendar_minute

QUARTER_OF_AN_HOUR = 30
"""Seconds of the world's time."""


def reads(body: dict[str, Any]) -> Respond | dict[str, Any]:
    """A model that reads where somebody lives, cannot speak of news, and knows nothing else."""
    lines = [line for each in body["messages"] for line in each["content"].splitlines()]
    data = [json.loads(line) for line in lines if line.startswith('{"source"')]
    home = next((line["home"] for line in data if line["source"] == "where you belong"), None)
    if home is None:
        return Respond(400, '{"error": {"message": "only interviews are answered here"}}')
    match data[-1]["text"]:
        case "Where do you live?":
            return {"content": json.dumps({"answer": f"I live at {home}."})}
        case text if "news" in text:
            return {"content": "As an AI language model, I follow no news."}
        case _:
            return {"content": json.dumps({"answer": "I don't know."})}


async def ledger(database: str) -> Counter[tuple[str, str]]:
    connection = await asyncpg.connect(database)
    try:
        rows = await connection.fetch("SELECT task, model FROM usage_ledger")
        return Counter((row["task"], row["model"]) for row in rows)
    finally:
        await connection.close()


async def test_a_model_is_interviewed_about_lives_that_the_script_has_lived(database: str) -> None:
    with FakeOpenAI() as fake:
        fake.course = reads
        settings = Settings(voice="openai", base_url=fake.base_url, model="chat")
        async with (
            open_memory_pool(database) as pool,
            open_speakers(settings, database, pool, scripted_lives=True) as speakers,
        ):
            assert speakers.mind == SCRIPT.mind
            town = await LivingTown.found(pool, "hollow", seed=1, mind=speakers.mind)
            now = calendar_minute(town.game.world.settings, 0)
            answered = await interviews(town, now + 60, now + 75, 1, speakers.interviewed)
    homes = [each for each in answered if each.asked.text == "Where do you live?"]
    assert len(homes) == 8
    assert all(each.score == 1 for each in homes)
    rest = [each for each in answered if each not in homes]
    assert {each.score for each in rest} == {0}
    assert {each.text for each in rest} == {"I don't know.", ""}, "the script answered in the model's place"
    assert {each.asked.kind for each in rest} == set(Kind)
    asked = await ledger(database)
    assert {task for task, _ in asked} == {INTERVIEW.name}
    assert asked[INTERVIEW.name, "chat"] >= len(answered)


@pytest.mark.parametrize("voice", ["scripted", "openai"])
async def test_lives_are_lived_with_the_voice_that_is_chosen(database: str, voice: str) -> None:
    with FakeOpenAI() as fake:
        settings = Settings(voice=voice, base_url=fake.base_url, model="chat")
        async with open_memory_pool(database) as pool, open_speakers(settings, database, pool) as speakers:
            town = await LivingTown.found(pool, "hollow", seed=1, mind=speakers.mind)
            await town.live(QUARTER_OF_AN_HOUR)
        assert bool(fake.calls) == (voice == "openai")
    assert bool(await ledger(database)) == (voice == "openai")
