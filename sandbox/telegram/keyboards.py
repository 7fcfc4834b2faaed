"""Inline keyboards: what `reply_markup` may hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sandbox.telegram.addresses import checked_url
from sandbox.telegram.entities import utf16_length
from sandbox.telegram.errors import bad_request
from sandbox.telegram.limits import CALLBACK_DATA_BYTES, KEYBOARD_BUTTONS
from sandbox.telegram.messages import Button, Keyboard

if TYPE_CHECKING:
    from sandbox.telegram.parameters import Parameters
    from sandbox.telegram.world import World

_COPY_TEXT_UNITS = 256
# Keyboards of other kinds are not messages' own; a chat page without them loses nothing.
_OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")
_USER_LINK = re.compile(r"tg://user\?id=\d+")


def parse_keyboard(world: World, parameters: Parameters) -> Keyboard:
    """The rows of inline buttons in `reply_markup`; () if there are none.

    Raises:
        ApiError: 400, worded as Telegram, for anything that it would refuse.
    """
    markup = parameters.json("reply_markup", what="reply keyboard markup")
    if markup is None:
        return ()
    if not isinstance(markup, dict):
        raise bad_request("Object expected as reply markup")
    if any(name in markup for name in _OTHER_MARKUPS):
        return ()
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keyboard = tuple(tuple(_button(world, button) for button in row) for row in rows if row)
    if sum(map(len, keyboard)) > KEYBOARD_BUTTONS:
        world.breach(f"more than {KEYBOARD_BUTTONS} buttons under a message", bad_request("reply markup is too long"))
    return keyboard


def _button(world: World, button: Any) -> Button:
    complaint = "Can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{complaint}InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(f'{complaint}Can\'t find field "text"')
    text = button["text"]
    if not isinstance(text, str):
        raise bad_request(f'{complaint}Field "text" must be of type String')
    if not text.strip():
        world.breach("a button without a text", bad_request("BUTTON_TEXT_INVALID"))
    if url := button.get("url"):
        return Button(text=text, url=_checked(world, str(url)))
    if isinstance(copy := button.get("copy_text"), dict):
        return Button(text=text, copy_text=_copied(world, copy))
    if "callback_data" in button:
        return Button(text=text, data=_data(world, str(button["callback_data"])))
    raise bad_request(f"{complaint}Text buttons are unallowed in the inline keyboard")


def _data(world: World, data: str) -> str:
    size = len(data.encode("utf-8", "surrogatepass"))
    if not 1 <= size <= CALLBACK_DATA_BYTES:
        world.breach(f"callback data of {size} bytes, not 1-{CALLBACK_DATA_BYTES}", bad_request("BUTTON_DATA_INVALID"))
    return data


def _copied(world: World, copy: dict[str, Any]) -> str:
    copied = str(copy.get("text", ""))
    if not 1 <= utf16_length(copied) <= _COPY_TEXT_UNITS:
        world.breach("a text to copy of the wrong length", bad_request("BUTTON_COPY_TEXT_INVALID"))
    return copied


def _checked(world: World, url: str) -> str:
    if _USER_LINK.fullmatch(url):
        return url
    known = checked_url(url)
    if known is None:
        world.breach(
            "a button with an address that is none",
            bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"),
        )
        return url
    return known
