from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.commands.accounts import findings
from engine import ProtocolError
from operations.admin.accounts import AccountCheck
from sandbox.engine import Fault

if TYPE_CHECKING:
    import pytest

    from tests.bot.conftest import Terminal

KEY = "the-key-of-the-account"


def add(url: str = "https://engine.example.com", *more: str) -> list[str]:
    return ["account", "add", "main", "--url", url, "--userid", "7", *more]


def test_the_key_comes_from_the_environment(terminal: Terminal) -> None:
    told = terminal.good(*add(), "--markup", "12.5", APABOT_ACCOUNT_KEY=KEY)
    assert told == "Account main added. Try it: apabot account check main\n"
    assert KEY.encode() not in (terminal.folder / "apabot.db").read_bytes()
    head, line = terminal.good("account", "list").splitlines()
    today = datetime.now(UTC)
    assert head.split() == ["NAME", "USERID", "URL", "MARK-UP", "ADDED"]
    assert line.split()[:6] == ["main", "7", "https://engine.example.com", "12.5", "%", f"{today:%Y-%m-%d}"]
    assert line.endswith(" UTC")


def test_the_key_comes_from_the_dotenv_file(terminal: Terminal) -> None:
    (terminal.folder / ".env").write_text(f"APABOT_ACCOUNT_KEY={KEY}\n")
    terminal.good(*add())


def test_the_key_is_asked_for_at_a_terminal(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.accounts._has_terminal", lambda: True)
    result = terminal.type(*add(terminal.engine_url), typed=f"{terminal.made.key}\n")
    assert result.exit_code == 0
    assert terminal.made.key not in result.output


def test_without_key_and_terminal_it_says_so(terminal: Terminal) -> None:
    assert terminal.bad(*add()) == "APABOT_ACCOUNT_KEY is not set, and there is no terminal to ask for the key at"
    assert not (terminal.folder / "apabot.db").exists()


def test_a_name_is_taken_once(terminal: Terminal) -> None:
    terminal.good(*add(), APABOT_ACCOUNT_KEY=KEY)
    told = terminal.bad(*add(), APABOT_ACCOUNT_KEY=KEY)
    assert told == "account: there is one already; use that one or choose another name"


def test_bad_values_are_one_line_each(terminal: Terminal) -> None:
    assert "must begin with http" in terminal.bad(*add("engine.example.com"), APABOT_ACCOUNT_KEY=KEY)
    assert "the mark-up must be a number" in terminal.bad(*add(), "--markup", "x" * 10_000, APABOT_ACCOUNT_KEY=KEY)
    assert "Missing option '--userid'" in terminal.bad("account", "add", "main", "--url", "https://x")
    assert "Try 'apabot account add --help'." in terminal.bad("account", "add", "x" * 10_000, "y" * 10_000)


def test_an_empty_list_says_what_to_do(terminal: Terminal) -> None:
    told = terminal.bad("account", "list", code=1)
    assert told.endswith("the first `apabot account add` makes it")
    assert not (terminal.folder / "apabot.db").exists()


def test_a_check_tells_zones_and_clock(terminal: Terminal) -> None:
    terminal.with_customers()
    answer, clock = terminal.good("account", "check", "main").splitlines()
    assert answer.startswith("The engine answered in ")
    assert answer.endswith(" ms: 3 zones")
    # The Date header has whole seconds; both sides share this machine's clock.
    assert clock in {"Clock skew +0 s", "Clock skew -0 s", "Clock skew +1 s", "Clock skew +2 s"}


def test_a_check_repeats_the_engines_words(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.engine.fail_next(Fault.REFUSE("签名错误"), action="getzones")
    result = terminal.type("account", "check", "main")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "The engine refused: 签名错误"
    assert result.stderr == ""


def test_a_check_without_the_engine(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.engine_out_of_reach()
    result = terminal.type("account", "check", "main")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "The engine could not be asked: getzones: could not connect: Connection refused",
        "Clock skew unknown: no answer told the engine's time",
    ]
    assert "account nowhere: not found" in terminal.bad("account", "check", "nowhere")


def test_a_clock_far_off_is_pointed_out() -> None:
    off = timedelta(minutes=5).total_seconds()
    lines = findings(AccountCheck(None, 0.1, -off, ProtocolError("getzones", "HTTP status 500")))
    assert lines == [
        "The engine could not be asked: getzones: HTTP status 500",
        "Clock skew -300 s: set this machine's clock, signatures carry its time",
    ]
