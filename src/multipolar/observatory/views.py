"""The tables as one tidy view: SQL over the shipped files. Every branch has the eleven columns of a figure.

Most files ship in a compact form (tonnes and dollars beside each other, a year as a number); a branch unfolds it. Constants
in a branch let the database skip the files that a question does not touch.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from multipolar.codes.energy_products import BARRELS_PER_TONNE
from multipolar.data.population import UNLISTED
from multipolar.observatory.sources import source

PACKAGE = Path(__file__).resolve().parents[1]
BUNDLED = PACKAGE / "data" / "bundled"
FOLDER = BUNDLED / "observatory"
CODES = PACKAGE / "codes"
COLUMNS = "indicator, reporter, partner, period, value, unit, source, vintage, status, retrieved, note"
BARRELS = 7.33
LEAST_TONNES = 10_000
_BOTH = "lines without a quantity make more than a twentieth of the value"
_PRICES = {
    "dubai": ("dubai", "USD/bbl"),
    "wti": ("wti", "USD/bbl"),
    "gas-price-europe": ("gas_europe", "USD/MMBtu"),
    "lng-price-japan": ("lng_japan", "USD/MMBtu"),
    "coal-price-australia": ("coal_australian", "USD/t"),
    "coal-price-south-africa": ("coal_south_african", "USD/t"),
}
_PLEDGES = ("defence", "offence", "neutrality", "nonaggression", "consultation")
_MODEL = {
    "goods": ("goods_usd_mn * 1e6", "USD", "icio-2022", "imputed", "basic prices; final demand by destination is imputed"),
    "goods-services-model": ("total_usd_mn * 1e6", "USD", "icio-2022", "imputed", "basic prices"),
    "model-exports-share": ("exports_share_pct", "%", "icio-2022", "imputed", ""),
    "model-exports-gdp": ("exports_income_pct", "%", "icio-2022", "imputed", ""),
    "model-imports-share": ("imports_share_pct", "%", "icio-2022", "imputed", ""),
    "leverage": ("partner_loss_pct", "%", "multipolar-model", "estimate", ""),
    "leverage-own-cost": ("own_loss_pct", "%", "multipolar-model", "estimate", ""),
    "break-income": ("-own_loss_pct", "%", "multipolar-model", "estimate", ""),
}  # fmt: skip


def files() -> tuple[Path, ...]:
    """Every shipped file that the views read."""
    names = (
        "energy-prices.csv",
        "population.csv",
        "portwatch-transits.csv",
        "eu-sanctioned-exports.csv",
        "energy-gaps.csv",
    )
    return (*sorted(FOLDER.glob("*.parquet")), *(BUNDLED / name for name in names), CODES / "bloc_memberships.csv")


def definitions() -> tuple[str, ...]:
    """Statements that create the views over shipped files, in order."""
    branches = [branch for make in _BRANCHES for branch in make()]
    return (
        *_helpers(),
        "CREATE VIEW bundled_figures AS " + " UNION ALL ".join(branches),
        f"CREATE VIEW events AS SELECT * FROM {_parquet('events')}",
        f"CREATE VIEW gaps AS SELECT * FROM {_csv(BUNDLED / 'energy-gaps.csv')}",
        f"CREATE VIEW bloc_memberships AS SELECT * FROM {_csv(CODES / 'bloc_memberships.csv')}",
        f"CREATE VIEW model_gaps AS SELECT reporter, partner, reason FROM {_parquet('model')} WHERE reason IS NOT NULL",
    )


def _helpers() -> Iterator[str]:
    # Percent signs and quotes come only from constants above: no text of a user is ever put into these statements.
    rates = " ".join(f"WHEN '{code}' THEN {rate}" for code, rate in BARRELS_PER_TONNE.items())
    yield (
        "CREATE VIEW unit_values AS SELECT material, reporter, partner, year, usd_k * 1000.0 / tonnes AS usd_per_tonne, "
        f"usd_k * 1000.0 / (tonnes * CASE reporter {rates} ELSE {BARRELS} END) AS usd_per_barrel "
        f"FROM {_parquet('materials')} WHERE tonnes >= {LEAST_TONNES} AND NOT partial AND usd_k > 0"
    )
    yield (
        "CREATE VIEW brent_year AS SELECT CAST(period AS SMALLINT) AS year, value AS usd_per_barrel "
        f"FROM {_parquet('figures')} WHERE indicator = 'brent' AND length(period) = 4"
    )


def _figures() -> Iterator[str]:
    yield f"SELECT {COLUMNS} FROM {_parquet('figures')}"


def _materials() -> Iterator[str]:
    note = f"CASE WHEN partial THEN '{_BOTH}' ELSE '' END"
    table = _parquet("materials")
    yield _select("material", "CAST(tonnes AS DOUBLE)", "'t'", "baci", "reconciled", note, table, "tonnes IS NOT NULL")
    yield _select("material || '-value'", "usd_k * 1000.0", "'USD'", "baci", "reconciled", "''", table)


def _unit_values() -> Iterator[str]:
    for material in ("coal", "lng", "gas-pipeline"):
        where = f"material = '{material}'"
        name = f"'{material}-unit-value'"
        yield _select(name, "usd_per_tonne", "'USD/t'", "baci", "reconciled", "''", "unit_values", where)
    where = "material = 'crude'"
    yield _select("'crude-unit-value'", "usd_per_barrel", "'USD/bbl'", "baci", "reconciled", "''", "unit_values", where)
    joined = "unit_values AS u JOIN brent_year AS b USING (year)"
    value = "b.usd_per_barrel - u.usd_per_barrel"
    yield _select("'crude-discount'", value, "'USD/bbl'", "baci", "estimate", "''", joined, where)


def _prices() -> Iterator[str]:
    table = _csv(BUNDLED / "energy-prices.csv")
    months = {"brent": ("brent", "USD/bbl", "eia")}
    months |= {key: (column, unit, "world-bank-prices") for key, (column, unit) in _PRICES.items()}
    for key, (column, unit, said_by) in months.items():
        codes = ("'WLD'", "''", "month")
        value = f"TRY_CAST({column} AS DOUBLE)"
        yield _select(f"'{key}'", value, f"'{unit}'", said_by, "official", "''", table, f"{value} IS NOT NULL", codes)


def _people() -> Iterator[str]:
    table, key = _csv(BUNDLED / "population.csv"), "world-bank-population"
    codes = ("economy", "''", "CAST(year AS VARCHAR)")
    where = f"economy <> '{UNLISTED}'"
    yield _select("'population'", "CAST(persons AS DOUBLE)", "'person'", key, "official", "''", table, where, codes)


def _transits() -> Iterator[str]:
    table, codes = _csv(BUNDLED / "portwatch-transits.csv"), ("'WLD'", "''", "month")
    for prefix, column, unit in (("transits", '"all"', "ship"), ("transit-tonnes", "tonnes", "t")):
        name, value = f"'{prefix}-' || passage", f"CAST({column} AS DOUBLE)"
        yield _select(name, value, f"'{unit}'", "portwatch", "estimate", "''", table, "TRUE", codes)


def _sanctioned() -> Iterator[str]:
    path = BUNDLED / "eu-sanctioned-exports.csv"
    table = f"(UNPIVOT (FROM {_csv(path)}) ON COLUMNS(* EXCLUDE (partner, good)) INTO NAME month VALUE amount)"
    note = "'FOB; goods that came under a measure at any time'"
    for key, good in (("sanctioned-goods", "good <> 'all'"), ("sanctioned-cars", "good = 'C29:cars'")):
        summed = (
            f"(SELECT partner, month, sum(CAST(amount AS DOUBLE)) AS amount FROM {table} WHERE {good} GROUP BY ALL)"
        )
        codes = ("'EU'", "partner", "month")
        yield _select(f"'{key}'", "amount * 1000", "'EUR'", "eurostat-comext", "official", note, summed, "TRUE", codes)


def _alignment() -> Iterator[str]:
    table = _parquet("alignment")
    value = "agreement_permille / 10.0"
    where = "agreement_permille IS NOT NULL"
    yield _select("'un-agreement'", value, "'%'", "un-votes", "official", "''", table, where)
    value, where = "distance_hundredths / 100.0", "distance_hundredths IS NOT NULL"
    yield _select("'un-distance'", value, "'index'", "un-ideal-points", "estimate", "''", table, where)


def _alliances() -> Iterator[str]:
    for bit, pledge in enumerate(_PLEDGES):
        where = f"(pledges & {1 << bit}) > 0"
        name = f"'alliance-{pledge}'"
        yield _select(name, "1.0", "'flag'", "atop", "official", "''", _parquet("alliances"), where)


def _distances() -> Iterator[str]:
    codes = ("reporter", "partner", "'2011'")
    table = _parquet("distances")
    yield _select("'distance'", "CAST(km AS DOUBLE)", "'km'", "cepii-geodist", "estimate", "''", table, "TRUE", codes)


def _model() -> Iterator[str]:
    table, codes = _parquet("model"), ("reporter", "partner", "'2022'")
    for key, (value, unit, said_by, status, note) in _MODEL.items():
        where = f"{value} IS NOT NULL"
        yield _select(f"'{key}'", value, f"'{unit}'", said_by, status, f"'{note}'", table, where, codes)


_BRANCHES = (
    _figures, _materials, _unit_values, _prices, _people, _transits, _sanctioned, _alignment, _alliances, _distances,
    _model,
)  # fmt: skip


def _select(
    indicator: str,
    value: str,
    unit: str,
    said_by: str,
    status: str,
    note: str,
    table: str,
    where: str = "TRUE",
    codes: tuple[str, str, str] = ("reporter", "partner", "CAST(year AS VARCHAR)"),
) -> str:
    about = source(said_by)
    reporter, partner, period = codes
    return (
        f"SELECT {indicator} AS indicator, {reporter} AS reporter, {partner} AS partner, {period} AS period, "
        f"{value} AS value, {unit} AS unit, '{said_by}' AS source, '{about.vintage}' AS vintage, '{status}' AS status, "
        f"'{about.retrieved}' AS retrieved, {note} AS note FROM {table} WHERE {where}"
    )


def _parquet(name: str) -> str:
    return f"read_parquet('{_quoted(FOLDER / (name + '.parquet'))}')"


def _csv(path: Path) -> str:
    return f"read_csv('{_quoted(path)}', header=true, all_varchar=true)"


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")
