"""/schedule: the chat's schedules, each with what can be done with it; what is set anew is in `schedule_setting`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, schedule_setting
from handlers.outgoing import Button
from handlers.schedule_notices import OPEN
from handlers.screens import PAGE_SIZE, SCHEDULE, home, paging, rows_of
from operations import kept_schedules
from operations.access import Role
from operations.errors import ScheduleOverError
from operations.kept_schedules import labels
from operations.members import name_of
from operations.rhythm import Rhythm
from operations.schedules import next_runs
from texts.operations import button
from texts.schedules import one_schedule, schedule_button, schedules_list

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows
    from store import ScheduleRow

LIST, REST, MISSED, DELETE, REALLY = "scl", "scp", "scm", "scd", "scx"


async def typed(request: Request) -> None:
    """`/schedule`: the list; with a server and what is to be done, a new one."""
    if request.arguments:
        await schedule_setting.typed(request)
    else:
        await show_list(request, 0)


async def _turned(request: Request) -> None:
    """`scl:<page>`."""
    await show_list(request, callback_data.number(request.arguments) or 0)


async def show_list(request: Request, page: int, *, note: str = "") -> None:
    """Show a page of the list."""
    request.answer()
    services, t, actor = request.services, request.t, request.actor
    found = kept_schedules.listed(services, actor)
    pages = max(-(-len(found) // PAGE_SIZE), 1)
    page = min(page, pages - 1)
    shown = [(row, labels(services, row)) for row in found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]]
    text = schedules_list(t, shown, total=len(found), reader=actor.timezone)
    buttons = [Button(schedule_button(t, row, names), callback_data.pack(OPEN, row.id)) for row, names in shown]
    new = []
    if actor.role.reaches(Role.OPERATOR) and actor.identity_ids:
        new.append(Button(button(t, "schedule_new"), callback_data.pack(SCHEDULE)))
    text = f"{note}\n\n{text}" if note else text
    await request.show(text, [*rows_of(buttons, 1), paging(t, page, pages, LIST), new, [home(t)]])


async def _opened(request: Request) -> None:
    """`sco:<id>`."""
    row = kept_schedules.one(request.services, request.actor, _number(request))
    request.answer()
    await show_one(request, row)


def _number(request: Request) -> int:
    number = callback_data.number(request.arguments)
    if number is None:
        raise ScheduleOverError
    return number


async def show_one(request: Request, row: ScheduleRow, *, note: str = "") -> None:
    """Show one schedule, with what this person may do with it."""
    services, t, actor = request.services, request.t, request.actor
    runs = () if row.next_at is None else next_runs(Rhythm.read(row.rhythm), row.timezone, services.clock.now())
    last = services.store.last_run(row.id)
    text = one_schedule(
        t,
        row,
        labels(services, row),
        runs,
        last=last.due_at if last is not None else None,
        person=name_of(services, row.user_id) if row.chat_id < 0 else None,
        reader=actor.timezone,
        note=note,
    )
    await request.show(text, _ways(request, row))


def _ways(request: Request, row: ScheduleRow) -> Rows:
    t, back = request.t, [Button(button(request.t, "schedules"), callback_data.pack(LIST, 0))]
    if not kept_schedules.may_change(request.actor, row):
        return [back]
    first = []
    if row.paused_at is not None:
        first.append(Button(button(t, "schedule_resume"), callback_data.pack(REST, row.id, 0)))
    elif row.next_at is not None:
        first.append(Button(button(t, "schedule_pause"), callback_data.pack(REST, row.id, 1)))
    # What a press would turn it to is said by what it is now.
    missed = button(t, "missed_run") if row.missed == "run" else button(t, "missed_report")
    wanted = "report" if row.missed == "run" else "run"
    first.append(Button(button(t, "schedule_delete"), callback_data.pack(DELETE, row.id)))
    return [first, [Button(missed, callback_data.pack(MISSED, row.id, wanted))], back]


async def _rested(request: Request) -> None:
    """`scp:<id>:<0|1>`: let it run again, or pause it; twice is once."""
    services, actor = request.services, request.actor
    row, wanted = _wanted(request)
    if wanted == "1":
        await kept_schedules.pause(services, actor, row.id)
    elif wanted == "0" and row.paused_at is not None:
        await kept_schedules.resume(services, actor, row.id)
    await _shown_again(request, row)


async def _missed(request: Request) -> None:
    """`scm:<id>:<run|report>`: choose what becomes of missed runs."""
    row, wanted = _wanted(request)
    if wanted in {"run", "report"}:
        await kept_schedules.choose_missed(
            request.services, request.actor, row.id, "run" if wanted == "run" else "report"
        )
    await _shown_again(request, row)


def _wanted(request: Request) -> tuple[ScheduleRow, str]:
    """Return a schedule of this chat, and what a button wants of it; buttons of before say nothing."""
    first, wanted = callback_data.unpack(request.arguments)
    number = callback_data.number(first)
    if number is None:
        raise ScheduleOverError
    return kept_schedules.one(request.services, request.actor, number), wanted


async def _shown_again(request: Request, row: ScheduleRow) -> None:
    row = kept_schedules.one(request.services, request.actor, row.id)
    request.answer()
    await show_one(request, row)


async def _asked(request: Request) -> None:
    """`scd:<id>`: ask whether it is to be deleted."""
    row = kept_schedules.one(request.services, request.actor, _number(request))
    request.answer()
    t = request.t
    yes = Button(button(t, "schedule_really"), callback_data.pack(REALLY, row.id))
    no = Button(button(t, "back"), callback_data.pack(OPEN, row.id))
    names = labels(request.services, row)
    text = one_schedule(
        t, row, names, (), last=None, person=None, reader=request.actor.timezone, note=t("schedule-delete-really")
    )
    await request.show(text, [[yes], [no]])


async def _deleted(request: Request) -> None:
    """`scx:<id>`: delete it."""
    await kept_schedules.delete(request.services, request.actor, _number(request))
    await show_list(request, 0, note=request.t("schedule-deleted"))


def register(router: Router) -> None:
    """Add /schedule and the buttons of what is there."""
    router.command("schedule", typed)
    router.press(LIST, _turned)
    router.press(OPEN, _opened)
    router.press(REST, _rested, role=Role.OPERATOR, acts=True)
    router.press(MISSED, _missed, role=Role.OPERATOR, acts=True)
    router.press(DELETE, _asked, role=Role.OPERATOR)
    router.press(REALLY, _deleted, role=Role.OPERATOR, acts=True)
