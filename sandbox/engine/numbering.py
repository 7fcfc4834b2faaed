"""Where identifiers come from: unique, the same for the same seed, and shaped as the engine's are."""

from __future__ import annotations

import itertools
import random
import string
import uuid


class Numbering:
    """One source of guids, numbers and names."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._guids = itertools.count(1)
        self._numbers = itertools.count(9001)

    def guid(self) -> str:
        """16 digits, growing. The steps are uneven, as in the vendor's samples: nobody should count on the next one."""
        return str(1_700_000_000_000_000 + next(self._guids) * 10_000_019)

    def number(self) -> int:
        """An internal number."""
        return next(self._numbers)

    def uuid(self) -> str:
        """What port forwardings are known by."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def snapshot_name(self, taken: set[str]) -> str:
        """Five letters, none of the names taken."""
        while True:
            name = "".join(self.random.choices(string.ascii_lowercase, k=5))
            if name not in taken:
                return name
