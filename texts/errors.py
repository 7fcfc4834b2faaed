"""Errors as people read them: as a message, and short for the answer to a press.

Every class has its own words here, so that none has to carry any.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from engine import EngineError, Reason, RefusedError
from operations import errors
from operations.aliases import LONGEST as LONGEST_ALIAS
from texts.actions import action_name
from texts.contact import contact_line
from texts.language import Texts
from texts.markup import LONGEST_NAME, clipped
from texts.money import money
from texts.reading import why_unread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Told = tuple[str, dict[str, str]]

SHORT_LIMIT = 200
"""Characters that Telegram takes in the answer to a press."""
LONGEST_INPUT = 500

# Where waiting or another choice helps, the reseller need not be named.
_RESELLER_HELPS = frozenset(
    {
        Reason.SERVER_DEAD,
        Reason.SERVER_EXPIRED,
        Reason.SERVER_LOCKED,
        Reason.ORDER_STATUS_UNKNOWN,
        Reason.FUNCTION_CLOSED,
        Reason.RENEWAL_CLOSED,
        Reason.UPGRADE_CLOSED,
        Reason.DOWNGRADE_CLOSED,
    }
)


def error_text(t: Texts, error: errors.OperationsError | EngineError, *, contact: str) -> str:
    """Return an error as a message in HTML, with the reseller's contact where only they can help.

    Args:
        t: the reader's texts.
        error: what was raised.
        contact: the reseller's contact, may be empty.
    """
    text = _words(t, error, markup=True)
    return f"{text}\n{contact_line(t, contact)}" if _reseller_helps(error) else text


def short_error(t: Texts, error: errors.OperationsError | EngineError) -> str:
    """Return an error as plain text of at most 200 characters."""
    if isinstance(error, errors.ServerNotFoundError):
        # The word is a number out of the button there, which means nothing to a person.
        return t.plain("error-not-your-server")
    return clipped(_words(t, error, markup=False), SHORT_LIMIT)


def unexpected(t: Texts, *, reference: str, contact: str) -> str:
    """Return what is told of an error nobody foresaw.

    Args:
        t: the reader's texts.
        reference: what the log calls it.
        contact: the reseller's contact, may be empty.
    """
    return t("error-unexpected", reference=reference) + "\n" + contact_line(t, contact)


def _reseller_helps(error: Exception) -> bool:
    if isinstance(error, errors.EngineUnavailableError):
        error = error.cause
    if isinstance(error, errors.NotPossibleError):
        return error.reason in _RESELLER_HELPS
    if isinstance(error, errors.ServerBusyError):
        return error.needs_human
    return isinstance(error, RefusedError | errors.InviteOverError | errors.CreditTooLowError | errors.NoStaffError)


def _words(t: Texts, error: errors.OperationsError | EngineError, *, markup: bool) -> str:
    if isinstance(error, errors.EngineUnavailableError):
        error = error.cause
    form: Callable[..., str] = t if markup else t.plain
    if isinstance(error, EngineError):
        key = "error-unread-refused" if isinstance(error, RefusedError) else "error-unread"
        return form(key, why=why_unread(t, error, markup=markup))
    key, values = _told(error, t)
    return form(key, **values)


@singledispatch
def _told(error: errors.OperationsError, _t: Texts) -> Told:
    """Return the key of an error's text and its values, plain; one registration for each class that has values."""
    return _WITHOUT_VALUES.get(type(error), "error-other"), {}


_WITHOUT_VALUES: dict[type[errors.OperationsError], str] = {
    errors.StaleRequestError: "error-stale",
    errors.NotYourConfirmationError: "error-not-yours",
    errors.TypedWordNeededError: "error-type-word",
    errors.NoStaffError: "error-no-staff",
    errors.MixedOwnersError: "error-mixed-owners",
    errors.NotYourApprovalError: "error-not-your-approval",
    errors.LastOwnerError: "error-last-owner",
    errors.InviteOverError: "error-invite-over",
    errors.DraftOverError: "error-draft-over",
    errors.ScheduleOverError: "error-schedule-over",
    errors.SecretOverError: "error-secret-over",
    errors.ConsolePasswordNeededError: "error-console-password",
    errors.NotYourDraftError: "error-not-your-draft",
    errors.SeveralAnswersError: "bad-choice-several",
}


@_told.register
def _(error: errors.NotAllowedError, t: Texts) -> Told:
    return "error-role", {"needed": t.plain(f"role-{error.needed}"), "role": t.plain(f"role-{error.role}")}


@_told.register
def _(error: errors.ServerNotFoundError, _t: Texts) -> Told:
    return "error-no-server", {"word": clipped(error.word, LONGEST_NAME)}


@_told.register
def _(error: errors.AmbiguousServerError, _t: Texts) -> Told:
    return "error-ambiguous", {"word": clipped(error.word, LONGEST_NAME)}


@_told.register
def _(error: errors.NotPossibleError, t: Texts) -> Told:
    reason = error.reason
    values = {"reason": t.plain(f"reason-{reason}"), "advice": t.plain(f"advice-{reason}")}
    if not error.names:
        return "error-not-possible", values
    names = t.plain("action-separator").join(clipped(name, LONGEST_NAME) for name in error.names)
    return "error-not-possible-named", {**values, "names": clipped(names, LONGEST_INPUT)}


@_told.register
def _(error: errors.ServerBusyError, t: Texts) -> Told:
    return "error-busy-settling" if error.needs_human else "error-busy", {"action": action_name(t, error.action)}


@_told.register
def _(error: errors.ConfirmationEndedError, _t: Texts) -> Told:
    return f"ended-confirmation-{error.how}", {}


@_told.register
def _(error: errors.ConfirmationMovedError, t: Texts) -> Told:
    return "error-moved", {"what": _moved(t, error.moved)}


@_told.register
def _(error: errors.ApprovalMovedError, t: Texts) -> Told:
    return "error-approval-moved", {"what": _moved(t, error.moved)}


def _moved(t: Texts, names: Sequence[str]) -> str:
    return t.plain("moved-separator").join(t.plain(f"moved-{name}") for name in names)


@_told.register
def _(error: errors.ApprovalEndedError, _t: Texts) -> Told:
    return f"ended-approval-{error.how}", {}


@_told.register
def _(error: errors.WordMismatchError, _t: Texts) -> Told:
    return "error-word-mismatch", {"word": clipped(error.word, LONGEST_NAME)}


@_told.register
def _(error: errors.CreditTooLowError, t: Texts) -> Told:
    return "error-credit-low", {"needed": money(t, error.needed), "available": money(t, error.available)}


@_told.register
def _(error: errors.MonthsNotOfferedError, t: Texts) -> Told:
    word = clipped(error.word, LONGEST_NAME)
    if error.offered is None:
        return "error-months-unlisted", {"word": word}
    if not error.offered:
        return "error-months-none", {"word": word}
    return "error-months", {"word": word, "offered": t.plain("moved-separator").join(map(str, error.offered))}


@_told.register
def _(error: errors.NothingToRenewError, _t: Texts) -> Told:
    if error.days is None:
        return "error-nothing-to-renew", {}
    return "error-nothing-soon", {"days": str(error.days)}


@_told.register
def _(error: errors.BadAliasError, _t: Texts) -> Told:
    return f"alias-{error.problem}", {"longest": str(LONGEST_ALIAS)}


@_told.register
def _(error: errors.BadAnswerError, _t: Texts) -> Told:
    facts = {name: clipped(str(value), LONGEST_INPUT) for name, value in error.facts.items()}
    return f"bad-{error.problem}", facts


@_told.register
def _(error: errors.BadInputError, _t: Texts) -> Told:
    return "error-input", {"problem": clipped(str(error), LONGEST_INPUT)}
