"""Chinese one-letter names of economies, which are safe only beside each other or in a few contexts.

中俄 names two economies; 俄方, 对俄 and 俄军 name one; 俄 alone, 中 or 美 name none ("in", "beautiful").
"""

from __future__ import annotations

from collections.abc import Iterator

_SIDE = "方"
# What 方 goes on to be in other words: aspect, method, direction, formula, course, policy.
_NO_SIDE = "面|案|法|向|式|程|针|块|便"
# Words that end in the first letter of a pair: "among them", "at present", "in the middle of". 年中 is not among them:
# before a pair it is far more often a year and China (2023年中俄贸易额) than the middle of one.
_BEFORE_PAIR = {
    "中": "其|当|之|程|心|集|手|目|家|期|途|空|高|初",
    "日": "今|近|昨|当|次|节|生|明|往|即|同",
    "美": "完|优|精|健|最|唯|华|赞|北|南|拉|欧",
    "法": "方|办|立|司|宪|合|违|依|无|想|看|做|说|执",
    "德": "道|品|美|阿",
    "加": "增|参|更|添|追|施|新",
    "土": "国|领|本|泥",
    "沙": "长",
    "朝": "王|唐|宋|明|清",
    "印": "复|打|脚|烙",
    "英": "精",
    "欧": "东|西|北|南|中",
    "韩": "南",
    "俄": "沙",
    "乌": "",
    "澳": "",
    "伊": "",
}


def han_entries(marks: dict[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Forms with look-around and the codes that each names.

    Parameters
    ----------
    marks : rows of the Chinese lexicon: ``letters``, ``pair``, ``before``, ``after``, ``guard``.
    """
    letters = {entry[0]: entry[1:] for entry in marks["letters"].split("|")}
    guard = marks["guard"]
    for pair in marks["pair"].split("|"):
        behind = _BEFORE_PAIR.get(pair[0], "")
        look = f"(?<!{behind})" if behind else ""
        yield f"{look}{pair}(?!{guard})", tuple(letters[letter] for letter in pair)
    for letter, code in letters.items():
        if letter not in "华土加沙":
            yield f"{letter}{_SIDE}(?!{_NO_SIDE})", (code,)
    for entry in marks["before"].split("|"):
        letter, _, befores = entry.partition("=")
        yield f"(?<={'|'.join(befores)}){letter}(?!{guard})", (letters[letter],)
    for entry in marks["after"].split("&"):
        letter, _, afters = entry.partition("=")
        behind = _BEFORE_PAIR.get(letter, "")
        look = f"(?<!{behind})" if behind else ""
        yield f"{look}{letter}(?={afters})", (letters[letter],)
