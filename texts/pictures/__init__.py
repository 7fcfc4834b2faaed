"""Pictures of words and dates: what is drawn is worded elsewhere in `texts`, here are paper, ink and fonts.

matplotlib draws, and is loaded with the first picture: it brings numpy along, and most processes never draw. Only its
objects are used, never `pyplot` or its settings, which a whole process would share.
"""

from texts.pictures.timeline import DayCount, Row, Tick, Timeline

__all__ = ["DayCount", "Row", "Tick", "Timeline"]
