"""Numbers in Chinese: 2400亿, 1.2万亿, 两千四百亿, 一万二千, 三点五, 240多亿."""

from __future__ import annotations

import re

from multipolar.claims.find.numbers import Number

_DIGIT_VALUES = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10.0, "百": 100.0, "千": 1000.0}
_LARGE = {"万": 1e4, "亿": 1e8}
_HAN = "".join(_DIGIT_VALUES) + "".join(_SMALL) + "".join(_LARGE)
CHINESE = re.compile(
    rf"(?:\d[\d,]*(?:\.\d+)?|[{_HAN}])(?:[{_HAN}点]|(?<=[{_HAN}])\d[\d,]*(?:\.\d+)?|[多余](?=[万亿]))*"
)
_TOKEN = re.compile(rf"\d[\d,]*(?:\.\d+)?|[{_HAN}点]")
VAGUE = re.compile("[多余]")


def read_chinese(text: str, start: int, end: int) -> Number | None:
    """The number between two places; None where the signs spell none.

    Words that only look like numbers (万一, 千万) need a unit behind them, which the caller checks.
    """
    while end > start and text[end - 1] in ",点":
        end -= 1
    total = section = 0.0
    pending: float | None = None
    step, decimals = 1.0, 0
    spelled, in_decimals, after_digit = True, False, False
    for match in _TOKEN.finditer(text, start, end):
        token = match.group()
        if token[0].isdigit():
            if len(token) > 24 or pending is not None:
                return None
            spelled = False
            plain = token.replace(",", "")
            pending, step = float(plain), 10.0 ** -len(plain.partition(".")[2])
        elif token == "点":
            in_decimals, after_digit = True, False
            pending = pending or 0.0
        elif token in _DIGIT_VALUES:
            digit = float(_DIGIT_VALUES[token])
            if in_decimals:
                decimals += 1
                step = 10.0**-decimals
                pending = (pending or 0.0) + digit * step
            else:
                pending = pending * 10 + digit if after_digit and pending is not None else digit
                step = 1.0
                after_digit = True
            continue
        elif token in _SMALL:
            section += (1.0 if pending is None else pending) * _SMALL[token]
            # 三十 is exact to one, as 30 is; 三百 and 三千 are round.
            pending, step = None, step * (_SMALL[token] if token != "十" else 1.0)
        else:
            held = section + (pending or 0.0)
            if token == "万":
                total += (held or 1.0) * _LARGE[token]
            else:
                total = ((total + held) or 1.0) * _LARGE[token]
            section, pending, step = 0.0, None, step * _LARGE[token]
        after_digit = False
    value = total + section + (pending or 0.0)
    return Number(start, end, value, step, spelled)
