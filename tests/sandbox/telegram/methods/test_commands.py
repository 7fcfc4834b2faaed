from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sandbox.telegram import Chat, Command, Person, StandInTelegram
from sandbox.telegram.methods.commands import visible_commands

if TYPE_CHECKING:
    from tests.sandbox.telegram.client import Api


def menu(name: str) -> list[dict[str, str]]:
    return [{"command": name, "description": "what it does"}]


async def test_set_get_delete(tg: StandInTelegram, api: Api) -> None:
    assert (await api("setMyCommands", commands=menu("/start"), language_code="zh")).result is True
    assert tg.commands == {("default", "zh"): [Command(command="start", description="what it does")]}
    assert (await api("getMyCommands", language_code="zh")).result == menu("start")
    assert (await api("getMyCommands")).result == []
    assert (await api("deleteMyCommands", language_code="zh")).result is True
    assert tg.commands == {}


async def test_the_narrowest_scope_and_the_persons_language_win(
    tg: StandInTelegram,
    api: Api,
    alice: Person,
    bob: Person,
    group: Chat,
) -> None:
    def seen(person: Person, chat: Chat | Person) -> str:
        found = visible_commands(tg.world, person, tg.chat(chat))
        return found[0].command if found else ""

    assert seen(alice, alice) == ""
    expected: list[tuple[dict[str, Any], str, tuple[str, str, str]]] = [
        ({"type": "default"}, "", ("default", "default", "default")),
        ({"type": "default"}, "zh", ("default_zh", "default_zh", "default")),
        ({"type": "all_private_chats"}, "", ("all_private_chats", "default_zh", "default")),
        ({"type": "all_group_chats"}, "", ("all_private_chats", "all_group_chats", "all_group_chats")),
        ({"type": "all_chat_administrators"}, "", ("all_private_chats", "all_chat_administrators", "all_group_chats")),
        ({"type": "chat", "chat_id": group.id}, "", ("all_private_chats", "chat", "chat")),
        (
            {"type": "chat_administrators", "chat_id": group.id},
            "",
            ("all_private_chats", "chat_administrators", "chat"),
        ),
        (
            {"type": "chat_member", "chat_id": group.id, "user_id": bob.id},
            "",
            ("all_private_chats", "chat_administrators", "chat_member"),
        ),
        ({"type": "chat", "chat_id": alice.id}, "zh", ("chat_zh", "chat_administrators", "chat_member")),
    ]
    for scope, language, (alice_alone, alice_in_group, bob_in_group) in expected:
        name = f"{scope['type']}_{language}".rstrip("_")
        await api("setMyCommands", commands=menu(name), scope=scope, language_code=language)
        assert (seen(alice, alice), seen(alice, group), seen(bob, group)) == (alice_alone, alice_in_group, bob_in_group)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "expected an Array of BotCommand"),
        ({"commands": "x"}, "can't parse commands JSON object"),
        ({"commands": ["start"]}, "can't parse BotCommand: expected an Object"),
        ({"commands": menu("Start")}, "BOT_COMMAND_INVALID"),
        ({"commands": menu("x" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": menu("a") * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "english"}, "LANG_CODE_INVALID"),
        ({"commands": [], "scope": [1]}, "can't parse BotCommandScope: BotCommandScope must be an Object"),
        ({"commands": [], "scope": {"type": "x"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat"}}, "can't parse BotCommandScope: Empty chat_id specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": "x"}}, "chat not found"),
        (
            {"commands": [], "scope": {"type": "chat_member", "chat_id": 1001}},
            "can't parse BotCommandScope: Invalid user_id specified",
        ),
    ],
)
async def test_what_is_refused(
    tg: StandInTelegram,
    api: Api,
    alice: Person,
    parameters: dict[str, Any],
    words: str,
) -> None:
    assert (await api("setMyCommands", **parameters)).words == f"Bad Request: {words}"
    assert tg.commands == {}


async def test_profile_texts_by_language(api: Api) -> None:
    for method, name in [
        ("MyName", "name"),
        ("MyDescription", "description"),
        ("MyShortDescription", "short_description"),
    ]:
        assert (await api(f"set{method}", **{name: "for all"})).result is True
        assert (await api(f"set{method}", **{name: "中文", "language_code": "zh"})).result is True
        assert (await api(f"get{method}", language_code="zh")).result == {name: "中文"}
        assert (await api(f"get{method}", language_code="fr")).result == {name: "for all"}
        assert (await api(f"set{method}", **{name: "x" * 513})).words == f"Bad Request: bot {name} is too long"


async def test_menu_buttons(api: Api, alice: Person) -> None:
    assert (await api("getChatMenuButton")).result == {"type": "commands"}
    assert (await api("setChatMenuButton", menu_button={"type": "default"})).result is True
    assert (await api("setChatMenuButton", chat_id=alice.id, menu_button={"type": "commands"})).result is True
    assert (await api("getChatMenuButton", chat_id=alice.id)).result == {"type": "commands"}
    assert (await api("getChatMenuButton")).result == {"type": "default"}
    assert (await api("setChatMenuButton", chat_id=5)).words == "Bad Request: chat not found"
    refused = await api("setChatMenuButton", menu_button={"type": "x"})
    assert refused.words == "Bad Request: can't parse menu button: MenuButton has unsupported type"
