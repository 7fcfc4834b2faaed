"""What may be entered, and what looks like a slip: refusals raise, doubts are returned as a line to show."""

from __future__ import annotations

import difflib
import ipaddress
import re
import zoneinfo
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING

from operations.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_LABEL = 64
LONGEST_VALUE = 128
# CNY or percent: more is a slip of the finger, not a limit or a mark-up.
_LARGEST_MONEY = Decimal(10_000_000)
_LARGEST_PERCENT = Decimal(1000)
# Telegram's ids fit 52 bits (https://core.telegram.org/bots/api#chat).
_LARGEST_ID = 2**52

_GUID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{5,63}")
_MAINLAND_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_FOREIGN_MOBILE = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_IDNUM = re.compile(r"\d{17}[\dX]", re.ASCII)
_QUIET = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)
_HOURS = 24
# GB 11643-1999: weights of the 17 digits, and the check digit for each remainder of 11 (ISO 7064 MOD 11-2).
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CARD_LENGTHS = range(12, 20)


def label(text: str, *, what: str) -> str:
    """Return a name of ours as it will be kept.

    Args:
        text: what was typed.
        what: what it names, for the error: "account", "label".
    """
    text = text.strip()
    if not text or len(text) > LONGEST_LABEL or not text.isprintable() or text.startswith("-"):
        raise BadInputError(f"the {what} must have 1 to {LONGEST_LABEL} printable characters and not begin with '-'")
    return text


def value(text: str, *, what: str) -> str:
    """Return a personal value trimmed; it is not repeated in the error."""
    text = text.strip()
    if not text or len(text) > LONGEST_VALUE or not text.isprintable():
        raise BadInputError(f"{what} must have 1 to {LONGEST_VALUE} printable characters")
    return text


def guid(text: str) -> str:
    """Return a server's guid: 16 digits or the 36 characters of a UUID, as the engine writes them, or alike."""
    text = text.strip()
    if _GUID.fullmatch(text) is None:
        raise BadInputError(f"{shortened(text)!r} is not a server's guid")
    return text


def mobile(text: str) -> str:
    """Return a mobile number without blanks and hyphens: mainland, or with `+` and the country's code."""
    text = re.sub(r"[\s-]", "", text)
    if _MAINLAND_MOBILE.fullmatch(text) or _FOREIGN_MOBILE.fullmatch(text):
        return text
    raise BadInputError("the mobile number must have 11 digits, or begin with + and the country's code")


def ip(text: str) -> str:
    """Return an IP address in its usual form."""
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        raise BadInputError("the IP must be an address such as 203.0.113.7 or 2001:db8::7") from None


def money(text: str, *, what: str) -> Decimal:
    """Return an amount in CNY, at most two decimals."""
    amount = _decimal(text, what=what, largest=_LARGEST_MONEY)
    if amount != round(amount, 2):
        raise BadInputError(f"{what} has more than two decimals")
    return round(amount, 2)


def percent(text: str) -> Decimal:
    """Return a mark-up in percent."""
    amount = _decimal(text, what="the mark-up", largest=_LARGEST_PERCENT)
    if amount != round(amount, 4):
        raise BadInputError("the mark-up has more than four decimals")
    return amount


def _decimal(text: str, *, what: str, largest: Decimal) -> Decimal:
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    # Decimal also takes "NaN", "Infinity" and "1e999999".
    if not amount.is_finite() or not 0 <= amount <= largest or len(text) > LONGEST_LABEL:
        raise BadInputError(f"{what} must be a number from 0 to {largest}")
    return amount


def telegram_id(number: int, *, what: str) -> int:
    """Return an id of Telegram's: positive for a person, negative for a group."""
    if not 0 < abs(number) < _LARGEST_ID:
        raise BadInputError(f"{what} is not an id of Telegram's; /whoami in the chat shows it")
    return number


def timezone(name: str) -> str:
    """Return the name of a time zone, as IANA spells it."""
    known = known_timezone(name)
    if known is not None:
        return known
    near = close_timezone(name)
    hint = f"; did you mean {near}?" if near else "; use a name such as Asia/Shanghai"
    raise BadInputError(f"{shortened(name)!r} is not a time zone{hint}")


def known_timezone(name: str) -> str | None:
    """Return a time zone's name as IANA spells it, however it is capitalised; None for none."""
    return _timezones().get(name.casefold())


def close_timezone(name: str) -> str | None:
    """Return the time zone that a name is most like, if any is like it."""
    near = difflib.get_close_matches(shortened(name).casefold(), _timezones(), n=1, cutoff=0.8)
    return _timezones()[near[0]] if near else None


@cache
def _timezones() -> dict[str, str]:
    """Return all names by their lower-case form; reading them from the disk takes some milliseconds."""
    return {name.casefold(): name for name in sorted(zoneinfo.available_timezones())}


def quiet_hours(text: str) -> str | None:
    """Return `from-to` in whole hours of the chat's own time, such as "22-9"; None for the word none."""
    text = text.strip().lower()
    if text == "none":
        return None
    match = _QUIET.fullmatch(text)
    if match is not None:
        begin, end = int(match[1]), int(match[2])
        if begin < _HOURS and end < _HOURS and begin != end:
            return f"{begin}-{end}"
    raise BadInputError("quiet hours are two different hours from 0 to 23, such as 22-9, or none")


def idnum_doubt(idnum: str) -> str | None:
    """Return why an ID number looks mistyped; None where it is right. Passports are no ID numbers and may be meant."""
    idnum = idnum.upper()
    if _IDNUM.fullmatch(idnum) is None:
        return "the ID number is not one of 18 characters (GB 11643); right for a passport, else mistyped"
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, idnum, strict=False)) % 11
    if idnum[-1] != _CHECK_DIGITS[remainder]:
        return "the ID number's check digit does not fit (GB 11643): it is probably mistyped"
    return None


def card_doubt(card: str) -> str | None:
    """Return why a bank card's number looks mistyped (Luhn); None where it is right."""
    digits = re.sub(r"[\s-]", "", card)
    if not (digits.isascii() and digits.isdigit() and len(digits) in _CARD_LENGTHS):
        return "the bank account is not a card number of 12 to 19 digits"
    total = sum(
        int(digit) if place % 2 == 0 else sum(divmod(2 * int(digit), 10)) for place, digit in enumerate(digits[::-1])
    )
    return "the bank card's check digit does not fit (Luhn): it is probably mistyped" if total % 10 else None


def shortened(text: str, longest: int = 40) -> str:
    """Return what was typed as far as an error may repeat it."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def joined(problems: Iterable[str], *, most: int = 5) -> str:
    """Return several problems as one line; many are counted."""
    problems = list(problems)
    more = len(problems) - most
    return "; ".join(problems[:most]) + (f"; and {more} more" if more > 0 else "")
