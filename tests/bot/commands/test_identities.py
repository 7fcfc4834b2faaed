from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.bot.conftest import identity_values

if TYPE_CHECKING:
    from tests.bot.conftest import Terminal

PERSONAL = ("张伟", "Emily", "Carter", "13800005678", "11010519491231002X", "203.0.113.7")


def test_the_list_is_masked_and_aligned(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.good("identity", "add", "ours", "--account", "main", *identity_values("王芳"), "--all-servers")
    spending = ("--spending", "open", "--monthly-limit", "1500", "--markup", "8")
    terminal.good("identity", "add", "vip", "--account", "main", *identity_values("欧阳娜"), *spending)
    told = terminal.good("identity", "list")
    head, *lines = told.splitlines()
    assert head == (
        "LABEL    ACCOUNT  NAME          MOBILE       ID NUMBER           "
        "SERVERS  CHATS  SPENDING  LIMIT         MARK-UP"
    )
    assert lines == [
        "Harbour  main     E***********  138****5678  110***********002X  0        0      approval  -             -",
        "ours     main     王*           138****5678  110***********002X  all      0      approval  -             -",
        "vip      main     欧阳*         138****5678  110***********002X  0        0      open      1,500.00 CNY  8 %",
        "晨光     main     张*           138****5678  110***********002X  0        0      approval  -             -",
    ]
    assert not [value for value in PERSONAL if value in told]


def test_nothing_personal_is_in_the_file(terminal: Terminal) -> None:
    terminal.with_customers()
    content = b"".join(file.read_bytes() for file in terminal.folder.iterdir())
    assert not [value for value in PERSONAL if value.encode() in content]


def test_slips_are_warnings(terminal: Terminal) -> None:
    terminal.with_customers()
    values = identity_values()
    values[values.index("11010519491231002X")] = "110105194912310021"
    result = terminal.type("identity", "add", "x", "--account", "main", *values, "--bank-account", "4111111111111112")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "Warning: the ID number's check digit does not fit (GB 11643): it is probably mistyped",
        "Warning: the bank card's check digit does not fit (Luhn): it is probably mistyped",
    ]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--mobile", "1380000567", "the mobile number must have 11 digits"),
        ("--ip", "203.0.999", "the IP must be an address"),
        ("--client-user-id", " ", "the client user id must have"),
        ("--idnum", "x" * 10_000, "the ID number must have"),
        ("--name", "张\n伟", "the name must have"),
    ],
)
def test_refused_values_are_not_repeated(terminal: Terminal, option: str, value: str, said: str) -> None:
    terminal.with_customers()
    values = identity_values()
    values[values.index(option) + 1] = value
    told = terminal.bad("identity", "add", "x", "--account", "main", *values)
    assert told.startswith(said)
    assert value.strip() == "" or value not in told


def test_other_bad_input(terminal: Terminal) -> None:
    terminal.with_customers()
    add = ("identity", "add", "x", "--account", "main", *identity_values())
    assert "is not one of 'approval', 'credit', 'open'" in terminal.bad(*add, "--spending", "wild")
    assert "the amount must be a number" in terminal.bad(*add, "--spending", "open", "--monthly-limit", "-5")
    assert terminal.bad(*add, "--monthly-limit", "5") == "a monthly limit goes with --spending open only"
    assert "account no: not found" in terminal.bad("identity", "add", "x", "--account", "no", *identity_values())


def test_erasing_asks_first(terminal: Terminal) -> None:
    terminal.with_customers()
    refused = terminal.type("identity", "erase", "晨光", typed="n\n")
    assert refused.exit_code == 1
    assert refused.stderr == "Erase identity 晨光 for ever? [y/N]: n\nError: nothing was erased\n"
    unanswered = terminal.type("identity", "erase", "晨光", typed="")
    assert unanswered.exit_code == 130
    assert unanswered.stderr.endswith("\nError: interrupted\n")
    assert "erased" not in terminal.good("identity", "list")
    assert terminal.type("identity", "erase", "晨光", typed="y\n").exit_code == 0
    assert "晨光     main     erased" in terminal.good("identity", "list")
    assert terminal.bad("identity", "erase", "晨光", "--yes") == "identity 晨光 was erased"


def test_erasing_without_a_question(terminal: Terminal) -> None:
    terminal.with_customers()
    told = terminal.good("identity", "erase", "晨光", "--yes")
    assert told == "Identity 晨光 erased; backups made before still hold it\n"


def policy(terminal: Terminal, label: str) -> list[str]:
    (line,) = (line for line in terminal.good("identity", "list").splitlines() if line.startswith(label))
    return re.split(r"  +", line)[7:]


def test_a_policy_is_changed(terminal: Terminal) -> None:
    terminal.with_customers()
    told = terminal.good("identity", "set", "Harbour", "--spending", "open", "--monthly-limit", "1500")
    assert told == "Identity Harbour: spending open, at most 1,500.00 CNY a month, the account's mark-up\n"
    assert terminal.good("identity", "set", "Harbour", "--markup", "12.5") == (
        "Identity Harbour: spending open, at most 1,500.00 CNY a month, mark-up 12.5 %\n"
    )
    assert policy(terminal, "Harbour") == ["open", "1,500.00 CNY", "12.5 %"]
    terminal.good("identity", "set", "Harbour", "--monthly-limit", "none", "--markup", "NONE")
    assert policy(terminal, "Harbour") == ["open", "-", "-"]


def test_a_limit_goes_with_its_policy(terminal: Terminal) -> None:
    terminal.with_customers()
    refused = "a monthly limit goes with --spending open only"
    assert terminal.bad("identity", "set", "Harbour", "--monthly-limit", "5") == refused
    assert terminal.bad("identity", "set", "Harbour", "--spending", "credit", "--monthly-limit", "5") == refused
    terminal.good("identity", "set", "Harbour", "--spending", "open", "--monthly-limit", "5")
    assert terminal.good("identity", "set", "Harbour", "--spending", "credit") == (
        "Identity Harbour: spending credit, the account's mark-up\n"
    )
    assert policy(terminal, "Harbour") == ["credit", "-", "-"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("Harbour",), "nothing to set: give --spending, --monthly-limit or --markup"),
        (("Harbour", "--spending", "wild"), "is not one of 'approval', 'credit', 'open'"),
        (("Harbour", "--markup", "-5"), "the mark-up must be a number from 0 to 1000"),
        (("Harbour", "--monthly-limit", "5.005"), "the amount has more than two decimals"),
        (("nobody", "--markup", "5"), "identity nobody: not found"),
    ],
)
def test_policies_that_cannot_be(terminal: Terminal, args: tuple[str, ...], said: str) -> None:
    terminal.with_customers()
    assert said in terminal.bad("identity", "set", *args)
    assert policy(terminal, "Harbour") == ["approval", "-", "-"]


def test_an_erased_ones_policy_stays(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.good("identity", "erase", "Harbour", "--yes")
    assert terminal.bad("identity", "set", "Harbour", "--markup", "5") == "identity Harbour was erased"
