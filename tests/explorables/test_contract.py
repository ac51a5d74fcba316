"""The promises that need no browser: declaration, traits, one module, the static picture."""

import json
import re
from dataclasses import replace

import pytest
import traitlets

from stepwise_ssl.explorables import Control, Explorable, OneWeight, Preset, formulas
from stepwise_ssl.explorables.contract import CONTRACT, module, named_formulas, source

SCRIPTS = ("plot.js", *CONTRACT, "one_weight.js")


def test_formulas_are_the_registry_s():
    assert formulas.TARGET.read_text(encoding="utf-8") == formulas.text()


def test_drawing_holds_no_formula_of_its_own():
    """Exponentials and logarithms of the law live in formulas.js only."""
    code = re.sub(r"//.*", "", source("one_weight.js"))
    assert not re.search(r"Math\.(exp|expm1|log|log1p|sqrt)\b", code)


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_import_nothing_and_fetch_nothing(script):
    text = source(script)
    assert not re.search(
        r"^\s*import\b|\bimport\(|\bfetch\(|XMLHttpRequest|https?://(?!www\.w3\.org/2000/svg)", text
    )
    assert not re.search(r"\bmodel\.(?!get\b|set\b|on\b|off\b|save_changes\b)\w+", text)


def test_module_is_one_text_and_shared_by_all_instances():
    first, second = OneWeight(), OneWeight(gamma=0.5)
    assert first._esm == second._esm == module("one_weight.js")
    assert not re.search(r"^\s*//", first._esm, re.MULTILINE)  # comments stay in the files
    for line in re.findall(r"^ *(?!//)\S.*$", source(*SCRIPTS), re.MULTILINE):
        assert line in first._esm
    assert first._esm.count("export default") == 1


def test_a_page_carries_only_the_formulas_that_it_names():
    registered = re.findall(r"^  (\w+): \(", source("formulas.js"), re.MULTILINE)
    carried = re.findall(r"^  (\w+): \(", named_formulas(source(*SCRIPTS)), re.MULTILINE)
    assert set(carried) < set(registered)
    assert carried == [name for name in registered if re.search(rf"\b{name}\b", source("one_weight.js"))]
    with pytest.raises(ValueError, match="madeUp"):
        named_formulas("const { oneWeightWidth, madeUp: f } = formulas;")
    with pytest.raises(ValueError, match="madeUp"):
        named_formulas("formulas.madeUp(1)")


def test_state_is_json_and_complete():
    state = OneWeight(gamma=-0.5, time_axis="log").get_state()
    told = json.loads(json.dumps(state["declaration"]))
    names = [c["name"] for c in told["controls"] + told["choices"]]
    assert names == ["gamma", "s0", "eta", "t", "time_axis", "value_axis"]
    assert (state["gamma"], state["time_axis"]) == (-0.5, "log")


@pytest.mark.parametrize(
    "bad", [{"gamma": 2.5}, {"s0": 0.0}, {"eta": -1}, {"t": 1e9}, {"time_axis": "cubic"}]
)
def test_values_outside_the_range_are_refused(bad):
    with pytest.raises(traitlets.TraitError):
        OneWeight(**bad)


def test_three_presets_inside_the_ranges():
    about = OneWeight.about
    assert len(about.presets) == 3 and all(preset.why.endswith(".") for preset in about.presets)
    with pytest.raises(ValueError, match="at least three presets"):
        replace(about, presets=about.presets[:2])
    with pytest.raises(ValueError, match="gamma"):
        replace(about, presets=(*about.presets[:2], Preset("bad", "why.", {"gamma": 9.0})))
    with pytest.raises(ValueError, match="outside"):
        Control("x", "x", "x", "x", 0.0, 1.0, 0.1, 2.0)
    with pytest.raises(ValueError, match="low > 0"):
        Control("x", "x", "x", "x", 0.0, 1.0, 0.1, 0.5, scale="log")


def test_every_sentence_names_quantities_of_the_table():
    about = OneWeight.about
    rows = {row.key for row in about.rows}
    for template in about.sentences.values():
        assert set(re.findall(r"\{(\w+)\}", template)) <= rows


def test_a_control_without_a_trait_is_an_error():
    class Forgot(Explorable):
        about = OneWeight.about
        drawing = "one_weight.js"

    with pytest.raises(TypeError, match="gamma"):
        Forgot()


class Pictured(OneWeight):
    def fallback(self):
        return {"text/html": "<figure>three states</figure>", "image/png": "AAAA"}


def test_bundle_carries_view_and_picture(monkeypatch):
    data, _ = Pictured()._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/html", "image/png", "text/plain"}
    monkeypatch.setitem(__import__("sys").modules, "google.colab", object())
    data, _ = Pictured()._repr_mimebundle_()
    assert "text/html" not in data


def test_one_weight_has_a_static_picture_of_three_states():
    data = OneWeight().fallback()
    assert data["text/html"].count("<svg") >= 1
    assert "image/png" in data
