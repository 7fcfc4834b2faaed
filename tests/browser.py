"""Headless Chromium on the chat page, for the tests that look at it as people do."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest
from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, ConsoleMessage, Page, Request, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}

_CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_INLINE_SCHEMES = frozenset({"data", "blob"})


@dataclass
class Browsing:
    """Opens pages, each in a profile of its own, and remembers what went wrong in them.

    Attributes:
        complaints: errors and warnings of the console, exceptions, and requests to another origin, in words.
    """

    browser: Browser
    complaints: list[str] = field(default_factory=list)

    async def __call__(
        self,
        url: str,
        viewport: ViewportSize | None = None,
        *,
        color_scheme: Literal["light", "dark"] = "light",
        timeout: float = 10.0,  # noqa: ASYNC109 - playwright's own, of each step on the page
    ) -> Page:
        """A page at an address; the viewport is wide unless told, the time-out is in seconds."""
        context = await self.browser.new_context(viewport=viewport or WIDE, color_scheme=color_scheme)
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(timeout * 1000)
        page = await context.new_page()
        home = urlsplit(url).netloc

        def check_console(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.complaints.append(f"console {message.type}: {message.text}")

        def check_origin(request: Request) -> None:
            target = urlsplit(request.url)
            if target.netloc != home and target.scheme not in _INLINE_SCHEMES:
                self.complaints.append(f"another origin: {request.url}")

        page.on("console", check_console)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.on("request", check_origin)
        await page.goto(url)
        return page


@pytest.fixture
async def page_at() -> AsyncIterator[Browsing]:
    """`await page_at(url, PHONE)` opens a page; at the end nothing may have been wrong in any of them.

    The browser is Debian's; the environment variable CHROMIUM names another.
    """
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", _CHROMIUM),
            args=_ARGUMENTS,
        )
        browsing = Browsing(browser)
        try:
            yield browsing
        finally:
            await browser.close()
    assert browsing.complaints == []
