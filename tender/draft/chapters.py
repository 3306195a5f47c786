"""The chapters of the book (章名), named once so that one chapter can point to another."""

from tender.book import Terms

NUMERALS = "一二三四五六七八九十"

INVITATION, INSTRUCTIONS, REQUIREMENT, REVIEW, SCORING, CONTRACT, BID = range(7)


def chapters(terms: Terms) -> tuple[str, ...]:
    """The names of the chapters in their order."""
    return (
        f"{terms.method}邀请",
        f"{terms.bidder}须知",
        f"{terms.activity}需求",
        "资格审查和符合性审查",
        "评审程序、方法和标准",
        "合同主要条款",
        f"{terms.bid}的组成与格式",
    )


def pointer(chapter: int) -> str:
    """A pointer to a chapter, such as 第五章."""
    return f"第{NUMERALS[chapter]}章"
