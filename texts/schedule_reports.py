"""What a chat is told of its schedules: a line where all is well, and more where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Reason
from operations.schedule_steps import FINE, LATE
from texts.actions import action_name
from texts.batches import result_line
from texts.contact import contact_line
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.schedules import capital, labels_of, run_moment, when_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store import OperationRow, RunRow, ScheduleRow
    from texts.language import Texts

# What was done, with something left to say.
_DONE_BUT = frozenset({"unnamed", "unlisted", "not-removed", "kept-current", "kept-needed", "took-others"})
PROBLEMS = (
    frozenset(filter(None, FINE))
    | _DONE_BUT
    | {"missed", "busy", "unreachable", "rights", "gone", "undecided", "credit", "dearer", "no-staff"}
)
"""What can be in the way, or be left to say."""
_REASON = "not:"


@dataclass(frozen=True, slots=True)
class Told:
    """How a run went on one server.

    Attributes:
        label: what the chat calls it.
        row: the operation, where there was one.
        problem: what was in the way, or is left to say.
        kept: how many snapshots of the schedule's own are there; None where that is not the question.
    """

    label: str
    row: OperationRow | None
    problem: str | None
    kept: int | None = None

    @property
    def fine(self) -> bool:
        """Whether there is nothing to worry about."""
        well = self.row is None or self.row.state == "done"
        return well and (self.problem in FINE or self.problem == "kept-current")

    @property
    def done(self) -> bool:
        """Whether it was done, now."""
        return self.row is not None and self.row.state == "done"


def run_text(t: Texts, schedule: ScheduleRow, run: RunRow, told: Sequence[Told], *, reader: str, contact: str) -> str:
    """Return how a run went, or that it was missed.

    Args:
        t: the reader's texts.
        schedule: as it is now.
        run: which of its runs.
        told: how it went on each server; empty for one that was only reported.
        reader: the chat's zone.
        contact: the reseller's contact, may be empty.
    """
    when = when_words(t, schedule.rhythm, timezone=schedule.timezone, reader=reader)
    action = action_name(t, schedule.action)
    if told and all(each.done and each.problem is None for each in told):
        lines = [t("schedule-fine", labels=labels_of(t, [each.label for each in told]), action=action, when=when)]
        rows = []
    else:
        lines = [t("schedule-report", action=capital(action), when=when)]
        rows = [line for each in told for line in _lines(t, each, schedule.timezone)]
    kept = [
        t("schedule-kept", label=clipped(each.label, LONGEST_NAME), count=str(each.kept))
        for each in told
        if each.kept is not None
    ]
    tail = [*_missed(t, schedule, run, done=bool(told)), _next(t, schedule)]
    if any(not each.fine for each in told):
        tail.append(contact_line(t, contact))
    return fitted("\n".join(lines), [*rows, *kept], "\n".join(tail))


def _lines(t: Texts, each: Told, timezone: str) -> list[str]:
    lines = [] if each.row is None else [result_line(t, each.row, each.label, timezone)]
    if each.problem is not None:
        if each.problem in FINE:
            key = "schedule-row-fine"
        else:
            key = "schedule-row-warn" if each.problem in _DONE_BUT else "schedule-row-bad"
        lines.append(t(key, label=clipped(each.label, LONGEST_NAME), why=problem_words(t, each.problem)))
    return lines


def problem_words(t: Texts, problem: str) -> str:
    """Return what was in the way, plain."""
    if problem in PROBLEMS:
        return t.plain(f"problem-{problem}")
    reason = problem.removeprefix(_REASON)
    known = reason in set(Reason)
    return t.plain("problem-other", reason=t.plain(f"reason-{reason}") if known else clipped(reason, LONGEST_NAME))


def _missed(t: Texts, schedule: ScheduleRow, run: RunRow, *, done: bool) -> list[str]:
    if run.missed_since is None:
        return []
    since = run_moment(t, run.missed_since, schedule.timezone)
    if not done:
        return [t("schedule-missed-only", count=run.missed, since=since)]
    # Late itself, or on time after others that nobody did.
    if run.claimed_at - run.due_at > LATE:
        return [t("schedule-missed-late", since=since)]
    return [t("schedule-missed-before", count=run.missed, since=since)]


def _next(t: Texts, schedule: ScheduleRow) -> str:
    if schedule.paused_why is not None:
        return t(f"schedule-paused-{schedule.paused_why}")
    if schedule.next_at is None:
        return t("schedule-last-one")
    return t("schedule-next", run=run_moment(t, schedule.next_at, schedule.timezone))


def ended_text(t: Texts, schedule: ScheduleRow, *, reader: str) -> str:
    """Return that a schedule has ended because none of its servers is left."""
    when = when_words(t, schedule.rhythm, timezone=schedule.timezone, reader=reader)
    return t("schedule-ended-no-servers", action=capital(action_name(t, schedule.action)), when=when)
