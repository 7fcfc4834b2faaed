from __future__ import annotations

from typing import TYPE_CHECKING

from texts.contact import contact_line

if TYPE_CHECKING:
    from texts import Texts


def test_the_contact_is_named_where_there_is_one(en: Texts, zh: Texts) -> None:
    assert contact_line(en, "@acme & co") == "Your reseller can help: @acme &amp; co"
    assert contact_line(zh, "@acme") == "如需帮助，请联系服务商：@acme"
    assert contact_line(en, " ") == "Your reseller can help."
    assert contact_line(zh, "") == "如需帮助，请联系您的服务商。"
