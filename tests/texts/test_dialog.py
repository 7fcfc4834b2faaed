from __future__ import annotations

from typing import TYPE_CHECKING

from tests.texts.samples import EVIL, EVIL_ESCAPED, checked, known
from texts.dialog import (
    alias_dropped,
    alias_set,
    aliases_list,
    choose_language,
    language_name,
    language_set,
    unknown_language,
)

if TYPE_CHECKING:
    from texts import Texts


def test_names_are_given_and_dropped(en: Texts, zh: Texts) -> None:
    assert checked(alias_set(en, alias=EVIL, address="203.0.113.5")) == (
        f"<b>{EVIL_ESCAPED}</b> now stands for 203.0.113.5."
    )
    assert checked(alias_set(zh, alias="网站", address="203.0.113.5")) == "<b>网站</b> 现在就是 203.0.113.5。"
    assert checked(alias_dropped(en, address=EVIL)) == f"{EVIL_ESCAPED} no longer has a name here."
    assert checked(alias_dropped(zh, address="203.0.113.5")) == "203.0.113.5 在这里没有名字了。"


def test_the_names_of_a_chat(en: Texts, zh: Texts) -> None:
    servers = [known("web-1"), known(None, ip="203.0.113.9"), known("db", ip="", guid="9999")]
    assert checked(aliases_list(en, servers)) == (
        "<b>Names in this chat</b>\n"
        "<b>web-1</b> · 203.0.113.5\n"
        "<b>db</b> · 9999\n\n"
        "Set: <code>/alias 203.0.113.5 web-1</code>\n"
        "Drop: <code>/alias web-1 -</code>"
    )
    assert "\n还没有给服务器起名字。\n" in checked(aliases_list(zh, [known(None)]))


def test_many_names_are_cut(t: Texts) -> None:
    text = checked(aliases_list(t, [known(EVIL * 20, ip=EVIL * 20)] * 200))
    assert EVIL not in text
    assert "\n…\n" in text


def test_languages(en: Texts, zh: Texts) -> None:
    assert [language_name(each) for each in ("zh-Hans", "en")] == ["中文", "English"]
    assert checked(choose_language(en)) == "Which language?"
    assert checked(language_set(zh)) == "✅ 这个聊天已改用中文。"
    assert checked(unknown_language(en)) == (
        "I speak 中文 (<code>/language zh</code>) and English (<code>/language en</code>)."
    )


def test_what_handlers_say_by_key(en: Texts, zh: Texts) -> None:
    assert en("cancelled-all", count=1) == "Cancelled 1 confirmation. Nothing was changed."
    assert zh("cancelled-all", count=2) == "已取消 2 项待确认的操作，没有任何改动。"
    assert len(en.plain("press-nothing")) <= 200
    assert len(zh.plain("confirmation-moved")) <= 200
