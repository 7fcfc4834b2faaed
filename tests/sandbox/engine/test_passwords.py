from __future__ import annotations

import pytest

from sandbox.engine.passwords import accepted, decoded_password


@pytest.mark.parametrize(
    ("resources_type", "password", "expected"),
    [
        (0, "abcdef12", True),
        (0, "abcde12", False),
        (0, "a1" * 15, True),
        (0, "a1" * 15 + "a", False),
        (0, "abcdefgh", False),
        (0, "12345678", False),
        (1, "abcd123_()~!@#%^*-+={}[];,:./", True),
        (1, "abcdef12$", False),
        (2, "abcdef1!", True),
        (2, "abcdef12", False),
        (2, "abcdefghijkl1!x", True),
        (2, "abcdefghijkl1!xy", False),
        (2, "abcdef1!;", False),
        (3, "Abcdefghij1+", True),
        (3, "Abcdefghi1+", False),
        (3, "abcdefghij1+", False),
        (3, "Abcdefghijk1", False),
        (4, "Abcdefgh1234!", True),
        (4, "Abcdefgh1234+", False),
        (5, "Abcdefgh1234!wxy", False),
    ],
)
def test_each_line_has_its_rules(resources_type: int, password: str, expected: bool) -> None:
    assert accepted(password, resources_type=resources_type) is expected


def test_what_is_decoded() -> None:
    assert decoded_password("d3d3Lm5pYW95dW4uY29t") == "www.niaoyun.com"
    for broken in ("d3d3=", "www.niaoyun.com", "/w=="):
        with pytest.raises(ValueError, match="not base64 of UTF-8"):
            decoded_password(broken)
