"""An official ICIO file becomes a baseline of the user's own, beside the bundled one.

The file has no tariffs and no elasticities. Both are taken from the bundled baseline: economy by economy and sector by
sector where the codes agree, and otherwise by the rules of `elasticities_for` and `tariffs_for`, which mark what they
fill.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from multipolar.arrays import Array, BoolArray
from multipolar.baseline.baseline import Baseline, Provenance
from multipolar.baseline.bundled import load_bundled
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.baseline.store_format import write_baseline
from multipolar.data.icio import file_checksum, read_icio
from multipolar.data.icio_close import lift_value_added
from multipolar.data.store import baseline_folder, replace_folder, write_card
from multipolar.data.world_table import WorldTable

WORLD_FILE = "world.npz"
SOURCES = ("oecd-icio-official", "wits-tariffs-2014", "fontagne-2022", "elasticity-fill-ins")
_DIVISION = re.compile(r"(\d+)(?:T(\d+))?")
_SECTIONS = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (45, 47), "H": (49, 53),
    "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68), "M": (69, 75), "N": (77, 82), "O": (84, 84),
    "P": (85, 85), "Q": (86, 88), "R": (90, 93), "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip
"""First and last division of each ISIC Rev. 4 section."""


@dataclass(frozen=True, slots=True)
class StoredBaseline:
    """What was stored, and what of the file had to be changed or filled.

    Attributes
    ----------
    name : to be used as ``--baseline NAME``.
    path : the folder that holds it.
    source_file, member, source_checksum : the file given, the csv in it, SHA-256 of the file.
    checksum : SHA-256 of the stored arrays.
    years : all years that the file offers.
    added : UTC time, ISO 8601.
    notes : one line for each rule that had work to do.
    """

    name: str
    title: str
    year: int
    path: Path
    source_file: str
    member: str
    source_checksum: str
    checksum: str
    economies: int
    sectors: int
    years: tuple[int, ...]
    added: str
    notes: tuple[str, ...]


def add_icio(path: str | Path, *, year: int | None = None, store: Path | None = None) -> StoredBaseline:
    """Read an official ICIO file and store it as the baseline ``icio-<year>``.

    The year of the bundled baseline is stored as ``icio-<year>-official``, so that no name means two things.

    Parameters
    ----------
    path : zip or csv as downloaded.
    year : the newest in the file when not given.
    store : the user's data folder, `multipolar.data.store.home` when not given.

    Raises
    ------
    DataError
        If the file is not complete or does not balance. Nothing on disk is changed then.
    """
    bundled = load_bundled()
    read = read_icio(path, year=year)
    name = f"icio-{read.table.year}"
    if name == bundled.name:
        name += "-official"
    baseline = complete(read.table, bundled, name=name, notes=read.notes)
    table = baseline.table
    assert table is not None  # complete() makes the baseline from this table
    folder = baseline_folder(name, store)
    with replace_folder(folder) as partial:
        file = partial / WORLD_FILE
        write_baseline(file, table, baseline.tariff_rate, baseline.elasticities, baseline.provenance)
        stored = StoredBaseline(
            name=name,
            title=table.title,
            year=table.year,
            path=folder,
            source_file=Path(path).name,
            member=read.member,
            source_checksum=read.checksum,
            checksum=file_checksum(file),
            economies=len(table.economies),
            sectors=len(table.sectors),
            years=read.years,
            added=datetime.now(UTC).isoformat(timespec="seconds"),
            notes=baseline.provenance.notes,
        )
        write_card(partial, {key: value for key, value in asdict(stored).items() if key != "path"})
    return stored


def build_from_icio(path: str | Path, target: Path, *, year: int) -> Baseline:
    """Make the bundled world itself from an official file: nothing of it is then imputed but tariffs by rule.

    Parameters
    ----------
    path : zip or csv as downloaded. target : the baseline file to write; replaced only when all went well.

    Raises
    ------
    DataError
        As `add_icio`.
    """
    bundled = load_bundled()
    read = read_icio(path, year=year)
    baseline = complete(read.table, bundled, name=bundled.name, notes=read.notes)
    table = baseline.table
    assert table is not None  # complete() makes the baseline from this table
    write_baseline(target, table, baseline.tariff_rate, baseline.elasticities, baseline.provenance)
    return baseline


def complete(table: WorldTable, bundled: Baseline, *, name: str, notes: tuple[str, ...] = ()) -> Baseline:
    """Put tariffs and elasticities on an official table.

    Raises
    ------
    DataError
        If the accounts do not allow shares; the message names the cell.
    """
    elasticities, elasticity_notes = elasticities_for(table.sectors, bundled.elasticities)
    tariff_rate, tariff_imputed, tariff_notes = tariffs_for(table, bundled)
    lifted = lift_value_added(table, tariffs_on_inputs(table, tariff_rate))
    if lifted.notes:
        tariff_notes = (*tariff_notes, "After tariffs on inputs: " + lifted.notes[0])
    table = replace(lifted.table, name=name)
    draft = Baseline.from_table(table, tariff_rate, elasticities)
    provenance = Provenance(
        sources=SOURCES,
        notes=(*notes, *elasticity_notes, *tariff_notes),
        imputed_share=draft.provenance.imputed_share,
        tariff_imputed=tariff_imputed,
    )
    return replace(draft, provenance=provenance)


def tariffs_on_inputs(table: WorldTable, tariff_rate: Array) -> Array:
    """(J, N) USD mn that each producer pays in tariffs on its inputs."""
    bought = table.intermediate_flow.sum(axis=2)
    paid = (table.intermediate_flow * tariff_rate).sum(axis=2)
    rate = np.divide(paid, bought, out=np.zeros_like(bought), where=bought > 0)
    return np.asarray(np.einsum("nkj,kn->jn", table.input_use, rate))


def elasticities_for(sectors: tuple[str, ...], bundled: ElasticityTable) -> tuple[ElasticityTable, tuple[str, ...]]:
    """Trade elasticities for any list of ICIO sectors.

    A sector with the same code takes the bundled values. Another takes the mean of the bundled sectors that share an
    ISIC division with it (``C24`` of ``C24A`` and ``C24B``), or of all where none does; its range spans theirs and its
    status is ``assumed``.
    """
    groups = _overlaps(sectors, bundled.sectors)
    exact = [sector in bundled.sectors for sector in sectors]
    table = ElasticityTable(
        sectors=sectors,
        central=np.array([bundled.central[group].mean() for group in groups]),
        low=np.array([bundled.low[group].min() for group in groups]),
        high=np.array([bundled.high[group].max() for group in groups]),
        standard_error=np.array(
            [bundled.standard_error[group[0]] if same else np.nan for group, same in zip(groups, exact, strict=True)]
        ),
        source=tuple(bundled.source[group[0]] if same else "mean-of-overlapping-sectors"
                     for group, same in zip(groups, exact, strict=True)),
        status=tuple(bundled.status[group[0]] if same else "assumed"
                     for group, same in zip(groups, exact, strict=True)),
    )  # fmt: skip
    filled = [sector for sector, same in zip(sectors, exact, strict=True) if not same]
    if not filled:
        return table, ()
    note = (
        f"Trade elasticities of {len(filled)} sectors that the bundled world does not have are means of the bundled "
        f"sectors in the same ISIC divisions, marked assumed: {', '.join(filled)}."
    )
    return table, (note,)


def tariffs_for(table: WorldTable, bundled: Baseline) -> tuple[Array, BoolArray, tuple[str, ...]]:
    """Applied tariffs for any list of ICIO economies and sectors, from the bundled baseline.

    Returns
    -------
    tariff_rate : (J, N, N), 0.25 is 25 %. A sector of another code takes the mean of the bundled sectors in the same
        ISIC divisions; an economy of another code takes the tariffs of the rest of the world. At home always zero.
    tariff_imputed : (N, N), the bundled marks, and True for each pair with an economy filled that way.
    notes : one line for each rule that had work to do.
    """
    index = bundled.economy_index()
    stand_in = index.get("ROW", len(index) - 1)
    where = np.array([index.get(code, stand_in) for code in table.economies])
    unknown = np.array([code not in index for code in table.economies])
    groups = _overlaps(table.sectors, bundled.sectors)
    by_sector = np.stack([bundled.tariff_rate[group].mean(axis=0) for group in groups])
    rate = by_sector[:, where[:, None], where[None, :]]
    home = np.arange(len(where))
    rate[:, home, home] = 0.0
    marks = bundled.provenance.tariff_imputed
    imputed = np.zeros((len(where), len(where)), dtype=np.bool_)
    if marks is not None:
        imputed |= marks[where[:, None], where[None, :]]
    imputed |= unknown[:, None] | unknown[None, :]
    imputed[home, home] = False
    notes = [f"Tariffs are those of the bundled world ({bundled.name}), whatever the year of the table."]
    filled = [sector for sector in table.sectors if sector not in bundled.sectors]
    if filled:
        notes.append(f"Tariffs of {', '.join(filled)} are means of the bundled sectors in the same ISIC divisions.")
    if unknown.any():
        lost = [code for code in table.economies if code not in index]
        notes.append(f"{', '.join(lost)} take the tariffs of the rest of the world, marked imputed.")
    return rate, imputed, tuple(notes)


def divisions(sector: str) -> frozenset[int]:
    """ISIC Rev. 4 divisions of an ICIO code: ``C10T12`` is 10, 11, 12; ``C301`` is 30; ``D`` is its whole section."""
    found: set[int] = set()
    for first, last in _DIVISION.findall(sector):
        start = int(first[:2])
        found |= set(range(start, (int(last[:2]) if last else start) + 1))
    if not found:
        first_division, last_division = _SECTIONS.get(sector[:1], (0, 0))
        found = set(range(first_division, last_division + 1))
    return frozenset(found)


def _overlaps(sectors: tuple[str, ...], bundled: tuple[str, ...]) -> list[list[int]]:
    """For each sector the positions of the bundled sectors that stand for it: itself, the overlapping ones, or all."""
    place = {code: index for index, code in enumerate(bundled)}
    spans = [divisions(code) for code in bundled]
    groups = []
    for sector in sectors:
        mine = divisions(sector)
        overlap = [place[sector]] if sector in place else [i for i, span in enumerate(spans) if mine & span]
        groups.append(overlap or list(range(len(bundled))))
    return groups
