"""Servers as lists, and the choice of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.card import server_card
from texts.contact import contact_line
from texts.markup import LONGEST_NAME, clipped, escape, fitted
from texts.states import state_emoji, state_words
from texts.times import SOON, age, day, left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.errors import AmbiguousServerError
    from operations.servers import KnownServer
    from texts.language import Texts

__all__ = [
    "ambiguous",
    "line_of_list",
    "no_servers",
    "pick_server",
    "server_card",
    "server_list",
    "state_emoji",
    "state_words",
]


def server_list(
    t: Texts,
    rows: Sequence[KnownServer],
    *,
    page: int,
    pages: int,
    total: int,
    filter_word: str | None,
    oldest_read_at: float | None,
    now: float,
    timezone: str,
) -> str:
    """Return one page of a list.

    Args:
        t: the reader's texts.
        rows: the servers of this page.
        page: which page, from 1.
        pages: of how many.
        total: how many servers on all pages.
        filter_word: what they were filtered by, if anything.
        oldest_read_at: UNIX time of the oldest reading among them, or None where there is none.
        now: UNIX time.
        timezone: IANA name of the reader's zone.
    """
    head = [t("list-title", total=total)]
    if filter_word:
        head.append(t("list-filter", word=clipped(filter_word, LONGEST_NAME)))
    if pages > 1:
        head.append(t("list-page", page=str(page), pages=str(pages)))
    blocks = [line_of_list(t, known, now=now, timezone=timezone) for known in rows] or [t("list-nothing")]
    read = "" if oldest_read_at is None else t("list-read", age=age(t, now - oldest_read_at))
    return fitted(" · ".join(head) + "\n", blocks, "\n" + read if read else "")


def line_of_list(t: Texts, known: KnownServer, *, now: float, timezone: str) -> str:
    """Return a server's two lines in a list: what it is called, how it does and when it ends."""
    server = known.server
    state, end = state_words(t, server), server.end_time
    if end is None:
        detail = t("list-detail-unknown", state=state)
    else:
        remaining = end.timestamp() - now
        date = day(t, end, timezone)
        if remaining >= SOON or server.is_dead:
            detail = t("list-detail", state=state, day=date)
        elif remaining > 0:
            detail = t("list-detail-soon", state=state, day=date, left=left(t, remaining))
        else:
            detail = t("list-detail-over", state=state, day=date, left=left(t, remaining))
    emoji, label = state_emoji(server), clipped(known.label, LONGEST_NAME)
    if known.alias is None or not server.address:
        return t("list-row", emoji=emoji, label=label) + "\n" + detail
    address = clipped(server.address, LONGEST_NAME)
    return t("list-row-aliased", emoji=emoji, label=label, address=address) + "\n" + detail


def no_servers(t: Texts, *, contact: str) -> str:
    """Return what a chat without any server is told."""
    return t("no-servers") + "\n" + contact_line(t, contact)


def ambiguous(t: Texts, error: AmbiguousServerError) -> str:
    """Return the question which of several servers is meant, with what tells them apart."""
    rows = [
        f"{state_emoji(known.server)} {escape(clipped(known.label, LONGEST_NAME))}"
        f" · <code>{escape(clipped(known.guid, LONGEST_NAME))}</code>"
        for known in error.candidates
    ]
    return fitted(t("ambiguous", word=clipped(error.word, LONGEST_NAME)), rows)


def pick_server(t: Texts, purpose: str) -> str:
    """Return the question for which server something is meant.

    Args:
        t: the reader's texts.
        purpose: an action, or `server` or `history` for looking at it.
    """
    return t(f"pick-{purpose}")
