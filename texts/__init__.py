"""What people read: Fluent files per language, and functions that turn results into text.

No I/O and no Telegram: a function takes `Texts` in the reader's language and a frozen result of `operations`, and
returns a string in Telegram's HTML (or, where it says so, plain).
"""

from texts.language import LANGUAGES, Texts, texts_for
from texts.markup import Safe

__all__ = ["LANGUAGES", "Safe", "Texts", "texts_for"]
