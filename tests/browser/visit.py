"""A visitor's browser: a page of the town, whatever it complains of, and where things stand on its screen."""

import json
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
CSS_PIXELS_PER_ART_PIXEL = {"desk": 3, "phone": 2}
"""How large the town is drawn when it opens."""

ARRIVAL_MS = 20_000
FIGURE_HEIGHT, GAP_OVER_HEAD, FEET_BELOW_MIDDLE = 23, 3, 5
"""Art pixels of a villager; CSS pixels from head to name; art pixels from a tile's middle to the feet."""

OUTAGE = re.compile(r"ERR_|WebSocket|Failed to load resource|status of 50[234]")
"""What a browser itself reports when a server is away; the page cannot prevent it."""

CALLED_OFF = "net::ERR_ABORTED"
"""The page itself no longer wanted to know."""

REPORT_VIOLATIONS = """
    addEventListener("securitypolicyviolation", (event) =>
        console.error(`security policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


class Visit:
    """One page of a town. `complaints` are errors, warnings and failures of anything it does."""

    def __init__(self, page: Page, scale: int) -> None:
        self.page = page
        self.scale = scale
        self.complaints: list[str] = []
        self.responses: list[Response] = []
        self.expects_outage = False
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complain(f"uncaught: {error}"))
        page.on("requestfailed", self._on_failure)
        page.on("response", self._on_response)

    def complain(self, text: str) -> None:
        if not (self.expects_outage and OUTAGE.search(text)):
            self.complaints.append(text)

    @property
    def badge(self) -> Locator:
        return self.page.locator(".badge")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def is_live(self) -> None:
        await expect(self.page.locator(".splash")).to_have_count(0, timeout=ARRIVAL_MS)
        await expect(self.badge).to_have_text("Live", timeout=ARRIVAL_MS)

    async def see_all(self) -> None:
        """As far from the town as the screen allows."""
        for _ in range(8):
            await self.page.keyboard.press("-")
        await self.page.wait_for_timeout(1_500)

    async def come_near(self) -> None:
        """Back from `see_all`."""
        for _ in range(8):
            await self.page.keyboard.press("+")

    async def join(self, name: str, look: int = 2) -> None:
        """Come in with a name and the look at this place of the list."""
        await self.button("Come into town").click()
        await self.page.get_by_label("Your name").fill(name)
        await self.page.locator(".looks__option").nth(look).click()
        await self.button("Walk in").click()
        await expect(self.button(f"You, {name}")).to_be_visible(timeout=ARRIVAL_MS)
        await expect(self.tag(name)).to_be_visible()

    def tag(self, name: str) -> Locator:
        """The label over somebody's head."""
        return self.page.locator(".stage-tag.is-shown", has=self.page.get_by_text(name, exact=True))

    async def feet_of(self, name: str) -> tuple[float, float]:
        """Where somebody stands, in CSS pixels, once the camera rests; their label must be shown."""
        place, before = await self._label_of(name), None
        while place != before:
            await self.page.wait_for_timeout(250)
            place, before = await self._label_of(name), place
        x, y = place
        return x, y + GAP_OVER_HEAD + FIGURE_HEIGHT * self.scale

    async def tile_beside(self, name: str, dx: int, dy: int) -> tuple[float, float]:
        """The middle of a tile, in CSS pixels, counted from where somebody stands."""
        x, y = await self.feet_of(name)
        tile = 16 * self.scale
        return x + dx * tile, y - FEET_BELOW_MIDDLE * self.scale + dy * tile

    async def _label_of(self, name: str) -> list[int]:
        return await self.tag(name).evaluate(
            "tag => tag.style.transform.match(/-?\\d+/g).slice(0, 2).map(Number)"
        )

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complain(f"{message.type}: {message.text}")

    def _on_failure(self, request: Request) -> None:
        if request.failure != CALLED_OFF:
            self.complain(f"failed: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        self.responses.append(response)
        if response.status >= 400:
            self.complain(f"status of {response.status}: {response.url}")


@asynccontextmanager
async def visiting(
    browser: Browser,
    address: str,
    *,
    viewport: ViewportSize = DESK,
    keys: Mapping[str, str] | None = None,
    **options: Any,
) -> AsyncGenerator[Visit]:
    """A fresh visitor's page, with owners' keys by world if given; complaints fail the test at its end."""
    context = await browser.new_context(viewport=viewport, **options)
    try:
        page = await context.new_page()
        await page.add_init_script(REPORT_VIOLATIONS)
        for world, key in (keys or {}).items():
            kept = json.dumps([f"everbrook.keys.{world}", json.dumps({"owner": key, "player": None})])
            await page.add_init_script(f"localStorage.getItem({kept}[0]) ?? localStorage.setItem(...{kept})")
        scale = CSS_PIXELS_PER_ART_PIXEL["phone" if viewport["width"] < 600 else "desk"]
        visit = Visit(page, scale)
        await page.goto(address)
        yield visit
        assert visit.complaints == []
    finally:
        await context.close()
