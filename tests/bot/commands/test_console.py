from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from bot.commands import console

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_columns_line_up_whatever_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    console.table(("A", "BB", "C"), [("晨光", "1", "x"), ("web", "é e\u0301", "y")], empty="none")
    assert capsys.readouterr().out.splitlines() == ["A     BB   C", "晨光  1    x", "web   é e\u0301  y"]
    console.table(("A",), [], empty="none")
    assert capsys.readouterr().out == "none\n"


def test_a_cell_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.table(("A",), [("a\n\x1b[31mb\x00  c",)], empty="none")
    assert capsys.readouterr().out == "A\na [31mb c\n"


def test_one_line_ends() -> None:
    assert console.one_line("x" * 10_000) == "x" * 299 + "…"


@pytest.mark.usefixtures("shanghai")
def test_times_say_their_zone() -> None:
    at = datetime(2026, 11, 30, 16, 5, tzinfo=UTC)
    assert console.moment(at) == "2026-12-01 00:05 +08:00"
    assert console.moment(at.timestamp()) == "2026-12-01 00:05 +08:00"
    assert console.moment(at.astimezone(timezone(timedelta(hours=2)))) == "2026-12-01 00:05 +08:00"
    assert console.moment(None) == "-"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "0 s ago"), (59.9, "59 s ago"), (60, "1 min ago"), (7200, "2 h ago"), (200_000, "2 d ago")],
)
def test_ages(seconds: float, words: str) -> None:
    assert console.ago(seconds) == words


def test_money_and_rates() -> None:
    assert [console.cny(each) for each in (None, Decimal(0), Decimal("1234.5"))] == ["-", "0.00 CNY", "1,234.50 CNY"]
    assert [console.percent(each) for each in (None, Decimal("10.50"), Decimal(100))] == ["-", "10.5 %", "100 %"]
