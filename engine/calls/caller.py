"""The one way in which every action is called."""

from __future__ import annotations

import itertools
import secrets
from typing import TYPE_CHECKING, TypeVar

from engine.actions import ACTIONS
from engine.retry import repeated
from engine.signing import signed_form

if TYPE_CHECKING:
    from engine.account import Account, Customer
    from engine.answer import Shape
    from engine.transport import Transport

T = TypeVar("T")

_throw_away = itertools.count(2**30 + secrets.randbelow(2**29))
"""Throw-away task numbers: far above an operation's own, within what a 32-bit PHP can hold."""


class Caller:
    """Calls actions of one account; cheap to make.

    Args:
        account: Who calls.
        transport: What carries the requests; it is shared, and not closed from here.
    """

    def __init__(self, account: Account, transport: Transport) -> None:
        self.account = account
        self._transport = transport

    async def _sync(self, shape: Shape[T], action: str, /, **parameters: str) -> T:
        return await self._call(shape, action, parameters, customer=None, taskid=None)

    async def _business(
        self, shape: Shape[T], action: str, /, customer: Customer, taskid: int | None, **parameters: str
    ) -> T:
        return await self._call(shape, action, parameters, customer=customer, taskid=taskid)

    async def _call(
        self, shape: Shape[T], action: str, parameters: dict[str, str], *, customer: Customer | None, taskid: int | None
    ) -> T:
        number = next(_throw_away) if taskid is None else taskid

        def form() -> bytes:
            return signed_form(
                self.account,
                action=action,
                taskid=number,
                parameters=parameters,
                customer=customer,
                now=self._transport.now(),
            )

        async def attempt(*, fresh: bool) -> T:
            return shape.read(action, await self._transport.post(self.account, action=action, form=form, fresh=fresh))

        if ACTIONS[action].read:
            return await repeated(attempt, attempts=self._transport.read_attempts, backoff=self._transport.backoff)
        return await attempt(fresh=True)
