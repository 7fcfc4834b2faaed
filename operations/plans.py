"""What exactly would be done, on what, at which price: made from a fresh reading, and made again at the press.

Two plans for the same wish are compared; where they differ, what the person saw no longer holds.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine import NoAnswerError, client_end_time
from operations import offers
from operations.attempts import earlier_attempt, grounds, last_attempt
from operations.errors import EngineUnavailableError
from operations.kinds import KINDS
from operations.kinds.parameters import Renew
from operations.pricing import Price, price_of, read_prices
from operations.sights import Sight, see

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.access import Actor
    from operations.errors import OperationsError
    from operations.kinds import Kind, Params
    from operations.servers import KnownServer
    from operations.services import Services
    from store import OperationRow

# Readings at a time: the engine is asked politely.
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for.

    Attributes:
        action: the kind of operation.
        params: its parameters, as far as the person decides them.
        account_id: under which account.
        identity_id: in whose name.
        known: the server as last known; None for a purchase.
    """

    action: str
    params: Params
    account_id: int
    identity_id: int
    known: KnownServer | None

    @property
    def kind(self) -> Kind:
        """What is common to all operations of this kind."""
        return KINDS[self.action]

    @property
    def guid(self) -> str | None:
        """The server's guid; None for a purchase."""
        return None if self.known is None else self.known.guid


@dataclass(frozen=True, slots=True)
class Plan:
    """A wish on a fresh reading.

    Attributes:
        wish: what was asked for, with complete parameters and the server as just read.
        sight: what the reading showed.
        price: what it costs.
        earlier: the last attempt at the same, where that came to nothing and its order number is used again.
        last: the number of the newest operation of this kind on the server, where it costs money.
    """

    wish: Wish
    sight: Sight
    price: Price
    earlier: OperationRow | None
    last: int | None = None

    @property
    def kind(self) -> Kind:
        """The kind of operation."""
        return self.wish.kind

    @property
    def params(self) -> Params:
        """The complete parameters."""
        return self.wish.params

    @property
    def identity_id(self) -> int:
        """In whose name."""
        return self.wish.identity_id

    @property
    def known(self) -> KnownServer | None:
        """The server as just read; None for a purchase."""
        return self.wish.known

    @property
    def asked(self) -> str:
        """The parameters as JSON, secrets left out: for the audit log, receipts and lists."""
        return json.dumps(self.params.asked(), ensure_ascii=False, sort_keys=True)

    def shown(self) -> dict[str, object]:
        """Return what a confirmation binds besides the parameters, by what a person is told when it moves."""
        known = self.known
        found: dict[str, object] = {"owner": [self.identity_id], "price": _text(self.price)}
        if known is None:
            return found
        server = known.server
        found["address"] = [server.ip, server.share_ip]
        # What was done since may not show in the server: a downgrade that was booked.
        found["state"] = [server.order_status, server.run_status, server.system_guid, self.last]
        return {**found, **grounds(self.sight)} if self.kind.grave else found


def _text(price: Price) -> list[str | None]:
    return [None if each is None else f"{each.normalize():f}" for each in (price.listed, price.shown)]


def moved(shown: dict[str, object], plan: Plan) -> list[str]:
    """Return the names of what is no longer as it was shown."""
    now = plan.shown()
    return [name for name in {**now, **shown} if shown.get(name) != now.get(name)]


async def make(services: Services, actor: Actor, wish: Wish) -> Plan:
    """Read the server and plan what is wished for.

    Raises:
        EngineUnavailableError: the server could not be read.
        ServerBusyError: another operation is open on it, or one that needs a human bars this kind.
        NotPossibleError: its state, its line or the parameters forbid it.
        NotAllowedError: the role does not reach.
    """
    plan = await draw_up(services, wish)
    check(services, actor, plan)
    return plan


def check(services: Services, actor: Actor, plan: Plan) -> None:
    """Do nothing where the plan is possible now; raises as `make`, and reads nothing."""
    if plan.known is None:
        offers.check_purchase(services, actor, plan.wish.account_id, plan.params)
    else:
        offers.check(services, actor, plan.known, plan.kind, params=plan.params, sight=plan.sight)


async def draw_up_all(
    services: Services, wishes: Sequence[Wish], *, since: float | None = None
) -> list[Plan | OperationsError]:
    """Plan several wishes, a few readings at a time; what cannot be read is returned as the error."""
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(wish: Wish) -> Plan | OperationsError:
        async with turn:
            try:
                return await draw_up(services, wish, since=since)
            except EngineUnavailableError as error:
                return error

    return list(await asyncio.gather(*(one(wish) for wish in wishes)))


async def draw_up(services: Services, wish: Wish, *, since: float | None = None) -> Plan:
    """Read the server and the price list and plan what is wished for, whether or not it is possible.

    Args:
        services: the store and the engines.
        wish: what is asked for.
        since: UNIX time; a price list read earlier does not count. By default one read just before does.

    Raises:
        EngineUnavailableError: they could not be read.
    """
    try:
        async with asyncio.timeout(services.timing.look):
            await read_prices(services, wish.action, wish.account_id, since=since)
            wish, sight = await _seen(services, wish)
    except TimeoutError:
        late = NoAnswerError("getserver", f"no answer within {services.timing.look:g} s")
        raise EngineUnavailableError(late) from None
    return Plan(
        wish,
        sight,
        price=price_of(services, wish.action, wish.params, sight, identity_id=wish.identity_id),
        earlier=earlier_attempt(services, wish, sight),
        last=last_attempt(services, wish),
    )


async def _seen(services: Services, wish: Wish) -> tuple[Wish, Sight]:
    """Read what the wish is about, and complete it with that."""
    known = wish.known
    if known is None:
        return wish, Sight(server=None)
    customer = services.engines.customer(wish.identity_id)
    while True:
        newest, asked_at = _newest(services, wish), services.clock.now()
        sight = await see(services, wish.kind, wish.account_id, wish.guid, customer=customer)
        if _holds(newest, _newest(services, wish)):
            break
    if sight.server is not None:
        known = replace(known, server=sight.server, read_at=asked_at)
    return replace(wish, known=known, params=_completed(wish.params, sight, now=asked_at)), sight


def _newest(services: Services, wish: Wish) -> OperationRow | None:
    rows = services.store.operations(guid=wish.guid, account_id=wish.account_id, limit=1)
    return rows[0] if rows else None


def _holds(before: OperationRow | None, after: OperationRow | None) -> bool:
    """Tell whether a reading between these two looks shows the server as it is now.

    Where an operation ended meanwhile it may show how it was before that. One that is still open is in the way of
    another, whatever is read.
    """
    if after is None or after.ended_at is None:
        return True
    return before is not None and before.taskid == after.taskid and before.ended_at is not None


def _completed(params: Params, sight: Sight, *, now: float) -> Params:
    """Fill in what follows from the reading: the end time after a renewal."""
    if isinstance(params, Renew) and sight.server is not None:
        return params.model_copy(update={"end_time": client_end_time(sight.server, params.months, now=now)})
    return params
