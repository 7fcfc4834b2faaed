from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from operations.pending import ApprovalView, Wanted
from store import ApprovalRow
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked
from texts.approvals import (
    approval_ended,
    approval_text,
    decided,
    no_owner_yet,
    not_your_own,
    pending_approval,
    pending_text,
    pending_unsettled,
    withdrawn,
)

if TYPE_CHECKING:
    from texts import Texts

WANTED = Wanted(
    action="renew",
    label="web-1",
    address="203.0.113.5",
    guid="8888888888881234",
    price=Decimal("1079.10"),
    list_price=Decimal(981),
    paid=True,
    asked={"months": 3, "end_time": "2027-03-01T04:00:00Z"},
    end_before=datetime(2026, 12, 1, 4, tzinfo=UTC),
    end_after=datetime(2027, 3, 1, 4, tzinfo=UTC),
)


def approval(**changes: Any) -> ApprovalRow:
    row = ApprovalRow(
        id=3,
        needs="staff",
        account_id=1,
        identity_id=2,
        chat_id=501,
        thread_id=None,
        user_id=501,
        language="en",
        message_id=7,
        created_at=NOW,
        expires_at=NOW + 86400,
        ended_at=None,
        ended_how=None,
        decided_by=None,
        decided_chat=None,
    )
    return replace(row, **changes)


def view(*wanted: Wanted, person: str | None = "Alice", customer: str = "Harbour", **changes: Any) -> ApprovalView:
    decider = changes.pop("decider", None)
    why = changes.pop("why", "policy")
    return ApprovalView(approval(**changes), customer, person, decider, why, wanted or (WANTED,))


def test_everything_that_decides_is_there(en: Texts) -> None:
    assert checked(approval_text(en, view(), timezone=ZONE)) == (
        "🙋 <b>Your yes is needed</b>\n"
        "Harbour · asked for by Alice\n"
        "\n"
        "• renewal: <b>web-1</b> · 203.0.113.5\n"
        "  3 months\n"
        "  end: 2026-12-01 12:00 → 2027-03-01 12:00\n"
        "  price CNY 1,079.10, list price CNY 981.00\n"
        "\n"
        "Why: each order of this customer needs your yes.\n"
        "Valid until 2026-11-24 14:05. Everything is read again at your yes."
    )


def test_several_have_one_total(en: Texts) -> None:
    other = replace(WANTED, label="203.0.113.6", address="203.0.113.6", end_before=None)
    text = checked(approval_text(en, view(WANTED, other), timezone=ZONE))
    assert "• renewal: <b>203.0.113.6</b>\n" in text
    assert "end: unknown → 2027-03-01 12:00" in text
    assert "Together: CNY 2,158.20, list price CNY 1,962.00" in text


def test_a_purchase_with_its_sizes_and_an_unknown_price(en: Texts) -> None:
    asked = {"cpu": 2, "memory": 4, "harddisks": [10, 20], "bandwidth": 5, "defense": 0, "months": 1, "num": 2}
    wanted = Wanted("create_new", "", "", None, None, None, True, asked, None, None)
    text = checked(approval_text(en, view(wanted, wanted, why="unknown_price"), timezone=ZONE))
    assert "• purchase\n" in text
    assert "2 servers" in text
    assert "1 month" in text
    assert "10 + 20" in text
    assert "price unknown" in text
    assert "Together" not in text
    assert "Why: the price is not known beforehand." in text


def test_what_is_free_has_no_price(en: Texts) -> None:
    wanted = Wanted("refund", "web-1", "", "g", None, None, False, {}, None, None)
    text = checked(approval_text(en, view(wanted, needs="owner", why="second_owner"), timezone=ZONE))
    assert "price" not in text
    assert "Harbour" not in text, "the chat knows whose servers these are"
    assert "Asked for by Alice" in text


@pytest.mark.parametrize(
    ("how", "line"),
    [
        ("approved", "✅ Approved by Rita, 2026-11-23 14:05"),
        ("declined", "❌ Declined by Rita, 2026-11-23 14:05"),
        ("withdrawn", "↩ Withdrawn by Rita, 2026-11-23 14:05. Nothing was done."),
        ("expired", "⌛ Nobody decided in time (2026-11-23 14:05). Nothing was done."),
        ("void", "⚠ No longer holds (2026-11-23 14:05): something changed meanwhile. Nothing was done."),
    ],
)
def test_how_it_ended_takes_the_place_of_until_when(en: Texts, how: str, line: str) -> None:
    text = checked(approval_text(en, view(ended_how=how, ended_at=NOW, decider="Rita"), timezone=ZONE))
    assert text.endswith(line)
    assert "Valid until" not in text


def test_who_is_unknown_is_not_made_up(en: Texts) -> None:
    text = checked(approval_text(en, view(person=None, ended_how="approved", ended_at=NOW), timezone=ZONE))
    assert "Harbour\n" in text
    assert "Approved by somebody" in text


@pytest.mark.parametrize("how", ["declined", "expired", "void"])
@pytest.mark.parametrize("needs", ["staff", "owner"])
def test_who_asked_is_told_that_nothing_was_done(t: Texts, how: str, needs: str) -> None:
    text = checked(approval_ended(t, view(ended_how=how, needs=needs, decider="Rita")))
    assert "web-1" in text
    assert ("Rita" in text) == (how == "declined" and needs == "owner"), "the reseller's people are not named"


def test_who_asked_is_told_what_was_withdrawn(en: Texts, zh: Texts) -> None:
    def told(t: Texts, by: int) -> str:
        return checked(approval_ended(t, view(ended_how="withdrawn", decided_by=by, decider="Carol")))

    assert told(en, 501) == "↩ Withdrawn: renewal (web-1). Nothing was done, nothing was charged."
    assert told(en, 7) == "↩ Carol withdrew: renewal (web-1). Nothing was done, nothing was charged."
    assert told(zh, 501) == "↩ 已撤回：续费（web-1）。没有任何改动，也没有扣费。"
    assert told(zh, 7) == "↩ Carol 撤回了：续费（web-1）。没有任何改动，也没有扣费。"


def test_a_second_owner_does_not_read_the_resellers_list_price(en: Texts) -> None:
    text = checked(approval_text(en, view(WANTED, WANTED, needs="owner", why="second_owner"), timezone=ZONE))
    assert text.count("  price CNY 1,079.10\n") == 2
    assert "\nTogether: CNY 2,158.20\n" in text
    assert "981" not in text
    assert "list price" not in text


def test_an_approval_of_nothing_left_is_still_told(en: Texts) -> None:
    empty = replace(view(ended_how="void"), wanted=())
    assert "?" in checked(approval_ended(en, empty))


def test_names_are_escaped_and_cut(t: Texts) -> None:
    evil = replace(WANTED, label=EVIL, address=EVIL)
    for text in (
        approval_text(t, view(evil, person=EVIL, customer=EVIL), timezone=ZONE),
        approval_text(t, view(evil, ended_how="declined", ended_at=NOW, decider=EVIL), timezone=ZONE),
        approval_ended(t, view(evil, ended_how="declined", needs="owner", decider=EVIL)),
    ):
        assert EVIL_ESCAPED in checked(text)
        assert EVIL not in text
    assert len(pending_approval(t, view(customer="x" * 200))) <= 60


def test_twenty_servers_fit(t: Texts) -> None:
    many = [replace(WANTED, label=f"server-{number:02}-{'x' * 40}") for number in range(20)]
    text = checked(approval_text(t, view(*many), timezone=ZONE))
    assert "2026-11-24 14:05" in text


def test_the_buttons_of_the_list(en: Texts) -> None:
    assert pending_approval(en, view()) == "🙋 renewal · web-1 · Harbour"
    assert pending_approval(en, view(WANTED, WANTED)) == "🙋 renewal × 2 · Harbour"
    assert pending_approval(en, view(needs="owner")) == "🙋 renewal · web-1 · Alice", "not whose: the chat knows that"
    assert pending_approval(en, view(person=None, needs="owner")) == "🙋 renewal · web-1 · somebody"
    assert pending_approval(en, view(replace(WANTED, label="", action="create_new"))) == "🙋 purchase · new · Harbour"
    assert pending_unsettled(en, "renew", label="web-1", customer="Harbour") == "❔ renewal · web-1 · Harbour"
    assert pending_unsettled(en, "create_new", label="", customer="Harbour") == "❔ purchase · new · Harbour"


def test_the_head_of_the_list(en: Texts) -> None:
    assert pending_text(en, count=0, shown=0) == "<b>Nothing waits for you.</b>"
    assert pending_text(en, count=1, shown=1) == "<b>1 thing waits for you</b>"
    assert pending_text(en, count=31, shown=30).endswith("1 more is not shown.")


def test_answers_to_presses_fit(t: Texts) -> None:
    for text in (
        not_your_own(t),
        no_owner_yet(t, chat_id=-1001234567890123, user_id=1234567890123),
        withdrawn(t),
        decided(t, approval(ended_how="approved")),
        decided(t, approval(ended_how="declined")),
    ):
        assert 0 < len(text) <= 200
    assert "apabot member set -5 6 owner" in no_owner_yet(t, chat_id=-5, user_id=6)
