from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Port
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from tests.handlers.scene import Scene

HOST = "203.0.113.10"
SHOP = f"{HOST}:10021"


async def listed(scene: Scene) -> BotMessage:
    return await scene.ask(scene.alice, f"/ports {SHOP}")


def terms(message: BotMessage) -> list[str]:
    """Return what a confirmation says was decided."""
    lines = message.text.split("\n\n", maxsplit=1)[0].splitlines()
    return [line for line in lines if not line.startswith(("Address:", "System:", "Now:"))]


def forward(scene: Scene, nickname: str, *, public: int, local: int, remark: str = "") -> Port:
    server, numbering = scene.server(nickname), scene.engine.world.numbering
    port = Port(
        guid=numbering.uuid(),
        number=numbering.number(),
        public_ip=HOST,
        public_port=public,
        local_ip=server.local_ip,
        local_port=local,
        created_at=scene.clock.now(),
        remark=remark,
    )
    server.ports.append(port)
    return port


async def test_the_list(scene: Scene) -> None:
    shown = await listed(scene)
    row = scene.row_id("shop-1")
    assert shown.text == (f"🔌 Forwarded ports of {SHOP}\n\n{HOST}:10021 → 22 · 远程登陆端口\n{HOST}:10081 → 80 · 网站")
    assert labels(shown) == ["❌ 10021 → 22", "❌ 10081 → 80", "Forward a port", "Refresh", "Open server"]
    guids = [port.guid for port in scene.server("shop-1").ports]
    assert all_data(shown) == [
        *(f"prd:{row}:{guid}" for guid in guids),
        f"do:create_port:{row}",
        f"prt:{row}:0",
        f"srv:{row}",
    ]


async def test_without_a_server_one_is_chosen(scene: Scene) -> None:
    choice = await scene.ask(scene.alice, "/ports")
    assert choice.text == "Whose ports do you want to see?"
    await scene.tap(scene.alice, choice, f"prt:{scene.row_id('shop-1')}")
    assert choice.text.startswith(f"🔌 Forwarded ports of {SHOP}\n")


async def test_it_is_read_afresh(scene: Scene) -> None:
    shown = await listed(scene)
    forward(scene, "shop-1", public=20_000, local=443, remark="<b>&")
    await scene.tap(scene.alice, shown, "prt:")
    assert shown.text.endswith(f"\n{HOST}:20000 → 443 · <b>&")
    assert shown.html.endswith("443 · &lt;b&gt;&amp;")


async def test_by_tapping_alone_a_port_is_forwarded_and_then_listed(scene: Scene) -> None:
    shown = await listed(scene)
    await scene.tap(scene.alice, shown, "do:create_port:")
    assert shown.text.endswith("Which port of the server? Press, or type its number.")
    assert labels(shown) == ["443", "3389", "3306", "8080", "❌ Cancel"]
    await scene.tap(scene.alice, shown, "f:1:local:443")
    assert labels(shown)[:2] == ["Any free public port", "The same number outside"]
    await scene.tap(scene.alice, shown, "f:1:kind:same")
    assert terms(shown) == [
        f"Forward a port to {SHOP}?",
        "Port 443, under the same public port",
        "Note: port 443",
    ]
    assert scene.executed("create_port") == 0
    await scene.tap(scene.alice, shown, "ok:")
    (row,) = await scene.drive()
    assert row.state == "done"
    assert f"{HOST}:443 → 443 · port 443" in (await listed(scene)).text
    assert scene.executed("create_port") == 1


async def test_without_a_port_it_is_asked_for(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, f"/ports {SHOP} add")
    assert asked.text == f"🔌 Forward a port to {SHOP}\n\nWhich port of the server? Press, or type its number."


@pytest.mark.parametrize(
    ("said", "decided"),
    [
        ("8080", ["Port 8080, under any free public port", "Note: port 8080"]),
        ("8080 same", ["Port 8080, under the same public port", "Note: port 8080"]),
        ("08080  RANDOM shop of <mine>", ["Port 8080, under any free public port", "Note: shop of <mine>"]),
        ("8080 相同 网站", ["Port 8080, under the same public port", "Note: 网站"]),
        ("8080 web", ["Port 8080, under any free public port", "Note: web"]),
    ],
)
async def test_all_in_one_line_goes_straight_to_the_confirmation(scene: Scene, said: str, decided: list[str]) -> None:
    asked = await scene.ask(scene.alice, f"/ports {SHOP} add {said}")
    assert terms(asked)[1:] == decided
    assert labels(asked) == ["✅ Confirm", "✏️ Change", "❌ Cancel"]


async def test_what_was_decided_can_be_changed_before_it_is_confirmed(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, f"/ports {SHOP} 添加 8080")
    await scene.tap(scene.alice, asked, "fr:")
    assert labels(asked)[:3] == ["Port: 8080", "Public port: Any free public port", "Note: port 8080"]
    await scene.tap(scene.alice, asked, "fs:1:remark")
    answer = await scene.ask(scene.alice, "my shop")
    assert terms(answer)[2:] == ["Note: my shop"]


@pytest.mark.parametrize("port", ["0", "65536", "-1", "99999999", "http", "４４３", "8080.5", "<b>", "🔌"])
async def test_a_wrong_port_is_asked_for_again(scene: Scene, port: str) -> None:
    asked = await scene.ask(scene.alice, f"/ports {SHOP} add {port}")
    assert asked.text == (
        f"⚠ “{port}” is not a port. Ports go from 1 to 65535.\n\n🔌 Forward a port to {SHOP}\n\n"
        "Which port of the server? Press, or type its number."
    )
    again = await scene.ask(scene.alice, port)
    assert again.text == asked.text
    fine = await scene.ask(scene.alice, "8443")
    assert "Under which public port?" in fine.text
    done = await scene.ask(scene.alice, "SAME")
    assert terms(done)[1] == "Port 8443, under the same public port"


@pytest.mark.parametrize("remark", ["x" * 31, "two\nlines"])
async def test_a_note_that_does_not_fit(scene: Scene, remark: str) -> None:
    asked = await scene.ask(scene.alice, f"/ports {SHOP} add 8080")
    await scene.tap(scene.alice, asked, "fr:")
    await scene.tap(scene.alice, asked, "fs:1:remark")
    refused = await scene.ask(scene.alice, remark)
    assert refused.text.startswith("⚠ A note has 1 to 30 characters in one line.\n")


async def test_a_button_stops_forwarding(scene: Scene) -> None:
    shown = await listed(scene)
    guid = scene.server("shop-1").ports[1].guid
    await scene.tap(scene.alice, shown, f"prd:{scene.row_id('shop-1')}:{guid}")
    assert terms(shown) == [
        f"Stop forwarding a port to {SHOP}?",
        f"Forwarding: {HOST}:10081 → 80",
        "Note: 网站",
    ]
    assert "\n⚠ Whatever is reached through this port no longer is.\n" in shown.text
    await scene.tap(scene.alice, shown, "ok:")
    await scene.drive()
    assert [port.local_port for port in scene.server("shop-1").ports] == [22]
    assert "10081" not in (await listed(scene)).text


async def test_the_public_port_names_what_is_no_longer_forwarded(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, f"/ports {SHOP} delete 10081")
    assert terms(asked)[1] == f"Forwarding: {HOST}:10081 → 80"
    refused = await scene.ask(scene.alice, f"/ports {SHOP} delete 80")
    assert refused.text == "Not possible: this forwarded port no longer exists (80). Refresh the list."
    choice = await scene.ask(scene.alice, f"/ports {SHOP} delete")
    assert labels(choice)[:2] == ["❌ 10021 → 22", "❌ 10081 → 80"]


async def test_a_server_with_its_own_address_says_why_not_but_lets_go_of_what_it_has(scene: Scene) -> None:
    bare = await scene.ask(scene.alice, "/ports web-1")
    assert bare.text == ("🔌 Forwarded ports of web-1\n\nNo port is forwarded.\n\nNo new one: it has an IP of its own.")
    assert labels(bare) == ["Refresh", "Open server"]
    refused = await scene.ask(scene.alice, "/ports web-1 add 80")
    assert refused.text.startswith("Not possible: it has an IP of its own.")
    port = forward(scene, "web-1", public=20_022, local=22)
    await scene.tap(scene.alice, bare, "prt:")
    assert labels(bare) == ["❌ 20022 → 22", "Refresh", "Open server"]
    await scene.tap(scene.alice, bare, "prd:")
    await scene.tap(scene.alice, bare, "ok:")
    (row,) = await scene.drive()
    assert (row.state, port in scene.server("web-1").ports) == ("done", False)


async def test_many_ports_have_pages(scene: Scene) -> None:
    for number in range(23):
        forward(scene, "shop-1", public=30_000 + number, local=1000 + number)
    shown, row = await listed(scene), scene.row_id("shop-1")
    assert shown.text.endswith("\n\nPage 1 of 3")
    await scene.tap(scene.alice, shown, f"prt:{row}:1")
    assert data_of(shown, f"prt:{row}:2")
    await scene.press(scene.alice, shown, f"prt:{row}:9")
    assert shown.text.endswith(f"{HOST}:30022 → 1022\n\nPage 3 of 3")
    assert labels(shown) == ["❌ 30022 → 1022", "‹ Previous", "Forward a port", "Refresh", "Open server"]


async def test_a_viewer_looks_and_an_operator_acts(scene: Scene) -> None:
    shown = await scene.ask(scene.vera, f"/ports {SHOP}", scene.team)
    assert labels(shown) == ["Refresh", "Open server"]
    refused = await scene.ask(scene.vera, f"/ports {SHOP} add 80", scene.team)
    assert refused.text.startswith("This needs the role “operator”")
    row, guid = scene.row_id("shop-1"), scene.server("shop-1").ports[0].guid
    for data in (f"prd:{row}:{guid}", f"do:create_port:{row}"):
        answer = await scene.press(scene.vera, shown, data)
        assert answer is not None
        assert answer.text.startswith("This needs the role “operator”")
    asked = await scene.ask(scene.oscar, f"/ports {SHOP} add 80", scene.team)
    assert labels(asked)[0] == "✅ Confirm"


async def test_what_is_not_understood(scene: Scene) -> None:
    refused = await scene.ask(scene.alice, f"/ports {SHOP} Bogus 80")
    assert refused.text == "“Bogus” is not understood. Example: /ports web-1 add 8080 same"


async def test_other_peoples_and_junk_in_buttons(scene: Scene) -> None:
    shown, row = await listed(scene), scene.row_id("shop-1")
    guid = scene.server("shop-1").ports[0].guid
    for data in (f"prt:{scene.row_id('db-1')}", f"prd:{scene.row_id('db-1')}:{guid}"):
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text == "This server is not, or no longer, one of yours. /servers shows yours."
    for data in ("prt", "prt:x", "prd", "prd:x:y", f"prd:{row}", f"prd:{row}:nothing", f"prd:{row}:{guid}x"):
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text == "That is no longer on offer. Please choose again."
    assert not shown.edits


async def test_an_engine_that_cannot_be_read(scene: Scene) -> None:
    await scene.engine.stop()
    refused = await listed(scene)
    assert refused.text.startswith("The engine cannot be reached.")
