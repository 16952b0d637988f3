"""Texts of managers: paragraphs with links, and nothing that a browser could take for more."""

import pytest

from portal.lib.prose import prose


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一\n二\n\n三", "<p>一<br>二</p>\n<p>三</p>"),
        ("一\r\n\r\n\r\n二", "<p>一</p>\n<p>二</p>"),
        ("", ""),
        (
            "详见https://www.suzhou.gov.cn/rcb。",
            '<p>详见<a href="https://www.suzhou.gov.cn/rcb" rel="noopener">'
            "https://www.suzhou.gov.cn/rcb</a>。</p>",
        ),
        (
            "见[申报系统](https://a.gov.cn/?a=1&b=2)，再",
            '<p>见<a href="https://a.gov.cn/?a=1&amp;b=2" rel="noopener">申报系统</a>，再</p>',
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[点](javascript:alert(1))", "<p>[点](javascript:alert(1))</p>"),
        (
            '[<b>"](https://a.cn)',
            '<p><a href="https://a.cn" rel="noopener">&lt;b&gt;&quot;</a></p>',
        ),
        (
            'https://a.cn/"onmouseover="x',
            '<p><a href="https://a.cn/" rel="noopener">https://a.cn/</a>'
            "&quot;onmouseover=&quot;x</p>",
        ),
    ],
)
def test_what_is_typed_becomes_paragraphs_and_links(text: str, shown: str) -> None:
    assert prose(text) == shown
