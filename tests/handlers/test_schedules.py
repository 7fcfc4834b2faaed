from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations import schedule_runs
from sandbox.engine import Fault
from tests.handlers.asking import staffed
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat, Person
    from store import ScheduleRow
    from tests.handlers.scene import Scene

DAY = 86400.0


async def planned(
    scene: Scene, text: str = "web-1 restart daily 03:00", person: Person | None = None, chat: Chat | None = None
) -> ScheduleRow:
    who = person or scene.alice
    shown = await scene.ask(who, f"/schedule {text}", chat)
    await scene.tap(who, shown, "scy:")
    return scene.store.schedules(chat.id if chat is not None else who.id)[-1]


def now(scene: Scene, row: ScheduleRow) -> ScheduleRow:
    found = scene.store.schedule(row.id)
    assert found is not None
    return found


async def passed(scene: Scene, row: ScheduleRow, *, late: float = 5) -> list[BotMessage]:
    """Let a schedule's time come; return what its chat is told."""
    due = now(scene, row).next_at
    assert due is not None
    scene.clock.advance(due + late - scene.clock.now())
    chat = next(each for each in (*scene.telegram.world.chats.values(),) if each.id == row.chat_id)
    before = len(scene.messages(chat))
    for _ in range(5):
        await schedule_runs.run_due(scene.services)
        await scene.drive()
        scene.clock.advance(31)
    await scene.noticer.deliver_due()
    return scene.messages(chat)[before:]


async def test_the_list_and_one_of_it(scene: Scene) -> None:
    row = await planned(scene)
    await planned(scene, "web-1,web-2 stop mon,wed 22:30")
    shown = await scene.ask(scene.alice, "/schedule")
    assert shown.text.splitlines() == [
        "⏰ 2 schedules",
        "• web-1: restart, every day at 03:00",
        "• web-1 and 1 more: stop, every Monday and Wednesday at 22:30",
    ]
    assert labels(shown) == [
        "web-1 · restart",
        "web-1 and 1 more · stop",
        "➕ New schedule",
        "🏠 Home",
    ]
    await scene.tap(scene.alice, shown, f"sco:{row.id}")
    assert shown.text.splitlines() == [
        "⏰ Restart · every day at 03:00",
        "Servers: web-1",
        "Next: Saturday 2027-01-16 03:00 · Sunday 2027-01-17 03:00 · Monday 2027-01-18 03:00",
        "If the bot was away at that time, you are told, and it is not made up for.",
    ]
    assert labels(shown) == ["⏸ Pause", "🗑 Delete", "Missed: only tell", "⏰ Schedules"]


async def test_pages(scene: Scene) -> None:
    for hour in range(9):
        await planned(scene, f"web-1 restart daily {hour}:00")
    shown = await scene.ask(scene.alice, "/schedule")
    assert shown.text.startswith("⏰ 9 schedules")
    assert len([data for data in all_data(shown) if data.startswith("sco:")]) == 8
    await scene.tap(scene.alice, shown, "scl:1")
    assert len([data for data in all_data(shown) if data.startswith("sco:")]) == 1


async def test_paused_it_rests_and_goes_on_from_its_next_time(scene: Scene) -> None:
    row = await planned(scene)
    shown = await scene.ask(scene.alice, "/schedule")
    await scene.tap(scene.alice, shown, "sco:")
    await scene.tap(scene.alice, shown, "scp:")
    assert "⏸ Paused." in shown.text
    assert "▶ Resume" in labels(shown)
    scene.clock.advance(3 * DAY)
    await schedule_runs.run_due(scene.services)
    assert scene.store.last_run(row.id) is None
    listed = await scene.ask(scene.alice, "/schedule")
    assert "⏸ web-1: restart" in listed.text
    await scene.tap(scene.alice, listed, "sco:")
    await scene.tap(scene.alice, listed, "scp:")
    assert "Next: Tuesday 2027-01-19 03:00" in listed.text


async def test_one_that_is_over_cannot_be_resumed(scene: Scene) -> None:
    row = await planned(scene, "web-1 restart tomorrow 03:00")
    shown = await scene.ask(scene.alice, "/schedule")
    await scene.tap(scene.alice, shown, "sco:")
    await scene.tap(scene.alice, shown, "scp:")
    scene.clock.advance(3 * DAY)
    shown = await scene.ask(scene.alice, "/schedule")
    await scene.tap(scene.alice, shown, "sco:")
    answer = await scene.tap(scene.alice, shown, "scp:")
    assert "is over already" in (answer.text or "")
    assert now(scene, row).paused_at is not None


async def test_what_becomes_of_missed_runs_is_turned(scene: Scene) -> None:
    row = await planned(scene)
    shown = await scene.ask(scene.alice, "/schedule")
    await scene.tap(scene.alice, shown, "sco:")
    await scene.tap(scene.alice, shown, "scm:")
    assert "Missed: do it late" in labels(shown)
    assert "it is done once afterwards" in shown.text
    assert now(scene, row).missed == "run"


async def test_a_double_tap_is_one(scene: Scene) -> None:
    row = await planned(scene)
    shown = await scene.ask(scene.alice, "/schedule")
    await scene.tap(scene.alice, shown, "sco:")
    pause, late = data_of(shown, "scp:"), data_of(shown, "scm:")
    assert (pause, late) == (f"scp:{row.id}:1", f"scm:{row.id}:run")
    for data in (pause, pause, late, late):
        await scene.press(scene.alice, shown, data)
    assert now(scene, row).paused_why == "person"
    assert now(scene, row).missed == "run"
    resume = data_of(shown, "scp:")
    for _ in range(2):
        await scene.press(scene.alice, shown, resume)
    assert now(scene, row).paused_at is None
    # What old screens carry wants nothing.
    await scene.press(scene.alice, shown, f"scp:{row.id}")
    assert now(scene, row).paused_at is None


async def test_deleting_asks_first(scene: Scene) -> None:
    row = await planned(scene)
    shown = await scene.ask(scene.alice, "/schedule")
    await scene.tap(scene.alice, shown, "sco:")
    await scene.tap(scene.alice, shown, "scd:")
    assert shown.text.startswith("Delete this schedule? What it has made stays.\n⏰ Restart")
    await scene.tap(scene.alice, shown, "sco:")
    assert now(scene, row).ended_at is None
    await scene.tap(scene.alice, shown, "scd:")
    yes = data_of(shown, "scx:")
    await scene.press(scene.alice, shown, yes)
    assert now(scene, row).ended_how == "deleted"
    assert shown.text.startswith("🗑 Deleted. What it has made stays.\n\n⏰ No schedule yet.")
    answer = await scene.press(scene.alice, shown, yes)
    assert answer is not None
    assert answer.text == "This schedule is over, or was deleted."


async def test_another_chats_schedules_do_not_exist_here(scene: Scene) -> None:
    row = await planned(scene)
    shown = await scene.ask(scene.bob, "/schedule")
    for verb in ("sco", "scp", "scm", "scd", "scx"):
        answer = await scene.press(scene.bob, shown, f"{verb}:{row.id}")
        assert answer is not None
        assert answer.text == "这个定时任务已经结束或被删除。"
    assert now(scene, row).paused_at is None
    assert now(scene, row).ended_at is None


async def test_an_operator_cannot_change_an_owners_snapshots(scene: Scene) -> None:
    await planned(scene, "web-1 snapshot daily 03:00 7d keep 2", chat=scene.team)
    shown = await scene.ask(scene.oscar, "/schedule", scene.team)
    await scene.tap(scene.oscar, shown, "sco:")
    assert "Set by Alice" in shown.text
    assert labels(shown) == ["⏰ Schedules"]
    row = scene.store.schedules(scene.team.id)[0]
    answer = await scene.press(scene.oscar, shown, f"scp:{row.id}:1")
    assert answer is not None
    assert (answer.text or "").startswith("This needs the role “owner”")
    assert now(scene, row).paused_at is None


async def test_a_run_that_went_well_is_one_quiet_line(scene: Scene) -> None:
    row = await planned(scene, "web-1,web-2 restart daily 03:00")
    (told,) = await passed(scene, row)
    assert told.text.splitlines() == [
        "⏰ ✅ web-1, web-2: restart · every day at 03:00",
        "Next: Sunday 2027-01-17 03:00",
    ]
    assert told.silent
    assert scene.executed("restart") == 2
    await scene.tap(scene.alice, told, "new:sco:")
    assert "Last run: Saturday 2027-01-16 03:00" in scene.messages(scene.alice)[-1].text


async def test_trouble_is_one_loud_message_with_all_servers(scene: Scene) -> None:
    row = await planned(scene, "web-1,cache-1 restart daily 03:00")
    scene.engine.fail_next(Fault.REFUSE("系统维护中"), action="restart")
    (told,) = await passed(scene, row)
    lines = told.text.splitlines()
    assert lines[0] == "⏰ Restart · every day at 03:00"
    assert lines[1] == "❌ cache-1 · it is off"
    assert lines[2].startswith("❌ web-1 · ")
    assert "系统维护中" in lines[2]
    assert "@reseller" in told.text
    assert not told.silent


@pytest.mark.parametrize(("night", "silent"), [("silent", True), ("loud", False)])
async def test_trouble_in_quiet_hours_goes_by_the_chats_choice(scene: Scene, night: str, silent: bool) -> None:
    await scene.store.set_chat(scene.alice.id, quiet_hours="22-9")
    await scene.store.set_preferences(scene.alice.id, night=night)  # type: ignore[arg-type] # one of the literals
    row = await planned(scene, "cache-1 restart daily 03:00")
    (told,) = await passed(scene, row)
    assert "it is off" in told.text
    assert told.silent is silent


async def test_trouble_may_wait_for_the_morning(scene: Scene) -> None:
    await scene.store.set_chat(scene.alice.id, quiet_hours="22-9")
    await scene.store.set_preferences(scene.alice.id, night="wait")
    row = await planned(scene, "cache-1 restart daily 03:00")
    assert await passed(scene, row) == []
    scene.clock.advance(6 * 3600)
    before = len(scene.messages(scene.alice))
    await scene.noticer.deliver_due()
    assert "it is off" in scene.messages(scene.alice)[before].text


async def test_what_was_missed_is_told(scene: Scene) -> None:
    row = await planned(scene)
    (told,) = await passed(scene, row, late=2 * DAY + 3600)
    assert told.text.splitlines() == [
        "⏰ Restart · every day at 03:00",
        "⚠ Missed: it was due 3 times since Saturday 2027-01-16 03:00 while the bot was away. No run was made up for.",
        "Next: Tuesday 2027-01-19 03:00",
    ]
    assert scene.executed("restart") == 0


async def test_what_was_made_up_for_is_told(scene: Scene) -> None:
    row = await planned(scene)
    await scene.store.set_missed(row.id, "run")
    (told,) = await passed(scene, row, late=2 * DAY + 3600)
    assert "It was due on Saturday 2027-01-16 03:00. The bot was away, so it was done now, once." in told.text
    assert scene.executed("restart") == 1


async def test_the_end_of_one_without_servers_is_told(scene: Scene) -> None:
    await planned(scene)
    await scene.store.unassign(scene.account_id, scene.made.servers["web-1"])
    await scene.noticer.deliver_due()
    assert scene.messages(scene.alice)[-1].text == (
        "⏰ Restart · every day at 03:00\nThis schedule has ended: none of its servers is yours here any more."
    )


async def test_who_lost_the_role_is_told_with_the_pause(scene: Scene) -> None:
    row = await planned(scene, person=scene.oscar, chat=scene.team)
    await scene.store.set_member(scene.team.id, scene.oscar.id, "viewer")
    (told,) = await passed(scene, row)
    assert "whoever set it may not do this here any more" in told.text
    assert "⏸ Paused" in told.text


async def test_a_no_to_a_run_is_told_once(scene: Scene) -> None:
    desk = await staffed(scene)
    row = await planned(scene, "web-1 snapshot daily 03:00 7d keep 2")
    assert await passed(scene, row) == []
    (approval,) = scene.store.open_approvals()
    await scene.store.end_approval(approval.id, "declined", decided_by=scene.rita.id, decided_chat=desk.id)
    before = len(scene.messages(scene.alice))
    await schedule_runs.run_due(scene.services)
    await scene.noticer.deliver_due()
    told = scene.messages(scene.alice)[before:]
    assert len(told) == 1
    assert "snapshot" in told[0].text


async def test_a_move_to_a_supergroup_takes_schedules_along(scene: Scene) -> None:
    row = await planned(scene, chat=scene.team)
    await scene.store.migrate_chat(scene.team.id, -100999)
    assert now(scene, row).chat_id == -100999


async def test_a_schedule_of_another_zone_says_so(scene: Scene) -> None:
    await planned(scene)
    await scene.store.set_chat(scene.alice.id, timezone="Europe/Berlin")
    shown = await scene.ask(scene.alice, "/schedule")
    assert "every day at 03:00 (Asia/Shanghai)" in shown.text
