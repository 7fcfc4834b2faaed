"""What starting the bot must not load."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
import bot.cli, bot.running, bot.wiring
print(sorted({name.partition(".")[0] for name in sys.modules} & {"matplotlib", "numpy", "PIL", "icalendar"}))
"""


def test_what_draws_is_loaded_with_the_first_picture() -> None:
    found = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - our own
    assert found.stdout == "[]\n"
