"""Reminders of ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, clipped, fitted
from texts.renewal import months_label
from texts.times import HOUR, age, moment

if TYPE_CHECKING:
    from operations.reminders import Reminded, Reminder
    from operations.servers import KnownServer
    from texts.language import Texts

# Days: what ends by then is urgent.
_URGENT = 1
# Seconds: data older than that are told as old.
STALE = HOUR


def reminder_message(t: Texts, told: Reminded, *, timezone: str, now: float) -> str:
    """Return what a chat is reminded of, the first to end first.

    Args:
        t: the reader's texts.
        told: what it is reminded of; not empty.
        timezone: IANA name of the chat's zone.
        now: UNIX time.
    """
    blocks = [_block(t, each, timezone, now) for each in told.shown]
    tail = [t("reminder-more", count=told.more)] if told.more else []
    read_at = min(each.known.read_at for each in told.shown)
    if now - read_at > STALE:
        tail.append(t("reminder-stale", age=age(t, now - read_at)))
    if len(blocks) == 1:
        return fitted(blocks[0], (), "\n".join(tail))
    return fitted(t("reminder-title"), ["", *blocks], "\n" + "\n".join(tail) if tail else "")


def _block(t: Texts, each: Reminder, timezone: str, now: float) -> str:
    lines = [_when(t, each, timezone)]
    if each.renews_itself:
        lines.append(t("reminder-itself"))
    if each.days is None and not each.snapshot:
        lines.append(_kept(t, each.kept_until, timezone, now))
    return "\n".join(lines)


def _when(t: Texts, each: Reminder, timezone: str) -> str:
    label = clipped(each.known.label, LONGEST_NAME)
    if each.snapshot:
        label = t("reminder-snapshot", name=clipped(each.snapshot, LONGEST_NAME), label=label)
    at = moment(t, each.ends_at, timezone)
    if each.days is None:
        return t("reminder-over", label=label, moment=at)
    values = {"sign": "🔴" if each.days <= _URGENT else "🟡", "label": label, "moment": at}
    if each.days == 0:
        return t("reminder-today", **values)
    if each.days == 1:
        return t("reminder-tomorrow", **values)
    return t("reminder-days", count=each.days, **values)


def _kept(t: Texts, until: float | None, timezone: str, now: float) -> str:
    if until is None:
        return t("reminder-kept-unknown")
    return t("reminder-kept" if until > now else "reminder-kept-over", moment=moment(t, until, timezone))


def snooze_question(t: Texts, each: Reminder, *, timezone: str) -> str:
    """Return the question until when a server's end is to be put off."""
    return _when(t, each, timezone) + "\n\n" + t("reminder-snooze-title")


def snoozed(t: Texts, known: KnownServer, days: int) -> str:
    """Return that a server's end is put off for so many days."""
    label = clipped(known.label, LONGEST_NAME)
    when = t("reminder-snoozed-day", label=label) if days == 1 else _snoozed_for(t, label, days)
    return when + "\n" + t("reminder-snoozed-but")


def _snoozed_for(t: Texts, label: str, days: int) -> str:
    return t("reminder-snoozed-days", label=label, days=str(days))


def muted(t: Texts, known: KnownServer) -> str:
    """Return that a chat hears nothing of a server any more."""
    return t("reminder-muted", label=clipped(known.label, LONGEST_NAME))


def nothing_ends(t: Texts, known: KnownServer) -> str:
    """Return that there is nothing to be reminded of."""
    return t("reminder-gone", label=clipped(known.label, LONGEST_NAME))


def renew_for(t: Texts, months: int) -> str:
    """Return a button that renews for so many months."""
    return t.plain("reminder-renew", months=months_label(t, months))
