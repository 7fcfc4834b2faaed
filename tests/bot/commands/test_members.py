from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bot.conftest import Terminal

GROUP = "-1001234567890"


def test_roles(terminal: Terminal) -> None:
    terminal.with_customers()
    assert terminal.good("member", "set", GROUP, "77", "OWNER") == f"77 is owner in chat {GROUP}\n"
    assert terminal.good("member", "set", "--", GROUP, "78", "viewer") == f"78 is viewer in chat {GROUP}\n"
    told = terminal.bad("member", "set", GROUP, "77", "viewer")
    assert told == "this is the group's last owner; make somebody else owner first"


def test_bad_input(terminal: Terminal) -> None:
    terminal.with_customers()
    assert "Invalid value for 'ROLE': 'king' is not one of" in terminal.bad("member", "set", GROUP, "77", "king")
    assert "in a private chat the person is owner" in terminal.bad("member", "set", "77", "77", "owner")
    assert "a person's id" in terminal.bad("member", "set", GROUP, GROUP, "owner")
    assert "Missing argument 'ROLE'" in terminal.bad("member", "set", GROUP, "77")
