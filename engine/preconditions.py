"""Whether a server, its line and a system allow an action, with the reason when not.

Only known facts refuse; where one is unknown the engine decides. For each action a short tuple of rules, of which the
first that objects is the answer, the most telling first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from engine import offers
from engine.actions import ACTIONS, Kind
from engine.reasons import Reason
from engine.standing import (
    at_rest,
    living,
    nothing_failed,
    off,
    ordered,
    ordered_or_expired,
    running,
    unlocked,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.models.line import Line
    from engine.models.server import Server
    from engine.models.snapshot import SnapshotList
    from engine.models.system import System
    from engine.models.zone import Zone

VNC_PASSWORD_KINDS = frozenset({0, 1})
"""The ``resources_type`` of lines whose VNC password can be reset: ZKEYS and niaoyun."""


class Known(TypedDict, total=False):
    """What may be known beside the server; what is left out or None speaks against nothing."""

    line: Line | None
    """The server's line."""
    zone: Zone | None
    """The line's zone."""
    system: System | None
    """The system to install."""
    current_system: System | None
    """The system that runs on the server; without it, its login name tells Windows from others."""
    snapshots: SnapshotList | None
    """The server's snapshots."""
    name: str | None
    """The snapshot that is meant."""
    months: int | None
    """The duration asked for."""
    days: int | None
    """The duration asked for, of a snapshot."""
    weight: int | None
    """The weight of a new firewall policy."""
    port_guid: str | None
    """The port forwarding that is meant."""
    policy_guid: str | None
    """The firewall policy that is meant."""
    cpu: int | None
    """Cores asked for; with the memory."""
    memory: int | None
    """GB asked for."""
    harddisks: Sequence[int] | None
    """All data disks as they shall be, GB each."""
    bandwidth: int | None
    """Mbit/s asked for."""
    defense: int | None
    """G asked for."""


if TYPE_CHECKING:
    Rule = Callable[[Server, Known], Reason | None]


def refusal(action: str, server: Server, **known: Unpack[Known]) -> Reason | None:
    """Say why the engine would refuse an action on a server.

    Args:
        action: The action's name. For ``create_new`` see `engine.offers.refusal_to_buy`.
        server: As read just before.
        **known: See `Known`.

    Returns:
        The most telling reason, None if nothing known speaks against it.

    Raises:
        ValueError: If the engine has no such action on a server.
    """
    if action in ACTIONS and ACTIONS[action].kind is Kind.SYNC:
        return None
    if action not in _RULES:
        raise ValueError(f"no action on a server: {action}")
    return next((reason for rule in _RULES[action] if (reason := rule(server, known))), None)


def _open(function: str) -> Rule:
    def rule(_: Server, known: Known) -> Reason | None:
        line = known.get("line")
        closed = line is not None and line.functions is not None and function not in line.functions
        return Reason.FUNCTION_CLOSED if closed else None

    rule.__doc__ = f"Bar a line without the function {function}."
    return rule


def _line_says(field: str, reason: Reason) -> Rule:
    def rule(_: Server, known: Known) -> Reason | None:
        return reason if getattr(known.get("line"), field, None) is False else None

    rule.__doc__ = f"Bar a line with {field} 0."
    return rule


def _vnc_password(_: Server, known: Known) -> Reason | None:
    """Bar a line of which the VNC password cannot be reset."""
    line = known.get("line")
    kind = None if line is None else line.resources_type
    return None if kind is None or kind in VNC_PASSWORD_KINDS else Reason.VNC_PASSWORD_NOT_OFFERED


def _installable(server: Server, known: Known) -> Reason | None:
    """Bar a server with snapshots, and a system that the line does not offer for it."""
    snapshots, line, system = known.get("snapshots"), known.get("line"), known.get("system")
    if snapshots is not None and snapshots.snapshots:
        return Reason.SNAPSHOTS_EXIST
    if reason := offers.system_refusal("install", system, line_guid=server.line_guid):
        return reason
    if system is None or line is None or line.win_linux_switch is not False:
        return None
    current = known.get("current_system") or server
    return Reason.SYSTEM_FAMILY_FIXED if current.login_name and current.is_windows != system.is_windows else None


def _room_for_snapshot(_: Server, known: Known) -> Reason | None:
    """Bar a server with as many snapshots as the line allows."""
    line, snapshots = known.get("line"), known.get("snapshots")
    # 0 means no limit.
    if line is None or snapshots is None or not line.snap_open_max:
        return None
    return Reason.SNAPSHOT_LIMIT_REACHED if len(snapshots.snapshots) >= line.snap_open_max else None


def _snapshot_found(_: Server, known: Known) -> Reason | None:
    """Bar a snapshot that is not there."""
    snapshots, name = known.get("snapshots"), known.get("name")
    missing = snapshots is not None and name is not None and name not in snapshots.names
    return Reason.SNAPSHOT_NOT_FOUND if missing else None


def _snapshot_period(_: Server, known: Known) -> Reason | None:
    """Bar a period that the line does not sell."""
    return offers.period_refusal(known.get("line"), days=known.get("days"), months=known.get("months"))


def _duration(_: Server, known: Known) -> Reason | None:
    """Bar months that the line does not offer, or the zone not for so long."""
    months = known.get("months")
    return None if months is None else offers.months_refusal(known.get("line"), known.get("zone"), months)


def _disks_stay(server: Server, known: Known) -> Reason | None:
    """Bar a disk that would shrink or go."""
    wanted = known.get("harddisks")
    if wanted is None or server.harddisks is None:
        return None
    # A disk never shrinks, never goes, keeps its place.
    kept = len(wanted) >= len(server.harddisks) and all(
        size >= old for size, old in zip(wanted, server.harddisks, strict=False)
    )
    return None if kept else Reason.DISK_WOULD_SHRINK


def _sizes(server: Server, known: Known) -> Reason | None:
    """Bar sizes that the line does not sell."""
    line = known.get("line")
    if line is None:
        return None
    # What stays as it is need not be on sale any more: a server may be older than its line's list.
    cpu, memory = known.get("cpu"), known.get("memory")
    core_changes = cpu is not None and memory is not None and (cpu, memory) != (server.cpu, server.memory)
    if core_changes and (reason := offers.core_refusal(line, cpu=cpu or 0, memory=memory or 0)):
        return reason
    if reason := _disks(line, server.harddisks, known.get("harddisks")):
        return reason
    bandwidth, defense = known.get("bandwidth"), known.get("defense")
    if bandwidth not in {None, server.bandwidth} and (reason := offers.bandwidth_refusal(line, bandwidth or 0)):
        return reason
    if defense not in {None, server.defense}:
        return offers.defense_refusal(line, defense or 0)
    return None


def _disks(line: Line, present: Sequence[int] | None, wanted: Sequence[int] | None) -> Reason | None:
    """Check how many disks there shall be, and the sizes of those that are new or grow."""
    if wanted is None or (present is not None and tuple(wanted) == tuple(present)):
        return None
    kept = tuple(present or ())
    changed = [size for place, size in enumerate(wanted) if place >= len(kept) or size != kept[place]]
    sizes = (offers.disk_size_refusal(line, size) for size in changed)
    return offers.disk_count_refusal(line, len(wanted)) or next((reason for reason in sizes if reason), None)


def _shared(server: Server, _: Known) -> Reason | None:
    """Bar a server with an address of its own."""
    return None if server.share_type in {None, 1} else Reason.ADDRESS_NOT_SHARED


def _port_found(server: Server, known: Known) -> Reason | None:
    """Bar a forwarding that is not there."""
    wanted = known.get("port_guid")
    missing = wanted is not None and all(port.guid != wanted for port in server.ports)
    return Reason.PORT_NOT_FOUND if missing else None


def _weight_free(server: Server, known: Known) -> Reason | None:
    """Bar a weight that another rule has."""
    weight = known.get("weight")
    used = weight is not None and any(policy.weight == weight for policy in server.policies)
    return Reason.POLICY_WEIGHT_USED if used else None


def _policy_removable(server: Server, known: Known) -> Reason | None:
    """Bar a rule that is not there, or preset."""
    wanted = known.get("policy_guid")
    if wanted is None:
        return None
    policy = next((policy for policy in server.policies if policy.guid == wanted), None)
    if policy is None:
        return Reason.POLICY_NOT_FOUND
    return Reason.POLICY_PRESET if policy.is_preset else None


_USUAL: tuple[Rule, ...] = (living, ordered, at_rest)
_ENDING: tuple[Rule, ...] = (living, ordered_or_expired, at_rest)
_POLICIES: tuple[Rule, ...] = (*_USUAL, _open("security_policy"))

_RULES: Mapping[str, tuple[Rule, ...]] = {
    "start": (living, ordered, unlocked, at_rest, off),
    **dict.fromkeys(("stop", "stop_h", "restart", "restart_h"), (living, ordered, unlocked, at_rest, running)),
    "getvncurl": (living, _line_says("vnc_status", Reason.VNC_NOT_OFFERED)),
    "setpsw": _USUAL,
    "setvnc": (living, ordered, unlocked, at_rest, nothing_failed, _vnc_password, _open("reset_vnc_password")),
    "install": (*_USUAL, _installable),
    "listsnapshot": (living,),
    "createsnapshot": (*_USUAL, _open("createsnapshot"), _room_for_snapshot, _snapshot_period),
    "revertsnapshot": (*_USUAL, _open("revertsnapshot"), _snapshot_found),
    "renewsnapshot": (*_USUAL, _open("renewsnapshot"), _snapshot_found, _snapshot_period),
    "removesnapshot": (*_USUAL, _open("removesnapshot"), _snapshot_found),
    "upgrade": (*_USUAL, _line_says("upgrade_status", Reason.UPGRADE_CLOSED), _disks_stay, _sizes),
    "renew_for_rd": (*_USUAL, _line_says("renew_degrade_status", Reason.DOWNGRADE_CLOSED), _sizes),
    "create_port": (*_USUAL, _shared),
    "delete_port": (*_USUAL, _port_found),
    "add_hardpolicy": (*_POLICIES, _weight_free),
    "del_hardpolicy": (*_POLICIES, _policy_removable),
    "renew": (*_ENDING, _line_says("renew_status", Reason.RENEWAL_CLOSED), _duration),
    "refund": _ENDING,
}


def bars(action: str) -> tuple[str, ...]:
    """Say in a few words each what bars an action on a server, in the order in which it is looked at.

    Args:
        action: The action's name.

    Returns:
        Like "a server that is gone"; nothing for what only reads.
    """
    told = (rule.__doc__ or "" for rule in _RULES.get(action, ()))
    return tuple(each.partition(".\n")[0].removeprefix("Bar ").rstrip(".") for each in told)
