from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from engine import Snapshot
from operations.candidates import Candidate
from operations.pending import SettlementView
from operations.sights import Sight
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, operation, server
from texts.notices import balance_empty, credit_low, settled_already, settlement_text

if TYPE_CHECKING:
    from store import OperationRow
    from texts import Texts

SYSTEMS = {"sys-1": "Debian 12"}


def unclear(**changes: Any) -> OperationRow:
    values: dict[str, Any] = {
        "action": "renew",
        "state": "needs-human",
        "outcome": "moved_elsewhere",
        "order_no": "A1",
        "price": Decimal("79.20"),
        "list_price": Decimal(72),
        "ended_at": NOW - 7200,
    }
    return operation(**values | changes)


def view(row: OperationRow | None = None, **changes: Any) -> SettlementView:
    values: dict[str, Any] = {
        "customer": "Harbour",
        "person": "Alice",
        "label": "web-1",
        "address": "203.0.113.5",
        "before": Sight(server=server(system_guid="sys-1")),
        "now": Sight(server=server(end_time=datetime(2027, 1, 3, 6, 5, 30, tzinfo=UTC), system_guid="other")),
        "read_at": NOW,
    }
    return SettlementView(row or unclear(), **values | changes)


def text(t: Texts, it: SettlementView, **more: Any) -> str:
    return checked(settlement_text(t, it, systems=SYSTEMS, now=NOW, timezone=ZONE, **more))


def test_what_a_person_has_to_look_into(en: Texts) -> None:
    assert text(en, view()) == (
        "❔ <b>Somebody has to look</b>\n"
        "renewal: <b>web-1</b> · 203.0.113.5\n"
        "guid: <code>8888888888881234</code>\n"
        "Order number: <code>A1</code>\n"
        "Price: CNY 79.20, list price CNY 72.00\n"
        "Harbour · asked for by Alice\n"
        "Confirmed 2026-11-23 14:05, unclear for 2 h 00 min.\n"
        "\n"
        "Before: running · ends 2026-12-03 14:05 · 2 vCPU · 4 GB RAM · data disks 10 + 20 GB · 5 Mbit/s · "
        "10 G defense · system Debian 12\n"
        "The engine shows (just now): running · ends 2027-01-03 14:05 · 2 vCPU · 4 GB RAM · "
        "data disks 10 + 20 GB · 5 Mbit/s · 10 G defense · system other\n"
        "\n"
        "Look in the engine's panel first: the customer takes your word for it."
    )


def test_what_is_not_known_is_left_out_or_said_so(en: Texts) -> None:
    row = unclear(order_no=None, list_price=None)
    it = view(row, person=None, label="203.0.113.5", before=None, now=None, read_at=None)
    shown = text(en, it)
    assert "Price: CNY 79.20\n" in shown
    assert "Order number" not in shown
    assert "renewal: <b>203.0.113.5</b>\n" in shown
    assert "What the engine shows could not be read." in shown
    assert "Harbour\n" in shown
    assert "Price" not in text(en, view(unclear(price=None)))


def test_snapshots_and_a_server_that_is_gone(en: Texts) -> None:
    names = tuple(Snapshot(name=f"s{number}") for number in range(7))
    shown = text(en, view(before=Sight(server=server(), snapshots=names), now=Sight(server=None)))
    assert "7 snapshots: s0, s1, s2, s3, s4…" in shown
    assert "s5" not in shown
    assert "no snapshot" in text(en, view(before=Sight(server=server(), snapshots=())))


def test_candidates_of_a_purchase(en: Texts) -> None:
    row = unclear(action="create_new", guid=None)
    found = (Candidate(9, "new-1", "203.0.113.9", NOW), Candidate(10, "new-2", "", NOW))
    shown = text(en, view(row, label="", address="", before=None, now=None, candidates=found))
    assert "• 203.0.113.9 <code>new-1</code>, bought 2026-11-23 14:05" in shown
    assert "• – <code>new-2</code>" in shown
    assert "<code>apabot server assign GUID --identity Harbour</code>" in shown
    assert "engine shows" not in shown
    none = text(en, view(row, label="", address="", before=None, now=None))
    assert "No new server of this kind is known." in none


@pytest.mark.parametrize(("question", "words"), [("done", "taken from"), ("failed", "given back")])
def test_the_second_question_says_what_follows(en: Texts, question: str, words: str) -> None:
    shown = text(en, view(), question=question)
    assert "<b>Really?</b>" in shown
    assert words in shown


def test_what_is_settled(en: Texts) -> None:
    done = view(unclear(state="done", outcome="settled", ended_at=NOW))
    assert text(en, done, settled_by="Rita").endswith("✅ Rita settled it, 2026-11-23 14:05: it happened.")
    assert text(en, done).endswith("✅ Settled: it happened.")
    failed = view(unclear(state="failed", outcome="settled", ended_at=None))
    assert text(en, failed, settled_by="Rita").endswith("it did not happen.")
    assert "unclear for" not in text(en, failed)
    assert text(en, view(unclear(state="watching"))).endswith("there is nothing to decide.")
    assert 0 < len(settled_already(en)) <= 200


def test_names_are_escaped(t: Texts) -> None:
    shown = text(t, view(customer=EVIL, person=EVIL, label=EVIL, address=EVIL))
    assert EVIL_ESCAPED in shown
    assert EVIL not in shown


def test_an_empty_balance(t: Texts) -> None:
    row = operation(action="renew", engine_words="余额不足" + EVIL)
    shown = checked(balance_empty(t, row, account="main", customer=EVIL, label="web-1"))
    assert "余额不足" + EVIL_ESCAPED in shown
    assert "main" in shown
    silent = checked(balance_empty(t, operation(action="create_new"), account="main", customer="h", label=""))
    assert len(silent.splitlines()) == 3


def test_low_credit(en: Texts) -> None:
    shown = checked(credit_low(en, "renew", price=Decimal(72), customer="Harbour", available=Decimal(8)))
    assert shown == (
        "🪫 <b>Harbour</b> has CNY 8.00 of credit left: not enough for another renewal at CNY 72.00.\n"
        "To add some: <code>apabot credit add Harbour AMOUNT</code>"
    )


def test_what_is_to_be_pasted_is_quoted(en: Texts) -> None:
    shown = checked(credit_low(en, "renew", price=Decimal(72), customer="Harbour Labs", available=Decimal(8)))
    assert "apabot credit add 'Harbour Labs' AMOUNT" in shown
