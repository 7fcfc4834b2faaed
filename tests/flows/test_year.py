"""A year of reminders on a clock of the test's own; see `tests/flows/year/`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from operations import reminders, rounds
from operations.chat_time import ChatTime
from store import ends
from store import reminders as kept
from store.rounds import ExpiryMark, Rounds
from tests.flows.year.life import live

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path
    from sqlite3 import Connection

    from operations.services import Services
    from store import EndRow, HeldRound, Stage, Window

DAY = 86400.0


@pytest.mark.timeout(900)  # half a minute on a core of its own
async def test_a_year_of_a_thousand_servers(tmp_path: Path) -> None:
    oracle = await live(tmp_path / "apabot.db", seed=1, servers=1000, chats=60, days=366, troubles=24)
    assert oracle.wrong == []
    assert oracle.heard > 4000


async def season(path: Path, *, until: str = "") -> list[str]:
    """Live through three months with more trouble than that; `until`: no longer than until that is found wrong."""
    oracle = await live(path, seed=5, servers=160, chats=8, days=90, troubles=40, until=until)
    return oracle.wrong


async def test_a_season_of_much_trouble(tmp_path: Path) -> None:
    assert await season(tmp_path / "apabot.db") == []


def dedupe_off(patch: pytest.MonkeyPatch) -> None:
    def every_time(connection: Connection, chat_id: int, end: EndRow, now: float) -> bool:
        return True

    once = "NOT EXISTS (SELECT 1 FROM reminders WHERE"
    assert once in ends._DUE
    patch.setattr(ends, "_DUE", ends._DUE.replace(once, f"TRUE OR {once}"))
    patch.setattr(kept, "_is_fresh", every_time)


def quiet_hours_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ChatTime, "awake", lambda self, at: at)


def stages_off_by_a_day(patch: pytest.MonkeyPatch) -> None:
    right = rounds.windows

    def wrong(time: ChatTime, stages: Collection[Stage], now: float, *, whole: bool = True) -> list[Window]:
        found = right(time, stages, now, whole=whole)
        return [
            each if each.stage == "expired" else replace(each, from_at=each.from_at + DAY, until_at=each.until_at + DAY)
            for each in found
        ]

    patch.setattr(rounds, "windows", wrong)
    patch.setattr(reminders, "windows", wrong)


def mark_lost_at_a_restart(patch: pytest.MonkeyPatch) -> None:
    read, write = Rounds.expiry_marks, Rounds.hasten_rounds
    known: dict[tuple[int, int], float] = {}

    def of_this_process(self: Rounds) -> list[ExpiryMark]:
        return [replace(each, told_until=known.get((id(self), each.account_id))) for each in read(self)]

    async def remembered(self: Rounds, marks: Mapping[int, float], sooner: Mapping[int, float]) -> None:
        known.update({(id(self), account_id): until for account_id, until in marks.items()})
        await write(self, marks, sooner)

    patch.setattr(Rounds, "expiry_marks", of_this_process)
    patch.setattr(Rounds, "hasten_rounds", remembered)


def told_before_the_list_is_read(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rounds, "PATIENCE", 0.0)


def what_was_renewed_is_told_all_the_same(patch: pytest.MonkeyPatch) -> None:
    same = "servers.ends_at = told.ends_at"
    assert same in kept._STANDING
    patch.setattr(kept, "_STANDING", kept._STANDING.replace(same, "TRUE"))


def a_missed_round_is_let_go(patch: pytest.MonkeyPatch) -> None:
    right = rounds._round

    def late(services: Services, row: object, unread: Collection[int], now: float) -> HeldRound:
        found = right(services, row, unread, now)  # type: ignore[arg-type] # handed on
        missed = now - (found.row.done_at or now) > 1.2 * DAY
        return replace(found, ends=()) if found.whole and missed else found

    patch.setattr(rounds, "_round", late)


def late_ones_are_repeated(patch: pytest.MonkeyPatch) -> None:
    def both(connection: Connection, chat_id: int, notice_id: int, at: float, end: EndRow) -> bool:
        return True

    patch.setattr(kept, "_take", both)


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        (dedupe_off, "twice"),
        (quiet_hours_ignored, "in the quiet hours"),
        (stages_off_by_a_day, "not told"),
        (mark_lost_at_a_restart, "not told"),
        (told_before_the_list_is_read, "wrong days"),
        (what_was_renewed_is_told_all_the_same, "wrong days"),
        (a_missed_round_is_let_go, "not told"),
        (late_ones_are_repeated, "twice"),
    ],
)
async def test_what_is_broken_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Callable[[pytest.MonkeyPatch], None], found: str
) -> None:
    broken(monkeypatch)
    wrong: Sequence[str] = await season(tmp_path / "apabot.db", until=found)
    assert any(each.startswith(found) for each in wrong)
