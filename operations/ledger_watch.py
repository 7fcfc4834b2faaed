"""Money that runs out: what the staff chats are told about a customer's credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from operations.services import Services
    from store import OperationRow


async def alert_low_credit(services: Services, row: OperationRow) -> None:
    """Keep a notice where the credit left does not reach for another operation like this one; once per top-up.

    The sum of all top-ups tells one from the next, so that whoever goes on spending what is left raises no second
    one.
    """
    if row.funding != "credit" or row.price is None:
        return
    credit = services.store.credit(row.identity_id)
    if credit.available < row.price:
        await services.store.add_staff_notices(
            row.account_id,
            "credit-low",
            {"identity": row.identity_id, "taskid": row.taskid},
            dedupe_key=f"credit-low:{row.identity_id}:{credit.topped_up}",
        )
