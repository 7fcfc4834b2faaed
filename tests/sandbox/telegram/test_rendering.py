from __future__ import annotations

import pytest

from sandbox.telegram.entities import Entity, with_detected
from sandbox.telegram.markup import parse_html
from sandbox.telegram.rendering import page_html, telegram_html


@pytest.mark.parametrize(
    "source",
    [
        "a &lt;b&gt; &amp; c",
        "🖥 <b>on <i>and</i></b> <u>off</u> <s>gone</s>",
        "<tg-spoiler>secret</tg-spoiler>",
        '<a href="https://example.com/?a=1&amp;b=2">x</a>',
        '<pre><code class="language-sh">ls</code></pre><pre>x</pre><code>y</code>',
        "<blockquote>q</blockquote>\n<blockquote expandable>long</blockquote>",
        '<tg-emoji emoji-id="5">👍</tg-emoji>',
    ],
)
def test_telegram_html_is_what_was_parsed(source: str) -> None:
    assert telegram_html(*parse_html(source)) == source


def test_page_html_has_its_own_tags() -> None:
    text, entities = parse_html(
        '<b>a</b><tg-spoiler>b</tg-spoiler><a href="https://example.com/?q=%22&amp;x">c</a>'
        "<blockquote expandable>d</blockquote> /help https://e.cn/x t.me/b?start=1",
    )
    assert page_html(text, with_detected(text, entities)) == (
        '<b>a</b><span class="spoiler">b</span>'
        '<a href="https://example.com/?q=%22&amp;x" target="_blank" rel="noopener noreferrer">c</a>'
        '<blockquote class="expandable">d</blockquote> <span class="bot-command">/help</span> '
        '<a href="https://e.cn/x" target="_blank" rel="noopener noreferrer">https://e.cn/x</a> '
        '<a href="https://t.me/b?start=1" target="_blank" rel="noopener noreferrer">t.me/b?start=1</a>'
    )


def test_nothing_unescaped_reaches_the_page() -> None:
    text = '<script>alert("x")</script> & more'
    assert page_html(text, with_detected(text)) == '&lt;script&gt;alert("x")&lt;/script&gt; &amp; more'
    link = Entity(type="text_link", offset=0, length=1, url='https://e.cn/"onclick="x')
    assert page_html("a", [link]).startswith('<a href="https://e.cn/&quot;onclick=&quot;x"')


def test_a_dangerous_address_is_no_link() -> None:
    link = Entity(type="text_link", offset=0, length=1, url="javascript:alert(1)")
    assert page_html("a", [link]) == "a"


def test_crossing_entities_are_closed_and_opened_again() -> None:
    crossing = [Entity(type="bold", offset=0, length=2), Entity(type="italic", offset=1, length=2)]
    assert telegram_html("abc", crossing) == "<b>a<i>b</i></b><i>c</i>"
