from __future__ import annotations

import pytest

from sandbox.telegram.entities import Entity
from sandbox.telegram.markup import MarkupError, parse_html


def entity(type: str, offset: int, length: int, **more: str) -> Entity:  # noqa: A002 - the field's name
    return Entity(type=type, offset=offset, length=length, **more)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("", "", ()),
        ("云服务器", "云服务器", ()),
        ("<b>on</b> <i>off</i>", "on off", (entity("bold", 0, 2), entity("italic", 3, 3))),
        ("<strong>a</strong><em>b</em>", "ab", (entity("bold", 0, 1), entity("italic", 1, 1))),
        ("<u>a</u><ins>b</ins>", "ab", (entity("underline", 0, 1), entity("underline", 1, 1))),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", tuple(entity("strikethrough", i, 1) for i in range(3))),
        (
            '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
            "ab",
            (entity("spoiler", 0, 1), entity("spoiler", 1, 1)),
        ),
        ("<blockquote>a</blockquote>", "a", (entity("blockquote", 0, 1),)),
        ("<blockquote expandable>a</blockquote>", "a", (entity("expandable_blockquote", 0, 1),)),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", (entity("custom_emoji", 0, 2, custom_emoji_id="5"),)),
        # Nested, and the outer one first although it is closed last.
        ("<i>a<b>b</b></i>", "ab", (entity("italic", 0, 2), entity("bold", 1, 1))),
        ("<code><b>a</b></code>", "a", (entity("code", 0, 1), entity("bold", 0, 1))),
        # UTF-16 units: an emoji outside the BMP is two.
        ("🖥 <b>🔴x</b>", "🖥 🔴x", (entity("bold", 3, 3),)),
        # References, with or without their semicolon; unknown ones stay.
        ("&lt;&gt;&amp;&quot;&#65;&#x42;", '<>&"AB', ()),
        ("&lt&gt &nbsp;&laquo;&#0;&#12345678;", "<> &nbsp;&laquo;&#0;&#12345678;", ()),
        ("<b></b>a", "a", ()),
        ("<B>a</B>", "a", (entity("bold", 0, 1),)),
        ("<b>a</>", "a", (entity("bold", 0, 1),)),
        ("<b other=1>a</b   >", "a", (entity("bold", 0, 1),)),
        ('<a href="https://e.cn/?a=1&amp;b=2">x</a>', "x", (entity("text_link", 0, 1, url="https://e.cn/?a=1&b=2"),)),
        ("<a href='example.com'>x</a>", "x", (entity("text_link", 0, 1, url="http://example.com/"),)),
        ("<a href=example.com>x</a>", "x", (entity("text_link", 0, 1, url="http://example.com/"),)),
        ("<a>example.com</a>", "example.com", (entity("text_link", 0, 11, url="http://example.com/"),)),
        ('<a href="tg://user?id=5">x</a>', "x", (entity("text_link", 0, 1, url="tg://user?id=5"),)),
        # A link that is none is dropped without a word.
        ('<a href="javascript:alert(1)">x</a>', "x", ()),
        ('<a href="http://[bad">x</a>', "x", ()),
        ('<a href="http:///x.y">x</a>', "x", ()),
        ("<pre>a</pre><code>b</code>", "ab", (entity("pre", 0, 1), entity("code", 1, 1))),
        ('<pre><code class="language-sh">a</code></pre>', "a", (entity("pre", 0, 1, language="sh"),)),
        ('<code class="language-sh"><pre>a</pre></code>', "a", (entity("pre", 0, 1, language="sh"),)),
        ('<pre>b<code class="language-sh">a</code></pre>', "ba", (entity("pre", 0, 2), entity("code", 1, 1))),
    ],
)
def test_what_parses(source: str, text: str, entities: tuple[Entity, ...]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("服<b", "Unclosed start tag at byte offset 3"),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a<br>", 'Unsupported start tag "br" at byte offset 1'),
        ("🖥<b/>", 'Unsupported start tag "b/" at byte offset 4'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>a</b ", "Unclosed end tag at byte offset 4"),
        ('<b ="x">a</b>', 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<b x", 'Unclosed start tag "b" at byte offset 0'),
        ("<b x = ", 'Unclosed start tag "b" at byte offset 0'),
        ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
        ('<a href="x"', "Unclosed start tag at byte offset 0"),
        ("<a href=http://x>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<span class="red">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "&#xD800;",
            (
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ),
        ),
    ],
)
def test_what_does_not_parse(source: str, words: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert str(caught.value) == words
