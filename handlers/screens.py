"""The rows of buttons that several screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.outgoing import Button
from texts.operations import button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.confirmations import Proposal
    from operations.offers import Offer
    from operations.servers import KnownServer
    from texts import Texts

PAGE_SIZE = 8
# A filter travels in the buttons of a list; verb, page and separators take the rest.
FILTER_BYTES = 44
BUTTONS_A_ROW = 3
# Longer labels break into lines where two buttons share a row on a phone.
LONGEST_OF_TWO = 18
# Telegram refuses a message with more.
MOST_BUTTONS = 100
# What a card offers, in the order of its buttons: what cannot be taken back stands last.
ASKED = ("start", "stop", "restart", "stop_h", "restart_h", "renew", "refund")
POWER = frozenset({"start", "stop", "restart", "stop_h", "restart_h"})

Rows = list[list[Button]]


def rows_of(buttons: Sequence[Button], width: int) -> Rows:
    """Return the buttons in rows of at most `width`."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def server_rows(buttons: Sequence[Button]) -> Rows:
    """Return buttons with servers' names, two in a row where all of them fit."""
    fit = all(len(button.text) <= LONGEST_OF_TWO for button in buttons)
    return rows_of(buttons, 2 if fit else 1)


def server_button(known: KnownServer, verb: str, *arguments: str | int, prefix: str = "", suffix: str = "") -> Button:
    """Return a button with the server's name that carries `verb:row[:arguments]`."""
    return Button(f"{prefix}{known.label}{suffix}", callback_data.pack(verb, known.row_id, *arguments))


def open_server(t: Texts, row_id: int) -> Button:
    """Return the way to a server's card."""
    return Button(button(t, "server"), callback_data.pack("srv", row_id))


def back_to_list(t: Texts) -> Button:
    """Return the way to the list."""
    return Button(button(t, "servers"), callback_data.pack("lst", 0, ""))


def card_rows(t: Texts, known: KnownServer, offers: Sequence[Offer]) -> Rows:
    """Return a card's buttons: what may be done now, then the ways on and back."""
    actions = [
        (offer.action in POWER, Button(button(t, offer.action), callback_data.pack("do", offer.action, known.row_id)))
        for offer in offers
        if offer.allowed
    ]
    power = [each for is_power, each in actions if is_power]
    contract = [each for is_power, each in actions if not is_power]
    ways = [
        Button(button(t, "refresh"), callback_data.pack("srv", known.row_id)),
        Button(button(t, "history"), callback_data.pack("his", known.row_id)),
        back_to_list(t),
    ]
    # Four are two rows of two rather than three and a leftover.
    return [*rows_of(power, 2 if len(power) == 4 else BUTTONS_A_ROW), contract, ways]  # noqa: PLR2004 - said above


def confirmation_rows(t: Texts, proposal: Proposal) -> Rows:
    """Return yes first, no last; where the yes is typed, the no alone."""
    no = [Button(button(t, "cancel"), callback_data.pack("no", proposal.nonce))]
    if proposal.kind.typed:
        return [no]
    return [[Button(button(t, "confirm"), callback_data.pack("ok", proposal.nonce))], no]


def paging(t: Texts, page: int, pages: int, verb: str, *after: str) -> list[Button]:
    """Return previous and next as far as they exist; the data is `verb:page[:after]`."""
    found = []
    if page > 0:
        found.append(Button(button(t, "previous"), callback_data.pack(verb, page - 1, *after)))
    if page < pages - 1:
        found.append(Button(button(t, "next"), callback_data.pack(verb, page + 1, *after)))
    return found
