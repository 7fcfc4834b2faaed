"""A schedule that is being set: typed in one line or by buttons alone, reviewed, and then one yes."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from handlers import callback_data, forms
from handlers.outgoing import Button
from handlers.schedule_notices import OPEN
from handlers.screens import SCHEDULE, home, rows_of
from operations import kept_schedules, schedules, servers
from operations.access import Role
from operations.errors import BadAnswerError, DraftOverError
from operations.forms import open_draft
from operations.forms.schedule import ALL, NAME, rows_value, wanted_of
from operations.rhythm import Rhythm
from texts.errors import short_error
from texts.forms import step_button
from texts.operations import button
from texts.schedules import one_schedule, review_text
from texts.servers import no_servers

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.errors import OperationsError
    from operations.forms import Drafting
    from operations.schedules import Review, Wanted

SET, LIST = "scy", "scl"
_DIGEST = 8
_KEEP = re.compile(r"(?:\bkeep(?:ing)?|保留)\s*([0-9]+|all|全部)\s*(?:个|份)?", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:\bfor\s+)?(?<![0-9:.\-/])([0-9]{1,3}\s*(?:days?|d|天|months?|m|个月))(?![a-z])", re.IGNORECASE
)


async def typed(request: Request) -> None:
    """`/schedule <server>[,<server>] [<action> [<when> [7d] [keep 3]]]`."""
    names, _, rest = request.arguments.partition(" ")
    action, _, when = rest.strip().partition(" ")
    when, kept = _taken(_KEEP, when)
    when, period = _taken(_PERIOD, when)
    if kept in {"all", "全部"}:
        kept = ALL
    given = {"servers": names, "action": action, "often": when, "period": period, "keep": kept}
    await _begin(request, {name: word for name, word in given.items() if word})


def _taken(pattern: re.Pattern[str], words: str) -> tuple[str, str]:
    """Take what a pattern finds out of the words."""
    match = pattern.search(words)
    if match is None:
        return words.strip(), ""
    return f"{words[: match.start()]} {words[match.end() :]}".strip(" ,，"), match[1].casefold()


async def _new(request: Request) -> None:
    """`scn[:<row>]`: a new one, perhaps for that server."""
    row = callback_data.number(request.arguments)
    if row is not None:
        servers.by_row(request.services, request.actor, row)
    await _begin(request, {} if row is None else {"servers": rows_value([row])})


async def _begin(request: Request, given: dict[str, str]) -> None:
    if not servers.visible(request.services, request.actor):
        request.answer()
        await request.show(no_servers(request.t, contact=request.services.contact))
        return
    await forms.begin(request, None, NAME, given)


async def show_review(request: Request, drafting: Drafting, error: OperationsError | None = None) -> None:
    """Show all of it, with a button to change each answer, and the one that sets it."""
    t, filling = request.t, drafting.filling
    note = t("form-problem", problem=short_error(t, error)) if error is not None else ""
    try:
        wanted = wanted_of(filling)
    except BadAnswerError as problem:
        # Its time has passed while it was being filled in.
        step = drafting.form.step("hour" if "hour" in filling.answers else "often")
        if step is None:
            raise
        await forms.show_step(request, drafting, step, error=problem)
        return
    view = await schedules.review(request.services, request.actor, wanted)
    change = [
        Button(step_button(t, filling, step), callback_data.pack(forms.GO, drafting.row.id, step.name))
        for step in drafting.form.asked(filling)
    ]
    sets = []
    if not view.full:
        data = callback_data.pack(SET, drafting.row.id, _digest(drafting, wanted, view))
        sets.append(Button(button(t, "schedule_set"), data))
    cancel = [Button(button(t, "cancel"), callback_data.pack(forms.CANCEL, drafting.row.id))]
    message_id = await request.show(review_text(t, wanted, view, note=note), [sets, *rows_of(change, 2), cancel])
    await request.services.store.show_draft(drafting.row.id, step=None, message_id=message_id)


def _digest(drafting: Drafting, wanted: Wanted, view: Review) -> str:
    """Return what tells this review from others: a yes must not set what it did not stand below."""
    answers = drafting.form.complete(drafting.filling)
    # Whose a server is decides who pays for a run, though neither price nor name show it.
    whose = [[known.account_id, known.guid, known.identity_id] for known in wanted.servers]
    seen = [answers, whose, drafting.filling.actor.timezone, str(view.price), view.needs]
    text = json.dumps(seen, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]


async def _set(request: Request) -> None:
    """`scy:<draft>:<digest>`: yes."""
    first, seen = callback_data.unpack(request.arguments)
    draft_id = callback_data.number(first)
    if draft_id is None:
        raise DraftOverError
    services, t = request.services, request.t
    drafting = await open_draft(services, request.actor, draft_id)
    if drafting.form.action != NAME:
        raise DraftOverError
    request.answer()
    if drafting.form.missing(drafting.filling) is not None:
        await forms.go_on(request, drafting)
        return
    try:
        wanted = wanted_of(drafting.filling)
        view = await schedules.review(services, request.actor, wanted)
        if _digest(drafting, wanted, view) != seen:
            await show_review(request, drafting)
            return
        schedule_id = await schedules.set_up(services, request.asker, wanted, view, draft_id=draft_id)
    except BadAnswerError as error:
        await show_review(request, drafting, error)
        return
    row = kept_schedules.one(services, request.actor, schedule_id)
    runs = schedules.next_runs(Rhythm.read(row.rhythm), row.timezone, services.clock.now())
    text = one_schedule(
        t,
        row,
        kept_schedules.labels(services, row),
        runs,
        last=None,
        person=None,
        reader=request.actor.timezone,
        note=t("schedule-set"),
    )
    ways = [
        [Button(button(t, "change"), callback_data.pack(OPEN, row.id))],
        [Button(button(t, "schedules"), callback_data.pack(LIST, 0)), home(t)],
    ]
    await request.show(text, ways)


def register(router: Router) -> None:
    """Add the buttons, and what follows the form."""
    forms.ENDINGS[NAME] = show_review
    router.press(SCHEDULE, _new, role=Role.OPERATOR)
    router.press(SET, _set, role=Role.OPERATOR, acts=True)
