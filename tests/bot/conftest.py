from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
import structlog
from aiohttp import web
from click.testing import CliRunner

from bot import logs
from bot.cli import main
from sandbox.engine import StandInEngine, made_up_world

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

    from click.testing import Result

    from sandbox.engine import MadeUpWorld

T = TypeVar("T")

TOKEN = "7654321:AAabcdefghijklmnopqrstuvwxyz01234567"
SECRET_KEY = "a-secret-key-for-the-tests"


@dataclass
class Telegram:
    """Answers as told; remembers what it was asked."""

    answers: dict[str, tuple[int, Any]] = field(
        default_factory=lambda: {
            "getMe": (200, {"ok": True, "result": {"id": 7654321, "is_bot": True, "username": "reseller_bot"}}),
            "getWebhookInfo": (200, {"ok": True, "result": {"url": "", "pending_update_count": 0}}),
        }
    )
    asked: list[str] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.match_info["method"])
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        status, body = self.answers[request.match_info["method"]]
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html")
        return web.json_response(body, status=status)


class Elsewhere:
    """A thread with an event loop: commands have loops of their own, so their other sides cannot live in the test's."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@dataclass
class Terminal:
    """`apabot` as typed, with an engine and a Telegram to speak with."""

    folder: Path
    engine: StandInEngine
    engine_url: str
    made: MadeUpWorld
    telegram: Telegram
    elsewhere: Elsewhere
    env: dict[str, str | None]

    def type(self, *args: str, typed: str | None = None, **env: str | None) -> Result:
        return CliRunner().invoke(main, list(args), input=typed, env={**self.env, **env}, prog_name="apabot")

    def good(self, *args: str, **env: str | None) -> str:
        """Return the answer of a command that must succeed."""
        result = self.type(*args, **env)
        assert (result.exit_code, result.stderr) == (0, ""), result.output
        return result.stdout

    def bad(self, *args: str, code: int = 2, typed: str | None = None, **env: str | None) -> str:
        """Return the one line of a command that must fail, without "Error: "."""
        result = self.type(*args, typed=typed, **env)
        assert result.exit_code == code, result.output
        lines = result.stderr.splitlines()
        assert len(lines) == 1, result.stderr
        assert lines[0].startswith("Error: ")
        assert len(lines[0]) <= 320
        return lines[0].removeprefix("Error: ")

    def engine_out_of_reach(self) -> None:
        self.elsewhere.run(self.engine.refuse_connections())

    def with_customers(self) -> None:
        """Enter an account and two customers."""
        self.good(
            "account", "add", "main", "--url", self.engine_url, "--userid", "1001", APABOT_ACCOUNT_KEY=self.made.key
        )
        for label, name in (("晨光", "张伟"), ("Harbour", "Emily Carter")):
            self.good("identity", "add", label, "--account", "main", *identity_values(name))


def identity_values(name: str = "张伟") -> list[str]:
    values = ["--client-user-id", "1001", "--name", name, "--mobile", "13800005678"]
    return [*values, "--idnum", "11010519491231002X", "--ip", "203.0.113.7"]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Nothing of this machine's settings; an empty folder to stand in."""
    for name in [name for name in os.environ if name.upper().startswith("APABOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield tmp_path
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.TALKATIVE}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)
    structlog.reset_defaults()
    logs.forget_protected()


@pytest.fixture
def terminal(bare: Path, logging_restored: None) -> Iterator[Terminal]:
    elsewhere = Elsewhere()
    engine, telegram = StandInEngine(), Telegram()
    made = made_up_world(engine)

    async def start() -> tuple[str, web.AppRunner]:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", telegram.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        telegram.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return await engine.start(), runner

    engine_url, runner = elsewhere.run(start())
    env: dict[str, str | None] = {
        "APABOT_TELEGRAM_TOKEN": TOKEN,
        "APABOT_TELEGRAM_API_URL": telegram.url,
        "APABOT_SECRET_KEY": SECRET_KEY,
        "APABOT_DATABASE": str(bare / "apabot.db"),
    }
    yield Terminal(bare, engine, engine_url, made, telegram, elsewhere, env)
    elsewhere.run(runner.cleanup())
    elsewhere.run(engine.stop())
    elsewhere.stop()
