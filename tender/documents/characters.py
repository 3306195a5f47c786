"""Characters that may be shown (可显示字符): what a stranger's text may put on paper.

XML cannot hold control characters at all, and the marks that turn the reading direction
around let a name show other characters than it holds. Both are replaced by a visible
sign, so the text stays the same length and the reader sees that something stood there.
"""

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls other than tab and line feed
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # halves of characters and non-characters
    "\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # direction marks
)


def shown(text: str) -> str:
    """``text`` with every line end as a line feed and every unshowable character as one visible sign.

    >>> shown("甲\\x00公司\\r\\n乙公司")
    '甲�公司\\n乙公司'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSHOWABLE.sub(REPLACEMENT, lines)
