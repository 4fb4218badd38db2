"""Bans that name an energy product: each pair's own share of it stops, products add up, tonnes know which was meant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from multipolar.analysis.energy import energy_flows
from multipolar.baseline.bundled import load_bundled
from multipolar.baseline.energy import Energy, energy_of
from multipolar.errors import ScenarioError
from multipolar.scenario import Embargo, ExportBan, ImportBan, Scenario, compile_scenario, load_scenario
from multipolar.scenario.banned_product import PRODUCTS, ProductBans
from multipolar.scenario.base import Instrument
from multipolar.scenario.dump import dump_scenario
from multipolar.simulation.simulate import assumptions_of, simulate

WORLD = load_bundled()
THETA = assumptions_of(WORLD).trade_elasticity
AT = WORLD.economy_index()
B06, RUS = WORLD.sector_index()["B06"], WORLD.economy_index()["RUS"]


@pytest.fixture(scope="module")
def energy() -> Energy:
    return energy_of(WORLD)


def _ban(product: str, *buyers: str, **more: object) -> ImportBan:
    data = {"origin": ("RUS",), "destination": buyers, "product": product, **more}
    return ImportBan.model_validate({"id": f"{product}-{len(more)}", **data})


def _survival(*instruments: Instrument) -> np.ndarray:
    wedges = compile_scenario(Scenario(name="test", instruments=instruments), WORLD, THETA).wedges
    survival = np.ones(WORLD.tariff_rate.size)
    survival[wedges.index] = wedges.survival_share
    return survival.reshape(WORLD.tariff_rate.shape)


def test_each_pair_loses_its_own_share(energy: Energy) -> None:
    survival = _survival(_ban("crude", "ITA", "HUN", "CHN", coverage=0.5, leakage=0.1))
    share = energy.share[energy.position("crude"), :, RUS]
    for code in ("ITA", "HUN", "CHN"):
        assert survival[B06, AT[code], RUS] == pytest.approx(1 - share[AT[code]] * 0.5 * 0.9, rel=1e-12)
    assert np.unique([share[AT[code]] for code in ("ITA", "HUN", "CHN")]).size == 3
    survival[B06, [AT["ITA"], AT["HUN"], AT["CHN"]], RUS] = 1.0
    assert (survival == 1.0).all()


def test_products_of_one_sector_add_up_and_bans_on_one_product_multiply(energy: Energy) -> None:
    crude, gas, lng = (energy.share[energy.position(p), AT["ITA"], RUS] for p in ("crude", "gas", "lng"))
    both = _survival(_ban("crude", "ITA"), _ban("gas", "ITA"))[B06, AT["ITA"], RUS]
    assert both == pytest.approx(1 - crude - gas, abs=1e-12)
    twice = _survival(_ban("crude", "ITA", coverage=0.5), _ban("crude", "ITA", coverage=0.5, leakage=0.2))
    assert twice[B06, AT["ITA"], RUS] == pytest.approx(1 - crude * (1 - 0.5 * 0.6))
    assert min(crude, gas) > 0.1
    everything = _survival(*(_ban(p, "ITA") for p in ("crude", "gas", "lng")))[B06, AT["ITA"], RUS]
    assert everything == pytest.approx(max(1 - crude - gas - lng, 0.0), abs=1e-12)


def test_a_ban_on_a_product_is_the_ban_on_its_share(energy: Energy) -> None:
    share = float(energy.share[energy.position("crude"), AT["ITA"], RUS])
    plain = ImportBan(origin=("RUS",), destination=("ITA",), sectors=("B06",), coverage=share)
    np.testing.assert_allclose(_survival(_ban("crude", "ITA")), _survival(plain), rtol=1e-14)


def test_all_three_kinds_take_a_product() -> None:
    for ban in (
        _ban("coal", "DEU"),
        ExportBan(origin=("RUS",), destination=("DEU",), product="coal"),
        Embargo(origin=("RUS",), destination=("DEU",), product="coal"),
    ):
        assert ban.sectors == ("B05",)
        assert "coal" in ban.describe()
        assert _survival(ban)[WORLD.sector_index()["B05"], AT["DEU"], RUS] < 1.0


def test_tonnes_know_which_product_was_meant(energy: Energy) -> None:
    result = simulate(WORLD, "eu-crude-embargo")
    assert isinstance(result.channels[PRODUCTS], ProductBans)
    found = energy_flows(result, energy=energy)
    assert found.named == ("crude",)
    crude, gas = energy.position("crude"), energy.position("gas")
    before, after = energy.quantity[crude, :, RUS], found.quantity[crude, :, RUS]
    assert after[AT["ITA"]] == pytest.approx(0.05 * before[AT["ITA"]], rel=0.15), "a twentieth leaks"
    for code in ("HUN", "SVK", "CZE", "BGR"):
        assert after[AT[code]] > before[AT[code]], "exempt"
    assert found.quantity[gas, AT["ITA"], RUS] > energy.quantity[gas, AT["ITA"], RUS], "gas is not hit"


def test_two_named_products_and_the_rest_sum_to_the_sector(energy: Energy) -> None:
    bans = (_ban("crude", "ITA", "HUN"), _ban("gas", "ITA", coverage=0.5))
    result = simulate(WORLD, Scenario(name="two", instruments=bans))
    found = energy_flows(result, energy=energy)
    assert found.named == ("crude", "gas")
    products = [energy.position(p) for p in ("crude", "gas", "lng")]
    left = result.channels[PRODUCTS].left
    share = energy.share[:, :, RUS]
    whole = 1.0 - sum(share[energy.position(p)] * (1.0 - left[p][:, RUS]) for p in ("crude", "gas"))
    sector = result.quantity_hat()[B06, :, RUS]
    rest = np.divide(sector, whole, out=np.zeros_like(sector), where=whole > 1e-12)
    total = (1.0 - share[products].sum(axis=0)) * rest
    total += np.nansum(share[products] * found.quantity_hat[products, :, RUS], axis=0)
    for code in ("ITA", "HUN", "CHN"):
        assert total[AT[code]] == pytest.approx(sector[AT[code]], rel=1e-12)
    assert found.quantity_hat[products[0], AT["ITA"], RUS] == pytest.approx(0.0, abs=1e-12)


def test_the_share_and_its_standing_are_told() -> None:
    compiled = compile_scenario(load_scenario("eu-crude-embargo"), WORLD, THETA)
    told = [str(notice) for notice in compiled.warnings if notice.kind == "product-share"]
    assert len(told) == 2
    assert all("CEPII BACI 2022" in text for text in told)
    assert "100 % of them" in told[1], "Germany and Poland: gas of confidential origin is missing"
    assert "assumed" in told[1]


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ScenarioError, match="part of sector B06"):
        ImportBan(origin=("RUS",), destination=("ITA",), sectors=("C24",), product="crude")
    with pytest.raises(ScenarioError, match="product"):
        _ban("uranium", "ITA")
    early = replace(WORLD, year=1990)
    scenario = Scenario(name="early", instruments=(_ban("crude", "ITA"),))
    with pytest.raises(ScenarioError, match="no trade in tonnes"):
        compile_scenario(scenario, early, THETA)


def test_the_field_survives_writing_and_reading(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("scenario") / "crude.yaml"
    path.write_text(dump_scenario(Scenario(name="crude", instruments=(_ban("crude", "ITA"),))), encoding="utf-8")
    (ban,) = load_scenario(path).instruments
    assert isinstance(ban, ImportBan)
    assert (ban.product, ban.sectors) == ("crude", ("B06",))
