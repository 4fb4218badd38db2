"""Names of economies from CLDR with the endings that each language gives them."""

from __future__ import annotations

from collections.abc import Iterator

from multipolar.codes.tables import read_table

# CLDR entries that are no economy.
_NO_ECONOMY = frozenset({"XAA", "XBB", "ZZZ", "ATA", "ASC", "JEY", "BVT", "HMD", "ATF", "UMI", "CPT", "DGA", "TAA"})
# Names that are far more often another word, a person or a town: Russian "Того" (of that), Norwegian "Man" (one).
_OTHER_WORD = frozenset(
    {
        *((language, "IMN") for language in ("sv", "nb", "ru", "de")),
        *((language, "MSR") for language in ("fr", "es")),
        ("ru", "TGO"),
        ("fr", "MUS"),
        ("fr", "DMA"),
        ("fr", "GRD"),
        ("fr", "MAF"),
        ("es", "MUS"),
        ("es", "GRD"),
        ("es", "GLP"),
        ("es", "MAF"),
        ("es", "REU"),
        ("fr", "REU"),
    }
)
# Chinese names whose letters begin or end other names are written with look-around in the lexicon itself.
_IN_LEXICON = {
    "zh": frozenset({"CHN", "JPN", "MLI", "IND", "OMN", "TCD", "VNM", "RUS", "TWN", "PRK", "COD", "COG"}),
}
_RUSSIAN_ADJECTIVES = {
    "ая": ("ая", "ой", "ую"),
    "ие": ("ие", "их", "им", "ими"),
    "ые": ("ые", "ых", "ым", "ыми"),
    "ое": ("ое", "ого", "ому", "ым", "ом", "им"),
}
_RUSSIAN_NOUNS = {
    "ия": ("ия", "ии", "ию", "ией", "иею"),
    "ея": ("ея", "еи", "ее", "ею", "еей"),
    "а": ("а", "ы", "и", "е", "у", "ой"),
    "й": ("й", "я", "ю", "ем", "е"),
    "ь": ("ь", "я", "ю", "ем", "е", "и", "ью"),
    "ы": ("ы", "", "ов", "ам", "ами", "ах"),
}
_VOWELS = "аеёиоуыэюяьй"


def economy_names(language: str) -> Iterator[tuple[str, str]]:
    """Pairs of a form, in all its cases, and an ISO alpha-3 code. Brackets of CLDR names are left out."""
    for row in read_table("territory_names"):
        code, name = row["iso3"], row[language]
        if not name or code in _NO_ECONOMY or (language, code) in _OTHER_WORD:
            continue
        if code in _IN_LEXICON.get(language, ()):
            continue
        plain = name.split("（")[0].split("(")[0].strip()
        for form in _forms(plain, language):
            yield form, code


def _forms(name: str, language: str) -> tuple[str, ...]:
    if language in {"sv", "nb", "de"}:
        return (name,) if name.endswith(("s", "ß", "x", "z")) else (name, f"{name}s")
    if language == "fr" and name[0] in "ÉÎ":
        return (name, {"É": "E", "Î": "I"}[name[0]] + name[1:])
    if language == "ru":
        return _russian(name)
    return (name,)


def _russian(name: str) -> tuple[str, ...]:
    words = name.split(" ")
    if len(words) > 2 or "о-в" in name:
        return (name,)
    if len(words) == 2:
        endings = _RUSSIAN_ADJECTIVES.get(words[0][-2:])
        if endings is None:
            return (name,)
        return tuple(f"{words[0][:-2]}{ending} {noun}" for ending in endings for noun in _russian(words[1]))
    for ending, all_endings in _RUSSIAN_NOUNS.items():
        if name.endswith(ending):
            stem = name[: -len(ending)]
            return tuple(stem + other for other in all_endings)
    if name[-1] in _VOWELS or name.isupper():
        return (name,)
    return tuple(name + ending for ending in ("", "а", "у", "ом", "е"))
