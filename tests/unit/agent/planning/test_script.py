"""A scripted day stays one that the rules take, however often it is planned anew."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent.planning.script import WISH_EMOJI, plan_day
from tests.tasks import day_task
from town.days.constants import MOST_PARTS


@pytest.mark.parametrize("seed", range(5))
def test_a_day_planned_anew_again_and_again_does_not_grow(seed: int) -> None:
    strokes = plan_day(day_task(operation=f"o:{seed}"))
    for number in range(20):
        task = day_task(because="there is word of a party", operation=f"o:{seed}:{number}")
        strokes = plan_day(replace(task, request=replace(task.request, before=strokes)))
    parts = [stroke.parts for stroke in strokes]
    assert any(parts)
    assert all(len(several) <= MOST_PARTS for several in parts)
    assert all(sum(part.emoji == WISH_EMOJI for part in several) <= 1 for several in parts)
