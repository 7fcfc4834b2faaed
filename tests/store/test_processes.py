"""Several processes on one file, as the command line beside the running bot, and a process that is killed."""

# The folders that these tests look into are tiny and local.
# ruff: noqa: ASYNC240

from __future__ import annotations

import asyncio
import json
import signal
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store import Store
from tests.store.conftest import KEY

if TYPE_CHECKING:
    from tests.store.conftest import World

ROOT = Path(__file__).parents[2]

CLAIM = """
import asyncio, json, sys
from store import Store

async def main(path, key, me, taskids):
    async with await Store.open(path, [key]) as store:
        print("ready", flush=True)
        sys.stdin.readline()
        won = [
            taskid
            for taskid in taskids
            if await store.claim(taskid, owner=me, lease_seconds=60, now=1e9, from_states=["confirmed"])
        ]
        print(json.dumps(won), flush=True)

asyncio.run(main(*json.loads(sys.argv[1])))
"""

CONFIRM = """
import asyncio, json, sys
from store import AlreadyUsedError, Pressed, Store

async def main(path, key, me, ids):
    async with await Store.open(path, [key], now=lambda: 1.8e9) as store:
        print("ready", flush=True)
        sys.stdin.readline()
        won = []
        for number in ids:
            try:
                await store.confirm([Pressed(number, before=None)], language="en")
            except AlreadyUsedError:
                continue
            won.append(number)
        print(json.dumps(won), flush=True)

asyncio.run(main(*json.loads(sys.argv[1])))
"""

SPEND = """
import asyncio, json, sys
from decimal import Decimal
from store import CreditTooLowError, Pressed, Spend, Store

async def main(path, key, me, ids):
    async with await Store.open(path, [key], now=lambda: 1.8e9) as store:
        print("ready", flush=True)
        sys.stdin.readline()
        won = []
        for number in ids[int(me[1:])::8]:
            try:
                await store.confirm([Pressed(number, before=None)], language="en", spend=Spend(1, "credit"))
            except CreditTooLowError:
                continue
            won.append(number)
        print(json.dumps(won), flush=True)

asyncio.run(main(*json.loads(sys.argv[1])))
"""

WRITE_FOR_EVER = """
import asyncio, itertools, json, sys
from store import Store

async def main(path, key, me, _):
    store = await Store.open(path, [key])
    print("ready", flush=True)
    sys.stdin.readline()
    for number in itertools.count(1):
        await asyncio.gather(
            store.keep_chat(2 * number, kind="private"), store.keep_updates([(number, b"x" * 900)], received_at=1.0)
        )
        print(number, flush=True)

asyncio.run(main(*json.loads(sys.argv[1])))
"""

# Root may write anywhere, so it becomes nobody first; everything is imported by then.
READ_ONLY = """
import asyncio, json, os, sys
from store import Store, StoreError

async def main(folder, key):
    if os.geteuid() == 0:
        os.seteuid(65534)
    for name in ("new.db", "old.db"):
        try:
            await Store.open(f"{folder}/{name}", [key])
        except StoreError as error:
            print(type(error).__name__, "check" in str(error) or "make the file" in str(error), flush=True)

asyncio.run(main(*json.loads(sys.argv[1])))
"""


async def start(script: str, *arguments: Any) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        script,
        json.dumps(arguments),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process


async def race(script: str, path: Path, things: list[int], *, processes: int) -> list[int]:
    """Let processes go for the same things at once; who won what, all together."""
    running = [await start(script, str(path), KEY, f"p{number}", things) for number in range(processes)]
    answers = await asyncio.gather(*(process.communicate(b"go\n") for process in running))
    return [won for out, _ in answers for won in json.loads(out)]


async def test_of_several_processes_one_claims(world: World, path: Path) -> None:
    taskids = [(await world.store.create_operation(**world.operation(guid=f"g{n}"))).taskid for n in range(15)]
    won = await race(CLAIM, path, taskids, processes=3)
    assert sorted(won) == sorted(taskids)
    assert all(row.lease_owner in {"p0", "p1", "p2"} for row in world.store.operations())


async def test_of_several_processes_one_confirms(world: World, path: Path) -> None:
    for number in range(15):
        await world.nonce(guid=f"g{number}")
    won = await race(CONFIRM, path, list(range(1, 16)), processes=3)
    assert sorted(won) == list(range(1, 16))
    assert len(world.store.operations()) == 15


async def test_eight_processes_do_not_overdraw_one_credit(world: World, path: Path) -> None:
    store = world.store
    await store.add_top_up(world.identity_id, Decimal("299.00"))
    for number in range(40):
        await world.nonce(guid=f"g{number}", price=Decimal("29.90"), paid=True)
    won = await race(SPEND, path, list(range(1, 41)), processes=8)
    assert len(won) == len(set(won)) == 10
    assert len(store.operations()) == 10
    assert store.credit(world.identity_id).available == Decimal(0)
    report = store.verify_audit()
    assert (report.entries, report.problems) == (11, [])


async def test_a_folder_that_may_only_be_read_is_said() -> None:
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder, "old.db")
        await (await Store.open(old, [KEY])).close()
        old.chmod(0o644)
        Path(folder).chmod(0o555)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", READ_ONLY, json.dumps([folder, KEY]), cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        names = sorted(each.name for each in Path(folder).iterdir())
        Path(folder).chmod(0o700)
    assert out.decode().splitlines() == ["StoreUnavailableError True"] * 2
    assert names == ["old.db"]


async def test_what_was_written_before_a_kill_is_there(path: Path) -> None:
    process = await start(WRITE_FOR_EVER, str(path), KEY, "p", None)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"go\n")
    last = 0
    while last < 40:
        last = int(await process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    # What it said before it died counts, too.
    told = (await process.stdout.read()).split(b"\n")[:-1]
    last = max([last, *map(int, told)])
    await process.wait()
    async with await Store.open(path, [KEY], must_exist=True) as store:
        assert store.check() == []
        chats, updates = len(store.chats()), len(store.kept_updates(limit=100_000))
        assert last <= chats <= last + 1
        assert last <= updates <= last + 1
