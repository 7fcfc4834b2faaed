from __future__ import annotations

import pytest

from engine import ACTIONS
from operations.kinds import KINDS, Answer

PAID = {"create_new", "renew", "upgrade", "renew_for_rd", "createsnapshot", "renewsnapshot"}
DESTRUCTIVE = {
    "install",
    "refund",
    "revertsnapshot",
    "removesnapshot",
    "setpsw",
    "del_hardpolicy",
    "delete_port",
}
OPERATORS = {
    *("start", "stop", "stop_h", "restart", "restart_h"),
    *("create_port", "delete_port", "add_hardpolicy", "del_hardpolicy"),
}


def having(flag: str) -> set[str]:
    return {action for action, kind in KINDS.items() if getattr(kind, flag)}


def test_every_action_that_changes_something_is_a_kind() -> None:
    changing = {name for name, action in ACTIONS.items() if not action.read}
    assert set(KINDS) == changing
    assert len(KINDS) == 21


def test_what_costs_destroys_and_bars() -> None:
    assert having("paid") == PAID
    assert having("paid") == {name for name, action in ACTIONS.items() if action.paid}
    assert having("destructive") == DESTRUCTIVE
    assert having("grave") == PAID | DESTRUCTIVE


def test_who_may_and_how_it_is_confirmed() -> None:
    assert {action for action, kind in KINDS.items() if kind.role == "operator"} == OPERATORS
    assert {action for action, kind in KINDS.items() if kind.role == "owner"} == set(KINDS) - OPERATORS
    assert set(KINDS) - having("confirmed") == {"start"}
    assert having("typed") == {"install", "refund"}
    assert having("second_owner") == {"refund", "create_new"}


def test_what_proves_an_end() -> None:
    assert having("idle_proves") == {
        *("start", "stop", "stop_h", "restart", "restart_h"),
        *("setpsw", "setvnc", "install", "revertsnapshot"),
    }
    assert having("yes_proves") == {"renew_for_rd", "create_port", "delete_port", "add_hardpolicy", "del_hardpolicy"}
    assert having("snapshots") == {"install", "createsnapshot", "revertsnapshot", "renewsnapshot", "removesnapshot"}
    assert having("vanishes") == {"refund"}


@pytest.mark.parametrize("answer", [Answer(), Answer(guids=("1", "2")), Answer(snapshot="twqag")])
def test_an_answer_is_read_back_as_it_was_kept(answer: Answer) -> None:
    assert Answer.from_json(answer.to_json()) == answer
