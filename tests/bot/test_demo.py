from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.demo import CUSTOMERS, TOKEN, cast, enter_customers
from sandbox.engine import StandInEngine, made_up_world
from sandbox.telegram import StandInTelegram
from store import Store
from tests.bot.conftest import SECRET_KEY

if TYPE_CHECKING:
    from pathlib import Path

WEEK = 7 * 86400


async def test_every_way_of_money_can_be_tried(tmp_path: Path) -> None:
    engine, telegram = StandInEngine(), StandInTelegram(token=TOKEN)
    world, people = made_up_world(engine), cast(telegram)
    async with await Store.open(tmp_path / "apabot.db", [SECRET_KEY]) as store:
        await enter_customers(store, "http://127.0.0.1:9", world, people)
        (account,) = store.accounts()
        assert account.markup == Decimal(10)
        policies = {row.label: row.spending for row in store.identities()}
        assert policies == {"晨光电商": "credit", "Harbour Labs": "approval", "reseller": "open"}
        assert store.credit(store.identity_labelled("晨光电商").id).available == Decimal(800)
        assert store.staff_chats(account.id) == [people.staff]
        deciding = [row.user_id for row in store.members(people.staff) if row.role == "owner"]
        assert deciding == [people.wang]
        assert store.verify_audit().problems == []

    # Each customer with servers of their own has one that ends within a week, and one that does not.
    for customer in CUSTOMERS:
        left = [engine.servers[world.servers[name]].ends_at - engine.now() for name in customer.servers]
        if left:
            assert min(left) < WEEK < max(left), customer.label
