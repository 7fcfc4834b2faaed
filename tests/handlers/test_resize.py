from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import Server
from handlers.resize import given
from tests.handlers.asking import staffed
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


def answers(scene: Scene) -> dict[str, str]:
    return scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].answers


def draft(scene: Scene) -> int:
    return scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].id


async def test_the_configurator(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="open")
    shown = await scene.ask(scene.alice, "/upgrade")
    assert shown.text == "Which server shall be upgraded?"
    await scene.tap(scene.alice, shown, f"do:upgrade:{scene.row_id('web-1')}")
    assert shown.text == (
        "⬆ Upgrade web-1\nCPU and memory: 2 CPU, 4 GB\nDisk 1: 50 GB\nNew disk: 0 GB\nBandwidth: 5 Mbit/s\n"
        "Defense: 5 G\n\nPress a size to change it. The upgrade may reset the password; you are given the new one."
    )
    assert labels(shown) == [
        "CPU and memory: 2 CPU, 4 GB",
        "Disk 1: 50 GB",
        "New disk: 0 GB",
        "Bandwidth: 5 Mbit/s",
        "Defense: 5 G",
        "Continue ›",
        "❌ Cancel",
    ]
    number = draft(scene)
    await scene.tap(scene.alice, shown, f"fc:{number}")
    assert shown.text.startswith("⚠ Nothing is changed yet. Press a size to change it.\n\n⬆ Upgrade web-1\n")
    await scene.tap(scene.alice, shown, f"fs:{number}:core")
    # Only pairs that the line sells, and none that is smaller.
    assert labels(shown)[:-1] == ["2 CPU, 4 GB", "4 CPU, 8 GB", "8 CPU, 16 GB"]
    await scene.tap(scene.alice, shown, f"f:{number}:core:4-8")
    assert "\nPrice unknown: the reseller decides.\n" in shown.text
    await scene.tap(scene.alice, shown, f"fs:{number}:disk1")
    assert labels(shown)[0] == "50 GB"
    (shown,) = await scene.say(scene.alice, "+50")
    assert "\nDisk 1: 100 GB\n" in shown.text
    await scene.tap(scene.alice, shown, f"fs:{number}:newdisk")
    await scene.tap(scene.alice, shown, f"f:{number}:newdisk:20")
    await scene.tap(scene.alice, shown, f"fs:{number}:bandwidth")
    (shown,) = await scene.say(scene.alice, "7")
    assert "Bandwidth: 7 Mbit/s" in labels(shown)
    await scene.tap(scene.alice, shown, "fc:")
    head, *_ = shown.text.split("\n\n")
    assert head.splitlines()[4:] == [
        "Cores: 2 → 4",
        "Memory: 4 → 8 GB",
        "Bandwidth: 5 → 7 Mbit/s",
        "Data disks: 50 → 100 + 20 GB",
        "The new password is shown to you in private when it is done.",
        "Price unknown: the reseller decides.",
    ]
    assert labels(shown) == ["✅ Confirm", "✏️ Change", "❌ Cancel"]
    assert scene.executed("upgrade") == 0


async def test_once_approved_the_receipt_has_the_sizes(scene: Scene) -> None:
    await staffed(scene)
    shown = await scene.ask(scene.alice, "/upgrade web-1 cores=4 memory=8")
    await scene.tap(scene.alice, shown, "ok:")
    await scene.noticer.deliver_due()
    await scene.tap(scene.rita, scene.messages(scene.rita)[-1], "apv:")
    before = len(scene.messages(scene.alice))
    (row,) = await scene.drive()
    assert (row.state, scene.executed("upgrade")) == ("done", 1)
    assert (scene.server("web-1").cpu, scene.server("web-1").memory) == (4, 8)
    end = scene.messages(scene.alice)[before]
    assert end.text.splitlines()[1] == (
        "Size: 2 vCPU · 4 GB RAM · data disks 50 GB · 5 Mbit/s out, 10 Mbit/s in · 5 G defense"
        " → 4 vCPU · 8 GB RAM · data disks 50 GB · 5 Mbit/s out, 10 Mbit/s in · 5 G defense"
    )


async def test_a_booked_downgrade_is_done_at_once(scene: Scene) -> None:
    await staffed(scene)
    shown = await scene.ask(scene.alice, "/downgrade web-1 bandwidth=2")
    assert shown.text.startswith("Book a downgrade of web-1")
    await scene.tap(scene.alice, shown, "ok:")
    await scene.noticer.deliver_due()
    await scene.tap(scene.rita, scene.messages(scene.rita)[-1], "apv:")
    (row,) = await scene.drive()
    booked = scene.server("web-1").booked
    assert row.state == "done"
    assert booked is not None
    assert booked.bandwidth == 2


async def test_with_sizes_it_goes_straight_to_the_confirmation(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/upgrade web-1 cpu=4 memory=8GB bandwidth=20 disk=+50 newdisk=30 defense=10")
    head, *_ = shown.text.split("\n\n")
    assert head.splitlines()[4:9] == [
        "Cores: 2 → 4",
        "Memory: 4 → 8 GB",
        "Bandwidth: 5 → 20 Mbit/s",
        "Defense: 5 → 10 G",
        "Data disks: 50 → 100 + 30 GB",
    ]
    await scene.tap(scene.alice, shown, "fr:")
    assert shown.text.startswith("⬆ Upgrade web-1\nCPU and memory: 4 CPU, 8 GB\n")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("hello", "“hello” is not one of the choices. Press a button, or type one of them."),
        ("cpu=4", "“4-4” is not sold here. Press a size, or type another one."),
        ("cpu=x", "“x-4” is not one of the choices. Press a button, or type one of them."),
        ("memory=2 cpu=2", "“2-2” is not sold here. Press a size, or type another one."),
        ("disk=40", "“40” is not sold here. Press a size, or type another one."),
        ("disk=55", "“55” is not sold here. Press a size, or type another one."),
        ("disk=", "“” is not a whole number."),
        ("disk2=50", "That is no longer on offer. Please choose again."),
        ("bandwidth=4", "“4” is not sold here. Press a size, or type another one."),
        ("bandwidth=-4", "“-4” is not a whole number."),
        ("bandwidth=99999999999", "“99999999999” is not a whole number."),
        ("defense=6", "“6” is not sold here. Press a size, or type another one."),
        ("bandwidth=5", "Nothing is changed yet. Press a size to change it."),
    ],
)
async def test_wrong_arguments_lead_to_the_form(scene: Scene, typed: str, told: str) -> None:
    shown = await scene.ask(scene.alice, f"/upgrade web-1 {typed}")
    first, blank, title, *_ = shown.text.splitlines()
    assert (first, blank, title) == (f"⚠ {told}", "", "⬆ Upgrade web-1")
    assert labels(shown)[-1] == "❌ Cancel"
    assert scene.failures == 0


async def test_the_downgrade_is_booked(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/downgrade web-1")
    assert shown.text == (
        "⬇ Book a downgrade of web-1\nCPU and memory: 2 CPU, 4 GB\nBandwidth: 5 Mbit/s\nDefense: 5 G\n\n"
        "Press a size to change it. It is booked for the next renewal, and a booking cannot be read back."
    )
    number = draft(scene)
    await scene.tap(scene.alice, shown, f"fs:{number}:core")
    assert labels(shown)[:-1] == ["1 CPU, 1 GB", "2 CPU, 2 GB", "2 CPU, 4 GB"]
    await scene.tap(scene.alice, shown, f"f:{number}:core:2-2")
    await scene.tap(scene.alice, shown, f"fs:{number}:bandwidth")
    assert labels(shown)[:4] == ["1 Mbit/s", "2 Mbit/s", "3 Mbit/s", "5 Mbit/s"]
    await scene.tap(scene.alice, shown, f"f:{number}:bandwidth:2")
    await scene.tap(scene.alice, shown, f"fc:{number}")
    assert "\nMemory: 4 → 2 GB\nBandwidth: 5 → 2 Mbit/s\n" in shown.text
    assert "next renewal" in shown.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("bandwidth=6", "“6” is not sold here. Press a size, or type another one."),
        ("bandwidth=+1", "“+1” is not sold here. Press a size, or type another one."),
        ("cpu=4 memory=8", "“4-8” is not sold here. Press a size, or type another one."),
        ("defense=0 bandwidth=0", "“0” is not sold here. Press a size, or type another one."),
    ],
)
async def test_a_downgrade_makes_nothing_larger(scene: Scene, typed: str, told: str) -> None:
    shown = await scene.ask(scene.alice, f"/downgrade web-1 {typed}")
    assert shown.text.splitlines()[0] == f"⚠ {told}"


async def test_where_a_line_forbids_it_nothing_is_asked(scene: Scene) -> None:
    guid = scene.made.lines["bgp"]
    lines = scene.services.catalogue.of(scene.account_id).lines
    lines[guid] = lines[guid].model_copy(update={"renew_degrade_status": False, "upgrade_status": False})
    for command in ("downgrade", "upgrade"):
        refused = await scene.ask(scene.alice, f"/{command} web-1")
        assert refused.text.startswith("Not possible: ")
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id) == []


async def test_a_size_that_the_engine_does_not_tell_is_not_guessed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from operations import reading  # noqa: PLC0415

    read = reading.read

    async def silent(*args: object, **more: object) -> Server:
        server = await read(*args, **more)  # type: ignore[arg-type]
        return server.model_copy(update={"harddisks": None})

    monkeypatch.setattr(reading, "read", silent)
    refused = await scene.ask(scene.alice, "/upgrade web-1")
    assert refused.text.startswith(
        "The engine does not tell this server's present size, so it cannot be changed from here."
    )
    assert scene.failures == 0


async def test_only_owners_resize(scene: Scene) -> None:
    for command in ("upgrade", "downgrade"):
        refused = await scene.ask(scene.oscar, f"/{command} web-1", scene.team)
        assert refused.text.startswith("This needs the role “owner”; yours here is “operator”.")


async def test_somebody_elses_server(scene: Scene) -> None:
    refused = await scene.ask(scene.alice, f"/upgrade {scene.made.servers['db-1']} cpu=8")
    assert "cpu" not in refused.text
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id) == []


@pytest.mark.parametrize("data", ["disk2:50", "disk9:50", "core:1-1", "core:9-9", "newdisk:-1", "bandwidth:4", "x:1"])
async def test_junk_in_a_button(scene: Scene, data: str) -> None:
    shown = await scene.ask(scene.alice, "/upgrade web-1")
    assert await scene.press(scene.alice, shown, f"f:{draft(scene)}:{data}") is not None
    assert await scene.press(scene.alice, shown, f"fs:{draft(scene)}:{data.partition(':')[0]}") is not None
    assert answers(scene) == {}
    assert scene.failures == 0


async def test_everything_fits_a_button(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/upgrade web-1")
    for step in ("core", "disk1", "newdisk", "bandwidth", "defense"):
        await scene.tap(scene.alice, shown, f"fs:{draft(scene)}:{step}")
        assert max(len(data.encode()) for data in all_data(shown)) <= 64
        assert data_of(shown, "fx:")
        await scene.press(scene.alice, shown, f"fr:{draft(scene)}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("cores=4 ram=8", {"core": "4-8"}),
        ("核心=4 内存＝8", {"core": "4-8"}),
        ("MEMORY=8", {"core": "2-8"}),
        ("bandwidth=5 disk=+10 core=4", {"core": "4-4", "bandwidth": "5", "disk1": "+10"}),
        ("带宽=5 新增数据盘=20", {"bandwidth": "5", "newdisk": "20"}),
        ("disk9=5", {"core": "disk9=5"}),
        ("bandwidth=5 <b>", {"core": "<b>"}),
    ],
)
def test_what_is_typed(text: str, found: dict[str, str]) -> None:
    assert given(text, Server(guid="1", cpu=2, memory=4)) == found
