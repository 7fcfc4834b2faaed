"""Why the engine could not be read or said no, in words; what its own Chinese most likely means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import EngineError, NoAnswerError, NotConnectedError, RefusedError
from operations.refusals import MEANINGS, meaning
from texts.markup import clipped

if TYPE_CHECKING:
    from texts.language import Texts

__all__ = ["LONGEST_WORDS", "MEANINGS", "meaning", "refusal_words", "why_unread"]

LONGEST_WORDS = 300


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
