"""How what is open ends when its server, its identity or its chat is no longer what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.approval_rows import end_approvals

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.crypto import Keyring


def void_where(connection: Connection, keyring: Keyring, where: str, parameters: dict[str, Any], *, now: float) -> int:
    """Void open confirmations, with the batches that they are part of, and the approvals that others wait for.

    Args:
        connection: The writer's.
        keyring: Signs the audit.
        where: Which; a condition on the columns of `confirmations`.
        parameters: Its named values.
        now: Unix seconds.

    Returns:
        How many confirmations it ended.
    """
    end_approvals(
        connection,
        keyring,
        f"id IN (SELECT approval_id FROM confirmations WHERE {where})",
        parameters,
        how="void",
        now=now,
    )
    # A batch is shown, and pressed, as one.
    return connection.execute(
        "UPDATE confirmations SET ended_at = :now, ended_how = 'void' WHERE ended_at IS NULL AND (("
        f"{where}) OR batch IN (SELECT batch FROM confirmations WHERE ended_at IS NULL AND ({where})))",
        {**parameters, "now": now},
    ).rowcount
