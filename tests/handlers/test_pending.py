from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import pending
from tests.handlers.asking import asked, staffed, unclear
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    import pytest

    from tests.handlers.scene import Scene


async def test_everything_that_waits_with_its_button(scene: Scene) -> None:
    group = await staffed(scene)
    _, approval = await asked(scene)
    operation = await unclear(scene, guid=scene.made.servers["web-2"])
    listed = await scene.ask(scene.rita, "/approvals", group)
    assert listed.text == "2 things wait for you"
    assert labels(listed) == ["🙋 renewal · web-1 · alice", "❔ renewal · web-2 · alice"]
    assert all_data(listed) == [f"apv:{approval.id}:show", f"set:{operation.taskid}:show"]

    await scene.tap(scene.rita, listed, "set:")
    assert "Somebody has to look" in listed.text
    await scene.tap(scene.rita, listed, "pnd")
    assert listed.text == "2 things wait for you"


async def test_many_are_cut_off_and_counted(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending, "MOST", 1)
    await staffed(scene)
    for number, nickname in enumerate(("web-1", "web-2", "cache-1")):
        await unclear(scene, guid=scene.made.servers[nickname], order_no=f"A{number}")
    listed = await scene.ask(scene.rita, "/approvals")
    assert listed.text == "3 things wait for you\n2 more are not shown."
    assert len(labels(listed)) == 1


async def test_nothing_waits(scene: Scene) -> None:
    group = await staffed(scene)
    assert (await scene.ask(scene.oscar, "/approvals", group)).text == "Nothing waits for you."


async def test_elsewhere_there_is_no_such_command(scene: Scene) -> None:
    await staffed(scene)
    unknown = (await scene.ask(scene.alice, "/nonsense")).text
    assert (await scene.ask(scene.alice, "/approvals")).text == unknown
    assert await scene.say(scene.alice, "/approvals", scene.team) == []
    listed = await scene.ask(scene.alice, "/servers")
    await scene.press(scene.alice, listed, "pnd")
    assert "wait" not in listed.text
