from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from sandbox.telegram import Chat, Person, StandInTelegram
    from tests.browser import Browsing
    from tests.sandbox.telegram.client import Api

pytestmark = pytest.mark.browser


async def test_comes_back_after_a_lost_connection(
    page_at: Browsing, url: str, telegram: StandInTelegram, anna: Person, team: Chat
) -> None:
    zhang = team.members[1001]
    telegram.say(zhang, zhang, "before")
    page = await page_at(url)
    await expect(page.locator(".message.own")).to_have_count(1)
    await expect(page.locator("#banner")).to_be_hidden()

    await telegram.stop()
    await expect(page.locator("#banner")).to_have_text("连接中…")
    telegram.say(zhang, zhang, "meanwhile")
    telegram.say(anna, team, "elsewhere")
    await page.evaluate("document.querySelector('.message').seen = true")
    await telegram.start(port=urlsplit(url).port or 0)

    await expect(page.locator("#banner")).to_be_hidden()
    await expect(page.get_by_test_id("message-text")).to_have_text(["before", "meanwhile"])
    assert await page.evaluate("document.querySelector('.message').seen") is True
    await expect(page.get_by_test_id(f"chat-{team.id}").locator(".badge")).to_have_text("1")
    telegram.say(zhang, zhang, "after")
    await expect(page.get_by_test_id("message")).to_have_count(3)

    # The browser itself reports each attempt that met nobody; nothing else may be wrong.
    page_at.complaints[:] = [words for words in page_at.complaints if "net::ERR_" not in words]


async def test_new_people_and_chats_appear(
    page_at: Browsing, url: str, telegram: StandInTelegram, zhang: Person
) -> None:
    page = await page_at(url)
    await expect(page.get_by_test_id("chat-1001")).to_be_visible()
    li = telegram.add_person(user_id=1003, first_name="李娜", language_code="zh-hans")
    group = telegram.add_group(title="新群", members=[zhang, li], owner=li)
    await expect(page.get_by_test_id(f"chat-{group.id}")).to_contain_text("新群")
    await page.get_by_test_id("person-switch").click()
    await expect(page.get_by_test_id("person-1003")).to_contain_text("李娜")


async def test_shows_that_the_bot_is_typing(page_at: Browsing, url: str, zhang: Person, bot: Api) -> None:
    page = await page_at(url)
    await expect(page.locator("#chat-subtitle")).to_have_text("机器人")
    await expect(page.locator("#banner")).to_be_hidden()
    await bot("sendChatAction", chat_id=zhang.id, action="typing")
    await expect(page.locator("#chat-subtitle")).to_have_text("正在输入…")
    await bot("sendMessage", chat_id=zhang.id, text="好了")
    # Well before the sign would go by itself.
    await expect(page.locator("#chat-subtitle")).to_have_text("机器人", timeout=3000)
