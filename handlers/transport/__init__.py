"""Updates in, messages out: durable intake from Telegram, and everything that is sent to it.

Importing the package sets `PTB_TIMEDELTA`: without it python-telegram-bot warns of its own attribute whenever Telegram
asks to wait, and a warning that is treated as an error hides the answer.
"""

from __future__ import annotations

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")
