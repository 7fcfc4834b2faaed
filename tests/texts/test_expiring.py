from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations.renewals import End, MonthOfSoon
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, known
from texts.expiring import expiring_list
from texts.markup import MESSAGE_LIMIT, length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from texts import Texts

DAY = 86400.0
NOTHING_SOON = MonthOfSoon(0, None, 30)


def at(days: float) -> datetime:
    return datetime.fromtimestamp(NOW + days * DAY, UTC)


def end(days: float | None, price: str | None = None, *, kept: float | None = None, alias: str | None = "web-1") -> End:
    """A server that ends in so many days, whose data are kept for so many from now."""
    its = known(alias, end_time=None if days is None else at(days))
    shown = None if price is None else Decimal(price)
    return End(its, shown, renewable=price is not None, kept_until=None if kept is None else at(kept))


def shown(
    t: Texts, *rows: End, total: MonthOfSoon = NOTHING_SOON, page: int = 1, pages: int = 1, timezone: str = ZONE
) -> str:
    return checked(expiring_list(t, rows, total=total, page=page, pages=pages, timezone=timezone, now=NOW))


def row(t: Texts, each: End) -> str:
    return "\n".join(shown(t, each).split("\n")[2:-2])


# 23 November 14:05:30 in Shanghai is now.
@pytest.mark.parametrize(
    ("days", "words"),
    [
        (20, "🟢 <b>web-1</b>: 2026-12-13 14:05 (20 days left)"),
        (14, "🟢 <b>web-1</b>: 2026-12-07 14:05 (14 days left)"),
        (13.9, "🟡 <b>web-1</b>: 2026-12-07 11:41 (13 days left)"),
        (7, "🟡 <b>web-1</b>: 2026-11-30 14:05 (7 days left)"),
        (6.9, "🟠 <b>web-1</b>: 2026-11-30 11:41 (6 days left)"),
        (3, "🟠 <b>web-1</b>: 2026-11-26 14:05 (3 days left)"),
        (2.9, "🔴 <b>web-1</b>: 2026-11-26 11:41 (2 days left)"),
        (0.25, "🔴 <b>web-1</b>: 2026-11-23 20:05 (6 h left)"),
        (0, "⚫ <b>web-1</b>: expired 2026-11-23 14:05 (just now)"),
        (-3, "⚫ <b>web-1</b>: expired 2026-11-20 14:05 (3 days ago)"),
        (None, "⚪ <b>web-1</b>: end date unknown"),
    ],
)
def test_how_near_the_end_is(en: Texts, days: float | None, words: str) -> None:
    assert row(en, end(days)) == words


def test_what_a_month_costs_stands_beside_the_end(en: Texts, zh: Texts) -> None:
    assert row(en, end(20, "1072.5")).endswith(" (20 days left) · a month CNY 1,072.50")
    assert row(zh, end(-3, "8", kept=4)) == (
        "⚫ <b>web-1</b>：已于 2026-11-20 14:05 到期（3 天前） · 每月 8.00 元\n⚠ 数据将于 2026-11-27 14:05 删除。"
    )


def test_until_when_the_data_are_kept_is_said_once_it_is_over(en: Texts) -> None:
    assert row(en, end(-3, kept=4)) == (
        "⚫ <b>web-1</b>: expired 2026-11-20 14:05 (3 days ago)\n⚠ Its data are deleted on 2026-11-27 14:05."
    )
    assert row(en, end(-3, kept=-1)).endswith("\n⚠ Its data may have been deleted since 2026-11-22 14:05.")
    assert "⚠" not in row(en, end(3, kept=10))
    assert "⚠" not in row(en, end(-3))


def test_the_readers_own_zone(en: Texts) -> None:
    assert "2026-12-13 06:05 (20 days left)" in shown(en, end(20), timezone="UTC")


@pytest.mark.parametrize(
    ("total", "english", "chinese"),
    [
        (NOTHING_SOON, "No renewable server ends within 30 days.", "30 天内没有可续费的服务器到期。"),
        (
            MonthOfSoon(1, Decimal(72), 30),
            "Within 30 days 1 renewable server ends; a month costs CNY 72.00 (estimate).",
            "30 天内有 1 台可续费的服务器到期，全部续费一个月共 72.00 元（估算）。",
        ),
        (
            MonthOfSoon(3, Decimal("1072.5"), 30),
            "Within 30 days 3 renewable servers end; a month of all of them costs CNY 1,072.50 (estimate).",
            "30 天内有 3 台可续费的服务器到期，全部续费一个月共 1,072.50 元（估算）。",
        ),
        (
            MonthOfSoon(1, None, 30),
            "Within 30 days 1 renewable server ends; what a month costs is unknown.",
            "30 天内有 1 台可续费的服务器到期，续费一个月的总价未知。",
        ),
        (
            MonthOfSoon(2, None, 30),
            "Within 30 days 2 renewable servers end; what a month of all of them costs is unknown.",
            "30 天内有 2 台可续费的服务器到期，续费一个月的总价未知。",
        ),
    ],
)
def test_what_has_to_be_paid_soon(en: Texts, zh: Texts, total: MonthOfSoon, english: str, chinese: str) -> None:
    assert shown(en, end(20), total=total).endswith(f"\n\n{english}")
    assert shown(zh, end(20), total=total).endswith(f"\n\n{chinese}")


def test_pages_are_counted_where_there_are_several(en: Texts, zh: Texts) -> None:
    assert shown(en, end(20)).startswith("⏳ <b>What ends when</b>\n\n🟢")
    assert shown(en, end(20), page=2, pages=3).startswith("⏳ <b>What ends when</b>\nPage 2 of 3\n\n🟢")
    assert shown(zh, end(20), page=2, pages=3).startswith("⏳ <b>到期时间</b>\n")


def test_none_at_all(en: Texts) -> None:
    assert (
        shown(en) == "⏳ <b>What ends when</b>\n\nThere is no server here.\n\nNo renewable server ends within 30 days."
    )


def test_that_nothing_ends_soon(en: Texts, zh: Texts) -> None:
    for t, words in (
        (en, "Nothing ends within the next 90 days, so there is no picture."),
        (zh, "未来 90 天内没有服务器到期，因此没有图表。"),
    ):
        text = expiring_list(
            t, [end(120)], total=NOTHING_SOON, page=1, pages=1, timezone=ZONE, now=NOW, nothing_soon=True
        )
        assert checked(text).endswith(f"\n{words}")
        assert words not in shown(t, end(20))


def test_names_are_no_markup_and_a_message_holds_them(t: Texts) -> None:
    assert EVIL_ESCAPED in shown(t, end(3, alias=EVIL))
    rows: Sequence[End] = [end(days, "1", kept=days + 1, alias="很&" * 50) for days in (-3, 3, 20)] * 40
    text = shown(t, *rows, total=MonthOfSoon(120, Decimal(1), 30))
    assert length(text) <= MESSAGE_LIMIT
    assert "\n…\n" in text
