"""What the page weighs and what drawing it costs: `python -m bench.page`.

The weight is of every file that Chromium fetches until the town is drawn, as compressed. A frame's scripting is the
processor's time of its callback, as Chromium's own tracing tells it: on a busy machine the clock tells how long others
kept it waiting too.
"""

from __future__ import annotations

import asyncio
import json
import statistics
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Response, async_playwright

from bench.running import running_town
from tests.browser.chromium import LAUNCH_OPTIONS, find_chromium

LOAD_S = 8.0
WATCH_S = 15.0
MOST_KB_OF_CODE = 300
MOST_SCRIPTING_MS = 6
FRAME = "FireAnimationFrame"


def main() -> None:
    """Print both tables."""
    with running_town() as address:
        weights, near, far = asyncio.run(_measure(address))
    code = sum(size for path, size in weights.items() if path.split("?")[0].endswith((".js", ".css")))
    print("| first page load | kB compressed | to reach |")
    print("|---|---|---|")
    for path, size in sorted(weights.items(), key=lambda item: -item[1])[:8]:
        print(f"| {path} | {size / 1000:.1f} | |")
    print(f"| scripts and styles of who watches | {code / 1000:.1f} | {MOST_KB_OF_CODE} |")
    print(f"| all {len(weights)} | {sum(weights.values()) / 1000:.1f} | 400 |")
    print()
    print("| a frame with 25 people | scripting, median | 95th | frames a second | to reach |")
    print("|---|---|---|---|---|")
    for name, frames in (("near", near), ("the whole town", far)):
        milliseconds, rate = frames
        most = statistics.quantiles(milliseconds, n=20)[-1]
        middle = statistics.median(milliseconds)
        print(f"| {name} | {middle:.1f} ms | {most:.1f} ms | {rate:.0f} | {MOST_SCRIPTING_MS} ms |")


Frames = tuple[Sequence[float], float]
"""Milliseconds of scripting of each frame; frames a second."""


async def _measure(address: str) -> tuple[dict[str, int], Frames, Frames]:
    async with _browser() as browser:
        weights = await _load(browser, address)
        near, far = await _watch(browser, address)
    return weights, near, far


@asynccontextmanager
async def _browser() -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(find_chromium()), args=list(LAUNCH_OPTIONS)
        )
        yield browser
        await browser.close()


async def _load(browser: Browser, address: str) -> dict[str, int]:
    weights: dict[str, int] = {}

    async def weigh(response: Response) -> None:
        sizes = await response.request.sizes()
        weights[response.url.removeprefix(address)] = sizes["responseBodySize"]

    page = await browser.new_page()
    waiting: list[asyncio.Task[None]] = []
    page.on("response", lambda response: waiting.append(asyncio.create_task(weigh(response))))
    await page.goto(address)
    await page.wait_for_timeout(LOAD_S * 1000)
    await asyncio.gather(*waiting, return_exceptions=True)
    await page.close()
    return weights


async def _watch(browser: Browser, address: str) -> tuple[Frames, Frames]:
    """Frames of a town that is watched, from where the page opens and from afar."""
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    await page.goto(address)
    await page.wait_for_timeout(LOAD_S * 1000)
    seen: list[Frames] = []
    for _ in range(2):
        await browser.start_tracing(page=page, categories=["devtools.timeline"])
        await page.wait_for_timeout(WATCH_S * 1000)
        seen.append(_frames(json.loads(await browser.stop_tracing())["traceEvents"]))
        for _ in range(8):
            await page.keyboard.press("-")
        await page.wait_for_timeout(2000)
    return seen[0], seen[1]


def _frames(events: Sequence[dict[str, Any]]) -> Frames:
    frames = [event for event in events if event["name"] == FRAME and "tdur" in event]
    spent_s = (frames[-1]["ts"] - frames[0]["ts"]) / 1e6
    return [frame["tdur"] / 1000 for frame in frames], (len(frames) - 1) / spent_s


if __name__ == "__main__":
    main()
