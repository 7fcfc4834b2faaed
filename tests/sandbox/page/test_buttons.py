from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Page

    from sandbox.telegram import Person, StandInTelegram
    from tests.browser import Browsing
    from tests.sandbox.telegram.client import Api

pytestmark = pytest.mark.browser


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


async def query_of(bot: Api) -> dict[str, Any]:
    """The next press, as the bot gets it."""
    answer = await bot("getUpdates", timeout=5, allowed_updates=["callback_query"])
    [update] = answer.result
    await bot("getUpdates", offset=update["update_id"] + 1)
    query: dict[str, Any] = update["callback_query"]
    return query


async def test_a_press_waits_for_its_answer(page_at: Browsing, url: str, zhang: Person, bot: Api) -> None:
    rows = keyboard([{"text": "🔄 重启", "callback_data": "r:1"}, {"text": "⏹ 关机", "callback_data": "s:1"}])
    await bot("sendMessage", chat_id=zhang.id, text="web-1", reply_markup=rows)
    page = await page_at(url)
    restart, stop = page.get_by_text("🔄 重启").locator(".."), page.get_by_text("⏹ 关机").locator("..")
    restart_box, stop_box = await restart.bounding_box(), await stop.bounding_box()
    assert restart_box is not None
    assert stop_box is not None
    assert restart_box["width"] == pytest.approx(stop_box["width"], abs=1)

    await restart.click()
    await expect(restart).to_have_attribute("aria-busy", "true")
    query = await query_of(bot)
    assert (query["data"], query["from"]["id"]) == ("r:1", 1001)
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="已收到")
    await expect(page.get_by_test_id("toast")).to_have_text("已收到")
    await expect(restart).not_to_have_attribute("aria-busy", "true")

    await stop.click()
    query = await query_of(bot)
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="没有权限", show_alert=True)
    await expect(page.get_by_test_id("alert")).to_be_visible()
    await expect(page.get_by_test_id("alert").locator("p")).to_have_text("没有权限")
    await page.get_by_test_id("alert").get_by_role("button").click()
    await expect(page.get_by_test_id("alert")).to_be_hidden()


async def test_the_answer_to_somebody_else_is_not_shown(
    page_at: Browsing, telegram: StandInTelegram, zhang: Person, anna: Person, bot: Api
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="x", reply_markup=keyboard([{"text": "Go", "callback_data": "go"}]))
    page = await page_at(f"{bot.url}/?person=1001&chat=1001")
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await expect(page.locator("#banner")).to_be_hidden()
    query = telegram.press(anna, telegram.last(anna), "Go")
    await bot("answerCallbackQuery", callback_query_id=query, text="for Anna")
    await bot("sendMessage", chat_id=zhang.id, text="afterwards")
    await expect(page.get_by_test_id("message")).to_have_count(1)
    # Now: to wait for it would let one pass that goes by itself.
    assert await page.get_by_test_id("toast").count() == 0


async def test_an_edited_keyboard_does_not_hand_on_the_focus(
    page_at: Browsing, url: str, zhang: Person, bot: Api
) -> None:
    asked = keyboard([{"text": "续费", "callback_data": "ask"}])
    confirm = keyboard([{"text": "✅ 付款", "callback_data": "pay"}])
    sent = await bot("sendMessage", chat_id=zhang.id, text="web-1", reply_markup=asked)
    page = await page_at(url)
    await page.get_by_test_id("inline-button").press("Enter")
    await query_of(bot)
    edited = {"chat_id": zhang.id, "message_id": sent.result["message_id"], "reply_markup": confirm}
    await bot("editMessageReplyMarkup", **edited)
    await expect(page.get_by_test_id("inline-button")).to_have_text("✅ 付款")
    await expect(page.get_by_test_id("message")).to_be_focused()


async def test_links_in_buttons(page_at: Browsing, url: str, telegram: StandInTelegram, team: Any, bot: Api) -> None:
    rows = keyboard(
        [{"text": "私聊", "url": "https://t.me/apabot_demo_bot?start=srv_42"}],
        [{"text": "State", "url": f"{url}/page/state"}],
        [{"text": "复制", "copy_text": {"text": "203.0.113.24"}}],
    )
    await bot("sendMessage", chat_id=team.id, text="x", reply_markup=rows)
    page = await page_at(f"{url}/?person=1001&chat={team.id}")
    async with page.context.expect_page() as opened:
        await page.get_by_text("State").click()
    assert (await opened.value).url == f"{url}/page/state"
    await page.get_by_text("复制").click()
    await expect(page.get_by_test_id("toast")).to_have_text("已复制")
    assert await page.evaluate("navigator.clipboard.readText()") == "203.0.113.24"

    await page.get_by_text("私聊").click()
    await expect(page.locator("#chat-title")).to_have_text("阿帕云助手")
    await expect(page.get_by_test_id("message-text")).to_have_text("/start srv_42")
    assert telegram.history(1001)[-1].text == "/start srv_42"


async def offer_commands(bot: Api) -> None:
    commands = [
        {"command": "servers", "description": "我的服务器"},
        {"command": "settings", "description": "设置"},
        {"command": "help", "description": "帮助"},
    ]
    await bot("setMyCommands", commands=commands)


async def sent_texts(page: Page, *texts: str) -> None:
    await expect(page.locator(".message.own").get_by_test_id("message-text")).to_have_text(list(texts))


async def test_the_menu_sends_a_command(page_at: Browsing, url: str, zhang: Person, bot: Api) -> None:
    page = await page_at(url)
    await page.get_by_test_id("menu").click()
    await expect(page.locator("#commands")).to_have_text("机器人在这里没有命令")
    await page.keyboard.press("Escape")
    await expect(page.locator("#commands")).to_be_hidden()

    await offer_commands(bot)
    await page.get_by_test_id("menu").click()
    await expect(page.get_by_test_id("command-servers")).to_have_text("/servers我的服务器")
    await page.get_by_test_id("command-help").click()
    await expect(page.locator("#commands")).to_be_hidden()
    await sent_texts(page, "/help")


async def test_a_slash_completes_commands(page_at: Browsing, url: str, zhang: Person, bot: Api) -> None:
    await offer_commands(bot)
    page = await page_at(url)
    composer = page.get_by_test_id("composer")
    # Keys go to whatever is focused, and what is not shown yet cannot be.
    await expect(composer).to_be_visible()
    await composer.press_sequentially("/s")
    await expect(page.locator("#suggestions button")).to_have_count(2)
    await composer.press("ArrowDown")
    await composer.press("ArrowDown")
    await composer.press("Enter")
    await sent_texts(page, "/settings")
    await expect(composer).to_have_value("")

    await composer.press_sequentially("/se")
    await expect(page.get_by_test_id("suggestion-servers")).to_be_visible()
    await composer.press("Tab")
    await expect(composer).to_have_value("/servers ")
    await expect(page.locator("#suggestions")).to_be_hidden()
    await composer.press_sequentially("web")
    await composer.press("Enter")
    await sent_texts(page, "/settings", "/servers web")


async def test_a_command_in_a_message_can_be_pressed(page_at: Browsing, url: str, zhang: Person, bot: Api) -> None:
    await bot("sendMessage", chat_id=zhang.id, text="试试 /servers 或 <code>/help</code>", parse_mode="HTML")
    page = await page_at(url)
    await page.locator(".command-link").click()
    await sent_texts(page, "/servers")
