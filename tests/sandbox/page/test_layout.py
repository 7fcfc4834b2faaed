from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser import PHONE

if TYPE_CHECKING:
    from sandbox.telegram import Chat, Person, StandInTelegram
    from tests.browser import Browsing
    from tests.sandbox.telegram.client import Api

pytestmark = pytest.mark.browser


async def test_a_phone_shows_one_screen_at_a_time(page_at: Browsing, url: str, bot: Api) -> None:
    page = await page_at(url, PHONE)
    await expect(page.get_by_test_id("chat-1001")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_be_hidden()

    await page.get_by_test_id("chat-1001").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await expect(page.get_by_test_id("chat-1001")).to_be_hidden()
    assert page.url == f"{url}/?person=1001&chat=1001"

    await bot("sendMessage", chat_id=1001, text="W" * 300)
    await expect(page.get_by_test_id("message")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    assert await page.locator("#messages").evaluate("(box) => box.scrollWidth === box.clientWidth") is True

    await page.get_by_test_id("back").click()
    await expect(page.get_by_test_id("chat-1001")).to_be_focused()
    await expect(page.get_by_test_id("composer")).to_be_hidden()
    assert page.url == f"{url}/?person=1001"


async def test_the_address_chooses_person_and_chat_and_a_wide_page_shows_both_screens(
    page_at: Browsing, url: str, team: Chat
) -> None:
    page = await page_at(f"{url}/?person=1002&chat={team.id}")
    await expect(page.locator("#chat-title")).to_have_text("运维团队")
    await expect(page.get_by_test_id("person-switch")).to_contain_text("you are: Anna")
    await expect(page.get_by_test_id("composer")).to_have_attribute("placeholder", "Message")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_test_id("chat-1002")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await expect(page.get_by_test_id("back")).to_be_hidden()


async def test_a_switch_of_persons_changes_chats_and_language(
    page_at: Browsing, url: str, telegram: StandInTelegram, anna: Person, bot: Api
) -> None:
    telegram.say(anna, anna, "mine")
    page = await page_at(url)
    await expect(page.get_by_test_id("person-switch")).to_contain_text("当前身份：张伟")
    await expect(page.get_by_test_id("chat-1002")).to_have_count(0)
    await page.get_by_test_id("composer").fill("draft")

    await page.get_by_test_id("person-switch").click()
    await page.get_by_test_id("person-1002").click()
    await expect(page.get_by_test_id("person-switch")).to_contain_text("you are: Anna")
    await expect(page.locator(".message.own")).to_contain_text("mine")
    await expect(page.get_by_test_id("chat-1001")).to_have_count(0)
    await expect(page.get_by_test_id("composer")).to_have_value("")
    assert page.url == f"{url}/?person=1002&chat=1002"

    await page.get_by_test_id("person-switch").click()
    await page.get_by_test_id("person-1001").click()
    await expect(page.get_by_test_id("composer")).to_have_value("draft")


async def test_unread_messages_are_counted_until_the_chat_is_opened(
    page_at: Browsing, telegram: StandInTelegram, anna: Person, team: Chat, bot: Api
) -> None:
    page = await page_at(bot.url)
    entry = page.get_by_test_id(f"chat-{team.id}")
    await expect(entry).to_be_visible()
    await expect(entry.locator(".badge")).to_have_count(0)
    telegram.say(anna, team, "db-2 is slow")
    await bot("sendMessage", chat_id=team.id, text="⚠️ db-2")
    await expect(entry.locator(".badge")).to_have_text("2")
    await expect(entry.locator(".chat-preview")).to_have_text("阿帕云助手: ⚠️ db-2")
    await expect(page).to_have_title("(2) 阿帕云助手")
    # The bot's alone: nobody has to read their own words.
    await expect(page.get_by_test_id("person-switch").locator(".badge")).to_have_text("1")

    await entry.click()
    await expect(entry.locator(".badge")).to_have_count(0)
    await expect(page).to_have_title("运维团队")
    await expect(page.locator(".message .author")).to_have_text(["Anna", "阿帕云助手"])


async def test_the_topics_of_a_forum(
    page_at: Browsing, url: str, telegram: StandInTelegram, anna: Person, team: Chat
) -> None:
    topic = telegram.add_topic(team, "告警")
    telegram.say(anna, team, "in general")
    page = await page_at(f"{url}/?person=1001&chat={team.id}")
    await expect(page.get_by_text("in general").last).to_be_visible()
    await page.get_by_role("button", name="告警").click()
    await expect(page.get_by_role("log").get_by_text("in general")).to_have_count(0)
    await page.get_by_test_id("composer").fill("收到")
    await page.get_by_test_id("composer").press("Enter")
    await expect(page.locator(".message.own").last).to_contain_text("收到")
    assert telegram.history(team)[-1].thread_id == topic

    await page.get_by_role("button", name="全部").click()
    await expect(page.get_by_role("log").get_by_text("in general")).to_be_visible()
    await expect(page.locator(".message.own").last).to_contain_text("收到")


async def test_an_empty_private_chat_offers_to_start(
    page_at: Browsing, url: str, telegram: StandInTelegram, zhang: Person
) -> None:
    page = await page_at(url)
    await page.get_by_test_id("start").click()
    await expect(page.locator(".message.own")).to_contain_text("/start")
    await expect(page.get_by_test_id("start")).to_have_count(0)
    assert telegram.history(zhang)[-1].text == "/start"


async def test_dark_and_light_follow_the_system(page_at: Browsing, url: str) -> None:
    light = await page_at(url)
    dark = await page_at(url, color_scheme="dark")
    await expect(light.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    await expect(dark.locator("body")).to_have_css("background-color", "rgb(23, 33, 43)")


async def test_days_are_separated(page_at: Browsing, url: str, telegram: StandInTelegram, zhang: Person) -> None:
    telegram.say(zhang, zhang, "long ago", date=1_600_000_000)
    telegram.say(zhang, zhang, "now")
    page = await page_at(url)
    await expect(page.locator(".day")).to_have_text([re.compile("^2020年9月1[34]日$"), "今天"])
