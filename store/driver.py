"""The SQLite driver, chosen in one place.

`pysqlite3` brings its own SQLite: the one in many Pythons still has the WAL-reset bug, which corrupts a database
when two connections write and checkpoint at once, and the command line writes beside the running bot.
sqlite-utils picks the same driver by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    # The same interface as the standard library's module, which carries the type hints.
    from pysqlite3 import dbapi2 as sqlite3

__all__ = ["sqlite3"]
