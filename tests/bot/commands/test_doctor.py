from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

from sandbox.engine import Fault
from tests.bot.conftest import SECRET_KEY, TOKEN

if TYPE_CHECKING:
    import pytest

    from tests.bot.conftest import Terminal


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def look(terminal: Terminal, code: int, **env: str | None) -> list[str]:
    result = terminal.type("doctor", **env)
    assert result.exit_code == code, result.output
    assert TOKEN not in result.output
    assert SECRET_KEY not in result.output
    return result.stdout.splitlines()


def test_all_well(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.good("chat", "staff", "5", "--account", "main")
    lines = look(terminal, 0)
    assert [line for line in lines if not line.startswith("✓ ")] == []
    assert [line.split()[1].rstrip(":") for line in lines[:3]] == ["Python", "SQLite", "Settings"]
    assert "✓ Database: accounts 1, chats 1" in lines
    assert f"✓ Audit: 0 entries, head {'0' * 64}" in lines
    assert any(line.startswith("✓ Account main: The engine answered in ") for line in lines)
    assert lines[-1] == "✓ Telegram: @reseller_bot"


def test_nothing_there_yet(terminal: Terminal) -> None:
    lines = look(terminal, 1, APABOT_TELEGRAM_TOKEN=None)
    assert "✗ APABOT_TELEGRAM_TOKEN: not set; put the token that @BotFather gave you there" in lines
    assert any(line.startswith("✗ there is no database at ") for line in lines)
    assert not (terminal.folder / "apabot.db").exists()


def test_unusable_settings_end_it(terminal: Terminal) -> None:
    lines = look(terminal, 1, APABOT_LISTEN="nowhere", APABOT_POLL_INTERVAL="soon")
    assert [line for line in lines if line.startswith("✗")] == [
        "✗ APABOT_LISTEN: must be host:port, such as 127.0.0.1:8080 or [::1]:8080",
        "✗ APABOT_POLL_INTERVAL: input should be a valid number, unable to parse string as a number",
    ]


def test_the_other_sides_in_trouble(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.engine.fail_next(Fault.REFUSE("余额不足"), action="getzones")
    lines = look(terminal, 1, APABOT_TELEGRAM_TOKEN=f"{TOKEN}x")
    assert any(line.startswith("✗ Account main: The engine refused: 余额不足; Clock skew ") for line in lines)
    assert lines[-1] == "✗ Telegram: Telegram refused the token: check APABOT_TELEGRAM_TOKEN"


def test_the_database_in_trouble(terminal: Terminal) -> None:
    terminal.with_customers()
    lines = look(terminal, 1, APABOT_SECRET_KEY="another-key-of-enough-length")
    assert any(line.startswith("✗ SECRET_KEY does not fit this database") for line in lines)
    (terminal.folder / "apabot.db").chmod(0o644)
    assert any(line.startswith("✗ Database: other users may read") for line in look(terminal, 1))


def test_an_empty_database_hints_at_the_next_step(terminal: Terminal) -> None:
    terminal.bad("account", "add", "x", "--url", "bad", "--userid", "1", APABOT_ACCOUNT_KEY="k")
    assert "  hint: no account yet: apabot account add" in look(terminal, 0)


def test_a_full_disk(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.with_customers()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 10**8, 10**8))
    assert f"✗ 0.1 GB free in {terminal.folder}" in look(terminal, 1)


def test_a_folder_that_is_not_there(terminal: Terminal) -> None:
    lines = look(terminal, 1, APABOT_DATABASE=str(terminal.folder / "no" / "apabot.db"))
    assert f"✗ {terminal.folder / 'no'} (APABOT_DATABASE): {os.strerror(2)}" in lines


def test_webhooks_are_compared_with_the_settings(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.good("chat", "staff", "5", "--account", "main")
    info = {"url": "https://other.example/x", "pending_update_count": 3, "last_error_message": "Bad Gateway"}
    terminal.telegram.answers["getWebhookInfo"] = (200, {"ok": True, "result": info})
    hints = [line for line in look(terminal, 0) if line.startswith("  hint: ")]
    begins = "`apabot run` polls and removes it at its start"
    assert hints == [
        f"  hint: a webhook to another address is set; {begins}. Does another program use it?",
        "  hint: Telegram's last try at the webhook: Bad Gateway",
        "  hint: 3 updates wait at Telegram",
    ]
    own = {"APABOT_WEBHOOK_URL": "https://mine.example/x", "APABOT_WEBHOOK_SECRET": "short"}
    hints = [line for line in look(terminal, 0, **own) if line.startswith("  hint: ")]
    assert "APABOT_WEBHOOK_SECRET has fewer than 16 characters" in hints[0]
    assert "`apabot run` sets its own at its start" in hints[1]
    terminal.telegram.answers["getWebhookInfo"] = (200, {"ok": True, "result": {"url": "", "pending_update_count": 0}})
    assert "  hint: no webhook is set yet; `apabot run` sets it at its start" in look(terminal, 0, **own)


def test_a_yes_that_nobody_can_give(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.good("identity", "set", "Harbour", "--spending", "credit")
    assert [line for line in look(terminal, 0) if line.startswith("  hint: ")] == [
        (
            "  hint: account main has no staff chat to approve what 晨光 may need approved: "
            "apabot chat staff CHAT_ID --account main"
        )
    ]
    terminal.good("chat", "staff", "-100", "--account", "main")
    assert [line for line in look(terminal, 0) if line.startswith("  hint: ")] == [
        (
            "  hint: nobody in the staff chats of account main is owner and may approve: "
            "apabot member set -100 USER_ID owner"
        )
    ]
    terminal.good("member", "set", "-100", "5", "owner")
    assert not [line for line in look(terminal, 0) if line.startswith("  hint: ")]
    terminal.good("chat", "staff", "-100", "--account", "main", "--off")
    terminal.good("identity", "set", "晨光", "--spending", "open")
    assert not [line for line in look(terminal, 0) if line.startswith("  hint: ")]
    terminal.good("identity", "set", "晨光", "--monthly-limit", "100")
    assert len([line for line in look(terminal, 0) if line.startswith("  hint: ")]) == 1
