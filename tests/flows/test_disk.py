"""The database's disk in trouble: full, not to be written, damaged. The engine is not asked, and people are told."""

# The files that these tests read are tiny and local.

from __future__ import annotations

import asyncio
import os
import resource
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from store import Store
from store.connection import connect_reader
from tests.flows.mortal import Life, starve
from tests.flows.process import bot_process, environment
from tests.flows.stage import SECRET_KEY, Stage, button, stage_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from sandbox.telegram import BotMessage

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

NOTHING_CHANGED = "没有任何改动"
COMMANDS = (("run",), ("credit", "add", "晨光电商", "5"), ("audit", "verify"))
# Root may write anywhere; without this capability it may not where the mode says so.
UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-all") if os.geteuid() == 0 else ()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage_at(tmp_path) as set_stage:
        yield set_stage


def database(stage: Stage) -> Path:
    return stage.folder / "apabot.db"


async def asked_to_renew(stage: Stage) -> BotMessage:
    """Ask as soon as the bot knows what a renewal costs."""
    async with await Store.open(database(stage), [SECRET_KEY]) as store, asyncio.timeout(20):
        while store.catalog(1, "lines") is None or store.sync_state(1).listed_at is None:  # noqa: ASYNC110 - the bot's
            await asyncio.sleep(0.02)
    asked = await stage.ask(stage.zhang, "/renew web-1 1")
    assert button(asked, "ok:")
    return asked


async def typed(stage: Stage, *command: str) -> tuple[int, str]:
    """Return the exit code and the lines on standard error of a command that has no right to write at will."""
    process = await asyncio.create_subprocess_exec(
        *(*UNPRIVILEGED, sys.executable, "-m", "bot", *command),
        env=environment(stage, APABOT_LOG_LEVEL="ERROR"),
        cwd=stage.folder.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(30):
        _, told = await process.communicate()
    return process.returncode or 0, told.decode()


async def everything_refuses(stage: Stage, *said: str) -> None:
    """Every command ends with one line and an exit code, and not one byte is another."""
    before = database(stage).read_bytes()
    results = await asyncio.gather(*(typed(stage, *command) for command in COMMANDS))
    for code, told in results:
        assert code == 1, told
        assert len(told.splitlines()) == 1, told
        assert told.startswith("Error: ")
        assert any(words in told for words in said), told
    assert database(stage).read_bytes() == before
    assert stage.engine.requests == []
    assert stage.telegram.messages(stage.zhang.id) == []


async def credit_is_untouched(stage: Stage) -> None:
    async with await Store.open(database(stage), [SECRET_KEY]) as store:
        assert store.operations() == []
        assert store.credit(store.identity_labelled("晨光电商").id).available == Decimal(800)
        assert store.verify_audit().problems == []


async def test_the_disk_is_full_at_the_press(stage: Stage) -> None:
    async with Life(stage, starve):
        asked = await asked_to_renew(stage)
        await stage.tap(stage.zhang, asked, "ok:")
        told = await stage.next_message(stage.zhang.id, 1)
        assert NOTHING_CHANGED in told.text
        assert stage.executed("renew") == 0
        await credit_is_untouched(stage)
        # There is room again, and the same button still stands.
        await stage.tap(stage.zhang, asked, "ok:")
        end = await stage.next_message(stage.zhang.id, 2)
        assert end.text.startswith("✅")
        assert stage.executed("renew") == 1


async def test_the_disk_is_full_before_the_press_is_kept(stage: Stage) -> None:
    async with bot_process(stage, log="full.log", APABOT_LOG_LEVEL="ERROR") as process:
        asked = await asked_to_renew(stage)
        await stage.settled()
        # As on a full disk no file grows, from now on.
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        (stage.folder / "full.log").rename(stage.folder / "written.log")
        stage.telegram.press(stage.zhang, asked, data=button(asked, "ok:"))
        async with asyncio.timeout(20):
            assert await process.wait() == 1
    assert stage.executed("renew") == 0
    await credit_is_untouched(stage)
    async with bot_process(stage):
        # Telegram still has what could not be kept.
        end = await stage.next_message(stage.zhang.id, 1)
        assert end.text.startswith("✅")
    assert stage.executed("renew") == 1


async def test_a_file_that_may_only_be_read(stage: Stage) -> None:
    database(stage).chmod(0o400)
    await everything_refuses(stage, "read-only", "cannot be opened")


async def test_a_folder_that_may_only_be_read(stage: Stage) -> None:
    stage.folder.chmod(0o500)
    try:
        await everything_refuses(stage, "read-only", "cannot be opened")
    finally:
        stage.folder.chmod(0o700)


def no_magic(content: bytearray) -> None:
    content[:16] = b"SQLite formal 3\x00"


def no_header(content: bytearray) -> None:
    content[16:100] = b"\xff" * 84


def no_schema(content: bytearray) -> None:
    content[100:4096] = b"\xff" * 3996


def cut_off(content: bytearray) -> None:
    del content[2048:]


@pytest.mark.parametrize("damage", [no_magic, no_header, no_schema, cut_off])
async def test_a_damaged_beginning(stage: Stage, damage: Callable[[bytearray], None]) -> None:
    content = bytearray(database(stage).read_bytes())
    damage(content)
    database(stage).write_bytes(content)
    await everything_refuses(stage, "damaged", "not an SQLite database")


@pytest.mark.parametrize("table", ["operations", "audit"])
async def test_a_damaged_page_in_the_middle(stage: Stage, table: str) -> None:
    connection = connect_reader(database(stage))
    ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchall()
    connection.close()
    content = bytearray(database(stage).read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    database(stage).write_bytes(content)
    reads_it = {"operations": ("operation", "list"), "audit": ("audit", "verify")}[table]
    for command in (("run",), reads_it):
        assert await typed(stage, *command) == (1, "Error: the database is damaged: restore a backup\n")
    assert database(stage).read_bytes() == content
    assert stage.engine.requests == []
