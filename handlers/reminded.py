"""Reminders of what ends: the message, and its buttons: renew, put off, mute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, picking
from handlers.desk import Later, Told, after_quiet_hours
from handlers.expiring import OPEN as ALL_ENDS
from handlers.expiring import SOON
from handlers.outgoing import Button
from handlers.readers import texts_of, timezone_of
from handlers.screens import BELOW, BUTTONS_A_ROW, SNAPSHOTS, open_server, rows_of, server_rows
from operations import reminders, rounds
from operations.access import Role
from operations.reminders import Reminded
from texts.operations import button
from texts.reminders import muted, nothing_ends, reminder_message, renew_for, snooze_question, snoozed

if TYPE_CHECKING:
    from handlers.desk import Desk, Rendered
    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows
    from operations.reminders import Reminder
    from operations.servers import KnownServer
    from store import NoticeRow
    from texts import Texts

ONE, LATER, SNOOZE, WAKE, MUTE, UNMUTE = "reo", "rel", "res", "rew", "rem", "reu"
# Registered by the module of automatic renewal.
AUTO_RENEW = "ar"
MOST_BUTTONS = 8


async def render(desk: Desk, notice: NoticeRow) -> Rendered:
    """Return one message of all that a chat is reminded of, as it is now."""
    later = after_quiet_hours(desk, notice.chat_id)
    if later is not None:
        return later
    services = desk.services
    now = services.clock.now()
    again = rounds.again_at(services, notice.chat_id, rounds.unread(services, now), now)
    if again > now:
        # Just started: what was decided before may have been renewed since.
        return Later(again)
    told = await reminders.standing(services, notice.chat_id, notice.id, float(notice.subject["at"]))
    if not told.shown:
        return None
    t, timezone = texts_of(services, notice.chat_id), timezone_of(services, notice.chat_id)
    text = reminder_message(t, told, timezone=timezone, now=now)
    return Told(text, _rows(t, told))


def _rows(t: Texts, told: Reminded) -> Rows:
    """Return the ways on; what stands here is to stay, so they open below."""
    if len(told.shown) == 1:
        return _rows_of_one(t, told.shown[0])
    servers = {each.known.row_id: each.known for each in told.shown}
    buttons = [
        Button(known.label, callback_data.pack(BELOW, ONE, known.row_id))
        for known in list(servers.values())[:MOST_BUTTONS]
    ]
    ways = [Button(button(t, "all_ends"), callback_data.pack(BELOW, ALL_ENDS, 0))]
    if sum(bool(each.months) for each in told.shown) > 1:
        ways.insert(0, Button(button(t, "several"), callback_data.pack(BELOW, SOON)))
    return [*server_rows(buttons), ways]


def _rows_of_one(t: Texts, each: Reminder) -> Rows:
    row = each.known.row_id
    mute = Button(button(t, "mute_server"), callback_data.pack(MUTE, row))
    if each.snapshot:
        snapshots = Button(button(t, "snapshots"), callback_data.pack(BELOW, SNAPSHOTS, row))
        return [[snapshots, open_server(t, row, below=True)], [mute]]
    renew = [Button(renew_for(t, months), callback_data.pack(BELOW, "rnw", row, months)) for months in each.months]
    ways = [Button(button(t, "autorenew"), callback_data.pack(BELOW, AUTO_RENEW, row))]
    if each.days:
        ways.append(Button(button(t, "remind_later"), callback_data.pack(LATER, row)))
    return [*rows_of(renew, BUTTONS_A_ROW), ways, [mute, open_server(t, row, below=True)]]


async def one(request: Request, known: KnownServer) -> None:
    """`reo:<row>`: one server's end, with what can be done about it."""
    request.answer()
    services = request.services
    reminder = reminders.of_server(services, request.chat_id, known)
    if reminder is None:
        await request.show(nothing_ends(request.t, known), [[open_server(request.t, known.row_id)]])
        return
    timezone, now = request.actor.timezone, services.clock.now()
    text = reminder_message(request.t, Reminded((reminder,)), timezone=timezone, now=now)
    await request.show(text, _rows_of_one(request.t, reminder))


async def later(request: Request, known: KnownServer) -> None:
    """`rel:<row>`: until when the end is to be put off."""
    t = request.t
    reminder = reminders.of_server(request.services, request.chat_id, known)
    offered = reminders.snoozes(request.services, request.chat_id, known)
    if reminder is None or not offered:
        await request.alert(t.plain("reminder-too-late"))
        return
    request.answer()
    labels = {1: button(t, "remind_day"), 3: button(t, "remind_days")}
    choices = [Button(labels[days], callback_data.pack(SNOOZE, known.row_id, days)) for days in offered]
    rows = [choices, [Button(button(t, "remind_back"), callback_data.pack(ONE, known.row_id))]]
    await request.show(snooze_question(t, reminder, timezone=request.actor.timezone), rows)


async def put_off(request: Request) -> None:
    """`res:<row>:<days>`."""
    first, rest = callback_data.unpack(request.arguments)
    row, days = callback_data.number(first), callback_data.number(rest)
    if row is None or days is None:
        request.answer(request.t.plain("press-nothing"))
        return
    known = picking.server_of(request, first)
    if not await reminders.snooze(request.services, request.chat_id, known, days):
        await request.alert(request.t.plain("reminder-too-late"))
        return
    request.answer()
    undo = Button(button(request.t, "unsnooze"), callback_data.pack(WAKE, known.row_id))
    await request.show(snoozed(request.t, known, days), [[undo], [open_server(request.t, known.row_id, below=True)]])


async def woken(request: Request, known: KnownServer) -> None:
    """`rew:<row>`: not put off after all."""
    await request.services.store.wake(request.chat_id, known.account_id, known.guid)
    await one(request, known)


async def silenced(request: Request, known: KnownServer) -> None:
    """`rem:<row>`: nothing of this server any more."""
    await request.services.store.mute(request.chat_id, known.account_id, known.guid)
    request.answer()
    undo = Button(button(request.t, "unmute_server"), callback_data.pack(UNMUTE, known.row_id))
    await request.show(muted(request.t, known), [[undo], [open_server(request.t, known.row_id, below=True)]])


async def heard(request: Request, known: KnownServer) -> None:
    """`reu:<row>`: all of it again."""
    await request.services.store.unmute(request.chat_id, known.account_id, known.guid)
    await one(request, known)


def register(router: Router) -> None:
    """Add the buttons; those that renew are other modules'."""
    router.press(ONE, picking.by_button(one))
    router.press(LATER, picking.by_button(later), role=Role.OPERATOR)
    router.press(SNOOZE, put_off, role=Role.OPERATOR, acts=True)
    for verb, act in ((WAKE, woken), (MUTE, silenced), (UNMUTE, heard)):
        router.press(verb, picking.by_button(act), role=Role.OPERATOR, acts=True)
