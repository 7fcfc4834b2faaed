"""/alerts: what this chat is told by itself and when, and the screens that change it in place.

Everybody may look; an owner changes. Every button carries what is to be, never "the other way round", so that one which
is delivered twice does no harm.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from handlers import alerts_typed, callback_data
from handlers.outgoing import Button
from handlers.screens import ALERTS, MUTED, WINDOWS, alerts, home, rows_of
from operations import preferences
from operations.access import Role
from operations.chat_time import parsed
from operations.errors import BadAnswerError
from operations.preferences import HOURS, NIGHTS, QUIET_PRESETS
from operations.timezones import TIMEZONES
from store import ALERT_KINDS, STAGES
from texts import settings as texts
from texts.operations import button

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows
    from operations.access import Actor
    from operations.preferences import ChatSettings
    from operations.services import Services
    from texts import Texts

    Draw = Callable[[Texts, ChatSettings], tuple[str, Rows]]
    Change = Callable[[Services, Actor, str], Awaitable[None]]

REMINDERS, HOUR, ALARMS, NIGHT, QUIET, TIMEZONE, DIGEST = "alr", "alh", "ala", "aln", "alq", "alz", "ald"
NONE, ON = "none", "1"
HOURS_A_ROW = 6


async def typed(request: Request) -> None:
    """`/alerts`: all of it; with words behind it: change what they say, then all of it."""
    if request.arguments:
        await alerts_typed.change(request.services, request.actor, request.arguments)
    await show(request)


async def show(request: Request) -> None:
    """`al`: everything at a glance, and the ways to change it."""
    request.answer()
    t, settings = request.t, preferences.of(request.services, request.actor)
    owner = request.actor.role.reaches(Role.OWNER)
    buttons = []
    if owner:
        reminders = [Button(button(t, "set-reminders"), REMINDERS), Button(button(t, "set-alarms"), ALARMS)]
        buttons += reminders if settings.servers else []
        buttons += [Button(button(t, "set-night"), NIGHT), Button(button(t, "set-timezone"), TIMEZONE)]
        buttons += [Button(button(t, "set-digest"), DIGEST)] if settings.staff else []
    if settings.servers:
        buttons += [
            Button(button(t, "set-muted"), callback_data.pack(MUTED, 0)),
            Button(button(t, "set-maintenance"), callback_data.pack(WINDOWS, 0)),
        ]
    await request.show(texts.overview(t, settings, owner=owner), [*rows_of(buttons, 2), [home(t)]])


async def _screen(request: Request, draw: Draw) -> None:
    """Show a screen with the ways back."""
    request.answer()
    text, rows = draw(request.t, preferences.of(request.services, request.actor))
    await request.show(text, [*rows, [alerts(request.t), home(request.t)]])


def _reminders(t: Texts, settings: ChatSettings) -> tuple[str, Rows]:
    told = settings.told
    stages = [
        Button(texts.stage_label(t, each, on=on), callback_data.pack(REMINDERS, each, int(not on)))
        for each in STAGES
        for on in (each in told.reminder_stages,)
    ]
    hour = Button(texts.reminder_hour_label(t, told.reminder_hour), HOUR)
    return texts.reminders_screen(t, settings), [*rows_of(stages, 2), [hour]]


def _hours(t: Texts, settings: ChatSettings) -> tuple[str, Rows]:
    return texts.hour_screen(t, settings), _hour_rows(t, HOUR, settings.told.reminder_hour)


def _hour_rows(t: Texts, verb: str, present: int | None) -> Rows:
    hours = [
        Button(texts.chosen(t, f"{each:02}", on=each == present), callback_data.pack(verb, each))
        for each in range(HOURS)
    ]
    return rows_of(hours, HOURS_A_ROW)


def _alarms(t: Texts, settings: ChatSettings) -> tuple[str, Rows]:
    kinds = [
        Button(texts.alarm_label(t, each, on=on), callback_data.pack(ALARMS, each, int(not on)))
        for each in ALERT_KINDS
        for on in (each in settings.told.alert_kinds,)
    ]
    return texts.alarms_screen(t, settings), rows_of(kinds, 1)


def _night(t: Texts, settings: ChatSettings) -> tuple[str, Rows]:
    present = settings.clock.quiet
    quiet = [
        Button(texts.quiet_label(t, parsed(each), on=parsed(each) == present), callback_data.pack(QUIET, each or NONE))
        for each in (*QUIET_PRESETS, None)
    ]
    nights = [
        Button(texts.night_label(t, each, on=each == settings.told.night), callback_data.pack(NIGHT, each))
        for each in NIGHTS
    ]
    # Without quiet hours there is nothing that they could be about.
    about = rows_of(nights, 1) if present is not None else []
    return texts.night_screen(t, settings), [*rows_of(quiet, 2), *about]


def _timezones(t: Texts, settings: ChatSettings) -> tuple[str, Rows]:
    zones = [
        Button(
            texts.city_label(t, each, now=settings.now, on=each == settings.clock.timezone),
            callback_data.pack(TIMEZONE, each),
        )
        for each in TIMEZONES
    ]
    return texts.timezone_screen(t, settings), rows_of(zones, 2)


def _digest(t: Texts, settings: ChatSettings) -> tuple[str, Rows]:
    present = settings.told.digest_hour
    none = Button(texts.digest_off_label(t, on=present is None), callback_data.pack(DIGEST, NONE))
    return texts.digest_screen(t, settings), [*_hour_rows(t, DIGEST, present), [none]]


async def _stage(services: Services, actor: Actor, arguments: str) -> None:
    stage, on = callback_data.unpack(arguments)
    await preferences.set_stage(services, actor, stage, on=on == ON)


async def _kind(services: Services, actor: Actor, arguments: str) -> None:
    kind, on = callback_data.unpack(arguments)
    await preferences.set_kind(services, actor, kind, on=on == ON)


async def _digest_hour(services: Services, actor: Actor, arguments: str) -> None:
    await preferences.set_digest(services, actor, None if arguments == NONE else arguments)


async def _pressed(change: Change, draw: Draw, after: Draw, request: Request) -> None:
    """`<verb>`: its screen; `<verb>:<what is to be>`: change it, then the screen `after`."""
    if not request.arguments:
        await _screen(request, draw)
        return
    try:
        await change(request.services, request.actor, request.arguments)
    except BadAnswerError as error:
        if error.problem in {"no-servers-here", "no-staff-chat"}:
            raise
        # What no button of ours carries.
        request.answer(request.t.plain("press-nothing"))
        return
    await _screen(request, after)


async def _open(request: Request) -> None:
    """`al`."""
    await show(request)


def register(router: Router) -> None:
    """Add /alerts and its screens."""
    router.command("alerts", typed, acts=True, audience="all")
    router.press(ALERTS, _open)
    screens: tuple[tuple[str, Change, Draw, Draw], ...] = (
        (REMINDERS, _stage, _reminders, _reminders),
        (HOUR, preferences.set_hour, _hours, _reminders),
        (ALARMS, _kind, _alarms, _alarms),
        (NIGHT, preferences.set_night, _night, _night),
        (QUIET, preferences.set_quiet_hours, _night, _night),
        (TIMEZONE, preferences.set_timezone, _timezones, _timezones),
        (DIGEST, _digest_hour, _digest, _digest),
    )
    for verb, change, draw, after in screens:
        router.press(verb, partial(_pressed, change, draw, after), role=Role.OWNER, acts=True)
