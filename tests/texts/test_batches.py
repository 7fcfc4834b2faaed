from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, renewed
from texts.batches import batch_ended, batch_status

if TYPE_CHECKING:
    from store import OperationRow
    from texts import Texts


def rows(*changes: dict[str, Any]) -> list[OperationRow]:
    return [
        renewed(**({"taskid": number, "batch": "b", "order_no": f"N{number}"} | each))
        for number, each in enumerate(changes)
    ]


def labels(of: list[OperationRow]) -> dict[int, str]:
    return {row.taskid: f"web-{row.taskid}" for row in of}


def told(t: Texts, of: list[OperationRow], **more: Any) -> str:
    values: dict[str, Any] = {"person": None, "contact": "@acme", "timezone": ZONE, "informed": True} | more
    return checked(batch_ended(t, of, labels(of), **values))


def test_the_message_that_follows_has_a_line_for_each(en: Texts, zh: Texts) -> None:
    found = rows(
        {"state": "confirmed", "attempts": 0, "next_at": None},
        {"state": "confirmed", "attempts": 1, "next_at": NOW + 2},
        {"state": "sending"},
        {"state": "accepted"},
        {"state": "watching"},
        {"state": "unknown"},
        {"state": "done"},
        {"state": "failed"},
        {"state": "needs-human"},
    )
    assert checked(batch_status(en, found, labels(found))) == (
        "<b>renewal: 9 servers</b>\n"
        "🟡 <b>web-0</b> · about to be sent\n"
        "🟡 <b>web-1</b> · engine out of reach, nothing sent yet\n"
        "🟡 <b>web-2</b> · sending\n"
        "🟡 <b>web-3</b> · accepted\n"
        "🟡 <b>web-4</b> · in progress\n"
        "❔ <b>web-5</b> · no answer, being read; please do not repeat it\n"
        "✅ <b>web-6</b> · done\n"
        "❌ <b>web-7</b> · not done\n"
        "❔ <b>web-8</b> · outcome unknown"
    )
    assert checked(batch_status(zh, found, labels(found))).startswith(
        "<b>续费：9 台服务器</b>\n🟡 <b>web-0</b> · 马上发送\n"
    )


def test_a_good_end(en: Texts, zh: Texts) -> None:
    found = rows({}, {"price": Decimal("100.5")})
    assert told(en, found, person="Li") == (
        "<b>renewal: 2 of 2 done</b>\n"
        "✅ <b>web-0</b> · 2026-12-03 → 2027-01-03 · CNY 72.00 · order <code>N0</code>\n"
        "✅ <b>web-1</b> · 2026-12-03 → 2027-01-03 · CNY 100.50 · order <code>N1</code>\n"
        "<b>Total of those done: CNY 172.50 (estimate)</b>\n"
        "Asked for by Li"
    )
    assert "<b>续费：2 台中完成 2 台</b>" in told(zh, found)


def test_a_mixed_end_counts_only_what_was_done(en: Texts, zh: Texts) -> None:
    found = rows(
        {},
        {"state": "failed", "outcome": "refused", "engine_words": "余额不足"},
        {"state": "needs-human", "outcome": "moved_elsewhere"},
    )
    assert told(en, found, notes=["a note"]) == (
        "<b>renewal: 1 of 3 done</b>\n"
        "✅ <b>web-0</b> · 2026-12-03 → 2027-01-03 · CNY 72.00 · order <code>N0</code>\n"
        "❌ <b>web-1</b> · The engine refused: “余额不足”. Your reseller's balance at the engine is used up;"
        " they have to top it up.\n"
        "❔ <b>web-2</b> · unknown, it changed, but not as asked\n"
        "<b>Total of those done: CNY 72.00 (estimate)</b>\n"
        "Those marked ❔: please do not repeat them. Your reseller has been told and will find out.\n"
        "a note\n"
        "Your reseller can help: @acme"
    )
    assert "带 ❔ 的请不要重复操作，已通知服务商核实。" in told(zh, found)
    assert "带 ❔ 的请不要重复操作，请联系您的服务商核实。" in told(zh, found, informed=False)
    assert (
        "\nThose marked ❔: please do not repeat them. Tell your reseller, who can find out.\n"
        "Your reseller can help: @acme"
    ) in told(en, found, informed=False)


def test_no_total_where_a_price_is_unknown_or_nothing_was_done(en: Texts) -> None:
    assert "Total" not in told(en, rows({}, {"price": None}))
    assert "Total" not in told(en, rows({"state": "failed", "outcome": "stale"}))


def test_what_was_not_read_is_left_out(en: Texts) -> None:
    text = told(en, rows({"before": None, "price": None, "order_no": None}))
    assert "✅ <b>web-0</b> · done\n" in text + "\n"


@pytest.mark.parametrize(
    "outcome",
    [
        *("not_connected", "stale", "moved", "incomplete", "failed", "deadline", "did_not", "unreadable", "no_trace"),
        *("moved_elsewhere", "not_idle", "candidates", "settled", "of_a_later_version", None),
    ],
)
@pytest.mark.parametrize("state", ["failed", "needs-human"])
def test_every_end_can_be_told(t: Texts, outcome: str | None, state: str) -> None:
    told(t, rows({"outcome": outcome, "state": state}))


def test_everything_from_outside_is_escaped_and_all_twenty_fit(t: Texts) -> None:
    found = rows(*({"state": "failed", "outcome": "refused", "engine_words": EVIL * 400} for _ in range(20)))
    names = {row.taskid: EVIL * 400 for row in found}
    text = checked(batch_ended(t, found, names, person=EVIL, contact=EVIL, timezone=ZONE, informed=True))
    assert EVIL not in text
    assert EVIL_ESCAPED in text
    done = [replace(row, state="done", outcome="done") for row in found]
    text = checked(batch_ended(t, done, labels(done), person=None, contact="", timezone=ZONE, informed=True))
    assert "web-19" in text
    checked(batch_status(t, found, names))
