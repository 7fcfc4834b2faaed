from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import aiohttp
import pytest
from playwright.async_api import expect

from sandbox.telegram import BotMessage
from tests.sandbox.telegram.client import TOKEN

if TYPE_CHECKING:
    from sandbox.telegram import Person, StandInTelegram
    from tests.browser import Browsing
    from tests.sandbox.telegram.client import Api

pytestmark = pytest.mark.browser

CARD = "🖥 <b>web-1</b> · <code>203.0.113.24</code>\n🟢 运行中"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


async def test_sends_a_text_and_shows_the_reply(
    page_at: Browsing, url: str, telegram: StandInTelegram, zhang: Person, bot: Api
) -> None:
    page = await page_at(url)
    composer = page.get_by_test_id("composer")
    await composer.fill("你好 <img src=x>")
    await composer.press("Shift+Enter")
    await composer.press_sequentially("line two")
    await composer.press("Enter")

    own = page.locator(".message.own")
    await expect(own.get_by_test_id("message-text")).to_have_text("你好 <img src=x>\nline two")
    await expect(composer).to_have_value("")
    assert telegram.history(zhang)[-1].text == "你好 <img src=x>\nline two"

    await bot("sendMessage", chat_id=zhang.id, text=CARD, parse_mode="HTML")
    reply = page.locator(".message:not(.own)")
    await expect(reply.get_by_test_id("message-text")).to_have_text("🖥 web-1 · 203.0.113.24\n🟢 运行中")
    await expect(reply.locator("b")).to_have_text("web-1")

    await composer.fill("with the button")
    await page.get_by_test_id("send").click()
    await expect(own).to_have_count(2)


async def test_an_input_method_keeps_its_enter(page_at: Browsing, url: str) -> None:
    page = await page_at(url)
    composer = page.get_by_test_id("composer")
    await composer.fill("ni hao")
    await composer.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(composer).to_have_value("ni hao")
    await composer.press("Enter")
    await expect(page.get_by_test_id("message")).to_have_count(1)


async def test_what_was_refused_stays_in_the_composer(
    page_at: Browsing, url: str, telegram: StandInTelegram, zhang: Person
) -> None:
    telegram.block(zhang)
    page = await page_at(url)
    await page.get_by_test_id("composer").fill("hello")
    await page.get_by_test_id("composer").press("Enter")
    await expect(page.get_by_test_id("toast")).to_have_text("未发送：person 1001 has blocked the bot")
    await expect(page.get_by_test_id("composer")).to_have_value("hello")


async def test_an_edit_draws_only_what_changed(page_at: Browsing, url: str, zhang: Person, bot: Api) -> None:
    keyboard = {"inline_keyboard": [[{"text": "停", "callback_data": "stop"}]]}
    await bot("sendMessage", chat_id=zhang.id, text="第一条")
    sent = await bot("sendMessage", chat_id=zhang.id, text="⏳ 0 秒", reply_markup=keyboard)
    message_id = sent.result["message_id"]
    page = await page_at(url)
    bubble = page.locator(f"[data-message-id='{message_id}']")
    await expect(bubble.get_by_test_id("message-text")).to_have_text("⏳ 0 秒")
    await expect(bubble.locator(".edited")).to_have_count(0)
    await page.evaluate("for (const known of document.querySelectorAll('.message, .inline-button')) known.seen = true")

    await bot("editMessageText", chat_id=zhang.id, message_id=message_id, text="⏳ 5 秒", reply_markup=keyboard)
    await expect(bubble.get_by_test_id("message-text")).to_have_text("⏳ 5 秒")
    await expect(bubble.locator(".edited")).to_have_text("已编辑")
    drawn = "[...document.querySelectorAll('.message, .inline-button')].map((known) => known.seen === true)"
    assert await page.evaluate(drawn) == [True, True, True]

    await bot("editMessageText", chat_id=zhang.id, message_id=message_id, text="✅ 好了")
    await expect(bubble.get_by_test_id("inline-button")).to_have_count(0)
    await bot("deleteMessage", chat_id=zhang.id, message_id=message_id)
    await expect(page.get_by_test_id("message")).to_have_count(1)


async def test_a_spoiler_hides_until_it_is_pressed(page_at: Browsing, url: str, zhang: Person, bot: Api) -> None:
    text = "密码：<tg-spoiler><code>k7#Vm</code></tg-spoiler>"
    await bot("sendMessage", chat_id=zhang.id, text=text, parse_mode="HTML")
    page = await page_at(url)
    spoiler = page.locator(".spoiler")
    await expect(spoiler).to_have_css("filter", "blur(6px)")
    await expect(page.locator(".chat-preview").first).to_have_text("密码：▒▒▒▒▒")

    await spoiler.click()
    await expect(spoiler).to_have_css("filter", "none")
    assert await page.get_by_test_id("toast").count() == 0  # now: to wait for it would let one pass that goes by itself

    await page.locator("code").click()
    await expect(page.get_by_test_id("toast")).to_have_text("已复制")
    assert await page.evaluate("navigator.clipboard.readText()") == "k7#Vm"

    await bot("sendMessage", chat_id=zhang.id, text="<tg-spoiler>by keyboard</tg-spoiler>", parse_mode="HTML")
    await expect(page.locator(".spoiler")).to_have_count(2)
    await page.locator(".spoiler").last.press("Enter")
    await expect(page.locator(".spoiler").last).to_have_css("filter", "none")


async def test_photos_and_documents(
    page_at: Browsing, url: str, telegram: StandInTelegram, zhang: Person, bot: Api
) -> None:
    await upload(bot, "photo", zhang, name="screen.png", content=PNG)
    await upload(bot, "document", zhang, name="bill.csv", content=b"a,b\n")
    page = await page_at(url)
    photo = page.locator(".photo img")
    await expect(photo).to_have_js_property("naturalWidth", 1)
    await page.locator(".photo").click()
    await expect(page.locator("#lightbox img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#lightbox")).to_be_hidden()
    await upload(bot, "photo", zhang, name="column.png", content=png_of(8, 40))
    # Before it is shown, the last one is the first.
    await expect(page.locator(".photo")).to_have_count(2)
    await page.locator(".photo").last.click()
    await expect(page.locator("#lightbox.tall img")).to_have_css("max-height", "none")
    await page.keyboard.press("Escape")

    async with page.expect_download() as download:
        await page.locator(".document").click()
    assert (await (await download.value).path()).read_bytes() == b"a,b\n"


def png_of(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def upload(bot: Api, kind: str, chat: Person, *, name: str, content: bytes) -> None:
    form = aiohttp.FormData({"chat_id": str(chat.id)})
    form.add_field(kind, content, filename=name)
    async with bot.session.post(f"{bot.url}/bot{TOKEN}/send{kind}", data=form) as response:
        assert response.status == 200


async def test_replies_quote_and_delete(
    page_at: Browsing, url: str, telegram: StandInTelegram, zhang: Person, bot: Api
) -> None:
    sent = await bot("sendMessage", chat_id=zhang.id, text="选一台服务器")
    page = await page_at(url)
    question = page.get_by_test_id("message")
    await question.hover()
    await question.get_by_title("回复").click()
    await expect(page.locator("#reply-preview")).to_contain_text("选一台服务器")
    await page.get_by_test_id("composer").fill("web-1")
    await page.get_by_test_id("composer").press("Enter")

    own = page.locator(".message.own")
    await expect(own.locator(".quote")).to_contain_text("选一台服务器")
    await expect(page.locator("#reply-preview")).to_be_hidden()
    answer = telegram.history(zhang)[-1]
    assert (answer.text, answer.reply_to) == ("web-1", sent.result["message_id"])
    assert not isinstance(answer, BotMessage)

    await own.hover()
    await own.get_by_title("删除").click()
    await expect(own).to_have_count(0)
    assert telegram.history(zhang)[-1].deleted


async def test_follows_the_end_only_while_the_reader_is_there(
    page_at: Browsing, url: str, zhang: Person, bot: Api
) -> None:
    for number in range(40):
        await bot("sendMessage", chat_id=zhang.id, text=f"第 {number} 条")
    page = await page_at(url)
    await expect(page.get_by_text("第 39 条").last).to_be_in_viewport()
    await bot("sendMessage", chat_id=zhang.id, text="在底部")
    await expect(page.get_by_test_id("message").last).to_contain_text("在底部")
    await expect(page.get_by_test_id("message").last).to_be_in_viewport()

    await page.locator("#messages").hover()
    await page.mouse.wheel(0, -600)
    await expect(page.locator("#to-bottom")).to_be_visible()
    before = await page.locator("#messages").evaluate("(box) => box.scrollTop")
    await bot("sendMessage", chat_id=zhang.id, text="新的")
    await expect(page.locator("#to-bottom .badge")).to_have_text("1")
    assert await page.locator("#messages").evaluate("(box) => box.scrollTop") == before

    await page.locator("#to-bottom").click()
    await expect(page.get_by_test_id("message").last).to_be_in_viewport()
    await expect(page.locator("#to-bottom")).to_be_hidden()


async def test_long_chats_are_drawn_in_parts(
    page_at: Browsing, url: str, telegram: StandInTelegram, zhang: Person
) -> None:
    for number in range(200):
        telegram.say(zhang, zhang, f"line {number}")
    page = await page_at(url)
    await expect(page.get_by_test_id("message")).to_have_count(150)
    await page.get_by_text("显示更早的消息").click()
    await expect(page.get_by_test_id("message")).to_have_count(200)
    await expect(page.get_by_test_id("message").first).to_contain_text("line 0")
    await expect(page.get_by_text("显示更早的消息")).to_have_count(0)
