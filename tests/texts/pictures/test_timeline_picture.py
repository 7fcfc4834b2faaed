from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.texts.endings import calendar_of, end
from tests.texts.samples import ZONE
from texts import texts_for
from texts.calendar import timeline
from texts.pictures.drawing import WIDTH, Sheet
from texts.pictures.timeline_picture import draw

if TYPE_CHECKING:
    from operations.renewals import End
    from texts import Texts
    from texts.pictures import Timeline

NAMES = (
    "web-1",
    "数据库主节点（生产环境）",
    "高雄資料庫",
    "a-very-long-name-of-a-loadbalancer-in-front-of-everything-else-01",
    "很" * 64,
    "🚀",
    "🚀 rocket",
    "\u202ertl\u202c",
    "שרת",
    "خادم الويب",
    "$x^2$ \\alpha <b>&amp;",
    "𠮷野家",
    "日本語サーバー",
    "서버",
)


def made(t: Texts, *ends: End) -> Timeline:
    return timeline(t, calendar_of(*ends), timezone=ZONE)


def several(count: int, first: float = -2.0, days: float = 90.0) -> list[End]:
    return [end(first + number * days / count, NAMES[number % len(NAMES)]) for number in range(count)]


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    image.load()
    return image.convert("RGB")


def colors(png: bytes) -> set[tuple[int, ...]]:
    found = opened(png).getcolors(1 << 24)
    assert found is not None
    return {color for _, color in found if isinstance(color, tuple)}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("count", [1, 14, 300])
def test_as_telegram_and_a_phone_want_it(language: str, count: int) -> None:
    with warnings.catch_warnings():
        # Also where matplotlib says that it has no glyph for something.
        warnings.simplefilter("error")
        png = draw(made(texts_for(language), *several(count), end(200), end(None)))
    image = opened(png)
    assert image.format is None
    assert image.width == WIDTH
    assert 300 <= image.height <= 2560
    assert image.width <= 20 * image.height
    assert len(png) < 2_000_000
    # Light paper, to the edge.
    assert image.getpixel((0, 0)) == image.getpixel((WIDTH - 1, image.height - 1)) == (255, 255, 255)


def test_each_step_has_its_color_and_only_what_is_there_has() -> None:
    en = texts_for("en")
    red, green, over = (0xDC, 0x26, 0x26), (0x2F, 0x9E, 0x5F), (0x7F, 0x1D, 0x1D)
    both = colors(draw(made(en, end(1), end(40))))
    assert {red, green} <= both
    assert over not in both
    late = colors(draw(made(en, end(-1), end(40))))
    assert over in late
    assert red not in late


def test_other_data_make_another_picture_and_the_same_make_the_same(en: Texts) -> None:
    picture = draw(made(en, end(5), end(9)))
    assert draw(made(en, end(5), end(9))) == picture
    assert draw(made(en, end(5), end(10))) != picture
    assert draw(made(en, end(5), end(9, "web-2"))) != picture
    assert draw(made(texts_for("zh-Hans"), end(5), end(9))) != picture


def test_an_end_lies_where_its_day_is(en: Texts) -> None:
    green = (0x2F, 0x9E, 0x5F)
    reach = []
    for days in (30, 60):
        image = opened(draw(made(en, end(days))))
        row = [
            x for x in range(WIDTH) for y in range(image.height - 80, image.height) if image.getpixel((x, y)) == green
        ]
        reach.append(max(row))
    # 986 pixels are 90 days.
    assert reach[1] - reach[0] == pytest.approx(30 * 986 / 90, abs=3)


def test_two_threads_at_once(en: Texts) -> None:
    orders = [made(en, end(5, name)) for name in ("web-1", "数据库")] * 2
    expected = [draw(order) for order in orders]
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(draw, orders)) == expected


def test_a_name_that_no_font_has_gives_way_to_the_address() -> None:
    sheet = Sheet(10)
    assert sheet.first_writable(("🚀", "203.0.113.5", "1")) == "203.0.113.5"
    assert sheet.first_writable(("🚀",)) == ""


def test_what_is_too_long_ends_in_dots() -> None:
    sheet = Sheet(10)
    for text in ("web" * 40, "数据库" * 40):
        kept = sheet.fitted(text, 30, 400)
        assert kept.endswith("...")
        assert 360 <= sheet.width(kept, 30) <= 400
    assert sheet.fitted("web-1", 30, 400) == "web-1"
    assert sheet.fitted("web-1", 30, 0) == "..."


def test_a_timeline_without_rows_can_be_drawn(en: Texts) -> None:
    assert opened(draw(replace(made(en, end(1)), rows=(), counts=(), legend=(), notes=()))).width == WIDTH
