"""What holds for every test: garbage is looked for seldom, for thousands of short worlds make none that matters."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Leave out what was imported and collected: each look at all of it takes longer than most tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
