"""Servers of which a chat hears nothing, or no alarms for a while: mutes and maintenance windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, clipped, fitted
from texts.times import day, left, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from operations.maintenance import Window
    from operations.mutes import Muted
    from operations.servers import KnownServer
    from texts.language import Texts

_HOUR, _DAY = 3600, 86400
_LABEL = 24


@dataclass(frozen=True, slots=True)
class Hush:
    """What keeps a chat from hearing of a server now.

    Attributes:
        mute: how it is muted, if it is.
        maintenance_until: until when a maintenance window is open for it, UNIX time.
    """

    mute: Muted | None = None
    maintenance_until: float | None = None


NOTHING = Hush()


def hush_lines(t: Texts, hush: Hush, timezone: str) -> Iterator[str]:
    """Give the lines of a card: that the server is muted in this chat, or under maintenance."""
    if hush.mute is not None:
        yield t("card-muted", until=_until(t, hush.mute.until, timezone))
    if hush.maintenance_until is not None:
        yield t("card-maintenance", until=moment(t, hush.maintenance_until, timezone))


def mutes_list(t: Texts, rows: Sequence[Muted], *, page: int, pages: int, timezone: str, operates: bool) -> str:
    """Return one page of what a chat has muted.

    Args:
        t: the reader's texts.
        rows: those of this page.
        page: which page, from 1.
        pages: of how many.
        timezone: IANA name of the reader's zone.
        operates: whether the reader may mute.
    """
    blocks = [
        t("mutes-row", label=clipped(each.known.label, LONGEST_NAME), until=_until(t, each.until, timezone))
        for each in rows
    ]
    tail = t("mutes-means") + ("\n" + t("mutes-how") if operates else "")
    return fitted(_head(t, t("mutes-title"), page, pages), ["", *(blocks or [t("mutes-none")])], "\n" + tail)


def mute_screen(t: Texts, known: KnownServer, mute: Muted | None, *, timezone: str, now: float) -> str:
    """Return whether a chat hears of a server, what muting means, and when the server ends."""
    label = clipped(known.label, LONGEST_NAME)
    if mute is None:
        title = t("mute-title-not", label=label)
    else:
        title = t("mute-title", label=label, until=_until(t, mute.until, timezone))
    return f"{title}\n{_end(t, known, mute, timezone, now)}\n\n{t('mutes-means')}"


def _end(t: Texts, known: KnownServer, mute: Muted | None, timezone: str, now: float) -> str:
    """Return when the server ends; one that ends while it is muted is lost without a word."""
    end = known.server.end_time
    if end is None:
        return t("mute-end-unknown")
    told, remaining = moment(t, end, timezone), end.timestamp() - now
    if remaining <= 0:
        return t("mute-ended", moment=told)
    unheard = mute is not None and (mute.until is None or mute.until > end.timestamp())
    return t("mute-ends-unheard" if unheard else "mute-ends", moment=told, left=left(t, remaining))


def _until(t: Texts, until: float | None, timezone: str) -> str:
    return t("mute-forever") if until is None else t("mute-until", until=moment(t, until, timezone))


def pick_to_mute(t: Texts) -> str:
    """Return the question which server."""
    return t("mute-pick")


def unmute_label(t: Texts, known: KnownServer) -> str:
    """Return the button that unmutes a server, plain."""
    return t.plain("unmute-button", label=clipped(known.label, _LABEL))


def length_label(t: Texts, seconds: int, *, in_days: bool) -> str:
    """Return a length of whole hours, or where it is so of whole days, plain."""
    if in_days and seconds % _DAY == 0:
        return t.plain("days-button", count=seconds // _DAY)
    return t.plain("hours-button", count=seconds // _HOUR)


def windows_list(
    t: Texts, rows: Sequence[Window], *, page: int, pages: int, timezone: str, now: float, operates: bool
) -> str:
    """Return one page of a chat's windows; arguments as in `mutes_list`, and `now` is UNIX time."""
    blocks = [_window(t, each, timezone, now) for each in rows] or [t("windows-none")]
    tail = t("windows-means") + ("\n" + _how(t, "web-1", timezone, now) if operates else "")
    return fitted(_head(t, t("windows-title"), page, pages), ["", *blocks], "\n" + tail)


def window_screen(t: Texts, known: KnownServer | None, rows: Sequence[Window], *, timezone: str, now: float) -> str:
    """Return the windows of a server, what they mean, and the question how long a new one is to be.

    Args:
        t: the reader's texts.
        known: the server; None: all of the chat.
        rows: the windows that concern it.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
    """
    if known is None:
        title, label = t("window-title-all"), "all"
    else:
        label = clipped(known.label, LONGEST_NAME)
        title = t("window-title", label=label)
    blocks = [_window(t, each, timezone, now) for each in rows]
    tail = "\n".join(("", t("windows-means"), _how(t, label, timezone, now), "", t("window-ask")))
    return fitted(title, blocks, tail)


def _how(t: Texts, label: str, timezone: str, now: float) -> str:
    # Two days on: a date that cannot be over when it is typed.
    return t("windows-how", label=label, day=day(t, now + 2 * _DAY, timezone))


def _window(t: Texts, window: Window, timezone: str, now: float) -> str:
    label = t("window-all") if window.known is None else clipped(window.known.label, LONGEST_NAME)
    end = moment(t, window.ends_at, timezone)
    if window.starts_at <= now:
        return t("window-open", label=label, end=end)
    return t("window-coming", label=label, begin=moment(t, window.starts_at, timezone), end=end)


def end_label(t: Texts, window: Window) -> str:
    """Return the button that ends a window, plain."""
    label = t.plain("window-end-all") if window.known is None else clipped(window.known.label, _LABEL)
    return t.plain("window-end-button", label=label)


def pick_to_maintain(t: Texts) -> str:
    """Return the question which server."""
    return t("window-pick")


def _head(t: Texts, title: str, page: int, pages: int) -> str:
    return title if pages <= 1 else title + "\n" + t("list-of-pages", page=str(page), pages=str(pages))
