"""Wording (行文用语): how documents say money and dates.

Money is a whole number of fen (分); nothing is rounded here, because an amount that is not
a whole number of fen must be rounded by the rule of the book before anyone prints it.

Source:
    《支付结算办法》（银发〔1997〕393号）附件一《正确填写票据和结算凭证的基本规定》一至四

>>> capital_yuan(82000000)
'捌拾贰万元整'
>>> fen_of_capital("人民币捌拾贰万元整")
82000000
"""

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from scoring import exact

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_WRITTEN_OTHERWISE = str.maketrans(
    "〇一二三四五六七八九十百千貳贰弍參叄叁陸萬億圓圆圎",
    "零壹贰叁肆伍陆柒捌玖拾佰仟贰贰贰叁叁叁陆万亿元元元",
)
_AMOUNT = re.compile(
    "(?:(?P<yuan>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?"
    "(?:(?P<jiao>零?[壹贰叁肆伍陆柒捌玖]|零)角)?"
    "(?:(?P<fen>零?[壹贰叁肆伍陆柒捌玖]|零)分)?"
    "[整正]?"
)
# 壹拾万零柒仟 is as good as 壹拾万柒仟; cn2an reads only the second.
_IDLE_ZERO = re.compile("(万零(?=[壹贰叁肆伍陆柒捌玖]仟)|亿零(?=[壹贰叁肆伍陆柒捌玖]仟[^万]*万))")
LIMIT = 10**18  # fen: the most that sixteen digits of yuan can say


def capital_yuan(fen: int) -> str:
    """An amount in capital characters (大写金额) without the word 人民币: ``壹仟元零伍分``.

    Raises ValueError below zero and above sixteen digits of yuan.
    """
    if not 0 <= fen < LIMIT:
        raise ValueError(f"no capital form for {fen} fen")
    whole, cents = divmod(fen, 100)
    # Text, never a float: and always both decimals, because cn2an cuts off instead of rounding.
    words: str = _cn2an().an2cn(f"{whole}.{cents:02d}", "rmb")
    # cn2an says 壹亿伍仟元 for 100005000 yuan, which many would read as one and a half 亿.
    words = re.sub("亿(?=[^零元万亿][^元万亿]*元)", "亿零", words)
    if fen_of_capital(words) != fen:
        raise ArithmeticError(f"{words!r} does not read back as {fen} fen")
    return words


def fen_of_capital(text: str) -> int | None:
    """Fen of an amount in capital characters, or None where it cannot be read with certainty.

    The unit 元 (or 角, 分) must be there; 人民币 before it, 整 or 正 after it, spaces, common
    variants (圆, 贰/貳, 十/拾) and the optional 零 of the bank rules may be there or not.
    """
    compact = re.sub(r"\s", "", text).removeprefix("人民币").lstrip(":：").translate(_WRITTEN_OTHERWISE)
    amount = _AMOUNT.fullmatch(compact)
    if not amount or not any(amount.groupdict().values()):
        return None
    whole = _whole(amount["yuan"]) if amount["yuan"] else 0
    if whole is None:
        return None
    jiao, cents = (_DIGITS.index(amount[unit][-1]) if amount[unit] else 0 for unit in ("jiao", "fen"))
    return whole * 100 + jiao * 10 + cents


def _whole(capital: str) -> int | None:
    """The whole number that ``capital`` says; None unless saying it again gives the same characters."""
    wanted = _IDLE_ZERO.sub(lambda zero: zero[0][0], capital)
    try:
        value = _cn2an().cn2an(wanted, "strict")
    except ValueError:
        return None
    if not isinstance(value, int) or value >= LIMIT // 100:
        return None
    said: str = _cn2an().an2cn(str(value), "up")
    return value if _bare(said) == _bare(capital) else None


def _cn2an() -> Any:
    import cn2an  # a quarter of a second to load, and most commands write no amount in words

    return cn2an


def _bare(capital: str) -> str:
    """The characters that carry the value: without 零, and 拾 alone for 壹拾."""
    return re.sub("壹拾|拾", "拾", capital.replace("零", "")) or "零"


def wan_yuan(fen: int) -> str:
    """Fen as ten thousands of yuan (万元), exact, with at least two places: ``82.00``, ``1,234.56789``."""
    digits = exact.plain(Fraction(abs(fen), 1_000_000))
    whole, _, places = digits.partition(".")
    sign = "-" if fen < 0 else ""
    return f"{sign}{int(whole):,}.{places:0<2}"


def date_zh(day: date) -> str:
    """A date as documents write it: ``2026年11月21日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def datetime_zh(moment: datetime) -> str:
    """A moment as notices write it, Beijing time as given: ``2026年11月21日09点30分``.

    Seconds appear only where there are any, since a deadline must not move by being printed.
    """
    seconds = f"{moment.second:02d}秒" if moment.second else ""
    return f"{date_zh(moment.date())}{moment.hour:02d}点{moment.minute:02d}分{seconds}"
