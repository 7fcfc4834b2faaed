"""Entering the reseller's accounts, and trying whether an engine takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Account, Engine, EngineError
from operations.admin import validity
from operations.engines import account_of
from operations.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from engine import Transport
    from operations.services import Services
    from store import AccountRow

# SQLite's and PHP's integers; a member id is far smaller.
_LARGEST_USERID = 2**53


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """How a signed `getzones` went.

    Attributes:
        zones: how many there are; None where it failed.
        seconds: how long it took.
        skew: seconds that our clock is ahead of the engine's; None where no answer told the engine's.
        error: why it failed.
    """

    zones: int | None
    seconds: float
    skew: float | None
    error: EngineError | None


async def add_account(
    services: Services, *, name: str, url: str, userid: int, key: str, salt: str, markup: Decimal
) -> AccountRow:
    """Enter an account; the engine is not asked.

    Raises:
        BadInputError: a value cannot be taken.
        store.DuplicateError: the name is taken.
    """
    name = validity.label(name, what="account's name")
    key = validity.value(key, what="the key")
    if not salt or not 1 <= userid <= _LARGEST_USERID:
        raise BadInputError("the salt must not be empty, and the userid is a positive number")
    try:
        Account(name=name, url=url, userid=userid, key=key, salt=salt)
    except ValueError as error:
        raise BadInputError(str(error)) from None
    return await services.store.add_account(name=name, url=url, userid=userid, key=key, salt=salt, markup=markup)


async def check_account(row: AccountRow, transport: Transport, *, now: Callable[[], float]) -> AccountCheck:
    """Sign a `getzones` and tell how it went; what the engine says is an answer, too, and not raised.

    Args:
        row: the account.
        transport: one of this check's own, so that the date it has seen is this engine's.
        now: UNIX time in seconds.
    """
    begin = now()
    zones, failure = None, None
    try:
        zones = len(await Engine(account_of(row), transport).getzones())
    except EngineError as error:
        failure = error
    end = now()
    # A refusal tells the date, too, and a wrong clock is a reason to refuse.
    told = transport.server_date
    return AccountCheck(zones, end - begin, None if told is None else end - told, failure)
