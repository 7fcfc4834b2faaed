"""A server's snapshots: the tree, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.card import not_open, why_not
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.times import age, left, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine import Snapshot
    from operations.offers import Offer
    from operations.snapshots import Branch, SnapshotView
    from texts.language import Texts

# Deeper ones are drawn at this depth: a phone's line has its end.
DEEPEST = 8
LONGEST_SHOWN = 32


def snapshot_tree(
    t: Texts,
    view: SnapshotView,
    shown: Sequence[Branch],
    *,
    new: Offer,
    page: int,
    pages: int,
    timezone: str,
    now: float,
) -> str:
    """Return the tree of a server's snapshots with age and end, how many there may be, and why no new one, if so.

    Args:
        t: the reader's texts.
        view: what there is.
        shown: those of this page.
        new: whether a new one can be made, and if not, why.
        page: which page, counted from 1.
        pages: how many there are.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
    """
    count, label = len(view.tree), clipped(view.known.label, LONGEST_NAME)
    head: str = t("snapshots-title", label=label)
    if view.most is None:
        head += "\n" + t("snapshots-count", count=count)
    else:
        head += "\n" + t("snapshots-count-of", count=str(count), most=str(view.most))
    rows = [_row(t, branch, timezone, now) for branch in shown] or [t("snapshots-none")]
    why = why_not(t, new)
    tail = [t("snapshots-no-new", reason=why)] if why else []
    tail += [t("list-of-pages", page=str(page), pages=str(pages))] if pages > 1 else []
    return fitted(head, ["", *rows], "\n" + "\n".join(tail) if tail else "")


def _row(t: Texts, branch: Branch, timezone: str, now: float) -> str:
    snapshot = branch.snapshot
    twig = "\u2003" * (min(branch.depth, DEEPEST) - 1) + "└ " if branch.depth else ""
    parts = [clipped(snapshot.name, LONGEST_SHOWN)]
    if snapshot.create_time is not None:
        parts.append(age(t, now - snapshot.create_time.timestamp()))
    if snapshot.end_time is not None:
        remaining = left(t, snapshot.end_time.timestamp() - now)
        parts.append(t("snapshots-ends", day=moment(t, snapshot.end_time, timezone), left=remaining))
    line = " · ".join(parts)
    key = "snapshots-row-current" if snapshot.current else "snapshots-row"
    return t(key, twig=twig, snapshot=line)


def snapshot_button(t: Texts, name: str) -> str:
    """Return the button that opens the snapshot of that name, plain."""
    return t.plain("snapshots-open", name=clipped(name, LONGEST_SHOWN))


def one_snapshot(
    t: Texts, snapshot: Snapshot, label: str, *, offers: Sequence[Offer], timezone: str, now: float
) -> str:
    """Return what is known of one snapshot, and what cannot be done with it now.

    Args:
        t: the reader's texts.
        snapshot: which.
        label: what the chat calls the server.
        offers: what might be done with it, and why not.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
    """
    name = clipped(snapshot.name, LONGEST_NAME)
    lines = [t("snapshot-title", name=name, label=clipped(label, LONGEST_NAME))]
    if snapshot.current:
        lines.append(t("snapshot-current"))
    if snapshot.create_time is not None:
        since = age(t, now - snapshot.create_time.timestamp())
        lines.append(t("snapshot-made", made=moment(t, snapshot.create_time, timezone), age=since))
    if snapshot.end_time is None:
        lines.append(t("snapshot-end-unknown"))
    else:
        remaining = left(t, snapshot.end_time.timestamp() - now)
        lines.append(t("snapshot-ends", ends=moment(t, snapshot.end_time, timezone), left=remaining))
    missing = not_open(t, offers, waiting=True)
    return "\n".join([*lines, "", missing] if missing else lines)
