from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from engine import Reason
from operations.auto_renewal import Choice, Preview, Stopped, Terms
from operations.auto_renewal.standing import Standing
from operations.renewals import Period, Periods
from operations.unattended import Placed
from store import AutoRenewalRow, RenewalAttemptRow
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, approval, checked, known, operation
from texts import auto_renewal_notices as notices
from texts.auto_renewal import renewing_list, settings_text, standing_text, turned_off

if TYPE_CHECKING:
    from texts import Texts

DAY = 86400.0


def row(**changes: Any) -> AutoRenewalRow:
    made = AutoRenewalRow(
        id=1,
        account_id=1,
        guid="8888888888881234",
        identity_id=2,
        chat_id=5,
        thread_id=None,
        user_id=5,
        language="en",
        address="203.0.113.5",
        months=3,
        lead_days=3,
        budget=Decimal(300),
        price=Decimal(216),
        created_at=NOW,
        next_at=NOW,
        stopped_at=None,
        stopped_how=None,
        stopped_by=None,
    )
    return replace(made, **changes)


def attempt(**changes: Any) -> RenewalAttemptRow:
    made = RenewalAttemptRow(
        id=1,
        renewal_id=1,
        ends_at=NOW + 10 * DAY,
        attempt=1,
        dedupe_key="auto-renew:1:8888888888881234:1:1",
        state="announced",
        revision=1,
        announced_at=NOW,
        told_at=NOW,
        waiting_at=None,
        due_at=NOW + 7 * DAY,
        price=Decimal(216),
        pays="credit",
        ended_at=None,
        why=None,
    )
    return replace(made, **changes)


def terms(**changes: Any) -> Terms:
    made = Terms(
        price=Decimal(216),
        pays="credit",
        why=None,
        end=datetime(2026, 12, 3, 6, 5, 30, tzinfo=UTC),
        until=datetime(2027, 3, 3, 6, 5, 30, tzinfo=UTC),
        reason=None,
        available=Decimal(500),
        monthly_limit=None,
    )
    return replace(made, **changes)


def standing(**changes: Any) -> Standing:
    made = Standing(row(), None, None, NOW + 5 * DAY, NOW + 7 * DAY, Decimal(0))
    return replace(made, **changes)


def stands(t: Texts, now: Standing, its: Terms | None = None, **changes: Any) -> str:
    values = {"person": None, "here": True, "private": True, "timezone": ZONE, "now": NOW}
    return checked(standing_text(t, known(), now, its or terms(), **{**values, **changes}))


def announced(t: Texts, its: Terms, the: RenewalAttemptRow | None = None, **changes: Any) -> str:
    values = {"label": "web-1", "due_at": NOW + 7 * DAY, "over_budget": False, "private": True, "timezone": ZONE}
    return checked(notices.announcement(t, row(), the or attempt(), its, **{**values, **changes}))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Paid: from your credit (CNY 500.00 left), without asking again"),
        ({"pays": "approval", "why": "policy"}, "Paid: each time only after your reseller's approval"),
        ({"pays": "open", "available": None}, "Paid: on your open account, without asking again"),
        ({"pays": "open", "monthly_limit": Decimal(900)}, "within CNY 900.00 a month, without asking again"),
        ({"pays": "own"}, "Paid: by the reseller"),
        ({"pays": "approval", "why": "unknown_price", "price": None}, "While the price is unknown nothing is paid"),
    ],
)
def test_who_pays_in_plain_words(en: Texts, changes: dict[str, Any], said: str) -> None:
    assert said in announced(en, terms(**changes))


def test_unknown_is_said_as_unknown(en: Texts) -> None:
    shown = Preview(known(), Choice(1), terms(price=None, end=None, until=None), Periods((), False), None, None, "d")
    text = checked(settings_text(en, shown, private=True, timezone=ZONE, now=NOW))
    assert "End date unknown: nothing is renewed until it is known." in text
    assert "What a renewal costs is unknown now." in text
    assert "Price unknown: your reseller decides." in announced(en, terms(price=None), attempt(price=None))
    assert "end date unknown" in renewing_list(en, [(known(), standing(due_at=None))], timezone=ZONE)


def test_too_near_for_a_whole_notice(en: Texts) -> None:
    periods = Periods((Period(1, Decimal(72)),), True)
    shown = Preview(known(), Choice(1), terms(), periods, NOW, NOW + DAY, "d")
    text = checked(settings_text(en, shown, private=True, timezone=ZONE, now=NOW))
    assert "Too near for 48 hours' notice: announced now, renewed 2026-11-24 14:05" in text


@pytest.mark.parametrize(
    ("placed", "said"),
    [
        (None, "It is announced: renewed 2026-11-30 14:05 unless you stop it."),
        (Placed(None, approval()), "It waits for your reseller's approval."),
        (Placed(operation(), None), "The order is under way."),
        (Placed(operation(state="needs-human"), None), "until somebody has found out, nothing is tried again."),
    ],
)
def test_how_it_stands(en: Texts, placed: Placed | None, said: str) -> None:
    assert said in stands(en, standing(attempt=attempt(), placed=placed))


def test_in_another_chat_nobody_is_named(en: Texts) -> None:
    assert "Turned on by Alice, 2026-11-23" in stands(en, standing(), person="Alice")
    text = stands(en, standing(), person="Alice", here=False)
    assert "Alice" not in text
    assert "Turned on in another chat" in text


def test_warnings(t: Texts) -> None:
    plain = announced(t, terms())
    assert "⚠" not in plain
    changes: tuple[dict[str, Any], ...] = ({"available": Decimal(1)}, {"reason": Reason.RENEWAL_CLOSED})
    for each in changes:
        assert "⚠" in announced(t, terms(**each))
    assert "⚠" in announced(t, terms(), over_budget=True)
    assert "⚠" in announced(t, terms(), attempt(revision=2))


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("credit_low", "the credit does not cover it"),
        ("no_staff", "it needs an approval, and your reseller has no chat for that"),
        ("over_budget", "this month's budget does not cover it"),
        ("price_unknown", "the price is unknown"),
        ("approval:expired", "nobody approved in time"),
        ("approval:void", "something changed while it waited for approval"),
        ("operation:stale", "not sent, too late"),
        ("operation:strange", "strange"),
        ("strange", "strange"),
        ("not_possible:renewal_closed", "its line cannot be renewed now"),
    ],
)
def test_why_an_attempt_came_to_nothing(en: Texts, why: str, said: str) -> None:
    text = notices.failed(en, attempt(why=why), attempt(due_at=NOW + 60), None, label="web-1", number=1, timezone=ZONE)
    first, second, third = checked(text).splitlines()
    assert first == f"⚠ <b>web-1</b> was not renewed: {said}."
    assert second == "Nothing was paid."
    assert third == "Attempt 1 of 3. The next one is on 2026-11-23 14:06, for at most CNY 216.00."


def test_what_only_left_no_trace_is_not_said_to_be_unpaid(en: Texts) -> None:
    text = notices.failed(
        en, attempt(why="operation:did_not"), attempt(price=None), None, label="web-1", number=2, timezone=ZONE
    )
    assert "Nothing was paid" not in text
    assert "as far as can be read" in text


def test_the_engines_words_are_quoted(en: Texts) -> None:
    refused = operation(state="failed", outcome="refused", engine_words="余额不足")
    text = notices.failed(
        en, attempt(why="operation:refused"), attempt(), refused, label="web-1", number=1, timezone=ZONE
    )
    assert "余额不足" in checked(text)


@pytest.mark.parametrize("how", ["off", "assignment", "erased", "grant", "role", "failures", "gone", "unreachable"])
def test_every_stop_has_its_words_and_names_are_escaped(t: Texts, how: str) -> None:
    text = notices.stopped(t, row(stopped_how=how), [(NOW, EVIL)] * 3, label=EVIL, timezone=ZONE)
    assert EVIL_ESCAPED in checked(text)


@pytest.mark.parametrize("how", ["failures", "unreachable"])
@pytest.mark.parametrize("end", [None, datetime(2026, 12, 3, tzinfo=UTC)])
def test_what_the_reseller_is_told(t: Texts, how: str, end: datetime | None) -> None:
    text = notices.staff(
        t, row(stopped_how=how), [(NOW, "x")], customer=EVIL, label="web-1", end=end, timezone=ZONE, now=NOW
    )
    assert EVIL_ESCAPED in checked(text)


@pytest.mark.parametrize(("state", "why"), [("asked", "terms"), ("declined", "declined"), ("declined", "withdrawn")])
def test_not_this_time(t: Texts, state: Any, why: str) -> None:
    text = checked(notices.no_more(t, attempt(state=state, why=why), terms(), label="web-1"))
    assert ("216.00" in text) == (state == "asked")
    assert "216.00" not in notices.no_more(t, attempt(state=state, why=why), None, label="web-1")


@pytest.mark.parametrize("changes", [{}, {"end_time": None}, {"end_time": datetime(2026, 11, 1, tzinfo=UTC)}])
@pytest.mark.parametrize("placed", [None, operation(), operation(state="failed")])
def test_turned_off(t: Texts, changes: dict[str, Any], placed: Any) -> None:
    text = turned_off(t, known(**changes), Stopped(row(), placed), kept_until=None, timezone=ZONE, now=NOW)
    assert ("⚠" in checked(text)) == (placed is not None and placed.state == "watching")
