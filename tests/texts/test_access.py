from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.console import Console
from operations.secrets import Entrance, Handover
from tests.texts.samples import EVIL, checked, known
from texts import texts_for
from texts.access import console, console_opening, console_sent, password, password_opening

if TYPE_CHECKING:
    from texts import Texts

EN, ZH = texts_for("en"), texts_for("zh-Hans")
SECRET = "Aa1_<&>"
WAY_IN = Entrance("web-1", "203.0.113.5:22", "root")


def handover(*entrances: Entrance, action: str = "setpsw", certain: bool = True) -> Handover:
    return Handover(42, action, SECRET, entrances, certain)


def test_a_password_is_a_spoiler_and_its_letters_are_escaped() -> None:
    assert password(EN, handover(WAY_IN), seconds=120) == (
        "🔑 <b>web-1</b>: new password\n<code>203.0.113.5:22</code> · login <code>root</code>\n"
        "Password: <tg-spoiler><code>Aa1_&lt;&amp;&gt;</code></tg-spoiler>\n\n"
        "This message disappears in 2 min.\n"
        "It can be shown again for 24 hours: press the button under the report."
    )


def test_in_chinese() -> None:
    assert password(ZH, handover(WAY_IN), seconds=90).startswith(
        "🔑 <b>web-1</b> 的新密码\n<code>203.0.113.5:22</code> · 用户名 <code>root</code>\n密码：<tg-spoiler>"
    )


def test_of_the_console() -> None:
    text = password(EN, handover(Entrance("web-1", "203.0.113.5", ""), action="setvnc"), seconds=120)
    assert text.startswith("🔑 <b>web-1</b>: new VNC password\nPassword: ")
    assert "203.0.113.5" not in text


def test_one_that_may_hold() -> None:
    text = password(EN, handover(WAY_IN, certain=False), seconds=120)
    assert "\n❔ Nobody knows whether it was set. It may hold; if it does not, the old one does.\n" in text


def test_of_several_servers() -> None:
    text = password(EN, handover(WAY_IN, Entrance("a", "192.0.2.1", ""), Entrance("b", "", "")), seconds=120)
    assert text.startswith("🔑 <b>web-1 and 2 more</b>: new password\n")
    assert "\n<code>192.0.2.1</code>\nPassword: " in text


def test_of_an_order_without_servers() -> None:
    assert password_opening(EN, handover()) == "🔑 A new password: your order"


@pytest.mark.parametrize("t", [EN, ZH])
def test_what_others_named_is_escaped_and_fits(t: Texts) -> None:
    entrances = [Entrance(EVIL * 100, EVIL * 100, EVIL * 100)] * 100
    text = checked(password(t, handover(*entrances), seconds=120))
    assert "Aa1_&lt;&amp;&gt;" in text
    its = known(EVIL * 100)
    assert SECRET not in checked(password_opening(t, handover(*entrances)))
    for text in (console_opening(t, its), console_sent(t, its)):
        checked(text)
    checked(console(t, Console(its, "https://vnc.example.com/x"), seconds=120))


@pytest.mark.parametrize("t", [EN, ZH])
def test_the_link_is_in_no_text(t: Texts) -> None:
    opened = Console(known(), "https://vnc.example.com/x")
    texts = (console(t, opened, seconds=120), console_opening(t, opened.known), console_sent(t, opened.known))
    assert all("vnc.example.com" not in text and "web-1" in text for text in texts)
