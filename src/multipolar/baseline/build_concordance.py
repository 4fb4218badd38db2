"""Where each economy and sector of the bundled world stands in the World Input-Output Database of 2013."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.data.wiod import OldTable
from multipolar.errors import DataError


@dataclass(frozen=True, slots=True)
class Concordance:
    """Position of each new sector (J,) and each new economy (N,) in an older table."""

    sector: IntArray
    economy: IntArray

    def shared_economies(self) -> list[IntArray]:
        """Groups of new economies that the old table holds as one."""
        groups = [np.flatnonzero(self.economy == old) for old in np.unique(self.economy)]
        return [group for group in groups if len(group) > 1]

    @classmethod
    def identity(cls, sectors: int, economies: int) -> Concordance:
        """The old table has the same classification."""
        return cls(np.arange(sectors), np.arange(economies))


def aggregate(flow: Array, concordance: Concordance, sectors: int, economies: int) -> Array:
    """Sum (J, N, N) flows to the old classification."""
    by_sector = np.zeros((sectors, len(concordance.sector)))
    by_sector[concordance.sector, np.arange(len(concordance.sector))] = 1.0
    by_economy = np.zeros((economies, len(concordance.economy)))
    by_economy[concordance.economy, np.arange(len(concordance.economy))] = 1.0
    return np.asarray(
        np.tensordot(by_sector, np.matmul(np.matmul(by_economy, flow), by_economy.T), axes=(1, 0)), dtype=np.float64
    )


def merge_sectors(old: OldTable, groups: dict[str, tuple[str, ...]]) -> OldTable:
    """Sum sectors of an old table into named groups; every old sector must be in exactly one."""
    listed = sorted(code for members in groups.values() for code in members)
    if listed != sorted(old.sectors):
        raise DataError(f"concordance to {old.year}", "does not cover every old sector once")
    place = {code: index for index, code in enumerate(old.sectors)}
    rows = [[place[code] for code in members] for members in groups.values()]
    intermediate = np.stack([old.intermediate[row].sum(axis=0) for row in rows])
    final = np.stack([old.final[row].sum(axis=0) for row in rows])
    return OldTable(old.year, old.economies, tuple(groups), intermediate, final)


def to_wiod(economies: tuple[str, ...], sectors: tuple[str, ...], old: OldTable) -> Concordance:
    """Concordance of ICIO codes to a WIOD table merged by `WIOD_GROUPS`; economies it lacks stand in its `ROW`."""
    place = {code: index for index, code in enumerate(old.sectors)}
    where = {code: index for index, code in enumerate(old.economies)}
    unknown = [code for code in sectors if code not in ICIO_TO_WIOD]
    if unknown:
        raise DataError("concordance to WIOD", "has no place for sectors", evidence=", ".join(unknown))
    return Concordance(
        np.array([place[ICIO_TO_WIOD[code]] for code in sectors]),
        np.array([where.get(code, where["ROW"]) for code in economies]),
    )


#: WIOD industries that one ICIO sector spans are summed first.
WIOD_GROUPS: dict[str, tuple[str, ...]] = {
    **{f"c{number}": (f"c{number}",) for number in range(1, 36) if number not in {4, 5, 19, 20, 21}},
    "c4": ("c4", "c5"),
    "c19": ("c19", "c20", "c21"),
}

#: ISIC revision 4 sector to the ISIC revision 3 industry that holds most of it.
ICIO_TO_WIOD: dict[str, str] = {
    **dict.fromkeys(("A01", "A02", "A03"), "c1"),
    **dict.fromkeys(("B05", "B06", "B07", "B08", "B09"), "c2"),
    "C10T12": "c3",
    "C13T15": "c4",
    "C16": "c6",
    "C17_18": "c7",
    "C19": "c8",
    **dict.fromkeys(("C20", "C21"), "c9"),
    "C22": "c10",
    "C23": "c11",
    **dict.fromkeys(("C24A", "C24B", "C25"), "c12"),
    "C28": "c13",
    **dict.fromkeys(("C26", "C27"), "c14"),
    **dict.fromkeys(("C29", "C301", "C302T309"), "c15"),
    "C31T33": "c16",
    **dict.fromkeys(("D", "E"), "c17"),
    "F": "c18",
    "G": "c19",
    "I": "c22",
    "H49": "c23",
    "H50": "c24",
    "H51": "c25",
    "H52": "c26",
    **dict.fromkeys(("H53", "J61"), "c27"),
    "K": "c28",
    "L": "c29",
    **dict.fromkeys(("M", "N", "J62_63"), "c30"),
    "O": "c31",
    "P": "c32",
    "Q": "c33",
    **dict.fromkeys(("R", "S", "J58T60"), "c34"),
    "T": "c35",
}
