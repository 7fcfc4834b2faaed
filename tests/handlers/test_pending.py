from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import pending
from tests.handlers.asking import asked, staffed, unclear
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    import pytest

    from sandbox.telegram import BotMessage
    from store import ApprovalRow
    from tests.handlers.scene import Scene


async def test_everything_that_waits_with_its_button(scene: Scene) -> None:
    group = await staffed(scene)
    _, approval = await asked(scene)
    operation = await unclear(scene, guid=scene.made.servers["web-2"])
    listed = await scene.ask(scene.rita, "/approvals", group)
    assert listed.text == "2 things wait for you"
    assert labels(listed) == ["🙋 renewal · web-1 · alice", "❔ renewal · web-2 · alice", "🏠 Home"]
    assert all_data(listed) == [f"apv:{approval.id}:show", f"set:{operation.taskid}:show", "hom"]

    await scene.tap(scene.rita, listed, "set:")
    assert "Somebody has to look" in listed.text
    await scene.tap(scene.rita, listed, "pnd")
    assert listed.text == "2 things wait for you"


async def test_many_are_cut_off_and_counted(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending, "MOST", 1)
    await staffed(scene)
    for number, nickname in enumerate(("web-1", "web-2", "cache-1")):
        await unclear(scene, guid=scene.made.servers[nickname], order_no=f"A{number}")
    listed = await scene.ask(scene.rita, "/approvals")
    assert listed.text == "3 things wait for you\n2 more are not shown."
    assert len(labels(listed)) == 2


async def test_nothing_waits(scene: Scene) -> None:
    group = await staffed(scene)
    assert (await scene.ask(scene.oscar, "/approvals", group)).text == "Nothing waits for you."


async def test_elsewhere_there_is_no_such_command(scene: Scene) -> None:
    await staffed(scene)
    unknown = (await scene.ask(scene.alice, "/nonsense")).text
    assert (await scene.ask(scene.alice, "/approvals")).text == unknown
    assert await scene.say(scene.oscar, "/approvals", scene.team) == []
    assert await scene.say(scene.vera, "/approvals", scene.team) == []
    listed = await scene.ask(scene.alice, "/servers")
    await scene.press(scene.alice, listed, "pnd")
    assert "wait" not in listed.text


async def refund_asked(scene: Scene) -> tuple[BotMessage, ApprovalRow]:
    """Alice has asked for a refund in her team, where vera is the second owner; the message is gone since."""
    await scene.store.set_member(scene.team.id, scene.vera.id, "owner")
    question = await scene.ask(scene.alice, "/refund web-1", scene.team)
    await scene.say(scene.alice, "web-1", scene.team, reply_to=question)
    (row,) = scene.store.open_approvals()
    question.deleted = True
    return question, row


async def test_a_second_owner_finds_what_waits_though_its_message_is_gone(scene: Scene) -> None:
    _, row = await refund_asked(scene)
    listed = await scene.ask(scene.vera, "/approvals", scene.team)
    assert listed.text == "1 thing waits for you"
    assert labels(listed) == ["🙋 refund · web-1 · Alice", "🏠 Home"]

    await scene.tap(scene.vera, listed, f"apv:{row.id}:show")
    assert "Asked for by Alice" in listed.text
    assert "Why: this needs a second owner of the chat." in listed.text
    assert all_data(listed) == [f"apv:{row.id}:1", f"apv:{row.id}:0", f"wdr:{row.id}", "pnd"]

    assert (await scene.tap(scene.vera, listed, f"apv:{row.id}:1")).text == "Approved."
    assert "✅ Approved by Vera" in listed.text
    assert all_data(listed) == ["pnd"]
    await scene.drive()
    assert scene.executed("refund") == 1
    await scene.tap(scene.vera, listed, "pnd")
    assert listed.text == "Nothing waits for you."


async def test_out_of_the_list_it_is_bound_as_before(scene: Scene) -> None:
    _, row = await refund_asked(scene)
    assert (await scene.ask(scene.alice, "/approvals", scene.team)).text == "Nothing waits for you."
    listed = await scene.ask(scene.vera, "/approvals", scene.team)
    await scene.tap(scene.vera, listed, f"apv:{row.id}:show")
    for person in (scene.alice, scene.oscar):
        answer = await scene.tap(person, listed, f"apv:{row.id}:1")
        assert answer.show_alert
    assert scene.store.open_approvals() == [row]
    assert (await scene.tap(scene.vera, listed, f"apv:{row.id}:0")).text == "Declined."
    assert "❌ Declined by Vera" in listed.text
    assert scene.executed("refund") == 0
