from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.handlers.asking import staffed, unclear
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from store import OperationRow
    from tests.handlers.scene import Scene


async def told(scene: Scene, **new: object) -> tuple[OperationRow, BotMessage, BotMessage]:
    """Return an unclear renewal, and what the staff group and rita were sent of it."""
    group = await staffed(scene)
    row = await unclear(scene, **new)
    await scene.noticer.deliver_due()
    return row, scene.messages(group)[-1], scene.messages(scene.rita)[-1]


def state(scene: Scene, row: OperationRow) -> str:
    found = scene.store.operation(row.taskid)
    assert found is not None
    return found.state


async def test_the_message_shows_before_and_now(scene: Scene) -> None:
    row, message, _ = await told(scene)
    ip = scene.server("web-1").ip
    assert f"renewal: web-1 · {ip}" in message.text
    assert "Order number: A1" in message.text
    assert "Price: CNY 72.00, list price CNY 60.00" in message.text
    assert "Before: running · " in message.text
    assert "The engine shows (just now): running · " in message.text
    assert labels(message) == ["✅ It happened", "❌ It did not"]
    assert all_data(message) == [f"set:{row.taskid}:done", f"set:{row.taskid}:failed"]


@pytest.mark.parametrize(
    ("verb", "question", "ending", "balance"),
    [
        ("done", "what it cost is taken", "✅ Rita settled it", "28.00"),
        ("failed", "what was reserved is given back", "❌ Rita settled it", "100.00"),
    ],
)
async def test_two_presses_settle_it_everywhere(
    scene: Scene, verb: str, question: str, ending: str, balance: str
) -> None:
    await scene.store.add_top_up(scene.identities["alice"], Decimal(100))
    row, message, own = await told(scene, funding="credit")

    await scene.tap(scene.rita, message, f"set:{row.taskid}:{verb}")
    assert question in message.text
    assert state(scene, row) == "needs-human"
    await scene.tap(scene.rita, message, f"set2:{row.taskid}:{verb}")

    assert state(scene, row) == verb
    assert scene.store.credit(scene.identities["alice"]).available == Decimal(balance)
    for copy in (message, own):
        assert ending in copy.text
        assert not copy.buttons
    assert [each.taskid for each in scene.store.unreported()] == [row.taskid]


async def test_a_copy_in_a_chat_that_is_no_longer_staff_stays_as_it_was(scene: Scene) -> None:
    row, message, own = await told(scene)
    before = message.text
    await scene.store.set_staff(scene.store.staff_chats(scene.account_id)[0], scene.account_id, on=False)
    await scene.tap(scene.rita, own, f"set:{row.taskid}:done")
    await scene.tap(scene.rita, own, f"set2:{row.taskid}:done")
    assert state(scene, row) == "done"
    assert "✅ Rita settled it" in own.text
    assert message.text == before


async def test_one_may_think_better_of_it(scene: Scene) -> None:
    row, message, _ = await told(scene)
    await scene.tap(scene.rita, message, f"set:{row.taskid}:done")
    await scene.tap(scene.rita, message, f"set:{row.taskid}:show")
    assert "Really?" not in message.text
    assert all_data(message) == [f"set:{row.taskid}:done", f"set:{row.taskid}:failed", "pnd"]
    assert state(scene, row) == "needs-human"


async def test_who_comes_too_late_is_told(scene: Scene) -> None:
    row, message, own = await told(scene)
    await scene.tap(scene.rita, own, f"set:{row.taskid}:failed")
    await scene.store.settle(row.taskid, "done", "settled on the command line")
    answer = await scene.tap(scene.rita, own, "set2:")
    assert answer.text == "This is settled already."
    assert "Settled: it happened." in own.text
    assert "Settled: it happened." in message.text
    again = await scene.press(scene.rita, message, f"set:{row.taskid}:failed")
    assert again is not None
    assert again.text == "This is settled already."
    assert state(scene, row) == "done"


async def test_two_at_once_settle_it_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    row, message, _ = await told(scene)
    find = scene.store.operation
    await scene.tap(scene.rita, message, f"set:{row.taskid}:failed")
    stale = find(row.taskid)
    await scene.store.settle(row.taskid, "done", "")
    seen: list[int] = []

    def behind(taskid: int) -> OperationRow | None:
        # The first look is from before the other's decision.
        seen.append(taskid)
        return stale if len(seen) == 1 else find(taskid)

    monkeypatch.setattr(scene.store, "operation", behind)
    answer = await scene.press(scene.rita, message, f"set2:{row.taskid}:failed")
    assert answer is not None
    assert answer.text == "This is settled already."
    assert state(scene, row) == "done"


async def test_only_owners_of_a_staff_chat_settle(scene: Scene) -> None:
    row, message, _ = await told(scene)
    answer = await scene.tap(scene.oscar, message, f"set:{row.taskid}:done")
    assert answer.show_alert
    theirs = await scene.ask(scene.bob, "/servers")
    for data in (f"set2:{row.taskid}:done", f"set:{row.taskid}:show", "set:1:done", "set:x:done", "set:1:maybe"):
        assert await scene.press(scene.bob, theirs, data) is not None
    assert state(scene, row) == "needs-human"
    assert await scene.press(scene.rita, message, f"set2:{row.taskid}:show") is not None
    assert state(scene, row) == "needs-human"


async def test_a_purchase_lists_candidates_or_says_that_there_are_none(scene: Scene) -> None:
    scene.clock.advance(600)
    params = (
        '{"line_guid": "L", "cpu": 1, "memory": 1, "harddisks": [], "bandwidth": 1, "defense": 0, '
        '"system_guid": "S", "password": "Secret-1", "months": 1}'
    )
    _, message, _ = await told(scene, guid=None, action="create_new", params=params, before=None, after=None)
    assert "No new server of this kind is known." in message.text
    assert "guid:" not in message.text


async def test_an_operation_that_ended_otherwise_has_nothing_to_decide(scene: Scene) -> None:
    group = await staffed(scene)
    row = await unclear(scene)
    await scene.noticer.deliver_due()
    message = scene.messages(group)[-1]
    done = await scene.store.settle(row.taskid, "done", "")
    await scene.store._change("UPDATE operations SET outcome = 'done' WHERE taskid = ?", (done.taskid,))
    await scene.press(scene.rita, message, f"set:{row.taskid}:done")
    assert "there is nothing to decide" in message.text
