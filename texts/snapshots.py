"""A server's snapshots: the tree, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, clipped, fitted
from texts.times import age, left, moment

if TYPE_CHECKING:
    from engine import Reason, Snapshot
    from operations.snapshots import Branch, SnapshotView
    from texts.language import Texts

# Deeper ones are drawn at this depth: a phone's line has its end.
DEEPEST = 8
LONGEST_SHOWN = 32


def snapshot_tree(t: Texts, view: SnapshotView, *, reason: Reason | None, timezone: str, now: float) -> str:
    """Return the tree of a server's snapshots with age and end, how many there may be, and why no new one, if so.

    Args:
        t: the reader's texts.
        view: what there is.
        reason: what speaks against a new one.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
    """
    count, label = len(view.tree), clipped(view.known.label, LONGEST_NAME)
    head: str = t("snapshots-title", label=label)
    if view.most is None:
        head += "\n" + t("snapshots-count", count=count)
    else:
        head += "\n" + t("snapshots-count-of", count=str(count), most=str(view.most))
    rows = [_row(t, branch, timezone, now) for branch in view.tree] or [t("snapshots-none")]
    tail = "" if reason is None else t("snapshots-no-new", reason=t(f"reason-{reason}"))
    return fitted(head, ["", *rows], f"\n{tail}" if tail else "")


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


def snapshot_button(t: Texts, snapshot: Snapshot) -> str:
    """Return the button that opens one snapshot, plain."""
    return t.plain("snapshots-open", name=clipped(snapshot.name, LONGEST_SHOWN))


def one_snapshot(t: Texts, snapshot: Snapshot, label: str, *, timezone: str, now: float) -> str:
    """Return what is known of one snapshot.

    Args:
        t: the reader's texts.
        snapshot: which.
        label: what the chat calls the server.
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
    return "\n".join(lines)
