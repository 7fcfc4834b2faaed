from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fluent.runtime import FluentResource
from fluent.syntax.ast import Message, Pattern

from texts import patterns

if TYPE_CHECKING:
    from pathlib import Path


def pattern(source: str) -> Pattern:
    message = FluentResource(f"key = {source}\n").body[0]
    assert isinstance(message, Message)
    assert message.value is not None
    return message.value


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A language of its own in place of ours."""
    (tmp_path / "en").mkdir()
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    return tmp_path / "en"


@pytest.mark.parametrize(
    ("source", "template"),
    [
        ("plain", "plain"),
        ("{ $a } and { $b-c }", "{a} and {b-c}"),
        ('{ "{" }{ $a }{ "}" } { ", " }', "{{{a}}} , "),
        ("{ $n ->\n    [one] one\n   *[other] many\n }", None),
        ("{ other-message }", None),
        ("{ NUMBER($n) }", None),
    ],
)
def test_text_and_variables_become_a_template(source: str, template: str | None) -> None:
    assert patterns.flattened(pattern(source)) == template


@pytest.mark.parametrize(
    ("value", "english"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (-1234567, "-1,234,567")],
)
def test_numbers_are_written_with_thousands(value: int, english: str) -> None:
    assert patterns.number(value, "en") == english
    assert patterns.number(value, "zh-Hans") == english


def test_comments_and_other_files_are_left_out(folder: Path) -> None:
    (folder / "a.ftl").write_text("### file\n\n## group\n\n# alone\n\n# about it\nkey = words\n", encoding="utf-8")
    (folder / "notes.txt").write_text("no = message\n", encoding="utf-8")
    bundle, found = patterns.load("en")
    assert list(found) == ["key"]
    assert patterns.selected(bundle, "key", {}) == "words"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a = 1\n\nkey words", "line 3: neither"),
        ("-term = x", "neither"),
        ("key =\n    .attribute = x", "neither"),
        ("a = 1\na = 2", "twice"),
    ],
)
def test_a_bad_file_is_refused(folder: Path, source: str, complaint: str) -> None:
    (folder / "a.ftl").write_text(f"{source}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        patterns.load("en")


def test_the_same_key_in_two_files_is_refused(folder: Path) -> None:
    for name in ("a.ftl", "b.ftl"):
        (folder / name).write_text("key = x\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.ftl: key exists twice"):
        patterns.load("en")
