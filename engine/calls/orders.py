"""What is bought, prolonged, changed and given back. An order number is made once and stored before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.answer import Envelope, Shape, Success
from engine.calls.caller import Caller
from engine.calls.wire import clock, disks, encoded, order_number
from engine.models.order import Purchase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from engine.account import Customer
    from engine.models.order import BoughtServer

_SUCCESS = Shape(Success)
_PURCHASE = Shape(Envelope[Purchase])


class OrderActions(Caller):
    """``create_new``, ``upgrade``, ``renew_for_rd``, ``renew``, ``refund``; sizes are cores, GB, Mbit/s and G."""

    async def create_new(
        self,
        *,
        line_guid: str,
        cpu: int,
        memory: int,
        harddisks: Sequence[int],
        bandwidth: int,
        defense: int,
        system_guid: str,
        password: str,
        months: int,
        num: int,
        order_no: str,
        client_price: Decimal | None = None,
        customer: Customer,
        taskid: int,
    ) -> list[BoughtServer]:
        """Buy servers.

        Args:
            line_guid: Where.
            cpu: Cores; with the memory a pair that the line sells.
            memory: GB.
            harddisks: Data disks, GB each.
            bandwidth: Mbit/s.
            defense: G.
            system_guid: The operating system.
            password: The first login password; no answer returns one, so it is always sent.
            months: How long.
            num: How many.
            order_no: At most 20 characters.
            client_price: CNY for the whole order; the engine refuses if its own price is higher.
            customer: On whose behalf.
            taskid: Our number for it.

        Raises:
            ValueError: If the order number does not fit.
        """
        ceiling = {} if client_price is None else {"clientPrice": f"{client_price:f}"}
        number = order_number(order_no)
        answer = await self._business(
            _PURCHASE,
            "create_new",
            customer,
            taskid,
            lineid=line_guid,
            cpu=str(cpu),
            memory=str(memory),
            harddisks=disks(harddisks),
            bandwidth=str(bandwidth),
            defense=str(defense),
            systemID=system_guid,
            password=encoded(password),
            months=str(months),
            num=str(num),
            clientUserID=customer.client_user_id,
            clientOrderNo=number,
            **ceiling,
        )
        return list(answer.servers)

    async def upgrade(
        self,
        guid: str,
        *,
        password: str,
        cpu: int,
        memory: int,
        harddisks: Sequence[int],
        bandwidth: int,
        defense: int,
        order_no: str,
        customer: Customer,
        taskid: int,
    ) -> None:
        """Give a server these sizes; costs money.

        ``harddisks`` are all data disks in order as they shall be. The engine demands a password and does not say
        which: send a new one that satisfies the rules and take it for the server's.

        Raises:
            ValueError: If the order number does not fit.
        """
        number = order_number(order_no)
        await self._business(
            _SUCCESS,
            "upgrade",
            customer,
            taskid,
            guid=guid,
            password=encoded(password),
            cpu=str(cpu),
            memory=str(memory),
            harddisks=disks(harddisks),
            bandwidth=str(bandwidth),
            defense=str(defense),
            clientOrderNo=number,
        )

    async def renew_for_rd(
        self,
        guid: str,
        *,
        cpu: int,
        memory: int,
        bandwidth: int,
        defense: int,
        order_no: str,
        customer: Customer,
        taskid: int,
    ) -> None:
        """Book a downgrade for the next renewal; a booking cannot be read back.

        Raises:
            ValueError: If the order number does not fit.
        """
        number = order_number(order_no)
        await self._business(
            _SUCCESS,
            "renew_for_rd",
            customer,
            taskid,
            guid=guid,
            cpu=str(cpu),
            memory=str(memory),
            bandwidth=str(bandwidth),
            defense=str(defense),
            clientOrderNo=number,
        )

    async def renew(
        self, guid: str, *, months: int, client_end_time: datetime, order_no: str, customer: Customer, taskid: int
    ) -> None:
        """Prolong a server; costs money.

        Args:
            guid: The server's.
            months: By how many.
            client_end_time: When it shall expire afterwards, see `engine.quote.client_end_time`.
            order_no: At most 20 characters.
            customer: On whose behalf.
            taskid: Our number for it.

        Raises:
            ValueError: If the time has no zone or the order number does not fit.
        """
        end_time, number = clock(client_end_time), order_number(order_no)
        await self._business(
            _SUCCESS,
            "renew",
            customer,
            taskid,
            guid=guid,
            months=str(months),
            client_end_time=end_time,
            clientOrderNo=number,
        )

    async def refund(self, guid: str, *, customer: Customer, taskid: int) -> None:
        """Give a server back: it is destroyed, its money returned to the reseller's balance."""
        await self._business(_SUCCESS, "refund", customer, taskid, guid=guid)
