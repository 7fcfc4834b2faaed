"""Schedules in words: their rhythm, what is about to be set, lists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from operations.forms.schedule import NAME, chosen_servers
from operations.forms.when import MONTHLY, whole
from operations.rhythm import LONGEST_MONTH, Rhythm
from operations.schedules import SNAPSHOT
from texts.actions import action_name
from texts.markup import LONGEST_NAME, Safe, clipped, fitted
from texts.money import money
from texts.times import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from operations.forms import Filling, Step
    from operations.schedules import Review, Wanted
    from store import ScheduleRow
    from texts.language import Texts

WORKING_DAYS = (0, 1, 2, 3, 4)
_HOURS = 24
# Months may be shorter from here on.
_SHORTEST_MONTH = 28
# Characters of servers' names in one line.
_LONGEST_LABELS = 200
_SEPARATOR = " · "
_NEEDS = {"unknown_price": "schedule-needs-unknown_price", "limit": "schedule-needs-limit"}


def capital(words: str) -> str:
    """Return words that begin a line."""
    return words[:1].upper() + words[1:]


def rhythm_words(t: Texts, rhythm: Rhythm) -> str:
    """Return a rhythm, plain: "every Sunday at 03:00"."""
    if rhythm.on is not None:
        at = datetime(rhythm.on.year, rhythm.on.month, rhythm.on.day, rhythm.hours[0], rhythm.minute, tzinfo=UTC)
        return t.plain("rhythm-once", weekday=t.plain(f"weekday-{at.weekday()}"), moment=moment(t, at, "UTC"))
    times = _times(t, rhythm)
    if rhythm.days:
        return _monthly(t, rhythm.days, times)
    if rhythm.weekdays == WORKING_DAYS:
        return t.plain("rhythm-workdays", times=times)
    if rhythm.weekdays:
        return t.plain(
            "rhythm-weekly", days=_joined(t, [t.plain(f"weekday-{day}") for day in rhythm.weekdays]), times=times
        )
    if len(rhythm.hours) == _HOURS:
        return t.plain("rhythm-hourly", minute=f"{rhythm.minute:02}")
    return t.plain("rhythm-daily", times=times)


def _monthly(t: Texts, days: Sequence[int], times: str) -> str:
    if days == (LONGEST_MONTH,):
        return t.plain("rhythm-monthly-last", times=times)
    key = "rhythm-monthly-short" if days[-1] > _SHORTEST_MONTH else "rhythm-monthly"
    return t.plain(key, days=_joined(t, [str(day) for day in days]), times=times)


def _times(t: Texts, rhythm: Rhythm) -> str:
    if len(rhythm.hours) == _HOURS:
        return t.plain("rhythm-all-hours", minute=f"{rhythm.minute:02}")
    return _joined(t, [f"{hour:02}:{rhythm.minute:02}" for hour in rhythm.hours])


def _joined(t: Texts, words: Sequence[str]) -> str:
    *first, last = words
    return t.plain("rhythm-and", first=t.plain("action-separator").join(first), last=last) if first else last


def when_words(t: Texts, rhythm: str, *, timezone: str, reader: str) -> str:
    """Return a schedule's rhythm, plain, with its zone where that is not the reader's.

    Args:
        t: the reader's texts.
        rhythm: as it is kept.
        timezone: whose wall clock it goes by.
        reader: the zone of the chat that reads.
    """
    words = rhythm_words(t, Rhythm.read(rhythm))
    return words if timezone == reader else t.plain("rhythm-in-zone", rhythm=words, zone=timezone)


def run_moment(t: Texts, at: float, timezone: str) -> str:
    """Return when a run is, with its day of the week, plain."""
    local = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(timezone))
    return t.plain("schedule-run", weekday=t.plain(f"weekday-{local.weekday()}"), moment=moment(t, at, timezone))


def labels_of(t: Texts, labels: Iterable[str], *, short: bool = False) -> str:
    """Return servers' names in one line, plain; `short` names the first and says how many more."""
    names = [clipped(label, LONGEST_NAME) for label in labels]
    if short and len(names) > 1:
        count = len(names) if t.language.startswith("zh") else len(names) - 1
        return t.plain("schedule-more", label=names[0], count=str(count))
    return clipped(t.plain("action-separator").join(names), _LONGEST_LABELS) or "–"


def answer_words(t: Texts, filling: Filling, step: Step) -> str | None:
    """Return an answer of the form that is not one of its choices, plain; None for those that are."""
    if filling.form.action != NAME:
        return None
    if step.name == "servers" and "servers" in filling.answers:
        return labels_of(t, [known.label for known in chosen_servers(filling)])
    if step.name == "often" and (rhythm := whole(filling)) is not None:
        return rhythm_words(t, rhythm)
    if step.name == "day" and "," in (given := filling.answers.get("day", "")):
        days = given.split(",")
        return _joined(
            t, days if filling.answers.get("often") == MONTHLY else [t.plain(f"weekday-{day}") for day in days]
        )
    return None


def period_words(t: Texts, days: int | None, months: int | None) -> str:
    """Return for how long a snapshot is bought, plain."""
    return t.plain("choice-days", count=days) if days is not None else t.plain("choice-months", count=months or 0)


def review_text(t: Texts, wanted: Wanted, review: Review, *, note: str = "") -> str:
    """Return a schedule that is about to be set: when, on what, what it costs, and who must say yes.

    Args:
        t: the reader's texts.
        wanted: what was chosen.
        review: what would come of it.
        note: HTML that stands first.
    """
    action = capital(action_name(t, wanted.action))
    head = [note, ""] if note else []
    head.append(t("schedule-title", action=action, when=rhythm_words(t, wanted.rhythm)))
    head.append(t("schedule-of", labels=labels_of(t, [known.label for known in wanted.servers])))
    head.append(next_text(t, review.runs, wanted.timezone))
    tail = [*_terms(t, wanted, review), _missed(t, wanted.missed), t("schedule-zone", zone=wanted.timezone)]
    warnings = [
        t(
            "schedule-full",
            label=clipped(full.known.label, LONGEST_NAME),
            there=str(full.there),
            needed=str(full.needed),
            most=str(full.most),
        )
        for full in review.full
    ]
    warnings += [t("schedule-unread", label=clipped(known.label, LONGEST_NAME)) for known in review.unread]
    return fitted("\n".join(head), warnings, "\n".join((*tail, "", t("review-schedule"))))


def next_text(t: Texts, runs: Sequence[float], timezone: str) -> str:
    """Return the next runs with their dates."""
    if not runs:
        return t("schedule-no-run")
    return t("schedule-next-runs", runs=_SEPARATOR.join(run_moment(t, at, timezone) for at in runs))


def _terms(t: Texts, wanted: Wanted, review: Review) -> list[str]:
    if wanted.action != SNAPSHOT:
        # What it interrupts or may destroy.
        return [t(f"lost-{wanted.action}")]
    lines = [_kept(t, wanted.days, wanted.months, wanted.keep)]
    if review.short:
        lines.append(t("schedule-short"))
    if review.price is None:
        lines.append(t("schedule-price-unknown"))
    else:
        lines.append(t("schedule-price", price=money(t, review.price)))
    if review.needs is not None:
        lines.append(t(_NEEDS.get(review.needs, "schedule-needs-policy")))
    if review.needs in {None, "limit"}:
        lines.append(t("schedule-dearer"))
    return lines


def _kept(t: Texts, days: int | None, months: int | None, keep: int | None) -> str:
    period = period_words(t, days, months)
    if keep is None:
        return t("schedule-keep-all", period=period)
    return t("schedule-keep", period=period, keep=str(keep))


def _missed(t: Texts, missed: str) -> str:
    return t("schedule-missed-run" if missed == "run" else "schedule-missed-report")


def one_schedule(
    t: Texts,
    row: ScheduleRow,
    labels: Sequence[str],
    runs: Sequence[float],
    *,
    last: float | None,
    person: str | None,
    reader: str,
    note: str = "",
) -> str:
    """Return one schedule as it stands.

    Args:
        t: the reader's texts.
        row: which.
        labels: what the chat calls its servers.
        runs: the next ones, UNIX time.
        last: when the last one was due, UNIX time.
        person: who set it, in a group.
        reader: the chat's zone.
        note: HTML that stands first.
    """
    when = when_words(t, row.rhythm, timezone=row.timezone, reader=reader)
    lines: list[str] = [note] if note else []
    lines.append(t("schedule-title", action=capital(action_name(t, row.action)), when=when))
    lines.append(t("schedule-of", labels=labels_of(t, labels)))
    if row.paused_why is not None:
        lines.append(t(f"schedule-paused-{row.paused_why}"))
    else:
        lines.append(next_text(t, runs, row.timezone))
    if last is not None:
        lines.append(t("schedule-last", at=run_moment(t, last, row.timezone)))
    if row.action == SNAPSHOT:
        lines.append(_kept(t, row.days, row.months, row.keep))
    lines.append(_missed(t, row.missed))
    if person:
        lines.append(t("schedule-set-by", person=clipped(person, LONGEST_NAME)))
    return "\n".join(lines)


def schedules_list(t: Texts, rows: Sequence[tuple[ScheduleRow, Sequence[str]]], *, total: int, reader: str) -> str:
    """Return a page of the list; each row with the labels of its servers."""
    if not rows:
        return t("schedules-none")
    lines = [_row(t, row, labels, reader) for row, labels in rows]
    return fitted(t("schedules-title", count=total), lines)


def _row(t: Texts, row: ScheduleRow, labels: Sequence[str], reader: str) -> Safe:
    when = when_words(t, row.rhythm, timezone=row.timezone, reader=reader)
    names = labels_of(t, labels, short=True)
    key = "schedules-row" if row.paused_at is None else "schedules-row-paused"
    return t(key, labels=names, action=action_name(t, row.action), when=when)


def schedule_button(t: Texts, row: ScheduleRow, labels: Sequence[str]) -> str:
    """Return the button that opens a schedule, plain."""
    label = t.plain("schedule-button", labels=labels_of(t, labels, short=True), action=action_name(t, row.action))
    return clipped(label, 48)
