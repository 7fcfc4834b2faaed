"""python-telegram-bot, unmodified, against the stand-in."""

from __future__ import annotations

import asyncio
import io
import struct
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import aiohttp.test_utils
import aiohttp.web
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CallbackQuery,
    ChatMemberOwner,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReactionTypeEmoji,
    Update,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from sandbox.telegram import Chat, Limits, Person, StandInTelegram
from tests.sandbox.telegram.client import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.sandbox.telegram.client import Api, Clock

TOKEN = "123456:TEST-token"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 40, 30, 8, 2, 0, 0, 0) + b"\0" * 4


async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert isinstance(update.message, Message)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("开机", callback_data="on")]])
    await update.message.reply_html("<b>web-1</b> 关机", reply_markup=keyboard)


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert isinstance(update.message, Message)
    assert update.message.text is not None
    await update.message.reply_text(update.message.text, do_quote=True)


async def pressed(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert isinstance(update.callback_query, CallbackQuery)
    await update.callback_query.answer("好的", show_alert=True)
    await update.callback_query.edit_message_text("<b>web-1</b> 运行中", parse_mode="HTML")


BotApplication = Application[Any, Any, Any, Any, Any, Any]


def echo_bot(url: str) -> BotApplication:
    builder = Application.builder().token(TOKEN)
    application = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


@pytest.fixture
async def application(url: str) -> AsyncIterator[BotApplication]:
    async with echo_bot(url) as application:
        yield application


async def test_an_echo_bot_by_long_polling(tg: StandInTelegram, application: BotApplication, alice: Person) -> None:
    assert application.updater is not None
    await application.updater.start_polling(poll_interval=0.0)
    await application.start()
    try:
        tg.say(alice, alice, "/start")
        card = await tg.wait_for(lambda: tg.last(alice))
        assert card.text == "web-1 关机"
        assert card.html == "<b>web-1</b> 关机"
        query = tg.press(alice, card, "开机")
        await tg.wait_for(lambda: card.edits)
        assert card.html == "<b>web-1</b> 运行中"
        assert card.buttons == []
        assert (tg.answers[query].text, tg.answers[query].show_alert) == ("好的", True)

        said = tg.say(alice, alice, "服务器 🖥")
        reply = await tg.wait_for(lambda: tg.messages(alice)[1])
        assert (reply.text, reply.reply_to) == ("服务器 🖥", said.message_id)
        await tg.wait_for(lambda: tg.updates_pending() == 0)
        assert tg.confirmed == 100_000_003
    finally:
        await application.updater.stop()
        await application.stop()
    assert tg.violations == []


async def test_an_echo_bot_by_webhook(tg: StandInTelegram, url: str, alice: Person) -> None:
    application = echo_bot(url)
    async with application:
        await application.start()
        received: list[str] = []

        async def receive(request: aiohttp.web.Request) -> aiohttp.web.Response:
            received.append(request.headers["X-Telegram-Bot-Api-Secret-Token"])
            await application.update_queue.put(Update.de_json(await request.json(), application.bot))
            return aiohttp.web.Response()

        app = aiohttp.web.Application()
        app.router.add_post("/hook", receive)
        async with aiohttp.test_utils.TestServer(app) as server:
            await application.bot.set_webhook(str(server.make_url("/hook")), secret_token="s3cret")
            tg.say(alice, alice, "hello")
            assert (await tg.wait_for(lambda: tg.last(alice))).text == "hello"
            await tg.wait_for(lambda: tg.updates_pending() == 0)
            assert received == ["s3cret"]
            assert (await application.bot.get_webhook_info()).url == str(server.make_url("/hook"))
            assert await application.bot.delete_webhook()
        await application.stop()
    assert tg.violations == []


async def test_what_the_library_makes_of_the_objects(
    tg: StandInTelegram,
    application: BotApplication,
    alice: Person,
    group: Chat,
) -> None:
    bot = application.bot
    assert (await bot.get_me()).username == "apabot_demo_bot"
    chat = await bot.get_chat(group.id)
    assert (chat.type, chat.title, chat.accepted_gift_types.limited_gifts) == ("supergroup", "Team", True)
    assert (await bot.get_chat(alice.id)).first_name == "Alice"
    member = await bot.get_chat_member(group.id, alice.id)
    assert isinstance(member, ChatMemberOwner)
    assert [one.user.id for one in await bot.get_chat_administrators(group.id)] == [alice.id]
    assert await bot.get_chat_member_count(group.id) == 3
    scope = BotCommandScopeChat(alice.id)
    assert await bot.set_my_commands([BotCommand("servers", "服务器")], scope=scope, language_code="zh")
    assert await bot.get_my_commands(scope=scope, language_code="zh") == (BotCommand("servers", "服务器"),)
    assert await bot.set_my_name("阿帕云")
    assert await bot.set_my_short_description("x", language_code="zh")
    assert (await bot.get_my_name()).name == "阿帕云"
    assert await bot.set_chat_menu_button(chat_id=alice.id)
    said = tg.say(alice, alice, "hello")
    assert await bot.set_message_reaction(alice.id, said.message_id, ReactionTypeEmoji("👍"))
    assert said.reactions == ("👍",)
    assert await bot.send_chat_action(alice.id, "typing")
    assert await bot.delete_messages(alice.id, [said.message_id])
    assert said.deleted
    assert tg.violations == []


async def test_files_travel_both_ways(tg: StandInTelegram, application: BotApplication, alice: Person) -> None:
    bot = application.bot
    sent = await bot.send_photo(alice.id, PNG, caption="<i>VNC</i>", parse_mode="HTML")
    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (40, 30, "VNC")
    again = await bot.send_photo(alice.id, sent.photo[0].file_id)
    assert again.photo[0].file_unique_id == sent.photo[0].file_unique_id
    report = await bot.send_document(alice.id, io.BytesIO(b"a,b\n1,2\n"), filename="orders.csv")
    assert report.document is not None
    assert report.document.file_name == "orders.csv"
    file = await bot.get_file(report.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a,b\n1,2\n"
    assert tg.violations == []


async def test_errors_reach_the_library_as_its_own(
    *,
    tg: StandInTelegram,
    application: BotApplication,
    url: str,
    alice: Person,
    bob: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    bot = application.bot
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(bob.id, "hello")
    tg.block(alice)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(alice.id, "hello")
    with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
        await bot.send_message(999, "hello")
    tg.fail_next("sendMessage", retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(alice.id, "hello")
    assert caught.value.retry_after == timedelta(seconds=7)
    with pytest.raises(InvalidToken):
        async with Bot("123456:wrong", base_url=f"{url}/bot"):
            pass


async def test_a_world_without_people_stops_while_somebody_polls(clock: Clock) -> None:
    tg = StandInTelegram(now=clock, limits=Limits.off())
    url = await tg.start()
    async with aiohttp.ClientSession() as session:
        poll = asyncio.create_task(session.get(f"{url}/bot{TOKEN}/getUpdates?timeout=50"))
        await until(lambda: tg.world.updates._poller is not None)
        await tg.stop()
        async with await poll as answer:
            assert (await answer.json()) == {"ok": True, "result": []}
    await asyncio.sleep(0)  # the client's transport closes in the next turn of the loop


async def test_waiting_ends_with_an_error_when_nothing_happens(tg: StandInTelegram, alice: Person) -> None:
    with pytest.raises(TimeoutError, match=r"did not come true within 0\.01 s"):
        await tg.wait_for(lambda: tg.last(alice), timeout=0.01)


async def test_calls_are_kept_with_their_status(tg: StandInTelegram, api: Api, alice: Person, clock: Clock) -> None:
    await api("sendMessage", chat_id=alice.id, text="a")
    clock.forward(2)
    await api("SENDMESSAGE", chat_id=1, text="a")
    assert [(call.time - 1_800_000_000, call.method, call.status) for call in tg.calls] == [
        (0.0, "sendMessage", 200),
        (2.0, "sendMessage", 400),
    ]
    assert tg.calls[0].params == {"chat_id": 1001, "text": "a"}
    assert "text" not in repr(tg.calls[0])
