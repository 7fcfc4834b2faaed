from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.bulk_power import ACTIONS
from operations.server_filters import TOKENS
from tests.texts.samples import checked
from texts.home import choose_power, filter_name, power_button

if TYPE_CHECKING:
    from texts import Texts


def test_how_many_are_ticked(en: Texts, zh: Texts) -> None:
    assert [checked(choose_power(en, chosen=count, shown=None)).splitlines()[1] for count in (0, 1, 2)] == [
        *("0 servers ticked.", "1 server ticked.", "2 servers ticked."),
    ]
    assert checked(choose_power(zh, chosen=2, shown=None)) == "先勾选服务器，再选择操作。\n已勾选 2 台。"


def test_where_not_all_are_shown(en: Texts, zh: Texts) -> None:
    assert checked(choose_power(en, chosen=1, shown=16)) == (
        "Tick the servers, then what shall be done with them.\n1 server ticked.\n"
        "The first 16 are shown; name others by /stop and the like."
    )
    assert choose_power(zh, chosen=1, shown=16).endswith("只列出前 16 台，其余请用 /stop 等命令指定。")


def test_what_the_buttons_do(en: Texts, zh: Texts) -> None:
    assert [power_button(en, action, 2) for action in ACTIONS] == ["Start: 2", "Stop: 2", "Restart: 2"]
    assert [power_button(zh, action, 2) for action in ACTIONS] == ["开机：2 台", "关机：2 台", "重启：2 台"]


def test_the_names_of_the_filters(en: Texts, zh: Texts) -> None:
    assert [filter_name(en, token) for token in TOKENS] == ["running", "off", "ending in 7 days", "favourites"]
    assert [filter_name(zh, token) for token in TOKENS] == ["运行中", "已关机", "7 天内到期", "收藏"]
    with pytest.raises(KeyError):
        filter_name(en, "@nothing")
