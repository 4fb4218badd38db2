"""How long a timeline takes: the central path of ten years, and all five paths."""

from __future__ import annotations

from typing import Any

import multipolar as mp
from multipolar.scenario import load_scenario
from multipolar.scenario.years import Years
from multipolar.simulation.simulate import prepare_baseline
from multipolar.simulation.timeline import timeline
from multipolar.simulation.timeline_result import Timeline


def _told(benchmark: Any, found: Timeline) -> None:
    quality = found.paths["central"].quality
    benchmark.extra_info |= {
        "sweeps": sum(q.sweeps for q in quality),
        "elasticities_in_a_sector": max(q.kinds for q in quality),
        "rounding_of_elasticity": round(max(q.rounding for q in quality), 3),
    }
    for code in ("RUS", "DEU"):
        benchmark.extra_info[code] = [round(float(value), 2) for value in found.of(code)]
    print(benchmark.extra_info)
    assert found.failures() == ()


def test_ten_years_of_the_measures_of_2022(benchmark: Any) -> None:
    prepared, scenario = prepare_baseline(mp.load()), load_scenario("measures-2022")
    years = Years(2021, 2030)

    def central() -> Timeline:
        return timeline(prepared, scenario, years=years, paths=("central",))

    _told(benchmark, benchmark.pedantic(central, rounds=9, warmup_rounds=1))


def test_ten_years_of_one_embargo(benchmark: Any) -> None:
    prepared, scenario = prepare_baseline(mp.load()), load_scenario("western-embargo")

    def central() -> Timeline:
        return timeline(prepared, scenario, paths=("central",))

    _told(benchmark, benchmark.pedantic(central, rounds=9, warmup_rounds=1))


def test_all_five_paths(benchmark: Any) -> None:
    prepared, scenario = prepare_baseline(mp.load()), load_scenario("measures-2022")
    _told(benchmark, benchmark.pedantic(lambda: timeline(prepared, scenario), rounds=3, warmup_rounds=1))
