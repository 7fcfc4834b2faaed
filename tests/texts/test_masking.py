from __future__ import annotations

import pytest

from texts.masking import mask_idnum, mask_mobile, mask_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳", "欧*"),
        ("张", "*"),
        (" 李四 ", "李*"),
        ("John Smith", "J*********"),
        ("", ""),
        (None, ""),
    ],
)
def test_names_keep_their_surname(name: str | None, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("mobile", "masked"),
    [
        ("13812345678", "138****5678"),
        ("+8613812345678", "138****5678"),
        ("8613812345678", "138****5678"),
        ("1381234567", "**********"),
        ("+442079460000", "*************"),
        ("١٣٨١٢٣٤٥٦٧٨", "***********"),
        ("x", "*"),
        ("", ""),
        (None, ""),
    ],
)
def test_mobiles_keep_both_ends(mobile: str | None, masked: str) -> None:
    assert mask_mobile(mobile) == masked


@pytest.mark.parametrize(
    ("idnum", "masked"),
    [
        ("11010519491231002X", "110***********002X"),
        ("440524188001010014", "440***********0014"),
        ("E12345678", "*********"),
        ("11010519491231", "**************"),
        ("", ""),
        (None, ""),
    ],
)
def test_id_numbers_keep_both_ends(idnum: str | None, masked: str) -> None:
    assert mask_idnum(idnum) == masked
