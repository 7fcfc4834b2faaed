from __future__ import annotations

from engine import ACTIONS, Kind
from tests.engine.peer import SAMPLES


def names(**wanted: object) -> set[str]:
    return {
        name for name, action in ACTIONS.items() if all(getattr(action, key) == value for key, value in wanted.items())
    }


def test_all_28_are_there_and_no_other() -> None:
    assert len(ACTIONS) == 28
    assert set(ACTIONS) == set(SAMPLES)
    assert all(action.name == name for name, action in ACTIONS.items())


def test_kinds() -> None:
    assert names(kind=Kind.SYNC) == {"getzones", "getlines", "getsystems", "getserver", "getservers"}
    assert names(read=True) == names(kind=Kind.SYNC) | {"listsnapshot", "getvncurl"}
    assert names(paid=True) == {"create_new", "renew", "upgrade", "renew_for_rd", "createsnapshot", "renewsnapshot"}
    assert names(destructive=True) == {"install", "revertsnapshot", "removesnapshot", "refund"}
