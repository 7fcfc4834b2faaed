from __future__ import annotations

import inspect
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine import EngineError, NoAnswerError, NotConnectedError, ProtocolError, Reason, RefusedError
from engine import errors as engine_errors
from operations import errors
from operations.access import Role
from tests.texts.samples import EVIL, EVIL_ESCAPED, checked, known, proposal
from texts.errors import error_text, short_error, unexpected

if TYPE_CHECKING:
    from texts import Texts

MOVED = ["state", "address", "owner", "price", "end", "sizes", "snapshots"]
ENGINE_ERRORS: list[EngineError] = [
    NotConnectedError("start", "secret detail"),
    NoAnswerError("start", "secret detail"),
    ProtocolError("start", "secret detail"),
    EngineError("start", "secret detail"),
    RefusedError("start", EVIL * 100),
    RefusedError("start", "签名错误"),
    RefusedError("start", ""),
]
ERRORS: list[errors.OperationsError | EngineError] = [
    *ENGINE_ERRORS,
    *(errors.EngineUnavailableError(error) for error in ENGINE_ERRORS),
    *(errors.NotPossibleError(reason) for reason in Reason),
    *(errors.NotAllowedError(needed=needed, role=role) for needed in Role for role in Role),
    *(errors.ConfirmationEndedError(how) for how in ("pressed", "cancelled", "expired", "void", "unknown")),
    *(errors.BadAliasError(problem) for problem in ("empty", "long", "characters", "address", "taken")),
    errors.ServerNotFoundError(EVIL * 100),
    errors.AmbiguousServerError(EVIL * 100, [known(), known()]),
    errors.ServerBusyError(taskid=1, action="restart"),
    errors.ServerBusyError(taskid=1, action="restart", needs_human=True),
    errors.ServerBusyError(taskid=1, action=EVIL * 100),
    errors.StaleRequestError(),
    errors.NotYourConfirmationError(),
    errors.ConfirmationMovedError(MOVED, proposal()),
    errors.ApprovalMovedError(MOVED),
    *(errors.ApprovalEndedError(how) for how in ("approved", "declined", "withdrawn", "expired", "void")),
    errors.NotYourApprovalError(),
    errors.TypedWordNeededError(),
    errors.WordMismatchError(EVIL * 100),
    errors.CreditTooLowError(available=Decimal("1.5"), needed=Decimal(72)),
    errors.NoStaffError(),
    errors.MixedOwnersError(),
    errors.MonthsNotOfferedError(EVIL * 100, (1, 3)),
    errors.MonthsNotOfferedError("5", ()),
    errors.MonthsNotOfferedError("x", None),
    errors.NothingToRenewError(),
    errors.NothingToRenewError(days=7),
    errors.LastOwnerError(),
    errors.SecretOverError(),
    errors.ConsolePasswordNeededError(known()),
    errors.InviteOverError(),
    errors.BadInputError(EVIL * 100),
    errors.BadAnswerError("choice", word=EVIL * 100),
    errors.SeveralAnswersError([]),
    errors.DraftOverError(),
    errors.ScheduleOverError(),
    errors.NotYourDraftError(),
    errors.OperationsError(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{type(error).__name__}-{str(error)[:20]}")
def test_every_error_has_words(t: Texts, error: errors.OperationsError | EngineError) -> None:
    text = checked(error_text(t, error, contact="@acme"))
    assert EVIL not in text
    assert "secret detail" not in text
    short = short_error(t, error)
    assert 1 <= len(short) <= 200
    assert not set(short.replace(EVIL, "").replace(EVIL[:8], "")) & {"{", "}", "\n"}
    assert "&lt;" not in short
    assert "secret detail" not in short


def test_every_class_of_error_is_tried() -> None:
    classes = {
        each
        for module, root in ((errors, errors.OperationsError), (engine_errors, EngineError))
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, root)
    }
    assert classes == {type(error) for error in ERRORS}
    assert len(classes) > 15


def test_errors_differ(t: Texts) -> None:
    """No error falls back on the words for all the others."""
    other = t.plain("error-other")
    assert [type(error) for error in ERRORS if short_error(t, error) == other] == [errors.OperationsError]
    texts = [short_error(t, errors.NotPossibleError(reason)) for reason in Reason]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (
            errors.NotAllowedError(needed=Role.OPERATOR, role=Role.VIEWER),
            (
                "This needs the role “operator”; yours here is “viewer”. "
                "An owner of this chat can change that with /members."
            ),
            "需要“操作员”权限，您在这里是“查看者”。本群的所有者可以用 /members 调整。",
        ),
        (
            errors.ServerNotFoundError(EVIL),
            f"No server “{EVIL_ESCAPED}” here. /servers shows yours.",
            f"这里没有“{EVIL_ESCAPED}”这台服务器。发送 /servers 查看您的服务器。",
        ),
        (
            errors.NotPossibleError(Reason.SERVER_OFF),
            "Not possible: it is off. Starting it is possible.",
            "不能操作：服务器已关机。可以开机。",
        ),
        (
            errors.NotPossibleError(Reason.SNAPSHOTS_EXIST, names=["before", EVIL]),
            f"Not possible: it still has snapshots (before, {EVIL_ESCAPED}). Delete them first.",
            f"不能操作：服务器上还有快照（before、{EVIL_ESCAPED}）。请先删除快照。",
        ),
        (
            errors.NotPossibleError(Reason.SERVER_LOCKED),
            (
                "Not possible: it is locked. It has expired or an administrator locked it; "
                "your reseller can say which.\n"
                "Your reseller can help: @acme"
            ),
            "不能操作：服务器已锁定。可能是到期，也可能是管理员锁定的，请问服务商。\n如需帮助，请联系服务商：@acme",
        ),
        (
            errors.ServerBusyError(taskid=1, action="restart"),
            "Another operation is still going on here (restart). Please wait until it has ended.",
            "这台服务器上还有操作没结束（重启），请稍等。",
        ),
        (
            errors.WordMismatchError("web-9"),
            "“web-9” is neither this server's address nor its alias. Nothing was done: type it again, or /cancel.",
            "“web-9”既不是这台服务器的地址，也不是它的别名。没有执行：请重新发送，或用 /cancel 取消。",
        ),
        (
            errors.CreditTooLowError(available=Decimal("1.5"), needed=Decimal(72)),
            (
                "The credit does not cover it: CNY 72.00 is needed, CNY 1.50 is left. "
                "Nothing was done; top up with your reseller.\n"
                "Your reseller can help: @acme"
            ),
            "额度不够：需要 72.00 元，还剩 1.50 元。没有执行，请向服务商充值。\n如需帮助，请联系服务商：@acme",
        ),
        (
            errors.MonthsNotOfferedError("5", (1, 3, 12)),
            "“5” is not on offer. Months on offer: 1, 3, 12.",
            "不提供“5”。可选月数：1、3、12。",
        ),
        (
            errors.NothingToRenewError(days=7),
            "No server ends within 7 days.",
            "7 天内没有到期的服务器。",
        ),
        (
            errors.EngineUnavailableError(NoAnswerError("getserver", "x")),
            "The engine does not answer. Nothing was changed. Try again in a minute.",
            "引擎没有答复。没有任何改动，请过一分钟再试。",
        ),
        (
            errors.EngineUnavailableError(RefusedError("getserver", "余额不足")),
            (
                "The engine refused: “余额不足”. Your reseller's balance at the engine is used up; they have to "
                "top it up. "
                "Nothing was changed.\nYour reseller can help: @acme"
            ),
            (
                "引擎拒绝了：“余额不足”。服务商在引擎的余额不足，需要服务商充值。没有任何改动。\n"
                "如需帮助，请联系服务商：@acme"
            ),
        ),
        (
            errors.ConfirmationMovedError(["state", "owner"], proposal()),
            (
                "⚠ Not done, for something has changed meanwhile: the server's state, whose server it is. "
                "Please look again and confirm afresh."
            ),
            "⚠ 没有执行，因为情况有变：服务器状态、服务器归属。请重新查看并确认。",
        ),
        (
            errors.BadAliasError("long"),
            "This name is too long: 32 characters at most.",
            "名字太长，最多 32 个字。",
        ),
        (
            errors.InviteOverError(),
            (
                "This invitation has been used, has expired or never existed. Ask your reseller for a new one.\n"
                "Your reseller can help: @acme"
            ),
            "邀请链接已被使用、已过期或不存在，请向服务商要一个新的。\n如需帮助，请联系服务商：@acme",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_errors_say(en: Texts, zh: Texts, error: errors.OperationsError, english: str, chinese: str) -> None:
    assert error_text(en, error, contact="@acme") == english
    assert error_text(zh, error, contact="@acme") == chinese


def test_a_button_s_number_is_not_shown_as_a_name(en: Texts) -> None:
    assert short_error(en, errors.ServerNotFoundError("17")) == (
        "This server is not, or no longer, one of yours. /servers shows yours."
    )


def test_the_contact_is_named_where_only_the_reseller_helps(t: Texts) -> None:
    def named(error: errors.OperationsError | EngineError) -> bool:
        return "@acme" in error_text(t, error, contact="@acme")

    assert named(errors.ServerBusyError(taskid=1, action="restart", needs_human=True))
    assert named(RefusedError("start", "签名错误"))
    assert not named(NotConnectedError("start", "x"))
    assert not named(errors.NotPossibleError(Reason.SERVER_RUNNING))
    assert not named(errors.StaleRequestError())


def test_the_unexpected_has_a_reference(en: Texts, zh: Texts) -> None:
    assert checked(unexpected(en, reference="ab12", contact="")) == (
        "Something went wrong here. As far as we know nothing was changed.\n"
        "Reference: <code>ab12</code>\nYour reseller can help."
    )
    assert checked(unexpected(zh, reference="ab12", contact="@acme")) == (
        "出了点问题。就目前所知，没有任何改动。\n编号：<code>ab12</code>\n如需帮助，请联系服务商：@acme"
    )
