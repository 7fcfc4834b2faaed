"""sqlite-utils without numpy, which it would load wherever that is installed, for columns of types that we never store.

The pictures bring numpy along; it takes a fifth of a second and 30 MB, of the command line's every call as well.
"""

from __future__ import annotations

import sys

# What stands in `sys.modules` as None cannot be imported, and the library goes on without it. Where numpy has been
# loaded already, it stays.
sys.modules.setdefault("numpy", None)  # type: ignore[arg-type] # the import system's own sign
try:
    from sqlite_utils import Database, Migrations
finally:
    if sys.modules["numpy"] is None:
        del sys.modules["numpy"]

__all__ = ["Database", "Migrations"]
