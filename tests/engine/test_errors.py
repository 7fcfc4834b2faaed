from __future__ import annotations

import pickle

import pytest

from engine import EngineError, NoAnswerError, NotConnectedError, ProtocolError, RefusedError


@pytest.mark.parametrize(
    ("error", "surely_not_executed", "transient"),
    [
        (NotConnectedError("stop", "x"), True, True),
        (RefusedError("stop", "余额不足"), True, False),
        (NoAnswerError("stop", "x"), False, True),
        (ProtocolError("stop", "x"), False, False),
        (ProtocolError("stop", "x", transient=True), False, True),
    ],
)
def test_what_each_says_about_the_execution(error: EngineError, surely_not_executed: bool, transient: bool) -> None:
    assert isinstance(error, EngineError)
    assert error.action == "stop"
    assert error.surely_not_executed is surely_not_executed
    assert error.transient is transient


def test_the_engines_words_are_kept_apart_from_the_text() -> None:
    error = RefusedError("stop", "张三 的余额不足")
    assert error.message == "张三 的余额不足"
    assert str(error) == "stop: refused by the engine"
    assert "张三" not in repr(error)


def test_they_survive_pickling() -> None:
    error = pickle.loads(pickle.dumps(RefusedError("stop", "余额不足")))  # noqa: S301 - our own bytes
    assert (type(error), error.action, error.message) == (RefusedError, "stop", "余额不足")
