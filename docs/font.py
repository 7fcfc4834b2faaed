"""Makes the font that the pictures are written in, from Noto Sans CJK: `python docs/font.py NotoSansCJK-Regular.ttc`.

The whole font has 45,000 glyphs and 16 MB; what is shipped has those that names are written with: GB 2312 (simplified
Chinese with its punctuation, Greek, Cyrillic, kana), Big5's first level (common traditional Chinese), and Latin. Debian
has the source in `fonts-noto-cjk`, under the SIL Open Font License (`texts/pictures/fonts/OFL.txt`). It is another font
than Noto's now, and so it has another name.
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTCollection

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "Apabot Sans SC"
SOURCE_FAMILY = "Noto Sans CJK SC"
TARGET = Path(__file__).resolve().parents[1] / "texts" / "pictures" / "fonts" / "ApabotSansSC-Regular.otf"
GB2312 = ("gb2312", range(0xA1, 0xF8))
BIG5_FIRST_LEVEL = ("big5", range(0xA4, 0xC7))
# ASCII, Latin with marks, general punctuation, currencies, arrows, what stands for choices, full-width forms.
RANGES = (
    *(range(0x20, 0x7F), range(0xA0, 0x250), range(0x2010, 0x2070), range(0x20A0, 0x20C0)),
    *(range(0x2190, 0x219A), range(0x25A0, 0x2600), range(0x3000, 0x3040), range(0xFF00, 0xFFF0)),
)
_NAMES = {1: FAMILY, 3: f"{FAMILY} Regular", 4: FAMILY, 6: FAMILY.replace(" ", ""), 16: FAMILY}


def wanted() -> Iterator[int]:
    """Yield the code points."""
    for encoding, first_bytes in (GB2312, BIG5_FIRST_LEVEL):
        for first in first_bytes:
            for second in range(0x40, 0xFF):
                try:
                    yield from map(ord, bytes((first, second)).decode(encoding))
                except UnicodeDecodeError:
                    continue
    for each in RANGES:
        yield from each


def main(source: str) -> None:
    """Write the font."""
    font = next(each for each in TTCollection(source).fonts if each["name"].getDebugName(1) == SOURCE_FAMILY)
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True
    )
    options.drop_tables += ["BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]  # all for lines from top to bottom
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=set(wanted()))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in _NAMES:
            record.string = _NAMES[record.nameID]
    top = font["CFF "].cff
    top.fontNames = [FAMILY.replace(" ", "")]
    top.topDictIndex[0].FamilyName = top.topDictIndex[0].FullName = FAMILY
    font.save(TARGET)
    print(f"{TARGET.name}: {len(font.getBestCmap())} characters, {TARGET.stat().st_size / 1e6:.1f} MB")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
