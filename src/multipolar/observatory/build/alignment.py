"""Alignment by pair and year: agreement in roll calls, distance of ideal points, alliances; ranks of capability.

Agreement gives 1 for the same vote, one half where one side abstains, 0 for yes against no, over roll calls in which
both voted (Voeten's three-category measure). Calendar years; 2024 has too few roll calls and stays missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from multipolar.observatory.build.tidy import Row
from multipolar.observatory.build.write import write_parquet

if TYPE_CHECKING:
    import pandas as pd

FILE = "alignment.parquet"
ALLIANCES = "alliances.parquet"
FIRST_YEAR = 1990
LEAST_VOTES = 10
PLEDGES = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
_YES, _ABSTAIN, _NO = 1.0, 2.0, 3.0
_ES11 = {"Approve": 1.0, "Abstain": 0.0, "Against": -1.0}


def build_alignment(folder: Path, target: Path) -> int:
    """Write agreement (per mille) and distance (hundredths) of every pair and year; the number of rows."""
    import pandas as pd

    votes = pd.read_csv(folder / "unga_roll_calls_1946_2024.csv", low_memory=False)
    points = pd.read_parquet(folder / "un_ideal_points_1946_2024.parquet")
    years = pd.to_numeric(votes["date"].str[:4])
    parts = [_agreement(votes[years == year], year) for year in sorted(set(years)) if year >= FIRST_YEAR]
    agreement = pd.concat(parts, ignore_index=True)
    known = [int(year) for year in sorted(points["year"].unique()) if year >= FIRST_YEAR]
    distance = pd.concat([_distance(points[points["year"] == year], year) for year in known])
    keys = ["year", "reporter", "partner"]
    both = agreement.merge(distance, on=keys, how="outer")
    types = {"agreement_permille": "int16", "distance_hundredths": "int16"}
    return write_parquet(both[[*keys, *types]], target / FILE, key=keys, types=types)


def build_alliances(folder: Path, target: Path) -> int:
    """Write the pledges of every pair and year as one number, a bit a pledge in the order of `PLEDGES`."""
    import pandas as pd

    frame = pd.read_parquet(folder / "atop_alliances_to_2018.parquet")
    frame = frame[frame["year"] >= FIRST_YEAR]
    names = state_codes(folder)
    frame = frame.assign(a=frame["ccode1"].map(names), b=frame["ccode2"].map(names)).dropna(subset=["a", "b"])
    frame["pledges"] = sum(frame[name].fillna(0).gt(0).astype(int) * (1 << bit) for bit, name in enumerate(PLEDGES))
    frame["reporter"], frame["partner"] = _ordered(frame["a"].to_numpy(str), frame["b"].to_numpy(str))
    frame = frame[(frame["pledges"] > 0) & (frame["reporter"] != frame["partner"])]
    frame["year"] = frame["year"].astype(int)
    keys = ["year", "reporter", "partner"]
    # The source lists a pair in both orders, and once for each predecessor of a state; every pledge counts.
    merged = frame.groupby(keys)["pledges"].agg(lambda column: np.bitwise_or.reduce(column.to_numpy())).reset_index()
    return write_parquet(merged, target / ALLIANCES, key=keys, types={"pledges": "int16"})


def capability_ranks(folder: Path) -> Iterator[Row]:
    """Rank of each state by the composite index of national capability."""
    import pandas as pd

    frame = pd.read_parquet(folder / "cow_capabilities.parquet")
    names = state_codes(folder)
    frame = frame[(frame["year"] >= FIRST_YEAR) & frame["cinc"].notna()]
    for year in sorted(frame["year"].unique()):
        part = frame[frame["year"] == year]
        ranks = part.assign(rank=part["cinc"].rank(ascending=False, method="min"), iso=part["ccode"].map(names))
        # In the year of a merger both predecessors are listed; the larger stands for the state of today.
        for code, rank in ranks.groupby("iso")["rank"].min().items():
            note = f"of {len(part)} states"
            yield Row("capability-rank", str(code), "", str(int(year)), float(rank), "cow", "estimate", note)


def emergency_vote(path: Path) -> Iterator[Row]:
    """Votes on resolution ES-11/1; absent states have no row."""
    import pandas as pd

    for code, vote in pd.read_csv(path)[["iso_code", "vote"]].itertuples(index=False, name=None):
        if vote in _ES11:
            yield Row("un-vote-es11-1", code, "", "2022-03-02", _ES11[vote], "un-votes", "official", f"{vote}")


def state_codes(folder: Path) -> dict[float, str]:
    """Numeric code of the Correlates of War -> ISO3, for states of today; predecessors keep their successor's code."""
    import pandas as pd

    points = pd.read_parquet(folder / "un_ideal_points_1946_2024.parquet", columns=["ccode", "iso3c", "year"])
    last = points.sort_values("year").drop_duplicates("ccode", keep="last")
    found = dict(zip(last["ccode"].astype(float), last["iso3c"].astype(str), strict=True))
    # Members that the voting data lack: Taiwan has no seat.
    return {**found, 713.0: "TWN"}


def _agreement(votes: pd.DataFrame, year: int) -> pd.DataFrame:
    import pandas as pd

    states = votes.columns[8:]
    cast = votes[states].to_numpy(dtype=float)
    yes, abstain, no = ((cast == kind).astype(float) for kind in (_YES, _ABSTAIN, _NO))
    voted = yes + abstain + no
    common = voted.T @ voted
    same = yes.T @ yes + abstain.T @ abstain + no.T @ no
    opposed = yes.T @ no + no.T @ yes
    first, second = np.triu_indices(len(states), 1)
    count = common[first, second]
    score = (same + 0.5 * (common - same - opposed))[first, second] / np.maximum(count, 1.0)
    frame = _pairs(np.asarray(states, dtype=str), first, second, year)
    frame["agreement_permille"] = pd.array(np.rint(1000.0 * score), dtype="Int64")
    voted_often: pd.DataFrame = frame.loc[count >= LEAST_VOTES]
    return voted_often


def _distance(points: pd.DataFrame, year: int) -> pd.DataFrame:
    import pandas as pd

    known = points[points["idealpointfp"].notna()].drop_duplicates("iso3c")
    place = known["idealpointfp"].to_numpy(dtype=float)
    first, second = np.triu_indices(len(known), 1)
    frame = _pairs(known["iso3c"].to_numpy(dtype=str), first, second, year)
    frame["distance_hundredths"] = pd.array(np.rint(100.0 * np.abs(place[first] - place[second])), dtype="Int64")
    return frame


def _pairs(codes: np.ndarray, first: np.ndarray, second: np.ndarray, year: int) -> pd.DataFrame:
    import pandas as pd

    reporter, partner = _ordered(codes[first], codes[second])
    return pd.DataFrame({"year": year, "reporter": reporter, "partner": partner})


def _ordered(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.where(a < b, a, b), np.where(a < b, b, a)
