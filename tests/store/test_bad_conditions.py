"""Real files under bad conditions: a full disk, no right to write, damage. Money is never half written."""

# The files that these tests read are tiny and local.
# ruff: noqa: ASYNC240

from __future__ import annotations

import asyncio
import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from store import CorruptError, NotADatabaseError, Pressed, Spend, Store, StoreUnavailableError
from tests.store.conftest import KEY
from tests.store.test_confirmations import row
from tests.store.test_processes import ROOT
from tests.store.test_writer import limit_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.store.conftest import World

BIG = json.dumps({"x": "y" * 9000})

# The write-ahead log cannot grow beyond the limit on file sizes, as on a full disk.
CONFIRM_WITHOUT_ROOM = """
import asyncio, json, resource, signal, sys
from store import Pressed, Spend, Store, StoreUnavailableError

async def main(path, key, before):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    async with await Store.open(path, [key], now=lambda: 1.8e9) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        try:
            await store.confirm([Pressed(1, before=before)], language="en", spend=Spend(1, "credit"))
        except StoreUnavailableError as error:
            print(error, flush=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(len(store.operations()), store.confirmation(1).ended_how, store.credit(1).available, flush=True)
        await store.confirm([Pressed(1, before=before)], language="en", spend=Spend(1, "credit"))
        print(len(store.operations()), store.credit(1).available, store.verify_audit().problems, flush=True)

asyncio.run(main(*json.loads(sys.argv[1])))
"""


def state(world: World) -> tuple[Any, ...]:
    """Everything that a press touches."""
    store = world.store
    return (
        store.operations(),
        [store.confirmation(number) for number in (1, 2)],
        store.credit(world.identity_id),
        store.open_approvals(),
        store.due_notices(9e9),
        store.verify_audit(),
    )


@pytest.fixture
async def asked(world: World) -> World:
    await world.store.set_staff(-9, world.account_id, on=True)
    await world.store.add_top_up(world.identity_id, Decimal(100))
    for number in (1, 2):
        await world.nonce(guid=f"g{number}", paid=True, asked=BIG)
    return world


async def test_a_full_disk_leaves_a_press_undone(asked: World) -> None:
    store, before = asked.store, state(asked)
    presses = [Pressed(number, before=BIG) for number in (1, 2)]
    spend = Spend(asked.identity_id, "credit")
    await limit_pages(store, 1)
    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        await store.confirm(presses, language="en", spend=spend)
    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        await store.ask_approval([1, 2], needs="staff", expires_at=2e9, language="en", message_id=None)
    assert state(asked) == before
    assert store.check() == []
    await limit_pages(store, 100_000)
    assert len(await store.confirm(presses, language="en", spend=spend)) == 2
    assert store.credit(asked.identity_id).available == Decimal("40.20")
    assert store.verify_audit().problems == []


async def test_a_full_disk_leaves_an_approval_open(asked: World) -> None:
    approval = await asked.store.ask_approval([1, 2], needs="staff", expires_at=2e9, language="en", message_id=None)
    before = state(asked)
    await limit_pages(asked.store, 1)
    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        await asked.store.approve(
            approval.id,
            decided_by=4,
            decided_chat=-9,
            presses=[Pressed(number, before=BIG) for number in (1, 2)],
            language="en",
            spend=None,
        )
    assert state(asked) == before


async def test_a_log_that_cannot_grow_leaves_a_press_undone(asked: World, path: Path) -> None:
    await asked.store.checkpoint()
    await asked.store.close()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        CONFIRM_WITHOUT_ROOM,
        json.dumps([str(path), KEY, BIG]),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    lines = out.decode().splitlines()
    assert len(lines) == 3
    assert "nothing was written" in lines[0]
    assert lines[1:] == ["0 None 100.00", "1 70.10 []"]


async def test_a_database_that_may_only_be_read_takes_no_press(asked: World) -> None:
    before = state(asked)
    await asked.store._writer.run_alone(lambda connection: connection.execute("PRAGMA query_only = ON").fetchone())
    with pytest.raises(StoreUnavailableError, match="read-only"):
        await asked.store.confirm([Pressed(1, before=None)], language="en")
    with pytest.raises(StoreUnavailableError, match="read-only"):
        await asked.store.add_top_up(asked.identity_id, Decimal(1))
    assert state(asked) == before


def header(content: bytearray) -> None:
    content[16:100] = b"\xff" * 84


def magic(content: bytearray) -> None:
    content[:16] = b"SQLite formal 3\x00"


def schema(content: bytearray) -> None:
    content[100:4096] = b"\xff" * 3996


def cut(content: bytearray) -> None:
    del content[2048:]


@pytest.mark.parametrize("damage", [header, magic, schema, cut])
async def test_a_damaged_database_is_neither_opened_nor_made_anew(
    asked: World, path: Path, damage: Callable[[bytearray], None]
) -> None:
    await asked.store.close()
    content = bytearray(path.read_bytes())
    damage(content)
    path.write_bytes(content)
    for _ in range(2):
        with pytest.raises((CorruptError, NotADatabaseError)):
            await Store.open(path, [KEY])
        assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == ["apabot.db"]


@pytest.mark.parametrize("table", ["confirmations", "operations", "audit", "top_ups"])
async def test_damage_in_the_middle_stops_the_press_and_not_the_file(asked: World, path: Path, table: str) -> None:
    store = asked.store
    await store.create_operation(**asked.operation(guid="g9"))
    (root,) = store._rows("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))[0]
    await store.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    async with await Store.open(path, [KEY], now=lambda: 1.8e9) as damaged:
        with pytest.raises(CorruptError, match="damaged"):
            await damaged.confirm([Pressed(1, before=None)], language="en", spend=Spend(asked.identity_id, "credit"))
        assert {finding.code for finding in damaged.check()} == {"integrity"}
    # Whatever else was closed or checkpointed: not one byte was put in place of another.
    assert path.read_bytes() == content


async def test_a_full_disk_fails_the_whole_batch_of_presses_and_not_the_next(asked: World) -> None:
    nonce = await asked.nonce(guid="g3")
    await limit_pages(asked.store, 1)
    results = await asyncio.gather(
        asked.store.confirm([Pressed(1, before=BIG)], language="en"),
        asked.store.confirm([Pressed(2, before=BIG)], language="en"),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [StoreUnavailableError, StoreUnavailableError]
    await limit_pages(asked.store, 100_000)
    (made,) = await asked.store.confirm([Pressed(3, before=None)], language="en")
    assert row(asked, nonce).taskid == made.taskid
