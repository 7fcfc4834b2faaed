"""Snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.answer import Envelope, Shape
from engine.calls.caller import Caller
from engine.calls.wire import order_number, period
from engine.models.snapshot import CreatedSnapshot, NamedSnapshot, SnapshotList

if TYPE_CHECKING:
    from engine.account import Customer

_LIST = Shape(Envelope[SnapshotList])
_CREATED = Shape(Envelope[CreatedSnapshot])
_NAMED = Shape(Envelope[NamedSnapshot])


class SnapshotActions(Caller):
    """``listsnapshot``, ``createsnapshot``, ``revertsnapshot``, ``renewsnapshot``, ``removesnapshot``."""

    async def listsnapshot(self, guid: str, *, customer: Customer, taskid: int | None = None) -> SnapshotList:
        """List a server's snapshots."""
        return await self._business(_LIST, "listsnapshot", customer, taskid, guid=guid)

    async def createsnapshot(
        self,
        guid: str,
        *,
        order_no: str,
        days: int | None = None,
        months: int | None = None,
        customer: Customer,
        taskid: int,
    ) -> CreatedSnapshot:
        """Take a snapshot and keep it for days or months; costs money.

        Raises:
            ValueError: Unless exactly one of days and months is given, and the order number fits.
        """
        term = period(days=days, months=months)
        number = order_number(order_no)
        return await self._business(
            _CREATED, "createsnapshot", customer, taskid, guid=guid, agent_order_no=number, **term
        )

    async def revertsnapshot(self, guid: str, *, name: str, customer: Customer, taskid: int) -> str | None:
        """Put a server back to a snapshot; what came later is lost. Returns the name that the engine repeats."""
        answer = await self._business(_NAMED, "revertsnapshot", customer, taskid, guid=guid, snapshotname=name)
        return answer.name

    async def renewsnapshot(
        self,
        guid: str,
        *,
        name: str,
        order_no: str,
        days: int | None = None,
        months: int | None = None,
        customer: Customer,
        taskid: int,
    ) -> CreatedSnapshot:
        """Keep a snapshot for more days or months; costs money.

        Raises:
            ValueError: Unless exactly one of days and months is given, and the order number fits.
        """
        term = period(days=days, months=months)
        number = order_number(order_no)
        return await self._business(
            _CREATED, "renewsnapshot", customer, taskid, guid=guid, snapshotname=name, agent_order_no=number, **term
        )

    async def removesnapshot(self, guid: str, *, name: str, customer: Customer, taskid: int) -> str | None:
        """Delete a snapshot. Returns the name that the engine repeats."""
        answer = await self._business(_NAMED, "removesnapshot", customer, taskid, guid=guid, snapshotname=name)
        return answer.name
