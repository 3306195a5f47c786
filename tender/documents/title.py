"""Lines of a title (标题回行): whole words and lines of like length, as GB/T 9704—2012 asks in 7.3.1."""

from math import ceil

WIDTH = 20  # characters of 二号 in the type area

# Where a title may break, better places first; a break stands after the word.
_SEAMS = (("项目", "中心", "街道", "办事处", "关于"), ("服务", "社区", "运营", "采购", "的", "年"))


def broken(title: str, width: int = WIDTH) -> str:
    """``title`` with a line feed at each break; unchanged when it fits or has no place to break.

    >>> broken("海晴街道社区党群服务中心社会化运营服务项目")
    '海晴街道社区党群服务中心\\n社会化运营服务项目'
    >>> broken("评审报告")
    '评审报告'
    """
    count = ceil(len(title) / width)
    if count < 2:
        return title
    at = _break(title, count, width)
    if at is None:
        return title
    return f"{title[:at]}\n{broken(title[at:], width)}"


def _break(title: str, count: int, width: int) -> int | None:
    """Where the first of ``count`` lines ends: at the seam nearest to its share, if there is one."""
    share = ceil(len(title) / count)
    least = len(title) - (count - 1) * width
    for seams in _SEAMS:
        ends = [i for i in range(max(least, 2), min(width, len(title) - 2) + 1) if title[:i].endswith(seams)]
        if ends:
            return min(ends, key=lambda i: (abs(i - share), i))
    return None
