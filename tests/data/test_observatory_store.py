"""The bundled observatory: keys, units, statuses, sources, size, and the figures that must stand side by side."""

from __future__ import annotations

import re

import pytest

from multipolar.codes.tables import UnknownCodeError
from multipolar.data.catalog import card
from multipolar.errors import DataError
from multipolar.observatory import Observatory, open_observatory
from multipolar.observatory.branches import FOLDER, branches
from multipolar.observatory.build.run import LARGEST_BYTES
from multipolar.observatory.indicators import DIMENSIONS, registry
from multipolar.observatory.records import KINDS, STATUSES
from multipolar.observatory.sources import source, sources
from multipolar.observatory.user_store import PERIOD


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return open_observatory(tmp_path_factory.mktemp("empty"))


def test_a_key_stands_once(store: Observatory) -> None:
    _, doubles = store.rows(
        "SELECT indicator, reporter, partner, period, source, vintage, count(*) FROM figures "
        "WHERE indicator NOT LIKE 'un-%' GROUP BY ALL HAVING count(*) > 1 LIMIT 5"
    )
    assert doubles == []
    _, pairs = store.rows("SELECT count(*), count(DISTINCT (reporter, partner, period)) FROM figures "
                          "WHERE indicator = 'un-distance'")  # fmt: skip
    assert pairs[0][0] == pairs[0][1] > 500_000


def test_every_figure_has_a_registered_indicator_its_unit_and_a_known_status(store: Observatory) -> None:
    _, found = store.rows("SELECT DISTINCT indicator, unit, source, status FROM figures")
    known = registry()
    assert {row[0] for row in found} == set(known)
    for indicator, unit, said_by, status in found:
        assert unit == known[indicator].unit, indicator
        assert said_by in known[indicator].sources, (indicator, said_by)
        assert status in STATUSES, (indicator, status)


def test_every_source_has_a_card_with_licence_and_citation() -> None:
    named = {key for indicator in registry().values() for key in indicator.sources}
    assert named == set(sources())
    for found in sources().values():
        about = card(found.card)
        assert about.use == "ships", found.key
        assert found.licence
        assert found.citation
        assert found.vintage
        assert found.retrieved


def test_registry_is_complete() -> None:
    for indicator in registry().values():
        assert indicator.dimension in DIMENSIONS
        assert indicator.kind in KINDS
        assert indicator.definition.endswith(".")
        assert "{" not in indicator.definition + indicator.title
    assert {indicator.dimension for indicator in registry().values()} == set(DIMENSIONS)


def test_branches_know_their_indicators(store: Observatory) -> None:
    """A branch that held an indicator it does not name would be missing from questions about that indicator."""
    _, rows = store.rows("SELECT indicator, count(*) FROM figures WHERE indicator NOT LIKE 'un-%' GROUP BY 1")
    named = {key for branch in branches() for key in branch.indicators}
    assert named <= set(registry())
    for indicator, count in rows:
        if count < 3000:
            assert len(store.figures(indicator)) == count, indicator


def test_kinds_say_what_reporter_and_partner_are(store: Observatory) -> None:
    _, rows = store.rows(
        "SELECT f.indicator, i.kind, bool_and(f.reporter < f.partner OR f.reporter = 'EAEU'), "
        "bool_and(f.partner = ''), bool_and(f.reporter = 'WLD') "
        "FROM figures f JOIN indicators i ON f.indicator = i.id GROUP BY ALL"
    )
    for indicator, kind, ordered, alone, world in rows:
        assert kind != "pair" or ordered, indicator
        assert (kind in {"economy", "world"}) == alone, indicator
        assert kind != "world" or world, indicator


def test_periods_and_values_are_well_formed(store: Observatory) -> None:
    _, periods = store.rows("SELECT DISTINCT period FROM figures")
    assert all(re.match(PERIOD, period) for (period,) in periods)
    _, wrong = store.rows("SELECT indicator FROM figures WHERE value IS NULL OR NOT isfinite(value) LIMIT 3")
    assert wrong == []


def test_both_figures_of_crude_from_russia_to_china_stand_side_by_side(store: Observatory) -> None:
    found = {figure.source: figure for figure in store.figures("crude", "RUS", "CHN", "2023", "2023")}
    assert set(found) == {"baci", "china-customs"}
    assert found["china-customs"].value == pytest.approx(107.0e6)
    assert found["china-customs"].status == "official"
    assert found["baci"].value == pytest.approx(99.6e6, rel=1e-3)
    assert found["baci"].status == "reconciled"


def test_russia_leads_the_suppliers_of_both_lists(store: Observatory) -> None:
    ranks = store.ranks("crude", destination="China", period="2023")
    lists = {key: [rank for rank in ranks if rank.source == key] for key in ("baci", "china-customs")}
    for ranked in lists.values():
        assert [rank.reporter for rank in ranked[:2]] == ["RUS", "SAU"]
        assert [rank.rank for rank in ranked] == list(range(1, len(ranked) + 1))
    assert lists["baci"][0].complete
    assert not lists["china-customs"][0].complete
    assert lists["china-customs"][0].share_pct == pytest.approx(100 * 107.0 / 564, abs=0.01)
    with pytest.raises(DataError, match="not a flow"):
        store.ranks("un-agreement", destination="CHN", period="2022")


def test_what_is_only_recalled_is_unverified(store: Observatory) -> None:
    split = store.figures("goods", "CHN", "RUS", "2023", "2023")
    assert [f.status for f in split if f.source == "china-customs"] == ["unverified"]
    total = store.figures("trade-total", "RUS", "CHN", "2023", "2023")
    assert [(f.value, f.status) for f in total if f.source == "china-customs"] == [(240.11e9, "official")]
    statement = [event for event in store.events(["CHN"], "2022-02-04", "2022-02-04") if event.kind == "statement"]
    assert [event.status for event in statement] == ["unverified"]


def test_totals_are_exact_although_small_pairs_are_dropped(store: Observatory) -> None:
    """The world total is at least the sum of the pairs kept, and above it by less than a thousandth."""
    _, rows = store.rows(
        "SELECT period, sum(value) FILTER (reporter <> 'WLD' AND partner <> 'WLD'), "
        "max(value) FILTER (reporter = 'WLD' AND partner = 'WLD') FROM figures "
        "WHERE indicator = 'crude-value' GROUP BY period"
    )
    assert len(rows) == 30
    for period, pairs, world in rows:
        assert pairs <= world * (1 + 1e-6), period
        assert pairs >= 0.999 * world, period


def test_pairs_are_found_in_either_order_and_missing_is_not_zero(store: Observatory) -> None:
    assert store.figures("un-agreement", "RUS", "CHN") == store.figures("un-agreement", "CHN", "RUS") != ()
    assert {f.partner for f in store.figures("un-distance", "CHN", None, "2022", "2022")} > {"RUS", "USA"}
    assert store.figures("gdp", "TWN") == ()
    assert store.figures("population", "TWN") == ()
    assert store.figures("un-agreement", "CHN", "RUS", "2024", "2024") == ()
    assert len(store.figures("un-distance", "CHN", "RUS", "2024", "2024")) == 1


def test_agreement_of_two_voters_by_hand() -> None:
    import pandas as pd

    from multipolar.observatory.build.alignment import LEAST_VOTES, _agreement

    head = pd.DataFrame({name: [0] * 12 for name in ("rcid", "date", "me", "nu", "di", "hr", "co", "ec")})
    votes = head.assign(USA=[1] * 10 + [9, 8], CHN=[1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 1, 1], TON=[1] * 9 + [9] * 3)
    found = _agreement(votes, 2020)
    # Four the same, two half, four opposed of ten; the third votes too seldom with anyone.
    assert LEAST_VOTES == 10
    assert found[["reporter", "partner", "agreement_permille"]].values.tolist() == [["CHN", "USA", 500]]


def test_sums_of_compact_tables_are_unfolded_right(store: Observatory) -> None:
    from multipolar.data.eu_sanctioned import CARS, load_sanctioned_exports
    from multipolar.data.portwatch import monthly_transits
    from multipolar.observatory.build.model import BASELINE

    exports = load_sanctioned_exports()
    got = store.figures("sanctioned-goods", "EU", "KGZ", "2022-05", "2022-05")[0].value
    assert got == pytest.approx(1e6 * exports.total("KGZ", "2022-05", "2022-05"))
    cars = store.figures("sanctioned-cars", "EU", "KGZ", "2022-05", "2022-05")[0].value
    assert cars == pytest.approx(1e6 * exports.total("KGZ", "2022-05", "2022-05", CARS))
    transits = {f.period: f.value for f in store.figures("transits-suez")}
    assert transits == {month: float(count) for month, count in monthly_transits("suez").items()}
    assert BASELINE == "icio-2022"
    shares = store.figures("model-exports-share", "CHN")
    assert sum(figure.value for figure in shares) == pytest.approx(100.0, abs=1e-3)


def test_sea_routes_are_those_of_the_distance_command(store: Observatory) -> None:
    from multipolar.baseline.routes import distance

    for key, closed, nsr in (("", (), False), ("-suez-closed", ("suez",), False), ("-northern", (), True)):
        (found,) = store.figures(f"sea-distance{key}", "NLD", "CHN")
        assert found.value == pytest.approx(distance("CHN", "NLD", closed, nsr=nsr).km, abs=0.5)


def test_discount_is_brent_less_unit_value(store: Observatory) -> None:
    value = store.figures("crude-value", "RUS", "CHN", "2023", "2023")[0].value
    tonnes = next(f.value for f in store.figures("crude", "RUS", "CHN", "2023", "2023") if f.source == "baci")
    brent = next(f.value for f in store.figures("brent", since="2023", until="2023") if f.period == "2023")
    got = store.figures("crude-discount", "RUS", "CHN", "2023", "2023")[0].value
    assert got == pytest.approx(brent - value / (tonnes * 7.28), abs=1e-6)


def test_arms_are_a_short_extract_with_its_vintage(store: Observatory) -> None:
    register_rows = 21_324
    found = store.figures("arms-tiv")
    assert 0 < len(found) < 0.02 * register_rows
    assert {figure.source for figure in found} == {"sipri"}
    assert all("register" in figure.vintage and "extract" in figure.note for figure in found)


def test_nothing_that_may_only_be_compared_with_is_in_the_store() -> None:
    for key in ("baci-2023", "comtrade-2021", "imports-from-russia", "wiod-2013"):
        assert card(key).use == "check"
        assert key not in {found.card for found in sources().values()}


def test_the_files_are_small_enough_and_listed() -> None:
    files = sorted(FOLDER.glob("*"))
    assert {path.suffix for path in files} == {".parquet"}
    assert sum(path.stat().st_size for path in files) <= LARGEST_BYTES == 6_000_000


def test_events_name_known_places_kinds_and_sources(store: Observatory) -> None:
    from multipolar.observatory.observatory import place_code
    from multipolar.observatory.records import EVENT_KINDS

    events = store.events()
    assert {event.kind for event in events} == set(EVENT_KINDS)
    for event in events:
        assert event.status in STATUSES
        assert event.source
        assert event.title
        assert all(place_code(code) == code for code in (*event.actors, *event.targets)), event
        assert re.match(r"^\d{4}-\d{2}-\d{2}$", event.date)
        assert not event.end or event.end >= event.date
    (summit,) = store.events(["CHE"], "2024-06", "2024-06")
    assert summit.title.startswith("Summit on peace in Ukraine")
    caps = store.events(["EU"], "2022-12-05", "2022-12-05", ["cap"])
    assert [event.status for event in caps] == ["official"]
    assert len(store.events(["RUS"], kinds=["sanction"])) > 15


def test_questions_with_wrong_words_are_answered_with_the_right_ones(store: Observatory) -> None:
    with pytest.raises(DataError, match=r"Did you mean.*crude"):
        store.figures("crued")
    with pytest.raises(UnknownCodeError, match="CHN"):
        store.figures("crude", "RUS", "Chna")
    with pytest.raises(UnknownCodeError, match="sanction"):
        store.events(kinds=["sanctions"])
    with pytest.raises(DataError, match="Did you mean baci"):
        source("bacy")
