from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


def aliases(scene: Scene, chat_id: int = 501) -> dict[str, str]:
    nicknames = {guid: nickname for nickname, guid in scene.made.servers.items()}
    return {nicknames[row.guid]: row.alias for row in scene.store.aliases(chat_id)}


async def test_without_a_name_the_list_and_how_to(scene: Scene) -> None:
    for text in ("/alias", "/alias web-1"):
        answer = await scene.ask(scene.alice, text)
        assert answer.text.startswith("Names in this chat\ncache-1 · ")
        assert "Set: /alias 203.0.113.5 web-1\nDrop: /alias web-1 -" in answer.text


async def test_a_chat_without_names(scene: Scene) -> None:
    assert "还没有给服务器起名字。" in (await scene.ask(scene.bob, "/alias")).text


@pytest.mark.parametrize("blank", [" ", "   ", "\n", "\t"])
async def test_a_name_is_set_by_ip(scene: Scene, blank: str) -> None:
    ip = scene.server("db-1").ip
    answer = await scene.ask(scene.bob, f"/alias {ip}{blank}数据库")
    assert answer.text == f"数据库 现在就是 {ip}。"
    assert aliases(scene, 502) == {"db-1": "数据库"}
    assert (await scene.ask(scene.bob, "数据库")).text.splitlines()[0].endswith(f"数据库 · {ip}")


@pytest.mark.parametrize("word", ["-", "none", "NONE"])
async def test_a_name_is_dropped(scene: Scene, word: str) -> None:
    answer = await scene.ask(scene.alice, f"/alias web-1 {word}")
    assert answer.text == f"{scene.server('web-1').ip} no longer has a name here."
    assert aliases(scene) == {"web-2": "web-2", "cache-1": "cache-1"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("two words", "A name is one word without blanks"),
        ("two\nlines", "A name is one word without blanks"),
        ("@home", "A name is one word without blanks"),
        ("10.0.0.1", "A name must not look like a guid or an IP."),
        ("x" * 33, "This name is too long: 32 characters at most."),
        ("WEB-2", "Another server here already has this name."),
    ],
)
async def test_a_name_that_cannot_be(scene: Scene, name: str, words: str) -> None:
    answer = await scene.ask(scene.alice, f"/alias web-1 {name}")
    assert answer.text.startswith(words)
    assert aliases(scene)["web-1"] == "web-1"


async def test_a_name_is_shown_as_it_was_typed_never_as_markup(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/alias web-1 <b>&amp;</b>")
    assert answer.text == f"<b>&amp;</b> now stands for {scene.server('web-1').ip}."
    card = await scene.ask(scene.alice, "/server <b>&amp;</b>")
    assert card.text.splitlines()[0].endswith(f"<b>&amp;</b> · {scene.server('web-1').ip}")
    listed = await scene.ask(scene.alice, "/servers")
    assert "<b>&amp;</b>" in listed.text
    assert "<b>&amp;</b>" in "".join(each.text for row in listed.buttons for each in row)
    stop = await scene.ask(scene.alice, "/stop <b>&amp;</b>")
    assert stop.text.startswith("Stop <b>&amp;</b>?")


async def test_somebody_elses_server_cannot_be_named(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, f"/alias {scene.server('db-1').ip} mine")
    assert answer.text.startswith(f"No server “{scene.server('db-1').ip}” here.")
    assert "db-1" not in aliases(scene)
