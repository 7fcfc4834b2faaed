"""Stores for tests about something else: made by copying, and without waiting for the disk.

What a store is like when it is new, how it comes about and what survives a power cut is tested in `tests/store/`.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

_templates: dict[tuple[str, float], Path] = {}


async def new_store(path: Path, key: str, now: Callable[[], float]) -> Store:
    """Open a new store at the path; the first with this key at this time makes the file that the others copy."""
    wanted = (key, now())
    if wanted not in _templates:
        folder = tempfile.mkdtemp(prefix="apabot-store-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        made = Path(folder) / "apabot.db"
        async with await Store.open(made, [key], now=now):
            pass
        _templates[wanted] = made
    shutil.copy(_templates[wanted], path)
    store = await Store.open(path, [key], now=now)
    # A test's process is not cut off from power, and nothing of its file is read after it.
    await store._writer.run_alone(lambda connection: connection.execute("PRAGMA synchronous = OFF").fetchall())
    return store
