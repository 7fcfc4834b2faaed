"""The rules for passwords, and a generator whose passwords satisfy all of them."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from enum import StrEnum

SPECIALS = "!@#%^_()"
"""Allowed by every rule."""
GENERATED_LENGTH = 15


class PasswordRule(StrEnum):
    """What a password breaks."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    CHARACTER_NOT_ALLOWED = "character_not_allowed"
    NO_LETTER = "no_letter"
    NO_LOWER_CASE = "no_lower_case"
    NO_UPPER_CASE = "no_upper_case"
    NO_DIGIT = "no_digit"
    NO_SPECIAL = "no_special"


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """The rules of one kind of line (vendor's document, ``create_new``, ``password``)."""

    shortest: int
    longest: int
    specials: str
    special_required: bool = False
    both_cases_required: bool = False


ZKEYS = Policy(shortest=8, longest=30, specials="_()~!@#%^*-+={}[];,:./")
BAIDU = Policy(shortest=8, longest=15, specials=SPECIALS, special_required=True)
TENCENT = Policy(shortest=12, longest=30, specials="()~!@#%^&+=_", special_required=True, both_cases_required=True)

_POLICIES = {0: (ZKEYS,), 1: (ZKEYS,), 2: (BAIDU,), 3: (TENCENT,)}
_ALL = (ZKEYS, BAIDU, TENCENT)


def policies(resources_type: int | None) -> tuple[Policy, ...]:
    """List the rules that hold on a line of this ``resources_type``; all of them where it is unknown."""
    return _ALL if resources_type is None else _POLICIES.get(resources_type, _ALL)


def check_password(password: str, resources_type: int | None) -> PasswordRule | None:
    """Say which rule a password breaks first, None if it is good.

    Args:
        password: As typed.
        resources_type: The line's. Types 4, 5 and later ones are undocumented, like that of an unknown line: there only
            a password that satisfies every rule is good.
    """
    return next((rule for policy in policies(resources_type) if (rule := _broken(password, policy))), None)


def generate_password() -> str:
    """Make a random password that is good on every line: 15 characters of all four kinds."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, SPECIALS)
    characters = [secrets.choice(kind) for kind in kinds]
    every = "".join(kinds)
    characters += [secrets.choice(every) for _ in range(GENERATED_LENGTH - len(characters))]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)


def _broken(password: str, policy: Policy) -> PasswordRule | None:
    found = set(password)
    lower, upper = found & set(string.ascii_lowercase), found & set(string.ascii_uppercase)
    digits, specials = found & set(string.digits), found & set(policy.specials)
    broken = (
        (len(password) < policy.shortest, PasswordRule.TOO_SHORT),
        (len(password) > policy.longest, PasswordRule.TOO_LONG),
        (bool(found - lower - upper - digits - specials), PasswordRule.CHARACTER_NOT_ALLOWED),
        (not lower and not upper, PasswordRule.NO_LETTER),
        (policy.both_cases_required and not lower, PasswordRule.NO_LOWER_CASE),
        (policy.both_cases_required and not upper, PasswordRule.NO_UPPER_CASE),
        (not digits, PasswordRule.NO_DIGIT),
        (policy.special_required and not specials, PasswordRule.NO_SPECIAL),
    )
    return next((rule for is_broken, rule in broken if is_broken), None)
