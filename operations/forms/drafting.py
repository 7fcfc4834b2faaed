"""Filling in a form: begun, answered step by step, kept after every answer, and at the end made into a wish."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from operations import offers, servers
from operations.errors import BadAnswerError, DraftOverError, NotYourDraftError, SeveralAnswersError
from operations.forms.form import Filling
from operations.forms.table import FORMS
from operations.kinds import KINDS
from operations.plans import Wish
from operations.sights import see

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from operations.access import Actor, Role
    from operations.forms.form import Choice, Form, Step
    from operations.servers import KnownServer
    from operations.services import Services
    from operations.sights import Sight
    from store import ConfirmationRow, DraftRow

# Bytes of an answer that a button can carry; longer ones, and those not in ASCII, go by their digest.
LONGEST_TOKEN = 36
_DIGEST = 12
# Seconds for which what a person types is taken as an answer to the form that was shown last.
LISTENS = 900.0


@dataclass(frozen=True, slots=True)
class Drafting:
    """A form with its row in the store."""

    row: DraftRow
    filling: Filling

    @property
    def form(self) -> Form:
        """Which form."""
        return self.filling.form


async def begin(
    services: Services, actor: Actor, action: str, known: KnownServer | None, *, thread_id: int | None
) -> Drafting:
    """Begin a form; one that this person had begun here for the same server is replaced.

    Raises:
        NotAllowedError: the role does not reach.
        ServerBusyError: another operation is open on the server.
        NotPossibleError: the server's state or its line forbids it.
        EngineUnavailableError: the form needs a reading that failed.
    """
    form = FORMS[action]
    actor.require(_role(form))
    sight = None
    if known is not None:
        sight = await _read(services, form, known)
        offers.check(services, actor, known, KINDS[action], sight=sight)
    draft_id = await services.store.add_draft(
        chat_id=actor.chat_id,
        thread_id=thread_id,
        user_id=actor.user_id,
        action=action,
        account_id=known.account_id if known is not None else None,
        guid=known.guid if known is not None else None,
        answers={},
    )
    row = services.store.draft(draft_id)
    if row is None:
        raise DraftOverError
    return Drafting(row, Filling(services=services, actor=actor, form=form, answers={}, known=known, sight=sight))


async def open_draft(services: Services, actor: Actor, draft_id: int) -> Drafting:
    """Take a draft up again, with its server as it is now.

    Raises:
        DraftOverError: it was finished, cancelled or forgotten.
        NotYourDraftError: another person's, or another chat's.
        ServerNotFoundError: the server is not this chat's any more.
        NotAllowedError: the role does not reach any more.
        EngineUnavailableError: the form needs a reading that failed.
    """
    row = services.store.draft(draft_id)
    form = FORMS.get(row.action) if row is not None else None
    if row is None or form is None:
        raise DraftOverError
    if (row.chat_id, row.user_id) != (actor.chat_id, actor.user_id):
        raise NotYourDraftError
    actor.require(_role(form))
    known = None
    if row.guid is not None and row.account_id is not None:
        known = servers.by_guid(services, actor, row.account_id, row.guid)
    sight = None if known is None else await _read(services, form, known)
    answers = _still_held(actor, row.answers)
    filling = Filling(services=services, actor=actor, form=form, answers=answers, known=known, sight=sight)
    # What was on offer when it was answered may not be any more.
    return Drafting(row, fitting(filling))


def _role(form: Form) -> Role:
    return KINDS[form.action].role if form.role is None else form.role


def _still_held(actor: Actor, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers, without an identity that this chat has lost meanwhile and all that followed from it."""
    chosen = answers.get("identity")
    return {} if chosen is not None and int(chosen) not in actor.identity_ids else dict(answers)


async def _read(services: Services, form: Form, known: KnownServer) -> Sight | None:
    if not form.reads:
        return None
    customer = services.engines.customer(known.identity_id)
    return await see(services, KINDS[form.action], known.account_id, known.guid, customer=customer)


async def fill(services: Services, drafting: Drafting, step: Step, word: str) -> Drafting:
    """Answer a step, and let go of later answers that no longer fit.

    Raises:
        BadAnswerError: the word is no answer, or the step is not asked; nothing has changed.
        SeveralAnswersError: it may mean several of the choices.
        DraftOverError: it was finished or cancelled meanwhile.
    """
    filling = drafting.filling
    if not step.asked(filling):
        raise BadAnswerError("gone")
    return await _keep(services, drafting, {**filling.answers, step.name: _meant(filling, step, word)})


async def _keep(services: Services, drafting: Drafting, answers: dict[str, str]) -> Drafting:
    filling = fitting(replace(drafting.filling, answers=answers))
    if not await services.store.set_answers(drafting.row.id, filling.answers):
        raise DraftOverError
    return Drafting(drafting.row, filling)


def _meant(filling: Filling, step: Step, word: str) -> str:
    try:
        return step.answer(filling, word)
    except BadAnswerError:
        wanted = word.strip().casefold()
        found = [each for each in filling.choices(step) if each.name and wanted and wanted in each.name.casefold()]
        if not found:
            raise
        if len(found) > 1:
            raise SeveralAnswersError(found) from None
        return found[0].value


def fitting(filling: Filling) -> Filling:
    """Return the filling without the answers that what stands before them no longer allows."""
    kept: dict[str, str] = {}
    for step in filling.form.steps:
        given = filling.answers.get(step.name)
        if given is None:
            continue
        so_far = replace(filling, answers=kept)
        if step.asked(so_far) and _stands(so_far, step, given):
            kept[step.name] = given
    return replace(filling, answers=kept)


def _stands(filling: Filling, step: Step, given: str) -> bool:
    try:
        return step.answer(filling, given) == given
    except BadAnswerError:
        return False


def token(choice: Choice) -> str:
    """Return what a button carries for a choice."""
    value = choice.value
    if len(value) <= LONGEST_TOKEN and value.isascii() and ":" not in value:
        return value
    return hashlib.sha256(value.encode()).hexdigest()[:_DIGEST]


def chosen(choices: Sequence[Choice], wanted: str) -> Choice:
    """Return the choice that a button meant.

    Raises:
        BadAnswerError: it is not offered any more.
    """
    found = next((choice for choice in choices if token(choice) == wanted), None)
    if found is None:
        raise BadAnswerError("gone")
    return found


def wish_of(drafting: Drafting) -> Wish:
    """Return what a complete form wishes for.

    Raises:
        BadAnswerError: the answers do not fit together.
        DraftOverError: the form is about a customer whom this chat does not act as any more.
    """
    filling = drafting.filling
    if filling.account_id is None or filling.identity_id is None:
        raise DraftOverError
    params = drafting.form.params(replace(filling, answers=drafting.form.complete(filling)))
    return Wish(drafting.form.action, params, filling.account_id, filling.identity_id, filling.known)


def listening(services: Services, actor: Actor) -> DraftRow | None:
    """Return the draft that what this person types is an answer to, if one was shown lately."""
    since = services.clock.now() - LISTENS
    rows = services.store.drafts_of(actor.chat_id, actor.user_id)
    return next((row for row in rows if row.step is not None and row.updated_at >= since), None)


async def finished(services: Services, confirmation: ConfirmationRow) -> None:
    """Forget the form that a confirmation came of, once that was pressed."""
    await services.store.drop_drafts_about(
        chat_id=confirmation.chat_id,
        user_id=confirmation.user_id,
        action=confirmation.action,
        account_id=confirmation.account_id if confirmation.guid is not None else None,
        guid=confirmation.guid,
    )


def resumable(services: Services, actor: Actor, action: str) -> DraftRow | None:
    """Return the form of this kind that the person has begun here and answered something of, the newest."""
    rows = services.store.drafts_of(actor.chat_id, actor.user_id)
    return next((row for row in rows if row.action == action and row.answers), None)
