"""A sheet of paper measured in pixels, and the few things that are drawn on it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from texts.pictures.fonts import fonts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from matplotlib.patches import Patch

WIDTH = 1080
_DPI = 100
_PAPER = "#ffffff"
ELLIPSIS = "..."
"""Three dots: the sign for it hangs in the middle of the line in Chinese fonts."""


class Sheet:
    """Paper of `WIDTH` pixels; x goes right, y down. What is drawn later lies above.

    One thread draws on a sheet; several sheets may be drawn on at once.

    Args:
        height: pixels.

    Raises:
        ImportError: matplotlib is not there.
        OSError: the font is not there.
    """

    def __init__(self, height: int) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - loaded with the first picture
        from matplotlib.figure import Figure  # noqa: PLC0415 - likewise

        self._height = height
        self._fonts = fonts()
        self._figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=_PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        self._renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]
        self._order = 1

    def png(self) -> bytes:
        """Return the picture."""
        file = BytesIO()
        self._canvas.print_png(file, metadata={"Software": None})  # type: ignore[no-untyped-call]
        return file.getvalue()

    def width(self, text: str, size: float) -> float:
        """Return how many pixels a line of text takes."""
        properties = self._fonts.properties(size, dpi=_DPI)
        width, _, _ = self._renderer.get_text_width_height_descent(self._fonts.writable(text), properties, ismath=False)
        return float(width)

    def first_writable(self, names: Sequence[str]) -> str:
        """Return the first name of which the fonts can write anything, as far as they can."""
        return next((kept for name in names if (kept := self._fonts.writable(name))), "")

    def fitted(self, text: str, size: float, width: float) -> str:
        """Return the text, or as much of its beginning as fits into a width, and dots."""
        text = self._fonts.writable(text)
        if self.width(text, size) <= width:
            return text
        fits, too_long = 0, len(text)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if self.width(text[:middle].rstrip() + ELLIPSIS, size) <= width:
                fits = middle
            else:
                too_long = middle
        return text[:fits].rstrip() + ELLIPSIS

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        color: str,
        *,
        align: Literal["left", "center", "right"] = "left",
    ) -> None:
        """Write a line, its baseline at y."""
        self._figure.text(
            x / WIDTH,
            1 - y / self._height,
            self._fonts.writable(text),
            fontproperties=self._fonts.properties(size, dpi=_DPI),
            color=color,
            horizontalalignment=align,
            verticalalignment="baseline",
            parse_math=False,  # a name may hold dollars
            zorder=self._above(),
        )

    def box(self, x: float, y: float, width: float, height: float, color: str, *, round_corners: float = 0) -> None:
        """Fill a rectangle."""
        from matplotlib.patches import FancyBboxPatch, Rectangle  # noqa: PLC0415 - loaded with the first picture
        from matplotlib.transforms import IdentityTransform  # noqa: PLC0415 - likewise

        corner = (x, self._height - y - height)
        radius = min(round_corners, width / 2, height / 2)
        shape: Patch = Rectangle(corner, width, height)
        if radius > 0:
            shape = FancyBboxPatch(corner, width, height, boxstyle=f"round,pad=0,rounding_size={radius}")
        shape.set(facecolor=color, edgecolor="none", transform=IdentityTransform(), zorder=self._above())
        self._figure.add_artist(shape)

    def strokes(self, xs: Sequence[float], top: float, bottom: float, color: str, width: float) -> None:
        """Draw upright lines, `width` pixels thick."""
        from matplotlib.collections import LineCollection  # noqa: PLC0415 - loaded with the first picture
        from matplotlib.transforms import IdentityTransform  # noqa: PLC0415 - likewise

        low, high = self._height - bottom, self._height - top
        self._figure.add_artist(
            LineCollection(
                [[(x, low), (x, high)] for x in xs],
                colors=color,
                linewidths=width * 72 / _DPI,
                transform=IdentityTransform(),
                zorder=self._above(),
            )
        )

    def dashes(self, start: float, end: float, y: float, color: str, width: float) -> None:
        """Draw a dashed line from left to right, `width` pixels thick."""
        from matplotlib.lines import Line2D  # noqa: PLC0415 - loaded with the first picture
        from matplotlib.transforms import IdentityTransform  # noqa: PLC0415 - likewise

        self._figure.add_artist(
            Line2D(
                [start, end],
                [self._height - y] * 2,
                color=color,
                linewidth=width * 72 / _DPI,
                linestyle=(0, (2, 1.5)),
                transform=IdentityTransform(),
                zorder=self._above(),
            )
        )

    def sign(self, x: float, y: float, shape: str, size: float, color: str) -> None:
        """Put one of matplotlib's marker shapes there, `size` pixels high, with a rim of paper around it."""
        from matplotlib.lines import Line2D  # noqa: PLC0415 - loaded with the first picture
        from matplotlib.transforms import IdentityTransform  # noqa: PLC0415 - likewise

        self._figure.add_artist(
            Line2D(
                [x],
                [self._height - y],
                marker=shape,
                markersize=size * 72 / _DPI,
                markerfacecolor=color,
                markeredgecolor=_PAPER,
                markeredgewidth=2 * 72 / _DPI,
                linestyle="none",
                transform=IdentityTransform(),
                zorder=self._above(),
            )
        )

    def _above(self) -> int:
        self._order += 1
        return self._order
