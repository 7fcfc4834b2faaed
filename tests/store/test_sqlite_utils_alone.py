from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
import store
assert "numpy" not in sys.modules
import numpy
print(numpy.int64(7))
"""


def test_numpy_is_not_loaded_and_can_be_later() -> None:
    command = [sys.executable, "-c", SCRIPT]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - our own
    assert found.stdout == "7\n"
