from __future__ import annotations

from typing import TYPE_CHECKING

from store.driver import sqlite3

if TYPE_CHECKING:
    from tests.bot.conftest import Terminal

OTHER_KEY = "another-key-of-enough-length"


def with_entries(terminal: Terminal) -> None:
    terminal.with_customers()
    for amount in ("100", "200", "300"):
        terminal.type("credit", "add", "Harbour", amount)


def change(terminal: Terminal, *statements: str) -> None:
    """What somebody with the file and without the key might do."""
    connection = sqlite3.connect(terminal.folder / "apabot.db")
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def problems(terminal: Terminal) -> list[str]:
    result = terminal.type("audit", "verify")
    assert result.exit_code == 1
    assert result.stderr == ""
    return [line.removeprefix("✗ ") for line in result.stdout.splitlines() if line.startswith("✗ ")]


def test_an_untouched_log(terminal: Terminal) -> None:
    with_entries(terminal)
    first = terminal.good("audit", "verify").splitlines()
    assert first[0] == "Entries: 3"
    assert len(first[1]) == len("Head: ") + 64
    assert first[2:] == ["Every entry is there, unchanged and in its place"]
    terminal.type("credit", "add", "Harbour", "1")
    second = terminal.good("audit", "verify").splitlines()
    assert second[0] == "Entries: 4"
    assert second[1] != first[1]


def test_an_empty_log(terminal: Terminal) -> None:
    terminal.with_customers()
    assert terminal.good("audit", "verify").splitlines()[:2] == ["Entries: 0", f"Head: {'0' * 64}"]


def test_an_edited_entry(terminal: Terminal) -> None:
    with_entries(terminal)
    change(terminal, "UPDATE audit SET data = replace(data, '200', '900') WHERE id = 2")
    found = problems(terminal)
    assert found[0] == "entry 2 was edited, or does not follow the one before it"
    assert "top-up 2 is not as entry 2 tells it" in found


def test_a_missing_entry(terminal: Terminal) -> None:
    with_entries(terminal)
    change(terminal, "DELETE FROM audit WHERE id = 2")
    assert problems(terminal)[0] == "before entry 3, 1 are missing"


def test_a_log_that_was_cut_off(terminal: Terminal) -> None:
    with_entries(terminal)
    change(terminal, "DELETE FROM audit WHERE id = 3", "DELETE FROM top_ups WHERE id = 3")
    assert problems(terminal) == ["the head knows 3 entries up to 3, there are 2 up to 2: some were cut off or added"]


def test_money_that_the_log_does_not_know_of(terminal: Terminal) -> None:
    with_entries(terminal)
    change(terminal, "UPDATE top_ups SET fen = 9999900 WHERE id = 1")
    assert problems(terminal) == ["top-up 1 is not as entry 1 tells it"]
    assert any("top-up 1 is not as entry 1 tells it" in line for line in doctor(terminal))


def doctor(terminal: Terminal) -> list[str]:
    result = terminal.type("doctor")
    assert result.exit_code == 1
    return [line for line in result.stdout.splitlines() if line.startswith("✗ Audit: ")]


def test_bad_input(terminal: Terminal) -> None:
    assert "there is no database" in terminal.bad("audit", "verify", code=1)
    terminal.with_customers()
    assert "unexpected extra argument" in terminal.bad("audit", "verify", "all")
    assert "SECRET_KEY does not fit" in terminal.bad("audit", "verify", code=1, APABOT_SECRET_KEY=OTHER_KEY)
