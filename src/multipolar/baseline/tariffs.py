"""Applied tariffs of the bundled world: the 2014 table where it has the pair, a stated rule where it has not.

Rules, in this order, each marked as imputed for the pair:
1. members of a customs union without a schedule of their own use a member's (`SCHEDULE_OF`), nothing within it;
2. free ports charge nothing;
3. an importer without a schedule charges, by sector, the median over importers that have one (the European Union
   counted once) of what they charge the exporter;
4. an exporter that is not listed pays the importer's median over exporters outside its customs union.
Services are free of tariffs, and trade within the European Union is. Rates are import-weighted, capped.
"""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array, BoolArray
from multipolar.data.wits_tariffs import AppliedTariffs
from multipolar.errors import DataError

EU27 = (
    *("AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN"),
    *("IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"),
)
CUSTOMS_UNIONS = (EU27, ("RUS", "BLR", "KAZ"), ("BRA", "ARG"))
#: Importers that use another's external tariff (Eurasian Economic Union, Mercosur) or a close neighbour's (EFTA).
SCHEDULE_OF = {"BLR": "RUS", "KAZ": "RUS", "ARG": "BRA", "ISL": "NOR"}
FREE_PORTS = ("HKG", "SGP")
#: The largest simple average in the table; import-weighted rates above it (up to 351 %) are outliers of thin trade.
CAP = 0.58

ISIC_ROW = {
    **{
        code: code
        for code in ("A01", "A02", "A03", "C16", "C19", "C20", "C21", "C22", "C23", "C25", "C26", "C27", "C29")
    },
    **dict.fromkeys(("B05", "B06", "B07", "B08"), "B"),
    "C10T12": "C10-C12",
    "C13T15": "C13-C15",
    "C17_18": "C17",
    **dict.fromkeys(("C24A", "C24B"), "C24"),
    "C28": "C28,C33",
    **dict.fromkeys(("C301", "C302T309"), "C30"),
    "C31T33": "C31_C32",
}


def build_tariffs(
    source: AppliedTariffs, economies: tuple[str, ...], sectors: tuple[str, ...]
) -> tuple[Array, BoolArray]:
    """Tariff rates (J, N, N), 0.25 is 25 %, and the pairs (N, N) whose rates come from a rule.

    Raises
    ------
    DataError
        If the table lacks an industry that a goods sector needs.
    """
    place = {code: index for index, code in enumerate(source.industries)}
    absent = sorted({row for row in ISIC_ROW.values() if row not in place})
    if absent:
        raise DataError("applied tariffs", "lack industries", evidence=", ".join(absent))
    rate = _complete_pairs(np.minimum(source.weighted, CAP), source.economies, economies)
    answer = np.zeros((len(sectors), len(economies), len(economies)))
    for index, code in enumerate(sectors):
        if code in ISIC_ROW:
            answer[index] = rate[place[ISIC_ROW[code]]]
    where = {code: index for index, code in enumerate(economies)}
    for union in CUSTOMS_UNIONS:
        members = [where[code] for code in union if code in where]
        answer[np.ix_(range(len(sectors)), members, members)] = 0.0
    diagonal = np.arange(len(economies))
    answer[:, diagonal, diagonal] = 0.0
    known = np.isin(economies, source.economies)
    imputed = ~(known[:, None] & known[None, :])
    imputed[diagonal, diagonal] = False
    return answer, imputed


def _complete_pairs(rate: Array, listed: tuple[str, ...], economies: tuple[str, ...]) -> Array:
    place = {code: index for index, code in enumerate(listed)}
    union = {code: members for members in CUSTOMS_UNIONS for code in members}
    one_each = [place[code] for code in listed if code not in EU27 or code == "DEU"]
    typical_importer = np.median(rate[:, one_each, :], axis=1)
    to_unlisted = np.zeros(rate.shape[:2])
    for importer in listed:
        inside = {*union.get(importer, ()), importer}
        outside = [place[code] for code in listed if code not in inside and (code not in EU27 or code == "DEU")]
        to_unlisted[:, place[importer]] = np.median(rate[:, place[importer], outside], axis=1)
    typical_pair = np.median(to_unlisted[:, one_each], axis=1)
    answer = np.zeros((rate.shape[0], len(economies), len(economies)))
    for row, importer in enumerate(economies):
        if importer in FREE_PORTS:
            continue
        schedule = place.get(SCHEDULE_OF.get(importer, importer))
        for column, exporter in enumerate(economies):
            seller = place.get(exporter)
            if schedule is not None and seller is not None and seller != schedule:
                answer[:, row, column] = rate[:, schedule, seller]
            elif schedule is not None:
                answer[:, row, column] = to_unlisted[:, schedule]
            elif seller is not None:
                answer[:, row, column] = typical_importer[:, seller]
            else:
                answer[:, row, column] = typical_pair
    return answer
