from __future__ import annotations

import asyncio
import getpass
import os
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from store import Store
from tests.bot.conftest import SECRET_KEY

if TYPE_CHECKING:
    import pytest

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
    assert cells[7] == "A1"
    assert cells[9:] == ["-", "-"]
    assert terminal.good("operation", "list", "--state", "confirmed").splitlines()[1] == line
    assert terminal.good("operation", "list", "--state", "needs-human") == "No operations are needs-human\n"


def test_only_states_that_there_are(terminal: Terminal) -> None:
    assert "'lost' is not one of" in terminal.bad("operation", "list", "--state", "lost")


def test_a_person_decides_what_needs_one(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "wangfang")
    terminal.with_customers()
    taskid = str(undecided(terminal))
    assert taskid in terminal.good("operation", "list", "--state", "needs-human")
    told = terminal.good("operation", "settle", taskid, "--as", "done")
    assert told == f"Operation {taskid} (restart) is settled as done; the running bot tells the chat\n"
    assert terminal.good("operation", "list", "--state", "needs-human") == "No operations are needs-human\n"
    assert note(terminal, int(taskid)) == "settled on the command line by wangfang"
    assert len(terminal.good("audit", "verify").splitlines()) == 3
    assert "is done" in terminal.bad("operation", "settle", taskid, "--as", "failed", code=1)
    assert "operation" in terminal.bad("operation", "settle", "1", "--as", "done")
    assert "'maybe' is not one of" in terminal.bad("operation", "settle", taskid, "--as", "maybe")


def note(terminal: Terminal, taskid: int) -> str | None:
    async def read() -> str | None:
        async with await Store.open(terminal.folder / "apabot.db", [SECRET_KEY]) as store:
            row = store.operation(taskid)
            assert row is not None
            return row.note

    return asyncio.run(read())


def test_a_user_without_a_name_settles_too(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr(getpass, "getuser", nameless)
    monkeypatch.setattr(os, "getuid", lambda: 1234)
    terminal.with_customers()
    taskid = undecided(terminal)
    terminal.good("operation", "settle", str(taskid), "--as", "failed")
    assert note(terminal, taskid) == "settled on the command line by user 1234"


def undecided(terminal: Terminal) -> int:
    guid = terminal.made.servers["web-1"]

    async def leave_undecided() -> int:
        async with await Store.open(terminal.folder / "apabot.db", [SECRET_KEY]) as store:
            row = await store.create_operation(
                account_id=store.account_named("main").id,
                identity_id=store.identity_labelled("晨光").id,
                guid=guid,
                action="restart",
                params="{}",
                chat_id=-100,
                user_id=5,
                language="en",
            )
            await store.claim(row.taskid, owner="a", lease_seconds=9, now=row.created_at, from_states=["confirmed"])
            await store.move(row.taskid, owner="a", from_state="confirmed", to_state="needs-human", outcome="no_trace")
            return row.taskid

    return asyncio.run(leave_undecided())
