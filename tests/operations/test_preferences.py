from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations import preferences
from operations.chat_time import ChatTime
from operations.errors import BadAnswerError, NotAllowedError
from operations.preferences import ChatSettings, quiet_hours
from store import PreferencesRow
from tests.operations.conftest import ALICE, BOB, TEAM

if TYPE_CHECKING:
    from tests.operations.conftest import World


@pytest.mark.parametrize(
    ("quiet", "chosen", "at"),
    [
        (None, 3, 3),
        ((22, 8), 10, 10),
        ((22, 8), 7, 8),
        ((22, 8), 22, 8),
        ((22, 8), 8, 8),
        ((9, 12), 9, 12),
        ((0, 8), 0, 8),
    ],
)
def test_reminders_come_when_the_quiet_hours_are_over(quiet: tuple[int, int] | None, chosen: int, at: int) -> None:
    settings = ChatSettings(
        told=PreferencesRow(reminder_hour=chosen),
        clock=ChatTime("Asia/Shanghai", quiet),
        servers=True,
        staff=False,
        muted=0,
        open_windows=0,
        coming_windows=0,
        now=0.0,
    )
    assert settings.after_quiet(chosen) == at


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        *(("22-9", "22-9"), ("22 - 09", "22-9"), ("22:00–9:00", "22-9"), ("22 to 9", "22-9"), ("２２点至９点", "22-9")),
        *(("none", None), ("OFF", None), ("关闭", None)),
    ],
)
def test_quiet_hours(words: str, kept: str | None) -> None:
    assert quiet_hours(words) == kept


@pytest.mark.parametrize("words", ["", "22", "22-22", "24-8", "22-9-10", "a-b", "22:30-9", "-22-9", "\x00"])
def test_what_are_no_quiet_hours(words: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        quiet_hours(words)
    assert caught.value.problem == "quiet-hours"


async def test_only_an_owner_changes_and_only_what_there_is(world: World) -> None:
    services = world.services
    await world.members(owners=(ALICE,), operators=(BOB,))
    operator, owner = world.actor(BOB, TEAM), world.actor(ALICE, TEAM)
    for change in (
        preferences.set_stages(services, operator, {"7"}),
        preferences.set_stage(services, operator, "7", on=False),
        preferences.set_hour(services, operator, "9"),
        preferences.set_kinds(services, operator, ()),
        preferences.set_night(services, operator, "loud"),
        preferences.set_all(services, operator, on=False),
        preferences.set_quiet_hours(services, operator, "22-9"),
        preferences.set_timezone(services, operator, "UTC"),
        preferences.set_digest(services, operator, "9"),
    ):
        with pytest.raises(NotAllowedError):
            await change
    for change, problem in (
        (preferences.set_stages(services, owner, {"5"}), "stages"),  # type: ignore[arg-type] # junk on purpose
        (preferences.set_stage(services, owner, "5", on=True), "stages"),
        (preferences.set_kinds(services, owner, {"fire"}), "alarms"),  # type: ignore[arg-type] # likewise
        (preferences.set_kind(services, owner, "fire", on=True), "alarms"),
        (preferences.set_night(services, owner, "never"), "night"),
        (preferences.set_digest(services, owner, "9"), "no-staff-chat"),
    ):
        with pytest.raises(BadAnswerError) as caught:
            await change
        assert caught.value.problem == problem
    assert world.store.preferences(TEAM) == PreferencesRow()


async def test_a_staff_chat_without_servers(world: World) -> None:
    staff = (await world.staff_chat()).actor
    for change in (
        preferences.set_stages(world.services, staff, ()),
        preferences.set_hour(world.services, staff, "9"),
        preferences.set_kind(world.services, staff, "off", on=False),
        preferences.set_all(world.services, staff, on=False),
    ):
        with pytest.raises(BadAnswerError) as caught:
            await change
        assert caught.value.problem == "no-servers-here"
    await preferences.set_night(world.services, staff, "loud")
    await preferences.set_digest(world.services, staff, "18")
    settings = preferences.of(world.services, staff)
    assert (settings.servers, settings.staff, settings.told.digest_hour) == (False, True, 18)
