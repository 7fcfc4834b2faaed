from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import demo, running
from handlers.transport.errors import IntakeError

if TYPE_CHECKING:
    from bot.settings import Settings
    from tests.bot.conftest import Terminal


def test_run_hands_the_settings_on(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    async def run(settings: Settings) -> None:
        seen.append(settings.telegram_api_url)

    monkeypatch.setattr(running, "run", run)
    assert terminal.good("run") == ""
    assert seen == [terminal.telegram.url]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (IntakeError("another program receives this bot's updates"), "another program receives this bot's updates"),
        (OSError("cannot listen on 127.0.0.1:80"), "cannot listen on 127.0.0.1:80"),
        (PermissionError(13, "Permission denied", "/data/apabot.db"), "/data/apabot.db: Permission denied"),
    ],
)
def test_what_ends_a_run_is_one_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, error: Exception, line: str
) -> None:
    async def run(_settings: Settings) -> None:
        raise error

    monkeypatch.setattr(running, "run", run)
    assert terminal.bad("run", code=1) == line


def test_run_needs_token_and_key(terminal: Terminal) -> None:
    result = terminal.type("run", APABOT_TELEGRAM_TOKEN=None, APABOT_SECRET_KEY=None)
    assert result.exit_code == 2
    assert [line.partition(": not set")[0] for line in result.stderr.splitlines()] == [
        "Error: APABOT_TELEGRAM_TOKEN",
        "Error: APABOT_SECRET_KEY",
    ]


def test_the_demo_needs_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    ports = []

    async def show(port: int) -> None:
        ports.append(port)

    monkeypatch.setattr(demo, "demo", show)
    nothing: dict[str, str | None] = dict.fromkeys(terminal.env)
    assert terminal.good("demo", **nothing) == ""
    terminal.good("demo", "--port", "0", **nothing)
    assert ports == [8800, 0]
    assert "70000 is not in the range" in terminal.bad("demo", "--port", "70000")
