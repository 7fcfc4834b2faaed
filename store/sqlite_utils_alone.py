"""sqlite-utils without numpy, which it would load wherever that is installed, for columns of types that we never store.

The pictures bring numpy along; loading it takes a fifth of a second and 30 MB, and the command line would do so at
every call.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from types import ModuleType

_modules = cast("dict[str, ModuleType | None]", sys.modules)
# What stands there as None cannot be imported, and the library goes on without. Where it has been loaded, it stays.
_modules.setdefault("numpy", None)
try:
    from sqlite_utils import Database, Migrations
finally:
    if _modules["numpy"] is None:
        del _modules["numpy"]

__all__ = ["Database", "Migrations"]
