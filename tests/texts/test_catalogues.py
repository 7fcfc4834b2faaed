"""The Fluent files themselves: equal in both languages, valid, all of them used."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fluent.syntax.visitor import Visitor

from engine import ActStatus, Direction, OrderStatus, PasswordRule, Reason, RunStatus, SnapStatus, Verdict
from handlers import home
from handlers.picking import VIEWS
from handlers.registration import build_router
from handlers.screens import ASKED
from operations.access import Role
from operations.forms import FORMS
from operations.kinds import KINDS
from operations.preferences import NIGHTS
from operations.server_filters import TOKENS
from operations.timezones import TIMEZONES
from store import ALERT_KINDS, STAGES
from tests.texts.samples import checked
from texts import LANGUAGES, Texts, schedule_reports, texts_for
from texts.patterns import load
from texts.reading import MEANINGS
from texts.receipts import UNKNOWN_OUTCOMES
from texts.urgency import Urgency

if TYPE_CHECKING:
    from fluent.syntax.ast import BaseNode, VariableReference

ROOT = Path(__file__).parents[2]
SOURCES = [
    *sorted((ROOT / "texts").glob("*.py")),
    *sorted((ROOT / "handlers").rglob("*.py")),
    # Forms name the texts of their choices.
    *sorted((ROOT / "operations" / "forms").glob("*.py")),
    *(ROOT / "operations" / name for name in ("firewall_rules.py", "rhythm_words.py", "schedules.py")),
    ROOT / "operations" / "firewall_rules.py",
    *(
        ROOT / "operations" / f"{name}.py"
        for name in ("typed_time", "timezones", "preferences", "mutes", "maintenance")
    ),
]
COMMANDS = list(build_router().commands)
UNITS = ("seconds", "minutes", "hours", "days")
STATES = ("confirmed", "sending", "accepted", "watching", "unknown", "done", "failed", "needs-human")
ENDED_HOW = ("pressed", "cancelled", "expired", "void", "unknown")


def _names(enum: type[OrderStatus | RunStatus | ActStatus | SnapStatus]) -> list[str]:
    return [member.name.lower() for member in enum if member.name != "IDLE"]


def _string(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES]
NODES = [node for tree in TREES for node in ast.walk(tree)]
CALLS = [node for node in NODES if isinstance(node, ast.Call) and node.args]
BUTTONS = {
    name
    for call in CALLS
    if isinstance(call.func, ast.Name) and call.func.id == "button" and len(call.args) == 2
    if (name := _string(call.args[1])) is not None
}

PROBLEMS = {
    name
    for call in CALLS
    if isinstance(call.func, ast.Name)
    and call.func.id == "BadAnswerError"
    and (name := _string(call.args[0])) is not None
}

# Every key that is put together when it is needed: its beginning, and all that may follow.
FAMILIES: dict[str, list[str]] = {
    "order-": [*_names(OrderStatus), "unknown"],
    "run-": [*_names(RunStatus), "unknown"],
    "act-": [*_names(ActStatus), "unknown"],
    "snap-": [*_names(SnapStatus), "unknown"],
    **{prefix: list(KINDS) for prefix in ("action-", "ask-", "lost-", "doing-", "done-")},
    "button-": [*KINDS, *BUTTONS, *(f"home-{name}" for name in home.COMMANDS)],
    "pick-": [*ASKED, *VIEWS],
    "reason-": [reason.value for reason in Reason],
    "advice-": [reason.value for reason in Reason],
    "role-": [role.value for role in Role],
    "means-": [name for _, name in MEANINGS],
    "moved-": ["state", "address", "owner", "price", "end", "sizes", "snapshots"],
    **{f"alert-{part}-": list(ALERT_KINDS) for part in ("title", "means", "over", "was")},
    "alias-": ["empty", "long", "characters", "address", "taken"],
    "ended-confirmation-": list(ENDED_HOW),
    "ended-approval-": ["approved", "declined", "withdrawn", "expired", "void"],
    "ended-settled-": ["done", "failed"],
    "ended-other-": ["failed", "needs-human"],
    "ended-": [
        *("refused", "not_connected", "stale", "moved", "incomplete", "failed", "deadline", "did_not"),
        *("unreadable", "no_trace"),
    ],
    "grave-": [*UNKNOWN_OUTCOMES, "other"],
    "short-": [
        *("not_connected", "stale", "moved", "incomplete", "failed", "did_not", "settled", "other"),
        *UNKNOWN_OUTCOMES,
    ],
    "batch-": list(STATES),
    "needs-": ["policy", "unknown_price", "limit", "second_owner"],
    "status-": list(STATES),
    "age-": list(UNITS),
    "left-": list(UNITS[1:]),
    "calendar-urgency-": [each.value for each in Urgency],
    "command-": COMMANDS,
    "usage-": COMMANDS,
    "choice-verdict-": [each.lower() for each in Verdict],
    "choice-direction-": [each.lower() for each in Direction],
    "zone-demand-": ["real-name", "white-list", "both"],
    "choice-zone-": ["real-name", "white-list", "both"],
    "list-filter-": [token.removeprefix("@") for token in TOKENS],
    "form-": [*FORMS, "so-far", "problem", "change", "row", "cancelled"],
    "review-": list(FORMS),
    "step-": [f"{form.action}-{step.name}" for form in FORMS.values() for step in form.steps],
    "name-": [step.name for form in FORMS.values() for step in form.steps],
    "bad-": [*PROBLEMS, *(f"password-{rule}" for rule in PasswordRule), "choice-several"],
    "weekday-": list(map(str, range(7))),
    "problem-": [*schedule_reports.PROBLEMS, "other"],
    "schedule-paused-": ["person", "rights", "rotation"],
    "stage-": list(STAGES),
    "alarm-": list(ALERT_KINDS),
    "night-": list(NIGHTS),
    "settings-choice-": list(NIGHTS),
    "city-": [name.replace("/", "-") for name in TIMEZONES],
    "change-": ["system", "gone", "run", "order", "address", "end_time", "sizes"],
}
EXPANDED = {prefix + rest for prefix, found in FAMILIES.items() for rest in found}
PATTERNS = {language: load(language)[1] for language in LANGUAGES}
LITERALS = {text for node in NODES if (text := _string(node)) is not None}


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the library's name
        self.found.add(node.id.name)


def variables(pattern: BaseNode) -> set[str]:
    visitor = _Variables()
    visitor.visit(pattern)
    return visitor.found


@pytest.fixture(params=LANGUAGES)
def keys(request: pytest.FixtureRequest) -> set[str]:
    return set(PATTERNS[request.param])


def test_both_languages_have_the_same_files() -> None:
    names = [sorted(path.name for path in (ROOT / "texts" / language).iterdir()) for language in LANGUAGES]
    assert names[0] == names[1]
    assert len(names[0]) >= 10


def test_both_languages_have_the_same_keys_in_the_same_files() -> None:
    for path in (ROOT / "texts" / "en").iterdir():
        pattern = re.compile(r"^([a-zA-Z][\w-]*) =", re.MULTILINE)
        english = pattern.findall(path.read_text(encoding="utf-8"))
        chinese = pattern.findall((ROOT / "texts" / "zh-Hans" / path.name).read_text(encoding="utf-8"))
        assert english == chinese, path.name


def test_both_languages_have_the_same_variables() -> None:
    english, chinese = (PATTERNS[language] for language in ("en", "zh-Hans"))
    different = {key for key in english if variables(english[key]) != variables(chinese[key])}
    assert different == set()


def test_every_key_is_used(keys: set[str]) -> None:
    assert keys - LITERALS - EXPANDED == set()


def test_every_key_that_is_put_together_exists(keys: set[str]) -> None:
    assert EXPANDED - keys == set()


def test_every_key_that_is_named_exists(keys: set[str]) -> None:
    named = set()
    for call in CALLS:
        function = call.func
        by_name = isinstance(function, ast.Name) and function.id in {"t", "form"}
        by_attribute = isinstance(function, ast.Attribute) and function.attr in {"t", "plain"}
        if (by_name or by_attribute) and (key := _string(call.args[0])) is not None:
            named.add(key)
    assert len(named) > 60
    assert named - keys == set()


def test_keys_are_put_together_only_of_known_families() -> None:
    beginnings = {
        text
        for call in CALLS
        if isinstance(call.args[0], ast.JoinedStr)
        if isinstance(call.func, ast.Name | ast.Attribute)
        if (call.func.id if isinstance(call.func, ast.Name) else call.func.attr) in {"t", "form", "plain"}
        if (text := _string(call.args[0].values[0])) is not None
    }
    assert beginnings <= set(FAMILIES)
    assert beginnings


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_markup_of_every_message_is_balanced(language: str) -> None:
    texts = texts_for(language)
    for key, pattern in PATTERNS[language].items():
        # A count for what selects, a word for the rest.
        values: dict[str, str | int] = {
            name: 3 if name in {"count", "total", "servers"} else "x" for name in variables(pattern)
        }
        if key not in {"state-separator", "action-separator", "moved-separator", "settings-separator"}:
            checked(texts(key, **values))


@pytest.mark.parametrize(
    "beginning", ["button-", "command-", "reason-", "advice-", "why-", "means-", "alias-t", "moved-"]
)
def test_what_is_shown_plain_has_no_markup(t: Texts, keys: set[str], beginning: str) -> None:
    plain = [key for key in keys if key.startswith(beginning)]
    assert plain
    for key in plain:
        text = t.plain(key, **dict.fromkeys(variables(PATTERNS[t.language][key]), "x"))
        assert not set(text) & set("<>&"), key


def test_the_menu_takes_every_description(t: Texts) -> None:
    for name in COMMANDS:
        assert 1 <= len(t.plain(f"command-{name}")) <= 256
        assert t.plain(f"usage-{name}").startswith(f"/{name}")


def test_buttons_are_short(t: Texts) -> None:
    assert all(len(t.plain(f"button-{name}")) <= 20 for name in FAMILIES["button-"])


def test_chinese_has_full_width_punctuation() -> None:
    for key, pattern in PATTERNS["zh-Hans"].items():
        text = texts_for("zh-Hans").plain(
            key, **{name: 3 if name in {"count", "total", "servers"} else "x" for name in variables(pattern)}
        )
        assert not re.search(r"[\u4e00-\u9fff][,;!?]|[\u4e00-\u9fff]: ", text), key
