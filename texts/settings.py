"""What a chat is told by itself, in words, and the screens that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import ALERT_KINDS
from texts.markup import Safe
from texts.times import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from operations.preferences import ChatSettings
    from store import AlertKind, Night, Stage
    from texts.language import Texts


def overview(t: Texts, settings: ChatSettings, *, owner: bool) -> str:
    """Return all that a chat is told and when, a line for each subject.

    Args:
        t: the reader's texts.
        settings: what it is told.
        owner: whether the reader may change it.
    """
    lines = [t("settings-title"), "", *_lines(t, settings)]
    if not owner:
        lines += ["", t("settings-owner-only")]
    return "\n".join(lines)


def _lines(t: Texts, settings: ChatSettings) -> Iterator[str]:
    if settings.servers:
        yield reminders(t, settings)
        yield alarms(t, settings)
    yield quiet(t, settings)
    yield timezone(t, settings)
    if settings.staff:
        yield digest(t, settings)
        yield t("settings-staff")
    if settings.servers:
        yield t("settings-muted", count=settings.muted)
        if settings.open_windows or settings.coming_windows:
            opened, coming = str(settings.open_windows), str(settings.coming_windows)
            yield t("settings-maintenance", open=opened, coming=coming)
        else:
            yield t("settings-maintenance-none")


def reminders(t: Texts, settings: ChatSettings) -> str:
    """Return when a chat is reminded."""
    stages = settings.told.reminder_stages
    if not stages:
        return t("settings-reminders-none")
    at = settings.after_quiet(settings.told.reminder_hour)
    key = "settings-reminders" if at == settings.told.reminder_hour else "settings-reminders-after-quiet"
    return t(key, stages=_joined(t, [t(f"stage-{stage}") for stage in stages]), hour=hour(at))


def alarms(t: Texts, settings: ChatSettings) -> str:
    """Return what a chat is alarmed of."""
    kinds = [t(f"alarm-{kind}") for kind in ALERT_KINDS if kind in settings.told.alert_kinds]
    return t("settings-alarms", kinds=_joined(t, kinds)) if kinds else t("settings-alarms-none")


def quiet(t: Texts, settings: ChatSettings) -> str:
    """Return when a chat wants to be left alone."""
    if settings.clock.quiet is None:
        return t("settings-quiet-none")
    begin, end = map(hour, settings.clock.quiet)
    key = "settings-quiet" if settings.servers else "settings-quiet-staff"
    return t(key, begin=begin, end=end, night=t(f"night-{settings.told.night}"))


def timezone(t: Texts, settings: ChatSettings) -> str:
    """Return by which clock a chat lives, and what it shows now."""
    name = settings.clock.timezone
    return t("settings-timezone", timezone=name, clock=clock(t, settings.now, name))


def digest(t: Texts, settings: ChatSettings) -> str:
    """Return when a staff chat gets its digest."""
    wanted = settings.told.digest_hour
    if wanted is None:
        return t("settings-digest-none")
    at = settings.after_quiet(wanted)
    return t("settings-digest" if at == wanted else "settings-digest-after-quiet", hour=hour(at))


def reminders_screen(t: Texts, settings: ChatSettings) -> str:
    """Return the text above the stages."""
    return _screen(reminders(t, settings), t("settings-reminders-how"))


def hour_screen(t: Texts, settings: ChatSettings) -> str:
    """Return the question at which hour."""
    return t("settings-hour-ask", timezone=settings.clock.timezone)


def alarms_screen(t: Texts, settings: ChatSettings) -> str:
    """Return the text above the kinds of alarm."""
    return _screen(alarms(t, settings), t("settings-alarms-how"))


def night_screen(t: Texts, settings: ChatSettings) -> str:
    """Return the text above the quiet hours and what happens in them."""
    how = t("settings-night-how") if settings.servers else t("settings-night-how-staff")
    return _screen(quiet(t, settings), how)


def timezone_screen(t: Texts, settings: ChatSettings) -> str:
    """Return the text above the time zones."""
    return _screen(timezone(t, settings), t("settings-timezone-how"))


def digest_screen(t: Texts, settings: ChatSettings) -> str:
    """Return the text above the hours of the digest."""
    return _screen(digest(t, settings), t("settings-digest-how"))


def stage_label(t: Texts, stage: Stage, *, on: bool) -> str:
    """Return the button of a stage, plain."""
    return _ticked(t, t.plain(f"stage-{stage}"), on=on)


def alarm_label(t: Texts, kind: AlertKind, *, on: bool) -> str:
    """Return the button of a kind of alarm, plain."""
    return _ticked(t, t.plain(f"alarm-{kind}"), on=on)


def night_label(t: Texts, night: Night, *, on: bool) -> str:
    """Return the button of what happens to alarms in the quiet hours, plain."""
    return chosen(t, t.plain(f"settings-choice-{night}"), on=on)


def quiet_label(t: Texts, hours: tuple[int, int] | None, *, on: bool) -> str:
    """Return the button of quiet hours, plain; None: of none."""
    if hours is None:
        return chosen(t, t.plain("settings-quiet-choice-none"), on=on)
    return chosen(t, t.plain("settings-quiet-choice", begin=hour(hours[0]), end=hour(hours[1])), on=on)


def city_label(t: Texts, name: str, *, now: float, on: bool) -> str:
    """Return the button of a time zone with the time there, plain; `name` is one of `timezones.TIMEZONES`."""
    city = t.plain(f"city-{name.replace('/', '-')}")
    return chosen(t, t.plain("settings-city", city=city, clock=clock(t, now, name)), on=on)


def reminder_hour_label(t: Texts, at: int) -> str:
    """Return the button that leads to the hours, plain."""
    return t.plain("settings-reminder-hour", hour=hour(at))


def digest_off_label(t: Texts, *, on: bool) -> str:
    """Return the button of no digest, plain."""
    return chosen(t, t.plain("settings-digest-off"), on=on)


def chosen(t: Texts, what: str, *, on: bool) -> str:
    """Return a button of which one among several is the present choice, plain."""
    return t.plain("settings-chosen", what=what) if on else what


def hour(at: int) -> str:
    """Return an hour of the day as "09:00"."""
    return f"{at:02}:00"


def _ticked(t: Texts, what: str, *, on: bool) -> str:
    return t.plain("settings-ticked", what=what) if on else t.plain("settings-unticked", what=what)


def _screen(state: str, how: str) -> str:
    return f"{state}\n\n{how}"


def _joined(t: Texts, words: list[Safe]) -> Safe:
    return Safe(t("settings-separator").join(words))
