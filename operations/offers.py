"""What may be done to a server right now, and why the rest may not: the buttons on its card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import refusal
from operations.errors import NotPossibleError, ServerBusyError
from operations.kinds import KINDS

if TYPE_CHECKING:
    from engine import Reason
    from operations.access import Actor, Role
    from operations.kinds import Kind
    from operations.servers import KnownServer
    from operations.services import Services
    from store import OperationRow


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


def offers(services: Services, actor: Actor, known: KnownServer) -> list[Offer]:
    """Return every kind of operation with whether it is open to this person now, and if not, why."""
    open_row = services.store.open_operation(known.account_id, known.guid)
    return [_offer(services, actor, known, kind, open_row) for kind in KINDS.values()]


def _offer(services: Services, actor: Actor, known: KnownServer, kind: Kind, open_row: OperationRow | None) -> Offer:
    if not actor.role.reaches(kind.role):
        return Offer(kind.action, role=kind.role)
    if open_row is not None:
        return Offer(kind.action, busy=open_row)
    return Offer(kind.action, reason=refused(services, known, kind))


def refused(services: Services, known: KnownServer, kind: Kind) -> Reason | None:
    """Return why the server's state as in `known` forbids this kind, or None."""
    line = services.catalogue.of(known.account_id).lines.get(known.server.line_guid or "")
    return refusal(kind.action, known.server, line=line)


def check(services: Services, actor: Actor, known: KnownServer, kind: Kind) -> None:
    """Do nothing where this person may do this to this server in the state that `known` shows.

    Raises:
        NotAllowedError: the role does not reach.
        ServerBusyError: another operation is open on it.
        NotPossibleError: its state forbids it.
    """
    actor.require(kind.role)
    open_row = services.store.open_operation(known.account_id, known.guid)
    if open_row is not None:
        raise ServerBusyError(taskid=open_row.taskid, action=open_row.action)
    reason = refused(services, known, kind)
    if reason is not None:
        raise NotPossibleError(reason)
