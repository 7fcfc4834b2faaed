from __future__ import annotations

from pathlib import Path

import pytest

from bot.setting_names import unknown_settings


@pytest.mark.usefixtures("bare")
def test_misspelt_names_are_pointed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APABOT_TELEGRAM_TOKN", "apabot_pol_interval", "APABOT_ACCOUNT_KEY", "APABOT_LISTEN", "APABOTLISTEN"):
        monkeypatch.setenv(name, "x")
    Path(".env").write_text("APABOT_COLOUR=blue\nSOMETHING=else\n", encoding="utf-8")
    assert unknown_settings() == [
        "APABOT_COLOUR is not a setting; it has no effect.",
        "APABOT_POL_INTERVAL is not a setting; did you mean APABOT_POLL_INTERVAL?",
        "APABOT_TELEGRAM_TOKN is not a setting; did you mean APABOT_TELEGRAM_TOKEN?",
    ]


@pytest.mark.usefixtures("bare")
def test_nothing_to_say() -> None:
    assert unknown_settings() == []
