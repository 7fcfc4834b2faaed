"""Forms in the chat: a question with buttons, an answer by a press or a typed word, and at the end the confirmation.

Every screen of a form is one message that edits itself; a typed answer moves it below what was typed. Buttons carry the
draft's number and the step that they answer, so one on an old screen still does what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, confirming
from handlers.outgoing import Button
from handlers.screens import PAGE_SIZE, Rows, back_to_list, open_server, paging, rows_of
from operations import confirmations, forms
from operations.errors import BadAnswerError, DraftOverError, OperationsError, SeveralAnswersError
from operations.kinds import KINDS
from operations.pricing import price_of
from operations.sights import Sight
from texts.errors import short_error
from texts.forms import choice_label, form_over, question, review, step_button
from texts.operations import button

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from handlers.request import Request
    from handlers.router import Router
    from operations.forms import Choice, Drafting, Step
    from operations.pricing import Price
    from operations.servers import KnownServer
    from store import DraftRow

# What follows a form that does not end in an operation, by its name: called with what was wrong, if anything.
ENDINGS: dict[str, Callable[[Request, Drafting, OperationsError | None], Awaitable[None]]] = {}
CHOOSE, PAGE, GO, CANCEL, REVIEW, FINISH, NEXT = "f", "fp", "fs", "fx", "fr", "fc", "fn"
# Buttons a page of a long list of choices has.
CHOICES_A_PAGE = 2 * PAGE_SIZE


async def begin(
    request: Request, known: KnownServer | None, action: str, given: Mapping[str, str] | None = None
) -> None:
    """Begin a form, with what was already said: step → word, in the order of the steps.

    What was said wrongly is asked for, with what was wrong about it; where nothing is left to ask, the confirmation
    follows.
    """
    drafting = await forms.begin(request.services, request.actor, action, known, thread_id=request.thread_id)
    request.answer()
    for name, word in (given or {}).items():
        step = drafting.form.step(name)
        if step is None:
            continue
        try:
            drafting = await forms.fill(request.services, drafting, step, word)
        except (BadAnswerError, SeveralAnswersError) as error:
            await _ask_again(request, drafting, step, error)
            return
    if given and drafting.form.missing(drafting.filling) is None:
        await finish(request, drafting)
    else:
        await go_on(request, drafting)


async def _ask_again(request: Request, drafting: Drafting, step: Step, error: OperationsError) -> None:
    """Show the question that was answered wrongly; one that is not asked here cannot be, so all answers."""
    again = step if step.asked(drafting.filling) else drafting.form.missing(drafting.filling)
    if again is not None:
        await show_step(request, drafting, again, error=error)
    else:
        await show_review(request, drafting, error=error)


async def go_on(request: Request, drafting: Drafting) -> None:
    """Show what the form still needs; with everything there, all answers together or the confirmation."""
    missing = drafting.form.missing(drafting.filling)
    if missing is not None:
        await show_step(request, drafting, missing)
    elif drafting.form.reviewed:
        await show_review(request, drafting)
    else:
        await finish(request, drafting)


async def show_step(
    request: Request, drafting: Drafting, step: Step, *, page: int = 0, error: OperationsError | None = None
) -> None:
    """Show one question; `error` is what was wrong with the answer before."""
    filling = drafting.filling
    offered = error.choices if isinstance(error, SeveralAnswersError) else filling.choices(step)
    note = short_error(request.t, error) if error is not None else ""
    pages = max(-(-len(offered) // CHOICES_A_PAGE), 1)
    page = min(page, pages - 1)
    shown = offered[page * CHOICES_A_PAGE : (page + 1) * CHOICES_A_PAGE]
    buttons = [_choice(request, drafting, step, choice) for choice in shown]
    turn = paging_of(request, drafting, step, page, pages)
    text = question(request.t, filling, step, note=request.t("form-problem", problem=note) if note else "")
    on = []
    if step.ticked and filling.answer(step.name) is not None:
        on.append(Button(button(request.t, "continue"), callback_data.pack(NEXT, drafting.row.id)))
    rows = [*rows_of(buttons, step.columns), turn, on, _ways(request, drafting, step)]
    await _show(request, drafting, text, rows, step=step.name)


def _choice(request: Request, drafting: Drafting, step: Step, choice: Choice) -> Button:
    data = callback_data.pack(CHOOSE, drafting.row.id, step.name, forms.token(choice))
    return Button(choice_label(request.t, choice), data)


def paging_of(request: Request, drafting: Drafting, step: Step, page: int, pages: int) -> list[Button]:
    """Return previous and next of a step with many choices."""
    verb = callback_data.SEPARATOR.join((PAGE, str(drafting.row.id), step.name))
    return paging(request.t, page, pages, verb)


def _ways(request: Request, drafting: Drafting, step: Step | None) -> list[Button]:
    """Return the ways out: to the question before, and the end of the form."""
    filling, draft_id = drafting.filling, drafting.row.id
    before = []
    for each in drafting.form.asked(filling):
        if step is not None and each.name == step.name:
            break
        if each.name in filling.answers:
            before.append(each)
    ways = []
    if step is not None and before:
        ways.append(Button(button(request.t, "back_step"), callback_data.pack(GO, draft_id, before[-1].name)))
    return [*ways, Button(button(request.t, "cancel"), callback_data.pack(CANCEL, draft_id))]


async def show_review(request: Request, drafting: Drafting, *, error: OperationsError | None = None) -> None:
    """Show all answers together, each with a button to change it, and the price."""
    if (ending := ENDINGS.get(drafting.form.action)) is not None:
        await ending(request, drafting, error)
        return
    t, filling = request.t, drafting.filling
    steps = [step for step in drafting.form.asked(filling) if step.name != "identity" or filling.known is None]
    note = t("form-problem", problem=short_error(t, error)) if error is not None else ""
    text = review(t, filling, steps, price=_price(drafting), note=note)
    change = [
        Button(step_button(t, filling, step), callback_data.pack(GO, drafting.row.id, step.name)) for step in steps
    ]
    on = Button(button(t, "continue"), callback_data.pack(FINISH, drafting.row.id))
    await _show(request, drafting, text, [*rows_of(change, 2), [on], _ways(request, drafting, None)], step=None)


def _price(drafting: Drafting) -> Price | None:
    kind, filling = KINDS[drafting.form.action], drafting.filling
    if not kind.paid:
        return None
    try:
        wish = forms.wish_of(drafting)
    except BadAnswerError:
        # The answers do not fit together yet; going on from here says why.
        return None
    sight = filling.sight or Sight(server=filling.known.server if filling.known is not None else None)
    return price_of(filling.services, wish.action, wish.params, sight, identity_id=wish.identity_id)


async def finish(request: Request, drafting: Drafting) -> None:
    """Make the confirmation. What forbids it is said above the answers, which stay."""
    if drafting.form.action in ENDINGS:
        request.answer()
        await show_review(request, drafting)
        return
    services = request.services
    try:
        proposal = await confirmations.propose_wish(services, request.asker, forms.wish_of(drafting))
    except OperationsError as error:
        request.answer()
        await show_review(request, drafting, error=error)
        return
    request.answer()
    await services.store.show_draft(drafting.row.id, step=None, message_id=None)
    change = Button(button(request.t, "change"), callback_data.pack(REVIEW, drafting.row.id))
    await confirming.show_proposal(request, proposal, ways=[[change]])


async def _show(request: Request, drafting: Drafting, text: str, rows: Rows, *, step: str | None) -> None:
    """Show a screen of the form; below a typed answer it is a new message, and the old one goes."""
    message_id = await request.show(text, rows)
    await request.services.store.show_draft(drafting.row.id, step=step, message_id=message_id)


async def _opened(request: Request, arguments: str) -> tuple[Drafting, str]:
    """Return the draft that a button names, and what follows its number."""
    first, _, rest = arguments.partition(callback_data.SEPARATOR)
    draft_id = callback_data.number(first)
    if draft_id is None:
        raise DraftOverError
    return await forms.open_draft(request.services, request.actor, draft_id), rest


async def _chosen(request: Request) -> None:
    """`f:<draft>:<step>:<token>`: an answer by its button."""
    drafting, rest = await _opened(request, request.arguments)
    name, _, wanted = rest.partition(callback_data.SEPARATOR)
    step = drafting.form.step(name)
    if step is None:
        raise DraftOverError
    if not step.asked(drafting.filling):
        raise BadAnswerError("gone")
    request.answer()
    try:
        offered = drafting.filling.choices(step)
        pressed = forms.chosen(offered, wanted)
        drafting = await forms.fill(request.services, drafting, step, pressed.value)
    except (BadAnswerError, SeveralAnswersError) as error:
        await show_step(request, drafting, step, error=error)
        return
    if step.ticked:
        await show_step(request, drafting, step, page=offered.index(pressed) // CHOICES_A_PAGE)
        return
    await go_on(request, drafting)


async def _turned(request: Request) -> None:
    """`fp:<draft>:<step>:<page>`: another page of the choices, or `fs:<draft>:<step>`: the question again."""
    drafting, rest = await _opened(request, request.arguments)
    name, _, page = rest.partition(callback_data.SEPARATOR)
    step = drafting.form.step(name)
    if step is None or not step.asked(drafting.filling):
        raise DraftOverError
    request.answer()
    await show_step(request, drafting, step, page=callback_data.number(page) or 0)


async def _reviewed(request: Request) -> None:
    """`fr:<draft>`: all answers, from the confirmation on the same message, which ends by it."""
    drafting, _ = await _opened(request, request.arguments)
    request.answer()
    await confirmations.cancel_shown(request.services, request.actor, request.message_id)
    if drafting.form.missing(drafting.filling) is not None:
        await go_on(request, drafting)
    else:
        await show_review(request, drafting)


async def _resumed(request: Request) -> None:
    """`fn:<draft>`: go on where it stood."""
    drafting, _ = await _opened(request, request.arguments)
    request.answer()
    await go_on(request, drafting)


async def _finished(request: Request) -> None:
    """`fc:<draft>`: on to the confirmation."""
    drafting, _ = await _opened(request, request.arguments)
    if drafting.form.missing(drafting.filling) is not None:
        request.answer()
        await go_on(request, drafting)
    else:
        await finish(request, drafting)


async def _cancelled(request: Request) -> None:
    """`fx:<draft>`: the end of a form, with nothing done."""
    drafting, _ = await _opened(request, request.arguments)
    request.answer()
    await request.services.store.drop_draft(drafting.row.id)
    known = drafting.filling.known
    way = back_to_list(request.t) if known is None else open_server(request.t, known.row_id)
    await request.show(form_over(request.t, drafting.filling), [[way]])


async def typed(request: Request, row: DraftRow) -> None:
    """Take what was typed as the answer to the question that is shown."""
    drafting, _ = await _opened(request, str(row.id))
    step = drafting.form.step(row.step or "")
    if step is None or not step.asked(drafting.filling):
        raise DraftOverError
    if step.secret and not await request.parts.outgoing.delete(request.chat_id, request.message_id):
        await show_step(request, drafting, step, error=BadAnswerError("secret-visible"))
        return
    try:
        word = _as_labelled(request, drafting, step)
        drafting = await forms.fill(request.services, drafting, step, word)
    except (BadAnswerError, SeveralAnswersError) as error:
        await show_step(request, drafting, step, error=error)
        return
    await go_on(request, drafting)


def _as_labelled(request: Request, drafting: Drafting, step: Step) -> str:
    """Return the value of the choice whose button says what was typed, else what was typed."""
    said = request.arguments.strip().casefold()
    labelled: Sequence[Choice] = [
        choice
        for choice in drafting.filling.choices(step)
        if said
        in {choice_label(request.t, choice).casefold(), choice_label(request.t, choice, priced=False).casefold()}
    ]
    return labelled[0].value if labelled else request.arguments


def register(router: Router) -> None:
    """Add the forms' buttons; what is typed comes by way of `confirming`."""
    router.press(CHOOSE, _chosen)
    router.press(PAGE, _turned)
    router.press(GO, _turned)
    router.press(REVIEW, _reviewed)
    router.press(FINISH, _finished)
    router.press(NEXT, _resumed)
    router.press(CANCEL, _cancelled)
