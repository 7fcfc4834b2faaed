from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from operations.sync import Synchroniser
from tests.handlers.asking import asked, staffed, unclear
from tests.operations.rows import operation

if TYPE_CHECKING:
    from store import NoticeRow
    from tests.handlers.scene import Scene


def waiting(scene: Scene) -> list[NoticeRow]:
    return scene.store.due_notices(scene.clock.now() + 1e9)


async def test_each_staff_chat_reads_its_own_language(scene: Scene) -> None:
    group = await staffed(scene)
    await scene.store.set_chat(group.id, language="zh-Hans")
    await scene.store.set_staff(scene.bob.id, scene.account_id, on=True)
    await scene.store.keep_person(scene.bob.id, "Bob", "zh-hans")
    await asked(scene)
    await scene.noticer.deliver_due()
    assert scene.messages(group)[-1].text.startswith("🙋 需要您审批")
    assert scene.messages(scene.bob)[-1].text.startswith("🙋 需要您审批")
    assert scene.messages(scene.rita)[-1].text.startswith("🙋 Your yes is needed")


async def test_what_is_no_longer_true_is_not_said(scene: Scene) -> None:
    group = await staffed(scene)
    _, row = await asked(scene)
    await scene.store.end_approval(row.id, "expired")
    settled = await unclear(scene)
    await scene.store.settle(settled.taskid, "done", "")
    await scene.store.add_notice(group.id, "approval", {"approval": 999})
    await scene.store.add_notice(group.id, "needs-human", {"taskid": 999})
    await scene.store.add_notice(group.id, "balance-empty", {"taskid": 999})
    await scene.store.add_notice(group.id, "credit-low", {"taskid": 999})
    await scene.store.add_notice(group.id, "approval-ended", {"approval": 999})
    await scene.noticer.deliver_due()
    assert scene.messages(group) == []
    assert waiting(scene) == []


async def test_an_approval_that_ran_out_is_told_and_every_copy_edited(scene: Scene) -> None:
    group = await staffed(scene)
    question, row = await asked(scene)
    await scene.noticer.deliver_due()
    await scene.store.end_approval(row.id, "expired")
    await scene.noticer.deliver_due()

    last = scene.messages(scene.alice)[-1]
    assert last.text.startswith("⌛ Nobody approved in time: renewal (web-1).")
    assert question.text == last.text
    copy = scene.messages(group)[-1]
    assert "⌛ Nobody decided in time" in copy.text
    assert not copy.buttons


async def refused(scene: Scene, words: str | None = "余额不足") -> None:
    row = await operation(
        scene.services,
        "failed",
        account_id=scene.account_id,
        identity_id=scene.identities["alice"],
        guid=scene.made.servers["web-1"],
        chat_id=scene.alice.id,
        user_id=scene.alice.id,
        outcome="refused",
        engine_words=words,
    )
    await scene.store.add_staff_notices(scene.account_id, "balance-empty", {"taskid": row.taskid}, dedupe_key="b")


async def test_an_empty_balance_names_account_operation_and_the_engines_words(scene: Scene) -> None:
    group = await staffed(scene)
    await refused(scene)
    await scene.noticer.deliver_due()
    text = scene.messages(group)[-1].text
    assert "account demo" in text
    assert "Refused: renewal (web-1) for alice." in text
    assert "“余额不足”" in text


async def test_low_credit_unless_it_was_topped_up_meanwhile(scene: Scene) -> None:
    group = await staffed(scene)
    identity_id = scene.identities["alice"]
    await scene.store.add_top_up(identity_id, Decimal(80))
    row = await operation(
        scene.services,
        "done",
        account_id=scene.account_id,
        identity_id=identity_id,
        guid=scene.made.servers["web-1"],
        chat_id=scene.alice.id,
        user_id=scene.alice.id,
        funding="credit",
        outcome="done",
    )
    subject = {"identity": identity_id, "taskid": row.taskid}
    await scene.store.add_notice(group.id, "credit-low", subject)
    await scene.noticer.deliver_due()
    assert scene.messages(group)[-1].text == (
        "🪫 alice has CNY 8.00 of credit left: not enough for another renewal at CNY 72.00.\n"
        "To add some: apabot credit add alice AMOUNT"
    )
    await scene.store.add_top_up(identity_id, Decimal(100))
    await scene.store.add_notice(group.id, "credit-low", subject)
    await scene.noticer.deliver_due()
    assert len(scene.messages(group)) == 1


async def test_a_chat_that_is_no_longer_staff_is_told_nothing(scene: Scene) -> None:
    group = await staffed(scene)
    await asked(scene)
    await refused(scene)
    await unclear(scene)
    await scene.store.add_top_up(scene.identities["alice"], Decimal(80))
    row = await operation(
        scene.services,
        "done",
        account_id=scene.account_id,
        identity_id=scene.identities["alice"],
        guid=scene.made.servers["web-2"],
        chat_id=scene.alice.id,
        user_id=scene.alice.id,
        funding="credit",
        outcome="done",
    )
    await scene.store.add_staff_notices(scene.account_id, "credit-low", {"taskid": row.taskid}, dedupe_key="c")
    await scene.store.set_staff(group.id, scene.account_id, on=False)
    await scene.noticer.deliver_due()
    assert scene.messages(group) == []
    assert len(scene.messages(scene.rita)) == 4
    assert waiting(scene) == []


async def test_an_approval_that_ended_with_the_server_going_to_somebody_else(scene: Scene) -> None:
    await scene.store.drop_alias(scene.alice.id, scene.account_id, scene.made.servers["web-1"])
    await staffed(scene)
    then = scene.server("web-1").ip
    await asked(scene, f"/renew {then} 1")
    await scene.store.assign(scene.account_id, scene.made.servers["web-1"], scene.identities["bob"])
    scene.server("web-1").ip = "198.51.100.99"
    scene.clock.advance(100)
    assert await Synchroniser(scene.services).once(scene.account_id)
    await scene.noticer.deliver_due()
    last = scene.messages(scene.alice)[-1].text
    assert f"renewal ({then})" in last
    assert all("198.51.100.99" not in each.text for each in scene.messages(scene.alice))
