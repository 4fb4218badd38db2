"""Tables of an outcome for files: every measure of every economy with its ranges and the balanced variant."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from multipolar.analysis.numbers import numbers_in_force
from multipolar.analysis.outcome import Outcome
from multipolar.analysis.ranges import ELASTICITY_RANGE
from multipolar.analysis.welfare_first_order import first_order_welfare_of
from multipolar.simulation.labels import economies_frame, imputed_trade_share

if TYPE_CHECKING:
    import pandas as pd


def economies_table(outcome: Outcome) -> pd.DataFrame:
    """One row an economy; columns are the measures, then ranges, variants, first-order terms and imputed share.

    Ranges are the lowest and highest value over the variants solved. The first-order terms (Caliendo and Parro 2015)
    are not parts of the change in real income.
    """
    result = outcome.result
    frame = economies_frame(result)
    for spread in outcome.ranges:
        name = f"{spread.measure}_{spread.label.replace(' ', '_')}"
        frame[f"{name}_low"], frame[f"{name}_high"] = spread.low, spread.high
    if outcome.balanced is not None:
        frame["balanced_trade_real_income_pct"] = outcome.balanced.real_income_pct()
    first_order = first_order_welfare_of(result)
    frame["first_order_terms_of_trade_pct"] = first_order.terms_of_trade_by_economy
    frame["first_order_volume_of_trade_pct"] = first_order.volume_of_trade_by_economy
    frame["imputed_share_of_trade"] = imputed_trade_share(result)
    return frame


def horizons_table(outcome: Outcome) -> pd.DataFrame:
    """One row an economy: real income at the main horizon and at those beside it, with their elasticity ranges, %."""
    import pandas as pd

    result = outcome.result
    frame = pd.DataFrame(index=pd.Index(result.economies, name="economy"))
    told = [(result.assumptions.horizon, result, outcome.range_of(ELASTICITY_RANGE))]
    told += [(other.name, other.result, other.range) for other in outcome.horizons if other.result is not None]
    for name, found, known in told:
        frame[f"real_income_pct_{name}"] = found.real_income_pct()
        if known is not None:
            frame[f"real_income_pct_{name}_low"], frame[f"real_income_pct_{name}_high"] = known.low, known.high
    return frame


def assumptions_csv(outcome: Outcome) -> str:
    """Every number but the trade elasticities that the main result rests on, with range, status and source.

    What the measures say themselves stands in the scenario. A number without a range leaves both ends empty.
    """
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(["horizon", "parameter", "value", "low", "high", "unit", "status", "source"])
    assumptions = outcome.result.assumptions
    for entry in numbers_in_force(outcome.result):
        numbers = ("" if math.isnan(number) else number for number in (entry.value, entry.low, entry.high))
        writer.writerow([assumptions.horizon, entry.name, *numbers, entry.unit, entry.status, entry.source])
    return sink.getvalue()
