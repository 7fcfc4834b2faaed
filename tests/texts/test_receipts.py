from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from operations.sights import Sight
from tests.texts.samples import EVIL, ZONE, checked, operation, renewed, server
from texts.receipts import MOST_BOUGHT, UNKNOWN_OUTCOMES, bought, credit_low, is_grave, receipt, unknown_grave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store import OperationRow
    from texts import Texts


REST = "data disks 10 + 20 GB · 5 Mbit/s · 10 G defense"


def lines(t: Texts, row: OperationRow, *, notes: Sequence[str] = (), informed: bool = True) -> list[str]:
    return [checked(line) for line in receipt(t, row, timezone=ZONE, informed=informed, notes=notes)]


def test_a_renewal(en: Texts, zh: Texts) -> None:
    assert lines(en, renewed()) == [
        "Ends: 2026-12-03 14:05 → 2027-01-03 14:05",
        "Price: CNY 72.00 (estimate)",
        "Order number: <code>A1B2C3</code>",
    ]
    assert lines(zh, renewed(), notes=["备注"]) == [
        "到期：2026-12-03 14:05 → 2027-01-03 14:05",
        "价格：72.00 元（预估）",
        "订单号：<code>A1B2C3</code>",
        "备注",
    ]


def test_credit_that_does_not_cover_another_one(en: Texts, zh: Texts) -> None:
    assert checked(credit_low(zh, Decimal("1.20"))) == "剩余额度（1.20 元）不够再做一次，请向服务商充值。"
    assert checked(credit_low(zh, None)) == "额度不够再做一次，请向服务商充值。所有者可用 /balance 查看。"
    assert checked(credit_low(en, None)) == (
        "The prepaid credit does not cover another one like it; top up with your reseller. "
        "Owners see how much it is with /balance."
    )


def test_an_end_that_is_not_the_one_asked_for_is_said(en: Texts) -> None:
    after = server(end_time=datetime(2027, 1, 2, 16, 0, tzinfo=UTC))
    assert lines(en, renewed(after=Sight(server=after).to_json()))[:2] == [
        "Ends: 2026-12-03 14:05 → 2027-01-03 00:00",
        "Asked for until 2027-01-03 14:05; the engine says 2027-01-03 00:00.",
    ]
    seconds = server(end_time=datetime(2027, 1, 3, 6, 5, 59, tzinfo=UTC))
    assert len(lines(en, renewed(after=Sight(server=seconds).to_json()))) == 3


def test_what_was_never_read_is_left_out(en: Texts) -> None:
    assert lines(en, renewed(before=None))[0] == "Ends: 2027-01-03 14:05"
    assert lines(en, renewed(before=None, after=None, price=None, order_no=None)) == []


def test_other_sizes_are_shown_before_and_after(en: Texts) -> None:
    after = Sight(server=server(cpu=4, memory=8)).to_json()
    assert lines(en, renewed(action="upgrade", params="{}", after=after, price=None)) == [
        f"Size: 2 vCPU · 4 GB RAM · {REST} → 4 vCPU · 8 GB RAM · {REST}",
        "Order number: <code>A1B2C3</code>",
    ]


def test_the_engines_words_are_quoted(en: Texts) -> None:
    assert lines(en, renewed(engine_words=EVIL))[-1] == 'The engine said: “&lt;b&gt;&amp;"x"&lt;/b&gt;”'


def test_a_server_that_is_gone(en: Texts) -> None:
    gone = Sight(server=None).to_json()
    refunded = renewed(action="refund", params="{}", after=gone, price=None, order_no=None)
    assert lines(en, refunded) == []
    unknown = renewed(action="refund", params="{}", after=gone, state="needs-human", outcome="unreadable", price=None)
    assert "Now: the engine no longer has it" in lines(en, unknown)


def test_an_empty_balance_has_been_told_to_the_reseller_or_is_to_be_told(en: Texts, zh: Texts) -> None:
    refused = {"state": "failed", "outcome": "refused"}
    assert lines(en, renewed(engine_words="余额不足", **refused)) == ["Your reseller has been informed."]
    assert lines(zh, renewed(engine_words="余额不足", **refused)) == ["已通知服务商。"]
    assert lines(en, renewed(engine_words="余额不足", **refused), informed=False) == ["Please tell your reseller."]
    assert lines(zh, renewed(engine_words="余额不足", **refused), informed=False) == ["请告知您的服务商。"]
    assert lines(en, renewed(engine_words="服务器已锁定", **refused)) == []
    assert lines(en, renewed(engine_words=None, **refused)) == []


def test_what_costs_and_destroys_nothing_has_no_receipt(en: Texts) -> None:
    row = operation(action="restart", state="done", outcome="done", before=server().model_dump_json())
    assert not is_grave(row)
    assert lines(en, row) == []


def test_rows_from_before_the_column_are_known_by_their_kind() -> None:
    assert is_grave(operation(action="renew", grave=False))
    assert is_grave(operation(action="of_a_later_version", grave=True))


@pytest.mark.parametrize("outcome", [*sorted(UNKNOWN_OUTCOMES), None, EVIL])
def test_every_unknown_outcome_asks_not_to_repeat(t: Texts, outcome: str | None) -> None:
    row = renewed(state="needs-human", outcome=outcome)
    text = checked(unknown_grave(t, row, "web-1", informed=True))
    assert text.startswith("❔ ")
    assert text.splitlines()[-1] == t("grave-do-not-repeat")
    untold = checked(unknown_grave(t, row, "web-1", informed=False))
    assert untold.splitlines()[-1] == t("grave-tell")
    assert EVIL not in text


def test_the_unknown_outcomes_differ(t: Texts) -> None:
    rows: list[Any] = [renewed(state="needs-human", outcome=outcome) for outcome in [*UNKNOWN_OUTCOMES, "later"]]
    assert len({unknown_grave(t, row, "web-1", informed=True) for row in rows}) == len(rows)


def purchase(count: int) -> OperationRow:
    servers = tuple(server(guid=str(number), ip=f"192.0.2.{number}", share_ip=None) for number in range(1, count + 1))
    after = Sight(server=None, servers=servers).to_json()
    return operation(action="create_new", guid=None, state="done", after=after, grave=True, price=Decimal(80))


def test_what_was_bought(en: Texts, zh: Texts) -> None:
    sizes = f"2 vCPU · 4 GB RAM · {REST}"
    assert lines(en, purchase(2)) == [
        f"• <b>192.0.2.1</b> {sizes}",
        f"• <b>192.0.2.2</b> {sizes}",
        "Price: CNY 80.00 (estimate)",
    ]
    many = lines(zh, purchase(MOST_BOUGHT + 3))
    assert len(many) == MOST_BOUGHT + 2
    assert many[-2:] == ["……另有 3 台", "价格：80.00 元（预估）"]
    assert bought(renewed()) == ()
