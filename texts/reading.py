"""Why the engine could not be read or said no, in words; what its own Chinese most likely means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import EngineError, NoAnswerError, NotConnectedError, RefusedError
from texts.markup import clipped

if TYPE_CHECKING:
    from texts.language import Texts

LONGEST_WORDS = 300

# What the engine's words contain → what they most likely mean. The first that fits counts, so the special stand
# before the general: "请求已过期" is a wrong clock, "业务已过期" a server that was not renewed.
MEANINGS = (
    ("维护", "maintenance"),
    ("频繁", "busy"),
    ("实名", "real_name"),
    ("余额", "balance"),
    ("签名", "settings"),
    ("sign", "settings"),
    ("会员", "settings"),
    ("白名单", "settings"),
    ("请求", "settings"),
    ("接口", "settings"),
    ("参数", "settings"),
    ("业务不存在", "gone"),
    ("服务器不存在", "gone"),
    ("已删除", "gone"),
    ("开通中", "opening"),
    ("过户", "transferring"),
    ("过期", "expired"),
    ("到期", "expired"),
    ("锁定", "locked"),
    ("操作中", "busy"),
    ("稍后", "busy"),
    ("已关机", "off"),
    ("运行中", "running"),
    ("未开放", "not_offered"),
    ("不支持", "not_offered"),
)


def meaning(words: str) -> str | None:
    """Return the name of what a refusal most likely means (`means-…`), or None where nothing is known."""
    words = words.lower()
    return next((name for part, name in MEANINGS if part in words), None)


def refusal_words(t: Texts, words: str | None, *, markup: bool = True) -> str:
    """Return the engine's refusal as sentences: its words quoted, and what they most likely mean.

    Args:
        t: the reader's texts.
        words: as the engine said them; may be empty.
        markup: whether the result is HTML.
    """
    form = t if markup else t.plain
    quoted = clipped(words or "", LONGEST_WORDS if markup else LONGEST_WORDS // 3)
    if not quoted:
        return form("why-refused-silent")
    name = meaning(quoted)
    if name is None:
        return form("why-refused", words=quoted)
    return form("why-refused-meaning", words=quoted, meaning=t.plain(f"means-{name}"))


def why_unread(t: Texts, error: EngineError, *, markup: bool = True) -> str:
    """Return in one or two sentences why a call to the engine brought nothing."""
    if isinstance(error, RefusedError):
        return refusal_words(t, error.message, markup=markup)
    if isinstance(error, NotConnectedError):
        return t.plain("why-not_connected")
    if isinstance(error, NoAnswerError):
        return t.plain("why-no_answer")
    return t.plain("why-protocol")
