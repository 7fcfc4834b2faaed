"""The buttons of auto-renewal: its list, its settings, how it stands, and under what a chat is told of it."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.outgoing import Button
from handlers.screens import AUTO_RENEWAL, BELOW, back_to_list, open_server, rows_of, server_button, server_rows
from operations.auto_renewal import LEADS, Choice
from texts.auto_renewal import choice_label
from texts.operations import button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.screens import Rows
    from operations.auto_renewal import Preview
    from operations.servers import KnownServer
    from texts import Texts

SETTINGS, YES, OFF = "ars", "ary", "aro"
# A list's buttons; what does not fit is reached by its name.
MOST_LISTED = 20
_MONTHS_A_ROW = 4
_HUNDRED = 100
# A budget that is offered leaves some room for a dearer price.
_ROOM = Decimal("1.2")


def list_rows(t: Texts, knowns: Sequence[KnownServer]) -> Rows:
    """Return the way to each server's auto-renewal, and to another one's."""
    buttons = [server_button(known, AUTO_RENEWAL) for known in knowns[:MOST_LISTED]]
    more = [Button(button(t, "auto_more"), callback_data.pack("pick", "autorenew", 0))]
    return [*server_rows(buttons), more, [back_to_list(t)]]


def settings_rows(t: Texts, shown: Preview) -> Rows:
    """Return what can be chosen, then the yes: it carries all of what is shown."""
    known, chosen = shown.known, shown.choice
    months = shown.periods.months or (chosen.months,)
    rows = [
        *rows_of([_option(t, known, chosen, "months", _with(chosen, months=each)) for each in months], _MONTHS_A_ROW),
        [_option(t, known, chosen, "lead", _with(chosen, lead_days=each)) for each in LEADS],
        *rows_of([_option(t, known, chosen, "budget", _budgeted(chosen, each)) for each in _budgets(shown)], 2),
    ]
    yes = Button(button(t, "auto_on"), callback_data.pack(YES, *_carried(known, chosen), shown.digest))
    return [*rows, [yes], [open_server(t, known.row_id)]]


def standing_rows(t: Texts, known: KnownServer, choice: Choice, *, owner: bool) -> Rows:
    """Return how an owner changes it or turns it off, and the way to the server."""
    own = [
        Button(button(t, "auto_change"), callback_data.pack(SETTINGS, *_carried(known, choice))),
        Button(button(t, "auto_off"), callback_data.pack(OFF, known.row_id)),
    ]
    return [*([own] if owner else []), [open_server(t, known.row_id)]]


def off_rows(t: Texts, known: KnownServer) -> Rows:
    """Return what can be done once it is off."""
    again = Button(button(t, "auto_again"), callback_data.pack(AUTO_RENEWAL, known.row_id))
    return [
        [Button(button(t, "renew_now"), callback_data.pack(BELOW, "do", "renew", known.row_id)), again],
        [open_server(t, known.row_id)],
    ]


def told_rows(t: Texts, known: KnownServer, months: int, *, stop: bool = False, again: bool = False) -> Rows:
    """Return the buttons under what a chat is told; whatever they open stands below it.

    Args:
        t: the reader's texts.
        known: the server.
        months: for how long it would have been renewed.
        stop: whether there is something to stop.
        again: whether it can be turned on again.
    """
    row = known.row_id
    first = [Button(button(t, "renew_now"), callback_data.pack(BELOW, "rnw", row, months))]
    if stop:
        first.insert(0, Button(button(t, "auto_stop"), callback_data.pack(OFF, row)))
    if again:
        first.append(Button(button(t, "auto_again"), callback_data.pack(BELOW, AUTO_RENEWAL, row)))
    return [first, [open_server(t, row, below=True)]]


def _option(t: Texts, known: KnownServer, now: Choice, name: str, choice: Choice) -> Button:
    label = choice_label(t, choice, name, chosen=choice == now)
    return Button(label, callback_data.pack(SETTINGS, *_carried(known, choice)))


def _carried(known: KnownServer, choice: Choice) -> tuple[int, int, int, int]:
    budget = 0 if choice.budget is None else int(choice.budget * _HUNDRED)
    return known.row_id, choice.months, choice.lead_days, budget


def _with(choice: Choice, *, months: int | None = None, lead_days: int | None = None) -> Choice:
    return Choice(months or choice.months, lead_days or choice.lead_days, choice.budget)


def _budgeted(choice: Choice, budget: Decimal | None) -> Choice:
    return Choice(choice.months, choice.lead_days, budget)


def _budgets(shown: Preview) -> list[Decimal | None]:
    """Return the budgets on offer: none, what a renewal costs, a little more; and the one that is chosen."""
    price = shown.terms.price
    found: list[Decimal | None] = [None]
    if price is not None:
        whole = price.to_integral_value(ROUND_CEILING)
        found += [whole, (price * _ROOM).to_integral_value(ROUND_CEILING)]
    if shown.choice.budget not in found:
        found.append(shown.choice.budget)
    return list(dict.fromkeys(found))
