from __future__ import annotations

import string

import pytest

from engine import PasswordRule, check_password, generate_password

ZKEYS, NIAOYUN, BAIDU, TENCENT, HUAWEI, JD = range(6)


@pytest.mark.parametrize(
    ("password", "resources_type", "broken"),
    [
        ("abcdefg1", ZKEYS, None),
        ("abcdefg1", NIAOYUN, None),
        ("ABCDEFG1", ZKEYS, None),
        ("a1" * 15, ZKEYS, None),
        ("a1_()~!@#%^*-+={}[];,:./", ZKEYS, None),
        ("abcdef1", ZKEYS, PasswordRule.TOO_SHORT),
        ("a1" * 15 + "x", ZKEYS, PasswordRule.TOO_LONG),
        ("abcdefg 1", ZKEYS, PasswordRule.CHARACTER_NOT_ALLOWED),
        ("abcdefg1&", ZKEYS, PasswordRule.CHARACTER_NOT_ALLOWED),
        ("abcdefg1é", ZKEYS, PasswordRule.CHARACTER_NOT_ALLOWED),
        ("abcdefg１", ZKEYS, PasswordRule.CHARACTER_NOT_ALLOWED),
        ("12345678", ZKEYS, PasswordRule.NO_LETTER),
        ("abcdefgh", ZKEYS, PasswordRule.NO_DIGIT),
        ("", ZKEYS, PasswordRule.TOO_SHORT),
        ("abcdef1!", BAIDU, None),
        ("abcdefg1234567!", BAIDU, None),
        ("abcdefg12345678!", BAIDU, PasswordRule.TOO_LONG),
        ("abcdefg1", BAIDU, PasswordRule.NO_SPECIAL),
        ("abcdefg1;", BAIDU, PasswordRule.CHARACTER_NOT_ALLOWED),
        ("Abcdefghij1&", TENCENT, None),
        ("Abcdefghi1&", TENCENT, PasswordRule.TOO_SHORT),
        ("abcdefghij1&", TENCENT, PasswordRule.NO_UPPER_CASE),
        ("ABCDEFGHIJ1&", TENCENT, PasswordRule.NO_LOWER_CASE),
        ("Abcdefghijk&", TENCENT, PasswordRule.NO_DIGIT),
        ("Abcdefghijk1", TENCENT, PasswordRule.NO_SPECIAL),
        ("Abcdefghijk1*", TENCENT, PasswordRule.CHARACTER_NOT_ALLOWED),
        ("Abcdefghij1!", HUAWEI, None),
        ("Abcdefghij1!", JD, None),
        ("Abcdefghij1!", None, None),
        ("abcdefg1", HUAWEI, PasswordRule.NO_SPECIAL),
        ("Abcdef1!", JD, PasswordRule.TOO_SHORT),
        ("Abcdefghij1&", None, PasswordRule.CHARACTER_NOT_ALLOWED),
        ("Abcdefghijklmn1!", 99, PasswordRule.TOO_LONG),
    ],
)
def test_rules(password: str, resources_type: int | None, broken: PasswordRule | None) -> None:
    assert check_password(password, resources_type) is broken


def test_generated_passwords_are_good_everywhere() -> None:
    made = [generate_password() for _ in range(300)]
    assert len(set(made)) == 300
    for password in made:
        assert len(password) == 15
        assert set(password) <= set(string.ascii_letters + string.digits + "!@#%^_()")
        for resources_type in (ZKEYS, NIAOYUN, BAIDU, TENCENT, HUAWEI, JD, None):
            assert check_password(password, resources_type) is None


def test_the_kinds_stand_in_no_fixed_place() -> None:
    assert len({password[0].islower() for password in (generate_password() for _ in range(100))}) == 2
