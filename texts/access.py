"""Links to consoles and new passwords: what is seen of them for a short while, and what stands there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, Safe, clipped, fitted
from texts.times import duration

if TYPE_CHECKING:
    from operations.console import Console
    from operations.secrets import Entrance, Handover
    from operations.servers import KnownServer
    from texts.language import Texts


def console_opening(t: Texts, known: KnownServer) -> str:
    """Return what stands in the message before the link does."""
    return t("console-opening", label=clipped(known.label, LONGEST_NAME))


def console(t: Texts, opened: Console, *, seconds: float) -> str:
    """Return what stands above the button with the link.

    Args:
        t: the reader's texts.
        opened: the console.
        seconds: how long the message stays.
    """
    label = clipped(opened.known.label, LONGEST_NAME)
    return "\n".join((t("console-title", label=label), t("console-whoever"), _goes(t, seconds)))


def console_sent(t: Texts, known: KnownServer) -> str:
    """Return what a group is told of a link that went to a person's private chat."""
    return t("console-sent", label=clipped(known.label, LONGEST_NAME))


def password_opening(t: Texts, handover: Handover) -> str:
    """Return what stands in the message before the password does; it is what a notification shows."""
    return t("password-opening", labels=_labels(t, handover))


def password(t: Texts, handover: Handover, *, seconds: float) -> str:
    """Return the password, hidden until it is touched, with what it opens.

    Args:
        t: the reader's texts.
        handover: what is handed over.
        seconds: how long the message stays.
    """
    vnc = handover.action == "setvnc"
    key = "password-title-vnc" if vnc else "password-title"
    head = [t(key, labels=_labels(t, handover))]
    if not handover.certain:
        head.append(t("password-maybe"))
    # Telegram hides what stands in the tag until it is touched; whoever looks over a shoulder sees nothing.
    secret = Safe(f"<tg-spoiler><code>{t('password-itself', password=handover.password)}</code></tg-spoiler>")
    tail = [t("password-line", secret=secret), "", _goes(t, seconds), t("password-again")]
    rows = [] if vnc else [row for each in handover.entrances if (row := _entrance(t, each))]
    return fitted("\n".join(head), rows, "\n".join(tail))


def _labels(t: Texts, handover: Handover) -> str:
    labels = [clipped(each.label, LONGEST_NAME) for each in handover.entrances]
    if not labels:
        return t.plain("password-order")
    more = len(labels) - 1
    return t.plain("password-several", label=labels[0], more=str(more)) if more else labels[0]


def _entrance(t: Texts, entrance: Entrance) -> str:
    address, login = clipped(entrance.address, LONGEST_NAME), clipped(entrance.login, LONGEST_NAME)
    if address and login:
        return t("password-entrance", address=address, login=login)
    return t("password-entrance-address", address=address) if address else ""


def _goes(t: Texts, seconds: float) -> str:
    return t("secret-goes", span=duration(t, seconds))
