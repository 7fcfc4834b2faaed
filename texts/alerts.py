"""Alarms: what is wrong with servers, what that means and what to do, and what is over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from engine import RunStatus
from store import ALERT_KINDS
from texts.contact import contact_line
from texts.markup import LONGEST_NAME, Safe, clipped, fitted
from texts.states import act_words
from texts.times import clock, day, duration, moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from operations.alarms import Alarm, Told
    from operations.servers import KnownServer
    from texts.language import Texts

LONGEST_REASON = 100


def alarm_text(t: Texts, alarm: Alarm, *, contact: str, now: float, timezone: str) -> str:
    """Return what one message tells: what is wrong, by kind, each with what it means; then what is over.

    Args:
        t: the chat's texts.
        alarm: what is to be told.
        contact: the reseller's contact, may be empty.
        now: UNIX time.
        timezone: IANA name of the chat's zone.
    """
    lines = list(_troubles(t, alarm, now, timezone))
    if alarm.more_troubles:
        lines.extend(("", t("alert-more", count=alarm.more_troubles)))
    if alarm.over:
        lines.extend(("", t("alert-over"), *(_over(t, each, now, timezone) for each in alarm.over)))
    if alarm.more_over:
        lines.append(t("alert-more", count=alarm.more_over))
    first, *rest = lines[1:]
    return fitted(first, rest, "\n" + contact_line(t, contact) if alarm.troubles else "")


def _troubles(t: Texts, alarm: Alarm, now: float, timezone: str) -> Iterator[str]:
    for kind in ALERT_KINDS:
        rows = [_trouble(t, each, now, timezone) for each in alarm.troubles if each.condition.kind == kind]
        if rows:
            yield from ("", t(f"alert-title-{kind}"), *rows, t(f"alert-means-{kind}"))


def _trouble(t: Texts, told: Told, now: float, timezone: str) -> str:
    condition = told.condition
    values = {
        "server": _server(t, told.known),
        "at": _at(t, condition.first_seen_at, now, timezone),
        "for": duration(t, now - condition.first_seen_at),
    }
    if condition.kind == "failed":
        return t("alert-row-what", what=_what(t, told), **values)
    row = t("alert-row", **values)
    return "\n".join((row, *_lock(t, told.known, timezone))) if condition.kind == "locked" else row


def _lock(t: Texts, known: KnownServer, timezone: str) -> Iterator[str]:
    """Return what the engine says of a lock, as far as it does."""
    reason, until = clipped(known.server.api_lock_reason or "", LONGEST_REASON), known.server.api_unlock_time
    if reason:
        yield t("alert-reason", reason=reason)
    if until is not None:
        yield t("alert-until", until=moment(t, until, timezone))


def _over(t: Texts, told: Told, now: float, timezone: str) -> str:
    condition = told.condition
    ended_at = now if condition.cleared_at is None else condition.cleared_at
    values = {
        "server": _server(t, told.known),
        "for": duration(t, ended_at - condition.first_seen_at),
    }
    if condition.kind == "failed":
        values["what"] = _what(t, told)
    if told.news:
        row = t(f"alert-was-{condition.kind}", at=_at(t, ended_at, now, timezone), **values)
    else:
        row = t(f"alert-over-{condition.kind}", **values)
    if condition.kind == "locked" and told.known.server.run_status is RunStatus.OFF:
        row = Safe(f"{row}. {t('alert-over-start')}")
    return row


def _server(t: Texts, known: KnownServer) -> Safe:
    label = clipped(known.label, LONGEST_NAME)
    if known.alias is None or not known.address:
        return t("alert-server", label=label)
    return t("alert-server-address", label=label, address=clipped(known.address, LONGEST_NAME))


def _what(t: Texts, told: Told) -> str:
    """Return what failed, plain: as the condition has it, for the server may show something else by now."""
    values = json.loads(told.condition.detail)
    return act_words(t, values[0])


def _at(t: Texts, at: float, now: float, timezone: str) -> str:
    """Return a moment: of the same day its hour is enough."""
    same_day = day(t, at, timezone) == day(t, now, timezone)
    return clock(t, at, timezone) if same_day else moment(t, at, timezone)
