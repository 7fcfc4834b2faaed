"""Variables with our prefix that are no settings: most likely misspelt, and then silently without effect."""

from __future__ import annotations

import difflib
import os

from pydantic_settings import DotEnvSettingsSource

from bot.settings import PREFIX, Settings

KNOWN = tuple(PREFIX + name.upper() for name in Settings.model_fields)


def unknown_settings() -> list[str]:
    """Return one line for each variable of the environment or `.env` that begins like a setting but is none."""
    told = {*os.environ, *DotEnvSettingsSource(Settings).env_vars}
    names = sorted({name.upper() for name in told if name.upper().startswith(PREFIX)} - set(KNOWN))
    return [_line(name) for name in names]


def _line(name: str) -> str:
    near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.75)
    hint = f"did you mean {near[0]}?" if near else "it has no effect."
    return f"{name} is not a setting; {hint}"
