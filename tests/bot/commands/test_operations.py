from __future__ import annotations

import asyncio
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from store import Store
from tests.bot.conftest import SECRET_KEY

if TYPE_CHECKING:
    from tests.bot.conftest import Terminal


def test_the_list(terminal: Terminal) -> None:
    terminal.with_customers()
    assert terminal.good("operation", "list") == "No operations yet\n"
    guid = terminal.made.servers["web-1"]

    async def ask() -> int:
        async with await Store.open(terminal.folder / "apabot.db", [SECRET_KEY]) as store:
            row = await store.create_operation(
                account_id=store.account_named("main").id,
                identity_id=store.identity_labelled("晨光").id,
                guid=guid,
                action="renew",
                params='{"months": 1}',
                before=None,
                chat_id=-100,
                thread_id=None,
                user_id=5,
                language="en",
                price=Decimal("99.50"),
                order_no="A1",
            )
            return row.taskid

    taskid = asyncio.run(ask())
    head, line = terminal.good("operation", "list").splitlines()
    assert head.split()[:4] == ["TASKID", "STATE", "ACTION", "SERVER"]
    cells = re.split(r"  +", line)
    assert cells[:7] == [str(taskid), "confirmed", "renew", guid, "main", "-100", "99.50 CNY"]
    assert cells[8:] == ["-", "-"]
    assert terminal.good("operation", "list", "--state", "confirmed").splitlines()[1] == line
    assert terminal.good("operation", "list", "--state", "needs-human") == "No operations are needs-human\n"


def test_only_states_that_there_are(terminal: Terminal) -> None:
    assert "'lost' is not one of" in terminal.bad("operation", "list", "--state", "lost")
    assert "No such command 'settle'" in terminal.bad("operation", "settle", "1", "--as", "done")
