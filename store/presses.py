"""Presses: a confirmation becomes an operation, with the check of who pays, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from store.base import Base
from store.confirmation_rows import find_confirmation, require_open
from store.credit import check_spend
from store.operation_rows import insert_operation, read_operation
from store.order_numbers import new_order_no
from store.standing import require_standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from sqlite3 import Connection
    from typing import Literal

    from store.crypto import Keyring
    from store.ledger import ConfirmationRow, OperationRow
    from store.operation_rows import NewOperation
    from store.vocabulary import Funding


class Kept(Enum):
    """Stands for a value that stays the confirmation's, where None means something else."""

    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press adds to a confirmation's own values, or puts in their place.

    Attributes:
        confirmation_id: The confirmation.
        before: The state just read (JSON).
        order_no: None: the confirmation's, else a fresh one if it is paid.
        params: JSON; None: the confirmation's.
        asked: The parameters without secrets (JSON); None: the confirmation's.
        status_message_id: The message that shows the operation.
        price: What the customer was shown, CNY; None: unknown. Left out: the confirmation's.
    """

    confirmation_id: int
    before: str | None = field(repr=False)
    order_no: str | None = None
    params: str | None = field(default=None, repr=False)
    asked: str | None = None
    status_message_id: int | None = None
    price: Decimal | Literal[Kept.PRICE] | None = Kept.PRICE

    def price_of(self, confirmation: ConfirmationRow) -> Decimal | None:
        """The operation's price."""
        return confirmation.price if self.price is Kept.PRICE else self.price


@dataclass(frozen=True, slots=True)
class Spend:
    """Who pays, and within what.

    Attributes:
        identity_id: Whose money it is: the confirmations' identity.
        funding: By which right it is spent; None: it costs nothing.
        month_start: When the month began, unix seconds; for `open`.
        monthly_limit: CNY that `open` may spend since then; None: no limit.
    """

    identity_id: int
    funding: Funding | None
    month_start: float = 0
    monthly_limit: Decimal | None = None


class Presses(Base):
    """The subject `confirmations`: what a press makes of them."""

    async def confirm(
        self, presses: Sequence[Pressed], *, language: str, spend: Spend | None = None
    ) -> list[OperationRow]:
        """Use confirmations up and write their operations down: all or nothing, whatever crashes.

        Args:
            presses: The confirmations; all of a batch at once.
            language: In which the operations are reported.
            spend: Who pays; None: they cost nothing.

        Returns:
            The operations, in the order of the presses.

        Raises:
            AlreadyUsedError: One has ended or expired.
            CreditTooLowError: The credit does not reach for all of them.
            DuplicateError: `order`: an operation that has not failed has the number.
            LimitReachedError: The month's limit does not reach for all of them.
            NotFoundError: `confirmation`.
            ServerBusyError: A server has an open operation, or one is grave and another needs a person.
            ValueError: No press, an unknown price with `credit` or `open`, or another identity's confirmation.
        """
        now = self._now()

        def work(connection: Connection) -> list[OperationRow]:
            pressed = []
            for press in presses:
                confirmation = find_confirmation(connection, self._keyring, press.confirmation_id)
                require_open(confirmation, now)
                pressed.append((press, confirmation))
            funding = None if spend is None else spend.funding
            return place_operations(
                connection, self._keyring, pressed, language=language, spend=spend, funding=funding, now=now
            )

        return await self._write(work)


def place_operations(
    connection: Connection,
    keyring: Keyring,
    pressed: Sequence[tuple[Pressed, ConfirmationRow]],
    *,
    language: str,
    spend: Spend | None,
    funding: Funding | None,
    now: float,
) -> list[OperationRow]:
    """Check who pays and write the operations down, inside a transaction; see `Presses.confirm`."""
    if not pressed:
        raise ValueError("nothing was pressed")
    if spend is not None:
        if any(confirmation.identity_id != spend.identity_id for _, confirmation in pressed):
            raise ValueError("another identity would pay")
        check_spend(connection, spend, [press.price_of(confirmation) for press, confirmation in pressed])
    rows = []
    for press, confirmation in pressed:
        require_standing(connection, confirmation, press.price_of(confirmation))
        new = _operation(press, confirmation, language=language, funding=funding, now=now)
        row = insert_operation(connection, keyring, new, now=now)
        used = connection.execute(
            "UPDATE confirmations SET ended_at = coalesce(ended_at, ?), ended_how = 'pressed', taskid = ? "
            "WHERE id = ? AND taskid IS NULL",
            (now, row[0], confirmation.id),
        ).rowcount
        if not used:
            raise ValueError("a confirmation was pressed twice at once")
        rows.append(read_operation(keyring, row))
    return rows


def _operation(
    press: Pressed, confirmation: ConfirmationRow, *, language: str, funding: Funding | None, now: float
) -> NewOperation:
    fresh = new_order_no(now) if confirmation.paid else None
    return {
        "account_id": confirmation.account_id,
        "identity_id": confirmation.identity_id,
        "guid": confirmation.guid,
        "action": confirmation.action,
        "params": confirmation.params if press.params is None else press.params,
        "before": press.before,
        "chat_id": confirmation.chat_id,
        "thread_id": confirmation.thread_id,
        "user_id": confirmation.user_id,
        "language": language,
        "status_message_id": press.status_message_id,
        "order_no": press.order_no or confirmation.order_no or fresh,
        "price": press.price_of(confirmation),
        "list_price": confirmation.list_price,
        "funding": funding,
        "grave": confirmation.grave,
        "batch": confirmation.batch,
        "dedupe_key": confirmation.dedupe_key,
        "approval_id": confirmation.approval_id,
        "asked": confirmation.asked if press.asked is None else press.asked,
    }
