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


def forget_server(connection: Connection, account_id: int, guid: str) -> None:
    """Drop what chats wanted not to hear of a server: whoever has it from now on never said so."""
    for table in ("mutes", "maintenance"):
        connection.execute(f"DELETE FROM {table} WHERE account_id = ? AND guid = ?", (account_id, guid))


def forget_reached(connection: Connection, identity_id: int, *, chat_id: int | None = None) -> None:
    """Drop what chats wanted not to hear of the servers that they reach by an identity, before they no longer do.

    A mute that outlived it would silence the server for whoever gets the same chat and server again.

    Args:
        connection: The writer's.
        identity_id: By which they are reached; it and its grants must still be as they were.
        chat_id: That chat; None: all that act as the identity.
    """
    for table in ("mutes", "maintenance"):
        connection.execute(
            f"DELETE FROM {table} WHERE chat_id IN"
            "  (SELECT chat_id FROM grants WHERE identity_id = :identity AND (:chat IS NULL OR chat_id = :chat))"
            " AND ((account_id, guid) IN"
            "  (SELECT account_id, guid FROM assignments WHERE identity_id = :identity)"
            " OR account_id = (SELECT account_id FROM identities WHERE id = :identity AND all_servers))",
            {"identity": identity_id, "chat": chat_id},
        )
