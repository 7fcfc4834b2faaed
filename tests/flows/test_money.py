"""Renewing and refunding, from the question to the receipt."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.engine import Fault
from store import Store
from tests.flows.stage import SECRET_KEY, button

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from tests.flows.stage import Stage


def end_of(stage: Stage, nickname: str) -> float:
    return stage.engine.server(stage.guid(nickname)).ends_at


async def shown(stage: Stage, message: BotMessage, verb: str) -> None:
    """Wait until a button whose data begins so has appeared."""

    def there() -> bool:
        return any((each.data or "").startswith(verb) for row in message.buttons for each in row)

    await stage.telegram.wait_for(there, timeout=10)


async def credit_left(stage: Stage) -> Decimal:
    store = await Store.open(stage.settings().database, [SECRET_KEY])
    (identity,) = [row for row in store.identities() if row.label == "晨光电商"]
    left = store.credit(identity.id).available
    await store.close()
    return left


async def test_pick_months_confirm_receipt(stage: Stage) -> None:
    zhang, before = stage.zhang, end_of(stage, "web-1")
    choice = await stage.ask(zhang, "/renew")
    (row,) = [each for line in choice.buttons for each in line if each.text.startswith("web-1")]
    stage.telegram.press(zhang, choice, data=row.data)
    await shown(stage, choice, "rnw:")
    await stage.tap(zhang, choice, "rnw:")
    await shown(stage, choice, "ok:")
    assert "价格：" in choice.text
    assert stage.executed("renew") == 0
    await stage.tap(zhang, choice, "ok:")
    receipt = await stage.next_message(zhang.id, 1)
    assert stage.executed("renew") == 1
    assert end_of(stage, "web-1") > before
    assert receipt.text.startswith("✅ web-1 · ")
    assert "到期：" in receipt.text
    assert "订单号：" in receipt.text
    # The list price of 198 and the reseller's 10 %.
    assert "价格：217.80 元（预估）" in receipt.text
    assert await credit_left(stage) == Decimal("582.20")


async def test_many_presses_pay_once(stage: Stage) -> None:
    zhang = stage.zhang
    asked = await stage.ask(zhang, "/renew web-1 1")
    data = button(asked, "ok:")
    queries = [stage.telegram.press(zhang, asked, data=data) for _ in range(6)]
    await stage.telegram.wait_for(lambda: all(query in stage.telegram.answers for query in queries), timeout=10)
    await stage.next_message(zhang.id, 1)
    await stage.settled()
    assert stage.executed("renew") == 1
    assert len(stage.telegram.messages(zhang.id)) == 2


async def test_a_lost_answer_is_read_and_paid_once(stage: Stage) -> None:
    zhang = stage.zhang
    stage.engine.fail_next(Fault.CUT_AFTER, action="renew")
    asked = await stage.ask(zhang, "/renew web-1 1")
    await stage.tap(zhang, asked, "ok:")
    receipt = await stage.next_message(zhang.id, 1)
    assert receipt.text.startswith("✅ ")
    assert stage.executed("renew") == 1


async def test_several_are_one_question_one_message_and_one_receipt(stage: Stage) -> None:
    zhang = stage.zhang
    before = {name: end_of(stage, name) for name in ("expiring-1", "expiring-today")}
    asked = await stage.ask(zhang, "/renew all 1")
    assert asked.text.startswith("一次续费 2 台服务器？")
    await stage.tap(zhang, asked, "ok:")
    receipt = await stage.next_message(zhang.id, 1)
    assert receipt.text.startswith("续费：2 台中完成 2 台\n✅ ")
    assert "已完成的合计：435.60 元（预估）" in receipt.text
    assert stage.executed("renew") == 2
    assert all(end_of(stage, name) > end for name, end in before.items())
    assert asked.text.count("已完成") == 2
    await stage.settled()
    assert len(stage.telegram.messages(zhang.id)) == 2


async def test_ticked_in_a_list(stage: Stage) -> None:
    zhang = stage.zhang
    choice = await stage.ask(zhang, "/renew")
    await stage.tap(zhang, choice, "many")
    await shown(stage, choice, "sel:")
    await stage.tap(zhang, choice, "sea")
    await shown(stage, choice, "seg")
    await stage.tap(zhang, choice, "seg")
    await shown(stage, choice, "ok:")
    assert choice.text.startswith("一次续费 2 台服务器？")
    await stage.tap(zhang, choice, "ok:")
    receipt = await stage.next_message(zhang.id, 1)
    assert receipt.text.startswith("续费：2 台中完成 2 台")


async def test_a_refund_is_typed(stage: Stage) -> None:
    zhang = stage.zhang
    asked = await stage.ask(zhang, "/refund web-1")
    assert "要确认，请发送 web-1" in asked.text
    wrong = await stage.ask(zhang, "web-2")
    assert "没有执行" in wrong.text
    assert stage.executed("refund") == 0
    stage.telegram.say(zhang, zhang.id, "web-1")
    end = await stage.next_message(zhang.id, 2)
    assert stage.executed("refund") == 1
    assert end.text.startswith("✅ web-1 · ")
    assert "已退款" in end.text
    assert "已完成" in asked.text


async def test_in_a_group_the_word_is_a_reply(stage: Stage) -> None:
    zhang, team = stage.zhang, stage.people.team
    asked = await stage.ask(zhang, "/refund web-1", team)
    stage.telegram.say(zhang, team, "web-1", reply_to=asked)
    end = await stage.next_message(team, 1)
    assert stage.executed("refund") == 1
    assert "已退款" in end.text


async def test_what_the_credit_does_not_cover_is_not_asked_of_the_engine(stage: Stage) -> None:
    zhang = stage.zhang
    asked = await stage.ask(zhang, "/renew web-1 12")
    data = button(asked, "ok:")
    query = stage.telegram.press(zhang, asked, data=data)
    await stage.telegram.wait_for(lambda: query in stage.telegram.answers, timeout=10)
    assert "额度不够" in (stage.telegram.answers[query].text or "")
    await stage.settled()
    assert stage.executed("renew") == 0
    assert await credit_left(stage) == Decimal(800)


async def test_what_needs_approval_waits(stage: Stage) -> None:
    emily = stage.emily
    asked = await stage.ask(emily, "/renew win-1 1")
    await stage.tap(emily, asked, "ok:")
    await stage.telegram.wait_for(lambda: "Waiting for your reseller's approval" in asked.text, timeout=10)
    await stage.settled()
    assert stage.executed("renew") == 0
    assert len(stage.telegram.messages(emily.id)) == 1


async def test_an_empty_balance_at_the_engine_was_told_to_the_reseller(stage: Stage) -> None:
    zhang = stage.zhang
    stage.engine.fail_next(Fault.REFUSE("余额不足，请充值"), action="renew")
    asked = await stage.ask(zhang, "/renew web-1 1")
    await stage.tap(zhang, asked, "ok:")
    end = await stage.next_message(zhang.id, 1)
    assert "已通知服务商。" in end.text
    assert await credit_left(stage) == Decimal(800)
