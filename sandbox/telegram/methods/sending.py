"""sendMessage, sendPhoto, sendDocument and sendChatAction."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from sandbox.telegram import wire
from sandbox.telegram.changes import Typing
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import DOCUMENT_BYTES, PHOTO_BYTES, FileKind, StoredFile, Upload, picture_size
from sandbox.telegram.keyboards import parse_keyboard
from sandbox.telegram.messages import Content
from sandbox.telegram.methods import formatting
from sandbox.telegram.methods.access import chat_of, reply_target, thread_of
from sandbox.telegram.methods.registry import Session, method

if TYPE_CHECKING:
    from sandbox.telegram.entities import Entity
    from sandbox.telegram.parameters import Parameters
    from sandbox.telegram.world import World

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    },
)
_WHERE = ("business_connection_id", "chat_id", "message_thread_id", "direct_messages_topic_id")
_HOW = (
    "disable_notification",
    "protect_content",
    "allow_paid_broadcast",
    "message_effect_id",
    "suggested_post_parameters",
    "reply_parameters",
    "reply_to_message_id",
    "allow_sending_without_reply",
    "reply_markup",
)
_CAPTION = ("caption", "parse_mode", "caption_entities")


@method(
    "sendMessage",
    *_WHERE,
    *_HOW,
    "text",
    "parse_mode",
    "entities",
    "link_preview_options",
    "disable_web_page_preview",
)
async def send_message(session: Session, parameters: Parameters) -> dict[str, Any]:
    """Sends a text."""
    text, entities = formatting.message_text(session.world, parameters, too_long="message is too long")
    return _send(session.world, parameters, text, entities, attachment=None)


@method("sendPhoto", *_WHERE, *_HOW, *_CAPTION, "photo", "show_caption_above_media", "has_spoiler")
async def send_photo(session: Session, parameters: Parameters) -> dict[str, Any]:
    """Sends a PNG or JPEG of at most 10 MB."""
    return _send_file(session.world, parameters, "photo", limit=PHOTO_BYTES)


@method("sendDocument", *_WHERE, *_HOW, *_CAPTION, "document", "thumbnail", "disable_content_type_detection")
async def send_document(session: Session, parameters: Parameters) -> dict[str, Any]:
    """Sends any file of at most 50 MB."""
    return _send_file(session.world, parameters, "document", limit=DOCUMENT_BYTES)


@method("sendChatAction", "business_connection_id", "chat_id", "message_thread_id", "action")
async def send_chat_action(session: Session, parameters: Parameters) -> bool:
    """Shows that the bot is at work."""
    world = session.world
    if parameters.text("action").lower() not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = chat_of(world, parameters, write=True)
    if parameters.integer("message_thread_id") != 1:
        thread_of(chat, parameters)
    world.changes.publish(Typing(chat_id=chat.id))
    return True


def _send_file(world: World, parameters: Parameters, kind: FileKind, *, limit: int) -> dict[str, Any]:
    text, entities = formatting.caption(world, parameters)
    return _send(world, parameters, text, entities, attachment=_attachment(world, parameters, kind, limit=limit))


def _send(
    world: World,
    parameters: Parameters,
    text: str,
    entities: tuple[Entity, ...],
    *,
    attachment: StoredFile | None,
) -> dict[str, Any]:
    chat = chat_of(world, parameters, write=True)
    thread_id = thread_of(chat, parameters)
    reply_to = reply_target(chat, parameters)
    keyboard = parse_keyboard(world, parameters)
    world.spend(chat)
    message = world.add_bot_message(
        chat,
        Content(text=text, entities=entities, keyboard=keyboard),
        thread_id=thread_id,
        reply_to=reply_to,
        attachment=attachment,
        silent=parameters.boolean("disable_notification"),
        protected=parameters.boolean("protect_content"),
    )
    return wire.message(message, world.bot)


def _attachment(world: World, parameters: Parameters, kind: FileKind, *, limit: int) -> StoredFile:
    upload = _upload(parameters, kind)
    if upload is None:
        known = world.files.get(parameters.text(kind))
        if known is None:
            if not parameters.text(kind):
                raise bad_request(f"There is no {kind} in the request")
            raise bad_request("wrong remote file identifier specified: this stand-in knows no file of that id")
        if known.kind != kind:
            raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
        return known
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > limit:
        world.breach(f"a {kind} of more than {limit} bytes", bad_request(f"file is too big for a {kind}"))
    width, height = picture_size(upload.content) if kind == "photo" else (0, 0)
    stored = StoredFile(
        file_id=f"{kind[0].upper()}gAC{secrets.token_urlsafe(18)}",
        kind=kind,
        name=upload.name,
        mime_type=upload.mime_type,
        content=upload.content,
        width=width,
        height=height,
    )
    world.files[stored.file_id] = stored
    return stored


def _upload(parameters: Parameters, name: str) -> Upload | None:
    """The uploaded part: under the parameter's own name, or the one that `attach://<name>` names."""
    reference = parameters.text(name)
    if reference.startswith("attach://"):
        return parameters.files.get(reference.removeprefix("attach://"))
    return parameters.files.get(name)
