"""The text or caption of a call: parsed, trimmed and measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.telegram.entities import Entity, trimmed, utf16_length, with_detected
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.limits import CAPTION_UNITS, SOURCE_BYTES, TEXT_UNITS
from sandbox.telegram.markup import MarkupError, parse_html

if TYPE_CHECKING:
    from sandbox.telegram.parameters import Parameters
    from sandbox.telegram.world import World

_PLAIN = frozenset({"", "none"})
_MARKDOWN = frozenset({"markdown", "markdownv2"})

FormattedText = tuple[str, tuple[Entity, ...]]


def message_text(world: World, parameters: Parameters, *, too_long: str) -> FormattedText:
    """The `text` of a message: 1 to 4,096 UTF-16 units after its entities are parsed.

    Args:
        world: the state.
        parameters: the call's.
        too_long: Telegram's words, which differ between sending and editing.

    Raises:
        ApiError: 400.
    """
    if not parameters.text("text"):
        world.breach("an empty text", bad_request("message text is empty"))
    text, entities = _formatted(world, parameters, "text", "entities")
    if not text:
        world.breach("a text of white space only", bad_request("text must be non-empty"))
    _measure(world, text, limit=TEXT_UNITS, error=bad_request(too_long))
    return text, entities


def caption(world: World, parameters: Parameters) -> FormattedText:
    """The `caption` of a file: up to 1,024 UTF-16 units.

    Raises:
        ApiError: 400.
    """
    text, entities = _formatted(world, parameters, "caption", "caption_entities")
    _measure(world, text, limit=CAPTION_UNITS, error=bad_request("message caption is too long"))
    return text, entities


def _measure(world: World, text: str, *, limit: int, error: ApiError) -> None:
    if (length := utf16_length(text)) > limit:
        world.breach(f"a text of {length} UTF-16 units, more than {limit}", error)


def _formatted(world: World, parameters: Parameters, text_name: str, entities_name: str) -> FormattedText:
    source = parameters.text(text_name)
    if len(source.encode("utf-8", "surrogatepass")) > SOURCE_BYTES:
        world.breach(f"a text of more than {SOURCE_BYTES} bytes with its markup", bad_request("Text is too long"))
    mode = parameters.text("parse_mode").lower()
    entities: tuple[Entity, ...] = ()
    if mode == "html":
        try:
            source, entities = parse_html(source)
        except MarkupError as error:
            world.breach(f"markup that does not parse: {error}", bad_request(f"can't parse entities: {error}"))
    elif mode in _MARKDOWN:
        world.violations.append("Markdown, which this stand-in does not know")
        raise bad_request("can't parse entities: this stand-in knows no Markdown")
    elif mode not in _PLAIN:
        world.breach("an unknown parse_mode", bad_request("Unsupported parse_mode"))
    else:
        entities = _given_entities(parameters, entities_name)
    text, entities = trimmed(source, entities)
    return text, with_detected(text, entities)


def _given_entities(parameters: Parameters, name: str) -> tuple[Entity, ...]:
    given = parameters.json(name, what="entities")
    if given is None:
        return ()
    if not isinstance(given, list):
        raise bad_request("can't parse entities: Expected an Array of MessageEntity")
    return tuple(_entity(item) for item in given)


def _entity(item: Any) -> Entity:
    try:
        return Entity(
            type=str(item["type"]),
            offset=int(item["offset"]),
            length=int(item["length"]),
            url=item.get("url"),
            language=item.get("language"),
            custom_emoji_id=item.get("custom_emoji_id"),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise bad_request("can't parse MessageEntity: expected an Object") from None
