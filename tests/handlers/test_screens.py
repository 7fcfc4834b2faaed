from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.screens import (
    BEHIND_MORE,
    ON_CARD,
    back_to_list,
    card_rows,
    confirmation_rows,
    more_rows,
    open_server,
    paging,
    rows_of,
)
from operations.access import identify
from operations.confirmations import Asker, propose
from operations.offers import offers
from operations.servers import find
from texts import texts_for

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

EN = texts_for("en")


def test_rows() -> None:
    buttons = [open_server(EN, number) for number in range(5)]
    assert [[button.data for button in row] for row in rows_of(buttons, 2)] == [
        ["srv:0", "srv:1"],
        ["srv:2", "srv:3"],
        ["srv:4"],
    ]
    assert rows_of([], 2) == []


@pytest.mark.parametrize(
    ("page", "pages", "expected"),
    [
        (0, 1, []),
        (0, 3, ["lst:1:web"]),
        (1, 3, ["lst:0:web", "lst:2:web"]),
        (2, 3, ["lst:1:web"]),
        (0, 0, []),
    ],
)
def test_paging(page: int, pages: int, expected: list[str]) -> None:
    assert [button.data for button in paging(EN, page, pages, "lst", "web")] == expected


def test_the_way_back() -> None:
    assert (back_to_list(EN).text, back_to_list(EN).data) == ("All servers", "lst:0:")
    assert back_to_list(texts_for("zh-Hans")).text == "全部服务器"


async def test_a_card_and_what_is_behind_more_with_refund_last(scene: Scene) -> None:
    actor = identify(scene.services, chat_id=501, user_id=501, private=True, telegram_language="en")
    assert actor is not None
    known = find(scene.services, actor, "web-1")
    rows = card_rows(EN, known, offers(scene.services, actor, known, actions=ON_CARD), vnc=True)
    assert [[button.text for button in row] for row in rows] == [
        ["Stop", "Restart"],
        ["Force stop", "Force restart"],
        ["Renew", "📸 Snapshots", "🖥 Console"],
        ["⋯ More", "☆ Favourite", "History"],
        ["Refresh", "All servers"],
    ]
    rows = more_rows(EN, known, offers(scene.services, actor, known, actions=BEHIND_MORE))
    assert [[button.text for button in row] for row in rows] == [
        ["Reset password", "Reset VNC password"],
        ["Reinstall", "Upgrade"],
        ["Book a downgrade"],
        ["🧱 Firewall", "🔌 Ports"],
        ["🔁 Auto-renewal"],
        ["Refund"],
        ["Open server", "All servers"],
    ]
    rows = more_rows(EN, known, offers(scene.services, actor, known, actions=BEHIND_MORE), hush=True)
    assert [[(button.text, button.data) for button in row] for row in rows][5] == [
        ("🔕 Mute", f"mu:{known.row_id}"),
        ("🛠 Maintenance", f"mw:{known.row_id}"),
    ]


async def test_yes_first_no_last_and_nothing_but_the_nonce_in_them(scene: Scene) -> None:
    actor = identify(scene.services, chat_id=501, user_id=501, private=True, telegram_language="en")
    assert actor is not None
    known = find(scene.services, actor, "web-1")
    proposal = await propose(scene.services, Asker(actor, None), known, "stop")
    (yes,), (no,) = confirmation_rows(EN, proposal)
    assert (yes.text, yes.data) == ("✅ Confirm", f"ok:{proposal.nonce}")
    assert (no.text, no.data) == ("❌ Cancel", f"no:{proposal.nonce}")
    # 128 random bits.
    assert len(proposal.nonce) == 22


async def test_what_is_confirmed_by_typing_has_no_yes(scene: Scene) -> None:
    actor = identify(scene.services, chat_id=501, user_id=501, private=True, telegram_language="en")
    assert actor is not None
    proposal = await propose(scene.services, Asker(actor, None), find(scene.services, actor, "web-1"), "refund")
    ((no,),) = confirmation_rows(EN, proposal)
    assert (no.text, no.data) == ("❌ Cancel", f"no:{proposal.nonce}")
