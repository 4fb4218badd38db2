"""Build `territory_names.csv` from Unicode CLDR: run `python -m multipolar.codes.cldr` with Babel installed.

CLDR data are under the Unicode License v3 (`UNICODE-LICENSE.txt` beside this file). The table ships so that Babel is
needed only to rebuild it.
"""

from __future__ import annotations

import csv
from pathlib import Path

LANGUAGES = ("sv", "en", "de", "fr", "es", "nb", "ru", "zh")
HERE = Path(__file__).parent


def territory_names() -> list[dict[str, str]]:
    """One row per ISO 3166 territory: ISO3, ISO2, its name in `LANGUAGES` and in its own official languages."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    locales = {language: Locale.parse(language) for language in LANGUAGES}
    spoken = get_global("territory_languages")
    rows = []
    for code, replaced_by in get_global("territory_aliases").items():
        if len(code) != 3 or not code.isalpha() or len(replaced_by) != 1:
            continue
        short = replaced_by[0]
        if short not in locales["en"].territories or _obsolete(code):
            continue
        native = []
        for language, facts in sorted(spoken.get(short, {}).items()):
            if facts["official_status"] in ("official", "de_facto_official") and language not in LANGUAGES:
                try:
                    name = Locale.parse(language).territories.get(short)
                except (UnknownLocaleError, ValueError):
                    continue
                if name:
                    native.append(f"{language}:{name}")
        row = {"iso3": code, "iso2": short, "native": "|".join(native)}
        rows.append(row | {language: locales[language].territories.get(short, "") for language in LANGUAGES})
    return sorted(rows, key=lambda row: row["iso3"])


def _obsolete(code: str) -> bool:
    """Codes of states that are gone; CLDR maps them to a successor."""
    return code in {"BUR", "DDR", "FXX", "NTZ", "SUN", "TMP", "YMD", "YUG", "ZAR", "QUU", "ANT", "SCG"}


def write(path: Path = HERE / "territory_names.csv") -> None:
    """Write the table that ships."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["iso3", "iso2", *LANGUAGES, "native"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(territory_names())


if __name__ == "__main__":
    write()
