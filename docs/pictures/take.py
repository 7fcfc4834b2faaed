"""Takes the pictures of the documentation from the running demo: `python docs/pictures/take.py`.

Each picture is reached as a person would reach it: what is typed, what is tapped. So a picture that can be taken is
true, and a journey that no longer works takes none.
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import asyncio
import os
import re
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from capabilities import CAPABILITIES, SAY, TAP
from playwright.async_api import async_playwright, expect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from playwright.async_api import Browser, Locator, Page, ViewportSize

FOLDER = Path(__file__).parent
LARGEST_FILE = 250_000

PHONE: ViewportSize = {"width": 390, "height": 844}
# A phone scrolls; the picture shows the whole list.
TALL: ViewportSize = {"width": 390, "height": 1190}
WIDE: ViewportSize = {"width": 1280, "height": 850}
# Nothing scrolls, and what is left over is cut off.
ROOMY: ViewportSize = {"width": 390, "height": 2000}

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The pattern behind the messages is half of a picture's bytes and tells nothing.
PLAIN = ".conversation { background: var(--backdrop-to) !important; }"
# Only what the person said last, and all that came of it.
LAST = f"""{PLAIN}
.day, .message:has(~ .message.own) {{ display: none !important; }}
.messages {{ padding: 0 !important; }}
.messages-content {{ min-height: 0 !important; padding: 10px 8px 1px !important; }}
.message.arriving {{ animation: none !important; }}"""

# The people that the demo lets in.
ZHANG, EMILY, LI, WANG = 70001, 70002, 70003, 70004

START_SECONDS = 30.0
STEP_SECONDS = 20.0


class PictureError(Exception):
    """A picture cannot be taken; str() is one clear line."""


def _check(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise PictureError(f"{path.name} has more than {LARGEST_FILE // 1000} kB")


@dataclass(frozen=True)
class Visit:
    """A person at a chat of theirs, in the browser."""

    page: Page

    async def say(self, text: str) -> None:
        """Say something; the bot's answer may take the place of an older screen."""
        composer = self.page.get_by_test_id("composer")
        await composer.fill(text)
        await composer.press("Enter")
        await expect(self.page.locator(".message.own").last).to_contain_text(text)

    async def tap(self, label: str) -> None:
        """Tap a button under the newest message that has it."""
        buttons = self.page.get_by_test_id("inline-button").filter(has_text=re.compile(f"{re.escape(label)}$"))
        await buttons.last.click()

    async def tap_any(self, words: str) -> None:
        """Tap the newest button that has the words among its own."""
        await self.page.get_by_test_id("inline-button").filter(has_text=words).last.click()

    async def read(self, words: str) -> None:
        """Wait until the newest message holds the words."""
        await expect(self._messages.last).to_contain_text(words)

    async def read_anywhere(self, words: str) -> None:
        """Wait until some message holds the words."""
        await expect(self._messages.filter(has_text=words).last).to_be_visible()

    async def read_since(self, words: str) -> None:
        """Wait until something after what the person said last holds the words."""
        since = self.page.locator(".message:not(:has(~ .message.own))")
        await expect(since.filter(has_text=words).last).to_be_visible()

    async def take(self, name: str) -> None:
        """Take the picture.

        Raises:
            PictureError: it is larger than a page of documentation should load.
        """
        await self._leave_alone()
        path = FOLDER / f"{name}.png"
        await self.page.screenshot(path=path, animations="disabled", style=PLAIN)
        _check(path)

    async def take_last(self, name: str) -> None:
        """Take a picture of what the person said last and of the answers to it; raises as `take`."""
        await self._leave_alone()
        path = FOLDER / f"{name}.png"
        content = self.page.locator(".messages-content")
        await content.screenshot(path=path, animations="disabled", style=LAST)
        _check(path)

    async def _leave_alone(self) -> None:
        """Nobody's pointer or focus belongs into the picture."""
        await self.page.mouse.move(0, 0)
        await self.page.evaluate("document.activeElement?.blur()")

    @property
    def _messages(self) -> Locator:
        return self.page.get_by_test_id("message")


@dataclass(frozen=True)
class Demo:
    """The running demo, and a browser to visit it."""

    url: str
    browser: Browser

    async def visit(
        self,
        person: int,
        viewport: ViewportSize,
        *,
        chat: int | str | None = None,
        color_scheme: Literal["light", "dark"] = "light",
    ) -> Visit:
        """Open a chat as a person, in a profile of its own.

        Args:
            person: who.
            viewport: how large the window is.
            chat: its id, or a group's title; the person's own chat with the bot unless told.
            color_scheme: what the system prefers.
        """
        # In the zone of the chats, so that the page's times are the bot's. The page's policy would refuse `PLAIN`.
        context = await self.browser.new_context(
            viewport=viewport, color_scheme=color_scheme, timezone_id="Asia/Shanghai", bypass_csp=True
        )
        context.set_default_timeout(STEP_SECONDS * 1000)
        page = await context.new_page()
        where = "" if isinstance(chat, str) else f"&chat={chat or person}"
        await page.goto(f"{self.url}/?person={person}{where}")
        if isinstance(chat, str):
            await page.locator("[data-testid^='chat-']").filter(has_text=chat).click()
        await expect(page.get_by_test_id("composer")).to_be_visible()
        return Visit(page)


async def servers(demo: Demo) -> None:
    """The list, and one server that is off."""
    zhang = await demo.visit(ZHANG, TALL)
    await zhang.say("/servers")
    await zhang.read("web-1")
    await zhang.take("servers")


async def power(demo: Demo) -> None:
    """A restart, from the question to its end."""
    emily = await demo.visit(EMILY, PHONE)
    await emily.say("/restart win-1")
    await emily.read("Restart win-1?")
    await emily.take("confirmation")
    await emily.tap("Confirm")
    await emily.read("has restarted")
    await emily.take("ended")


async def card(demo: Demo) -> None:
    """A server's card beside the list of chats."""
    emily = await demo.visit(EMILY, WIDE)
    await emily.say("/server win-1")
    await emily.read("mstsc")
    await emily.take("card")


async def team(demo: Demo) -> None:
    """A group in which one may look and another may act."""
    emily = await demo.visit(EMILY, WIDE, chat="晨光运维")
    await emily.say("/restart web-2")
    await emily.read("operator")
    li = await demo.visit(LI, WIDE, chat="晨光运维", color_scheme="dark")
    await li.say("/restart web-2")
    await li.read("重启")
    await li.tap("确认")
    await li.read_anywhere("已重启")
    await li.take("team")


async def capabilities(demo: Demo) -> None:
    """The pictures of docs/capabilities."""
    zhang = await demo.visit(ZHANG, ROOMY)
    await zhang.say("/language en")
    await zhang.read("English")
    for name, steps in CAPABILITIES.items():
        for step, words in steps:
            if step == SAY:
                await zhang.say(words)
            elif step == TAP:
                await zhang.tap_any(words)
            else:
                await zhang.read_since(words)
        await zhang.take_last(f"can-{name}")


async def approval(demo: Demo) -> None:
    """A staff chat that is asked for its yes."""
    emily = await demo.visit(EMILY, PHONE)
    await emily.say("/renew win-1 1")
    await emily.read_since("Price: ")
    await emily.tap("Confirm")
    wang = await demo.visit(WANG, ROOMY, chat="云主机客服")
    await wang.read_since("Emily")
    await wang.take_last("can-approvals")


JOURNEYS: tuple[Callable[[Demo], Awaitable[None]], ...] = (servers, power, card, team, capabilities, approval)


async def main() -> None:
    """Take all pictures, one journey after the other.

    Raises:
        PictureError: one cannot be taken.
    """
    expect.set_options(timeout=STEP_SECONDS * 1000)
    async with running_demo() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            for journey in JOURNEYS:
                await journey(Demo(url, browser))
        finally:
            await browser.close()


@asynccontextmanager
async def running_demo() -> AsyncIterator[str]:
    """Run `apabot demo` as a process of its own on a free port; gives the chat page's address.

    Raises:
        PictureError: it does not start.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", cwd=FOLDER.parents[1], stdout=asyncio.subprocess.PIPE
    )
    try:
        yield await _address_of(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address_of(process: asyncio.subprocess.Process) -> str:
    """Return where the demo says that the page is. The bot may begin later: what is said to it until then waits."""
    try:
        async with asyncio.timeout(START_SECONDS):
            # The demo says two lines here, its log goes elsewhere: nothing can fill the pipe that is not read on.
            while process.stdout is not None and (line := await process.stdout.readline()):
                if found := re.search(rb"http://[\d.]+:\d+(?=/\?person=)", line):
                    return found.group().decode()
    except TimeoutError:
        pass
    raise PictureError("the demo has not started")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except PictureError as error:
        sys.exit(f"Error: {error}")
