from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from matplotlib.ft2font import FT2Font

from texts.patterns import load
from texts.pictures import fonts as module
from texts.pictures.fonts import OWN, fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = resources.files("texts.pictures") / "fonts"
FILE = FOLDER / "ApabotSansSC-Regular.otf"
# What pictures say, and what is put together with it.
SUBJECTS = ("calendar", "left", "age", "day-format")
EMOJI = "🚀🗓⏳"


@pytest.fixture
def _bare_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without any font but what is shipped."""
    monkeypatch.setattr(module, "_INSTALLED", ())
    module._load.cache_clear()
    yield
    module._load.cache_clear()


@cache
def own() -> set[int]:
    return set(FT2Font(str(FILE)).get_charmap())


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_our_own_font_has_every_character_of_the_texts(language: str) -> None:
    written = "".join(
        str(element.value)
        for key, pattern in load(language)[1].items()
        if key.startswith(SUBJECTS)
        for element in pattern.elements
        if hasattr(element, "value")
    )
    assert len(written) > 100
    assert {char for char in written if ord(char) not in own() and char not in EMOJI and char != "\n"} - {"📅"} == set()


def test_our_own_font_has_simplified_chinese_and_common_traditional() -> None:
    common = {chr(code) for code in own()}
    for encoding, first, last in (("gb2312", 0xB0, 0xF7), ("big5", 0xA4, 0xC6)):
        hanzi: set[str] = set()
        for lead in range(first, last + 1):
            for trail in range(0x40, 0xFF):
                hanzi.update(bytes((lead, trail)).decode(encoding, "ignore"))
        assert len(hanzi) > 5000
        assert {char for char in hanzi if char.isprintable()} - common == set()
    assert set("0123456789-: ABCxyz.,_/()（）：，、。…·— éßñ ЖЯ あア") <= common


def test_our_own_font_says_what_it_is() -> None:
    font = FT2Font(str(FILE))
    assert (font.family_name, font.style_name) == (OWN, "Regular")
    assert Path(str(FILE)).stat().st_size < 3_000_000
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8").upper()


def test_our_own_font_comes_first() -> None:
    assert fonts().families[0] == OWN
    assert fonts().families[-1] == "DejaVu Sans"


@pytest.mark.usefixtures("_bare_machine")
def test_what_no_font_has_is_left_out() -> None:
    found = fonts()
    assert found.families == (OWN, "DejaVu Sans")
    assert found.writable("🚀 生产 🚀 web-1") == "生产 web-1"
    assert found.writable("👨‍👩‍👧") == ""
    assert found.writable("𠮷野家") == "野家"
    assert found.writable("a\u202eb\u200bc\ufeff") == "abc"
    assert found.writable("e\u0301") == "é"
    assert found.writable("שרת خادم") == "שרת خادم"
    assert found.writable("") == ""
