"""Length of the sea route of every pair: all passages open, Suez closed, the Northern Sea Route open.

The route is the fastest on the main lane of the pair (`multipolar.baseline.routes`). An economy without a port has no
figure.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from multipolar.baseline.routes import routes_between
from multipolar.codes.economies import economies
from multipolar.observatory.build.write import write_parquet

FILE = "sea.parquet"
WAYS = {"km_open": ((), False), "km_suez_closed": (("suez",), False), "km_northern": ((), True)}


def build_sea(target: Path) -> int:
    """Write km by pair and way; the number of pairs with a route."""
    import pandas as pd

    codes = tuple(sorted(economy.code for economy in economies() if economy.code != "ROW"))
    routes = routes_between(codes)
    rows = []
    for a, b in combinations(codes, 2):
        ways = {name: routes.distance(b, a, closed, nsr=nsr).km for name, (closed, nsr) in WAYS.items()}
        if any(km is not None for km in ways.values()):
            rows.append({"reporter": a, "partner": b} | {name: km and round(km) for name, km in ways.items()})
    frame = pd.DataFrame(rows)
    for name in WAYS:
        frame[name] = frame[name].astype("Int64")
    return write_parquet(frame, target / FILE, key=("reporter", "partner"), types=dict.fromkeys(WAYS, "int32"))
