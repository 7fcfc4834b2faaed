from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.commands.servers import state_words
from engine import Server

if TYPE_CHECKING:
    from tests.bot.conftest import Terminal

NOWHERE = "1999999999999999"


def test_assigning_asks_the_engine_and_says_from_whom(terminal: Terminal) -> None:
    terminal.with_customers()
    guid = terminal.made.servers["web-1"]
    told = terminal.good("server", "assign", guid, "--identity", "晨光")
    assert told == f"{guid} is now 晨光's\n1 server assigned\n"
    told = terminal.good("server", "assign", guid, terminal.made.servers["web-2"], "--identity", "Harbour")
    assert told.splitlines()[0] == f"{guid} is now Harbour's (was 晨光)"
    assert told.splitlines()[-1] == "2 servers assigned"


def test_one_that_does_not_exist_stops_all(terminal: Terminal) -> None:
    terminal.with_customers()
    guid = terminal.made.servers["web-1"]
    told = terminal.bad("server", "assign", guid, NOWHERE, "--identity", "晨光")
    assert told.startswith(f"the engine denies server {NOWHERE}: ")
    assert "is assigned to nobody" in terminal.bad("server", "unassign", guid)


def test_without_the_engine_it_warns(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.engine_out_of_reach()
    result = terminal.type("server", "assign", NOWHERE, "--identity", "晨光")
    assert result.exit_code == 0
    assert result.stderr == f"Warning: {NOWHERE} not checked: the engine could not be asked whether it exists\n"


def test_bad_input(terminal: Terminal) -> None:
    terminal.with_customers()
    assert "'bad!' is not a server's guid" in terminal.bad("server", "assign", "bad!", "--identity", "晨光")
    assert "is not a server's guid" in terminal.bad("server", "assign", "x" * 10_000, "--identity", "晨光")
    assert "identity no: not found" in terminal.bad("server", "assign", NOWHERE, "--identity", "no")
    assert "Missing argument 'GUID...'" in terminal.bad("server", "assign", "--identity", "晨光")


def test_unassigning(terminal: Terminal) -> None:
    terminal.with_customers()
    guid = terminal.made.servers["web-1"]
    terminal.good("server", "assign", guid, "--identity", "晨光")
    assert terminal.good("server", "unassign", guid) == f"{guid} is nobody's now (was 晨光's)\n"


def test_the_list_shows_owner_state_and_end(terminal: Terminal) -> None:
    terminal.with_customers()
    guid = terminal.made.servers["web-1"]
    terminal.good("server", "assign", guid, "--identity", "晨光")
    lines = terminal.good("server", "list").splitlines()
    assert lines[0].split() == ["GUID", "ADDRESS", "STATE", "ENDS", "IDENTITY", "ACCOUNT", "READ"]
    mine = next(line for line in lines if line.startswith(guid))
    assert "  running  " in mine
    assert "  晨光  " in mine
    assert mine.endswith("  0 s ago")
    unassigned = terminal.good("server", "list", "--unassigned")
    assert guid not in unassigned
    assert terminal.made.servers["db-1"] in unassigned


def test_the_list_without_the_engine(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.good("server", "list")
    terminal.engine_out_of_reach()
    terminal.type("server", "assign", NOWHERE, "--identity", "晨光")
    result = terminal.type("server", "list")
    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: account main could not be read (getservers: could not connect")
    assert terminal.made.servers["web-1"] in result.stdout
    never = next(line for line in result.stdout.splitlines() if line.startswith(NOWHERE))
    assert never.split() == [NOWHERE, "-", "unknown", "-", "晨光", "main", "never"]


def test_an_import_is_tried_first(terminal: Terminal) -> None:
    terminal.with_customers()
    web, db = terminal.made.servers["web-1"], terminal.made.servers["db-1"]
    file = terminal.folder / "servers.csv"
    file.write_text(f"guid,identity\n{web},晨光\n{db},Harbour\n", encoding="gbk")
    told = terminal.good("server", "import", str(file), "--dry-run").splitlines()
    assert told == [f"{web} would be 晨光's", f"{db} would be Harbour's", "2 servers would be assigned"]
    assert "nobody" in terminal.bad("server", "unassign", web)
    assert terminal.good("server", "import", str(file)).splitlines()[-1] == "2 servers assigned"
    assert terminal.good("server", "unassign", web) == f"{web} is nobody's now (was 晨光's)\n"


def test_an_import_says_which_line(terminal: Terminal) -> None:
    terminal.with_customers()
    file = terminal.folder / "servers.csv"
    file.write_text(f"guid,identity\n{terminal.made.servers['web-1']},晨光\n{NOWHERE},nobody\n")
    assert terminal.bad("server", "import", str(file)).startswith("line 3: identity nobody: not found")
    assert "nobody" in terminal.bad("server", "unassign", terminal.made.servers["web-1"])
    assert "does not exist" in terminal.bad("server", "import", "missing.csv")
    file.write_bytes(bytes(range(256)) * 100)
    assert "no text in UTF-8 or GBK" in terminal.bad("server", "import", str(file))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"orderStatus": 1, "actStatus": 0, "runStatus": 1}, "running"),
        ({"orderStatus": 1, "actStatus": 0, "runStatus": -2, "blockStatus": 1}, "locked, null-routed"),
        ({"orderStatus": 3, "actStatus": 0, "runStatus": -1}, "expired"),
        ({"orderStatus": 1, "actStatus": 8, "runStatus": -1}, "reinstalling"),
        ({"orderStatus": 1, "actStatus": -3, "runStatus": -1}, "start failed"),
        ({"orderStatus": 9}, "unknown (9)"),
        ({}, "unknown"),
    ],
)
def test_states(told: dict[str, int], words: str) -> None:
    assert state_words(Server.model_validate({"guid": "1", **told})) == words
