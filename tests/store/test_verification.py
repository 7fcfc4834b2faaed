"""The audit against somebody who can write to the file, but has no key."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from store import Pressed, Store, WrongKeyError
from tests.store.conftest import KEY
from tests.store.test_operations import end

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

    from tests.store.conftest import World

NEW = "the key that comes next"


async def do_things(world: World, count: int = 6) -> list[int]:
    """Make one entry for a top-up, then one for each operation."""
    await world.store.add_top_up(world.identity_id, Decimal(100))
    return [
        (
            await world.store.create_operation(
                **world.operation(guid=f"g{number}", price=Decimal(10), funding="credit", order_no=f"A{number}")
            )
        ).taskid
        for number in range(1, count)
    ]


async def tamper(world: World, *statements: str) -> None:
    for statement in statements:
        await world.store._change(statement, ())


async def test_a_sound_audit_has_no_problems(world: World) -> None:
    empty = world.store.verify_audit()
    assert (empty.entries, empty.head, empty.problems) == (0, "00" * 32, [])
    taskids = await do_things(world)
    await end(world, taskids[0], "done")
    await end(world, taskids[1], "needs-human")
    await world.store.settle(taskids[1], "failed", "")
    report = world.store.verify_audit()
    assert (report.entries, report.problems) == (9, [])
    assert report.head == world.store._rows("SELECT lower(hex(mac)) FROM audit ORDER BY id DESC")[0][0]


EDITED_3 = "entry 3 was edited, or does not follow the one before it"
EDITED_4 = "entry 4 was edited, or does not follow the one before it"
EDITED_5 = "entry 5 was edited, or does not follow the one before it"


@pytest.mark.parametrize(
    ("statements", "problems"),
    [
        (["UPDATE audit SET data = replace(data, '\"user\":100', '\"user\":101') WHERE id = 3"], [EDITED_3]),
        (["UPDATE audit SET at = at + 1 WHERE id = 3"], [EDITED_3]),
        (["UPDATE audit SET kind = 'ended', data = data || ' ' WHERE id = 3"], None),
        (["UPDATE audit SET mac = zeroblob(32) WHERE id = 3"], [EDITED_3, EDITED_4]),
        (["UPDATE audit SET data = 'no json' WHERE id = 1"], None),
        (["DELETE FROM audit WHERE id = 3"], None),
        (["DELETE FROM audit WHERE id = 1"], None),
        (["DELETE FROM audit WHERE id > 4"], None),
        (["DELETE FROM audit"], None),
        (["DELETE FROM audit", "DELETE FROM audit_head"], ["the head is missing: entries may have been cut off"]),
        (["DELETE FROM audit_head"], ["the head is missing: entries may have been cut off"]),
        (["UPDATE audit_head SET since = since + 9"], ["the head was edited"]),
        (["UPDATE audit_head SET mac = zeroblob(32)"], ["the head was edited"]),
    ],
)
async def test_what_was_done_to_it_is_found(world: World, statements: list[str], problems: list[str] | None) -> None:
    await do_things(world)
    await tamper(world, *statements)
    report = world.store.verify_audit()
    assert report.problems
    if problems is not None:
        assert report.problems == problems


async def test_a_deleted_entry_is_named(world: World) -> None:
    taskids = await do_things(world)
    await tamper(world, "DELETE FROM audit WHERE id IN (3, 4)")
    assert sorted(world.store.verify_audit().problems) == sorted(
        [
            "before entry 5, 2 are missing",
            EDITED_5,
            "the head knows 6 entries up to 6, there are 4 up to 6: some were cut off or added",
            f"no entry tells that operation {taskids[1]} was confirmed",
            f"no entry tells that operation {taskids[2]} was confirmed",
        ]
    )


async def test_entries_that_changed_places_are_named(world: World) -> None:
    await do_things(world)
    await tamper(
        world,
        "UPDATE audit SET id = 99 WHERE id = 3",
        "UPDATE audit SET id = 3 WHERE id = 5",
        "UPDATE audit SET id = 5 WHERE id = 99",
    )
    assert world.store.verify_audit().problems == [
        EDITED_3,
        EDITED_4,
        EDITED_5,
        "entry 6 was edited, or does not follow the one before it",
    ]


@pytest.mark.parametrize("number", [-3, 0, 3, 7])
async def test_an_inserted_entry_is_found(world: World, number: int) -> None:
    await do_things(world)

    def insert(connection: Connection) -> None:
        connection.execute("UPDATE audit SET id = -id - 1000 WHERE id >= ?", (max(number, 1),))
        connection.execute("UPDATE audit SET id = -id - 999 WHERE id < -999")
        connection.execute("INSERT INTO audit SELECT ?, at, kind, data, key_id, mac FROM audit WHERE id = 2", (number,))

    await world.store._write(insert)
    report = world.store.verify_audit()
    assert report.entries == 7
    assert f"entry {number} was edited, or does not follow the one before it" in report.problems


async def test_a_cut_end_stays_found_after_further_work(world: World) -> None:
    await do_things(world)
    await tamper(world, "DELETE FROM audit WHERE id > 4")
    await world.store.create_operation(**world.operation(guid="g9"))
    assert "before entry 7, 2 are missing" in world.store.verify_audit().problems


async def test_a_forged_head_is_not_made_good_by_further_work(world: World) -> None:
    await do_things(world)
    await tamper(
        world,
        "DELETE FROM operations WHERE taskid IN (SELECT data ->> 'taskid' FROM audit WHERE id > 4)",
        "DELETE FROM audit WHERE id > 4",
        "UPDATE audit_head SET entries = 4, last_id = 4, last_mac = (SELECT mac FROM audit WHERE id = 4)",
    )
    assert world.store.verify_audit().problems == ["the head was edited"]
    await world.store.create_operation(**world.operation(guid="g9"))
    assert world.store.verify_audit().problems == ["the head was edited"]


@pytest.mark.parametrize("statement", ["DELETE FROM audit_head", "UPDATE audit_head SET last_id = 2, entries = 2"])
async def test_work_goes_on_whatever_was_done_to_the_head(world: World, statement: str) -> None:
    await do_things(world)
    await tamper(world, statement)
    row = await world.store.create_operation(**world.operation(guid="g9"))
    await end(world, row.taskid, "done")
    report = world.store.verify_audit()
    assert report.entries == 8
    assert any("the head" in problem for problem in report.problems)


async def test_operations_and_money_without_an_entry_are_named(world: World) -> None:
    taskids = await do_things(world)
    await tamper(
        world,
        "UPDATE operations SET price_fen = 1 WHERE guid = 'g1'",
        "UPDATE operations SET funding = NULL WHERE guid = 'g2'",
        "UPDATE operations SET state = 'done', ended_at = 5 WHERE guid = 'g3'",
        "INSERT INTO operations (taskid, account_id, identity_id, action, params, state, chat_id, user_id, language, "
        "created_at, updated_at) SELECT 5, account_id, identity_id, action, params, state, chat_id, user_id, "
        "language, created_at, updated_at FROM operations WHERE guid = 'g4'",
        "UPDATE top_ups SET fen = 99999 WHERE id = 1",
        "INSERT INTO top_ups (identity_id, fen, note, at) VALUES (1, 5, '', 5)",
    )
    assert sorted(world.store.verify_audit().problems) == sorted(
        [
            f"operation {taskids[0]} is not as entry 2 tells it",
            f"operation {taskids[1]} is not as entry 3 tells it",
            "no entry tells that operation 5 was confirmed",
            f"no entry tells that operation {taskids[2]} is done",
            "top-up 1 is not as entry 1 tells it",
            "no entry tells of top-up 2",
        ]
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operations SET identity_id = (SELECT max(id) FROM identities) WHERE order_no = 'A1'",
        "UPDATE operations SET guid = 'g9' WHERE order_no = 'A1'",
        "UPDATE operations SET guid = NULL WHERE order_no = 'A1'",
        "UPDATE operations SET order_no = 'A9' WHERE order_no = 'A1'",
        "UPDATE operations SET order_no = NULL WHERE order_no = 'A1'",
        "UPDATE operations SET price_fen = 999 WHERE order_no = 'A1'",
        "UPDATE operations SET price_fen = NULL WHERE order_no = 'A1'",
        "UPDATE operations SET funding = 'open' WHERE order_no = 'A1'",
        # Moved to before the audit began, where an operation without an entry is none of its business.
        "UPDATE operations SET created_at = 1, price_fen = 999 WHERE order_no = 'A1'",
    ],
)
async def test_an_operation_that_is_not_what_was_confirmed_is_named(world: World, statement: str) -> None:
    taskids = await do_things(world)
    await world.identity("another")
    await tamper(world, statement)
    assert world.store.verify_audit().problems == [f"operation {taskids[0]} is not as entry 2 tells it"]


async def test_a_deleted_operation_is_named(world: World) -> None:
    taskids = await do_things(world)
    await end(world, taskids[0], "done")
    await tamper(world, "DELETE FROM operations WHERE order_no = 'A1'")
    assert world.store.verify_audit().problems == [f"operation {taskids[0]}, of which entry 2 tells, is missing"]


async def test_a_deleted_correction_is_named(world: World) -> None:
    await do_things(world, 1)
    await world.store.add_top_up(world.identity_id, Decimal(-90))
    await tamper(world, "DELETE FROM top_ups WHERE fen < 0")
    assert world.store.verify_audit().problems == ["top-up 2, of which entry 2 tells, is missing"]


async def test_a_top_up_given_to_somebody_else_is_named(world: World) -> None:
    await do_things(world, 1)
    await world.identity("another")
    await tamper(world, "UPDATE top_ups SET identity_id = (SELECT max(id) FROM identities)")
    assert world.store.verify_audit().problems == ["top-up 1 is not as entry 1 tells it"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operations SET state = 'failed' WHERE guid = 'g1'",
        "UPDATE operations SET state = 'failed', created_at = 1 WHERE guid = 'g1'",
    ],
)
async def test_an_end_changed_afterwards_is_named(world: World, statement: str) -> None:
    taskids = await do_things(world)
    await end(world, taskids[0], "done")
    await tamper(world, statement)
    assert world.store.verify_audit().problems == [f"no entry tells that operation {taskids[0]} is failed"]


async def test_a_report_of_a_wholly_broken_audit_is_bounded(world: World) -> None:
    await do_things(world, 260)
    await tamper(world, "UPDATE audit SET at = at + 1")
    problems = world.store.verify_audit().problems
    assert (len(problems), problems[-1]) == (201, "and 60 more")


async def test_work_of_others_meanwhile_is_no_problem(world: World, path: Path) -> None:
    await do_things(world)
    async with await Store.open(path, [KEY]) as other:
        await world.store.create_operation(**world.operation(guid="g9"))
        assert other.verify_audit().problems == []
        await other.create_operation(**world.operation(guid="g10"))
        assert world.store.verify_audit().entries == 8
        # The snapshot is let go of: what is written afterwards is seen.
        assert len(other.operations()) == 7


async def rotate(path: Path) -> None:
    async with await Store.open(path, [NEW, KEY]) as store:
        await store.rotate_keys()


async def test_after_a_rotation_both_keys_verify_everything(world: World, path: Path) -> None:
    await do_things(world)
    await rotate(path)
    async with await Store.open(path, [NEW, KEY], now=lambda: 1.8e9) as store:
        await store.create_operation(**world.operation(guid="g9"))
        report = store.verify_audit()
    assert (report.entries, report.problems) == (7, [])


async def test_without_the_former_key_its_entries_are_said_not_to_be_checked(world: World, path: Path) -> None:
    await do_things(world)
    await rotate(path)
    unchecked = "entries 1 to 6 cannot be checked: their key is not in SECRET_KEY; add the former key to the end"
    async with await Store.open(path, [NEW], now=lambda: 1.8e9) as store:
        assert store.verify_audit().problems == [unchecked]
        await store.create_operation(**world.operation(guid="g9"))
        await store.create_operation(**world.operation(guid="g10"))
        assert store.verify_audit().problems == [unchecked]
        # What came after is still held to it.
        await store._change("DELETE FROM audit WHERE id = 6", ())
        assert "entry 7 was edited, or does not follow the one before it" in store.verify_audit().problems


async def test_a_rotation_makes_no_forged_head_good(world: World, path: Path) -> None:
    await do_things(world)
    await tamper(world, "UPDATE audit_head SET since = since - 9")
    await rotate(path)
    async with await Store.open(path, [NEW, KEY]) as store:
        assert store.verify_audit().problems == ["the head was edited"]


async def test_a_rotation_without_a_head_does_not_make_one(world: World, path: Path) -> None:
    await do_things(world)
    await tamper(world, "DELETE FROM audit_head")
    await rotate(path)
    async with await Store.open(path, [NEW, KEY]) as store:
        assert store.verify_audit().problems == ["the head is missing: entries may have been cut off"]


async def test_the_heads_key_may_not_be_missing(path: Path) -> None:
    async with await Store.open(path, [KEY]) as store:
        assert store.verify_audit().problems == []
    # Nothing is encrypted yet, but the audit has begun under it.
    async with await Store.open(path, [NEW, KEY]):
        pass
    with pytest.raises(WrongKeyError):
        await Store.open(path, [NEW])


async def test_a_head_under_an_unknown_key_cannot_be_checked(world: World) -> None:
    await do_things(world)
    await tamper(world, "UPDATE audit_head SET key_id = x'00000000'")
    expected = ["the head cannot be checked: its key is not in SECRET_KEY; add the former key to the end"]
    assert world.store.verify_audit().problems == expected


async def test_a_backup_verifies_like_the_original(world: World, tmp_path: Path) -> None:
    await do_things(world)
    await world.nonce(guid="g9")
    await world.store.confirm([Pressed(1, before=None)], language="en")
    await world.store.backup(tmp_path / "copy.db")
    async with await Store.open(tmp_path / "copy.db", [KEY]) as copy:
        assert copy.verify_audit() == world.store.verify_audit()
        assert copy.check() == []
