"""What may be done to a server right now, and why the rest may not: the buttons on its card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Reason, SnapshotList, refusal, refusal_to_buy
from operations.errors import NotPossibleError, ServerBusyError
from operations.kinds import KINDS
from operations.kinds.parameters import Purchase
from operations.kinds.power import POWER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.preconditions import Known
    from operations.access import Actor, Role
    from operations.catalogue import AccountCatalogue
    from operations.kinds import Kind, Params
    from operations.servers import KnownServer
    from operations.services import Services
    from operations.sights import Sight
    from store import OperationRow

ON_CARDS = tuple(kind.action for kind in POWER)


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of operation on one server for one person.

    Attributes:
        action: which.
        reason: why the server's state forbids it, if it does.
        role: the role it would need, where the person's does not reach.
        busy: the operation in the way, if any.
    """

    action: str
    reason: Reason | None = None
    role: Role | None = None
    busy: OperationRow | None = None

    @property
    def allowed(self) -> bool:
        """Tell whether a button may be shown."""
        return self.reason is None and self.role is None and self.busy is None


def offers(
    services: Services,
    actor: Actor,
    known: KnownServer,
    *,
    actions: Iterable[str] = ON_CARDS,
    sight: Sight | None = None,
) -> list[Offer]:
    """Return these kinds of operation with whether each is open to this person now, and if not, why.

    `sight` is what was read besides the server, where it was.
    """
    return [_offer(services, actor, known, KINDS[action], sight) for action in actions]


def _offer(services: Services, actor: Actor, known: KnownServer, kind: Kind, sight: Sight | None) -> Offer:
    if not actor.role.reaches(kind.role):
        return Offer(kind.action, role=kind.role)
    busy = _in_the_way(services, known, kind)
    if busy is not None:
        return Offer(kind.action, busy=busy)
    return Offer(kind.action, reason=refused(services, known, kind, sight=sight))


def _in_the_way(services: Services, known: KnownServer, kind: Kind) -> OperationRow | None:
    """Return the open operation on the server, or one that waits for a person and bars what is grave."""
    open_row = services.store.open_operation(known.account_id, known.guid)
    if open_row is None and kind.grave:
        return services.store.needs_human(known.account_id, known.guid)
    return open_row


def refused(
    services: Services, known: KnownServer, kind: Kind, *, params: Params | None = None, sight: Sight | None = None
) -> Reason | None:
    """Return why the server's state, its line or the parameters forbid this kind, or None.

    Args:
        services: where the catalogue is.
        known: the server.
        kind: what would be done; not a purchase.
        params: how, where that is known yet.
        sight: what was read besides the server, where it was.
    """
    if sight is not None and sight.server is None:
        return Reason.SERVER_DEAD
    catalogue, server = services.catalogue.of(known.account_id), known.server
    line = catalogue.lines.get(server.line_guid)
    facts: Known = {
        "line": line,
        "zone": catalogue.zones.get(line.zone_guid) if line is not None else None,
        "current_system": catalogue.systems.get(server.system_guid),
    }
    if sight is not None and sight.snapshots is not None:
        facts["snapshots"] = SnapshotList(snapshots=sight.snapshots)
    if params is not None:
        if _unlisted(catalogue, params):
            return Reason.SYSTEM_NOT_OFFERED
        facts["system"] = catalogue.systems.get(params.wanted_system or "")
        facts.update(params.limits())
    return refusal(kind.action, server, **facts)


def _unlisted(catalogue: AccountCatalogue, params: Params) -> bool:
    """Tell whether a system is asked for that the account, whose systems are known, does not have."""
    wanted = params.wanted_system
    return wanted is not None and bool(catalogue.systems) and wanted not in catalogue.systems


def check(
    services: Services,
    actor: Actor,
    known: KnownServer,
    kind: Kind,
    *,
    params: Params | None = None,
    sight: Sight | None = None,
) -> None:
    """Do nothing where this person may do this to this server in the state that `known` shows.

    Raises:
        NotAllowedError: the role does not reach.
        ServerBusyError: another operation is open on it, or one that needs a person bars this kind.
        NotPossibleError: its state, its line or the parameters forbid it.
    """
    actor.require(kind.role)
    busy = _in_the_way(services, known, kind)
    if busy is not None:
        raise ServerBusyError(taskid=busy.taskid, action=busy.action, needs_human=busy.state == "needs-human")
    reason = refused(services, known, kind, params=params, sight=sight)
    if reason is not None:
        snapshots = sight.snapshots if sight is not None and reason is Reason.SNAPSHOTS_EXIST else None
        raise NotPossibleError(reason, names=[each.name for each in snapshots or ()])


def check_purchase(services: Services, actor: Actor, account_id: int, params: Params) -> None:
    """Do nothing where this person may order this.

    Raises:
        NotAllowedError: the role does not reach.
        NotPossibleError: what is sold forbids it.
        TypeError: the parameters are not those of a purchase.
    """
    actor.require(KINDS["create_new"].role)
    if not isinstance(params, Purchase):
        raise TypeError("not a purchase")
    catalogue = services.catalogue.of(account_id)
    line = catalogue.lines.get(params.line_guid)
    if line is None:
        # Never read: unknown, so the engine decides; read and not there: not sold (any more).
        if catalogue.lines:
            raise NotPossibleError(Reason.BUYING_CLOSED)
        return
    if _unlisted(catalogue, params):
        raise NotPossibleError(Reason.SYSTEM_NOT_OFFERED)
    reason = refusal_to_buy(
        line,
        cpu=params.cpu,
        memory=params.memory,
        harddisks=params.harddisks,
        bandwidth=params.bandwidth,
        defense=params.defense,
        months=params.months,
        num=params.num,
        system=catalogue.systems.get(params.system_guid),
        zone=catalogue.zones.get(line.zone_guid),
    )
    if reason is not None:
        raise NotPossibleError(reason)
