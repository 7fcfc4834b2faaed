"""A server's statuses at a glance and in words; a number nobody has documented is said as unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import ActStatus, OrderStatus, RunStatus, SnapStatus

if TYPE_CHECKING:
    from engine import Server
    from texts.language import Texts

_POWER_FAILURES = frozenset({ActStatus.START_FAILED, ActStatus.STOP_FAILED, ActStatus.RESTART_FAILED})
# While it is going on, "off" and "running" say less than nothing.
_POWER_PROGRESS = frozenset({ActStatus.STARTING, ActStatus.STOPPING, ActStatus.RESTARTING})
_UNDER_WAY = frozenset({OrderStatus.OPENING, OrderStatus.TRANSFERRING})
_RUN_EMOJI = {RunStatus.RUNNING: "🟢", RunStatus.OFF: "⚪", RunStatus.LOCKED: "🔒"}


def state_emoji(server: Server) -> str:
    """Return the state as one sign; what keeps a person from using the server comes before what it does.

    🔴 gone, expired or not up because the last power action failed; ⛔ null-routed; 🟡 something is being done;
    🔒 locked; 🟢 running; ⚪ off; ❔ unknown.
    """
    if server.is_dead or server.order_status == OrderStatus.EXPIRED:
        return "🔴"
    if server.blocked:
        return "⛔"
    act, snap, run = server.act_status, server.snap_status, server.run_status
    if (
        server.order_status in _UNDER_WAY
        or (isinstance(act, ActStatus) and act > ActStatus.IDLE)
        or (isinstance(snap, SnapStatus) and snap is not SnapStatus.IDLE)
    ):
        return "🟡"
    if act in _POWER_FAILURES and run == RunStatus.OFF:
        return "🔴"
    return _RUN_EMOJI.get(run, "❔") if isinstance(run, RunStatus) else "❔"


def state_words(t: Texts, server: Server) -> str:
    """Return the state in words, plain: "running", "expired, locked", "off, last start failed", "unknown (7)"."""
    if server.is_dead:
        return order_words(t, server.order_status)
    act, snap = server.act_status, server.snap_status
    words = []
    if server.order_status not in {OrderStatus.NORMAL, None}:
        words.append(order_words(t, server.order_status))
    if act not in _POWER_PROGRESS:
        words.append(run_words(t, server.run_status))
    if act:
        words.append(act_words(t, act))
    if snap:
        words.append(_named(t, "snap", snap, SnapStatus))
    return t.plain("state-separator").join(words)


def order_words(t: Texts, status: int | None) -> str:
    """Return an order status in words."""
    return t.plain("run-untold") if status is None else _named(t, "order", status, OrderStatus)


def run_words(t: Texts, status: int | None) -> str:
    """Return a run status in words."""
    return t.plain("run-untold") if status is None else _named(t, "run", status, RunStatus)


def act_words(t: Texts, status: int) -> str:
    """Return an action status that is not idle in words: what is being done, or what failed last."""
    return _named(t, "act", status, ActStatus)


def _named(t: Texts, kind: str, value: int, known: type[OrderStatus | RunStatus | ActStatus | SnapStatus]) -> str:
    try:
        name = known(value).name.lower()
    except ValueError:
        return t.plain(f"{kind}-unknown", value=str(value))
    return t.plain(f"{kind}-{name}")
