"""The two sides of the comparison, each a process of its own: `python -m benchmarks.bots echo|concurrent|apabot URL`.

`echo` is python-telegram-bot's own example: it answers each text with the same text. `apabot` answers `/server`: it
checks who asks, makes a signed call to the engine, and sends the card; only Telegram's rate limits are lifted.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import uvloop
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.running import run
from bot.settings import GivenSettings, Listen
from handlers.transport.limits import Limits

if TYPE_CHECKING:
    from telegram import Update

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


def run_apabot(url: str, database: Path) -> None:
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
        runner.run(run(settings, limits=Limits.none()))


if __name__ == "__main__":
    kind, address = sys.argv[1:3]
    if kind == "apabot":
        run_apabot(address, Path(sys.argv[3]))
    else:
        run_echo(address, concurrent=kind == "concurrent")
