"""Digits that are no quantity: addresses, times, laws, versions, scores, models, list numbers."""

from __future__ import annotations

import re

from multipolar.claims.document import Span

NEVER = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”，。）]{1,2000}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}"
    r"|\+\d[\d ()/-]{6,20}\d"
    r"|(?<![\w.,])\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:Uhr|CET|CEST|GMT|UTC|a\.?m\.?|p\.?m\.?|МСК)(?!\w)"
    r"|(?<![\w.,])\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
    r"|(?<![\w.,])\d{1,2}\s?(?:a\.?m\.?|p\.?m\.?)(?!\w)"
    r"|\b(?:kl\.?|klokken|klockan)\s?\d{1,2}(?:[.:]\d{2})?(?!\s?[%\d])"
    r"|(?<![\w.,])\d{1,4}/(?:19|20)\d{2}(?:/\w{2,4})?(?!\d)|(?<![\w.,])(?:19|20)\d{2}/\d{2,4}(?!\d)|\b24/7\b|\b9/11\b"
    r"|(?<!\d)(?!\d{1,3}(?:\.\d{3}){3}(?!\d))\d{1,3}(?:\.\d{1,3}){3}(?!\d)"
    r"|\b[Vv](?:er(?:sion)?)?\.?\s?\d{1,6}(?:\.\d{1,6})+"
    r"|\b[A-Z]{1,4}-\d{1,6}/\d{1,6}|\bES-\d{1,4}/\d{1,4}"
    r"|\[\d{1,3}(?:[,–-]\d{1,3})*\]"
    r"|(?m:^)[ \t]*\(?\d{1,3}[.)](?=\s)(?!\s(?:Jahrestag|Jubil|årsdag))"
    r"|[（(]\d{1,2}[)）]"
    r"|\b[A-Za-z\d]{0,8}\d[A-Za-z]{1,3}\d\w{0,12}"
)
"""What holds digits and is never a quantity in any language. Every part is of bounded length."""


def never_spans(text: str) -> list[Span]:
    """Where a text has digits that are no quantity, in order."""
    return [Span(*match.span()) for match in NEVER.finditer(text)]
