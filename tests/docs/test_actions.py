"""Every action of the engine has a way in, and the table in the documentation is the program's own."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.actions import ACTIONS
from engine.preconditions import bars
from handlers.registration import build_router
from handlers.screens import ASKED
from handlers.ways import WAYS
from operations.forms import FORMS
from operations.kinds import KINDS

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
ROUTER = build_router()
BUSINESS = [name for name, action in ACTIONS.items() if action.kind == "business"]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("actions_of_docs", ROOT / "docs" / "actions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_28_and_each_has_a_way() -> None:
    assert len(ACTIONS) == 28
    assert set(WAYS) == set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_way_leads_somewhere(action: str) -> None:
    way = WAYS[action]
    verb, _, asked = way.button.partition(":")
    assert way.command in ROUTER.commands
    assert verb in ROUTER.presses
    assert not asked or (asked == action and asked in ASKED)


def test_whatever_changes_something_is_an_operation() -> None:
    assert {name for name in BUSINESS if not ACTIONS[name].read} == set(KINDS)


def test_what_needs_more_words_than_its_name_asks_for_them() -> None:
    with_parameters = {name for name, kind in KINDS.items() if kind.params.model_fields}
    # For how long is asked on a screen of its own.
    assert with_parameters - {"renew"} == set(FORMS) - {"schedule"}


@pytest.mark.parametrize("action", sorted(set(KINDS) - {"create_new"}))
def test_every_precondition_can_be_named(action: str) -> None:
    assert bars(action)
    assert all(each and each[0].islower() for each in bars(action))


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_tried_in_every_layer(action: str) -> None:
    layers = script().tests_of(action).split(", ")
    # What is only read for the catalogue is one thing above the engine.
    above = {"operations"} if action in set(BUSINESS) | {"getserver"} else set()
    assert {"engine", "handlers"} | above <= set(layers)


def test_the_table_is_up_to_date() -> None:
    assert (ROOT / "docs" / "actions.md").read_text(encoding="utf-8") == script().table()
