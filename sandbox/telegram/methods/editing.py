"""editMessageText, editMessageCaption and editMessageReplyMarkup."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.telegram import wire
from sandbox.telegram.errors import bad_request
from sandbox.telegram.keyboards import parse_keyboard
from sandbox.telegram.messages import Content
from sandbox.telegram.methods import formatting
from sandbox.telegram.methods.access import own_message_of
from sandbox.telegram.methods.registry import Session, method

if TYPE_CHECKING:
    from sandbox.telegram.messages import BotMessage
    from sandbox.telegram.parameters import Parameters
    from sandbox.telegram.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_WHICH = ("business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup")


@method(
    "editMessageText",
    *_WHICH,
    "text",
    "parse_mode",
    "entities",
    "link_preview_options",
    "disable_web_page_preview",
)
async def edit_message_text(session: Session, parameters: Parameters) -> dict[str, Any]:
    """Replaces text and keyboard; a keyboard that is not given again is gone."""
    world = session.world
    text, entities = formatting.message_text(world, parameters, too_long="MESSAGE_TOO_LONG")
    message = own_message_of(world, parameters)
    if message.attachment is not None:
        raise bad_request("there is no text in the message to edit")
    content = Content(text=text, entities=entities, keyboard=parse_keyboard(world, parameters))
    return _change(world, message, content)


@method("editMessageCaption", *_WHICH, "caption", "parse_mode", "caption_entities", "show_caption_above_media")
async def edit_message_caption(session: Session, parameters: Parameters) -> dict[str, Any]:
    """Replaces caption and keyboard."""
    world = session.world
    text, entities = formatting.caption(world, parameters)
    message = own_message_of(world, parameters)
    if message.attachment is None:
        raise bad_request("there is no caption in the message to edit")
    content = Content(text=text, entities=entities, keyboard=parse_keyboard(world, parameters))
    return _change(world, message, content)


@method("editMessageReplyMarkup", *_WHICH)
async def edit_message_reply_markup(session: Session, parameters: Parameters) -> dict[str, Any]:
    """Replaces the keyboard alone."""
    world = session.world
    message = own_message_of(world, parameters)
    return _change(world, message, replace(message.content, keyboard=parse_keyboard(world, parameters)))


def _change(world: World, message: BotMessage, content: Content) -> dict[str, Any]:
    if content == message.content:
        raise bad_request(NOT_MODIFIED)
    world.spend(message.chat, edit=True)
    world.edit(message, content)
    return wire.message(message, world.bot)
