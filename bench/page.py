"""What the first page load weighs: `python -m bench.page`. Every file that Chromium fetches, as compressed."""

from __future__ import annotations

import asyncio

from playwright.async_api import Response, async_playwright

from bench.running import running_town
from tests.browser.chromium import LAUNCH_OPTIONS, find_chromium

LOAD_S = 8.0


def main() -> None:
    """Print the table."""
    with running_town(template="hollow") as address:
        weights = asyncio.run(_load(address))
    print("| first page load | kB compressed |")
    print("|---|---|")
    for path, size in sorted(weights.items(), key=lambda item: -item[1])[:8]:
        print(f"| {path} | {size / 1000:.1f} |")
    print(f"| all {len(weights)} | {sum(weights.values()) / 1000:.1f} |")
    print("| to reach | 400 |")


async def _load(address: str) -> dict[str, int]:
    weights: dict[str, int] = {}

    async def weigh(response: Response) -> None:
        sizes = await response.request.sizes()
        weights[response.url.removeprefix(address)] = sizes["responseBodySize"]

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(find_chromium()), args=list(LAUNCH_OPTIONS)
        )
        page = await browser.new_page()
        waiting: list[asyncio.Task[None]] = []
        page.on("response", lambda response: waiting.append(asyncio.create_task(weigh(response))))
        await page.goto(address)
        await page.wait_for_timeout(LOAD_S * 1000)
        await asyncio.gather(*waiting, return_exceptions=True)
        await browser.close()
    return weights


if __name__ == "__main__":
    main()
