from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

LONG = "香港数据中心的全部生产环境服务器列表"


async def test_the_list(scene: Scene) -> None:
    answer = await scene.ask(scene.bob, "/servers")
    assert answer.text.startswith("2 台服务器")
    assert labels(answer)[:2] == [f"🟢 {scene.server('db-1').ip}", f"🟢 {scene.server('win-1').ip}"]
    assert all_data(answer) == [f"srv:{scene.row_id('db-1')}", f"srv:{scene.row_id('win-1')}", "lst:0:", "bpo", "hom"]
    assert answer.text.endswith("最早更新：刚刚")


async def test_the_age_of_what_is_said(scene: Scene) -> None:
    scene.clock.advance(600)
    assert (await scene.ask(scene.alice, "/servers")).text.endswith("Oldest update: 10 min ago")


async def test_pages_are_turned_and_never_left(scene: Scene) -> None:
    first = await scene.ask(scene.rita, "/servers")
    assert first.text.startswith("15 servers · page 1 of 2")
    assert labels(first)[-4:-2] == ["Next ›", "Refresh"]
    await scene.tap(scene.rita, first, "lst:1:")
    assert "page 2 of 2" in first.text
    assert labels(first)[-4:-2] == ["‹ Previous", "Refresh"]
    assert len([data for data in all_data(first) if data.startswith("srv:")]) == 7
    for beyond in ("lst:2:", "lst:999999999:"):
        await scene.press(scene.rita, first, beyond)
        assert "page 2 of 2" in first.text
    await scene.tap(scene.rita, first, "lst:0:")
    assert "page 1 of 2" in first.text
    assert len(scene.messages(scene.rita)) == 1


async def test_refreshing_what_has_not_changed_is_fine(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/servers")
    pressed = await scene.press(scene.alice, answer, "lst:0:")
    assert pressed is not None
    assert pressed.text == ""
    assert len(scene.messages(scene.alice)) == 1
    assert [call.status for call in scene.calls("editMessageText")] == [400]
    assert scene.failures == 0


@pytest.mark.parametrize(
    ("word", "expected"),
    [("web", 2), ("WEB-1", 1), ("203.0.113.10", 2), ("off", 2), ("Debian 12", 2), ("CENTOS", 0), ("运行", 0)],
)
async def test_filters(scene: Scene, word: str, expected: int) -> None:
    answer = await scene.ask(scene.alice, f"/servers {word}")
    assert len([data for data in all_data(answer) if data.startswith("srv:")]) == expected
    assert f"matching “{word}”" in answer.text
    if not expected:
        assert "No server matches." in answer.text


async def test_a_filter_of_long_chinese_words_fits_the_buttons(scene: Scene) -> None:
    await scene.store.set_alias(506, scene.account_id, scene.made.servers["web-1"], LONG[:14])
    answer = await scene.ask(scene.rita, f"/servers {LONG}")
    # 14 characters of 3 bytes are what a button has room for.
    assert f"matching “{LONG[:14]}”" in answer.text
    assert len([data for data in all_data(answer) if data.startswith("srv:")]) == 1
    assert max(len(data.encode()) for data in all_data(answer)) == len(f"lst:0:{LONG[:14]}".encode())
    await scene.tap(scene.rita, answer, f"lst:0:{LONG[:14]}")
    assert f"matching “{LONG[:14]}”" in answer.text


async def test_the_filter_is_kept_while_pages_turn(scene: Scene) -> None:
    answer = await scene.ask(scene.rita, "/servers 192.0.2.:")
    assert answer.text.startswith("0 servers · matching “192.0.2.:”")
    answer = await scene.ask(scene.rita, "/servers 192.0.2.")
    assert "matching “192.0.2.” · page 1 of 2" in answer.text
    await scene.tap(scene.rita, answer, "lst:1:192.0.2.")
    assert "matching “192.0.2.” · page 2 of 2" in answer.text
    assert "lst:0:192.0.2." in all_data(answer)


async def test_a_filter_is_no_markup(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/servers <b>&amp;")
    assert answer.text.startswith("0 servers · matching “<b>&amp;”")


async def test_no_servers_yet(scene: Scene) -> None:
    for nickname in ("db-1", "win-1"):
        await scene.store.unassign(scene.account_id, scene.made.servers[nickname])
    answer = await scene.ask(scene.bob, "/servers")
    assert answer.text.startswith("这里还没有服务器。")
    assert answer.text.endswith("@reseller")
    assert all_data(answer) == ["lst:0:", "hom"]


DAY = 86400.0


@pytest.mark.parametrize(
    ("token", "name", "nicknames"),
    [
        ("@run", "running", ("web-1", "web-2", "shop-1", "shop-2")),
        ("@off", "off", ("cache-1", "failed-1")),
        ("@soon", "ending in 7 days", ()),
        ("@fav", "favourites", ()),
    ],
)
async def test_a_list_is_narrowed_down_by_button(
    scene: Scene, token: str, name: str, nicknames: tuple[str, ...]
) -> None:
    answer = await scene.ask(scene.alice, "/servers")
    await scene.tap(scene.alice, answer, f"lst:0:{token}")
    shown = {data for data in all_data(answer) if data.startswith("srv:")}
    assert shown == {f"srv:{scene.row_id(nickname)}" for nickname in nicknames}
    assert f" · matching “{name}”" in answer.text
    assert ("No server matches." in answer.text) is not bool(nicknames)
    # The refreshing keeps it, and there is a way back to all.
    assert f"lst:0:{token}" in all_data(answer)
    assert labels(answer)[labels(answer).index("favourites") + 1] == "All"
    await scene.press(scene.alice, answer, "lst:0:")
    assert answer.text.startswith("6 servers\n")


async def test_what_ends_soon_and_what_is_liked(scene: Scene) -> None:
    scene.server("web-1").ends_at = scene.clock.now() + 6.9 * DAY
    scene.server("web-2").ends_at = scene.clock.now() - DAY
    for nickname in ("web-1", "web-2"):
        await scene.ask(scene.alice, f"/server {nickname}")
    await scene.store.set_favourite(scene.alice.id, scene.account_id, scene.made.servers["shop-1"], on=True)
    answer = await scene.ask(scene.alice, "/servers @soon")
    assert [data for data in all_data(answer) if data.startswith("srv:")] == [
        *(f"srv:{scene.row_id('web-1')}", f"srv:{scene.row_id('web-2')}"),
    ]
    await scene.tap(scene.alice, answer, "lst:0:@fav")
    assert [data for data in all_data(answer) if data.startswith("srv:")] == [f"srv:{scene.row_id('shop-1')}"]
    assert labels(answer)[0].startswith("★🟢 ")


async def test_a_list_seen_at_a_glance_has_no_filters(scene: Scene) -> None:
    answer = await scene.ask(scene.bob, "/servers")
    assert not [data for data in all_data(answer) if "@" in data]
    # Once it is narrowed down there is a way back, however short it is.
    await scene.press(scene.bob, answer, "lst:0:@run")
    assert labels(answer)[-8:-3] == ["运行中", "已关机", "7 天内到期", "收藏", "全部"]
    assert answer.text.startswith("2 台服务器")


async def test_a_filter_with_several_pages(scene: Scene) -> None:
    answer = await scene.ask(scene.rita, "/servers @run")
    assert "matching “running” · page 1 of 2" in answer.text
    await scene.tap(scene.rita, answer, "lst:1:@run")
    assert "matching “running” · page 2 of 2" in answer.text
    assert "lst:0:@run" in all_data(answer)


@pytest.mark.parametrize("data", ["lst", "lst:", "lst:x:", "lst:-1:@run", "lst::", "lst:0:@nothing", "lst:0:a:b"])
async def test_junk_in_a_button_shows_a_list(scene: Scene, data: str) -> None:
    answer = await scene.ask(scene.alice, "/servers")
    assert await scene.press(scene.alice, answer, data) is not None
    assert " server" in answer.text.splitlines()[0]
    assert scene.failures == 0


async def test_several_at_once_is_for_who_operates(scene: Scene) -> None:
    for person, ways in ((scene.alice, ["☑ Several…", "🏠 Home"]), (scene.oscar, ["☑ Several…", "🏠 Home"])):
        assert labels(await scene.ask(person, "/servers", scene.team))[-2:] == ways
    assert labels(await scene.ask(scene.vera, "/servers", scene.team))[-2:] == ["Refresh", "🏠 Home"]
