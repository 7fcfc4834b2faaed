from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Fault
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


@pytest.fixture(autouse=True)
async def _open(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="open")


async def test_the_tree_with_age_and_end_and_how_many_there_may_be(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    assert shown.text == (
        "📸 Snapshots of web-2\n2 of 5\n\n"
        "twqag · 20 days ago · until 2027-01-25 16:00 (10 days left)\n"
        "└ yegta · 6 days ago · until 2027-01-17 04:00 (36 h left) ◀ now"
    )
    row = scene.row_id("web-2")
    assert all_data(shown) == [
        *(f"sn1:{row}:twqag", f"sn1:{row}:yegta", f"do:createsnapshot:{row}", f"snp:{row}:0", f"srv:{row}"),
    ]


async def test_none_yet_and_why_there_can_be_no_new_one(scene: Scene) -> None:
    none = await scene.ask(scene.alice, "/snapshot web-1")
    assert none.text == "📸 Snapshots of web-1\n0 of 5\n\nThere is none yet."
    scene.server("web-1").act_status = 3
    busy = await scene.ask(scene.alice, "/snapshot web-1")
    assert busy.text.endswith("No new one: something is being done with it.")
    assert "New snapshot" not in labels(busy)


async def test_without_a_server_one_picks(scene: Scene) -> None:
    choice = await scene.ask(scene.alice, "/snapshot")
    assert choice.text == "Whose snapshots do you want to see?"
    await scene.tap(scene.alice, choice, f"snp:{scene.row_id('web-2')}")
    assert choice.text.startswith("📸 Snapshots of web-2")


async def test_one_of_them_kept_for_longer(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    await scene.tap(scene.alice, shown, "sn1:")
    assert shown.text == (
        "📸 twqag of web-2\nMade: 2026-12-26 16:00 (20 days ago)\nKept until: 2027-01-25 16:00 (10 days left)"
    )
    assert labels(shown) == ["Revert", "Keep longer", "Delete snapshot", "📸 Snapshots"]
    await scene.tap(scene.alice, shown, "sn2:1:")
    assert shown.text.endswith("For how much longer?")
    await scene.tap(scene.alice, shown, "f:1:period:7d")
    assert (
        "Snapshot: twqag, made 2026-12-26 16:00\nEnds: 2027-01-25 16:00\n"
        "Longer by: 7 days\nUntil about: 2027-02-01 16:00\n"
    ) in shown.text
    await scene.tap(scene.alice, shown, "ok:")
    await scene.drive()
    assert scene.executed("renewsnapshot") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("create 7d", "Take a snapshot of web-2?"),
        ("新建 1个月", "Take a snapshot of web-2?"),
        ("revert twqag", "Take web-2 back to a snapshot?"),
        ("renew twqag 3d", "Keep a snapshot of web-2 for longer?"),
        ("renew twqag 1 month", "Keep a snapshot of web-2 for longer?"),
        ("delete YEGTA", "Delete a snapshot of web-2?"),
        ("delete wqa", "Delete a snapshot of web-2?"),
    ],
)
async def test_with_everything_said_it_goes_straight_to_the_confirmation(scene: Scene, words: str, says: str) -> None:
    asked = await scene.ask(scene.alice, f"/snapshot web-2 {words}")
    assert asked.text.splitlines()[0] == says
    assert labels(asked)[0] == "✅ Confirm"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("create 2d", "⚠ “2d” is not on offer here. Press one of the periods."),
        ("create x", "⚠ “x” is not a period. Write 7d for days or 1m for months."),
        ("create 0d", "⚠ “0d” is not a period. Write 7d for days or 1m for months."),
        ("revert nothing", "⚠ “nothing” is not one of the choices. Press a button, or type one of them."),
        ("delete <b>", "⚠ “<b>” is not one of the choices. Press a button, or type one of them."),
        ("renew yegta 99d", "⚠ “99d” is not on offer here. Press one of the periods."),
        ("renew yegta 9y", "⚠ “9y” is not a period. Write 7d for days or 1m for months."),
        ("renew no such one", "⚠ “no such one” is not one of the choices. Press a button, or type one of them."),
    ],
)
async def test_junk_keeps_the_form(scene: Scene, words: str, says: str) -> None:
    asked = await scene.ask(scene.alice, f"/snapshot web-2 {words}")
    assert asked.text.splitlines()[0] == says
    assert len(scene.store.drafts_of(scene.alice.id, scene.alice.id)) == 1
    assert scene.failures == 0


@pytest.mark.parametrize("word", ["x", "<b>", "💥", "7d"])
async def test_a_word_that_is_no_verb(scene: Scene, word: str) -> None:
    answer = await scene.ask(scene.alice, f"/snapshot web-2 {word}")
    assert answer.text.splitlines()[0] == f"“{word}” is not understood. Example: /snapshot web-1 create 7d"
    assert scene.failures == 0


async def test_a_name_may_be_long_chinese_and_of_several_words(scene: Scene) -> None:
    server = scene.server("web-2")
    first = server.snapshots[0]
    names = ["升级前的快照：" + "很长" * 40, "before <the> update", "a:b"]
    server.snapshots = [type(first)(name=name, created_at=first.created_at, ends_at=first.ends_at) for name in names]
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    assert len(shown.text.splitlines()) == 3 + len(names)
    for place, name in enumerate(names):
        opened = await scene.ask(scene.alice, "/snapshot web-2")
        data = [each for each in all_data(opened) if each.startswith("sn1:")][place]
        await scene.press(scene.alice, opened, data)
        assert opened.text.startswith(f"📸 {name[:63]}")
        await scene.tap(scene.alice, opened, "sn2:2:")
        assert opened.text.startswith("Delete a snapshot of web-2?")
        assert f"Snapshot: {name[:63]}" in opened.text
    asked = await scene.ask(scene.alice, "/snapshot web-2 renew before <the> update 7d")
    assert asked.text.startswith("Keep a snapshot of web-2 for longer?")


async def test_why_one_of_them_cannot_be_touched_now(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    scene.server("web-2").act_status = 3
    await scene.tap(scene.alice, shown, "sn1:")
    assert labels(shown) == ["📸 Snapshots"]
    assert shown.text.endswith(
        "Not possible now\nreturn to a snapshot, snapshot extension, snapshot deletion: something is being done with it"
    )


async def test_what_the_bot_itself_is_doing_is_said_before_the_engine_shows_it(scene: Scene) -> None:
    confirmed = await scene.ask(scene.alice, "/stop web-2")
    await scene.tap(scene.alice, confirmed, "ok:")
    scene.server("web-2").act_status = 0
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    assert "New snapshot" not in labels(shown)
    assert shown.text.endswith("No new one: something is being done with it.")


async def test_what_the_line_closed_is_said_of_each(scene: Scene) -> None:
    line = scene.engine.world.lines[scene.server("web-2").line_guid]
    line.functions = ("createsnapshot", "removesnapshot")
    services = scene.services
    await services.catalogue.refresh(scene.account_id, services.engines.of(scene.account_id), now=scene.clock.now())
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    await scene.tap(scene.alice, shown, "sn1:")
    assert labels(shown) == ["Delete snapshot", "📸 Snapshots"]
    assert shown.text.endswith("return to a snapshot, snapshot extension: its line does not offer this")


async def test_a_snapshot_that_is_gone_meanwhile(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    scene.server("web-2").snapshots = []
    answer = await scene.tap(scene.alice, shown, "sn1:")
    assert answer.text == "That is no longer on offer. Please choose again."


@pytest.mark.parametrize("data", ["snp", "snp:x", "sn1", "sn1:17", "sn1:x:y", "sn2", "sn2:9:17:twqag", "sn2:0:17:nope"])
async def test_junk_in_a_button(scene: Scene, data: str) -> None:
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    answer = await scene.press(scene.alice, shown, data)
    assert answer is not None
    assert answer.text != ""
    assert scene.failures == 0


async def test_somebody_elses_server(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    answer = await scene.press(scene.alice, shown, f"snp:{scene.row_id('db-1')}")
    assert answer is not None
    assert answer.text == "This server is not, or no longer, one of yours. /servers shows yours."


async def test_who_only_looks_has_nothing_to_press(scene: Scene) -> None:
    shown = await scene.ask(scene.vera, "/snapshot web-2", scene.team)
    assert "New snapshot" not in labels(shown)
    assert shown.text.endswith("No new one: only for owners.")
    await scene.tap(scene.vera, shown, "sn1:")
    assert labels(shown) == ["📸 Snapshots"]
    assert shown.text.endswith("return to a snapshot, snapshot extension, snapshot deletion: only for owners")
    refused = await scene.ask(scene.vera, "/snapshot web-2 delete twqag", scene.team)
    assert refused.text.startswith("This needs the role “owner”")


async def test_an_engine_that_cannot_be_read(scene: Scene) -> None:
    scene.engine.fail_next(Fault.REFUSE("系统维护中"), action="listsnapshot")
    answer = await scene.ask(scene.alice, "/snapshot web-2")
    assert answer.text.startswith("The engine refused: “系统维护中”.")


async def test_many_are_paged(scene: Scene) -> None:
    first = scene.server("web-2").snapshots[0]
    scene.server("web-2").snapshots = [
        type(first)(name=f"s{number:02}", created_at=first.created_at, ends_at=first.ends_at) for number in range(23)
    ]
    shown = await scene.ask(scene.alice, "/snapshot web-2")
    assert len([data for data in all_data(shown) if data.startswith("sn1:")]) == 10
    assert shown.text.startswith("📸 Snapshots of web-2\n23 of 5\n\ns00 · ")
    assert shown.text.endswith("No new one: it has as many snapshots as its line allows.\nPage 1 of 3")
    assert "s10" not in shown.text
    await scene.press(scene.alice, shown, f"snp:{scene.row_id('web-2')}:2")
    assert "\n\ns20 · " in shown.text
    assert shown.text.endswith("\nPage 3 of 3")
    assert len([data for data in all_data(shown) if data.startswith("sn1:")]) == 3
