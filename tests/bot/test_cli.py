from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from bot import cli
from engine import NoAnswerError, RefusedError
from operations.admin import chats
from store import Store, StoreUnavailableError
from tests.bot.conftest import SECRET_KEY, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bot.conftest import Terminal

ROOT = Path(__file__).parents[2]


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def test_exactly_these_commands_are_offered() -> None:
    assert {" ".join(path) for path, command in commands(cli.main) if not isinstance(command, click.Group)} == {
        *("run", "demo", "doctor", "account add", "account list", "account check"),
        *("identity add", "identity set", "identity list", "identity erase"),
        *("server assign", "server unassign", "server list", "server import"),
        *("chat grant", "chat revoke", "chat list", "chat staff", "chat set", "chat invite"),
        *("member set", "operation list", "operation settle"),
        *("credit add", "credit list", "audit verify"),
    }


@pytest.mark.parametrize("path", [path for path, _ in commands(cli.main)], ids=" ".join)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_each_has_help_without_any_setting(terminal: Terminal, path: tuple[str, ...], option: str) -> None:
    result = terminal.type(*path, option, APABOT_LISTEN="nonsense")
    assert result.exit_code == 0
    usage, _, sentence = result.stdout.splitlines()[:3]
    assert usage.startswith(f"Usage: apabot {' '.join(path)}")
    assert len(sentence.strip()) > 10


def test_the_version(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: f"1.2.3 of {name}")
    assert terminal.good("--version") == "apabot, version 1.2.3 of apabot\n"

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert terminal.good("--version") == "apabot, version unknown: run from its folder, not installed\n"


def test_alone_it_shows_what_there_is(terminal: Terminal) -> None:
    result = terminal.type()
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: apabot")
    assert "doctor" in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nonsense",), "No such command 'nonsense'"),
        (("x" * 10_000,), "No such command 'xxx"),
        (("account", "\x00\x1b[31m\n" * 100), "No such command '"),
        (("--nonsense",), "No such option '--nonsense'"),
        (("account", "list", "more"), "Got unexpected extra argument"),
    ],
)
def test_junk_is_one_clear_line(terminal: Terminal, args: tuple[str, ...], said: str) -> None:
    told = terminal.bad(*args)
    assert told.startswith(said)
    assert told.endswith("--help'.")
    assert told.isprintable()


def test_misspelt_settings_are_warned_of_once(terminal: Terminal) -> None:
    result = terminal.type(
        "account", "add", "a", "--url", "https://e", "--userid", "1", APABOT_LISTN="x", APABOT_ACCOUNT_KEY="k"
    )
    assert result.exit_code == 0
    assert result.stderr == "Warning: APABOT_LISTN is not a setting; did you mean APABOT_LISTEN?\n"


def test_the_stores_trouble_is_one_line(terminal: Terminal) -> None:
    terminal.with_customers()
    told = terminal.bad("account", "list", code=1, APABOT_SECRET_KEY="another-key-of-enough-length")
    assert told == "SECRET_KEY does not fit this database: put the key that it was made with back"
    (terminal.folder / "text").write_text("hello, I am no database")
    told = terminal.bad("account", "list", code=1, APABOT_DATABASE=str(terminal.folder / "text"))
    assert "is not an SQLite database" in told
    assert (terminal.folder / "text").read_text() == "hello, I am no database"


def test_the_unexpected_is_one_line_and_a_trace_at_debug_only(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.with_customers()

    def broken(_services: object) -> None:
        password = "hunter2-hunter2"
        raise KeyError(f"{TOKEN} password={password}")

    monkeypatch.setattr(chats, "chats", broken)
    line = "unexpected KeyError; APABOT_LOG_LEVEL=DEBUG shows where. Please report it"
    assert terminal.bad("chat", "list", code=1) == line
    result = terminal.type("chat", "list", APABOT_LOG_LEVEL="DEBUG")
    assert result.exit_code == 1
    assert "Traceback" in result.stderr
    assert TOKEN not in result.output
    assert "hunter2" not in result.output


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (RefusedError("getserver", "业务不存在"), "the engine refused getserver: 业务不存在"),
        (NoAnswerError("getserver", "no answer: time-out"), "getserver: no answer: time-out"),
        (click.ClickException("it is so"), "it is so"),
        (OSError(), "OSError"),
        (IsADirectoryError(21, "Is a directory", "/data"), "/data: Is a directory"),
    ],
)
def test_every_kind_of_error_is_one_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, error: Exception, line: str
) -> None:
    def broken(_services: object) -> None:
        raise error

    terminal.with_customers()
    monkeypatch.setattr(chats, "chats", broken)
    assert terminal.bad("chat", "list", code=1) == line


def test_errors_repeat_no_secret(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_(*_args: object, **_kwargs: object) -> Store:
        raise StoreUnavailableError(f"locked by bot {TOKEN}, key {SECRET_KEY}")

    terminal.with_customers()
    monkeypatch.setattr(Store, "open", open_)
    assert terminal.bad("account", "list", code=1) == "locked by bot ***, key ***"


def test_ctrl_c(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_services: object) -> None:
        raise KeyboardInterrupt

    terminal.with_customers()
    monkeypatch.setattr(chats, "chats", interrupted)
    result = terminal.type("chat", "list")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (130, "Error: interrupted")


def test_others_may_have_the_errors_themselves() -> None:
    with pytest.raises(click.NoSuchOption):
        cli.main.main(["--nonsense"], standalone_mode=False)


def real(*args: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("APABOT_")}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *args],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("args", "env", "code", "line"),
    [
        (("nonsense",), {}, 2, "Error: No such command 'nonsense'. Try 'python -m bot --help'."),
        (
            ("account", "list"),
            {"APABOT_SECRET_KEY": "short"},
            2,
            "Error: APABOT_SECRET_KEY: each of its comma-separated",
        ),
        (("account", "list"), {"APABOT_SECRET_KEY": SECRET_KEY}, 1, "Error: there is no database at apabot.db"),
        (
            ("account", "add", "a", "--url", "https://e", "--userid", "1"),
            {"APABOT_SECRET_KEY": SECRET_KEY},
            2,
            "Error: APABOT_ACCOUNT_KEY is not set, and there is no terminal",
        ),
        (("server", "import", "missing.csv"), {}, 2, "Error: Invalid value for 'FILE.csv'"),
        (("run",), {"APABOT_TELEGRAM_TOKEN": TOKEN}, 2, "Error: APABOT_SECRET_KEY: not set"),
    ],
)
def test_a_real_process(tmp_path: Path, args: tuple[str, ...], env: dict[str, str], code: int, line: str) -> None:
    done = real(*args, folder=tmp_path, **env)
    assert (done.returncode, done.stdout) == (code, "")
    (told,) = done.stderr.splitlines()
    assert told.startswith(line)


def test_a_real_process_that_does_its_work(tmp_path: Path) -> None:
    env = {"APABOT_SECRET_KEY": SECRET_KEY, "APABOT_ACCOUNT_KEY": "the-key-of-the-account"}
    done = real("account", "add", "晨光", "--url", "https://e", "--userid", "1", folder=tmp_path, **env)
    # A terminal that knows no Chinese shows something else, and all goes well.
    assert (done.returncode, done.stdout.splitlines()[0][:8], done.stderr) == (0, "Account ", "")
    assert (tmp_path / "apabot.db").stat().st_mode & 0o777 == 0o600
