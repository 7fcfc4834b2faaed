from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from operations.members import INVITE_PREFIX
from store import Store
from tests.bot.conftest import SECRET_KEY, TOKEN

if TYPE_CHECKING:
    from tests.bot.conftest import Terminal

GROUP = "-1001234567890"


@pytest.mark.parametrize(
    "args", [(GROUP, "--identity", "晨光"), ("--identity", "晨光", GROUP), ("--identity=晨光", "--", GROUP)]
)
def test_a_groups_id_is_no_option(terminal: Terminal, args: tuple[str, ...]) -> None:
    terminal.with_customers()
    assert terminal.good("chat", "grant", *args) == f"Chat {GROUP} acts as 晨光\n"
    assert f"{GROUP}  group  晨光" in terminal.good("chat", "list")
    assert terminal.good("chat", "revoke", *args) == f"Chat {GROUP} no longer acts as 晨光\n"
    assert terminal.bad("chat", "revoke", *args) == f"chat {GROUP} does not act as 晨光"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            (GROUP, "--idntity", "x"),
            "No such option '--idntity'. Did you mean '--identity'? Try 'apabot chat grant --help'.",
        ),
        ((GROUP, "--identity", "晨光", "-x"), "No such option '-x'. Try 'apabot chat grant --help'."),
        (("-12a", "--identity", "晨光"), "No such option '-12a'. Try 'apabot chat grant --help'."),
        ((GROUP,), "Missing option '--identity'. Try 'apabot chat grant --help'."),
        (("--identity", "晨光"), "Missing argument 'CHAT_ID'. Try 'apabot chat grant --help'."),
        ((GROUP, "-5", "--identity", "晨光"), "Got unexpected extra argument (-5). Try 'apabot chat grant --help'."),
    ],
)
def test_misspelt_options(terminal: Terminal, args: tuple[str, ...], said: str) -> None:
    assert terminal.bad("chat", "grant", *args) == said


@pytest.mark.parametrize("chat_id", ["abc", "0", "1_0", "9" * 30, "x" * 10_000, "1.5", "١٢"])
def test_junk_for_an_id(terminal: Terminal, chat_id: str) -> None:
    assert "is not an id of Telegram's" in terminal.bad("chat", "grant", chat_id, "--identity", "晨光")


def test_settings(terminal: Terminal) -> None:
    terminal.with_customers()
    told = terminal.good(
        "chat", "set", GROUP, "--language", "EN", "--timezone", "europe/berlin", "--quiet-hours", "22-9"
    )
    assert told == f"Chat {GROUP}: language en, timezone Europe/Berlin, quiet hours 22-9\n"
    assert terminal.good("chat", "list").splitlines()[1].split() == [
        *(GROUP, "group", "-", "-", "0", "en", "Europe/Berlin", "22-9", "no")
    ]
    assert terminal.good("chat", "set", GROUP, "--quiet-hours", "none") == f"Chat {GROUP}: quiet hours none\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "nothing to set: give --language, --timezone or --quiet-hours"),
        (("--language", "de"), "'de' is not one of 'en', 'zh-hans'"),
        (("--timezone", "Asia/Shangai"), "did you mean Asia/Shanghai?"),
        (("--timezone", "x" * 10_000), "is not a time zone"),
        (("--quiet-hours", "25-3"), "quiet hours are two different hours"),
    ],
)
def test_refused_settings(terminal: Terminal, args: tuple[str, ...], said: str) -> None:
    terminal.with_customers()
    assert said in terminal.bad("chat", "set", GROUP, *args)


def test_staff(terminal: Terminal) -> None:
    terminal.with_customers()
    staff = ("chat", "staff", GROUP, "--account", "main")
    said = f"Chat {GROUP} is a staff chat of main"
    nobody = f"Nobody in it may approve yet: apabot member set {GROUP} USER_ID owner (/whoami shows who is who)"
    assert terminal.good(*staff).splitlines() == [said, nobody]
    terminal.good("member", "set", GROUP, "5", "operator")
    assert terminal.good(*staff).splitlines() == [said, nobody]
    terminal.good("member", "set", GROUP, "6", "owner")
    assert terminal.good(*staff).splitlines() == [said]
    # In a private chat the person is owner.
    assert terminal.good("chat", "staff", "5", "--account", "main") == "Chat 5 is a staff chat of main\n"
    assert terminal.good("chat", "staff", GROUP, "--account", "main", "--off").endswith(
        "no longer a staff chat of main\n"
    )
    assert "is not a staff chat" in terminal.bad("chat", "staff", GROUP, "--account", "main", "--off")
    assert "account no: not found" in terminal.bad("chat", "staff", GROUP, "--account", "no")


def test_an_invitation_is_a_link_that_works_once(terminal: Terminal) -> None:
    terminal.with_customers()
    result = terminal.type("chat", "invite", "--identity", "晨光")
    assert result.exit_code == 0
    assert result.stderr == "Valid once, for 7 days\n"
    match = re.fullmatch(r"https://t\.me/reseller_bot\?start=([A-Za-z0-9_-]{1,64})\n", result.stdout)
    assert match is not None
    token = match[1].removeprefix(INVITE_PREFIX)

    async def take() -> list[str | None]:
        async with await Store.open(terminal.folder / "apabot.db", [SECRET_KEY]) as store:
            taken = [await store.take_invite(token, chat_id=who, user_id=who, now=0.0) for who in (5, 6)]
            return [None if each is None else store.identity(each).label for each in taken]

    assert asyncio.run(take()) == ["晨光", None]


def test_no_invitation_is_left_behind_when_telegram_does_not_tell(terminal: Terminal) -> None:
    terminal.with_customers()
    token = f"{TOKEN}x"
    told = terminal.bad("chat", "invite", "--identity", "晨光", code=1, APABOT_TELEGRAM_TOKEN=token)
    assert told == "Telegram refused the token: check APABOT_TELEGRAM_TOKEN"
    told = terminal.bad("chat", "invite", "--identity", "晨光", code=1, APABOT_TELEGRAM_API_URL="http://127.0.0.1:9")
    assert told.startswith("Telegram could not be reached")
    assert terminal.bad("chat", "invite", "--identity", "晨光", APABOT_TELEGRAM_TOKEN=None).startswith(
        "APABOT_TELEGRAM_TOKEN: not set"
    )
    terminal.telegram.asked.clear()
    assert "identity no: not found" in terminal.bad("chat", "invite", "--identity", "no")
    assert terminal.telegram.asked == []
