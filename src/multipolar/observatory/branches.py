"""The shipped files as tidy rows: SQL, one branch a file, each with the eleven columns of a figure.

Most files ship in a compact form (tonnes and dollars beside each other, a year as a number); a branch unfolds it. Each
branch says which indicators it can hold, so that a question about one of them opens no other file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from multipolar.codes.energy_products import BARRELS_PER_TONNE
from multipolar.data.population import UNLISTED
from multipolar.data.portwatch import counted_passages
from multipolar.observatory.indicators import materials
from multipolar.observatory.sources import source

PACKAGE = Path(__file__).resolve().parents[1]
BUNDLED = PACKAGE / "data" / "bundled"
FOLDER = BUNDLED / "observatory"
CODES = PACKAGE / "codes"
COLUMNS = (
    "indicator", "reporter", "partner", "period", "value", "unit", "source", "vintage", "status", "retrieved", "note",
)  # fmt: skip
BARRELS = 7.33
LEAST_TONNES = 10_000
_PARTIAL = "CASE WHEN partial THEN 'lines without a quantity make more than a twentieth of the value' ELSE '' END"
_CSV = {
    BUNDLED / "energy-prices.csv": "month brent dubai wti gas_europe lng_japan coal_australian coal_south_african",
    BUNDLED / "population.csv": "economy year persons",
    BUNDLED / "portwatch-transits.csv": "passage month all container dry_bulk general_cargo roro tanker tonnes",
    BUNDLED / "energy-gaps.csv": "product exporter importer first_year last_year reason evidence check",
    CODES / "bloc_memberships.csv": "bloc iso3 joined left status note check confirmed_by confirmed_from",
}
_PRICES = (
    ("brent", "brent", "USD/bbl", "eia"),
    ("dubai", "dubai", "USD/bbl", "world-bank-prices"),
    ("wti", "wti", "USD/bbl", "world-bank-prices"),
    ("gas_europe", "gas-price-europe", "USD/MMBtu", "world-bank-prices"),
    ("lng_japan", "lng-price-japan", "USD/MMBtu", "world-bank-prices"),
    ("coal_australian", "coal-price-australia", "USD/t", "world-bank-prices"),
    ("coal_south_african", "coal-price-south-africa", "USD/t", "world-bank-prices"),
)
_PLEDGES = ("defence", "offence", "neutrality", "nonaggression", "consultation")
_WAYS = (
    ("km_open", "sea-distance"),
    ("km_suez_closed", "sea-distance-suez-closed"),
    ("km_northern", "sea-distance-northern"),
)
_SHARES = "basic prices; final demand by destination is imputed"
_MODEL = (
    ("goods", "goods_usd_mn * 1e6", "USD", "icio-2022", "imputed", _SHARES),
    ("goods-services-model", "total_usd_mn * 1e6", "USD", "icio-2022", "imputed", _SHARES),
    ("model-exports-share", "exports_share_pct", "%", "icio-2022", "imputed", _SHARES),
    ("model-exports-gdp", "exports_income_pct", "%", "icio-2022", "imputed", _SHARES),
    ("model-imports-share", "imports_share_pct", "%", "icio-2022", "imputed", _SHARES),
    ("leverage", "partner_loss_pct", "%", "multipolar-model", "estimate", ""),
    ("leverage-own-cost", "own_loss_pct", "%", "multipolar-model", "estimate", ""),
    ("break-income", "-own_loss_pct", "%", "multipolar-model", "estimate", ""),
)


@dataclass(frozen=True, slots=True)
class Branch:
    """Rows of one file. `indicators` are those it can hold; empty means any."""

    sql: str
    indicators: frozenset[str]

    def holds(self, indicator: str) -> bool:
        """Whether rows of this indicator may be in it."""
        return not self.indicators or indicator in self.indicators


@cache
def branches() -> tuple[Branch, ...]:
    """Every branch, the tidy file first."""
    return (
        Branch(f"SELECT {', '.join(COLUMNS)} FROM {parquet('figures')}", frozenset()),
        *_materials(),
        *_unit_values(),
        _prices(),
        _people(),
        _transits(),
        *_sanctioned(),
        *_alignment(),
        _alliances(),
        _distances(),
        _sea(),
        _model(),
    )


def files() -> tuple[Path, ...]:
    """Every shipped file that a question may open."""
    return (*sorted(FOLDER.glob("*.parquet")), *_CSV, BUNDLED / "eu-sanctioned-exports.csv")


def parquet(name: str) -> str:
    """A table function for one shipped Parquet file."""
    return f"read_parquet('{quoted(FOLDER / (name + '.parquet'))}')"


def csv_table(path: Path) -> str:
    """A table function for one shipped csv file; its columns are given where they are known, so nothing is guessed."""
    if path not in _CSV:
        return f"read_csv('{quoted(path)}', header=true, all_varchar=true, delim=',', quote='\"', escape='\"')"
    layout = ", ".join(f"'{name}': 'VARCHAR'" for name in _CSV[path].split())
    return (
        f"read_csv('{quoted(path)}', header=true, auto_detect=false, delim=',', quote='\"', escape='\"', "
        f"columns={{{layout}}})"
    )


def quoted(path: Path) -> str:
    """A path inside single quotes of SQL."""
    return path.as_posix().replace("'", "''")


def _materials() -> tuple[Branch, ...]:
    table = parquet("materials")
    keys = [material.key for material in materials()]
    tonnes, known = "CAST(tonnes AS DOUBLE)", "tonnes IS NOT NULL"
    mass = _select("material", tonnes, "'t'", "baci", "reconciled", _PARTIAL, table, known)
    value = _select("material || '-value'", "usd_k * 1000.0", "'USD'", "baci", "reconciled", "''", table)
    return Branch(mass, frozenset(keys)), Branch(value, frozenset(f"{key}-value" for key in keys))


def _unit_values() -> tuple[Branch, ...]:
    rates = " ".join(f"WHEN '{code}' THEN {rate}" for code, rate in BARRELS_PER_TONNE.items())
    barrels = f"(tonnes * CASE reporter {rates} ELSE {BARRELS} END)"
    known = f"tonnes >= {LEAST_TONNES} AND NOT partial AND usd_k > 0"
    table = parquet("materials")
    solid = ("coal", "lng", "gas-pipeline")
    chosen = f"{known} AND material IN ({_list(solid)})"
    by_mass = _select(
        "material || '-unit-value'", "usd_k * 1000.0 / tonnes", "'USD/t'", "baci", "reconciled", "''", table, chosen
    )
    crude, per_barrel = f"{known} AND material = 'crude'", f"usd_k * 1000.0 / {barrels}"
    by_barrel = _select("'crude-unit-value'", per_barrel, "'USD/bbl'", "baci", "reconciled", "''", table, crude)
    brent = (
        "SELECT CAST(period AS SMALLINT) AS year, value AS price FROM "
        f"{parquet('figures')} WHERE indicator = 'brent' AND length(period) = 4"
    )
    joined = f"{table} JOIN ({brent}) USING (year)"
    below = _select("'crude-discount'", f"price - {per_barrel}", "'USD/bbl'", "baci", "estimate", "''", joined, crude)
    return (
        Branch(by_mass, frozenset(f"{key}-unit-value" for key in solid)),
        Branch(by_barrel, frozenset({"crude-unit-value"})),
        Branch(below, frozenset({"crude-discount"})),
    )


def _prices() -> Branch:
    columns = ", ".join(column for column, *_ in _PRICES)
    values = ", ".join(f"('{column}', '{key}', '{unit}', '{by}', {_about(by)})" for column, key, unit, by in _PRICES)
    sql = (
        "SELECT key AS indicator, 'WLD' AS reporter, '' AS partner, month AS period, "
        "TRY_CAST(price AS DOUBLE) AS value, unit, said_by AS source, vintage, 'official' AS status, retrieved, "
        "'' AS note "
        f"FROM (UNPIVOT (FROM {csv_table(BUNDLED / 'energy-prices.csv')}) ON {columns} INTO NAME series VALUE price) "
        f"JOIN (VALUES {values}) AS said (series, key, unit, said_by, vintage, retrieved) USING (series) "
        "WHERE TRY_CAST(price AS DOUBLE) IS NOT NULL"
    )
    return Branch(sql, frozenset(key for _, key, *_ in _PRICES))


def _people() -> Branch:
    table, codes = csv_table(BUNDLED / "population.csv"), ("economy", "''", "CAST(year AS VARCHAR)")
    value, where = "CAST(persons AS DOUBLE)", f"economy <> '{UNLISTED}'"
    sql = _select("'population'", value, "'person'", "world-bank-population", "official", "''", table, where, codes)
    return Branch(sql, frozenset({"population"}))


def _transits() -> Branch:
    read = csv_table(BUNDLED / "portwatch-transits.csv")
    table = f'(UNPIVOT (FROM {read}) ON "all", tonnes INTO NAME kind VALUE amount)'
    name = "CASE kind WHEN 'all' THEN 'transits-' ELSE 'transit-tonnes-' END || passage"
    unit, codes = "CASE kind WHEN 'all' THEN 'ship' ELSE 't' END", ("'WLD'", "''", "month")
    sql = _select(name, "CAST(amount AS DOUBLE)", unit, "portwatch", "estimate", "''", table, "TRUE", codes)
    kinds = ("transits", "transit-tonnes")
    return Branch(sql, frozenset(f"{kind}-{code}" for kind in kinds for code in counted_passages()))


def _sanctioned() -> tuple[Branch, ...]:
    read = csv_table(BUNDLED / "eu-sanctioned-exports.csv")
    table = f"(UNPIVOT (FROM {read}) ON COLUMNS(* EXCLUDE (partner, good)) INTO NAME month VALUE amount)"
    note, codes = "'FOB; goods that came under a measure at any time'", ("'EU'", "partner", "month")
    found = []
    for key, good in (("sanctioned-goods", "good <> 'all'"), ("sanctioned-cars", "good = 'C29:cars'")):
        summed = (
            f"(SELECT partner, month, sum(CAST(amount AS DOUBLE)) * 1000 AS eur FROM {table} WHERE {good} GROUP BY ALL)"
        )
        sql = _select(f"'{key}'", "eur", "'EUR'", "eurostat-comext", "official", note, summed, "TRUE", codes)
        found.append(Branch(sql, frozenset({key})))
    return tuple(found)


def _alignment() -> tuple[Branch, ...]:
    table = parquet("alignment")
    value, where = "agreement_permille / 10.0", "agreement_permille IS NOT NULL"
    agreement = _select("'un-agreement'", value, "'%'", "un-votes", "official", "''", table, where)
    value, where = "distance_hundredths / 100.0", "distance_hundredths IS NOT NULL"
    distance = _select("'un-distance'", value, "'index'", "un-ideal-points", "estimate", "''", table, where)
    return Branch(agreement, frozenset({"un-agreement"})), Branch(distance, frozenset({"un-distance"}))


def _alliances() -> Branch:
    values = ", ".join(f"('alliance-{pledge}', {1 << bit})" for bit, pledge in enumerate(_PLEDGES))
    table = f"{parquet('alliances')} JOIN (VALUES {values}) AS named (name, bit) ON (pledges & bit) > 0"
    sql = _select("name", "1.0", "'flag'", "atop", "official", "''", table)
    return Branch(sql, frozenset(f"alliance-{pledge}" for pledge in _PLEDGES))


def _distances() -> Branch:
    codes, table = ("reporter", "partner", "'2011'"), parquet("distances")
    sql = _select("'distance'", "CAST(km AS DOUBLE)", "'km'", "cepii-geodist", "estimate", "''", table, "TRUE", codes)
    return Branch(sql, frozenset({"distance"}))


def _sea() -> Branch:
    values = ", ".join(f"('{column}', '{key}')" for column, key in _WAYS)
    columns = ", ".join(column for column, _ in _WAYS)
    table = (
        f"(UNPIVOT (FROM {parquet('sea')}) ON {columns} INTO NAME way VALUE km) JOIN (VALUES {values}) AS w (way, name)"
    )
    codes, note = ("reporter", "partner", "'2022'"), "'fastest route of the main lane of the pair'"
    sql = _select(
        "name", "CAST(km AS DOUBLE)", "'km'", "sea-routes", "estimate", note, f"{table} USING (way)", codes=codes
    )
    return Branch(sql, frozenset(key for _, key in _WAYS))


def _model() -> Branch:
    columns = ", ".join(f'{formula} AS "{key}"' for key, formula, *_ in _MODEL)
    values = ", ".join(
        f"('{key}', '{unit}', '{by}', {_about(by)}, '{status}', '{note}')" for key, _, unit, by, status, note in _MODEL
    )
    names = ", ".join(f'"{key}"' for key, *_ in _MODEL)
    table = f"(SELECT reporter, partner, {columns} FROM {parquet('model')})"
    sql = (
        "SELECT key AS indicator, reporter, partner, '2022' AS period, amount AS value, unit, said_by AS source, "
        f"vintage, status, retrieved, note FROM (UNPIVOT {table} ON {names} INTO NAME key VALUE amount) "
        f"JOIN (VALUES {values}) AS said (key, unit, said_by, vintage, retrieved, status, note) USING (key)"
    )
    return Branch(sql, frozenset(key for key, *_ in _MODEL))


def _select(
    indicator: str,
    value: str,
    unit: str,
    said_by: str,
    status: str,
    note: str,
    table: str,
    where: str = "TRUE",
    codes: Sequence[str] = ("reporter", "partner", "CAST(year AS VARCHAR)"),
) -> str:
    # Everything here is a constant of this module: no text of a user is ever put into a statement.
    about = source(said_by)
    reporter, partner, period = codes
    return (
        f"SELECT {indicator} AS indicator, {reporter} AS reporter, {partner} AS partner, {period} AS period, "
        f"{value} AS value, {unit} AS unit, '{said_by}' AS source, '{about.vintage}' AS vintage, '{status}' AS status, "
        f"'{about.retrieved}' AS retrieved, {note} AS note FROM {table} WHERE {where}"
    )


def _about(said_by: str) -> str:
    about = source(said_by)
    return _list((about.vintage, about.retrieved))


def _list(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)
