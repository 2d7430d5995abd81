"""Whatever the line is like, each picture is one true moment of the town, and moments never go back."""

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import numpy as np
import numpy.typing as npt
import pytest
from playwright.async_api import Browser, ViewportSize

from tests.browser.line import line_to
from tests.browser.truth import map_of, positions, recorded
from tests.browser.visit import FIGURE_HEIGHT, GAP_OVER_HEAD, visiting
from tests.live.client import Client, Frame
from tests.live.process import TownProcess
from town.bodies.constants import WALKING_UNITS_PER_SECOND
from town.ground.constants import UNITS_PER_TILE

pytestmark = pytest.mark.asyncio(loop_scope="session")

WALKERS = 5
WHOLE_TOWN: ViewportSize = {"width": 2048, "height": 1536}
SCALE = 2
TILE = 16 * SCALE
FEET_X, FEET_Y = 8, 13
"""Art pixels from a tile's corner to the feet of who stands on it."""

TOLERANCE_CSS_PIXELS = 1.6
"""Rounding to a whole pixel, of the position and of the moment, and the error of packed history."""

FASTEST_RATE = 1.7
"""How fast the page may play: a little above the rate at which it shows one's own inputs soon."""

SAMPLE = """async (seconds) => {
    const frames = [];
    const until = performance.now() + seconds * 1000;
    await new Promise((done) => {
        const sample = (now) => {
            const people = {};
            for (const tag of document.querySelectorAll(".stage-tag.is-shown")) {
                const name = tag.querySelector(".stage-tag-name").textContent;
                if (name !== "") people[name] = tag.style.transform.match(/-?\\d+/g).slice(0, 2).map(Number);
            }
            frames.push([now, people]);
            if (now < until) requestAnimationFrame(sample);
            else done();
        };
        requestAnimationFrame(sample);
    });
    return frames;
}"""
"""Where the labels are in each animation frame; they stand over people's heads, to the pixel."""

Drawn = list[tuple[float, dict[str, tuple[int, int]]]]


@pytest.mark.parametrize(
    ("watched_s", "longest_hold_s"),
    [pytest.param(10, 0.0, id="good line", marks=pytest.mark.soak), pytest.param(20, 0.5, id="bad line")],
)
async def test_every_picture_is_a_moment_of_the_town_and_none_goes_back(
    browser: Browser, town: TownProcess, client: Client, watched_s: float, longest_hold_s: float
) -> None:
    async with (
        line_to(town.port, longest_hold_s) as line,
        restless(client),
        recorded(client) as frames,
        visiting(browser, line.address, viewport=WHOLE_TOWN) as visit,
    ):
        await visit.is_live()
        await visit.see_all()
        drawn: Drawn = await visit.page.evaluate(SAMPLE, watched_s)
    moments, walked = follow(drawn, frames)
    report(drawn, moments, walked)
    assert walked > 10 * TILE, "somebody must have walked for this to mean anything"


def follow(drawn: Drawn, frames: list[Frame]) -> tuple[npt.NDArray[np.float64], float]:
    """The tick that each picture shows, and how far people were seen to walk, in CSS pixels.

    Fails on the first picture that is no moment of the town at or after the one before.
    """
    names = sorted({name for _, people in drawn for name in people})
    truth = on_screen(positions(frames, names))
    moments: list[int] = []
    tick, walked = 0, 0.0
    before: dict[str, tuple[int, int]] = {}
    for number, (_now, people) in enumerate(drawn):
        seen = [names.index(name) for name in people]
        at = np.array(list(people.values()), dtype=float).reshape(-1, 2)
        error = np.abs(truth[tick:, seen] - at).max(axis=(1, 2), initial=0)
        fits = np.flatnonzero(error <= TOLERANCE_CSS_PIXELS)
        assert fits.size, (number, tick, error.min(), people)
        tick += int(fits[0])
        steps = [np.abs(np.subtract(people[name], before[name])).max() for name in people if name in before]
        assert max(steps, default=0) <= longest_step(drawn, number), (number, people, before)
        walked += sum(steps)
        moments.append(tick)
        before = people
    return np.array(moments, dtype=float), walked


def longest_step(drawn: Drawn, number: int) -> float:
    """How far anybody may have gone since the picture before, in CSS pixels."""
    # A sample is taken before or after the page draws, so it may be of the picture before.
    elapsed_ms = drawn[number][0] - drawn[max(0, number - 2)][0]
    return WALKING_UNITS_PER_SECOND / UNITS_PER_TILE * TILE * elapsed_ms / 1000 * FASTEST_RATE + 2


def on_screen(tiles: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Where labels belong, in CSS pixels, when the whole town is on the screen."""
    head = np.array([FEET_X, FEET_Y - FIGURE_HEIGHT]) * SCALE - [0, GAP_OVER_HEAD]
    return tiles * TILE + head


def report(drawn: Drawn, moments: npt.NDArray[np.float64], walked: float) -> None:
    """Print what a person would want to know; the figures depend on the machine."""
    now_ms = np.array([now for now, _ in drawn])
    gaps = np.diff(now_ms)
    elapsed_s = (now_ms[-1] - now_ms[0]) / 1000
    print(
        f"{len(drawn)} frames in {elapsed_s:.1f} s: "
        f"{1000 / gaps.mean():.1f} a second, longest gap {gaps.max():.0f} ms; "
        f"people walked {walked / TILE:.1f} tiles; "
        f"{(moments[-1] - moments[0]) / 60:.1f} s of the town passed"
    )


@asynccontextmanager
async def restless(client: Client) -> AsyncGenerator[None]:
    """Visitors who walk about and change their minds at odd times, so that steps come at odd times too."""
    chance = random.Random(3)
    places = list((await map_of(client))["places"].values())
    walkers = [await client.join(f"Walker {number}") for number in range(WALKERS)]

    async def wander() -> None:
        while True:
            entrance = chance.choice(places)["entrance"]
            await chance.choice(walkers).send("moveTo", destination=entrance)
            await asyncio.sleep(chance.uniform(0.05, 1.2))

    wandering = asyncio.create_task(wander())
    try:
        yield
    finally:
        wandering.cancel()
        for walker in walkers:
            await walker.leave()
