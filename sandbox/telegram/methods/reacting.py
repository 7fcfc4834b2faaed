"""setMessageReaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.telegram.errors import bad_request
from sandbox.telegram.methods.access import chat_of, message_of
from sandbox.telegram.methods.registry import Session, method

if TYPE_CHECKING:
    from sandbox.telegram.parameters import Parameters

# core.telegram.org/bots/api#reactiontypeemoji
_EMOJI_LIST = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡
🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈
😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿
🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
_EMOJI = frozenset(_EMOJI_LIST.split())


@method("setMessageReaction", "chat_id", "message_id", "reaction", "is_big")
async def set_message_reaction(session: Session, parameters: Parameters) -> bool:
    """Sets the bot's one reaction to a message, or takes it back."""
    world = session.world
    chat = chat_of(world, parameters, write=True)
    message = message_of(chat, parameters, purpose="react")
    given = parameters.json("reaction", what="reaction types") or []
    if not isinstance(given, list):
        raise bad_request("Expected an Array of ReactionType")
    emoji = tuple(str(item.get("emoji", "")) if isinstance(item, dict) else "" for item in given)
    if len(emoji) > 1:
        world.breach("more than one reaction by a bot", bad_request("REACTIONS_TOO_MANY"))
    if not _EMOJI.issuperset(emoji):
        world.breach("a reaction that Telegram does not have", bad_request("REACTION_INVALID"))
    message.reactions = emoji
    world.message_changed(message)
    return True
