"""The fonts of the pictures: our own, for what it lacks an installed one, and what none of them can write."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

OWN = "Apabot Sans SC"
_OWN_FILE = "ApabotSansSC-Regular.otf"
# For rare characters, where the machine has one of them.
_INSTALLED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Microsoft YaHei",
)
# Comes with matplotlib: Arabic, Hebrew, signs.
_LAST = "DejaVu Sans"
_loading = Lock()


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts that there are.

    Attributes:
        families: their names; a glyph is taken from the first that has it.
        covered: the code points that one of them can write.
    """

    families: tuple[str, ...]
    covered: frozenset[int]

    def writable(self, text: str) -> str:
        """Return the text without what would be an empty box: emoji, scripts that no font here has, marks unseen."""
        composed = unicodedata.normalize("NFC", text)
        kept = (char for char in composed if ord(char) in self.covered and unicodedata.category(char) != "Cf")
        return " ".join("".join(kept).split())

    def properties(self, pixels: float, *, dpi: float) -> FontProperties:
        """Return the fonts in a size."""
        return _properties(self.families, pixels * 72 / dpi)


@lru_cache(maxsize=32)
def _properties(families: tuple[str, ...], points: float) -> FontProperties:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - loaded with the first picture

    return FontProperties(family=list(families), size=points)


def fonts() -> Fonts:
    """Return the fonts; the first call looks for them.

    Raises:
        OSError: ours is missing or damaged.
    """
    # Two threads may want their first picture at once, and matplotlib's list of fonts is no place for two.
    with _loading:
        return _load()


@lru_cache(maxsize=1)
def _load() -> Fonts:
    from matplotlib import font_manager  # noqa: PLC0415 - loaded with the first picture

    manager = font_manager.fontManager
    with resources.as_file(resources.files("texts.pictures") / "fonts" / _OWN_FILE) as path:
        manager.addfont(str(path))
    there = set(manager.get_font_names())
    families = tuple(name for name in (OWN, *_INSTALLED, _LAST) if name in there)
    covered: set[int] = set()
    for family in families:
        covered.update(font_manager.get_font(manager.findfont(family)).get_charmap())
    return Fonts(families, frozenset(covered))
