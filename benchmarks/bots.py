"""The two sides of the comparison, each a process of its own: `python -m benchmarks.bots KIND URL [DATABASE]`.

`echo` is python-telegram-bot's own example: it answers each text with the same text. `apabot` answers `/server`: it
checks who asks, makes a signed call to the engine, and sends the card; only Telegram's rate limits are lifted.
`noticing` is ours with all limits kept, and a kind of notice that tells of a server.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import uvloop
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.running import run
from bot.settings import GivenSettings, Listen
from engine import Server
from handlers.desk import Desk, Rendered, Told, after_quiet_hours
from handlers.notice_kinds import RENDERERS
from handlers.readers import texts_of, timezone_of
from handlers.transport.limits import Limits

if TYPE_CHECKING:
    from telegram import Update

    from store import NoticeRow

TOKEN = "1:made-up"
KEY = "a-key-for-measurements"


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer with the same text."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def run_echo(url: str, *, concurrent: bool) -> None:
    """Run the example."""
    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot")
    application = builder.concurrent_updates(concurrent).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


async def render(desk: Desk, notice: NoticeRow) -> Rendered:
    """Make a notice as the real ones are made: the chat's clock and language, the cached server, its card."""
    if (later := after_quiet_hours(desk, notice.chat_id)) is not None:
        return later
    t, zone = texts_of(desk.services, notice.chat_id), ZoneInfo(timezone_of(desk.services, notice.chat_id))
    row = desk.services.store.server_by_guid(str(notice.subject["guid"]))[0]
    server = Server.model_validate_json(row.data)
    ends = "" if server.end_time is None else server.end_time.astimezone(zone).isoformat()
    return Told(f"{t('card-title', emoji='⏰', label=row.ip)}\n{ends}")


def run_apabot(url: str, database: Path, *, limits: Limits | None) -> None:
    """Run ours on a prepared database."""
    settings = GivenSettings.model_validate(
        {
            "telegram_token": TOKEN,
            "telegram_api_url": url,
            "database": str(database),
            "secret_key": KEY,
            "listen": Listen("127.0.0.1", 0),
            "sync_interval": 3600,
        }
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(settings, limits=limits))


if __name__ == "__main__":
    kind, address = sys.argv[1:3]
    if kind == "apabot":
        run_apabot(address, Path(sys.argv[3]), limits=Limits.none())
    elif kind == "noticing":
        RENDERERS["measured"] = render
        run_apabot(address, Path(sys.argv[3]), limits=None)
    else:
        run_echo(address, concurrent=kind == "concurrent")
