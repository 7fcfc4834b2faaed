"""The bot as a process of its own, to be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.demo import TOKEN
from tests.flows.stage import SECRET_KEY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.flows.stage import Stage

# The same `run`, only without Telegram's limits, so that a crash under load can be looked at in seconds.
UNLIMITED = """
import asyncio
from bot.logs import configure_logging
from bot.running import run
from bot.settings import load_settings
from handlers.transport.limits import Limits
asyncio.run(run(load_settings(need=("telegram", "store")), limits=Limits.none()))
"""


def environment(stage: Stage, **changes: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("APABOT_")}
    return inherited | {
        "APABOT_TELEGRAM_TOKEN": TOKEN,
        "APABOT_TELEGRAM_API_URL": stage.telegram_url,
        "APABOT_DATABASE": str(stage.folder / "apabot.db"),
        "APABOT_SECRET_KEY": SECRET_KEY,
        "APABOT_LISTEN": f"127.0.0.1:{free_port()}",
        "APABOT_LOG_LEVEL": "DEBUG",
        "APABOT_LOG_FORMAT": "json",
        "APABOT_POLL_INTERVAL": "0.1",
        "APABOT_SETTLE_SECONDS": "3",
        "APABOT_CONTACT": "@reseller",
        **changes,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def bot_process(
    stage: Stage, *arguments: str, log: str = "bot.log", **changes: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `apabot run` (or other arguments of Python) and make sure that it is gone at the end."""
    with (stage.folder / log).open("ab") as sink:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *(arguments or ("-m", "bot", "run")),
            env=environment(stage, **changes),
            cwd=stage.folder,
            stdout=sink,
            stderr=sink,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                try:
                    async with asyncio.timeout(20):
                        await process.wait()
                except TimeoutError:
                    process.kill()
                    await process.wait()


async def kill(process: asyncio.subprocess.Process) -> None:
    process.kill()
    await process.wait()
