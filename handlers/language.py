"""/language: the language of a private chat or, set by an owner, of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.outgoing import Button
from handlers.screens import home
from operations import members
from texts import LANGUAGES, texts_for
from texts.dialog import choose_language, language_name, language_set, unknown_language

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router

# What people type for each.
WORDS = {
    "zh": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-cn": "zh-Hans",
    "cn": "zh-Hans",
    "中文": "zh-Hans",
    "en": "en",
    "english": "en",
}


async def typed(request: Request) -> None:
    """`/language [zh|en]`."""
    if not request.arguments:
        buttons = [Button(language_name(each), callback_data.pack("lang", each)) for each in LANGUAGES]
        request.answer()
        await request.show(choose_language(request.t), [buttons, [home(request.t)]])
        return
    language = WORDS.get(request.arguments.casefold())
    if language is None:
        await request.say(unknown_language(request.t))
        return
    await _set(request, language)


async def chosen(request: Request) -> None:
    """`lang:<code>`."""
    if request.arguments not in LANGUAGES:
        request.answer(request.t.plain("press-nothing"))
        return
    await _set(request, request.arguments)


async def _set(request: Request, language: str) -> None:
    await members.set_language(request.services, request.actor, language)
    request.answer()
    t = texts_for(language)
    await request.show(language_set(t), [[home(t)]])
    request.parts.menu_changed()


def register(router: Router) -> None:
    """Add /language and its buttons."""
    router.command("language", typed, acts=True, audience="all")
    router.press("lang", chosen, acts=True)
