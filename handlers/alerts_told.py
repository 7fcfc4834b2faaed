"""Alarms on their way: what is wrong with a chat's servers, as it is when the chat is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.desk import Desk, Rendered, Told, after_quiet_hours, is_quiet
from handlers.outgoing import Button
from handlers.readers import texts_of, timezone_of
from handlers.screens import BELOW, back_to_list, open_server, server_button, server_rows
from operations import alarms
from texts.alerts import alarm_text
from texts.operations import button

if TYPE_CHECKING:
    from handlers.screens import Rows
    from operations.alarms import Alarm
    from store import NoticeRow
    from texts import Texts

# The screens of a server behind these verbs are those of `/mute` and `/maintenance`.
MUTE, MAINTENANCE = "mu", "mw"
# Of more servers than this the list is the shorter way.
MOST_BUTTONS = 8


async def render(desk: Desk, notice: NoticeRow) -> Rendered:
    """Make an alarm's message of what is true, and meant for this chat, now; at night as the chat wants it."""
    night = desk.services.store.preferences(notice.chat_id).night
    if night == "wait" and (later := after_quiet_hours(desk, notice.chat_id)) is not None:
        return later
    alarm = await alarms.at_delivery(desk.services, notice)
    if alarm is None:
        return None
    t = texts_of(desk.services, notice.chat_id)
    text = alarm_text(
        t,
        alarm,
        contact=desk.services.contact,
        now=desk.services.clock.now(),
        timezone=timezone_of(desk.services, notice.chat_id),
    )
    return Told(text, _rows(t, alarm), silent=night == "silent" and is_quiet(desk, notice.chat_id))


def _rows(t: Texts, alarm: Alarm) -> Rows:
    """Return the ways on, all of them below: what was told stays."""
    servers = alarm.servers
    if len(servers) > 1:
        buttons = [server_button(known, f"{BELOW}:srv") for known in servers[:MOST_BUTTONS]]
        return [*server_rows(buttons), [back_to_list(t, below=True)]]
    row = servers[0].row_id
    hush = [
        Button(button(t, "alert_mute"), callback_data.pack(BELOW, MUTE, row)),
        Button(button(t, "alert_maintenance"), callback_data.pack(BELOW, MAINTENANCE, row)),
    ]
    return [[open_server(t, row, below=True)], hush if alarm.troubles else []]
