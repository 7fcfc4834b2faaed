"""Personal data as far as it may be shown: enough for its owner to know it, too little for anybody else."""

from __future__ import annotations

import re

STAR = "*"
# The commonest surnames of two characters; any other name shows its first character alone.
_DOUBLE_SURNAMES = frozenset(
    {"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒"}
    | {"令狐", "夏侯", "长孙", "宇文", "端木", "南宫", "独孤", "轩辕", "第五", "百里"}
)
_CHINESE_MOBILE = re.compile(r"(?:\+?86)?(1\d{10})", re.ASCII)
_CHINESE_IDNUM = re.compile(r"\d{17}[\dXx]", re.ASCII)


def mask_name(name: str | None) -> str:
    """Return the surname and a star for each character hidden: 张*, 欧阳**. A single character is hidden, too."""
    name = (name or "").strip()
    if len(name) < 2:  # noqa: PLR2004 - nothing would be left to hide
        return STAR * len(name)
    shown = 2 if len(name) > 2 and name[:2] in _DOUBLE_SURNAMES else 1  # noqa: PLR2004 - a surname of two characters
    return name[:shown] + STAR * (len(name) - shown)


def mask_mobile(mobile: str | None) -> str:
    """Return a mainland number as 138****5678; of any other, stars alone."""
    mobile = (mobile or "").strip()
    match = _CHINESE_MOBILE.fullmatch(mobile)
    if match is None:
        return STAR * len(mobile)
    return f"{match[1][:3]}****{match[1][-4:]}"


def mask_idnum(idnum: str | None) -> str:
    """Return an ID number of 18 characters as 110***********002X; of any other document, stars alone."""
    idnum = (idnum or "").strip()
    if _CHINESE_IDNUM.fullmatch(idnum) is None:
        return STAR * len(idnum)
    return f"{idnum[:3]}{STAR * 11}{idnum[-4:]}"
