"""A timeline as a PNG that a phone shows well: one column, large letters, colours that are signs as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.pictures.drawing import WIDTH, Sheet
from texts.urgency import Urgency

if TYPE_CHECKING:
    from texts.pictures.timeline import Row, Timeline

# Pixels. Telegram shows 1,080 of them on some 400 points of a phone: 28 are the small print of other programs.
TITLE, NAME, WHEN, SMALL = 46, 34, 30, 28
_MARGIN = 44
_OVER_WIDTH = 62
_LINE = 42
_BARS_HEIGHT = 112
_ROW_HIGH, _ROW_LOW = 90, 62
_MANY_ROWS = 16
"""From so many rows on they are low."""
_ROWS_WITH_AXIS_BELOW = 8
_FEW = 3
"""So few ends need no bars, and a bar of fewer stays low."""
_GAP = 18

_INK, _PALE, _TRACK, _GRID, _WEEK, _NOW = "#1c2733", "#5d6b79", "#edf0f3", "#c9d1d9", "#eceff2", "#2563eb"
_COLORS = {
    Urgency.OVER: "#7f1d1d",
    Urgency.DAYS_3: "#dc2626",
    Urgency.DAYS_7: "#ea7317",
    Urgency.DAYS_14: "#d9a406",
    Urgency.LATER: "#2f9e5f",
}
_SHAPES = {Urgency.OVER: "X", Urgency.DAYS_3: "^", Urgency.DAYS_7: "D", Urgency.DAYS_14: "s", Urgency.LATER: "o"}
_SIZES = {Urgency.OVER: 26, Urgency.DAYS_3: 28, Urgency.DAYS_7: 22, Urgency.DAYS_14: 23, Urgency.LATER: 25}


def draw(timeline: Timeline) -> bytes:
    """Return the picture: `WIDTH` pixels wide, and no higher than Telegram takes without shrinking it.

    Raises:
        ImportError: matplotlib is not there.
        OSError: the font is not there.
        MemoryError, RuntimeError, ValueError: matplotlib could not draw it.
    """
    legend = _legend_lines(timeline)
    return _Drawing(timeline, legend).png()


def _legend_lines(timeline: Timeline) -> list[list[tuple[Urgency, str, float]]]:
    """Lay the legend out: lines of sign, words, and where each begins."""
    lines: list[list[tuple[Urgency, str, float]]] = [[]]
    sheet, x = Sheet(1), float(_MARGIN)
    for urgency, words in timeline.legend:
        width = 36 + sheet.width(words, SMALL)
        if lines[-1] and x + width > WIDTH - _MARGIN:
            lines.append([])
            x = float(_MARGIN)
        lines[-1].append((urgency, words, x))
        x += width + 34
    return lines


class _Drawing:
    """From top to bottom: title, legend, bars, axis, rows, notes."""

    def __init__(self, timeline: Timeline, legend: list[list[tuple[Urgency, str, float]]]) -> None:
        self._timeline, self._legend = timeline, legend
        rows = len(timeline.rows)
        self._row = _ROW_LOW if rows >= _MANY_ROWS else _ROW_HIGH
        self._has_bars = sum(each.count for each in timeline.counts) > _FEW
        self._bars_top = 124 + _LINE * len(legend) + 68
        self._bars_bottom = self._bars_top + _BARS_HEIGHT if self._has_bars else self._bars_top - 52
        self._rows_top = self._bars_bottom + 52
        self._rows_bottom = self._rows_top + self._row * rows
        self._axis_below = rows >= _ROWS_WITH_AXIS_BELOW
        self._notes_top = self._rows_bottom + (44 if self._axis_below else 0)
        over = any(row.urgency is Urgency.OVER for row in timeline.rows)
        self._left = _MARGIN + (_OVER_WIDTH if over else 0)
        self._day = (WIDTH - _MARGIN - 6 - self._left) / timeline.days
        self._now = self._x(timeline.now)
        self._sheet = Sheet(self._notes_top + _LINE * len(timeline.notes) + 34)

    def png(self) -> bytes:
        """Draw it all."""
        self._draw_head()
        if self._has_bars:
            self._draw_bars()
        self._draw_axis(self._bars_bottom + 36)
        for number, row in enumerate(self._timeline.rows):
            self._draw_row(row, self._rows_top + number * self._row)
        if self._axis_below:
            self._draw_axis(self._rows_bottom + 34)
        for number, note in enumerate(self._timeline.notes):
            self._sheet.text(_MARGIN, self._notes_top + _LINE * (number + 1) - 6, note, SMALL, _PALE)
        return self._sheet.png()

    def _x(self, day: float) -> float:
        return self._left + day * self._day

    def _draw_head(self) -> None:
        sheet, line = self._sheet, self._timeline
        sheet.text(_MARGIN, 72, line.title, TITLE, _INK)
        sheet.text(_MARGIN, 118, line.span, SMALL, _PALE)
        sheet.text(WIDTH - _MARGIN, 118, line.zone, SMALL, _PALE, align="right")
        for number, words_in_line in enumerate(self._legend):
            y = 128 + _LINE * (number + 1)
            for urgency, words, x in words_in_line:
                sheet.sign(x + 13, y - 10, _SHAPES[urgency], _SIZES[urgency], _COLORS[urgency])
                sheet.text(x + 36, y, words, SMALL, _INK)

    def _draw_axis(self, y: float) -> None:
        today = self._x(0) + self._sheet.width(self._timeline.today, SMALL)
        for tick in self._timeline.ticks:
            half = self._sheet.width(tick.label, SMALL) / 2
            x = min(self._x(tick.day), WIDTH - half - 8)
            # In the days after now, "today" stands there already.
            if tick.label and x - half > today + _GAP:
                self._sheet.text(x, y, tick.label, SMALL, _PALE, align="center")
        self._sheet.text(self._x(0), y, self._timeline.today, SMALL, _NOW)

    def _draw_bars(self) -> None:
        sheet, line, bottom = self._sheet, self._timeline, self._bars_bottom
        sheet.text(_MARGIN, self._bars_top - 16, line.histogram, SMALL, _PALE)
        sheet.text(WIDTH - _MARGIN, self._bars_top - 16, line.most, SMALL, _PALE, align="right")
        self._draw_ticks(self._bars_top, bottom)
        highest = max(_FEW, *(each.count for each in line.counts))
        for each in line.counts:
            height = max(_BARS_HEIGHT * each.count / highest, 4)
            x = self._x(each.day) + 1
            sheet.box(x, bottom - height, self._day - 2, height, _COLORS[each.urgency], round_corners=2)
        sheet.box(self._left, bottom - 1, WIDTH - _MARGIN - self._left, 2, _GRID)

    def _draw_ticks(self, top: float, bottom: float) -> None:
        """Mark the weeks and months, and now, across a strip."""
        sheet, ticks = self._sheet, self._timeline.ticks
        sheet.strokes([self._x(tick.day) for tick in ticks if not tick.label], top, bottom, _WEEK, 2)
        sheet.strokes([self._x(tick.day) for tick in ticks if tick.label], top, bottom, _GRID, 2)
        sheet.strokes([self._now], top, bottom, _NOW, 3)

    def _draw_row(self, row: Row, top: float) -> None:
        sheet, color = self._sheet, _COLORS[row.urgency]
        name_size, size = (NAME, WHEN) if self._row == _ROW_HIGH else (SMALL, SMALL)
        words, track, right = top + self._row * 0.5, top + self._row * 0.74, float(WIDTH - _MARGIN)
        # Only what is urgent has words in its colour: pale ones are hard to read.
        urgent = row.urgency in {Urgency.OVER, Urgency.DAYS_3}
        sheet.text(right, words, row.left, size, color if urgent else _INK, align="right")
        right -= sheet.width(row.left, size) + _GAP
        sheet.text(right, words, row.day, size, _PALE, align="right")
        right -= sheet.width(row.day, size) + _GAP
        name = sheet.fitted(sheet.first_writable(row.names), name_size, right - _MARGIN)
        sheet.text(_MARGIN, words, name, name_size, _INK)
        sheet.box(self._left, track - 5, WIDTH - _MARGIN - self._left, 10, _TRACK, round_corners=5)
        self._draw_ticks(track - 9, track + 9)
        if row.urgency is Urgency.OVER:
            at = _MARGIN + _SIZES[Urgency.OVER] / 2
            sheet.dashes(at, self._now, track, color, 4)
        else:
            at = self._x(row.at)
            sheet.box(self._now, track - 5, max(at - self._now, 1), 10, color, round_corners=5)
        # Low rows have little room above their track.
        sheet.sign(
            at, track, _SHAPES[row.urgency], _SIZES[row.urgency] * (1 if self._row == _ROW_HIGH else 0.85), color
        )
