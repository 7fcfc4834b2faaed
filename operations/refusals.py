"""What the engine's own Chinese most likely means, where it says no."""

from __future__ import annotations

# What the engine's words contain → what they most likely mean. The first that fits counts, so the special stand
# before the general: "请求已过期" is a wrong clock, "业务已过期" a server that was not renewed.
MEANINGS = (
    ("维护", "maintenance"),
    ("频繁", "busy"),
    ("实名", "real_name"),
    ("余额", "balance"),
    ("签名", "settings"),
    ("sign", "settings"),
    ("会员", "settings"),
    ("白名单", "settings"),
    ("请求", "settings"),
    ("接口", "settings"),
    ("参数", "settings"),
    ("业务不存在", "gone"),
    ("服务器不存在", "gone"),
    ("已删除", "gone"),
    ("开通中", "opening"),
    ("过户", "transferring"),
    ("过期", "expired"),
    ("到期", "expired"),
    ("锁定", "locked"),
    ("操作中", "busy"),
    ("稍后", "busy"),
    ("已关机", "off"),
    ("运行中", "running"),
    ("未开放", "not_offered"),
    ("不支持", "not_offered"),
)


def meaning(words: str) -> str | None:
    """Return the name of what a refusal most likely means, or None where nothing is known."""
    words = words.lower()
    return next((name for part, name in MEANINGS if part in words), None)
