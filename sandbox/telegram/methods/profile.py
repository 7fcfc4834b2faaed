"""What the bot says of itself: name, descriptions and menu button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.telegram.entities import utf16_length
from sandbox.telegram.errors import bad_request
from sandbox.telegram.methods.registry import Session, method

if TYPE_CHECKING:
    from sandbox.telegram.parameters import Parameters
    from sandbox.telegram.world import World

_NAME_UNITS = 64
_DESCRIPTION_UNITS = 512
_SHORT_DESCRIPTION_UNITS = 120
_MENU_BUTTONS = frozenset({"commands", "web_app", "default"})


@method("setMyName", "name", "language_code")
async def set_my_name(session: Session, parameters: Parameters) -> bool:
    """Sets the name, up to 64 characters."""
    return _set(session.world, session.world.profile.name, parameters, "name", limit=_NAME_UNITS)


@method("getMyName", "language_code")
async def get_my_name(session: Session, parameters: Parameters) -> dict[str, str]:
    """The name."""
    names = session.world.profile.name
    return {"name": _get(names, parameters) or session.world.bot.first_name}


@method("setMyDescription", "description", "language_code")
async def set_my_description(session: Session, parameters: Parameters) -> bool:
    """Sets the description of an empty chat, up to 512 characters."""
    descriptions = session.world.profile.description
    return _set(session.world, descriptions, parameters, "description", limit=_DESCRIPTION_UNITS)


@method("getMyDescription", "language_code")
async def get_my_description(session: Session, parameters: Parameters) -> dict[str, str]:
    """The description of an empty chat."""
    return {"description": _get(session.world.profile.description, parameters)}


@method("setMyShortDescription", "short_description", "language_code")
async def set_my_short_description(session: Session, parameters: Parameters) -> bool:
    """Sets the text of the profile page, up to 120 characters."""
    texts = session.world.profile.short_description
    return _set(session.world, texts, parameters, "short_description", limit=_SHORT_DESCRIPTION_UNITS)


@method("getMyShortDescription", "language_code")
async def get_my_short_description(session: Session, parameters: Parameters) -> dict[str, str]:
    """The text of the profile page."""
    return {"short_description": _get(session.world.profile.short_description, parameters)}


@method("setChatMenuButton", "chat_id", "menu_button")
async def set_chat_menu_button(session: Session, parameters: Parameters) -> bool:
    """Sets the menu button of a private chat, or of all."""
    button = parameters.json("menu_button", what="menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in _MENU_BUTTONS:
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    session.world.profile.menu_buttons[_private_chat(session.world, parameters)] = button
    return True


@method("getChatMenuButton", "chat_id")
async def get_chat_menu_button(session: Session, parameters: Parameters) -> dict[str, Any]:
    """The menu button of a private chat, or the default one."""
    buttons = session.world.profile.menu_buttons
    chat_id = _private_chat(session.world, parameters)
    return buttons.get(chat_id) or buttons.get(0) or {"type": "commands"}


def _private_chat(world: World, parameters: Parameters) -> int:
    chat_id = parameters.integer("chat_id")
    if chat_id and chat_id not in world.people:
        raise bad_request("chat not found")
    return chat_id


def _set(world: World, values: dict[str, str], parameters: Parameters, name: str, *, limit: int) -> bool:
    text = parameters.text(name)
    if (length := utf16_length(text)) > limit:
        world.breach(f"a {name} of {length} characters, more than {limit}", bad_request(f"bot {name} is too long"))
    values[parameters.text("language_code")] = text
    return True


def _get(values: dict[str, str], parameters: Parameters) -> str:
    return values.get(parameters.text("language_code")) or values.get("", "")
