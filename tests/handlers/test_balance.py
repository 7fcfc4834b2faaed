from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.operations.rows import operation

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def spending(scene: Scene, policy: str, limit: str | None = None) -> None:
    await scene.store._change(
        "UPDATE identities SET spending = ?, monthly_limit = ?, revision = revision + 1 WHERE id = ?",
        (policy, limit, scene.identities["alice"]),
    )


async def spent(scene: Scene, funding: str) -> None:
    await operation(
        scene.services,
        "done",
        account_id=scene.account_id,
        identity_id=scene.identities["alice"],
        guid=scene.made.servers["web-1"],
        chat_id=scene.alice.id,
        user_id=scene.alice.id,
        funding=funding,
        outcome="done",
    )


async def test_the_reseller_approves_each_order(scene: Scene) -> None:
    assert (await scene.ask(scene.alice, "/balance")).text == "Balance\nYour reseller approves each order."


async def test_credit_and_what_moved_it(scene: Scene) -> None:
    await spending(scene, "credit")
    await scene.store.add_top_up(scene.identities["alice"], Decimal(100), "the reseller's own note")
    scene.clock.advance(1)
    await spent(scene, "credit")
    text = (await scene.ask(scene.alice, "/balance")).text
    assert "Available: CNY 28.00" in text
    assert "−72.00  renewal · web-1" in text
    assert "+100.00  top-up" in text
    assert "note" not in text


async def test_this_months_use_of_the_limit(scene: Scene) -> None:
    await spending(scene, "open", "500")
    await spent(scene, "open")
    text = (await scene.ask(scene.alice, "/balance")).text
    assert "Spent this month: CNY 72.00 of CNY 500.00." in text


async def test_only_owners_see_it(scene: Scene) -> None:
    assert "“owner”" in (await scene.ask(scene.oscar, "/balance", scene.team)).text
    assert "Your reseller approves" in (await scene.ask(scene.alice, "/balance", scene.team)).text


async def test_a_staff_chat_has_none_of_its_own(scene: Scene) -> None:
    await scene.store.keep_chat(scene.vera.id, kind="private")
    await scene.store.set_staff(scene.vera.id, scene.account_id, on=True)
    assert (await scene.ask(scene.vera, "/balance")).text == "This chat has no customer's balance."
