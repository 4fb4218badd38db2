"""The two pictures of a claim's card: marks in the right places, labels apart, signs beside colours."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from multipolar.claims.verdict import Compared, Fit, Setting
from multipolar.claims.verdict import Tested as Counterfactual
from multipolar.report.claims_figures import MOST_ROWS, WIDTH, comparison_strip, scenario_strip, tells_something
from multipolar.report.svg import Drawing, text_width


def _compared(found: float | None, fit: Fit = "holds", unit: str = "USD", source: str = "customs") -> Compared:
    figures = (("goods", "CHN", "RUS", "2021", 1.0, "USD", source), ("goods", "CHN", "RUS", "2023", 1.0, "USD", source))
    return Compared(f"goods; {source}", 240e9, found, unit, fit, "line", (source,), "official", figures)


def _tested(values: dict[str, list[float]], threshold: float, relation: str = "at most") -> Counterfactual:
    settings = [
        Setting(
            horizon,
            ("central", "low", "high", "central")[place],
            "balanced" if place == 3 else "fixed",
            value,
            value <= threshold if relation == "at most" else value >= threshold,
        )
        for horizon, own in values.items()
        for place, value in enumerate(own)
    ]
    return Counterfactual(
        "stop", "What if?", "name: a", "", "real income", "%", threshold, relation, "assumed", tuple(settings)
    )  # type: ignore[arg-type]


def _texts(drawing: Drawing) -> list[tuple[float, float, float, str]]:
    """Left edge, right edge, baseline and words of every text."""
    root = ET.fromstring(f"<svg>{drawing.body()}</svg>")
    found = []
    for node in root.iter("text"):
        words = node.text or ""
        width = text_width(words, float(node.get("font-size", "12")))
        x = float(node.get("x", "0"))
        left = {"end": x - width, "middle": x - width / 2}.get(node.get("text-anchor", "start"), x)
        found.append((left, left + width, float(node.get("y", "0")), words))
    return found


def _apart(drawing: Drawing) -> None:
    texts = _texts(drawing)
    for number, (left, right, y, words) in enumerate(texts):
        assert left > -1, words
        # Widths are estimated to a tenth, and the sign of a fit is wider than a letter.
        assert right < WIDTH - (6 if words[0] in "✓≈✗" else 0) + 1, words
        assert y <= drawing.height, words
        for other_left, other_right, other_y, other in texts[number + 1 :]:
            assert abs(y - other_y) > 9 or right <= other_left + 2 or other_right <= left + 2, (words, other)


def test_a_bar_ends_where_its_figure_is() -> None:
    drawing = comparison_strip("l1", [_compared(240e9), _compared(120e9, "does not hold", source="imf-imts")])
    widths = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', drawing.body())]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)
    words = [text[3] for text in _texts(drawing)]
    assert "✓ 240.0 bn USD" in words
    assert "✗ 120.0 bn USD" in words
    assert "customs 2021–23" in words
    assert "claimed 240 bn USD" in words


@pytest.mark.parametrize("found", [1.0, 239e9, 240e9, 9e11, -50e9])
def test_labels_of_bars_stay_apart(found: float) -> None:
    shown = [_compared(found, "roughly"), _compared(240e9), _compared(300e6, source="x" * 60)]
    _apart(comparison_strip("l1", shown, sign="+"))


def test_a_fall_has_its_sign_and_a_rise_in_its_place_the_other() -> None:
    falls = [_compared(69.6, "does not hold", "%"), _compared(-5.0, "does not hold", "%")]
    words = [text[3] for text in _texts(comparison_strip("c1", falls, sign="−"))]
    assert "✗ −69.6 %" in words
    assert "✗ +5.00 %" in words


def test_many_figures_are_cut_and_counted() -> None:
    drawing = comparison_strip("l1", [_compared(240e9, source=f"s{n}") for n in range(MOST_ROWS + 3)])
    assert "and 3 more, listed below" in [text[3] for text in _texts(drawing)]
    _apart(drawing)


def test_bars_are_left_out_where_they_say_nothing() -> None:
    assert not tells_something([])
    assert not tells_something([_compared(None)])
    assert not tells_something([_compared(1.0, unit="rank"), _compared(2.0, unit="rank")])
    assert not tells_something([_compared(2.0, unit="day")])
    assert not tells_something([_compared(240e9)])
    assert tells_something([_compared(239e9)])
    assert tells_something([_compared(240e9), _compared(230e9, source="imf-imts")])


@pytest.mark.parametrize(
    ("values", "threshold", "relation"),
    [
        ({"short": [-10.3, -14.1, -8.2, -7.3], "long": [-1.5, -2.5, -1.0, -1.2]}, -2.0, "at most"),
        ({"short": [27.6, 24.7, 31.5, 25.0], "long": [13.9, 13.0, 14.3, 13.8]}, 0.1, "at least"),
        ({"short": [0.0, 0.0, 0.0, 0.0]}, 0.0, "at least"),
        ({"short": [-0.011, -0.02, -0.006, -0.01], "long": [0.001, 0.002, 0.001, 0.003]}, -2.0, "at most"),
        ({"short": [1234.5, 900.0, 2000.0, 1000.0]}, 1.0, "at least"),
    ],
)
def test_labels_of_dots_stay_apart(values: dict[str, list[float]], threshold: float, relation: str) -> None:
    drawing = scenario_strip("c1", _tested(values, threshold, relation))
    _apart(drawing)
    assert drawing.body().count("<circle") == sum(len(own) for own in values.values())


def test_a_dot_short_of_the_claim_is_hollow() -> None:
    body = scenario_strip("c1", _tested({"long": [-1.5, -2.5, -1.0, -1.2]}, -2.0)).body()
    dots = re.findall(r'<circle [^>]*class="([^"]+)"', body)
    assert sorted(dots) == ["f-gain s-paper", "f-paper s-loss", "f-paper s-loss", "f-paper s-loss"]
    words = [text[3] for text in _texts(scenario_strip("c1", _tested({"long": [-1.5, -2.5, -1.0, -1.2]}, -2.0)))]
    assert "−1.5 (−2.5 to −1.0)" in words


def test_a_horizon_whose_central_setting_was_not_solved() -> None:
    tested = Counterfactual(
        "stop",
        "What if?",
        "",
        "",
        "income",
        "%",
        -2.0,
        "at most",
        "assumed",
        (Setting("long", "low", "fixed", -3, True),),
    )
    assert "unsolved (−3.0 to −3.0)" in [text[3] for text in _texts(scenario_strip("c1", tested))]
