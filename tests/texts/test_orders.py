from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from operations.orders import OrderEntry
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked
from texts.orders import harmless, orders_caption, orders_csv, orders_text

if TYPE_CHECKING:
    from texts import Texts

ENTRY = OrderEntry(
    at=NOW,
    action="renew",
    label="web-1",
    state="done",
    outcome="done",
    price=Decimal("72.00"),
    order_no="A1",
    person="Alice",
    end_before=datetime(2026, 12, 1, 4, tzinfo=UTC),
    end_after=datetime(2027, 1, 1, 4, tzinfo=UTC),
)
BARE = OrderEntry(NOW, "create_new", "", "needs-human", None, None, None, None, None, None)


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_page(en: Texts) -> None:
    entries = [ENTRY, BARE, replace(ENTRY, state="watching", price=None, order_no=None, person=None)]
    assert checked(orders_text(en, entries, page=0, more=False, timezone=ZONE)) == (
        "<b>Orders and operations</b>\n"
        "\n"
        "2026-11-23 14:05 ✅ renewal · web-1\n"
        "  CNY 72.00 · No. A1 · Alice\n"
        "2026-11-23 14:05 ❔ purchase\n"
        "2026-11-23 14:05 🟡 renewal · web-1"
    )


def test_pages_are_numbered_where_there_are_several(en: Texts) -> None:
    assert "page 1" in orders_text(en, [ENTRY], page=0, more=True, timezone=ZONE)
    assert "page 3" in orders_text(en, [ENTRY], page=2, more=False, timezone=ZONE)
    assert checked(orders_text(en, [], page=0, more=False, timezone=ZONE)).endswith("Nothing yet.")


def test_names_are_escaped(t: Texts) -> None:
    text = checked(orders_text(t, [replace(ENTRY, label=EVIL, person=EVIL)], page=0, more=False, timezone=ZONE))
    assert text.count(EVIL_ESCAPED) == 2


def test_captions(en: Texts) -> None:
    assert orders_caption(en, count=3, cut=False) == "Orders and operations, newest first: 3"
    assert orders_caption(en, count=5000, cut=True) == "Orders and operations, newest first: the latest 5,000"


def test_the_file_has_a_mark_for_excel_and_one_line_for_each(t: Texts) -> None:
    data = orders_csv(t, [ENTRY, BARE], timezone=ZONE)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 3
    head, first, second = table(data)
    assert len(head) == len(first) == len(second) == 9
    assert len(set(head)) == 9


def test_the_cells(zh: Texts) -> None:
    _, first, second = table(orders_csv(zh, [ENTRY, BARE], timezone=ZONE))
    assert first == [
        *("2026-11-23T14:05:30+08:00", "web-1", "续费", "已完成", "done", "72.00", "A1"),
        *("2026-12-01T12:00:00+08:00", "2027-01-01T12:00:00+08:00"),
    ]
    assert second == ["2026-11-23T14:05:30+08:00", "", "购买", "结果未知", *[""] * 5]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+1"]
)
def test_no_cell_is_a_formula(en: Texts, cell: str) -> None:
    assert harmless(cell) == "'" + cell
    entry = replace(ENTRY, label=cell, order_no=cell, outcome=cell)
    row = table(orders_csv(en, [entry], timezone=ZONE))[1]
    assert [row[1], row[4], row[6]] == ["'" + cell] * 3


def test_other_cells_stay_as_they_are() -> None:
    for cell in ("", "web-1", "203.0.113.5", "1=1", "'quoted"):
        assert harmless(cell) == cell
