from __future__ import annotations

import pytest

from store.crypto import Keyring
from store.errors import WrongKeyError

OLD, NEW = "the old key, long enough", "the new key, long enough"


def test_what_was_sealed_opens_at_its_place() -> None:
    ring = Keyring([OLD])
    sealed = ring.seal_text("张三", "identities", "zhang", "name")
    assert ring.open_text(sealed, "identities", "zhang", "name") == "张三"
    assert "张三".encode() not in sealed
    assert len(sealed) == 4 + 12 + 6 + 16


def test_the_same_text_never_looks_the_same() -> None:
    ring = Keyring([OLD])
    assert ring.seal(b"x", "t", 1, "c") != ring.seal(b"x", "t", 1, "c")


@pytest.mark.parametrize("place", [("t2", 1, "c"), ("t", 2, "c"), ("t", 1, "d")])
def test_a_moved_value_does_not_open(place: tuple[str, int, str]) -> None:
    ring = Keyring([OLD])
    with pytest.raises(WrongKeyError, match="does not decrypt"):
        ring.open(ring.seal(b"x", "t", 1, "c"), *place)


@pytest.mark.parametrize("position", [4, 20, -1])
def test_a_flipped_bit_is_noticed(position: int) -> None:
    ring = Keyring([OLD])
    sealed = bytearray(ring.seal(b"a longer value", "t", 1, "c"))
    sealed[position] ^= 1
    with pytest.raises(WrongKeyError):
        ring.open(bytes(sealed), "t", 1, "c")


def test_a_truncated_value_is_refused() -> None:
    ring = Keyring([OLD])
    with pytest.raises(WrongKeyError):
        ring.open(ring.seal(b"x", "t", 1, "c")[:10], "t", 1, "c")


def test_the_first_key_encrypts_and_all_decrypt() -> None:
    old, both, new = Keyring([OLD]), Keyring([NEW, OLD]), Keyring([NEW])
    assert both.open(old.seal(b"x", "t", 1, "c"), "t", 1, "c") == b"x"
    assert new.open(both.seal(b"x", "t", 1, "c"), "t", 1, "c") == b"x"
    with pytest.raises(WrongKeyError, match="not in SECRET_KEY"):
        old.open(both.seal(b"x", "t", 1, "c"), "t", 1, "c")


@pytest.mark.parametrize(("keys", "words"), [([], "at least one"), (["fifteen letters"], "16 characters")])
def test_bad_keys_are_refused(keys: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Keyring(keys)


def test_the_ring_shows_no_key() -> None:
    assert repr(Keyring([NEW, OLD])) == "<Keyring of 2>"
