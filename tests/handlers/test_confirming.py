from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

STAFF = -7001


async def with_staff(scene: Scene) -> None:
    await scene.store.keep_chat(STAFF, kind="group")
    await scene.store.set_staff(STAFF, scene.account_id, on=True)


async def test_what_the_reseller_has_to_approve_waits_without_a_button_to_press(scene: Scene) -> None:
    await with_staff(scene)
    asked = await scene.ask(scene.alice, "/renew web-1 1")
    await scene.tap(scene.alice, asked, "ok:")
    assert asked.text == "web-1: renewal\n⏳ Waiting for your reseller's approval, until 2027-01-16 16:00."
    assert all_data(asked) == ["wdr:1", "lst:0:"]
    assert scene.store.due_operations(scene.clock.now()) == []
    (approval,) = scene.store.open_approvals()
    assert (approval.needs, approval.message_id) == ("staff", asked.message_id)


async def test_a_batch_waits_as_one(scene: Scene) -> None:
    await with_staff(scene)
    choice = await scene.ask(scene.alice, "/renew")
    await scene.tap(scene.alice, choice, "many")
    for nickname in ("web-1", "web-2"):
        await scene.tap(scene.alice, choice, f"sel:{scene.row_id(nickname)}:")
    await scene.tap(scene.alice, choice, "seg")
    await scene.tap(scene.alice, choice, "ok:")
    assert choice.text.startswith("web-2, web-1: renewal\n⏳ Waiting for your reseller's approval")
    (approval,) = scene.store.open_approvals()
    assert len(scene.store.approval_confirmations(approval.id)) == 2


async def test_without_a_staff_chat_nobody_could_say_yes(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/renew web-1 1")
    answer = await scene.tap(scene.alice, asked, "ok:")
    assert answer.text == ("This needs your reseller's approval, but nobody is set up to give it. Nothing was done.")
    assert labels(asked) == ["✅ Confirm", "❌ Cancel"]


async def test_a_credit_that_does_not_reach(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="credit")
    await scene.store.add_top_up(scene.identities["alice"], Decimal("10.50"))
    asked = await scene.ask(scene.alice, "/renew web-1 1")
    answer = await scene.tap(scene.alice, asked, "ok:")
    assert answer.text == (
        "The credit does not cover it: CNY 198.00 is needed, CNY 10.50 is left."
        " Nothing was done; top up with your reseller."
    )
    assert scene.store.credit(scene.identities["alice"]).reserved == 0


async def test_a_credit_that_reaches_once_says_so_in_the_receipt(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="credit")
    await scene.store.add_top_up(scene.identities["alice"], Decimal(200))
    asked = await scene.ask(scene.alice, "/renew web-1 1")
    await scene.tap(scene.alice, asked, "ok:")
    await scene.drive()
    end = scene.messages(scene.alice)[-1]
    assert end.text.splitlines()[-1] == (
        "The credit left (CNY 2.00) does not cover another one like it; top up with your reseller."
    )
    assert scene.store.credit(scene.identities["alice"]).balance == Decimal("2.00")


async def test_beyond_the_months_limit_the_reseller_decides(scene: Scene) -> None:
    await with_staff(scene)
    await scene.store.set_identity(scene.identities["alice"], spending="open", monthly_limit=Decimal(100))
    asked = await scene.ask(scene.alice, "/renew web-1 1")
    assert "This goes beyond this month's limit, so your reseller has to approve it after your yes." in asked.text


async def test_a_no_for_a_server_that_was_taken_away(scene: Scene) -> None:
    asked = await scene.ask(scene.rita, "/stop 192.0.2.1")
    nonce = all_data(asked)[1].partition(":")[2]
    await scene.store.revoke(506, scene.identities["all"])
    await scene.store.grant(506, scene.identities["bob"])
    await scene.press(scene.rita, asked, f"no:{nonce}")
    assert asked.text == "Cancelled: stop. Nothing was done."
    assert all_data(asked) == ["lst:0:"]


async def test_the_no_to_a_batch_leads_back_to_the_list(scene: Scene) -> None:
    choice = await scene.ask(scene.alice, "/renew")
    await scene.tap(scene.alice, choice, "many")
    for nickname in ("web-1", "web-2"):
        await scene.tap(scene.alice, choice, f"sel:{scene.row_id(nickname)}:")
    await scene.tap(scene.alice, choice, "seg")
    await scene.tap(scene.alice, choice, "no:")
    assert choice.text == "Cancelled: renewal. Nothing was done."
    assert all_data(choice) == ["lst:0:"]
    assert scene.store.open_confirmations(501, 501) == []


async def test_a_resellers_chat_is_told_whose_credit_it_spends(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="credit")
    await scene.store.add_top_up(scene.identities["alice"], Decimal(500))
    line = "Paid from alice's credit: CNY 500.00 left before this."
    assert line in (await scene.ask(scene.rita, "/renew 192.0.2.1 1")).text
    assert line not in (await scene.ask(scene.alice, "/renew web-1 1")).text
