from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Reason, Snapshot, SnapshotList
from operations.access import Role
from operations.offers import Offer
from operations.snapshots import Branch, SnapshotView, tree_of
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, known, operation
from texts import texts_for
from texts.markup import MESSAGE_LIMIT, length
from texts.snapshots import one_snapshot, snapshot_button, snapshot_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from texts import Texts

OPEN = Offer("createsnapshot")
# 23 November 14:05 in Shanghai is now.
MADE, ENDS = datetime(2026, 11, 20, 6, 5, tzinfo=UTC), datetime(2026, 12, 1, 6, 5, tzinfo=UTC)


def snapshot(name: str = "a", **changes: Any) -> Snapshot:
    return Snapshot.model_validate({"name": name, "create_time": MADE, "end_time": ENDS} | changes)


def tree(t: Texts, branches: Sequence[Branch], *, most: int | None = 5, **changes: Any) -> str:
    view = SnapshotView(known(), tuple(branches), most)
    values: dict[str, Any] = {"new": OPEN, "page": 1, "pages": 1, "timezone": ZONE, "now": NOW} | changes
    return checked(snapshot_tree(t, view, branches, **values))


def one(t: Texts, its: Snapshot, label: str = "web-1", *, offers: Sequence[Offer] = ()) -> str:
    return checked(one_snapshot(t, its, label, offers=offers, timezone=ZONE, now=NOW))


def test_each_stands_below_its_parent_with_age_and_end(en: Texts, zh: Texts) -> None:
    branches = [
        Branch(snapshot("a"), 0),
        Branch(snapshot("b", current=1), 1),
        Branch(snapshot("c", create_time=None, end_time=None), 2),
    ]
    assert tree(en, branches) == (
        "📸 Snapshots of <b>web-1</b>\n3 of 5\n\n"
        "a · 3 days ago · until 2026-12-01 14:05 (7 days left)\n"
        "└ <b>b · 3 days ago · until 2026-12-01 14:05 (7 days left)</b> ◀ now\n"
        "\u2003└ c"
    )
    assert tree(zh, branches[1:], most=None) == (
        "📸 <b>web-1</b> 的快照\n共 2 个\n\n└ <b>b · 3 天前 · 2026-12-01 14:05 到期（还剩 7 天）</b> ◀ 当前\n\u2003└ c"
    )


def test_none_yet(en: Texts, zh: Texts) -> None:
    assert tree(en, []) == "📸 Snapshots of <b>web-1</b>\n0 of 5\n\nThere is none yet."
    assert tree(zh, []).endswith("还没有快照。")


@pytest.mark.parametrize(
    ("offer", "why"),
    [
        (OPEN, None),
        (Offer("createsnapshot", reason=Reason.SNAPSHOT_LIMIT_REACHED), "it has as many snapshots as its line allows"),
        (Offer("createsnapshot", role=Role.OWNER), "only for owners"),
        (Offer("createsnapshot", busy=operation()), "something is being done with it"),
        (
            Offer("createsnapshot", busy=operation(state="needs-human")),
            "the outcome of an earlier operation is unknown; your reseller is looking into it",
        ),
    ],
)
def test_why_there_can_be_no_new_one(en: Texts, offer: Offer, why: str | None) -> None:
    shown = tree(en, [Branch(snapshot(), 0)], new=offer)
    assert shown.partition("\n\nNo new one: ")[2] == ("" if why is None else f"{why}.")


def test_pages_are_counted_below(en: Texts) -> None:
    refused = Offer("createsnapshot", role=Role.OWNER)
    assert tree(en, [Branch(snapshot(), 0)], page=2, pages=3).endswith("\n\nPage 2 of 3")
    assert tree(en, [], new=refused, page=2, pages=3).endswith("\n\nNo new one: only for owners.\nPage 2 of 3")


def test_however_deep_a_line_has_its_end(en: Texts) -> None:
    deep, deeper = (tree(en, [Branch(snapshot(), depth)]).splitlines()[-1] for depth in (8, 3000))
    assert deep == deeper
    assert deep.startswith("\u2003" * 7 + "└ a · ")


def test_an_end_that_has_passed_says_since_when(en: Texts) -> None:
    past = snapshot(end_time=datetime(2026, 11, 22, 0, 5, tzinfo=UTC))
    assert one(en, past).endswith("Kept until: 2026-11-22 08:05 (30 h ago)")


def test_all_that_is_known_of_one(en: Texts, zh: Texts) -> None:
    assert one(en, snapshot(current=1)) == (
        "📸 <b>a</b> of web-1\nThe server stands on this one.\n"
        "Made: 2026-11-20 14:05 (3 days ago)\nKept until: 2026-12-01 14:05 (7 days left)"
    )
    assert one(zh, snapshot(create_time=None, end_time=None)) == "📸 web-1 的快照 <b>a</b>\n到期：未知"


def test_what_cannot_be_done_with_one_and_why(en: Texts) -> None:
    offers = [
        Offer("revertsnapshot", busy=operation()),
        Offer("renewsnapshot"),
        Offer("removesnapshot", reason=Reason.FUNCTION_CLOSED),
    ]
    assert one(en, snapshot(), offers=offers).endswith(
        "(7 days left)\n\n<b>Not possible now</b>\n"
        "return to a snapshot: something is being done with it\n"
        "snapshot deletion: its line does not offer this"
    )


def test_what_others_wrote_is_escaped_and_kept_short(t: Texts) -> None:
    evil = snapshot(EVIL)
    assert EVIL_ESCAPED in tree(t, [Branch(evil, 1)])
    assert EVIL_ESCAPED in one(t, evil, EVIL)
    assert snapshot_button(t, EVIL) == f"📸 {EVIL}"
    long = snapshot("很" * 500)
    assert "很" * 31 + "…" in tree(t, [Branch(long, 0)])
    assert snapshot_button(t, long.name) == "📸 " + "很" * 31 + "…"
    assert length(tree(t, [Branch(long, 8)] * 300)) <= MESSAGE_LIMIT


# A brace would look like a variable that was not filled in.
_NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}"), min_size=1, max_size=40).filter(
    str.strip
)


@given(
    st.lists(st.tuples(_NAMES, st.none() | _NAMES, st.booleans() | st.none(), st.none() | st.just(ENDS)), max_size=10),
    st.text(alphabet="ab=,", max_size=20),
)
def test_whatever_the_engine_lists_each_has_its_line(
    rows: list[tuple[str, str | None, bool | None, datetime | None]], told: str
) -> None:
    found = tuple(
        Snapshot(name=name, parent_name=parent, current=current, end_time=end) for name, parent, current, end in rows
    )
    branches = tree_of(SnapshotList(snapshots=found).model_copy(update={"tree": told}))
    shown = tree(texts_for("en"), branches)
    assert len(shown.split("\n")) == 3 + max(len({row[0] for row in rows}), 1)
