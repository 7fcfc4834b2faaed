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
ON_CARD = ("start", "stop", "restart", "stop_h", "restart_h", "renew")
BEHIND_MORE = ("setpsw", "setvnc", "install", "upgrade", "renew_for_rd", "refund")
# What has a screen of its own, which says by itself what can be done there.
WITH_SCREEN = ("createsnapshot", "create_port", "add_hardpolicy")
ASKED = (*ON_CARD, *WITH_SCREEN, *BEHIND_MORE)
POWER = frozenset({"start", "stop", "restart", "stop_h", "restart_h"})
# Verbs of screens; the handlers of the same names register them.
SNAPSHOTS, PORTS, FIREWALL, VNC, FAVOURITE, MORE, HOME = "snp", "prt", "fwl", "vnc", "fav", "mor", "hom"
SCHEDULE = "scn"
BELOW = "new"
"""Before another verb: shown as a new message below, for what stands here is to stay."""

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


def open_server(t: Texts, row_id: int, *, below: bool = False) -> Button:
    """Return the way to a server's card; below a message that is to stay, the card is a new one."""
    verb = ("srv", row_id)
    return Button(button(t, "server"), callback_data.pack(*((BELOW, *verb) if below else verb)))


def back_to_list(t: Texts, *, below: bool = False) -> Button:
    """Return the way to the list; below a message that is to stay, the list is a new one."""
    verb = ("lst", 0, "")
    return Button(button(t, "servers"), callback_data.pack(*((BELOW, *verb) if below else verb)))


def home(t: Texts) -> Button:
    """Return the way to the home screen."""
    return Button(button(t, "home"), callback_data.pack(HOME))


def card_rows(t: Texts, known: KnownServer, offers: Sequence[Offer], *, vnc: bool = False, star: bool = True) -> Rows:
    """Return a card's buttons: what may be done now, then the ways on and back.

    Args:
        t: the reader's texts.
        known: the server.
        offers: of the actions `ON_CARD`.
        vnc: whether its console may be opened.
        star: whether the person may make it a favourite of the chat.
    """
    row = known.row_id
    power = [_do(t, offer.action, row) for offer in offers if offer.allowed and offer.action in POWER]
    contract = [_do(t, offer.action, row) for offer in offers if offer.allowed and offer.action not in POWER]
    contract.append(Button(button(t, "snapshots"), callback_data.pack(SNAPSHOTS, row)))
    if vnc:
        contract.append(Button(button(t, "vnc"), callback_data.pack(VNC, row)))
    on = [Button(button(t, "more"), callback_data.pack(MORE, row))]
    if star:
        label = button(t, "favourite_off") if known.favourite else button(t, "favourite_on")
        on.append(Button(label, callback_data.pack(FAVOURITE, row)))
    on.append(Button(button(t, "history"), callback_data.pack("his", row)))
    ways = [Button(button(t, "refresh"), callback_data.pack("srv", row)), back_to_list(t)]
    # Four are two rows of two rather than three and a leftover.
    return [*rows_of(power, 2 if len(power) == 4 else BUTTONS_A_ROW), contract, on, ways]  # noqa: PLR2004 - said above


def more_rows(t: Texts, known: KnownServer, offers: Sequence[Offer], *, schedule: bool = False) -> Rows:
    """Return the rest of what may be done to a server.

    Args:
        t: the reader's texts.
        known: the server.
        offers: of the actions `BEHIND_MORE`.
        schedule: whether the person may let something be done by itself.
    """
    row = known.row_id
    actions = [_do(t, offer.action, row) for offer in offers if offer.allowed and offer.action != "refund"]
    network = [
        Button(button(t, "firewall"), callback_data.pack(FIREWALL, row)),
        Button(button(t, "ports"), callback_data.pack(PORTS, row)),
    ]
    # What cannot be taken back stands last.
    last = [_do(t, offer.action, row) for offer in offers if offer.allowed and offer.action == "refund"]
    timed = [[Button(button(t, "schedule"), callback_data.pack(SCHEDULE, row))]] if schedule else []
    return [*rows_of(actions, 2), network, *timed, last, [open_server(t, row), back_to_list(t)]]


def _do(t: Texts, action: str, row: int) -> Button:
    return Button(button(t, action), callback_data.pack("do", action, row))


def confirmation_rows(t: Texts, proposal: Proposal, ways: Sequence[Sequence[Button]] = ()) -> Rows:
    """Return yes first, no last, `ways` between them; where the yes is typed, without it."""
    no = [Button(button(t, "cancel"), callback_data.pack("no", proposal.nonce))]
    between = [list(way) for way in ways]
    if proposal.kind.typed:
        return [*between, no]
    return [[Button(button(t, "confirm"), callback_data.pack("ok", proposal.nonce))], *between, no]


def paging(t: Texts, page: int, pages: int, verb: str, *after: str) -> list[Button]:
    """Return previous and next as far as they exist; the data is `verb:page[:after]`."""
    found = []
    if page > 0:
        found.append(Button(button(t, "previous"), callback_data.pack(verb, page - 1, *after)))
    if page < pages - 1:
        found.append(Button(button(t, "next"), callback_data.pack(verb, page + 1, *after)))
    return found
