from __future__ import annotations

from typing import TYPE_CHECKING

from store import PreferencesRow
from tests.handlers.asking import staffed
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

NOTHING = "This button no longer does anything."
CUSTOMERS = ["alr", "ala", "aln", "alz", "mul:0", "mwl:0", "hom"]


async def test_everything_at_a_glance(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/alerts")
    assert shown.text.splitlines() == [
        "🔔 What this chat is told by itself",
        "",
        (
            "⏳ Reminders that a server or a snapshot ends: 7 days before, 3 days before, 1 day before, "
            "on the day itself, when it has expired; at 10:00."
        ),
        "🚨 Alarms: IP null-routed, locked, unexpectedly off, operation from elsewhere failed. And when it is over.",
        "🌙 Quiet hours: none.",
        "🌐 Time zone: Asia/Shanghai, where it is 16:00 now.",
        "🔕 Muted servers: none.",
        "🛠 Maintenance windows: none.",
    ]
    assert all_data(shown) == CUSTOMERS


async def test_in_chinese(scene: Scene) -> None:
    shown = await scene.ask(scene.bob, "/alerts")
    assert shown.text.splitlines()[2:5] == [
        "⏳ 到期提醒（服务器和快照）：提前 7 天、提前 3 天、提前 1 天、到期当天、到期之后；每天 10:00 发送。",
        "🚨 告警：IP 被封堵、被锁定、意外关机、别处发起的操作失败。恢复后也会通知。",
        "🌙 免打扰：未设置。",
    ]
    assert labels(shown) == [
        "⏳ 到期提醒",
        "🚨 告警",
        "🌙 夜间",
        "🌐 时区",
        "🔕 已静音的服务器",
        "🛠 维护窗口",
        "🏠 首页",
    ]


async def test_stages_are_ticked_and_an_hour_is_chosen(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/alerts")
    await scene.tap(scene.alice, shown, "alr")
    assert labels(shown)[:6] == [
        *("☑ 7 days before", "☑ 3 days before", "☑ 1 day before", "☑ on the day itself", "☑ when it has expired"),
        "🕙 At 10:00",
    ]
    await scene.tap(scene.alice, shown, "alr:3:0")
    await scene.tap(scene.alice, shown, "alr:0:0")
    assert labels(shown)[1] == "☐ 3 days before"
    assert scene.store.preferences(501).reminder_stages == ("7", "1", "expired")
    # The same press delivered again does not turn it round.
    await scene.press(scene.alice, shown, "alr:3:0")
    assert scene.store.preferences(501).reminder_stages == ("7", "1", "expired")
    await scene.tap(scene.alice, shown, "alr:3:1")

    await scene.tap(scene.alice, shown, "alh")
    assert shown.text == "⏳ At which hour, on the clock of Asia/Shanghai?"
    assert labels(shown)[:24] == [f"{'✓ ' if hour == 10 else ''}{hour:02}" for hour in range(24)]
    await scene.tap(scene.alice, shown, "alh:9")
    assert shown.text.splitlines()[0].endswith(
        ": 7 days before, 3 days before, 1 day before, when it has expired; at 09:00."
    )
    assert scene.store.preferences(501).reminder_hour == 9
    await scene.press(scene.alice, shown, "al")
    assert all_data(shown) == CUSTOMERS


async def test_nobody_reminded_is_said(scene: Scene) -> None:
    await scene.store.set_preferences(501, reminder_stages=())
    shown = await scene.ask(scene.alice, "/alerts")
    assert shown.text.splitlines()[2] == "⏳ Reminders: none. ⚠ Nobody is told here that a server ends."


async def test_an_hour_within_the_quiet_hours_waits_for_their_end(scene: Scene) -> None:
    await scene.store.set_chat(501, quiet_hours="9-12")
    shown = await scene.ask(scene.alice, "/alerts")
    assert shown.text.splitlines()[2].endswith("; at 12:00, when the quiet hours are over.")


async def test_alarms_are_ticked(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/alerts")
    await scene.tap(scene.alice, shown, "ala")
    assert "costs a request for each and so happens more seldom" in shown.text
    await scene.tap(scene.alice, shown, "ala:abnormal:1")
    await scene.tap(scene.alice, shown, "ala:failed:0")
    assert labels(shown)[:5] == [
        *("☑ IP null-routed", "☑ IP abnormal", "☑ locked", "☑ unexpectedly off"),
        "☐ operation from elsewhere failed",
    ]
    assert scene.store.preferences(501).alert_kinds == {"blocked", "abnormal", "locked", "off"}


async def test_quiet_hours_and_what_happens_in_them(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/alerts")
    await scene.tap(scene.alice, shown, "aln")
    assert labels(shown)[:4] == ["22:00–08:00", "23:00–07:00", "00:00–08:00", "✓ No quiet hours"]
    assert not [data for data in all_data(shown) if data.startswith("aln:")], "no choice about what there is not"
    await scene.tap(scene.alice, shown, "alq:23-7")
    await scene.tap(scene.alice, shown, "aln:wait")
    assert shown.text.splitlines()[0] == (
        "🌙 Quiet hours: 23:00 to 07:00. Reminders wait until they are over; alarms wait, too."
    )
    assert labels(shown)[1] == "✓ 23:00–07:00"
    assert labels(shown)[6] == "✓ Wait until it is over"
    chat = scene.store.chat(501)
    assert chat is not None
    assert (chat.quiet_hours, scene.store.preferences(501).night) == ("23-7", "wait")
    await scene.tap(scene.alice, shown, "alq:none")
    assert shown.text.splitlines()[0] == "🌙 Quiet hours: none."


async def test_time_zones_with_the_time_there(scene: Scene) -> None:
    shown = await scene.ask(scene.bob, "/alerts")
    await scene.tap(scene.bob, shown, "alz")
    assert labels(shown)[:4] == ["✓ 北京/上海 16:00", "香港 16:00", "新加坡 16:00", "东京 17:00"]
    await scene.tap(scene.bob, shown, "alz:Europe/Berlin")
    assert shown.text.splitlines()[0] == "🌐 时区：Europe/Berlin，当地现在 09:00。"
    assert "✓ 柏林 09:00" in labels(shown)
    chat = scene.store.chat(502)
    assert chat is not None
    assert chat.timezone == "Europe/Berlin"


async def test_a_viewer_looks_and_an_owner_changes(scene: Scene) -> None:
    shown = await scene.ask(scene.vera, "/alerts", scene.team)
    assert shown.text.splitlines()[-1].startswith("Only an owner may change this")
    assert all_data(shown) == ["mul:0", "mwl:0", "hom"]
    shown = await scene.ask(scene.alice, "/alerts", scene.team)
    assert all_data(shown) == CUSTOMERS
    await scene.tap(scene.alice, shown, "alr")
    for person in (scene.vera, scene.oscar):
        for data in ("alr", "alr:7:0", "alh:9", "ala:off:0", "aln:loud", "alq:none", "alz:UTC", "ald:9"):
            answer = await scene.press(person, shown, data)
            assert answer is not None
            assert answer.text is not None
            assert answer.text.startswith("This needs the role “owner”")
        refused = await scene.ask(person, "/alerts hour 9", scene.team)
        assert refused.text.startswith("This needs the role “owner”")
    assert scene.store.preferences(scene.team.id) == PreferencesRow()


async def test_a_group_and_its_owners_own_chat_are_told_apart(scene: Scene) -> None:
    await scene.ask(scene.alice, "/alerts hour 7", scene.team)
    assert scene.store.preferences(scene.team.id).reminder_hour == 7
    assert scene.store.preferences(501).reminder_hour == 10


async def test_a_staff_chat_has_what_applies_to_it(scene: Scene) -> None:
    group = await staffed(scene)
    shown = await scene.ask(scene.rita, "/alerts", group)
    assert shown.text.splitlines()[2:] == [
        "🌙 Quiet hours: none.",
        "🌐 Time zone: Asia/Shanghai, where it is 16:00 now.",
        "📋 Daily digest for staff: at 09:00.",
        (
            "🚨 Alarms for staff: an account that cannot be read, an outcome that nobody has decided for long. "
            "Requests for approval, unknown outcomes and an empty balance are told at once, at any hour."
        ),
    ]
    assert all_data(shown) == ["aln", "alz", "ald", "hom"]
    await scene.tap(scene.rita, shown, "ald")
    assert "✓ 09" in labels(shown)
    await scene.tap(scene.rita, shown, "ald:18")
    assert shown.text.splitlines()[0] == "📋 Daily digest for staff: at 18:00."
    await scene.tap(scene.rita, shown, "ald:none")
    assert labels(shown)[24] == "✓ No digest"
    assert scene.store.preferences(group.id).digest_hour is None
    # What is about servers is not set here.
    answer = await scene.press(scene.rita, shown, "alr:7:0")
    assert answer is not None
    assert answer.text is not None
    assert answer.text.startswith("This chat has no servers of its own")
    await scene.press(scene.rita, shown, "aln")
    await scene.tap(scene.rita, shown, "alq:22-8")
    await scene.tap(scene.rita, shown, "aln:wait")
    assert shown.text.splitlines()[0] == (
        "🌙 Quiet hours: 22:00 to 08:00. "
        "The digest and servers that appeared wait until they are over; alarms wait, too."
    )
    await scene.ask(scene.rita, "/alerts digest 7", group)
    shown = scene.messages(group)[-1]
    assert "📋 Daily digest for staff: at 08:00, when the quiet hours are over." in shown.text.splitlines()


async def test_a_chat_that_is_both_has_both(scene: Scene) -> None:
    await staffed(scene)
    shown = await scene.ask(scene.rita, "/alerts")
    assert all_data(shown) == ["alr", "ala", "aln", "alz", "ald", "mul:0", "mwl:0", "hom"]


async def test_a_customers_chat_has_no_digest(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/alerts")
    answer = await scene.press(scene.alice, shown, "ald:9")
    assert answer is not None
    assert answer.text == "The daily digest is for staff chats, and this is none."


JUNK = (
    *("alr:5:1", "alr:x:y", "alh:24", "alh:x", "alh:-1", "ala:fire:1", "ala::", "aln:never"),
    *("alq:5", "alq:22-22", "alq:99-1", "alz:Mars/Olympus", "alz:../../etc/passwd", "alz::"),
)


async def test_junk_in_a_button(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/alerts")
    for data in JUNK:
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text == NOTHING, data
    for data in ("alr:", "al:x"):
        await scene.press(scene.alice, shown, data)
    assert scene.failures == 0
    chat = scene.store.chat(501)
    assert chat is not None
    assert (chat.timezone, chat.quiet_hours) == ("Asia/Shanghai", None)
    assert scene.store.preferences(501) == PreferencesRow()


async def test_home_leads_there_and_back(scene: Scene) -> None:
    home = await scene.ask(scene.alice, "/start")
    await scene.tap(scene.alice, home, "run:alerts")
    assert home.text.startswith("🔔 What this chat is told by itself")
    assert data_of(home, "hom") == "hom"


async def test_a_bot_that_was_away_changes_nothing(scene: Scene) -> None:
    scene.telegram.say(scene.alice, scene.alice, "/alerts off")
    scene.clock.advance(600)
    await scene.process()
    assert scene.store.preferences(501) == PreferencesRow()
