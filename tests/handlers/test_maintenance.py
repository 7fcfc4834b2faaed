from __future__ import annotations

from typing import TYPE_CHECKING

from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

HOUR, DAY = 3600, 86400


def windows(scene: Scene, chat_id: int = 501) -> list[tuple[str | None, float, float]]:
    """Return the chat's windows: server, begin and length in hours from now."""
    names = {guid: name for name, guid in scene.made.servers.items()}
    now = scene.clock.now()
    return [
        (names.get(row.guid or ""), (row.starts_at - now) / HOUR, (row.ends_at - row.starts_at) / HOUR)
        for row in scene.store.maintenance(chat_id, now)
    ]


async def test_typed(scene: Scene) -> None:
    # It is 16:00 on 15 January in Shanghai.
    row = scene.row_id("web-1")
    shown = await scene.ask(scene.alice, "/maintenance web-1 2h")
    assert shown.text.splitlines()[:4] == [
        "🛠 Maintenance: web-1",
        "web-1: open until 2027-01-15 18:00",
        "",
        (
            "In a window there are no alarms in this chat; reminders that a server ends go on. "
            "Trouble that still holds at its end is told then."
        ),
    ]
    number = scene.store.maintenance(501, 0)[0].id
    assert all_data(shown) == [
        *(f"mws:{row}:3600", f"mws:{row}:14400", f"mws:{row}:28800", f"mws:{row}:86400"),
        *(f"mwe:{number}:{row}", f"srv:{row}", "mwl:0"),
    ]
    for words, expected in {
        "web-1 2027-01-20 22:00 2h": ("web-1", 126, 2),
        "web-2 tomorrow 03:00 90m": ("web-2", 11, 1.5),
        "all 明天 03:00 2小时": (None, 11, 2),
        "全部 22:00 1天": (None, 6, 24),
    }.items():
        await scene.ask(scene.alice, f"/maintenance {words}")
        assert expected in windows(scene), words
    # The two of all servers overlapped: one.
    assert len(windows(scene)) == 4


async def test_junk_gets_one_clear_line(scene: Scene) -> None:
    for words, answer in {
        "web-1 soon": "“soon” is no duration; send one such as 30m, 8h or 2d.",
        "web-1 22:00": "For how long? For example /maintenance web-1 2h or ",
        "web-1 25:00 2h": "“25:00” is no time; send one such as 22:00, tomorrow 03:00 or ",
        "web-1 2027-02-30 22:00 2h": "“2027-02-30 22:00” is no time",
        "web-1 today 15:59 2h": "today 15:59 is over already.",
        "web-1 2029-01-01 00:00 2h": "That is more than a year ahead.",
        "web-1 8d": "A maintenance window lasts 7 days at most, together with those that it joins.",
        "all 169h": "A maintenance window lasts 7 days at most",
    }.items():
        told = await scene.ask(scene.alice, f"/maintenance {words}")
        assert told.text.startswith(answer), told.text
    assert windows(scene) == []
    told = await scene.ask(scene.bob, "/maintenance 全部 很久")
    assert told.text == "“很久”不是时长，请输入例如 30分钟、8小时 或 2天。"
    assert scene.failures == 0


async def test_by_tapping(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/maintenance")
    row = scene.row_id("web-1")
    assert "No window is open or to come." in shown.text.splitlines()
    assert all_data(shown) == ["mwp:0", "al", "hom"]
    await scene.tap(scene.alice, shown, "mwp")
    assert labels(shown)[0] == "All servers here"
    await scene.tap(scene.alice, shown, f"mw:{row}")
    assert labels(shown) == ["1 h", "4 h", "8 h", "24 h", "Open server", "‹ Windows"]
    await scene.tap(scene.alice, shown, f"mws:{row}:14400")
    await scene.tap(scene.alice, shown, f"mws:{row}:28800")
    assert windows(scene) == [("web-1", 0, 8)]
    await scene.tap(scene.alice, shown, "mwl")
    assert "web-1: open until 2027-01-16 00:00" in shown.text.splitlines()
    await scene.tap(scene.alice, shown, "mwp")
    await scene.tap(scene.alice, shown, "mw:all")
    await scene.tap(scene.alice, shown, "mws:all:3600")
    assert "all servers of this chat: open until 2027-01-15 17:00" in shown.text.splitlines()
    # A server's screen has those of all, too, for they count for it.
    await scene.press(scene.alice, shown, f"mw:{row}")
    assert len([data for data in all_data(shown) if data.startswith("mwe:")]) == 2
    await scene.tap(scene.alice, shown, "mwe:")
    assert windows(scene) == [(None, 0, 1)]
    assert shown.text.startswith("🛠 Maintenance: web-1")
    await scene.tap(scene.alice, shown, "mwl")
    ending = next(data for data in all_data(shown) if data.startswith("mwe:"))
    await scene.tap(scene.alice, shown, "mwe:")
    assert "No window is open or to come." in shown.text.splitlines()
    # Ended by somebody else meanwhile, or pressed twice: gone is gone.
    await scene.press(scene.alice, shown, ending)
    assert windows(scene) == []


async def test_a_window_to_come_is_told_in_the_chats_zone(scene: Scene) -> None:
    await scene.ask(scene.alice, "/maintenance web-1 22:00 2h")
    await scene.ask(scene.alice, "/alerts timezone Europe/Berlin")
    shown = await scene.ask(scene.alice, "/maintenance")
    assert "web-1: 2027-01-15 15:00 to 2027-01-15 17:00" in shown.text.splitlines()
    overview = await scene.ask(scene.alice, "/alerts")
    assert "🛠 Maintenance windows: 0 open, 1 to come." in overview.text.splitlines()
    assert "maintenance" not in (await scene.ask(scene.alice, "/server web-1")).text
    scene.clock.advance(7 * HOUR)
    card = await scene.ask(scene.alice, "/server web-1")
    assert "🛠 Under maintenance until 2027-01-15 17:00: no alarms in this chat." in card.text.splitlines()
    assert "🛠 Maintenance windows: 1 open, 0 to come." in (await scene.ask(scene.alice, "/alerts")).text


async def test_below_an_alert_the_screen_is_a_new_message(scene: Scene) -> None:
    alert = await scene.ask(scene.alice, "/server web-1")
    before = alert.text
    await scene.press(scene.alice, alert, f"new:mw:{scene.row_id('web-1')}")
    assert alert.text == before
    assert scene.messages(scene.alice)[-1].text.startswith("🛠 Maintenance: web-1")


async def test_operators_open_and_viewers_look(scene: Scene) -> None:
    await scene.ask(scene.oscar, "/maintenance web-1 2h", scene.team)
    (window,) = scene.store.maintenance(scene.team.id, 0)
    assert window.user_id == scene.oscar.id
    assert windows(scene) == [], "another chat's"
    shown = await scene.ask(scene.vera, "/alerts", scene.team)
    await scene.tap(scene.vera, shown, "mwl")
    assert "web-1: open until 2027-01-15 18:00" in shown.text.splitlines()
    assert all_data(shown) == ["al", "hom"]
    row = scene.row_id("web-1")
    for data in (f"mw:{row}", f"mws:{row}:3600", f"mwe:{window.id}:", "mwp:0", "mw:all"):
        answer = await scene.press(scene.vera, shown, data)
        assert answer is not None
        assert answer.text is not None
        assert answer.text.startswith("This needs the role “operator”")
    told = await scene.ask(scene.vera, "/maintenance web-1 2h", scene.team)
    assert told.text.startswith("This needs the role “operator”")


async def test_somebody_elses_server_or_window_and_junk(scene: Scene) -> None:
    await scene.ask(scene.bob, "/maintenance 全部 2小时")
    (window,) = scene.store.maintenance(502, 0)
    shown = await scene.ask(scene.alice, "/maintenance")
    foreign, row = scene.row_id("db-1"), scene.row_id("web-1")
    await scene.press(scene.alice, shown, f"mwe:{window.id}:")
    assert windows(scene, 502) == [(None, 0, 2)]
    for data in (f"mw:{foreign}", f"mws:{foreign}:3600", f"mwe:{window.id}:{foreign}"):
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text == "This server is not, or no longer, one of yours. /servers shows yours."
    for data in ("mw", "mw:x", "mws", f"mws:{row}", f"mws:{row}:1", "mws:all:", "mwe", "mwe:x", "mwe::all"):
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text in {
            "This button no longer does anything.",
            "That is no longer on offer. Please choose again.",
        }
    for data in ("mwl:", "mwl:99", "mwp:x"):
        await scene.press(scene.alice, shown, data)
    assert windows(scene) == []
    assert scene.failures == 0


async def test_a_server_that_became_somebody_elses_is_not_shown(scene: Scene) -> None:
    await scene.ask(scene.alice, "/maintenance web-1 2h")
    await scene.ask(scene.alice, "/mute web-1")
    await scene.store.assign(scene.account_id, scene.made.servers["web-1"], scene.identities["bob"])
    for command in ("/maintenance", "/mute"):
        assert "web-1 ·" not in (await scene.ask(scene.alice, command)).text
    assert windows(scene) == []
