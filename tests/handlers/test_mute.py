from __future__ import annotations

from typing import TYPE_CHECKING

from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

HOUR, DAY = 3600, 86400
MEANS = (
    "Muted: no reminders and no alarms about it in this chat, not even that it has expired. "
    "Auto-renewal goes on, and other chats are told."
)


def until(scene: Scene, nickname: str = "web-1", chat_id: int = 501) -> float | str | None:
    """Return until when it is muted, from now; "no" where it is not."""
    guid = scene.made.servers[nickname]
    for row in scene.store.mutes(chat_id, scene.clock.now()):
        if row.guid == guid:
            return None if row.until is None else row.until - scene.clock.now()
    return "no"


async def test_typed(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/mute web-1")
    row = scene.row_id("web-1")
    assert shown.text.splitlines() == [
        "🔕 web-1 is muted until you say otherwise.",
        "⚠ It ends 2027-03-29 16:00 (73 days left) while it is muted: nobody here will be reminded of it.",
        "",
        MEANS,
    ]
    assert labels(shown) == ["🔔 Unmute", "8 h", "1 day", "7 days", "Until I say so", "Open server", "‹ Muted servers"]
    assert all_data(shown) == [
        *(f"muu:{row}", f"mus:{row}:28800", f"mus:{row}:86400", f"mus:{row}:604800", f"mus:{row}:0"),
        *(f"srv:{row}", "mul:0"),
    ]
    for words, expected in {
        "8h": 8 * HOUR,
        "30m": 1800,
        "7 days": 7 * DAY,
        "2 天": 2 * DAY,
        "3小时": 3 * HOUR,
        "forever": None,
        "永久": None,
        "off": "no",
        "１d": DAY,
        "取消": "no",
    }.items():
        await scene.ask(scene.alice, f"/mute web-1 {words}")
        assert until(scene) == expected, words
    shown = await scene.ask(scene.alice, f"/mute {scene.server('web-1').ip} 8h")
    assert shown.text.splitlines()[:2] == [
        "🔕 web-1 is muted until 2027-01-16 00:00.",
        "Ends 2027-03-29 16:00 (73 days left).",
    ]


async def test_junk_gets_one_clear_line(scene: Scene) -> None:
    for words, answer in {
        "web-1 soon": "“soon” is no duration; send one such as 30m, 8h or 2d.",
        "web-1 0h": "“0h” is no duration",
        "web-1 -8h": "“-8h” is no duration",
        "web-1 400d": "A server can be muted for a year at most",
        "nobody 8h": "No server “nobody” here.",
    }.items():
        told = await scene.ask(scene.alice, f"/mute {words}")
        assert told.text.startswith(answer), told.text
    assert scene.store.mutes(501, 0.0) == []
    assert (await scene.ask(scene.bob, f"/mute {scene.server('db-1').ip} 很久")).text.startswith("“很久”不是时长")
    assert scene.failures == 0


async def test_the_list_mutes_and_unmutes_by_tapping(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/mute")
    row = scene.row_id("web-2")
    assert "Nothing is muted: this chat hears of all its servers." in shown.text.splitlines()
    assert all_data(shown) == ["mup:0", "al", "hom"]
    await scene.tap(scene.alice, shown, "mup")
    assert shown.text == "Of which server shall this chat hear nothing?"
    await scene.tap(scene.alice, shown, f"mu:{row}")
    assert shown.text.splitlines()[:2] == ["🔔 web-2 is not muted.", "Ends 2027-02-25 16:00 (41 days left)."]
    assert all_data(shown)[0] == f"mus:{row}:28800"
    await scene.tap(scene.alice, shown, f"mus:{row}:604800")
    assert until(scene, "web-2") == 7 * DAY
    await scene.tap(scene.alice, shown, f"mus:{row}:0")
    assert until(scene, "web-2") is None
    await scene.tap(scene.alice, shown, "mul")
    assert "web-2 · until you say otherwise" in shown.text.splitlines()
    assert labels(shown) == ["🔔 web-2", "🔕 Mute a server", "‹ Alerts", "🏠 Home"]
    await scene.tap(scene.alice, shown, f"muq:{row}")
    assert "Nothing is muted" in shown.text
    assert until(scene, "web-2") == "no"
    await scene.press(scene.alice, shown, f"mus:{row}:86400")
    await scene.press(scene.alice, shown, f"muu:{row}")
    assert until(scene, "web-2") == "no"
    assert shown.text.startswith("🔔 web-2 is not muted.")


async def test_many_have_pages(scene: Scene) -> None:
    alias = {name: f"s-{place}" for place, name in enumerate(scene.made.servers)}
    for nickname, name in alias.items():
        await scene.store.set_alias(506, scene.account_id, scene.made.servers[nickname], name)
        await scene.store.mute(506, scene.account_id, scene.made.servers[nickname])
    shown = await scene.ask(scene.rita, "/mute")
    assert "Page 1 of 2" in shown.text
    await scene.tap(scene.rita, shown, "mul:1")
    assert "Page 2 of 2" in shown.text
    await scene.press(scene.rita, shown, "mul:99")
    assert "Page 2 of 2" in shown.text
    await scene.tap(scene.rita, shown, "mup:0")
    await scene.tap(scene.rita, shown, "mup:1")
    assert "mup:0" in all_data(shown)


async def test_in_chinese(scene: Scene) -> None:
    shown = await scene.ask(scene.bob, f"/mute {scene.server('win-1').ip}")
    assert shown.text.splitlines()[0] == f"🔕 {scene.server('win-1').ip} 已静音（直到取消）。"
    assert shown.text.splitlines()[1].startswith("⚠ 它将在静音期间于 2027-01-20 16:00 到期（还剩 5 天）")
    assert "包括“已到期”" in shown.text
    assert labels(shown)[:5] == ["🔔 取消静音", "8 小时", "1 天", "7 天", "直到我取消"]


async def test_below_an_alert_the_screen_is_a_new_message(scene: Scene) -> None:
    alert = await scene.ask(scene.alice, "/server web-1")
    before, row = alert.text, scene.row_id("web-1")
    await scene.press(scene.alice, alert, f"new:mu:{row}")
    assert alert.text == before
    screen = scene.messages(scene.alice)[-1]
    assert screen.text.startswith("🔔 web-1 is not muted.")
    await scene.tap(scene.alice, screen, f"mus:{row}:28800")
    assert screen.text.startswith("🔕 web-1 is muted until")
    assert len(scene.messages(scene.alice)) == 2


async def test_operators_mute_and_viewers_look(scene: Scene) -> None:
    await scene.ask(scene.oscar, "/mute web-1 8h", scene.team)
    assert until(scene, chat_id=scene.team.id) == 8 * HOUR
    assert until(scene) == "no", "another chat's"
    row = scene.row_id("web-1")
    shown = await scene.ask(scene.vera, "/alerts", scene.team)
    assert "🔕 Muted servers: 1. It is told nothing of it, not even that it has expired." in shown.text.splitlines()
    await scene.tap(scene.vera, shown, "mul")
    assert "web-1 · until 2027-01-16 00:00" in shown.text.splitlines()
    assert all_data(shown) == ["al", "hom"]
    for data in (f"mu:{row}", f"mus:{row}:0", f"muu:{row}", f"muq:{row}", "mup:0", f"new:mu:{row}"):
        answer = await scene.press(scene.vera, shown, data)
        assert answer is not None
        assert answer.text is not None
        assert answer.text.startswith("This needs the role “operator”")
    told = await scene.ask(scene.vera, "/mute web-1 off", scene.team)
    assert told.text.startswith("This needs the role “operator”")
    assert until(scene, chat_id=scene.team.id) == 8 * HOUR


async def test_somebody_elses_server_and_junk(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/mute")
    foreign, row = scene.row_id("db-1"), scene.row_id("web-1")
    for data in (f"mu:{foreign}", f"mus:{foreign}:0", f"muu:{foreign}", f"muq:{foreign}"):
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text == "This server is not, or no longer, one of yours. /servers shows yours."
    for data in ("mu", "mu:x", "mus", f"mus:{row}", f"mus:{row}:1", f"mus:{row}:x", "mus:x:0", "muu:", "muq:9:9"):
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text in {
            "This button no longer does anything.",
            "That is no longer on offer. Please choose again.",
        }
    assert scene.store.mutes(501, 0.0) == []
    assert scene.failures == 0


async def test_the_card_says_so_while_it_lasts(scene: Scene) -> None:
    await scene.ask(scene.alice, "/mute web-1 8h")
    card = await scene.ask(scene.alice, "/server web-1")
    line = "🔕 Muted in this chat until 2027-01-16 00:00: no reminders, no alarms."
    assert line in card.text.splitlines()
    assert "Muted" not in (await scene.ask(scene.alice, "/server web-1", scene.team)).text
    scene.clock.advance(8 * HOUR)
    assert "Muted" not in (await scene.ask(scene.alice, "/server web-1")).text
    assert "Nothing is muted" in (await scene.ask(scene.alice, "/mute")).text


async def test_a_server_that_has_ended_and_one_of_which_nobody_knows(scene: Scene) -> None:
    scene.server("web-1").ends_at = scene.clock.now() - DAY
    await scene.ask(scene.alice, "/server web-1")
    shown = await scene.ask(scene.alice, "/mute web-1")
    assert "⚠ It has expired since 2027-01-14 16:00." in shown.text.splitlines()
