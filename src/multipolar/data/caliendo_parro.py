"""Reader of the data of Caliendo and Parro (2015): 31 economies, 40 sectors (20 traded), 1993.

Source: L. Caliendo and F. Parro, "Estimates of the Trade and Welfare Effects of NAFTA", Review of Economic Studies
82(1), 2015, with their replication files. No licence is stated for them, so they are read from a folder of the user's
and never shipped. The files hold numbers only; their layout is fixed by the constants below:

    xbilat1993.txt    (20 x 31, 31)  rows sector by sector, importer within; columns exporter; thousand USD
    tariffs1993.txt, tariffs2005.txt  the same layout, per cent
    GO.txt            (40, 31)       gross output, USD
    B.txt             (40, 31)       value added over gross output
    IO.txt            (31 x 40, 40)  economy by economy: input (row) by using sector (column), shares of all inputs
    T.txt             (20,)          trade elasticity of the traded sectors (99 % sample)

Conventions that the printed tables need: gross output is at least exports; sales at home are what is left of output.
One published input share is negative (Canada, `Other` used in `Basic metals`, -0.0008); it is kept as printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.arrays import Array, frozen
from multipolar.errors import DataError

ECONOMIES = (
    "ARG", "AUS", "AUT", "BRA", "CAN", "CHL", "CHN", "DNK", "FIN", "FRA", "DEU", "GRC", "HUN", "IND", "IDN", "IRL",
    "ITA", "JPN", "KOR", "MEX", "NLD", "NZL", "NOR", "PRT", "ZAF", "ESP", "SWE", "TUR", "GBR", "USA", "ROW",
)  # fmt: skip
TRADED_SECTORS = (
    "Agriculture", "Mining", "Food", "Textile", "Wood", "Paper", "Petroleum", "Chemicals", "Plastic", "Minerals",
    "Basic metals", "Metal products", "Machinery n.e.c.", "Office", "Electrical", "Communication", "Medical", "Auto",
    "Other transport", "Other",
)  # fmt: skip
SECTORS = (*TRADED_SECTORS, *(f"Services {number}" for number in range(1, 21)))
SERVICES_ELASTICITY = 8.22
"""Of the sectors without trade: it cannot matter there, but a kernel needs a number; T.txt fills with it too."""

USD_PER_MN = 1e6


@dataclass(frozen=True, slots=True)
class CaliendoParroData:
    """The published arrays on Multipolar's axes (j sector, n importer, i exporter).

    Attributes
    ----------
    flow : (J, N, N) USD mn at basic prices; what an economy sells at home is output less exports.
    tariff_rate, tariff_rate_2005 : (J, N, N), 0.25 is 25 %; zero at home and in services.
    gross_output : (J, N) USD mn, raised to exports where the source prints less.
    value_added_share : (J, N).
    input_share : (N, K, J), input ``k`` per unit of output of ``j``.
    trade_elasticity : (J,).
    """

    flow: Array
    tariff_rate: Array
    tariff_rate_2005: Array
    gross_output: Array
    value_added_share: Array
    input_share: Array
    trade_elasticity: Array


def read_caliendo_parro(folder: Path) -> CaliendoParroData:
    """Read the replication files from `folder`.

    Raises
    ------
    DataError
        If a file is missing, has another shape, holds something that is not a number, or a share, tariff or flow
        out of its range; the message names the file, the row and the column.
    """
    economies, traded, sectors = len(ECONOMIES), len(TRADED_SECTORS), len(SECTORS)
    stacked = (traded * economies, economies)
    imports = _matrix(folder / "xbilat1993.txt", stacked).reshape(traded, economies, economies) * 1e3 / USD_PER_MN
    tariffs = []
    for name in ("tariffs1993.txt", "tariffs2005.txt"):
        rate = np.zeros((sectors, economies, economies))
        rate[:traded] = _matrix(folder / name, stacked).reshape(traded, economies, economies) / 100
        own = np.arange(economies)
        if (rate[:, own, own] != 0).any():
            j, n = (int(a[0]) for a in np.nonzero(rate[:, own, own]))
            raise DataError(
                name, "an economy taxes itself", evidence=f"row {j * economies + n + 1}, {ECONOMIES[n]} {SECTORS[j]}"
            )
        tariffs.append(rate)
    printed_output = _matrix(folder / "GO.txt", (sectors, economies)) / USD_PER_MN
    value_added_share = _matrix(folder / "B.txt", (sectors, economies), largest=1.0)
    material = _matrix(folder / "IO.txt", (economies * sectors, sectors), smallest=-1e-3, largest=1.0)
    material = material.reshape(economies, sectors, sectors)
    buys = (value_added_share.T < 1.0).astype(np.float64)
    off = np.abs(material.sum(axis=1) - buys)
    if off.max() > 1e-4:
        n, j = (int(a) for a in np.unravel_index(int(np.argmax(off)), off.shape))
        first, last = n * sectors + 1, (n + 1) * sectors
        raise DataError(
            "IO.txt",
            "the input shares of a using sector do not sum to one",
            evidence=f"rows {first} to {last}, column {j + 1}: {ECONOMIES[n]} {SECTORS[j]} is {off[n, j]:.4f} off",
        )
    # The source prints seven decimals; without this, incomes and costs would differ by the rounding.
    material = material / np.where(buys == 1, material.sum(axis=1), 1.0)[:, None, :]
    theta = np.full(sectors, SERVICES_ELASTICITY)
    theta[:traded] = _matrix(folder / "T.txt", (traded, 1))[:, 0]
    if (theta <= 0).any():
        raise DataError("T.txt", "an elasticity is not positive", evidence=f"row {int(np.argmin(theta)) + 1}")

    flow = np.zeros((sectors, economies, economies))
    flow[:traded] = imports
    own = np.arange(economies)
    flow[:, own, own] = 0.0
    exports = flow.sum(axis=1)
    output = np.maximum(printed_output, exports)
    flow[:, own, own] = output - exports
    return CaliendoParroData(
        flow=frozen(flow),
        tariff_rate=frozen(tariffs[0]),
        tariff_rate_2005=frozen(tariffs[1]),
        gross_output=frozen(output),
        value_added_share=frozen(value_added_share),
        input_share=frozen(material * (1.0 - value_added_share.T[:, None, :])),
        trade_elasticity=frozen(theta),
    )


def _matrix(path: Path, shape: tuple[int, int], *, smallest: float = 0.0, largest: float = np.inf) -> Array:
    """Read a whitespace-separated table of known shape whose numbers lie in a known range."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path.name, "cannot be read", evidence=str(error)) from error
    rows = [line.split() for line in lines if line.strip()]
    if len(rows) != shape[0]:
        raise DataError(path.name, f"has {len(rows)} rows, expected {shape[0]}", remedy="Use the unmodified file.")
    values = np.empty(shape)
    for number, row in enumerate(rows, start=1):
        if len(row) != shape[1]:
            raise DataError(path.name, f"row {number} has {len(row)} columns, expected {shape[1]}")
        for column, text in enumerate(row, start=1):
            try:
                value = float(text)
            except ValueError:
                value = np.nan
            if not smallest <= value <= largest or value == np.inf:
                bound = (
                    f"a number of at least {smallest:g}"
                    if largest == np.inf
                    else f"a number between {smallest:g} and {largest:g}"
                )
                raise DataError(path.name, f"row {number}, column {column} is not {bound}", evidence=f"found {text!r}")
            values[number - 1, column - 1] = value
    return values
