"""Writes the table of the engine's actions, docs/actions.md, from the program itself: `python docs/actions.py`."""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from engine.actions import ACTIONS  # noqa: E402 - after the path
from engine.preconditions import bars  # noqa: E402
from handlers.registration import build_router  # noqa: E402
from handlers.ways import WAYS  # noqa: E402
from operations.kinds import KINDS  # noqa: E402
from operations.kinds.kind import did_not  # noqa: E402
from texts import texts_for  # noqa: E402

FILE = ROOT / "docs" / "actions.md"
LAYERS = ("engine", "operations", "handlers")
HEAD = """# The engine's 28 actions

Made by `make actions` from the tables that the program itself obeys; a test compares them.

*Button* is what the button carries: `do:…` stands on a server's card or behind *More*, the others on the screen of
the same command. *Barred* is what is told before the engine is asked, each with its reason; its own refusals are
shown word for word, with what they most likely mean. *Done when* is what the watch waits for, and for how long at
most. *Tests* are the folders of `tests/` in which the action is tried.

| action | what for | command | button | least role | barred | confirmation | done when | when it goes wrong | tests |
|---|---|---|---|---|---|---|---|---|---|
"""


def _purpose(action: str) -> str:
    t = texts_for("en")
    if action in KINDS:
        return t.plain(f"action-{action}")
    return {
        "getzones": "zones on sale",
        "getlines": "lines with prices",
        "getsystems": "operating systems",
        "getserver": "one server",
        "getservers": "all servers",
        "getvncurl": "console",
        "listsnapshot": "snapshots as a tree",
    }[action]


def _confirmation(action: str) -> str:
    kind = KINDS.get(action)
    if kind is None:
        return "none: reads only"
    parts = ["type the server's name" if kind.typed else "one press"]
    parts += ["price, policy, receipt"] if kind.paid else []
    parts += ["second owner"] if kind.second_owner else []
    parts += ["says what is lost"] if kind.destructive else []
    if action == "start":
        parts.append("none when typed as `/start <server>`")
    return "; ".join(parts)


def _watch(action: str) -> str:
    kind = KINDS.get(action)
    if kind is None:
        return "the answer"
    if kind.yes_proves:
        return "the engine's yes"
    progress = "" if kind.progress is None else f"{kind.progress.name.lower().replace('_', ' ')} seen and ended, or "
    return f"{progress}read as asked; {kind.deadline / 60:g} min"


def _errors(action: str) -> str:
    """Return how it is told that something went wrong, beside the engine's no."""
    kind = KINDS.get(action)
    if kind is None:
        return "not readable: said so, with what was known last"
    failed = "" if kind.failure is None else f"failed: status {kind.failure.value}; "
    late = "needs a person" if kind.grave else "failed"
    unknown = "did not happen" if kind.conclude is did_not else "needs a person, or what the readings tell"
    return f"{failed}not finished in time: {late}; no answer: read again, then {unknown}"


def tests_of(action: str) -> str:
    """Return the layers whose tests name an action, or in the chat its command."""
    named = re.compile(rf"\b{action}\b|[\"' ]/{WAYS[action].command}\b")
    found = []
    for layer in LAYERS:
        files = sorted((ROOT / "tests" / layer).rglob("test_*.py"))
        if any(named.search(path.read_text(encoding="utf-8")) for path in files):
            found.append(layer)
    return ", ".join(found)


def table() -> str:
    """Return the page."""
    router = build_router()
    rows = []
    for action in ACTIONS:
        way, kind = WAYS[action], KINDS.get(action)
        role = kind.role if kind is not None else router.commands[way.command].role
        reasons = "; ".join(bars(action)) or ("what the line does not sell" if action == "create_new" else "–")
        cells = (
            f"`{action}`",
            _purpose(action),
            f"`/{way.command}`",
            f"`{way.button}`",
            str(role),
            reasons,
            _confirmation(action),
            _watch(action),
            _errors(action),
            tests_of(action),
        )
        rows.append("| " + " | ".join(cells) + " |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
