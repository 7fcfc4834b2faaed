"""Audiences: which chats are told of a server without having asked."""

from __future__ import annotations

from store.base import Base


def hearers(of: str) -> str:
    """SQL: the chats that are told of the server which `of` names, a table or an alias with account_id and guid."""
    assigned = f"SELECT identity_id FROM assignments WHERE account_id = {of}.account_id AND guid = {of}.guid"
    return (
        f"SELECT grants.chat_id FROM grants WHERE grants.identity_id = ({assigned}) "
        "UNION SELECT grants.chat_id FROM grants JOIN identities ON identities.id = grants.identity_id"
        f" WHERE identities.account_id = {of}.account_id AND identities.all_servers AND identities.erased_at IS NULL"
        f" AND NOT EXISTS ({assigned})"
    )


class Audiences(Base):
    """Whom news of a server reach: the chats of the identity that has it; of one that nobody has, the reseller's."""

    def audience(self, account_id: int, guid: str) -> list[int]:
        """The chats that are told of a server.

        Those which act as the identity that it is assigned to. Only where it is assigned to nobody, those which act as
        an identity of the account with all servers: else a reseller would be told of every customer's servers.
        """
        rows = self._rows(
            f"WITH server(account_id, guid) AS (VALUES (?, ?)) "
            f"SELECT chats.chat_id FROM server JOIN chats ON chats.chat_id IN ({hearers('server')}) ORDER BY 1",
            (account_id, guid),
        )
        return [chat_id for (chat_id,) in rows]
