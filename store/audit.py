"""The audit: what was allowed, by whom, and what came of it. Entries are only ever added, each bound to the one before.

An entry's code is an HMAC over the code before it and the entry's own values, under a key derived from `SECRET_KEY`.
The head's code binds how many entries there are and the last one's code, so that the end cannot be cut off. Who can
write to the file and has no key cannot change what it says unnoticed; who puts an old copy of the whole file back can.
Therefore a verification shows the last code, to be kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog

if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection

    from store.crypto import Keyring

log = structlog.get_logger(__name__)

# What stands before the first entry.
GENESIS = bytes(32)


class Head(NamedTuple):
    """How far the audit reaches. `since`: when it began; older operations have no entries."""

    entries: int
    last_id: int
    last_mac: bytes
    since: float
    key_id: bytes
    mac: bytes

    def message(self) -> bytes:
        """What the head's code is made of."""
        return b"head" + canonical([self.entries, self.last_id, self.last_mac.hex(), self.since]).encode()


def begin_audit(connection: Connection, keyring: Keyring, *, now: float) -> None:
    """Make the head of an empty audit, in the transaction that makes the table: one that is missing later was taken."""
    head = _signed(keyring, 0, 0, GENESIS, float(now))
    connection.execute(
        "INSERT INTO audit_head (id, entries, last_id, last_mac, since, key_id, mac) VALUES (1, ?, ?, ?, ?, ?, ?)", head
    )


def append_audit(connection: Connection, keyring: Keyring, kind: str, data: Mapping[str, Any], *, now: float) -> None:
    """Add an entry inside the transaction that does what it tells.

    A head that was tampered with is carried on, but not signed anew: work goes on, and each verification tells.

    Args:
        connection: The writer's.
        keyring: The first key signs.
        kind: What happened.
        data: JSON values: ids, amounts, codes; no secrets, no personal data.
        now: Unix seconds.
    """
    head = read_head(connection)
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM audit").fetchone()
    if head is None:
        last_id, last_mac = newest, _mac_of(connection, newest)
    else:
        last_id, last_mac = max(head.last_id, newest), head.last_mac
    entry_id, at, text = last_id + 1, float(now), canonical(data)
    mac = keyring.code(entry_message(last_mac, entry_id, at, kind, text), keyring.primary)
    connection.execute(
        "INSERT INTO audit (id, at, kind, data, key_id, mac) VALUES (?, ?, ?, ?, ?, ?)",
        (entry_id, at, kind, text, keyring.primary, mac),
    )
    if head is None:
        log.error("audit_head_missing")
        return
    fresh = _signed(keyring, head.entries + 1, entry_id, mac, head.since)
    if not keyring.fits(head.message(), head.key_id, head.mac):
        log.error("audit_head_altered")
        fresh = fresh._replace(key_id=head.key_id, mac=head.mac)
    _set_head(connection, fresh)


def resign_head(connection: Connection, keyring: Keyring) -> None:
    """Put the head under the first key, so that the one it was signed with may leave. Entries keep their codes."""
    head = read_head(connection)
    if head is None:
        return
    fresh = _signed(keyring, head.entries, head.last_id, head.last_mac, head.since)
    if not keyring.fits(head.message(), head.key_id, head.mac):
        log.error("audit_head_altered")
        fresh = fresh._replace(mac=head.mac)
    _set_head(connection, fresh)


def read_head(connection: Connection) -> Head | None:
    """The head, None if it was taken away."""
    row = connection.execute(
        "SELECT entries, last_id, last_mac, since, key_id, mac FROM audit_head WHERE id = 1"
    ).fetchone()
    return None if row is None else Head(*row)


def entry_message(before: bytes, entry_id: int, at: float, kind: str, data: str) -> bytes:
    """What an entry's code is made of: the code before it (32 bytes) and its own values."""
    return before + canonical([entry_id, at, kind, data]).encode()


def canonical(data: object) -> str:
    """JSON with one spelling only."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fingerprint(text: str | None) -> str | None:
    """SHA-256 in hex: enough to prove later what a reading was, without a second copy of it."""
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def parsed(text: str | None) -> Any:
    """A JSON column's value, as part of an entry.

    Raises:
        ValueError: It is no JSON.
    """
    return None if text is None else json.loads(text)


def _signed(keyring: Keyring, entries: int, last_id: int, last_mac: bytes, since: float) -> Head:
    head = Head(entries, last_id, last_mac, since, keyring.primary, b"")
    return head._replace(mac=keyring.code(head.message(), keyring.primary))


def _set_head(connection: Connection, head: Head) -> None:
    connection.execute(
        "UPDATE audit_head SET entries = ?, last_id = ?, last_mac = ?, since = ?, key_id = ?, mac = ? WHERE id = 1",
        head,
    )


def _mac_of(connection: Connection, entry_id: int) -> bytes:
    row = connection.execute("SELECT mac FROM audit WHERE id = ?", (entry_id,)).fetchone()
    return GENESIS if row is None else row[0]
