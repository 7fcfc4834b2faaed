"""Encryption of single values: AES-256-GCM, bound to the place where the value is stored. And the audit's codes.

A sealed value is `key id (4) | nonce (12) | ciphertext | tag (16)`. The associated data is `table/row/column`, so that
a ciphertext moved to another row or column does not decrypt. `row` is a natural key known before the insert.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.errors import WrongKeyError

if TYPE_CHECKING:
    from collections.abc import Sequence

MINIMUM_KEY_CHARACTERS = 16
KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_INFO = b"apabot store aes-256-gcm 1"
_AUDIT_INFO = b"apabot audit hmac-sha256 1"


class Keyring:
    """The keys of a store: the first one encrypts, all decrypt.

    Args:
        keys: Entries of `SECRET_KEY`, each at least 16 characters. Each derives its own 32 bytes (HKDF-SHA256).

    Raises:
        ValueError: There is no key, or one is too short.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one secret key is needed")
        if any(len(key) < MINIMUM_KEY_CHARACTERS for key in keys):
            raise ValueError(f"each secret key needs at least {MINIMUM_KEY_CHARACTERS} characters")
        derived = [_derive(key, _INFO) for key in keys]
        ids = [hashlib.sha256(key).digest()[:KEY_ID_BYTES] for key in derived]
        self._ciphers = {key_id: AESGCM(key) for key_id, key in zip(ids, derived, strict=True)}
        self._audit_keys = {key_id: _derive(key, _AUDIT_INFO) for key_id, key in zip(ids, keys, strict=True)}
        self.primary = ids[0]

    def __repr__(self) -> str:
        return f"<Keyring of {len(self._ciphers)}>"

    def __contains__(self, key_id: bytes) -> bool:
        return key_id in self._ciphers

    def seal(self, value: bytes, table: str, row: object, column: str) -> bytes:
        """Encrypt a value for one place, with the first key and a fresh random nonce."""
        nonce = os.urandom(_NONCE_BYTES)
        return self.primary + nonce + self._ciphers[self.primary].encrypt(nonce, value, _place(table, row, column))

    def open(self, sealed: bytes, table: str, row: object, column: str) -> bytes:
        """Decrypt a value that was sealed for this place.

        Raises:
            WrongKeyError: The key is not on the ring, or the value was changed or moved here from another place.
        """
        cipher = self._ciphers.get(sealed[:KEY_ID_BYTES])
        if cipher is None:
            raise WrongKeyError(
                f"{table}.{column} needs a key that is not in SECRET_KEY; add the former key to the end"
            )
        nonce, body = sealed[KEY_ID_BYTES : KEY_ID_BYTES + _NONCE_BYTES], sealed[KEY_ID_BYTES + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, body, _place(table, row, column))
        except (InvalidTag, ValueError) as error:
            raise WrongKeyError(f"{table}.{column} does not decrypt: it was changed; restore a backup") from error

    def code(self, message: bytes, key_id: bytes) -> bytes:
        """The audit's authentication code of a message (HMAC-SHA256, 32 bytes), under a key that is on the ring."""
        return hmac.digest(self._audit_keys[key_id], message, "sha256")

    def fits(self, message: bytes, key_id: bytes, code: bytes) -> bool:
        """Tell whether a code is this message's; False, too, where its key is not on the ring."""
        return key_id in self and hmac.compare_digest(self.code(message, key_id), code)

    def seal_text(self, value: str, table: str, row: object, column: str) -> bytes:
        """Encrypt a text for one place."""
        return self.seal(value.encode(), table, row, column)

    def open_text(self, sealed: bytes, table: str, row: object, column: str) -> str:
        """Decrypt a text; see `open`."""
        return self.open(sealed, table, row, column).decode()


def _derive(key: str, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())


def _place(table: str, row: object, column: str) -> bytes:
    return f"{table}/{row}/{column}".encode()
