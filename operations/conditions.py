"""Trouble with a server that its readings show: what counts as such, and when it is certain.

Every reading passes here before it is kept, of a hundred thousand servers at times: one that shows no trouble, of a
server with which none is known, costs no write.
"""

from __future__ import annotations

import json
from enum import Enum, auto
from typing import TYPE_CHECKING

from engine import ActStatus, OrderStatus, RunStatus, Server
from operations.kinds import KINDS
from store import ALERT_KINDS, Findings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from operations.services import Services
    from store import AlertKind, CachedServer, ConditionRow, OperationRow

NEEDED = 2
"""How many readings in a row must show a trouble before anybody is alarmed of it."""
# Seconds between two of them at least: whoever waits for an operation reads every two, and sees one reboot often.
_APART = 20.0
# Seconds after which it is kept that a certain trouble still holds.
_KEPT_FOR = 3600.0
# What `operations.changes` does not keep as history by itself.
NOTED: frozenset[AlertKind] = frozenset({"abnormal", "failed"})

# What does nothing to the machine itself, so that it explains no machine that is off.
_HARMLESS = frozenset(
    {"create_port", "delete_port", "add_hardpolicy", "del_hardpolicy", "renew", "renew_for_rd", "renewsnapshot"}
)
_POWER = frozenset({ActStatus.START_FAILED, ActStatus.STOP_FAILED, ActStatus.RESTART_FAILED})
# Of one server, within the time between two readings.
_LATEST = 5


class Sign(Enum):
    """What one reading says about one kind of trouble."""

    TROUBLE = auto()
    CLEAN = auto()
    VOID = auto()
    """There is nothing to be said of it any more."""
    UNTOLD = auto()
    """Neither: it was not told, is not known, or may pass by itself at once."""


def _flag(told: bool | None) -> Sign:
    if told is None:
        return Sign.UNTOLD
    return Sign.TROUBLE if told else Sign.CLEAN


def _blocked(server: Server) -> Sign:
    return _flag(server.blocked)


def _abnormal(server: Server) -> Sign:
    return _flag(server.black_hole)


def _locked(server: Server) -> Sign:
    if server.run_status is RunStatus.LOCKED:
        return _in_service(server)
    return Sign.CLEAN if isinstance(server.run_status, RunStatus) else Sign.UNTOLD


def _off(server: Server) -> Sign:
    if server.run_status is RunStatus.RUNNING:
        return Sign.CLEAN
    if server.run_status is RunStatus.OFF:
        return _in_service(server)
    # Locked is more than off, and told as that.
    return Sign.VOID if _in_service(server) is Sign.VOID else Sign.UNTOLD


def _failed(server: Server) -> Sign:
    if not isinstance(server.act_status, ActStatus):
        return Sign.UNTOLD
    return Sign.TROUBLE if server.act_status.is_failure else Sign.CLEAN


def _in_service(server: Server) -> Sign:
    """Judge what is a trouble only while the server is paid for: an expired one is what reminders are about."""
    if server.order_status is OrderStatus.NORMAL:
        return Sign.TROUBLE
    return Sign.VOID if isinstance(server.order_status, OrderStatus) else Sign.UNTOLD


_SIGNS: dict[AlertKind, Callable[[Server], Sign]] = {
    "blocked": _blocked,
    "abnormal": _abnormal,
    "locked": _locked,
    "off": _off,
    "failed": _failed,
}


async def observe(
    services: Services, account_id: int, pairs: Sequence[tuple[CachedServer | None, Server]], *, read_at: float
) -> None:
    """Look at fresh readings for trouble, before they are kept: what changed is seen against what is cached.

    Args:
        services: where the store is.
        account_id: whose servers they are.
        pairs: each server's cached row, None for one never seen, and the reading.
        read_at: UNIX time at which the engine was asked; readings that are older than what is cached say nothing.
    """
    fresh = [(row, server) for row, server in pairs if row is None or row.read_at <= read_at]
    known: dict[str, dict[AlertKind, ConditionRow]] = {}
    for each in services.store.open_conditions(account_id, [server.guid for _, server in fresh]):
        known.setdefault(each.guid, {})[each.kind] = each
    findings = Findings()
    for row, server in fresh:
        _judge(services, row, server, known.get(server.guid, {}), findings, read_at=read_at)
    if findings:
        await services.store.keep_conditions(account_id, findings, read_at=read_at, needed=NEEDED, noted=NOTED)


def _judge(
    services: Services,
    row: CachedServer | None,
    server: Server,
    known: dict[AlertKind, ConditionRow],
    findings: Findings,
    *,
    read_at: float,
) -> None:
    """Add to the findings what one reading says of one server."""
    if server.is_dead or server.order_status is OrderStatus.TRANSFERRING:
        findings.void.extend(each.id for each in known.values())
        return
    for kind in ALERT_KINDS:
        sign, condition = _SIGNS[kind](server), known.get(kind)
        if condition is None:
            if sign is Sign.TROUBLE and _begins(services, kind, row, server):
                findings.begun.append((server.guid, kind, _detail(kind, server)))
        elif sign is Sign.CLEAN:
            findings.recovered.append(condition.id)
        elif sign is Sign.VOID:
            findings.void.append(condition.id)
        elif sign is Sign.TROUBLE and _counts(condition, read_at) and _holds(services, kind, row, server):
            findings.confirmed.append(condition.id)


def _counts(condition: ConditionRow, read_at: float) -> bool:
    """Tell whether it matters that it still holds: until it is certain, and then every now and again."""
    return read_at - condition.read_at >= (_APART if condition.raised_at is None else _KEPT_FOR)


def _begins(services: Services, kind: AlertKind, row: CachedServer | None, server: Server) -> bool:
    """Tell whether a trouble that was not known is news: nobody here did it, and it was not so before."""
    if kind not in {"off", "failed"}:
        return True
    if row is None or row.gone_at is not None:
        # Since when it is so, and who did it, nobody knows.
        return False
    before = Server.model_validate_json(row.data)
    if kind == "off":
        changed = before.run_status is RunStatus.RUNNING
    else:
        changed = before.act_status is not None and before.act_status != server.act_status
    return changed and not _explained(services, kind, row, server)


def _holds(services: Services, kind: AlertKind, row: CachedServer | None, server: Server) -> bool:
    """Tell whether a reading confirms a trouble that one before has shown."""
    if kind not in {"off", "failed"}:
        return True
    busy = isinstance(server.act_status, ActStatus) and server.act_status > ActStatus.IDLE
    # Off while somebody else restarts or reinstalls it: how that ends is to be seen.
    return not (kind == "off" and busy) and (row is None or not _explained(services, kind, row, server))


def _explained(services: Services, kind: AlertKind, row: CachedServer, server: Server) -> bool:
    """Tell whether an operation of ours that is under way, or has ended since the cached reading, may be the cause."""
    since = row.read_at - services.timing.sync
    latest = services.store.operations(account_id=row.account_id, guid=row.guid, limit=_LATEST)
    return any(_may_cause(kind, each, server) for each in latest if each.ended_at is None or each.ended_at >= since)


def _may_cause(kind: AlertKind, operation: OperationRow, server: Server) -> bool:
    if kind == "off":
        return operation.action not in _HARMLESS
    ours = KINDS[operation.action].failure if operation.action in KINDS else None
    # Which of them the engine shows of a restart that did not come up, its document does not say.
    return ours is not None and (ours == server.act_status or {ours, server.act_status} <= _POWER)


def _detail(kind: AlertKind, server: Server) -> str:
    """Return what the reading told, as a JSON array."""
    return json.dumps([int(server.act_status or 0)] if kind == "failed" else [True])
