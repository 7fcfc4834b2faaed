from __future__ import annotations

from typing import TYPE_CHECKING

from texts.actions import action_name, doing

if TYPE_CHECKING:
    from texts import Texts


def test_actions_have_names(en: Texts, zh: Texts) -> None:
    assert [action_name(en, action) for action in ("start", "stop", "restart", "stop_h", "restart_h")] == [
        "start",
        "stop",
        "restart",
        "force stop",
        "force restart",
    ]
    assert action_name(zh, "stop_h") == "强制关机"
    assert doing(zh, "restart") == "正在重启"


def test_an_action_of_a_later_version_is_shown_by_its_own_name(en: Texts) -> None:
    assert action_name(en, "later_action") == "later_action"
    assert doing(en, "later_action") == "later_action in progress"
    assert action_name(en, "x" * 40) == "x" * 31 + "…"
