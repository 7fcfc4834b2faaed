from __future__ import annotations

from typing import TYPE_CHECKING

from tests.handlers.asking import asked, staffed
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from store import ApprovalRow
    from tests.handlers.scene import Scene

TOLD = "↩ Withdrawn: renewal (web-1). Nothing was done, nothing was charged."


async def requested(scene: Scene) -> tuple[BotMessage, ApprovalRow, BotMessage]:
    """Alice has asked: return her message, the approval, and what the staff group was sent."""
    group = await staffed(scene)
    question, row = await asked(scene)
    await scene.noticer.deliver_due()
    return question, row, scene.messages(group)[-1]


async def in_team(scene: Scene) -> tuple[BotMessage, ApprovalRow]:
    """Alice has asked for a refund in her team, where vera is the second owner."""
    await scene.store.set_member(scene.team.id, scene.vera.id, "owner")
    question = await scene.ask(scene.alice, "/refund web-1", scene.team)
    await scene.say(scene.alice, "web-1", scene.team, reply_to=question)
    return question, scene.store.open_approvals()[-1]


def how(scene: Scene, row: ApprovalRow) -> str | None:
    found = scene.store.approval(row.id)
    assert found is not None
    return found.ended_how


async def test_the_button_takes_it_back_everywhere(scene: Scene) -> None:
    question, row, in_group = await requested(scene)
    assert labels(question)[0] == "↩ Withdraw"
    yes = data_of(in_group, "apv:")
    before = len(scene.messages(scene.alice))

    answer = await scene.tap(scene.alice, question, "wdr:")
    assert (answer.text, question.text, all_data(question)) == ("Withdrawn.", TOLD, ["lst:0:"])
    await scene.noticer.deliver_due()

    assert how(scene, row) == "withdrawn"
    assert "↩ Withdrawn by Alice" in in_group.text
    assert not in_group.buttons
    assert len(scene.messages(scene.alice)) == before, "who took it back knows"

    late = await scene.press(scene.rita, in_group, yes)
    assert late is not None
    assert (late.text, late.show_alert) == ("This has been withdrawn. Nothing was done.", True)
    assert scene.store.operations(limit=5) == []


async def test_cancel_takes_back_what_waits(scene: Scene) -> None:
    question, row, in_group = await requested(scene)
    open_question = await scene.ask(scene.alice, "/stop web-2")

    answer = await scene.ask(scene.alice, "/cancel")
    await scene.noticer.deliver_due()

    assert answer.text == (
        "Cancelled 1 confirmation. Nothing was changed.\n"
        "Withdrew 1 request that waited for somebody's yes. Nothing was changed, nothing was charged."
    )
    assert open_question.text == "Cancelled: stop. Nothing was done."
    assert (how(scene, row), question.text) == ("withdrawn", TOLD)
    assert "↩ Withdrawn by Alice" in in_group.text
    assert (await scene.ask(scene.alice, "/cancel")).text == "Nothing of yours is waiting for a yes."


async def test_cancel_elsewhere_or_by_somebody_else_takes_back_nothing(scene: Scene) -> None:
    _, row = await in_team(scene)
    for person, chat in ((scene.alice, None), (scene.vera, scene.team), (scene.oscar, scene.team)):
        assert (await scene.ask(person, "/cancel", chat)).text == "Nothing of yours is waiting for a yes."
    assert how(scene, row) is None


async def test_another_owner_takes_it_back_and_who_asked_is_told(scene: Scene) -> None:
    question, row = await in_team(scene)
    assert labels(question) == ["✅ Approve", "❌ Decline", "↩ Withdraw"]
    low = await scene.tap(scene.oscar, question, "wdr:")
    assert (low.text, how(scene, row)) == ("This is not yours to decide here.", None)

    await scene.tap(scene.vera, question, "wdr:")
    await scene.noticer.deliver_due()

    assert how(scene, row) == "withdrawn"
    told = scene.messages(scene.team)[-1]
    assert told is not question
    assert told.text == question.text == "↩ Vera withdrew: refund (web-1). Nothing was done, nothing was charged."


async def test_too_late_or_forged(scene: Scene) -> None:
    question, row, in_group = await requested(scene)
    wdr = data_of(question, "wdr:")
    theirs = await scene.ask(scene.bob, "/servers")
    for data in (wdr, "wdr:99", "wdr:x", "wdr:"):
        assert await scene.press(scene.bob, theirs, data) is not None
    assert how(scene, row) is None

    await scene.tap(scene.rita, in_group, "apv:")
    late = await scene.press(scene.alice, question, wdr)
    assert late is not None
    assert (late.text, how(scene, row)) == ("This has been approved already.", "approved")
    await scene.drive()
    assert scene.executed("renew") == 1


async def test_where_the_message_is_gone_cancel_still_takes_it_back(scene: Scene) -> None:
    question, row, _ = await requested(scene)
    question.deleted = True
    assert (await scene.ask(scene.alice, "/cancel")).text.startswith("Withdrew 1 request")
    assert how(scene, row) == "withdrawn"
    assert scene.failures == 0
