from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from engine import Reason
from operations.errors import NotPossibleError
from operations.kinds import KINDS
from operations.kinds.parameters import Purchase
from operations.plans import Plan, Wish
from operations.pricing import Price
from operations.sights import Sight
from operations.spending import Payer
from tests.texts.samples import (
    EVIL,
    EVIL_ESCAPED,
    NOW,
    ZONE,
    approval,
    checked,
    known,
    operation,
    plan,
    proposal,
    proposed,
    renewal,
)
from texts.confirmation import cancelled, confirmation, waiting
from texts.markup import MESSAGE_LIMIT, length

if TYPE_CHECKING:
    from operations.confirmations import Proposal
    from texts import Texts


def shown(t: Texts, asked: Proposal, *, system: str | None = "Debian 12", private: bool = True) -> str:
    return checked(confirmation(t, asked, system_name=system, timezone=ZONE, now=NOW, private=private))


def asked(
    t: Texts, action: str = "stop", *, system: str | None = "Debian 12", alias: str | None = "web-1", **changes: Any
) -> str:
    return shown(t, proposal(action, alias, **changes), system=system)


def test_a_confirmation(en: Texts, zh: Texts) -> None:
    assert asked(en) == (
        "Stop <b>web-1</b>?\n"
        "Address: 203.0.113.5\n"
        "System: Debian 12\n"
        "Now: running\n\n"
        "All services on it are down until it is started again.\n\n"
        "Valid for 2 min; only who asked can confirm."
    )
    assert asked(zh, "stop_h") == (
        "强制关闭 <b>web-1</b>？\n"
        "地址：203.0.113.5\n"
        "系统：Debian 12\n"
        "当前：运行中\n\n"
        "⚠ 相当于直接断电：未保存的数据会丢失，文件可能损坏。请仅在正常关机无效时使用。\n\n"
        "2 分钟内有效，只有发起人可以确认。"
    )


def test_a_confirmation_leaves_out_what_is_not_known(en: Texts) -> None:
    assert asked(en, system=None, ip="").startswith("Stop <b>web-1</b>?\nNow: running\n")


@pytest.mark.parametrize("action", list(KINDS))
def test_every_kind_is_asked_and_cancelled(t: Texts, action: str) -> None:
    question, gone = asked(t, action), checked(cancelled(t, action))
    assert question.splitlines()[0] != gone


def test_a_renewal_says_until_when_and_for_how_much(en: Texts, zh: Texts) -> None:
    assert shown(en, proposed(renewal(3, price="216"), needs="staff", why="policy")) == (
        "Renew <b>web-1</b>?\n"
        "Address: 203.0.113.5\n"
        "System: Debian 12\n"
        "Now: running\n"
        "For 3 months\n"
        "Ends: 2026-12-03 14:05 → 2027-03-03 14:05\n"
        "Price: CNY 216.00 (estimate)\n\n"
        "The server and its data are not touched.\n\n"
        "After your yes your reseller has to approve it.\n"
        "Valid for 2 min; only who asked can confirm."
    )
    assert shown(zh, proposed(renewal(price="1072.5"))) == (
        "给 <b>web-1</b> 续费？\n"
        "地址：203.0.113.5\n"
        "系统：Debian 12\n"
        "当前：运行中\n"
        "时长：1 个月\n"
        "到期：2026-12-03 14:05 → 2027-01-03 14:05\n"
        "价格：1,072.50 元（预估）\n\n"
        "不影响服务器和数据。\n\n"
        "2 分钟内有效，只有发起人可以确认。"
    )


def test_times_are_those_of_the_chats_zone(en: Texts) -> None:
    text = confirmation(en, proposed(renewal()), system_name=None, timezone="UTC", now=NOW)
    assert "Ends: 2026-12-03 06:05 → 2027-01-03 06:05" in text


def test_an_unknown_price_is_said_so(en: Texts, zh: Texts) -> None:
    asked_for = proposed(renewal(price=None), needs="staff", why="unknown_price")
    assert "\nPrice unknown: the reseller decides.\n" in shown(en, asked_for)
    assert "As the price is unknown, your reseller has to approve it after your yes.\n" in shown(en, asked_for)
    assert "价格未知，由服务商确定。" in shown(zh, asked_for)


def test_an_unknown_end_is_said_so(en: Texts) -> None:
    text = shown(en, proposed(plan("renew", params=renewal().params.model_copy(update={"end_time": None}))))
    assert "\nEnd date: unknown\n" in text


def test_what_costs_nothing_says_nothing_of_a_price(en: Texts) -> None:
    assert "rice" not in asked(en, "stop")


def test_an_earlier_attempt_is_told(en: Texts, zh: Texts) -> None:
    earlier = operation(action="renew", created_at=NOW - 86400, order_no="A1")
    assert (
        "\nAn attempt on 2026-11-22 came to nothing as far as can be read; its order number is used again.\n"
    ) in shown(en, proposed(renewal(earlier=earlier)))
    assert "沿用原来的订单号" in shown(zh, proposed(renewal(earlier=earlier)))


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("policy", "your reseller has to approve it"),
        ("unknown_price", "the price is unknown"),
        ("limit", "beyond this month's limit"),
        ("second_owner", "another owner of this group has to agree"),
    ],
)
def test_who_else_has_to_say_yes(en: Texts, why: Any, words: str) -> None:
    needs: Any = "owner" if why == "second_owner" else "staff"
    assert words in shown(en, proposed(renewal(), needs=needs, why=why))
    assert words not in shown(en, proposed(renewal()))


def test_what_is_typed_and_what_is_lost(en: Texts, zh: Texts) -> None:
    text = asked(en, "refund")
    assert "⚠ The server is gone at once, with all its data and snapshots. There is no way back.\n" in text
    assert "The money goes to your reseller's balance; what you get back is between you and them.\n" in text
    assert "\nTo confirm, type <code>web-1</code>\n" in text
    assert "要确认，请发送 <code>203.0.113.5</code>" in asked(zh, "refund", alias=None)
    assert "To confirm, reply to this message with <code>web-1</code>" in shown(en, proposal("refund"), private=False)


def test_several_at_once_have_a_line_each_and_one_total(en: Texts, zh: Texts) -> None:
    many = proposed(renewal(alias="web-1", price="72"), renewal(alias="web-2", price="100.5"))
    assert shown(en, many) == (
        "Several at once, renewal: 2 servers?\n"
        "For 1 month\n"
        "• <b>web-1</b> · 2026-12-03 → 2027-01-03 · CNY 72.00\n"
        "• <b>web-2</b> · 2026-12-03 → 2027-01-03 · CNY 100.50\n"
        "<b>Total: CNY 172.50 (estimate)</b>\n\n"
        "The server and its data are not touched.\n\n"
        "Valid for 2 min; only who asked can confirm."
    )
    assert shown(zh, many).startswith("一次续费 2 台服务器？\n时长：1 个月\n")
    assert "<b>合计：172.50 元（预估）</b>" in shown(zh, many)


def test_one_unknown_price_makes_the_total_unknown(en: Texts) -> None:
    earlier = operation(order_no="A1")
    text = shown(en, proposed(renewal(price=None, earlier=earlier), renewal(alias="web-2")))
    assert "→ 2027-01-03 · price unknown · order number used again\n" in text
    assert "<b>Total unknown: the reseller decides.</b>" in text


def test_who_cannot_take_part_and_why(en: Texts, zh: Texts) -> None:
    out = ((known("db-1"), NotPossibleError(Reason.SERVER_BUSY)),)
    text = shown(en, proposed(renewal(), refused=out))
    assert (
        "Not taking part:\n"
        "• db-1: Not possible: something is being done with it. Wait until that has ended, then refresh.\n"
    ) in text
    assert text.startswith("Several at once, renewal: 1 server?\n")
    assert "不参加：\n• db-1：" in shown(zh, proposed(renewal(), refused=out))


def test_twenty_servers_fit_into_one_message(t: Texts) -> None:
    plans = [renewal(alias=f"a-rather-long-name-for-a-server-{number}") for number in range(20)]
    text = shown(t, proposed(*plans, needs="staff", why="policy"))
    assert "a-rather-long-name-for-a-server-19" in text


def test_what_waits_for_the_reseller_or_another_owner(en: Texts, zh: Texts) -> None:
    def waits(t: Texts, needs: Any, *deciders: str) -> str:
        row = approval(needs=needs)
        return checked(waiting(t, row, action="renew", labels=["web-1", "web-2"], deciders=deciders, timezone=ZONE))

    assert waits(en, "staff") == (
        "<b>web-1, web-2</b>: renewal\n⏳ Waiting for your reseller's approval, until 2026-11-24 14:05."
    )
    assert waits(zh, "owner", "李四", "王五") == (
        "<b>web-1、web-2</b>：续费\n⏳ 等待另一位所有者同意，2026-11-24 14:05 前有效：李四、王五"
    )
    assert waits(en, "owner").endswith("⏳ Waiting for another owner's yes, until 2026-11-24 14:05.")


def test_everything_from_outside_is_escaped_and_cut(t: Texts) -> None:
    long = EVIL * 400
    row = approval(needs="owner")
    for text in (
        asked(t, system=long, alias=long, ip=long),
        asked(t, "refund", alias=long),
        shown(t, proposed(renewal(alias=long), renewal(alias=long))),
        checked(waiting(t, row, action="renew", labels=[long], deciders=[long], timezone=ZONE)),
        checked(cancelled(t, EVIL)),
    ):
        assert EVIL not in text
        assert EVIL_ESCAPED in text


def test_what_was_cancelled(en: Texts, zh: Texts) -> None:
    assert cancelled(en, "stop_h") == "Cancelled: force stop. Nothing was done."
    assert cancelled(zh, "stop_h") == "已取消强制关机，没有任何改动。"


def test_the_total_of_what_costs_nothing_is_none() -> None:
    assert proposed(plan("stop")).total is None
    assert proposed(renewal(price="0.1"), renewal(price="0.2")).total == Decimal("0.3")


def test_a_purchase_is_about_no_server_yet(en: Texts) -> None:
    bought = Purchase(
        line_guid="1",
        cpu=2,
        memory=4,
        harddisks=(),
        bandwidth=5,
        defense=0,
        system_guid="2",
        password="made-up-Passw0rd",
        months=1,
    )
    wish = Wish("create_new", bought, 1, 2, None)
    text = shown(en, proposed(Plan(wish, Sight(server=None), Price(Decimal(72), Decimal(80)), None)))
    assert text.splitlines()[0] == "Buy a new server?"
    assert "\nPrice: CNY 80.00 (estimate)\nIf the engine wants more than that, it refuses the order" in text
    assert "made-up" not in text
    assert "For: " not in text
    question = proposed(Plan(wish, Sight(server=None), Price(None, None), None))
    unknown = shown(en, replace(question, buyer="Harbour"))
    assert unknown.splitlines()[1] == "For: Harbour"
    assert "If the engine wants more" not in unknown


def test_what_several_at_once_leave_out_where_it_is_not_known(en: Texts) -> None:
    unknown = renewal(price="1").params.model_copy(update={"end_time": None})
    text = shown(en, proposed(plan("renew", params=unknown, price="1", end_time=None), renewal()))
    assert "• <b>web-1</b> · ? → ? · CNY 1.00\n" in text


def test_whose_credit_pays(en: Texts, zh: Texts) -> None:
    payer = Payer("Harbour", Decimal("500.5"))
    for question in (proposed(renewal(), payer=payer), proposed(renewal(), renewal(alias="web-2"), payer=payer)):
        assert "\nPaid from Harbour's credit: CNY 500.50 left before this.\n" in shown(en, question)
        assert "\n从Harbour的额度支付，支付前还剩 500.50 元。\n" in shown(zh, question)
    assert "credit" not in shown(en, proposed(renewal()))
    assert EVIL_ESCAPED in shown(en, proposed(renewal(), payer=Payer(EVIL, Decimal(1))))


def test_note_and_question_together_fit_into_one_message(t: Texts) -> None:
    plans = [renewal(alias=f"{number:02} {'长' * 60}") for number in range(40)]
    note = "n" * 900
    text = confirmation(t, proposed(*plans), system_name=None, timezone=ZONE, now=NOW, note=note)
    assert length(text) <= MESSAGE_LIMIT
    assert text.startswith(f"{note}\n\n")
    assert "\n…\n" in text
    assert length(note) + length(shown(t, proposed(*plans))) > MESSAGE_LIMIT, "or it proves nothing"


def test_the_price_never_gives_way_to_a_note(en: Texts) -> None:
    note = "n" * 3800
    text = confirmation(en, proposed(renewal()), system_name="Debian 12", timezone=ZONE, now=NOW, note=note)
    assert length(text) <= MESSAGE_LIMIT
    assert text.startswith(f"{note}\n\nRenew <b>web-1</b>?\nAddress: ")
    assert "\nPrice: CNY 72.00 (estimate)\n" in text
    assert text.endswith("Valid for 2 min; only who asked can confirm.")
