"""What a timeline shows, in words and in days; equal ones are equal pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from texts.urgency import Urgency


@dataclass(frozen=True, slots=True)
class Row:
    """One end.

    Attributes:
        names: what it may be called, the best first; the first that the fonts can write is.
        day: its date.
        left: how long that is from now.
        urgency: its colour and sign.
        at: days from the left edge, the chat's midnight before now; negative where it is over.
    """

    names: tuple[str, ...]
    day: str
    left: str
    urgency: Urgency
    at: float


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many end on a day.

    Attributes:
        day: from 0, the chat's day of now.
        count: how many, at least one.
        urgency: the first one's.
    """

    day: int
    count: int
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the days.

    Attributes:
        day: from 0.
        label: below the axis; empty for a week's faint line.
    """

    day: int
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture.

    Attributes:
        title: the first line.
        span: from when to when.
        zone: whose days these are.
        days: how long the axis is.
        now: days from the left edge, to the hour.
        today: what stands below it.
        legend: what each sign means, with how many there are.
        histogram: what the bars are.
        most: how many the highest stands for.
        counts: the bars; what is over has none.
        ticks: weeks and months.
        rows: one by one, the first to end first.
        notes: what has no row.
    """

    title: str
    span: str
    zone: str
    days: int
    now: float
    today: str
    legend: tuple[tuple[Urgency, str], ...]
    histogram: str
    most: str
    counts: tuple[DayCount, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
