"""Time zones as people name them."""

from __future__ import annotations

from operations.admin import validity
from operations.errors import BadAnswerError
from operations.typed_time import normal

TIMEZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Dubai",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Moscow",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
)
"""Offered as buttons; any other can be typed."""
# What people type who do not know the IANA names.
_CITIES = {
    **dict.fromkeys(("北京", "上海", "中国", "beijing", "china"), "Asia/Shanghai"),
    **dict.fromkeys(("香港", "hong kong"), "Asia/Hong_Kong"),
    **dict.fromkeys(("台北", "台湾"), "Asia/Taipei"),
    "新加坡": "Asia/Singapore",
    **dict.fromkeys(("东京", "日本"), "Asia/Tokyo"),
    "首尔": "Asia/Seoul",
    "迪拜": "Asia/Dubai",
    "伦敦": "Europe/London",
    "柏林": "Europe/Berlin",
    "巴黎": "Europe/Paris",
    "莫斯科": "Europe/Moscow",
    "纽约": "America/New_York",
    "洛杉矶": "America/Los_Angeles",
    "悉尼": "Australia/Sydney",
}
_CONTINENTS = ("Asia", "Europe", "America", "Australia", "Africa", "Pacific", "Atlantic", "Indian")


def timezone(words: str) -> str:
    """Return a typed time zone's IANA name: by that name, or by a city's.

    Raises:
        BadAnswerError: there is none such; with the one it is most like, where there is one.
    """
    word = " ".join(words.split())
    known = _CITIES.get(normal(word))
    if known is not None:
        return known
    joined = word.replace(" ", "_")
    for name in (joined, *(f"{continent}/{joined}" for continent in _CONTINENTS)):
        found = validity.known_timezone(name)
        if found is not None:
            return found
    near = validity.close_timezone(joined) or validity.close_timezone(f"Asia/{joined}")
    if near is not None:
        raise BadAnswerError("timezone-near", word=word, near=near)
    raise BadAnswerError("timezone", word=word)
