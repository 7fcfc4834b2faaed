from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Fault
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


def actions(data: list[str]) -> list[str]:
    return [each.split(":")[1] for each in data if each.startswith("do:")]


async def test_a_card_by_alias_ip_and_guid(scene: Scene) -> None:
    server = scene.server("web-1")
    cards = {(await scene.ask(scene.alice, f"/server {word}")).text for word in ("Web-1", server.ip, server.guid)}
    (card,) = cards
    assert card.splitlines()[:2] == [f"🟢 web-1 · {server.ip}", "running"]
    assert f"ssh -p 22 root@{server.ip}" in card
    assert "System: Debian 12 64位" in card
    assert "Line: 杭州 BGP 多线" in card
    assert "Updated just now" in card


async def test_the_buttons_that_state_and_role_allow(scene: Scene) -> None:
    running = await scene.ask(scene.alice, "/server web-1")
    assert actions(all_data(running)) == ["stop", "restart", "stop_h", "restart_h", "renew"]
    row = scene.row_id("web-1")
    assert all_data(running)[5:] == [
        *(f"snp:{row}", f"vnc:{row}", f"mor:{row}", f"fav:{row}", f"his:{row}", f"srv:{row}", "lst:0:"),
    ]
    assert labels(running)[-3:] == ["History", "Refresh", "All servers"]
    off = await scene.ask(scene.alice, "/server cache-1")
    assert actions(all_data(off)) == ["start", "renew"]
    assert "stop, restart, force stop, force restart: it is off" in off.text
    viewer = await scene.ask(scene.vera, "/server web-1", scene.team)
    assert actions(all_data(viewer)) == []
    assert "only for operators" in viewer.text
    assert "renewal: only for owners" in viewer.text
    assert not {data.partition(":")[0] for data in all_data(viewer)} & {"vnc", "fav"}


async def test_an_open_operation_takes_the_buttons_away(scene: Scene) -> None:
    await scene.ask(scene.alice, "/start cache-1")
    card = await scene.ask(scene.alice, "/server cache-1")
    assert "🟡 Starting for 0 s. Everything else waits until that has ended." in card.text
    assert actions(all_data(card)) == []


async def test_without_a_server_one_picks(scene: Scene) -> None:
    choice = await scene.ask(scene.alice, "/server")
    assert choice.text == "Which server do you want to see?"
    await scene.tap(scene.alice, choice, f"srv:{scene.row_id('web-2')}")
    assert choice.text.splitlines()[0] == f"🟢 web-2 · {scene.server('web-2').ip}"


async def test_refresh_reads_again(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    scene.server("web-1").blocked = 1
    scene.clock.advance(10)
    await scene.tap(scene.alice, card, "srv:")
    assert "⛔ The IP is null-routed" in card.text
    assert len(scene.messages(scene.alice)) == 1


async def test_an_engine_out_of_reach_shows_what_is_known_and_since_when(scene: Scene) -> None:
    scene.clock.advance(120)
    scene.engine.fail_next(Fault.CUT_BEFORE, action="getserver", times=9)
    card = await scene.ask(scene.alice, "/server web-1")
    assert scene.server("web-1").ip in card.text
    assert "⚠ The engine does not answer. The above was updated 2 min ago." in card.text


@pytest.mark.parametrize("word", ["db-1", "nothing", "<b>x</b>", "1999999999999999", "203.0.113.99"])
async def test_an_unknown_server(scene: Scene, word: str) -> None:
    answer = await scene.ask(scene.alice, f"/server {word}")
    assert answer.text == f"No server “{word}” here. /servers shows yours."


async def test_another_chats_server_looks_like_none(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, f"/server {scene.made.servers['db-1']}")
    assert answer.text == f"No server “{scene.made.servers['db-1']}” here. /servers shows yours."
    shown = await scene.ask(scene.alice, "/servers")
    for data in (f"srv:{scene.row_id('db-1')}", f"his:{scene.row_id('db-1')}", "srv:9999"):
        pressed = await scene.press(scene.alice, shown, data)
        assert pressed is not None
        assert pressed.text == "This server is not, or no longer, one of yours. /servers shows yours."
        assert pressed.show_alert


async def test_a_message_that_is_gone_is_replaced_by_a_new_one(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    query = scene.telegram.press(scene.alice, shown, data=f"srv:{scene.row_id('web-1')}")
    scene.telegram.delete(shown)
    await scene.process()
    assert query in scene.telegram.answers
    assert [message.deleted for message in scene.messages(scene.alice)] == [True, False]
    assert scene.messages(scene.alice)[-1].text.startswith("🟢 web-1")


async def test_what_else_can_be_done(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    await scene.tap(scene.alice, card, "mor:")
    assert (
        card.text
        == f"🟢 web-1 · {scene.server('web-1').ip}\n\nWhat else can be done:\n\nA name of your own: /alias web-1 name"
    )
    assert labels(card) == [
        *("Reset password", "Reset VNC password", "Reinstall", "Upgrade", "Book a downgrade"),
        *("🧱 Firewall", "🔌 Ports", "⏰ On a schedule…", "Refund", "Open server", "All servers"),
    ]
    assert actions(all_data(card)) == ["setpsw", "setvnc", "install", "upgrade", "renew_for_rd", "refund"]
    await scene.tap(scene.alice, card, "srv:")
    assert "ssh -p 22 root@" in card.text


@pytest.mark.parametrize("person", ["oscar", "vera"])
async def test_what_is_only_for_owners_is_said_and_has_no_button(scene: Scene, person: str) -> None:
    who = getattr(scene, person)
    card = await scene.ask(who, "/server web-1", scene.team)
    await scene.tap(who, card, "mor:")
    timed = ["⏰ On a schedule…"] if person == "oscar" else []
    assert labels(card) == ["🧱 Firewall", "🔌 Ports", *timed, "Open server", "All servers"]
    assert card.text.splitlines()[-2] == "Not possible now"
    assert card.text.splitlines()[-1].endswith(": only for owners")


async def test_what_its_state_forbids_is_said_under_more(scene: Scene) -> None:
    scene.server("web-1").act_status = 3
    card = await scene.ask(scene.alice, "/server web-1")
    await scene.tap(scene.alice, card, "mor:")
    assert actions(all_data(card)) == []
    assert card.text.endswith(": something is being done with it")


async def test_more_of_an_engine_out_of_reach_is_as_last_read(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    scene.engine.fail_next(Fault.CUT_BEFORE, action="getserver", times=9)
    await scene.tap(scene.alice, card, "mor:")
    assert "setpsw" in actions(all_data(card))
    assert scene.failures == 0


@pytest.mark.parametrize("data", ["mor", "mor:", "mor:x", "mor:-1", "mor:1:1"])
async def test_junk_instead_of_a_server(scene: Scene, data: str) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    answer = await scene.press(scene.alice, card, data)
    assert answer is not None
    assert answer.text == "This button no longer does anything."
    assert scene.failures == 0


async def test_more_of_somebody_elses_server(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    for row in (scene.row_id("db-1"), 9999):
        answer = await scene.press(scene.alice, card, f"mor:{row}")
        assert answer is not None
        assert answer.text == "This server is not, or no longer, one of yours. /servers shows yours."


async def test_more_says_how_to_give_it_a_name(scene: Scene) -> None:
    card = await scene.ask(scene.oscar, "/server web-1", scene.team)
    await scene.tap(scene.oscar, card, "mor:")
    assert "A name of your own: /alias web-1 name" in card.text.splitlines()
    card = await scene.ask(scene.vera, "/server web-1", scene.team)
    await scene.tap(scene.vera, card, "mor:")
    assert "/alias" not in card.text
