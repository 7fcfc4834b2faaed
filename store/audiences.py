"""Audiences: which chats are told of a server without having asked."""

from __future__ import annotations

from store.base import Base


class Audiences(Base):
    """Whom news of a server reach: the chats of the identity that has it; of one that nobody has, the reseller's."""

    def audience(self, account_id: int, guid: str) -> list[int]:
        """The chats that are told of a server.

        Those which act as the identity that it is assigned to. Only where it is assigned to nobody, those which act as
        an identity of the account with all servers: else a reseller would be told of every customer's servers.
        """
        rows = self._rows(
            "SELECT DISTINCT grants.chat_id FROM grants WHERE grants.identity_id = "
            " (SELECT identity_id FROM assignments WHERE account_id = ?1 AND guid = ?2) "
            "UNION SELECT grants.chat_id FROM grants JOIN identities ON identities.id = grants.identity_id"
            " WHERE identities.account_id = ?1 AND identities.all_servers AND identities.erased_at IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM assignments WHERE account_id = ?1 AND guid = ?2) "
            "ORDER BY 1",
            (account_id, guid),
        )
        return [chat_id for (chat_id,) in rows]
