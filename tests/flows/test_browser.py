from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Run
from tests.browser import PHONE, WIDE, page_at
from tests.flows.stage import running, stage_at

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import ViewportSize

    from tests.browser import Browsing

__all__ = ["page_at"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.mark.parametrize(
    ("who", "server", "stop", "yes", "off"),
    [
        ("zhang", "web-1", "关机", "✅", "已关机"),
        ("emily", "win-1", "Stop", "✅", "is off"),
    ],
)
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
async def test_list_tap_stop_confirm_and_watch_it_end(
    tmp_path: Path, page_at: Browsing, who: str, server: str, stop: str, yes: str, off: str, viewport: ViewportSize
) -> None:
    async with stage_at(tmp_path) as stage, running(stage):
        person = stage.zhang if who == "zhang" else stage.emily
        page = await page_at(f"{stage.telegram_url}/?person={person.id}&chat={person.id}", viewport)
        await page.get_by_test_id("composer").fill("/servers")
        await page.get_by_test_id("send").click()

        await page.get_by_test_id("inline-button").filter(has_text=server).click()
        await page.get_by_test_id("inline-button").filter(has_text=re.compile(f"^{stop}$")).first.click()
        await page.get_by_test_id("inline-button").filter(has_text=yes).click()
        end = page.get_by_test_id("message").filter(has_text=re.compile(rf"{server} · [\d.]+ {off}")).last
        await end.wait_for()

        assert stage.engine.server(stage.guid(server)).run_status == Run.OFF
        assert stage.executed("stop") == 1
