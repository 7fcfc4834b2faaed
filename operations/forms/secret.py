"""Passwords as answers: made by the program, or typed and checked against the rules of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import check_password, generate_password
from engine.passwords import PasswordRule, policies
from operations.errors import BadAnswerError
from operations.forms.form import Choice, Step

if TYPE_CHECKING:
    from operations.forms.form import Filling

GENERATE = "generate"


def _choices(_: Filling) -> list[Choice]:
    return [Choice(value=GENERATE, key="choice-generate")]


def _take(filling: Filling, word: str) -> str:
    kind = filling.line.resources_type if filling.line is not None else None
    broken = check_password(word, kind)
    if broken is None:
        return word
    rules = policies(kind)
    facts: dict[str, str | int] = {}
    if broken is PasswordRule.TOO_SHORT:
        facts["shortest"] = str(max(rule.shortest for rule in rules))
    elif broken is PasswordRule.TOO_LONG:
        facts["longest"] = str(min(rule.longest for rule in rules))
    elif broken in {PasswordRule.NO_SPECIAL, PasswordRule.CHARACTER_NOT_ALLOWED}:
        allowed = [set(rule.specials) for rule in rules]
        facts["specials"] = "".join(sorted(set.intersection(*allowed)))
    raise BadAnswerError(f"password-{broken}", **facts)


def password_step(*, asked: bool = True) -> Step:
    """Return the question for a password; one that is not asked is made by the program unless a person goes to it."""
    default = None if asked else _generated
    return Step(name="password", choices=_choices, take=_take, default=default, secret=True, columns=1)


def _generated(_: Filling) -> str:
    return GENERATE


def password_of(filling: Filling) -> str:
    """Return the password that was chosen; a fresh one where it is to be made."""
    answer = filling.answers["password"]
    return generate_password() if answer == GENERATE else answer
