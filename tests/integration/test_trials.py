"""`everbrook models`: each task is tried once on the chosen model, and a table tells how that went."""

from __future__ import annotations

from agent.estimating import TaskRate
from agent.remembering.ability import REMEMBER
from agent.talking.ability import SAY
from agent.trying import tried
from everbrook.settings import Settings
from everbrook.trials import trial_table
from everbrook.voicing import voice_settings
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.raw_http import refused
from tests.tasks import remember_task, say_task

LINE = {"content": '{"say": "Anouk minds herself.", "end": false, "emotion": "glad"}'}
SAMPLES = {SAY.name: (SAY, say_task()), REMEMBER.name: (REMEMBER, remember_task())}


async def test_each_task_is_tried_and_told() -> None:
    with FakeOpenAI() as fake:
        fake.reply = LINE  # fits what is said, and no memory
        voice = voice_settings(Settings(voice="openai", base_url=fake.base_url, model="chat"), {})
        rows = [row async for row in tried(voice, SAMPLES)]
    assert [(row.task, row.kind) for row in rows] == [(SAY.name, ""), (REMEMBER.name, "bad_answer")]
    assert all(row.input_tokens > 0 for row in rows)
    table = trial_table(rows, {row.task: TaskRate(1.0, 500.0, 20.0) for row in rows}, 8, voice).splitlines()
    assert table[1].split()[:3] == [SAY.name, "chat", "usable"]
    assert table[2].split()[:3] == [REMEMBER.name, "chat", "bad_answer"]
    assert any("came up" in line and "react" in line for line in table)
    assert "Anouk minds herself." in table[-1]
    assert "Choose a model" in table[-1]


async def test_what_is_wrong_with_a_server_is_told_at_each_task() -> None:
    with FakeOpenAI() as fake:
        fake.manners = lambda _body, _text: refused(401, "Incorrect API key provided")
        voice = voice_settings(Settings(voice="openai", base_url=fake.base_url, model="chat"), {})
        rows = [row async for row in tried(voice, SAMPLES)]
    assert [row.kind for row in rows] == ["key_refused"] * 2
    assert all("EVERBROOK_API_KEY" in row.remedy for row in rows)
