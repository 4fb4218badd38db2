"""The language of a text: by its script, then by its most frequent words, and by lingua where these leave doubt."""

from __future__ import annotations

import re
from collections import Counter

from multipolar.claims.document import LANGUAGES
from multipolar.claims.text.language_words import frequent_words
from multipolar.claims.text.read_errors import DocumentError, extra

_SAMPLE = 6000
_WORD = re.compile(r"[^\W\d_]+(?:[:'’][^\W\d_]+)?")
_SCRIPTS = (
    ("han", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f]")),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_LINGUA = (
    "SWEDISH", "ENGLISH", "GERMAN", "FRENCH", "SPANISH", "BOKMAL", "RUSSIAN", "CHINESE", "DANISH", "NYNORSK", "DUTCH",
    "ITALIAN", "PORTUGUESE", "POLISH", "FINNISH", "UKRAINIAN", "BULGARIAN", "SERBIAN", "BELARUSIAN", "KAZAKH",
    "TURKISH", "CZECH", "ROMANIAN", "HUNGARIAN", "INDONESIAN", "ARABIC", "PERSIAN", "URDU", "JAPANESE",
)  # fmt: skip
_NEIGHBOUR_WEIGHT = 0.35
"""How much less likely, before a word is read, a text is in a language that there are no rules for."""


def detect(text: str) -> tuple[str, float]:
    """ISO 639-1 code of the language of a text, and how sure that is, in [0, 1].

    Norwegian Bokmål is ``nb``, Nynorsk ``nn``. A text without a letter is ``und`` with 0.

    Raises
    ------
    DocumentError
        If the words leave doubt and lingua is not installed.
    """
    sample = _sample(text)
    letters = Counter({script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS})
    total = sum(letters.values())
    if not total:
        return "und", 0.0
    # One Chinese character carries about as much as three letters of an alphabet.
    weights = {script: count * (3 if script in ("han", "ja", "ko") else 1) for script, count in letters.items()}
    script = max(weights, key=lambda name: weights[name])
    share = weights[script] / sum(weights.values())
    if script in ("han", "ja"):
        japanese = letters["ja"] > 0.08 * (letters["han"] + letters["ja"])
        return ("ja" if japanese else "zh"), round(share, 3)
    if script == "cyrillic":
        return _cyrillic(sample, share)
    if script == "latin":
        return _by_words(sample) or _by_lingua(sample)
    return _by_lingua(sample) if script == "arabic" else (script, round(share, 3))


def named(language: str) -> str:
    """The code of a language that the caller names: ``no`` is ``nb``, ``zh-CN`` is ``zh``.

    Raises
    ------
    DocumentError
        For anything else than a two- or three-letter code, with or without a region.
    """
    code = re.split(r"[-_]", language.strip().lower())[0]
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise DocumentError(
            f"language {language!r}", "is no language code.", remedy=f"Use one of {', '.join(LANGUAGES)}."
        )
    return {"no": "nb", "cmn": "zh"}.get(code, code)


def _sample(text: str) -> str:
    """The beginning, the middle and the end: a foreign quotation at one place does not decide."""
    if len(text) <= _SAMPLE:
        return text
    third, middle = _SAMPLE // 3, len(text) // 2
    return " ".join((text[:third], text[middle - third // 2 : middle + third // 2], text[-third:]))


def _cyrillic(sample: str, share: float) -> tuple[str, float]:
    small = sample.casefold()
    counts = Counter(small)
    if counts["і"] + counts["ї"] + counts["є"] + counts["ґ"] + counts["ў"] + counts["ә"] + counts["ұ"] > 0:
        foreign = counts["і"] + counts["ї"] + counts["є"] + counts["ў"] + counts["ә"]
        if foreign > 0.01 * len(small):
            return ("uk", round(share, 3)) if counts["ї"] + counts["є"] and not counts["ў"] else _by_lingua(sample)
    if counts["ј"] + counts["љ"] + counts["њ"] + counts["ђ"] + counts["ћ"] > 0.01 * len(small):
        return "sr", round(share, 3)
    if counts["ы"] + counts["э"] + counts["ё"] > 0:
        return "ru", round(share, 3)
    return _by_lingua(sample)


def _by_words(sample: str) -> tuple[str, float] | None:
    """A language with many of its frequent words in the text, clearly more than any other; None in doubt."""
    words = Counter(word.casefold() for word in _WORD.findall(sample))
    hits = {
        language: sum(count for word, count in words.items() if word in known)
        for language, known in frequent_words().items()
    }
    first, second = sorted(hits, key=lambda language: hits[language], reverse=True)[:2]
    total = sum(words.values())
    if hits[first] < 12 or hits[first] < 0.2 * total or hits[first] < 1.15 * hits[second] + 3:
        return None
    return first, round(min(1.0, 0.9 + 0.1 * (1 - hits[second] / hits[first])), 3)


def _by_lingua(sample: str) -> tuple[str, float]:
    lingua = extra("lingua", "telling the language of a text")
    languages = [getattr(lingua.Language, name) for name in _LINGUA]
    detector = lingua.LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
    words = Counter(word.casefold() for word in _WORD.findall(sample))
    known = frequent_words()
    scores: dict[str, float] = {}
    for confidence in detector.compute_language_confidence_values(sample):
        code = confidence.language.iso_code_639_1.name.lower()
        common = sum(count for word, count in words.items() if word in known.get(code, ()))
        weight = 1.0 if code in LANGUAGES else _NEIGHBOUR_WEIGHT
        # Each frequent word of the language triples its odds: short texts have few letters but do have these.
        scores[code] = (confidence.value + 1e-4) * weight * 3.0 ** min(common, 30)
    best = max(scores, key=lambda code: scores[code])
    return best, round(scores[best] / sum(scores.values()), 3)
