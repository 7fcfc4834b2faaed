"""Passwords: how they travel and what each kind of line accepts.

The rules are those of the vendor's document at `create_new`, parameter `password`.
"""

from __future__ import annotations

import base64
import binascii
import string
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PasswordRule:
    """What a kind of line accepts; every set in `needed` must be met by at least one character."""

    shortest: int
    longest: int
    needed: tuple[str, ...]
    specials: str

    def accepts(self, password: str) -> bool:
        """Whether the password keeps the rule."""
        return (
            self.shortest <= len(password) <= self.longest
            and set(password) <= set(string.ascii_letters + string.digits + self.specials)
            and all(set(password) & set(kind) for kind in self.needed)
        )


_OWN = "_()~!@#%^*-+={}[];,:./"
_BAIDU = "!@#%^_()"
_TENCENT = "()~!@#%^&+=_"

ZKEYS_RULE = PasswordRule(shortest=8, longest=30, needed=(string.ascii_letters, string.digits), specials=_OWN)
BAIDU_RULE = PasswordRule(shortest=8, longest=15, needed=(string.ascii_letters, string.digits, _BAIDU), specials=_BAIDU)
TENCENT_RULE = PasswordRule(
    shortest=12,
    longest=30,
    needed=(string.ascii_lowercase, string.ascii_uppercase, string.digits, _TENCENT),
    specials=_TENCENT,
)

_RULES = {0: (ZKEYS_RULE,), 1: (ZKEYS_RULE,), 2: (BAIDU_RULE,), 3: (TENCENT_RULE,)}
_NOT_BASE64 = "not base64 of UTF-8"
_UNDOCUMENTED = (ZKEYS_RULE, BAIDU_RULE, TENCENT_RULE)


def accepted(password: str, *, resources_type: int) -> bool:
    """Whether lines of that `resources_type` take the password; undocumented types take what all others take."""
    return all(rule.accepts(password) for rule in _RULES.get(resources_type, _UNDOCUMENTED))


def decoded_password(sent: str) -> str:
    """The password in clear.

    Raises:
        ValueError: the text is not base64 of UTF-8.
    """
    try:
        decoded = base64.b64decode(sent, validate=True)
        password = decoded.decode()
    except (binascii.Error, UnicodeDecodeError):
        # Both quote what they were given.
        raise ValueError(_NOT_BASE64) from None
    # Python lets superfluous padding pass.
    if base64.b64encode(decoded).decode() != sent:
        raise ValueError(_NOT_BASE64)
    return password
