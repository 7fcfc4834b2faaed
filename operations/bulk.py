"""Several servers at once: one question with one total, one yes, one operation with its own order number for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations import confirmations, plans
from operations.errors import EngineUnavailableError, MixedOwnersError, NotPossibleError, ServerBusyError
from operations.kinds import KINDS
from operations.plans import Plan, Wish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.confirmations import Asker, Proposal
    from operations.errors import OperationsError
    from operations.kinds import Params
    from operations.servers import KnownServer
    from operations.services import Services

# What a person still reads before saying yes, and what fits in one message.
MOST = 20


async def propose_many(
    services: Services, asker: Asker, knowns: Sequence[KnownServer], action: str, params: Params
) -> Proposal:
    """Read the servers and make one confirmation for all of them that can take part.

    Args:
        services: the store and the engines.
        asker: who asks.
        knowns: the servers, of one identity; at most `MOST`.
        action: the kind of operation.
        params: the same for all.

    Raises:
        NotAllowedError: the person's role does not reach.
        MixedOwnersError: the servers are of several identities, whose money must not be mixed.
        OperationsError: none of them can take part; the first one's reason.
        ValueError: none, more than `MOST`, or a kind that is confirmed by typing a server's name.
    """
    kind = KINDS[action]
    asker.actor.require(kind.role)
    if kind.typed:
        # One typed name must not destroy what bears another.
        raise ValueError(f"{action} is asked for one server at a time")
    # Whoever names a server twice means it once.
    knowns = list({(known.account_id, known.guid): known for known in knowns}.values())
    if not 1 <= len(knowns) <= MOST:
        raise ValueError(f"{len(knowns)} servers")
    if len({(known.account_id, known.identity_id) for known in knowns}) > 1:
        raise MixedOwnersError
    wishes = [Wish(action, params, known.account_id, known.identity_id, known) for known in knowns]
    made, refused = [], []
    for known, drawn in zip(knowns, await plans.draw_up_all(services, wishes), strict=True):
        try:
            made.append(_possible(services, asker, drawn))
        except (EngineUnavailableError, NotPossibleError, ServerBusyError) as error:
            refused.append((known, error))
    if not made:
        raise refused[0][1]
    return await confirmations.keep(services, asker, made, refused=refused)


def _possible(services: Services, asker: Asker, drawn: Plan | OperationsError) -> Plan:
    if not isinstance(drawn, Plan):
        raise drawn
    plans.check(services, asker.actor, drawn)
    return drawn
