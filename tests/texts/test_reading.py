from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from texts.reading import meaning, refusal_words

if TYPE_CHECKING:
    from texts import Texts


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("签名错误", "settings"),
        ("Sign error", "settings"),
        ("请求已过期", "settings"),
        ("会员不存在", "settings"),
        ("vtime参数错误", "settings"),
        ("余额不足", "balance"),
        ("缺少实名信息：auth_name", "real_name"),
        ("业务不存在", "gone"),
        ("业务已删除", "gone"),
        ("业务开通中", "opening"),
        ("业务过户中，禁止操作", "transferring"),
        ("业务已过期", "expired"),
        ("业务已锁定，不能启动", "locked"),
        ("业务正在操作中，请稍后再试", "busy"),
        ("请求过于频繁", "busy"),
        ("业务已关机", "off"),
        ("业务已在运行中", "running"),
        ("线路未开放该功能", "not_offered"),
        ("系统维护中", "maintenance"),
        ("天知道", None),
        ("", None),
    ],
)
def test_what_the_engine_most_likely_means(words: str, name: str | None) -> None:
    assert meaning(words) == name


def test_the_engine_s_own_words_are_always_quoted(en: Texts, zh: Texts) -> None:
    assert refusal_words(en, "余额不足") == (
        "The engine refused: “余额不足”. Your reseller's balance at the engine is used up; they have to top it up."
    )
    assert refusal_words(zh, "余额不足") == "引擎拒绝了：“余额不足”。服务商在引擎的余额不足，需要服务商充值。"
    assert refusal_words(zh, "天知道") == "引擎拒绝了：“天知道”。"


def test_words_are_escaped_only_in_markup(en: Texts) -> None:
    assert refusal_words(en, "<a> & b") == "The engine refused: “&lt;a&gt; &amp; b”."
    assert refusal_words(en, "<a> & b", markup=False) == "The engine refused: “<a> & b”."


@pytest.mark.parametrize("words", [None, "", " \n"])
def test_a_refusal_without_words(en: Texts, zh: Texts, words: str | None) -> None:
    assert refusal_words(en, words) == "The engine refused without giving a reason."
    assert refusal_words(zh, words) == "引擎拒绝了，没有说明原因。"
