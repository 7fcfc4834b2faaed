"""What a chat is told of its schedules: quietly where all is well, aloud where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.desk import Told, after_quiet_hours, is_quiet
from handlers.outgoing import Button
from handlers.readers import texts_of, timezone_of
from operations import unattended
from operations.naming import names_of_operation
from operations.schedule_steps import key_of
from operations.schedules import SNAPSHOT
from operations.servers import seen_by
from texts import schedule_reports
from texts.operations import button

if TYPE_CHECKING:
    from handlers.desk import Desk, Rendered
    from operations.services import Services
    from store import NoticeRow, RunRow, ScheduleRow, StepRow

OPEN = "sco"


async def render(desk: Desk, notice: NoticeRow) -> Rendered:
    """Tell how a run went, or that a schedule has ended."""
    services, subject = desk.services, notice.subject
    if "schedule" in subject:
        schedule = services.store.schedule(int(subject["schedule"]))
        if schedule is None:
            return None
        t = texts_of(services, notice.chat_id)
        return Told(schedule_reports.ended_text(t, schedule, reader=timezone_of(services, notice.chat_id)))
    run = services.store.run(int(subject["run"]))
    schedule = services.store.schedule(run.schedule_id) if run is not None else None
    if run is None or schedule is None:
        return None
    return _run(desk, notice, schedule, run)


def _run(desk: Desk, notice: NoticeRow, schedule: ScheduleRow, run: RunRow) -> Rendered:
    services, chat_id = desk.services, notice.chat_id
    told = [_told(services, schedule, run, step) for step in services.store.steps(run.id)]
    if told and all(each.row is None and each.problem in {"stopped", "no-approval"} for each in told):
        # Whoever stopped it knows, and a no was told when it came.
        return None
    told.sort(key=lambda each: each.label.casefold())
    fine = bool(told) and all(each.fine for each in told) and schedule.paused_why in {None, "person"}
    silent = fine
    if not fine and is_quiet(desk, chat_id):
        night = services.store.preferences(chat_id).night
        later = after_quiet_hours(desk, chat_id)
        if night == "wait" and later is not None:
            return later
        silent = night == "silent"
    t = texts_of(services, chat_id)
    text = schedule_reports.run_text(
        t, schedule, run, told, reader=timezone_of(services, chat_id), contact=services.contact
    )
    rows = []
    if schedule.ended_at is None:
        rows.append([Button(button(t, "schedules"), callback_data.pack("new", OPEN, schedule.id))])
    return Told(text, rows, silent=silent)


def _told(services: Services, schedule: ScheduleRow, run: RunRow, step: StepRow) -> schedule_reports.Told:
    found = unattended.placed(services, key_of(run, step))
    row = found.operation if found is not None else None
    known = seen_by(services, schedule.chat_id, step.account_id, step.guid)
    if known is not None:
        label = known.label
    else:
        label = names_of_operation(services, row, chat_id=schedule.chat_id)[0] if row is not None else step.guid
    kept = None
    if schedule.action == SNAPSHOT and schedule.keep is not None and row is not None and row.state == "done":
        kept = len(services.store.made_snapshots(schedule.id, step.account_id, step.guid))
    return schedule_reports.Told(label, row, step.problem, kept)
