from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from operations import aliases
from operations.errors import BadAliasError
from operations.server_filters import TOKENS
from tests.texts.samples import NOW, known

DAY = 86400.0


def fits(token: str, **changes: Any) -> bool:
    return TOKENS[token](known(**changes), NOW)


def test_there_are_four_in_the_order_of_their_buttons() -> None:
    assert list(TOKENS) == ["@run", "@off", "@soon", "@fav"]


@pytest.mark.parametrize("token", TOKENS)
def test_no_alias_is_taken_for_one(token: str) -> None:
    with pytest.raises(BadAliasError):
        aliases.checked(token)


# One that is locked is neither, and so is what the engine did not tell.
@pytest.mark.parametrize(
    ("status", "running", "off"), [(1, True, False), (-1, False, True), (-2, False, False), (None, False, False)]
)
def test_running_and_off(status: int | None, *, running: bool, off: bool) -> None:
    assert fits("@run", run_status=status) is running
    assert fits("@off", run_status=status) is off


@pytest.mark.parametrize(
    ("days", "soon"), [(-400, True), (-1, True), (0, True), (6.99, True), (7, True), (7.01, False), (30, False)]
)
def test_ending_within_a_week_or_ended(days: float, *, soon: bool) -> None:
    assert fits("@soon", end_time=datetime.fromtimestamp(NOW + days * DAY, UTC)) is soon


def test_an_unknown_end_is_not_soon() -> None:
    assert not fits("@soon", end_time=None)


def test_favourites() -> None:
    assert not fits("@fav")
    assert TOKENS["@fav"](replace(known(), favourite=True), NOW)
