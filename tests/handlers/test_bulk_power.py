from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers import bulk_power
from sandbox.engine import Fault
from sandbox.engine.statuses import Run
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat, Person
    from tests.handlers.scene import Scene


async def ticked(scene: Scene, *nicknames: str, person: Person | None = None, chat: Chat | None = None) -> BotMessage:
    """Open the choice of several and tick these."""
    who = person or scene.alice
    listed = await scene.ask(who, "/servers", chat)
    await scene.tap(who, listed, "bpo")
    for nickname in nicknames:
        await scene.tap(who, listed, f"bps:{scene.row_id(nickname)}:")
    return listed


def shown(message: BotMessage) -> list[str]:
    return [data for data in all_data(message) if data.startswith("bps:")]


async def test_nothing_is_ticked_at_first_and_nothing_can_be_done(scene: Scene) -> None:
    listed = await ticked(scene)
    assert listed.text == "Tick the servers, then what shall be done with them.\n0 servers ticked."
    assert labels(listed)[:3] == ["☐ cache-1", "☐ web-1", "☐ web-2"]
    assert len(shown(listed)) == 6
    assert all(data.endswith(":0") for data in shown(listed))
    assert all_data(listed)[6:] == ["lst:0:"]


async def test_a_tick_is_set_and_taken_away(scene: Scene) -> None:
    listed = await ticked(scene, "web-1")
    assert listed.text.endswith("\n1 server ticked.")
    assert "☑ web-1" in labels(listed)
    assert f"bps:{scene.row_id('web-1')}:1" in all_data(listed)
    assert labels(listed)[-4:] == ["Start: 1", "Stop: 1", "Restart: 1", "All servers"]
    await scene.tap(scene.alice, listed, f"bps:{scene.row_id('web-1')}:1")
    assert listed.text.endswith("\n0 servers ticked.")
    assert "☐ web-1" in labels(listed)


@pytest.mark.parametrize(("place", "action"), [(0, "start"), (1, "stop"), (2, "restart")])
async def test_what_each_button_does(scene: Scene, place: int, action: str) -> None:
    for nickname in ("web-1", "web-2"):
        scene.server(nickname).run_status = Run.OFF if action == "start" else Run.RUNNING
    listed = await ticked(scene, "web-1", "web-2")
    await scene.tap(scene.alice, listed, f"bpg:{place}")
    assert labels(listed) == ["✅ Confirm", "❌ Cancel"]
    assert scene.executed(action) == 0
    await scene.tap(scene.alice, listed, "ok:")
    await scene.drive()
    guids = {effect.guid for effect in scene.engine.effects if effect.action == action}
    assert guids == {scene.made.servers["web-1"], scene.made.servers["web-2"]}
    assert len(scene.engine.effects) == 2


async def test_one_that_cannot_take_part_is_left_out_and_said(scene: Scene) -> None:
    listed = await ticked(scene, "web-1", "cache-1")
    await scene.tap(scene.alice, listed, "bpg:1")
    assert "cache-1: Not possible: it is off." in listed.text
    await scene.tap(scene.alice, listed, "ok:")
    await scene.drive()
    assert [effect.guid for effect in scene.engine.effects] == [scene.made.servers["web-1"]]


async def test_none_that_can_take_part(scene: Scene) -> None:
    listed = await ticked(scene, "cache-1")
    answer = await scene.tap(scene.alice, listed, "bpg:1")
    assert (answer.text or listed.text).startswith("Not possible: it is off.")
    assert scene.store.open_confirmations(scene.alice.id, scene.alice.id) == []


async def test_only_the_first_are_shown_and_that_is_said(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_power, "MOST_SHOWN", 2)
    listed = await ticked(scene, "web-1")
    assert listed.text.splitlines()[-2:] == [
        "1 server ticked.",
        "The first 2 are shown; name others by /stop and the like.",
    ]
    assert len(shown(listed)) == 2
    assert labels(listed)[:2] == ["☐ cache-1", "☑ web-1"]


async def test_a_server_that_was_taken_away_meanwhile_takes_no_part(scene: Scene) -> None:
    listed = await ticked(scene, "web-1", "web-2")
    await scene.store.unassign(scene.account_id, scene.made.servers["web-2"])
    await scene.tap(scene.alice, listed, "bpg:1")
    await scene.tap(scene.alice, listed, "ok:")
    await scene.drive()
    assert [effect.guid for effect in scene.engine.effects] == [scene.made.servers["web-1"]]


async def test_all_of_them_taken_away_meanwhile(scene: Scene) -> None:
    listed = await ticked(scene, "web-1")
    go = data_of(listed, "bpg:1")
    await scene.store.unassign(scene.account_id, scene.made.servers["web-1"])
    answer = await scene.press(scene.alice, listed, go)
    assert answer is not None
    assert answer.text == "This button no longer does anything."
    await scene.tap(scene.alice, listed, f"bps:{scene.row_id('web-2')}:")
    assert "☑ web-2" in labels(listed)
    assert not {"☐ web-1", "☑ web-1"} & set(labels(listed))


@pytest.mark.parametrize("data", ["bpg", "bpg:", "bpg:3", "bpg:9", "bpg:x", "bpg:-1", "bpg:²", "bpg:0"])
async def test_junk_where_something_would_be_done(scene: Scene, data: str) -> None:
    # `bpg:0` is none, but with nothing ticked there is nothing to start.
    listed = await ticked(scene, *([] if data == "bpg:0" else ["web-1"]))
    answer = await scene.press(scene.alice, listed, data)
    assert answer is not None
    assert answer.text == "This button no longer does anything."
    assert scene.store.open_confirmations(scene.alice.id, scene.alice.id) == []
    assert scene.failures == 0


@pytest.mark.parametrize("data", ["bps", "bps:", "bps:x:1", "bps:999:0", "bps:-1:1", "bps:²:1"])
async def test_junk_among_the_ticks_changes_none(scene: Scene, data: str) -> None:
    listed = await ticked(scene, "web-1")
    answer = await scene.press(scene.alice, listed, data)
    assert answer is not None
    assert "☑ web-1" in labels(listed)
    assert listed.text.endswith("\n1 server ticked.")
    assert scene.failures == 0


async def test_somebody_elses_server_cannot_be_ticked(scene: Scene) -> None:
    listed = await ticked(scene)
    await scene.press(scene.alice, listed, f"bps:{scene.row_id('db-1')}:0")
    assert listed.text.endswith("\n0 servers ticked.")
    assert f"☑ {scene.server('db-1').ip}" not in labels(listed)


async def test_operators_may_in_a_group(scene: Scene) -> None:
    listed = await ticked(scene, "web-1", person=scene.oscar, chat=scene.team)
    await scene.tap(scene.oscar, listed, "bpg:2")
    await scene.tap(scene.oscar, listed, "ok:")
    await scene.drive()
    assert scene.executed("restart") == 1


async def test_who_only_looks_may_not(scene: Scene) -> None:
    listed = await scene.ask(scene.vera, "/servers", scene.team)
    assert "bpo" not in all_data(listed)
    for data in ("bpo", f"bps:{scene.row_id('web-1')}:0", "bpg:1"):
        answer = await scene.press(scene.vera, listed, data)
        assert answer is not None
        assert answer.text is not None
        assert answer.text.startswith("This needs the role “operator”; yours here is “viewer”.")
    assert shown(listed) == []


async def test_a_tick_on_a_message_without_ticks(scene: Scene) -> None:
    listed = await scene.ask(scene.alice, "/servers")
    answer = await scene.press(scene.alice, listed, f"bps:{scene.row_id('web-1')}:0")
    assert answer is not None
    assert answer.text == "This button no longer does anything."
    assert listed.text.startswith("6 servers")


async def test_a_tick_on_a_message_without_any_does_nothing(scene: Scene) -> None:
    listed = await scene.ask(scene.alice, "/servers")
    answer = await scene.press(scene.alice, listed, f"bps:{scene.row_id('web-1')}:0")
    assert answer is not None
    assert answer.text == "This button no longer does anything."
    assert listed.text.startswith("6 servers")


async def test_an_engine_that_cannot_be_read_keeps_the_ticks(scene: Scene) -> None:
    listed = await ticked(scene, "web-1", "web-2")
    scene.engine.fail_next(Fault.REFUSE("系统维护中"), action="getserver", times=2)
    answer = await scene.tap(scene.alice, listed, "bpg:1")
    assert answer.text.startswith("The engine refused: “系统维护中”.")
    assert listed.text.endswith("\n2 servers ticked.")
    assert scene.store.open_confirmations(scene.alice.id, scene.alice.id) == []
    assert scene.failures == 0
