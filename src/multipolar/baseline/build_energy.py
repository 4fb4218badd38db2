"""Make the energy tables that ship from the folder of source tables.

``python -m multipolar.baseline.build_energy FOLDER`` writes them anew; the list of gaps is kept by hand.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from multipolar.codes.energy_products import energy_products
from multipolar.data.baci_materials import read_energy_rows
from multipolar.data.energy_prices import PRICES_FILE, build_energy_prices
from multipolar.data.energy_trade import FIRST_YEAR, TRADE_FILE, write_energy_trade
from multipolar.data.urals import CHINA_FILE, DISCOUNT_FILE

BACI = "trade/baci_raw_materials_1995_2024.parquet"


def build_energy(source: Path, target: Path = TRADE_FILE.parent) -> dict[str, int]:
    """Write trade, prices, discount and China Customs; size of each file in bytes."""
    products = energy_products()
    rows = read_energy_rows(source / BACI, products, FIRST_YEAR)
    write_energy_trade(tuple(product.key for product in products), rows, target / TRADE_FILE.name)
    build_energy_prices(source / "energy", target / PRICES_FILE.name)
    for name, file in (("urals_discount", DISCOUNT_FILE), ("china_crude_imports_mt", CHINA_FILE)):
        shutil.copyfile(source / "facts" / f"{name}.csv", target / file.name)
    files = (TRADE_FILE, PRICES_FILE, DISCOUNT_FILE, CHINA_FILE)
    return {file.name: (target / file.name).stat().st_size for file in files}


if __name__ == "__main__":
    build_energy(Path(sys.argv[1]))
