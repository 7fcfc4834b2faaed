"""What exactly is confirmed, beside the price: sizes before and after, a system, a snapshot, a port, a rule."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import singledispatch
from typing import TYPE_CHECKING

from engine import PortType
from operations.firewall_order import shadowing
from operations.firewall_rules import Rule
from operations.kinds.parameters import (
    Downgrade,
    Install,
    MakePolicy,
    MakePort,
    MakeSnapshot,
    NamedSnapshot,
    Params,
    Purchase,
    RemovePolicy,
    RemovePort,
    RenewSnapshot,
    Resize,
)
from operations.snapshots import kept_until
from texts.markup import LONGEST_NAME, clipped
from texts.renewal import UNKNOWN, months_label
from texts.rules import policy_words, rule_words, shown_name, shown_weight
from texts.times import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine import Server, Snapshot
    from operations.plans import Plan
    from texts.language import Texts

    Names = Callable[[str], str | None]

_ARROW = " → "


def decided(t: Texts, plan: Plan, names: Names, timezone: str) -> list[str]:
    """Return what was decided of an operation, a line each; nothing where its name says all.

    Args:
        t: the reader's texts.
        plan: what would be done, on which reading.
        names: gives the name of a line or system by its guid, None where the catalogue does not know it.
        timezone: IANA name of the reader's zone.
    """
    return list(_decided(plan.params, t, plan, names, timezone))


@singledispatch
def _decided(_params: Params, _t: Texts, _plan: Plan, _names: Names, _timezone: str) -> Iterator[str]:
    return iter(())


def _server(plan: Plan) -> Server | None:
    return plan.known.server if plan.known is not None else None


def _name(names: Names, guid: str) -> str:
    return clipped(names(guid) or guid, LONGEST_NAME)


@_decided.register(Install)
def _(params: Install, t: Texts, _plan: Plan, names: Names, _timezone: str) -> Iterator[str]:
    yield t("terms-system", system=_name(names, params.system_guid))


@_decided.register(MakeSnapshot)
def _(params: MakeSnapshot, t: Texts, plan: Plan, _names: Names, timezone: str) -> Iterator[str]:
    yield t("terms-kept", period=period(t, params.days, params.months))
    if plan.known is not None:
        # It begins when the engine makes it, some minutes from now.
        start = datetime.fromtimestamp(plan.known.read_at, UTC)
        yield from _until(t, kept_until(start, days=params.days, months=params.months), timezone)


@_decided.register(RenewSnapshot)
def _(params: RenewSnapshot, t: Texts, plan: Plan, _names: Names, timezone: str) -> Iterator[str]:
    yield from _snapshot(t, plan, params.name, timezone)
    yield t("terms-longer", period=period(t, params.days, params.months))
    found = _found(plan, params.name)
    # From when an expired one is counted, the engine does not say.
    if found is not None and found.end_time is not None and plan.known is not None:
        lasts = found.end_time.timestamp() > plan.known.read_at
        end = kept_until(found.end_time, days=params.days, months=params.months) if lasts else None
        yield from _until(t, end, timezone)


@_decided.register(NamedSnapshot)
def _(params: NamedSnapshot, t: Texts, plan: Plan, _names: Names, timezone: str) -> Iterator[str]:
    yield from _snapshot(t, plan, params.name, timezone)


def _found(plan: Plan, name: str) -> Snapshot | None:
    return next((each for each in plan.sight.snapshots or () if each.name == name), None)


def _until(t: Texts, end: datetime | None, timezone: str) -> Iterator[str]:
    if end is not None:
        yield t("terms-snapshot-until", ends=moment(t, end, timezone))


def _snapshot(t: Texts, plan: Plan, name: str, timezone: str) -> Iterator[str]:
    found = _found(plan, name)
    shown = clipped(name, LONGEST_NAME)
    if found is None or found.create_time is None:
        yield t("terms-snapshot", name=shown)
    else:
        yield t("terms-snapshot-made", name=shown, made=moment(t, found.create_time, timezone))
    if found is not None and found.end_time is not None:
        yield t("terms-snapshot-ends", ends=moment(t, found.end_time, timezone))


def period(t: Texts, days: int | None, months: int | None) -> str:
    """Return a snapshot's period, plain: "7 days"."""
    return months_label(t, months) if months is not None else t.plain("choice-days", count=days or 0)


@_decided.register(Resize)
def _(params: Resize, t: Texts, plan: Plan, _names: Names, _timezone: str) -> Iterator[str]:
    server = _server(plan)
    before = _disks((server.harddisks or ()) if server is not None else ())
    yield from _changed(t, plan, params)
    yield from _change(t, "terms-disks", before, _disks(params.harddisks))


@_decided.register(Downgrade)
def _(params: Downgrade, t: Texts, plan: Plan, _names: Names, _timezone: str) -> Iterator[str]:
    yield from _changed(t, plan, params)


def _changed(t: Texts, plan: Plan, params: Resize | Downgrade) -> Iterator[str]:
    """Give the sizes that change, before and after."""
    server = _server(plan)
    for name in ("cpu", "memory", "bandwidth", "defense"):
        before = getattr(server, name, None)
        yield from _change(t, f"terms-{name}", UNKNOWN if before is None else str(before), str(getattr(params, name)))


def _change(t: Texts, key: str, before: str, after: str) -> Iterator[str]:
    if before != after:
        yield t(key, size=f"{before}{_ARROW}{after}")


def _disks(sizes: Sequence[int]) -> str:
    return " + ".join(map(str, sizes)) or "0"


@_decided.register(Purchase)
def _(params: Purchase, t: Texts, _plan: Plan, names: Names, _timezone: str) -> Iterator[str]:
    yield t("terms-line", line=_name(names, params.line_guid))
    yield t("terms-cpu", size=str(params.cpu))
    yield t("terms-memory", size=str(params.memory))
    if params.harddisks:
        yield t("terms-disks", size=_disks(params.harddisks))
    yield t("terms-bandwidth", size=str(params.bandwidth))
    if params.defense:
        yield t("terms-defense", size=str(params.defense))
    yield t("terms-system", system=_name(names, params.system_guid))
    yield t("terms-servers", count=params.num, period=months_label(t, params.months))


@_decided.register(MakePort)
def _(params: MakePort, t: Texts, _plan: Plan, _names: Names, _timezone: str) -> Iterator[str]:
    key = "terms-port-same" if params.port_type is PortType.SAME else "terms-port-random"
    yield t(key, port=str(params.local_port))
    if params.remark:
        yield t("terms-remark", remark=clipped(params.remark, LONGEST_NAME))


@_decided.register(RemovePort)
def _(params: RemovePort, t: Texts, plan: Plan, _names: Names, _timezone: str) -> Iterator[str]:
    server = _server(plan)
    port = next((each for each in (server.ports if server else ()) if each.guid == params.port_guid), None)
    if port is not None:
        outside = f"{port.public_ip}:{port.public_port}"
        yield t("terms-port", outside=clipped(outside, LONGEST_NAME), local=str(port.local_port))
        if port.remark:
            yield t("terms-remark", remark=clipped(port.remark, LONGEST_NAME))


@_decided.register(MakePolicy)
def _(params: MakePolicy, t: Texts, plan: Plan, _names: Names, _timezone: str) -> Iterator[str]:
    rule = Rule(
        verdict=params.operation,
        protocol=params.protocol,
        ports=params.local_port,
        remote=params.remote_ip,
        direction=params.direction,
    )
    yield t("terms-rule", rule=rule_words(t, rule))
    yield t("terms-rule-name", name=clipped(params.name, LONGEST_NAME), weight=str(params.weight))
    server = _server(plan)
    above = shadowing(server.policies, rule, params.weight) if server is not None else None
    if above is not None:
        yield t("terms-rule-shadowed", rule=policy_words(t, above), weight=shown_weight(above))


@_decided.register(RemovePolicy)
def _(params: RemovePolicy, t: Texts, plan: Plan, _names: Names, _timezone: str) -> Iterator[str]:
    server = _server(plan)
    policy = next((each for each in (server.policies if server else ()) if each.guid == params.policy_guid), None)
    if policy is not None:
        yield t("terms-rule", rule=policy_words(t, policy))
        yield t("terms-rule-name", name=shown_name(policy), weight=shown_weight(policy))
