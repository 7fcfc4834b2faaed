"""setMyCommands, getMyCommands and deleteMyCommands, and which commands a person sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.methods.registry import Session, method
from sandbox.telegram.world import Command

if TYPE_CHECKING:
    from sandbox.telegram.chats import Chat, Person
    from sandbox.telegram.parameters import Parameters
    from sandbox.telegram.world import World

_MOST = 100
_NAME = re.compile(r"[a-z0-9_]+")
_NAME_CHARACTERS = 32
_DESCRIPTION_CHARACTERS = 256
_LANGUAGE = re.compile(r"|[a-z]{2}")
_BROAD = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_OF_A_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})


@method("setMyCommands", "commands", "scope", "language_code")
async def set_my_commands(session: Session, parameters: Parameters) -> bool:
    """Sets the menu of a scope and language."""
    world = session.world
    given = parameters.json("commands", what="commands")
    if not isinstance(given, list):
        raise bad_request("Expected an Array of BotCommand")
    key = _key(world, parameters)
    commands = [_command(world, item) for item in given]
    if len(commands) > _MOST:
        world.breach(f"more than {_MOST} commands", bad_request("BOT_COMMANDS_TOO_MUCH"))
    world.commands[key] = commands
    world.state_changed()
    return True


@method("getMyCommands", "scope", "language_code")
async def get_my_commands(session: Session, parameters: Parameters) -> list[dict[str, str]]:
    """The menu of exactly this scope and language."""
    return wire_commands(session.world.commands.get(_key(session.world, parameters), []))


@method("deleteMyCommands", "scope", "language_code")
async def delete_my_commands(session: Session, parameters: Parameters) -> bool:
    """Forgets the menu of a scope and language, so that the next broader one shows."""
    session.world.commands.pop(_key(session.world, parameters), None)
    session.world.state_changed()
    return True


def wire_commands(commands: list[Command]) -> list[dict[str, str]]:
    """A menu as the Bot API shows it."""
    return [{"command": command.command, "description": command.description} for command in commands]


def visible_commands(world: World, person: Person, chat: Chat) -> list[Command]:
    """The menu that a person sees in a chat: the narrowest scope, in it their language before none.

    The order of scopes is that of core.telegram.org/bots/api#determining-list-of-commands.
    """
    scopes = [f"chat_member:{chat.id}:{person.id}"]
    if chat.is_private:
        scopes = [f"chat:{chat.id}", "all_private_chats", "default"]
    else:
        administers = chat.status_of(person.id) in {"creator", "administrator"}
        scopes += [f"chat_administrators:{chat.id}"] if administers else []
        scopes += [f"chat:{chat.id}"]
        scopes += ["all_chat_administrators"] if administers else []
        scopes += ["all_group_chats", "default"]
    language = (person.language_code or "")[:2].lower()
    for scope in scopes:
        for key in ((scope, language), (scope, "")):
            if key in world.commands:
                return world.commands[key]
    return []


def _key(world: World, parameters: Parameters) -> tuple[str, str]:
    language = parameters.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("LANG_CODE_INVALID")
    return _scope(world, parameters.json("scope", what="BotCommandScope")), language


def _scope(world: World, scope: Any) -> str:
    if scope is None:
        return "default"
    complaint = "Can't parse BotCommandScope: "
    if not isinstance(scope, dict):
        raise bad_request(f"{complaint}BotCommandScope must be an Object")
    kind = str(scope.get("type", ""))
    if kind in _BROAD:
        return kind
    if kind not in _OF_A_CHAT:
        raise bad_request(f"{complaint}Unsupported type specified")
    if not scope.get("chat_id"):
        raise bad_request(f"{complaint}Empty chat_id specified")
    if not str(scope["chat_id"]).lstrip("-").isdecimal() or int(scope["chat_id"]) not in world.chats:
        raise bad_request("chat not found")
    if kind != "chat_member":
        return f"{kind}:{scope['chat_id']}"
    if not str(scope.get("user_id", "")).isdecimal():
        raise bad_request(f"{complaint}Invalid user_id specified")
    return f"{kind}:{scope['chat_id']}:{scope['user_id']}"


def _command(world: World, item: Any) -> Command:
    if not isinstance(item, dict) or "command" not in item or "description" not in item:
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(item["command"]).strip().removeprefix("/")
    description = str(item["description"]).strip()
    if not _NAME.fullmatch(name) or len(name) > _NAME_CHARACTERS:
        world.breach(f"a command with the name {name!r}", bad_request("BOT_COMMAND_INVALID"))
    if not 1 <= len(description) <= _DESCRIPTION_CHARACTERS:
        world.breach(
            f"a description of {len(description)} characters for the command {name!r}",
            bad_request("BOT_COMMAND_DESCRIPTION_INVALID"),
        )
    return Command(command=name, description=description)
