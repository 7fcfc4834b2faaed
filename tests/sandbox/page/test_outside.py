from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from sandbox.engine import StandInEngine, made_up_world
from sandbox.telegram import StandInTelegram
from sandbox.trouble import Trouble

if TYPE_CHECKING:
    from tests.browser import Browsing

pytestmark = pytest.mark.browser


async def test_a_server_is_brought_into_trouble_and_out_of_it(page_at: Browsing) -> None:
    engine = StandInEngine()
    made = made_up_world(engine)
    telegram = StandInTelegram(outside=Trouble(engine, made.servers))
    telegram.add_person(user_id=1001, first_name="张伟", language_code="zh-hans", started=True)
    url = await telegram.start()
    try:
        page = await page_at(url)
        await page.get_by_test_id("outside-switch").click()
        thing = page.get_by_test_id("thing-web-1")
        await expect(thing).to_contain_text("运行中")
        await page.get_by_test_id("deed-web-1-block").click()
        await expect(thing).to_contain_text("已封堵")
        assert engine.server(made.servers["web-1"]).blocked == 1
        await page.get_by_test_id("deed-web-1-recover").click()
        await expect(thing).to_contain_text("运行中")
        await page.keyboard.press("Escape")
        await expect(thing).to_be_hidden()
    finally:
        await telegram.stop()


async def test_without_a_world_there_is_no_button(page_at: Browsing, url: str) -> None:
    page = await page_at(url)
    await expect(page.get_by_test_id("person-switch")).to_be_visible()
    await expect(page.get_by_test_id("outside-switch")).to_be_hidden()
