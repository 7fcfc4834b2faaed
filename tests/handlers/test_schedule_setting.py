from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Fault
from tests.handlers.asking import staffed
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from store import ScheduleRow
    from tests.handlers.scene import Scene

# The scene begins on Friday, 15 January 2027, at 16:00 in Shanghai.
RUNS = "Next: Sunday 2027-01-17 03:00 · Sunday 2027-01-24 03:00 · Sunday 2027-01-31 03:00"


@pytest.fixture
async def catalogued(scene: Scene) -> None:
    engine = scene.services.engines.of(scene.account_id)
    await scene.services.catalogue.refresh(scene.account_id, engine, now=scene.clock.now())


def kept(scene: Scene, chat_id: int | None = None) -> list[ScheduleRow]:
    return scene.store.schedules(chat_id or scene.alice.id)


async def pressed(scene: Scene, message: BotMessage, label: str) -> None:
    """Press the button that says so."""
    data = next(
        each.data for row in message.buttons for each in row if each.text == label or each.text.startswith(label)
    )
    assert data is not None
    await scene.press(scene.alice, message, data)


async def test_in_one_line_straight_to_the_review(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/schedule web-1 restart every sunday 03:00")
    assert shown.text.splitlines() == [
        "⏰ Restart · every Sunday at 03:00",
        "Servers: web-1",
        RUNS,
        "All services on it are interrupted for a few minutes.",
        "If the bot was away at that time, you are told, and it is not made up for.",
        "Times are of Asia/Shanghai; they stay so if this chat's zone changes.",
        "",
        "Press an answer to change it. Nothing is set before ✅.",
    ]
    assert labels(shown) == [
        "✅ Set it",
        "Servers: web-1",
        "What: Restart",
        "When: every Sunday at 03:00",
        "If missed: Only tell me",
        "❌ Cancel",
    ]
    assert kept(scene) == []
    await scene.tap(scene.alice, shown, "scy:")
    (row,) = kept(scene)
    assert (row.action, row.rhythm, row.timezone, row.missed) == ("restart", "0 3 * * 0", "Asia/Shanghai", "report")
    assert row.next_at == 1_800_000_000 + 35 * 3600
    assert [each.guid for each in scene.store.schedule_servers(row.id)] == [scene.made.servers["web-1"]]
    assert shown.text.startswith("✅ Set.\n⏰ Restart · every Sunday at 03:00\n")
    assert RUNS in shown.text
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id) == []


async def test_in_chinese(scene: Scene) -> None:
    await scene.store.set_alias(scene.bob.id, scene.account_id, scene.made.servers["db-1"], "主库")
    shown = await scene.ask(scene.bob, "/schedule 主库 重启 每周日 03:00")
    assert shown.text.splitlines() == [
        "⏰ 重启 · 每周日 03:00",
        "服务器：主库",
        "接下来：2027-01-17 03:00（周日） · 2027-01-24 03:00（周日） · 2027-01-31 03:00（周日）",
        "上面的服务会中断几分钟。",
        "如果到时机器人不在线，会告诉您，但不补做。",
        "时间按 Asia/Shanghai 计算，即使此聊天以后更换时区也不变。",
        "",
        "点一项即可修改。点 ✅ 之前不会生效。",
    ]
    await scene.tap(scene.bob, shown, "scy:")
    assert [row.rhythm for row in kept(scene, scene.bob.id)] == ["0 3 * * 0"]
    assert shown.text.startswith("✅ 已设置。")


async def test_by_buttons_alone(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/schedule")
    assert shown.text.startswith("⏰ No schedule yet.")
    await pressed(scene, shown, "➕ New schedule")
    assert "For which servers?" in shown.text
    assert "Continue ›" not in labels(shown)
    await pressed(scene, shown, "☐ web-1")
    assert "☑ web-1" in labels(shown)
    await pressed(scene, shown, "☐ web-2")
    await pressed(scene, shown, "☐ cache-1")
    await pressed(scene, shown, "☑ cache-1")
    await pressed(scene, shown, "Continue ›")
    assert "web-1, web-2" in shown.text
    await pressed(scene, shown, "Stop")
    assert "When?" in shown.text
    await pressed(scene, shown, "Every week…")
    await pressed(scene, shown, "Sunday")
    await pressed(scene, shown, "03:00")
    assert shown.text.startswith("⏰ Stop · every Sunday at 03:00\nServers: web-1, web-2\n" + RUNS)
    await pressed(scene, shown, "✅ Set it")
    (row,) = kept(scene)
    assert (row.action, row.rhythm) == ("stop", "0 3 * * 0")
    assert len(scene.store.schedule_servers(row.id)) == 2
    assert scene.failures == 0


@pytest.mark.parametrize(
    ("presses", "rhythm", "words"),
    [
        (("Today, once", "17:00"), "2027-01-15 17:00", "once, Friday 2027-01-15 17:00"),
        (("Tomorrow, once", "00:00"), "2027-01-16 00:00", "once, Saturday 2027-01-16 00:00"),
        (("Every day", "05:00"), "0 5 * * *", "every day at 05:00"),
        (("Monday to Friday", "08:00"), "0 8 * * 1,2,3,4,5", "Monday to Friday at 08:00"),
        (("Every month…", "Day 1", "03:00"), "0 3 1 * *", "on day 1 of every month at 03:00"),
        (("Every month…", "Last day", "03:00"), "0 3 31 * *", "on the last day of every month at 03:00"),
    ],
)
async def test_each_rhythm_by_buttons(scene: Scene, presses: tuple[str, ...], rhythm: str, words: str) -> None:
    shown = await scene.ask(scene.alice, "/schedule web-1 restart")
    for label in presses:
        await pressed(scene, shown, label)
    assert shown.text.startswith(f"⏰ Restart · {words}\n")
    await pressed(scene, shown, "✅ Set it")
    assert [row.rhythm for row in kept(scene)] == [rhythm]


async def test_hours_of_today_that_are_over_are_not_offered(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/schedule web-1 restart")
    await pressed(scene, shown, "Today, once")
    assert labels(shown)[:2] == ["17:00", "18:00"]


async def test_answers_can_be_typed(scene: Scene) -> None:
    await scene.ask(scene.alice, "/schedule")
    shown = scene.messages(scene.alice)[-1]
    await pressed(scene, shown, "➕ New schedule")
    shown = await scene.ask(scene.alice, "web-1, web-2")
    shown = await scene.ask(scene.alice, "force stop")
    assert "When?" in shown.text
    shown = await scene.ask(scene.alice, "every blue moon")
    assert "“every blue moon” is not understood." in shown.text
    shown = await scene.ask(scene.alice, "mon,wed 22:30")
    assert shown.text.startswith("⏰ Force stop · every Monday and Wednesday at 22:30\nServers: web-1, web-2\n")
    assert "unsaved data is lost" in shown.text


async def test_days_and_hours_can_be_typed_too(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/schedule web-1 restart")
    await pressed(scene, shown, "Every month…")
    shown = await scene.ask(scene.alice, "1, 15")
    shown = await scene.ask(scene.alice, "3:30")
    assert shown.text.startswith("⏰ Restart · on day 1 and 15 of every month at 03:30\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("/schedule nobody restart daily 3:00", "No server of this chat answers to “nobody”."),
        ("/schedule web-1 dance daily 3:00", "“dance” is not one of the choices."),
        ("/schedule web-1 restart sometimes", "“sometimes” is not understood."),
        ("/schedule web-1 restart today 03:00", "“today 03:00” is over already."),
        ("/schedule web-1 restart 2099-01-01 03:00", "more than two years ahead."),
        ("/schedule web-1 restart */5 * * * *", "more often than once an hour"),
        ("/schedule web-1 restart daily 25:00", "is no time of day."),
    ],
)
async def test_what_was_said_wrongly_is_asked_again(scene: Scene, text: str, problem: str) -> None:
    shown = await scene.ask(scene.alice, text)
    assert problem in shown.text
    assert kept(scene) == []
    assert scene.failures == 0


async def test_a_snapshot_says_what_it_costs_and_who_must_say_yes(scene: Scene, catalogued: None) -> None:
    await staffed(scene)
    shown = await scene.ask(scene.alice, "/schedule web-1 snapshot every sunday 03:00 15d keep 2")
    lines = shown.text.splitlines()
    assert lines[0] == "⏰ New snapshot · every Sunday at 03:00"
    assert lines[3] == (
        "Each snapshot is bought for 15 days. The newest 2 of this schedule stay on each server, its older ones are "
        "deleted; all others are never touched."
    )
    assert lines[4].startswith("Each run costs about CNY ")
    assert lines[5] == "Your reseller has to approve each run."
    assert lines[6] == "If the bot was away at that time, it is done once afterwards."
    await scene.tap(scene.alice, shown, "scy:")
    (row,) = kept(scene)
    assert (row.days, row.months, row.keep, row.missed) == (15, None, 2, "run")
    assert scene.store.schedule_servers(row.id)[0].price is not None


async def test_a_snapshot_paid_from_the_credit_says_what_becomes_of_a_higher_price(
    scene: Scene, catalogued: None
) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="credit")
    shown = await scene.ask(scene.alice, "/schedule web-1 快照 每周日 03:00 15天 保留2个")
    assert "Should a run cost more than this later, it is not done, and you are told." in shown.text
    assert "approve" not in shown.text


async def test_a_snapshot_by_buttons_alone(scene: Scene, catalogued: None) -> None:
    shown = await scene.ask(scene.alice, "/schedule")
    for label in ("➕ New schedule", "☐ web-1", "Continue ›", "New snapshot", "Every week…", "Sunday", "03:00"):
        await pressed(scene, shown, label)
    assert "For how long is each snapshot bought?" in shown.text
    await pressed(scene, shown, "15 days")
    assert "How many of the snapshots" in shown.text
    await pressed(scene, shown, "2 snapshots")
    await pressed(scene, shown, "If missed")
    await pressed(scene, shown, "Only tell me")
    await pressed(scene, shown, "✅ Set it")
    (row,) = kept(scene)
    assert (row.days, row.keep, row.missed) == (15, 2, "report")


async def test_a_period_too_short_for_the_rotation_is_warned_of(scene: Scene, catalogued: None) -> None:
    shown = await scene.ask(scene.alice, "/schedule web-1 snapshot every sunday 03:00 7d keep 2")
    assert "⚠ Each snapshot expires before its turn to be replaced comes." in shown.text
    shown = await scene.ask(scene.alice, "/schedule web-1 snapshot every sunday 03:00 7d keep 1")
    assert "⚠" not in shown.text


async def test_what_would_not_fit_cannot_be_set(scene: Scene, catalogued: None) -> None:
    # Five a server; web-2 has one.
    shown = await scene.ask(scene.alice, "/schedule web-2 snapshot daily 03:00 15d keep 5")
    there = len(scene.server("web-2").snapshots)
    assert f"⚠ web-2: {there} snapshots are there, 6 more are needed for a moment, 5 are allowed." in shown.text
    assert "✅ Set it" not in labels(shown)
    await pressed(scene, shown, "Keep: 5 snapshots")
    await pressed(scene, shown, "1 snapshot")
    assert "✅ Set it" in labels(shown)


async def test_snapshots_that_cannot_be_read_are_said(scene: Scene, catalogued: None) -> None:
    scene.engine.fail_next(Fault.REFUSE("系统维护中"), action="listsnapshot")
    shown = await scene.ask(scene.alice, "/schedule web-1 snapshot daily 03:00 15d keep 2")
    assert "⚠ web-1: its snapshots could not be read just now" in shown.text


async def test_two_presses_set_one(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/schedule web-1 restart daily 03:00")
    data = data_of(shown, "scy:")
    await scene.press(scene.alice, shown, data)
    answer = await scene.press(scene.alice, shown, data)
    assert answer is not None
    assert answer.text == "This form is over. Please begin afresh."
    assert len(kept(scene)) == 1


async def test_an_older_screen_does_not_set_what_it_does_not_show(scene: Scene) -> None:
    first = await scene.ask(scene.alice, "/schedule web-1 restart daily 03:00")
    data = data_of(first, "scy:")
    await pressed(scene, first, "When:")
    await scene.say(scene.alice, "daily 04:00")
    newer = scene.messages(scene.alice)[-1]
    assert "every day at 04:00" in newer.text
    await scene.press(scene.alice, newer, data)
    assert kept(scene) == []
    assert "✅ Set it" in labels(newer)


async def test_a_time_that_passed_meanwhile_is_asked_for_again(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/schedule web-1 restart today 16:02")
    scene.clock.advance(150)
    await scene.tap(scene.alice, shown, "scy:")
    assert kept(scene) == []
    assert "When?" in shown.text


async def test_a_server_taken_away_meanwhile_is_not_set(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/schedule web-1 restart daily 03:00")
    await scene.store.unassign(scene.account_id, scene.made.servers["web-1"])
    await scene.press(scene.alice, shown, data_of(shown, "scy:"))
    assert kept(scene) == []
    assert "For which servers?" in shown.text


async def test_a_server_that_another_customer_of_the_chat_has_by_now_is_reviewed_again(scene: Scene) -> None:
    """Whose credit a run spends is what was agreed to."""
    await scene.store.grant(scene.alice.id, scene.identities["bob"])
    shown = await scene.ask(scene.alice, "/schedule web-1 restart daily 03:00")
    seen = data_of(shown, "scy:")
    await scene.store.assign(scene.account_id, scene.made.servers["web-1"], scene.identities["bob"])
    await scene.press(scene.alice, shown, seen)
    assert kept(scene) == []
    await scene.tap(scene.alice, shown, "scy:")
    (row,) = kept(scene)
    assert [each.identity_id for each in scene.store.schedule_servers(row.id)] == [scene.identities["bob"]]


async def test_operators_may_power_and_not_snapshot(scene: Scene) -> None:
    shown = await scene.ask(scene.oscar, "/schedule web-1", scene.team)
    assert "New snapshot" not in labels(shown)
    answer = await scene.ask(scene.oscar, "/schedule web-1 snapshot daily 03:00 7d keep 2", scene.team)
    assert answer.text.startswith("This needs the role “owner”")
    shown = await scene.ask(scene.oscar, "/schedule web-1 restart daily 03:00", scene.team)
    await scene.tap(scene.oscar, shown, "scy:")
    (row,) = kept(scene, scene.team.id)
    assert row.user_id == scene.oscar.id


async def test_viewers_may_look(scene: Scene) -> None:
    shown = await scene.ask(scene.vera, "/schedule", scene.team)
    assert "scn" not in all_data(shown)
    answer = await scene.ask(scene.vera, "/schedule web-1 restart daily 03:00", scene.team)
    assert answer.text.startswith("This needs the role “operator”")
    pressed_ = await scene.press(scene.vera, shown, "scn")
    assert pressed_ is not None
    assert (pressed_.text or "").startswith("This needs the role “operator”")


async def test_another_persons_review_is_theirs(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/schedule web-1 restart daily 03:00", scene.team)
    answer = await scene.press(scene.oscar, shown, data_of(shown, "scy:"))
    assert answer is not None
    assert answer.text == "Somebody else is filling this in. Ask for your own."


async def test_from_a_servers_card(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    await scene.tap(scene.alice, card, "mor:")
    await pressed(scene, card, "⏰ On a schedule…")
    assert "What shall be done?" in card.text
    await pressed(scene, card, "‹ Back")
    assert "☑ web-1" in labels(card)
    await pressed(scene, card, "Continue ›")
    assert "What shall be done?" in card.text


async def test_at_most_twenty_servers_and_fifty_schedules(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("operations.forms.schedule.MOST_SERVERS", 1)
    shown = await scene.ask(scene.alice, "/schedule web-1,web-2 restart daily 03:00")
    assert "At most 1 servers in one schedule." in shown.text
    monkeypatch.setattr("store.schedules.MOST_SCHEDULES", 0)
    shown = await scene.ask(scene.alice, "/schedule web-1 restart daily 03:00")
    await scene.tap(scene.alice, shown, "scy:")
    assert shown.text.startswith("⚠ This chat has 0 schedules; that is the most.")
    assert kept(scene) == []


@pytest.mark.parametrize("data", ["scy", "scy:", "scy:x:y", "scy:999:0", "scn:999", "scn:²", "sco:", "sco:7", "scl:x"])
async def test_junk_in_buttons(scene: Scene, data: str) -> None:
    shown = await scene.ask(scene.alice, "/schedule")
    assert await scene.press(scene.alice, shown, data) is not None
    assert kept(scene) == []
    assert scene.failures == 0
