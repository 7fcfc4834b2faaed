from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from operations.renewals import Period
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, known
from texts.renewal import choose_period, choose_several, end_day, left_out, period_label, renew_button

if TYPE_CHECKING:
    from texts import Texts


def test_for_how_long(en: Texts, zh: Texts) -> None:
    assert checked(choose_period(en, known(), listed=True, timezone=ZONE, now=NOW)) == (
        "Renew <b>web-1</b> for how long?\nEnds 2026-12-03 14:05 (10 days left)\nPrices are estimates."
    )
    assert checked(choose_period(zh, known(end_time=None), listed=False, timezone=ZONE, now=NOW)) == (
        "<b>web-1</b> 续费多久？\n到期时间未知\n暂时读不到所在线路可选的时长，可先续一个月。"
    )
    assert EVIL_ESCAPED in checked(choose_period(en, known(EVIL), listed=True, timezone=ZONE, now=NOW))


def test_buttons_for_months(en: Texts, zh: Texts) -> None:
    assert period_label(en, Period(1, Decimal(72))) == "1 month · CNY 72.00"
    assert period_label(zh, Period(12, Decimal("1072.5"))) == "12 个月 · 1,072.50 元"
    assert period_label(en, Period(3, None)) == "3 months"


def test_the_day_on_which_a_server_ends(en: Texts) -> None:
    assert end_day(en, known(), ZONE) == "2026-12-03"
    assert end_day(en, known(end_time=None), ZONE) == "?"


def test_several(en: Texts, zh: Texts) -> None:
    assert checked(choose_several(en, shown=16, chosen=2, more=4, months=3)) == (
        "Tick the servers to renew.\n2 servers ticked, for 3 months each.\nThe 16 that end first are shown."
    )
    assert checked(choose_several(zh, shown=3, chosen=1, more=0, months=None)) == (
        "请勾选要续费的服务器。\n所选服务器没有共同可选的月数，请少选几台。"
    )
    assert [renew_button(en, count) for count in (1, 3)] == ["Renew 1 server", "Renew 3 servers"]
    assert renew_button(zh, 3) == "续费 3 台"
    assert left_out(en, 1) == "1 more server ends soon; ask again for it."
    assert left_out(zh, 5) == "还有 5 台即将到期，请再发起一次。"
