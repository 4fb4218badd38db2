"""Build of the whole observatory from the folder of source tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from multipolar.errors import DataError
from multipolar.observatory.branches import FOLDER, PACKAGE
from multipolar.observatory.build import alignment, events, facts, materials, model, others, sea, trade
from multipolar.observatory.build.tidy import KEY, Row, tidy
from multipolar.observatory.build.write import write_parquet

FIGURES = "figures.parquet"
LARGEST_BYTES = 6_000_000


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was built: bytes of each file, and what the materials table dropped."""

    sizes: dict[str, int]
    materials: materials.MaterialsReport
    model_gaps: int

    @property
    def total(self) -> int:
        """Bytes of all files."""
        return sum(self.sizes.values())


def build_observatory(
    folder: Path, target: Path = FOLDER, *, notify: Callable[[str, float], None] = lambda _text, _done: None
) -> BuildReport:
    """Write every table of the observatory.

    Parameters
    ----------
    folder : the source tables. target : where the Parquet files go. notify : told what is being done and how far it is.

    Raises
    ------
    DataError
        If a source is absent or the tables are larger than the package may carry.
    """
    if not (folder / "facts").is_dir():
        raise DataError(str(folder), "is no folder of source tables", remedy="Give --source or set MULTIPOLAR_DATA.")
    notify("raw materials", 0.02)
    report = materials.build_materials(folder / "trade" / "baci_raw_materials_1995_2024.parquet", target)
    notify("figures", 0.10)
    write_parquet(tidy(figure_rows(folder)), target / FIGURES, key=KEY)
    notify("alignment", 0.15)
    alignment.build_alignment(folder / "alignment", target)
    alignment.build_alliances(folder / "alignment", target)
    others.build_distances(folder / "routes" / "cepii_geodist.parquet", target)
    sea.build_sea(target)
    events.build_events(folder / "facts", target)
    gaps = model.build_model(target, notify=lambda done: notify("breaks of every pair", 0.2 + 0.8 * done))
    sizes = {path.name: path.stat().st_size for path in sorted(target.glob("*.parquet"))}
    built = BuildReport(sizes, report, gaps)
    if built.total > LARGEST_BYTES:
        raise DataError("observatory", f"takes {built.total} bytes", evidence=f"limit {LARGEST_BYTES}; {sizes}")
    return built


def figure_rows(folder: Path) -> list[Row]:
    """Every figure that ships in tidy form."""
    where, collected = folder / "trade", folder / "facts"
    return [
        *facts.china_crude(),
        *facts.urals_discount(),
        *facts.settlement(),
        *facts.china_russia_trade(collected),
        *facts.routes(collected),
        *facts.goods_and_meetings(collected),
        *facts.electric_car_duty(collected),
        *trade.russia_goods(where / "imf_imts_russia_2016_2024.csv"),
        *trade.eu_trade(where / "eu" / "total_and_hs27_monthly.csv"),
        *trade.gdp(where / "gdp_world_bank.csv"),
        *trade.people(where / "population_world_bank.csv", PACKAGE / "data"),
        *trade.brent(folder / "energy" / "brent_monthly.csv"),
        *alignment.capability_ranks(folder / "alignment"),
        *alignment.emergency_vote(folder / "alignment" / "unga_es11_1.csv"),
        *others.arms_extract(folder / "arms" / "sipri_tiv_bilateral_1950_2021.csv"),
    ]
